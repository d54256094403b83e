"""Measures how well the search finds what people type: `python -m bench.search [site folder]`; `make bench` does, too.

Each query of tests/queries/ is asked twice: of the worker alone, and in the box, which is opened by its link, typed
into, and read, as a reader does. Where the two differ, something is lost between them.
"""

import argparse
import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import brotli
import yaml
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from bench import say
from bench.host import Host
from bench.visits import PHONE, TIME_LIMIT, chromium

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "tests" / "queries"
SETS = ("own", "public", "voices")
FILES = ("search/search_index.json", "assets/search.js")
"""The index, and the worker that answers from it."""
SLOWEST = 0.95
"""Of all queries, the share that is answered at least as fast as the second time that is printed."""
WORKER = """async ([worker, index]) => {
  const search = new Worker(worker);
  const given = await (await fetch(index)).json();
  const say = message => new Promise((done, fail) => {
    search.onmessage = ({data}) => done(data);
    search.onerror = ({message}) => fail(new Error(message));
    search.postMessage(message);
  });
  window.ask = async (weights, queries) => {
    await say({index: {...given, weights: {...given.weights, ...weights}}});
    const answers = [];
    for (const [number, query] of queries.entries()) answers.push(await say({query, number}));
    return answers.map(({results, exact, care}) => (
      [results.map(({url}) => url), exact, care.filter(({later}) => !later).length]));
  };
}"""
"""A worker as assets/search-box.js starts it, on a page without scripts; `ask` sets it up with other weights."""
WATCH = """{
  let asked, shown, waiting, typed;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({data: {number}}) => {
        if (number && number === asked.number) afterFrame(() => { shown = number; waiting?.(); });
      });
    }
    postMessage(message) {
      if (message.number) asked = message;
      super.postMessage(message);
    }
  };
  const afterFrame = task => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = task;
    port2.postMessage('');
  });
  addEventListener('keydown', ({timeStamp}) => { typed = timeStamp; }, true);
  const rows = () => [...document.querySelectorAll('.found a')].map(({href}) => href);
  window.answerTo = (query, limit) => new Promise((done, fail) => {
    setTimeout(fail, 1000 * limit, new Error(`the search box has no answer to ${query}`));
    waiting = () => {
      if (asked?.query !== query || shown !== asked.number) return;
      const exact = rows().length > 0 && !document.querySelector('dialog.search .closest');
      done([rows(), exact, document.querySelectorAll('dialog.search .care').length, performance.now() - typed]);
      waiting = undefined;
    };
    waiting();
  });
}"""
"""Notes in a page when the last key was pressed, and when the frame with the answer to all that was typed was shown."""


class Query(NamedTuple):
    """What somebody types, and the ids of the headings of which any is a right answer; none where there is none."""

    id: str
    text: str
    expect: frozenset[str]


class Answer(NamedTuple):
    """What is shown for a query.

    addresses: where the rows lead, from the site's address; exact: whether they are shown as answers, not as what is
    closest; care: how many rules of safety stand before them.
    """

    addresses: list[str]
    exact: bool
    care: int


class Score(NamedTuple):
    """How many queries of a set: all, those with an answer, and what became of them."""

    queries: int
    answered: int
    first: int
    within_three: int
    nothing: int
    exact_with: int
    exact_without: int
    care: int


Ask = Callable[[Iterable[str], Mapping[str, float]], list[Answer]]
"""Asks a worker these queries, with other weights than the index's where some are given."""


def main() -> None:
    """Print the scores and the times of a site's search, or the misses of a set."""
    parser = argparse.ArgumentParser(prog="bench.search", description="Measures how well a site's search finds.")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site", help="the folder of the site; site/")
    parser.add_argument("--failures", choices=SETS, help="list the queries of this set whose answer is not the first")
    given = parser.parse_args()
    if not (given.site / FILES[0]).is_file():
        parser.error(f"{given.site} holds no site; `make site` builds one")
    with chromium() as browser:
        lines = missed(browser, given.site, given.failures) if given.failures else measured(browser, given.site)
        print(*lines, sep="\n")


def measured(browser: Browser, site: Path) -> Iterator[str]:
    """Yield the lines of what a site's search finds, how fast, and how many bytes it takes."""
    found = headings(site)
    sets = {name: read_queries(name, found) for name in SETS}
    texts = [query.text for queries in sets.values() for query in queries]
    with Host(site) as host:
        say("asking the search's worker")
        with worker_of(browser, host.home) as ask:
            answers = ask(texts, {})
        say("asking in the search box")
        shown, times = ask_in_box(browser, host.home, texts)
    yield from table("What the search's worker answers", scores(sets, answers, found))
    yield from table("What the search box shows", scores(sets, shown, found))
    yield "\nFrom the last key to the frame that shows the answer, on this machine"
    yield f"  {'median, ms':<42}{median(times):>16,.1f}"
    yield f"  {f'{SLOWEST:.0%} within, ms':<42}{percentile(times, SLOWEST):>16,.1f}"
    yield f"\n{'Bytes of index and worker':<44}{'plain':>16}{'gzip':>10}{'brotli':>10}"
    yield from (f"  {name:<42}{plain:>16,}{zipped:>10,}{packed:>10,}" for name, plain, zipped, packed in sizes(site))


def missed(browser: Browser, site: Path, name: str) -> Iterator[str]:
    """Yield a line for each query of a set whose answer is not the first: its rank, and what stands there instead."""
    found = headings(site)
    queries = [query for query in read_queries(name, found) if query.expect]
    with Host(site) as host, worker_of(browser, host.home) as ask:
        answers = ask([query.text for query in queries], {})
    for query, answer in zip(queries, answers, strict=True):
        place, first = rank(query, answer, found), [found.get(address, address) for address in answer.addresses[:3]]
        if place != 1:
            wanted, given = ", ".join(sorted(query.expect)), ", ".join(first) or "nothing"
            yield f"{place or '–':>2}  {query.text}: {wanted}; not {given}"


# ---- What is asked, and what is right ----


def headings(site: Path) -> dict[str, str]:
    """Return the id of each heading of the built pages by its address, which for a page's first is the page's."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        for heading in LexborHTMLParser(path.read_bytes()).css("h1[id], h2[id], h3[id]"):
            found[url if heading.tag == "h1" else f"{url}#{heading.id}"] = str(heading.id)
    return found


def read_queries(name: str, found: Mapping[str, str]) -> list[Query]:
    """Return the queries of a set; what is called by another id by now is expected there.

    A query whose answer is gone for good is left out: it is neither one with an answer nor one without.
    """
    data = yaml.safe_load((QUERIES / f"{name}.yml").read_text(encoding="utf-8"))
    registry = yaml.safe_load((ROOT / "docs" / "data" / "permalinks.yml").read_text(encoding="utf-8"))
    moved = {old.partition("#")[2]: new.partition("#")[2] for old, new in registry["redirects"].items()}
    there, queries = set(found.values()), []
    for entry in data:
        expect = there & {moved.get(id_, id_) for id_ in entry["expect"]}
        if expect or not entry["expect"]:
            queries.append(Query(entry.get("id", ""), entry["q"], frozenset(expect)))
    return queries


def rank(query: Query, answer: Answer, found: Mapping[str, str]) -> int:
    """Return the place of the first right row, from 1, or 0 where none is right."""
    places = [found.get(address) in query.expect for address in answer.addresses]
    return places.index(True) + 1 if True in places else 0


def score(queries: Iterable[Query], answers: Iterable[Answer], found: Mapping[str, str]) -> Score:
    """Count what became of the queries."""
    pairs = list(zip(queries, answers, strict=True))
    ranks = [rank(query, answer, found) for query, answer in pairs if query.expect]
    return Score(
        queries=len(pairs),
        answered=len(ranks),
        first=ranks.count(1),
        within_three=sum(1 <= place <= 3 for place in ranks),
        nothing=sum(not answer.addresses for query, answer in pairs if query.expect),
        exact_with=sum(answer.exact for query, answer in pairs if query.expect),
        exact_without=sum(answer.exact for query, answer in pairs if not query.expect),
        care=sum(answer.care > 0 for _, answer in pairs),
    )


def scores(sets: Mapping[str, list[Query]], answers: list[Answer], found: Mapping[str, str]) -> dict[str, Score]:
    """Return the score of each set; the answers are to all queries, set after set."""
    left = iter(answers)
    return {name: score(queries, [next(left) for _ in queries], found) for name, queries in sets.items()}


def percentile(numbers: Iterable[float], share: float) -> float:
    """Return the least of the numbers that this share of them does not exceed."""
    ordered = sorted(numbers)
    return next(number for place, number in enumerate(ordered, 1) if place >= share * len(ordered))


# ---- Asking ----


@contextmanager
def worker_of(browser: Browser, home: str) -> Iterator[Ask]:
    """Start the search's worker of a site that is served at `home`, and ask it as long as it is wanted."""
    page = browser.new_page()
    try:
        index, worker = (f"{home}/{file}" for file in FILES)
        page.goto(index)
        page.evaluate(WORKER, [worker, index])

        def ask(texts: Iterable[str], weights: Mapping[str, float]) -> list[Answer]:
            given = page.evaluate("([weights, queries]) => ask(weights, queries)", [dict(weights), list(texts)])
            return [Answer(*answer) for answer in given]

        yield ask
    finally:
        page.close()


def ask_in_box(browser: Browser, home: str, texts: Iterable[str]) -> tuple[list[Answer], list[float]]:
    """Type each query into the search box of a site that is served at `home`; return what it shows, and when.

    The times are milliseconds from the last key to the frame that shows the answer.
    """
    context = browser.new_context(viewport=PHONE, has_touch=True, service_workers="block")
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: say(f"the page's script failed: {error}"))
        page.add_init_script(WATCH)
        page.goto(f"{home}/")
        page.locator("a.search-open").click()
        type_in_box(page, "a")  # worker and index are fetched for it, which is no part of what is measured
        given = [type_in_box(page, text) for text in texts]
    finally:
        context.close()
    answers = [Answer([*map(address_of, links)], exact, care) for links, exact, care, _ in given]
    return answers, [time for *_, time in given]


def type_in_box(page: Page, text: str) -> Any:
    """Type a query in the place of the one before; return what an `Answer` is made of, and the milliseconds it took."""
    box = page.locator("dialog.search input[type=text]")
    box.select_text()
    box.press_sequentially(text)
    return page.evaluate("([query, limit]) => answerTo(query, limit)", [text, TIME_LIMIT])


def address_of(link: str) -> str:
    """Return where a row leads, from the site's address, without the words that are marked there."""
    _, _, path, _, id_ = urlsplit(link)
    return path.removeprefix("/") + (f"#{id_}" if id_ else "")


# ---- What is printed ----


def table(title: str, found: Mapping[str, Score]) -> Iterator[str]:
    """Yield the lines of a table, under an empty one: a column for each set of queries."""
    yield f"\n{title:<44}" + "".join(f"{name:>16}" for name in found)
    rows: list[tuple[str, Callable[[Score], str]]] = [
        ("queries", lambda it: f"{it.queries}"),
        ("with an answer", lambda it: f"{it.answered}"),
        ("of these, it comes first", lambda it: of(it.first, it.answered)),
        ("it is within the first three", lambda it: of(it.within_three, it.answered)),
        ("nothing is found", lambda it: of(it.nothing, it.answered)),
        ("the rows are shown as answers", lambda it: of(it.exact_with, it.answered)),
        ("without an answer, rows shown as answers", lambda it: of(it.exact_without, it.queries - it.answered)),
        ("of all, a rule of safety stands first", lambda it: of(it.care, it.queries)),
    ]
    for name, show in rows:
        yield f"  {name:<42}" + "".join(f"{show(it):>16}" for it in found.values())


def of(some: int, everything: int) -> str:
    """Write a number of queries, and the share that it is of all that are meant."""
    return f"{some}{some / everything:>8.1%}" if everything else f"{some}"


def sizes(site: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield each file of the search with its bytes: as it is, by gzip 9, and by brotli 11."""
    for name in FILES:
        data = (site / name).read_bytes()
        yield name, len(data), len(gzip.compress(data, 9, mtime=0)), len(brotli.compress(data, quality=11))


if __name__ == "__main__":
    main()
