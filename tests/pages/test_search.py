"""The search: the right section first for what people type, in a real worker of a real Chromium."""

import gzip
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect
from selectolax.lexbor import LexborHTMLParser

from conftest import (
    CUES,
    DATA,
    DESKTOP,
    ITEMS,
    MISTAKES,
    PHONE,
    PLAIN,
    ROOT,
    SILENT,
    STEPS,
    VARIATIONS,
    Scheme,
    Site,
    article,
    heading,
    page_of,
    reply,
)
from extras import reading
from facts.items import Item
from facts.sources import InputError
from facts.stems import ENDINGS, SPELLING, stem, tokens
from facts.words import curly
from pages.search import entries_of

QUERIES = yaml.safe_load((ROOT / "tests" / "queries" / "own.yml").read_text(encoding="utf-8"))

# A worker as assets/search-box.js starts it, and a way to ask it.
ASK = """async ([worker, index, queries, count]) => {
  const search = new Worker(worker);
  const answer = message => new Promise((done, fail) => {
    search.onmessage = event => done(event.data);
    search.onerror = event => fail(new Error(event.message));
    search.postMessage(message);
  });
  const ready = await answer({index: await (await fetch(index)).json()});
  const answers = [];
  for (const [number, query] of queries.entries()) {
    const found = await answer({query, number});
    answers.push(count ? found.results.length : found);
  }
  search.terminate();
  return [ready, ...answers];
}"""


Ask = Callable[..., list[Any]]
"""Asks queries, and returns what the worker says to each or, with `count`, how many sections it has found."""


@pytest.fixture(scope="module")
def ask(site: Site, serve: Callable[[Site], str], browser: Browser) -> Iterator[Ask]:
    """Ask the site's worker these queries and return what it says."""
    yield from asking(serve(site), browser)


@pytest.fixture(scope="module")
def ask_another(calf: Site, serve: Callable[[Site], str], browser: Browser) -> Iterator[Ask]:
    """The same of the second guide, whose words nobody edits."""
    yield from asking(serve(calf), browser)


def asking(origin: str, browser: Browser) -> Iterator[Ask]:
    page = browser.new_page()
    page.goto(origin + "/search/search_index.json")

    def answers(queries: list[str], *, count: bool = False) -> list[Any]:
        urls = [f"{origin}/assets/search.js", f"{origin}/search/search_index.json"]
        found: list[Any]
        ready, *found = page.evaluate(ASK, [*urls, queries, count])
        assert ready["ready"]
        assert count or [answer["number"] for answer in found] == list(range(len(queries)))
        return found

    yield answers
    page.close()


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, str]:
    """Return each heading's id by its address."""
    found = {}
    for page in site.folder.rglob("index.html"):
        url = "" if page.parent == site.folder else f"{page.parent.relative_to(site.folder).as_posix()}/"
        for element in site.tree("index" if not url else url.strip("/")).iter():
            name = element.get("id")
            if name and element.tag in ("h1", "h2", "h3"):
                found[url if element.tag == "h1" else f"{url}#{name}"] = name
    return found


MOVED = {old.partition("#")[2]: new.partition("#")[2] for old, new in DATA["permalinks"]["redirects"].items()}
"""What is called by another id now; a query whose answer is gone for good is left out."""


def test_the_right_section_comes_first_for_nine_of_ten_queries(ask: Ask, ids: dict[str, str]) -> None:
    wanted = {query["q"]: {MOVED.get(name, name) for name in query["expect"]} & {*ids.values()} for query in QUERIES}
    answered = [query for query in wanted if wanted[query]]
    ranks = []
    for query, answer in zip(answered, ask(answered), strict=True):
        places = [ids[item["url"]] in wanted[query] for item in answer["results"]]
        ranks.append(places.index(True) + 1 if True in places else 99)
    missed = [(query, rank) for query, rank in zip(answered, ranks, strict=True) if rank > 1]
    assert sum(rank == 1 for rank in ranks) >= 0.9 * len(ranks), missed
    assert sum(rank <= 3 for rank in ranks) >= 0.96 * len(ranks), missed


def test_what_the_guide_does_not_know_is_hardly_ever_answered(ask: Ask) -> None:
    unknown = [query["q"] for query in QUERIES if not query["expect"]]
    assert unknown
    assert len([answer for answer in ask(unknown) if answer["exact"]]) <= 2


def test_what_is_near_to_no_section_still_gets_the_nearest(ask: Ask) -> None:
    query = f"{STEPS[0].title} xylophone marimba vibraphone celesta glockenspiel"
    (answer,) = ask([query])
    assert answer["results"]
    assert not answer["exact"]


def test_words_that_have_nothing_to_do_with_the_guide_get_no_row(ask: Ask) -> None:
    assert [answer["results"] for answer in ask(["xylophone ", "mortgage rates "])] == [[], []]


def test_a_title_or_an_id_finds_its_section_first(ask: Ask, site: Site) -> None:
    index = read_index(site)
    titles = index["titles"]
    for title, answer in zip(titles, ask(titles), strict=True):
        assert answer["results"][0]["title"] == title
    names = [anchor for _, anchor in index["places"] if anchor]
    for name, answer in zip(names, ask(names), strict=True):
        assert name in [item["url"].partition("#")[2] for item in answer["results"][:2]], name


def test_each_usual_question_has_an_answer_and_needs_no_rule_of_safety(ask: Ask) -> None:
    usual = DATA["search"]["usual"]
    assert len(usual) == 6
    said = dict(zip(usual, ask(usual), strict=True))
    assert [question for question, answer in said.items() if not answer["exact"] or answer["care"]] == []


def test_a_heading_shows_its_text_in_parts_or_what_stands_below_it() -> None:
    """A bare number, as of a rung, is no answer."""
    page = LexborHTMLParser(
        "<article><h1 id=a>A</h1><h2 id=b>B</h2><table><tr><td>6</td></tr></table>"
        "<h3 id=c>C</h3><table><tr><td>Before squats</td><td>2 sets</td></tr></table>"
        "<h3 id=d>D</h3><p>Looks like:</p><p>A dip.</p><h2 id=e>E</h2></article>"
    )
    texts = {entry.id: entry.text for entry in entries_of(page, "x/")}
    assert texts == {
        "a": "B · C · D · E",
        "b": "C · D",
        "c": "Before squats · 2 sets",
        "d": "Looks like: A dip.",
        "e": "",
    }


RINGS = DATA["thesaurus"]["rings"]


def test_each_word_of_the_thesaurus_is_an_answer_and_so_is_any_mixture(ask: Ask) -> None:
    """Where a ring leads, by any of its words, there is a section."""
    dice = random.Random(15)
    names = [name for ring in RINGS for name in ring["words"]]
    mixed = [" ".join(dice.sample(names, dice.randint(1, 4))) for _ in range(10_000 - len(names))]
    queries = names + mixed
    assert [query for query, found in zip(queries, ask(queries, count=True), strict=True) if not found] == []


def test_a_common_word_is_never_taken_for_a_slip_of_the_finger(ask: Ask, site: Site) -> None:
    common = read_index(site)["common"].split()
    assert {"skin", "shirt"} <= {*common}
    assert [answer["results"] for answer in ask([f"{word} " for word in common])] == [[] for _ in common]


VARIANTS = {
    "stems": ("bouncing", "bounce"),
    "joined words": ("bigtoes", "big-toe"),
    "a hyphen too few": ("yoyo", "bounce"),
    "a word being typed": ("quiet hee", "quiet-heels"),
    "a typo": ("gastrocnemus", "gastrocnemius"),
    "swapped letters": ("gastrocnemuis", "gastrocnemius"),
    "accents and capitals": ("SÓLEUS", "soleus"),
}


@pytest.mark.parametrize(("query", "first"), VARIANTS.values(), ids=VARIANTS)
def test_a_query_need_not_be_spelled_as_the_guide_does(ask_another: Ask, query: str, first: str) -> None:
    (answer,) = ask_another([query])
    assert answer["results"][0]["url"].partition("#")[2] == first


@pytest.mark.parametrize(("british", "american"), [("stabilised", "stabilized"), ("programmes", "programs")])
def test_british_spelling_finds_the_same(ask_another: Ask, british: str, american: str) -> None:
    one, other = (answer["results"] for answer in ask_another([british, american]))
    assert one
    assert [item["url"] for item in one[:3]] == [item["url"] for item in other[:3]]


@pytest.mark.parametrize(("written", "said"), [("3x10", "3 sets of 10"), ("5 by 6", "5 sets 6 reps")])
def test_numbers_are_found_however_they_are_joined(ask: Ask, written: str, said: str) -> None:
    one, other = (answer["results"] for answer in ask([written, said]))
    assert {item["url"] for item in one[:3]} & {item["url"] for item in other[:3]}


@pytest.mark.parametrize("item", [CUES[0], MISTAKES[-1], VARIATIONS[-1]], ids=lambda item: str(item.id))
def test_what_the_whole_guide_is_about_tells_nothing_beside_other_words(ask: Ask, item: Item) -> None:
    one, other = ask([item.title, f"{item.title}: {DATA['search']['subject'][0]}"])
    assert other["results"][0]["url"] == one["results"][0]["url"] == item.section


ABBREVIATIONS = {
    "BSS": "split squats",
    "ROM": "range of motion",
    "TUT": "time under tension",
    "LBP": "low back pain",
    "DB": "dumbbell",
    "KB": "kettlebell",
}


@pytest.mark.parametrize("short", ABBREVIATIONS)
def test_an_abbreviation_of_the_gym_finds_what_it_stands_for(ask: Ask, short: str) -> None:
    one, other = (answer["results"] for answer in ask([f"{short} ", f"{ABBREVIATIONS[short]} "]))
    assert one[0]["url"] in [item["url"] for item in other[:3]]


def read_index(site: Site) -> dict[str, Any]:
    index: dict[str, Any] = json.loads((site.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    return index


def test_each_rule_of_spelling_makes_two_words_one_and_goes_with_the_index(site: Site) -> None:
    index = read_index(site)
    assert index["spelling"] == [list(rule) for rule in SPELLING]
    assert index["endings"] == ENDINGS
    pairs = {"stabilise": "stabilize", "favours": "favors", "centre": "center", "programmes": "programs"}
    for (pattern, by), (british, american) in zip(SPELLING, pairs.items(), strict=True):
        assert re.sub(pattern, by, british) == american
        assert stem(british) == stem(american)


STEMS = """async ([worker, index, words]) => {
  const source = await (await fetch(worker)).text();
  return new Function('index', 'words', `${source}; setUp(index); return words.map(stem);`)(index, words);
}"""


def test_the_page_and_the_build_cut_words_alike(site: Site, serve: Callable[[Site], str], browser: Browser) -> None:
    index = read_index(site)
    said = sorted(
        {word for column in ("titles", "texts", "words", "rings") for text in index[column] for word in tokens(text)}
    )
    with page_of(browser, bypass_csp=True) as page:
        page.goto(f"{serve(site)}/search/search_index.json")
        cut = page.evaluate(STEMS, [f"{serve(site)}/assets/search.js", index, said])
    assert len(said) > 1000
    assert dict(zip(said, cut, strict=True)) == {word: stem(word) for word in said}


def test_a_result_says_where_it_leads_and_what_is_there(ask: Ask, ids: dict[str, str]) -> None:
    (answer,) = ask([CUES[0].title])
    items = answer["results"]
    assert 1 <= len(items) <= 10
    assert all(item.keys() == {"url", "title", "page", "figure", "answer", "marks"} for item in items)
    assert len({item["url"] for item in items} & ids.keys()) == len(items)


def test_the_line_that_answers_is_a_part_of_the_section_with_what_was_asked_for(ask: Ask, site: Site) -> None:
    """Also where that stands far from its beginning."""
    index = read_index(site)
    texts = {title: text for title, text in zip(index["titles"], index["texts"], strict=True) if len(text) > 300}
    assert len(texts) > 5
    ends = [max(tokens(text[-100:]), key=len) for text in texts.values()]
    for (title, text), end, answer in zip(
        texts.items(), ends, ask([f"{title} {end} " for title, end in zip(texts, ends, strict=True)]), strict=True
    ):
        (pieces,) = [item["answer"] for item in answer["results"] if item["title"] == title]
        line = "".join(piece for piece, _ in pieces)
        assert len(line) <= 130
        assert line.strip("… ") in text
        asked = {stem(word) for word in tokens(f"{title} {end}")}
        assert {stem(word) for piece, is_marked in pieces if is_marked for word in tokens(piece)} & asked, title


def test_any_query_gets_an_answer_and_no_error(ask: Ask) -> None:
    dice = random.Random(4)
    strange = [
        "",
        " ",
        "\0",
        "…",
        "<script>alert(1)</script>",
        "constructor",
        "__proto__",
        "a" * 20000,
        "s" * 20000,
        "is" * 20000,
        "glute " * 5000,
    ]
    strange += [
        "".join(chr(dice.choice([*range(32, 0xD800), *range(0xE000, 0x11000)])) for _ in range(dice.randint(1, 60)))
        for _ in range(300)
    ]
    assert len(ask(strange, count=True)) == len(strange)


def test_index_worker_and_thesaurus_are_small(site: Site) -> None:
    files = [site.folder / "assets" / "search.js", site.folder / "search" / "search_index.json"]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files) <= 40_000


def test_the_everyday_words_show_on_no_page(site: Site) -> None:
    """What the index shows of a section is on its page already, word by word."""
    index = read_index(site)
    assert len(index["titles"]) == len(DATA["search"]["words"])
    for title, text, (page_number, _) in zip(index["titles"], index["texts"], index["places"], strict=True):
        page = article(site, index["pages"][page_number].strip("/") or "index")
        assert set(plain(f"{title} {text}")) <= set(plain(" ".join(page.itertext())))


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def test_a_heading_without_words_and_words_without_a_heading_stop_the_build(project: Path) -> None:
    name = STEPS[0].id
    everyday = project / "docs" / "data" / "search.yml"
    text = everyday.read_text(encoding="utf-8")
    everyday.write_text(text.replace(f"\n  {name}: ", f"\n  {name}s: "), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        reading.load(project)
    said = {problem.path.name: problem.message.partition(";")[0] for problem in raised.value.problems}
    assert said == {"search.yml": f"{name}s: no heading has this id", "steps.yml": f"'{name}' has no everyday words"}
    everyday.write_text(text + f"  {name}s: [a, b, c, d, e]\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        reading.load(project)
    (problem,) = raised.value.problems
    assert problem.message == f"{name}s: no heading has this id; did you mean '{name}'? leave it out or give it one"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with page_of(browser) as page:
        yield page


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    with page_of(browser, DESKTOP) as page:
        yield page


def is_open(page: Page) -> bool:
    return page.locator(".search").is_visible()


def ask_for(page: Page, query: str) -> Locator:
    """Open the search by its key, type, and return the links found."""
    page.keyboard.press("/")
    page.keyboard.type(query)
    links = page.locator(".found a")
    expect(links.first).to_be_visible()
    return links


def titled(links: Locator, item: Item) -> Locator:
    """Return the link to an item, wherever it is ranked."""
    return links.page.locator(f".found a[href$='#{item.id}']")


def test_nothing_of_the_search_is_fetched_before_it_is_wanted(home: str, phone: Page) -> None:
    requests: list[str] = []
    phone.context.on("request", lambda request: requests.append(request.url.removeprefix(home)))
    idle = "() => new Promise(done => requestIdleCallback(done, {timeout: 1000}))"
    phone.goto(f"{home}/{PLAIN}/")
    phone.mouse.wheel(0, 400)
    phone.locator("article p").first.click()
    phone.keyboard.press("Tab")
    phone.evaluate(idle)
    assert not [url for url in requests if "search" in url]
    phone.get_by_role("link", name="Search", exact=True).click()
    phone.keyboard.type(CUES[0].title)
    expect(phone.locator(".found a").first).to_be_visible()
    files = ["/assets/search-box.js", "/assets/search.js", "/search/search_index.json"]
    assert sorted(url for url in requests if "search" in url) == files


def test_what_has_no_answer_is_said_plainly_and_all_words_are_offered(site: Site, home: str, desktop: Page) -> None:
    desktop.goto(f"{home}/{PLAIN}/")
    desktop.get_by_role("link", name="Search", exact=True).click()
    desktop.keyboard.type("xylophone")
    expect(desktop.locator(".search [role=status]")).to_contain_text("The guide has no answer to that")
    desktop.get_by_role("link", name="All words from A to Z").click()
    expect(desktop.locator("h1")).to_have_text(heading(site, "find"))


def test_a_result_shows_its_page_its_answer_and_its_picture(site: Site, home: str, desktop: Page) -> None:
    desktop.goto(home)
    first = titled(ask_for(desktop, MISTAKES[0].title), MISTAKES[0])
    expect(first).to_contain_text(curly(MISTAKES[0].title))
    expect(first.locator(".where")).to_have_text(heading(site, MISTAKES[0].page))
    expect(first.locator(".answer")).not_to_be_empty()
    expect(first.locator("img")).to_have_attribute("src", re.compile(f"/{MISTAKES[0].figures[0].key}.svg$"))


def test_no_script_makes_markup_out_of_words() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "assets").glob("*.js")}
    assert {"search-box.js", "search.js", "site.js", "sheet.js"} <= scripts.keys()
    makes_markup = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTML\w*|DOMParser|document\.write\w*)\b")
    assert [name for name, text in scripts.items() if makes_markup.search(text)] == []


def test_a_screen_reader_is_told_how_many_sections_were_found(home: str, phone: Page) -> None:
    phone.goto(home)
    links = ask_for(phone, MISTAKES[0].title)
    expect(phone.locator(".search [role=status]")).to_have_text(f"{links.count()} sections")


@pytest.mark.parametrize("key", ["f", "s", "p", "n", ",", "."])
def test_no_single_key_but_the_slash_does_anything(home: str, phone: Page, key: str) -> None:
    phone.goto(f"{home}/{PLAIN}/")
    phone.keyboard.press(key)
    assert not is_open(phone)
    assert phone.url == f"{home}/{PLAIN}/"


def test_the_slash_opens_the_search_until_the_reader_switches_it_off(home: str, phone: Page) -> None:
    phone.goto(f"{home}/{PLAIN}/")
    phone.keyboard.press("/")
    assert is_open(phone)
    expect(phone.locator(".search [type=text]")).to_be_focused()
    phone.keyboard.type("1/2")
    expect(phone.locator(".search [type=text]")).to_have_value("1/2")
    phone.get_by_role("checkbox", name="Key / opens the search").uncheck()
    phone.keyboard.press("Escape")
    phone.keyboard.press("/")
    assert not is_open(phone)
    phone.goto(f"{home}/{CUES[0].page}/")
    phone.keyboard.press("/")
    assert not is_open(phone)


def test_arrows_move_through_the_results_and_to_all_words(home: str, desktop: Page) -> None:
    desktop.goto(home)
    links = ask_for(desktop, MISTAKES[0].title)
    for number in range(links.count()):
        desktop.keyboard.press("ArrowDown")
        expect(links.nth(number)).to_be_focused()
    for name in (curly(DATA["safety"]["lines"]["link"]), "All words from A to Z"):
        desktop.keyboard.press("ArrowDown")
        expect(desktop.get_by_role("link", name=name, exact=True)).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(desktop.locator(".search [type=text]")).to_be_focused()
    desktop.keyboard.press("ArrowUp")
    expect(desktop.get_by_role("link", name="All words from A to Z")).to_be_focused()


def test_tab_reaches_the_results_and_stays_in_the_search(home: str, phone: Page) -> None:
    phone.goto(home)
    links = ask_for(phone, MISTAKES[0].title)
    for _ in range(2):  # the first of them to the button that empties the field
        phone.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    inside = "document.activeElement === document.body || !!document.activeElement.closest('.search')"
    for _ in range(8):
        phone.keyboard.press("Tab")
        assert phone.evaluate(inside)
    assert is_open(phone)


def test_a_tap_beside_the_search_closes_it_and_one_inside_does_not(home: str, phone: Page, desktop: Page) -> None:
    for page in (phone, desktop):
        page.goto(f"{home}/{PLAIN}/")
        page.keyboard.press("/")
        page.keyboard.type("xylophone")
        expect(page.locator(".search [role=status]")).not_to_be_empty()
    phone.mouse.click(195, 700)
    assert is_open(phone)
    desktop.mouse.click(640, 78)
    assert is_open(desktop)
    desktop.mouse.click(60, 500)
    assert not is_open(desktop)
    assert desktop.url == f"{home}/{PLAIN}/"


MANY = "glute"
"""A query with more results than a screen holds."""


def result(title: str, **more: Any) -> dict[str, Any]:
    """Return a result as the worker sends it, of a page of words alone."""
    return {"url": f"{PLAIN}/", "title": title, "page": "", "figure": "", "answer": [], "marks": [], **more}


@pytest.fixture
def silent(home: str, browser: Browser) -> Iterator[Page]:
    """A page with its search open, and a worker that only the test answers for."""
    with page_of(browser, bypass_csp=True) as page:
        page.add_init_script(SILENT)
        page.goto(f"{home}/{PLAIN}/")
        page.keyboard.press("/")
        page.wait_for_function("sent.length === 1")
        yield page


def test_only_the_answer_to_what_stands_in_the_box_is_shown(home: str, silent: Page) -> None:
    found = silent.locator(".found a")
    reply(silent, {"ready": True})
    silent.keyboard.type("kn")
    assert silent.evaluate("sent.slice(1)") == [
        {"query": "", "number": 1},
        {"query": "k", "number": 2},
        {"query": "kn", "number": 3},
    ]
    reply(silent, {"number": 2, "results": [result("2")]})
    expect(found).to_have_count(0)
    reply(silent, {"number": 3, "results": [result("<b>3</b>", url="find/", marks=["knee"])]})
    expect(found).to_have_text("<b>3</b>")
    assert found.get_attribute("href") == f"{home}/find/"
    silent.keyboard.type("e")
    silent.keyboard.press("Enter")
    reply(silent, {"number": 3, "results": [result("3")]})
    assert silent.url == f"{home}/{PLAIN}/"
    reply(silent, {"number": 4, "results": [result("4", url="find/")]})
    expect(silent).to_have_url(f"{home}/find/")


def test_the_words_of_an_answer_that_were_asked_for_are_marked_and_are_text(silent: Page) -> None:
    reply(silent, {"ready": True})
    pieces = [["Your ", False], ["<i>knee</i>", True], [" caves in.", False]]
    reply(silent, {"results": [result("A", answer=pieces)]})
    expect(silent.locator(".found .answer")).to_have_text("Your <i>knee</i> caves in.")
    assert silent.locator(".found mark").all_text_contents() == ["<i>knee</i>"]
    assert silent.locator(".found i").count() == 0


def test_the_focus_stays_on_a_rule_of_safety_when_another_one_comes(silent: Page) -> None:
    reply(silent, {"ready": True})
    card = {"url": "", "when": "", "do": "", "later": False}
    stop, ask = card | {"title": "A", "tone": "stop", "url": "a/"}, card | {"title": "B", "tone": "ask", "later": True}
    reply(silent, {"care": [stop, ask]})
    silent.keyboard.press("ArrowDown")
    expect(silent.locator(".care.ask")).to_be_visible()
    expect(silent.locator(".care.stop")).to_be_focused()


def test_each_result_marks_its_own_words_where_it_leads(silent: Page) -> None:
    reply(silent, {"ready": True})
    reply(silent, {"results": [result("A", url="a/"), result("B", marks=["hip", "hips"]), result("C", marks=["knee"])]})
    silent.locator(".found a").nth(1).evaluate(
        "link => link.addEventListener('click', event => event.preventDefault())"
    )
    silent.locator(".found a").nth(1).click()
    assert silent.evaluate("sessionStorage.getItem('guide.marks')") == "hip hips"


def test_what_was_asked_for_stays_on_the_device(home: str, phone: Page) -> None:
    """Neither the search nor the way to a result tells the host what a reader looks for."""
    requests: list[str] = []
    phone.on("request", lambda request: requests.append(request.url + (request.post_data or "")))
    phone.goto(f"{home}/{PLAIN}/")
    ask_for(phone, "valgus").first.click()
    expect(phone).not_to_have_url(f"{home}/{PLAIN}/")
    assert phone.evaluate(MARKED)
    phone.goto(f"{home}/{PLAIN}/")
    assert requests
    assert [url for url in requests if "valgus" in url or "?" in url] == []
    assert phone.evaluate("[...(CSS.highlights.get('found') ?? [])]") == []  # once, and on no page after that


def test_a_picture_stands_beside_its_row_and_leaves_no_hole_where_there_is_none(home: str, silent: Page) -> None:
    key, text = MISTAKES[0].figures[0].key, [["Words that go on from one line to the next. " * 4, False]]
    reply(silent, {"ready": True})
    answers = [result("A", figure=key, answer=text), result("B", answer=text)]
    reply(silent, {"results": answers})
    (shown,) = silent.locator(".found img").all()
    assert shown.get_attribute("src") == f"{home}/assets/figures/{key}.svg"
    assert shown.get_attribute("alt") == ""
    silent.wait_for_function("document.querySelector('.found img').naturalWidth > 0")
    beside, alone = [line.bounding_box() for line in silent.locator(".found .answer").all()]
    box = shown.bounding_box()
    assert beside
    assert alone
    assert box
    assert beside["x"] == alone["x"]
    assert beside["x"] + beside["width"] <= box["x"]
    assert alone["x"] + alone["width"] >= box["x"] + box["width"] - 1


def test_a_picture_s_place_is_kept_while_it_comes(home: str, phone: Page) -> None:
    height = "rows => rows.map(row => row.getBoundingClientRect().height)"
    heights = []
    phone.route("**/figures/*.svg", lambda route: route.abort())
    for _ in range(2):
        phone.goto(home)
        row = titled(ask_for(phone, MISTAKES[0].title), MISTAKES[0])
        expect(row.locator("img")).to_be_visible()
        heights.append(phone.locator(".found li").evaluate_all(height))
        phone.unroute_all()
    assert heights[0] == heights[1]


@pytest.mark.parametrize(("scheme", "most"), [("light", 255), ("dark", 170)])
def test_a_picture_does_not_glare_in_the_dark(home: str, browser: Browser, scheme: Scheme, most: int) -> None:
    with page_of(browser, scheme=scheme) as page:
        page.goto(home)
        picture = titled(ask_for(page, MISTAKES[0].title), MISTAKES[0]).locator(".picture")
        with Image.open(io.BytesIO(picture.screenshot())) as shot:
            red, green, blue = shot.convert("RGB").resize((1, 1), box=(1, 20, 3, 40)).tobytes()
        assert most - 40 < red <= most
        assert red >= green >= blue  # a warm ground in both


SIZES = """() => [...document.querySelectorAll('.search *')].filter(part => part.checkVisibility())
  .filter(part => [...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .map(part => parseFloat(getComputedStyle(part).fontSize))"""


def test_a_phone_shows_five_results_in_letters_that_can_be_read(home: str, phone: Page) -> None:
    phone.goto(home)
    links = ask_for(phone, MANY)
    bottoms = links.evaluate_all("links => links.map(link => link.getBoundingClientRect().bottom)")
    assert len([bottom for bottom in bottoms if bottom <= PHONE[1]]) >= 5
    assert min(phone.evaluate(SIZES)) >= 14


def test_a_picture_is_there_for_every_item_that_has_figures(site: Site) -> None:
    keys = {figure.key for item in ITEMS.values() for figure in item.figures}
    assert {path.stem for path in (site.folder / "assets" / "figures").glob("*.svg")} == keys


@pytest.mark.parametrize(
    ("exact", "count", "said"),
    [
        (True, 2, "2 sections"),
        (True, 1, "1 section"),
        (False, 2, "Nothing exact. Closest:"),
        (False, 0, "The guide has no answer to that."),
    ],
)
def test_the_status_says_how_much_was_found_and_whether_it_is_only_close(
    silent: Page, exact: bool, count: int, said: str
) -> None:
    reply(silent, {"ready": True})
    silent.keyboard.type("x")
    reply(silent, {"exact": exact, "results": [result(str(number)) for number in range(count)]})
    expect(silent.locator(".search [role=status]")).to_contain_text(said)
    expect(silent.locator(".closest a")).to_have_count(0 if exact else count)


USUAL = ["My knee caves in", "<b>No bench</b>", "Cramps"]


def test_that_there_is_no_answer_is_said_only_once_the_reader_pauses(home: str, browser: Browser) -> None:
    """The next letter may bring one, and a word that tells nothing yet is no question."""
    with page_of(browser, bypass_csp=True) as page:
        page.clock.install()
        page.add_init_script(SILENT)
        page.goto(f"{home}/{PLAIN}/")
        page.keyboard.press("/")
        page.wait_for_function("window.worker && sent.length")
        reply(page, {"ready": True})
        status = page.locator(".search [role=status]")
        page.keyboard.type("my k")
        reply(page, {"results": []})
        assert "no answer" not in status.inner_text()
        page.clock.run_for(1000)
        assert "no answer" in status.inner_text()
        reply(page, {"results": [], "vague": True})
        page.clock.run_for(1000)
        assert "no answer" not in status.inner_text()


def test_words_that_tell_nothing_yet_are_no_question(ask: Ask) -> None:
    said = ask(["", "how", "what does my", "my k", "xylophone", "knee"])
    assert [answer["vague"] for answer in said] == [True, True, True, True, False, False]


def test_what_is_usually_asked_stands_there_while_nothing_is_typed(silent: Page) -> None:
    listed = silent.locator(".usual button")
    expect(listed).to_have_count(0)
    reply(silent, {"ready": True, "usual": USUAL})
    expect(listed).to_have_text(USUAL)
    silent.keyboard.type("k")
    for shown in listed.all():
        expect(shown).to_be_hidden()
    silent.keyboard.press("Backspace")
    expect(listed.first).to_be_visible()
    silent.keyboard.type("k")
    silent.get_by_role("button", name="Clear").click()
    expect(listed.first).to_be_visible()


def test_what_is_usually_asked_is_asked_by_a_click_or_by_keyboard(silent: Page) -> None:
    reply(silent, {"ready": True, "usual": USUAL})
    field = silent.locator(".search [type=text]")
    silent.keyboard.press("ArrowDown")
    expect(silent.locator(".usual button").first).to_be_focused()
    silent.keyboard.press("ArrowDown")
    silent.keyboard.press("Enter")
    expect(field).to_have_value(USUAL[1])
    expect(field).to_be_focused()
    assert silent.evaluate("sent.at(-1).query") == USUAL[1]
    reply(silent, {"results": [result("A")]})
    silent.keyboard.press("ArrowDown")  # past what is not shown any more
    expect(silent.locator(".found a")).to_be_focused()
    field.fill("")
    silent.locator(".usual button").last.click()
    assert silent.evaluate("sent.at(-1).query") == USUAL[2]


def test_on_a_phone_a_usual_question_leaves_its_answer_free_of_the_keyboard(home: str, browser: Browser) -> None:
    with page_of(browser, bypass_csp=True, has_touch=True, is_mobile=True) as page:
        page.add_init_script(SILENT)
        page.goto(f"{home}/{PLAIN}/")
        page.locator(".search-open").tap()
        page.wait_for_function("sent.length === 1")
        reply(page, {"ready": True, "usual": USUAL})
        page.locator(".usual button").first.tap()
        expect(page.locator(".search [type=text]")).to_have_value(USUAL[0])
        expect(page.locator(".search [type=text]")).not_to_be_focused()
        assert page.evaluate("document.querySelector('.search').contains(document.activeElement)")


@pytest.mark.parametrize("touch", [True, False], ids=["touch", "keys"])
def test_the_key_that_opens_the_search_is_named_only_where_there_are_keys(
    home: str, browser: Browser, touch: bool
) -> None:
    with page_of(browser, has_touch=touch, is_mobile=touch) as page:
        page.goto(f"{home}/{PLAIN}/")
        page.locator(".search-open").click()
        expect(page.get_by_text("All words from A to Z")).to_be_visible()
        expect(page.get_by_text("opens the search")).to_be_visible(visible=not touch)


@pytest.mark.parametrize("part", ["**/search-box.js", "**/search.js", "**/search_index.json"])
def test_a_search_that_does_not_arrive_says_so_and_tries_again(home: str, phone: Page, part: str) -> None:
    """Each part in a browser of its own, whose cache does not hold it yet."""
    phone.route(part, lambda route: route.abort())
    phone.goto(f"{home}/{PLAIN}/")
    phone.keyboard.press("/")
    phone.keyboard.type("knee")
    expect(phone.locator(".search [role=status]")).to_contain_text("did not arrive")
    phone.unroute(part)
    phone.keyboard.type("s")
    expect(phone.locator(".found a").first).to_be_visible()


def test_enter_is_not_lost_on_a_search_that_is_still_on_its_way(home: str, phone: Page) -> None:
    held: list[Route] = []
    phone.route("**/search-box.js", lambda route: held.append(route))
    phone.goto(home)
    with phone.expect_request("**/search-box.js"):
        phone.keyboard.press("/")
    phone.keyboard.type(CUES[0].title)
    phone.keyboard.press("Enter")
    assert phone.url == f"{home}/"
    held[0].continue_()
    expect(phone).to_have_url(re.compile(f"{home}/.+/#.+"))


@pytest.mark.parametrize("part", ["**/search-box.js", "**/search_index.json"])
def test_who_closes_the_search_goes_nowhere_when_its_answer_comes(home: str, phone: Page, part: str) -> None:
    held: list[Route] = []
    phone.route(part, lambda route: held.append(route))
    phone.goto(f"{home}/{PLAIN}/")
    with phone.expect_request(part):
        phone.keyboard.press("/")
    phone.keyboard.type(CUES[0].title)
    phone.keyboard.press("Enter")
    phone.keyboard.press("Escape")
    held[0].continue_()
    expect(phone.locator(".found a").first).to_be_attached()
    phone.evaluate("new Promise(requestAnimationFrame)")
    assert phone.url == f"{home}/{PLAIN}/"


def test_enter_goes_to_the_best_result(home: str, phone: Page) -> None:
    phone.goto(home)
    best = str(ask_for(phone, CUES[0].title).first.get_attribute("href"))
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(best)


LEFT = """() => [document.querySelector('.search [type=text]').value, document.querySelector('.search').scrollTop,
  document.activeElement.href, [...document.querySelectorAll('.care, .found a')].map(link => link.href)]"""
"""How a search is left: what was asked, how far it is scrolled, what has the focus, and what was found."""


def follow(page: Page, link: Locator) -> list[Any]:
    """Follow a link of the search, and return how the search was left."""
    link.focus()
    left: list[Any] = page.evaluate(LEFT)
    page.keyboard.press("Enter")
    expect(page).to_have_url(left[2])
    return left


def came_back(page: Page, left: list[Any]) -> None:
    """Wait until the search is as it was left."""
    expect(page.locator(".search")).to_be_visible()
    page.wait_for_function("left => document.activeElement.href === left", arg=left[2])
    assert page.evaluate(LEFT) == left


def test_who_goes_back_from_a_result_finds_the_search_as_it_was(home: str, phone: Page) -> None:
    phone.goto(f"{home}/{PLAIN}/")
    links = ask_for(phone, MANY)
    left = follow(phone, links.last)
    assert left[1] > 0
    phone.go_back()
    came_back(phone, left)
    left = follow(phone, links.nth(1))
    phone.go_back()
    came_back(phone, left)
    phone.reload()
    came_back(phone, left)
    phone.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()


def test_what_the_reader_types_meanwhile_is_not_replaced_by_what_comes_back(home: str, phone: Page) -> None:
    phone.goto(f"{home}/{PLAIN}/")
    phone.evaluate("history.replaceState({search: {asked: 'heels', scroll: 0, followed: ''}}, '')")
    held: list[Route] = []
    phone.route("**/search-box.js", lambda route: held.append(route))
    with phone.expect_request("**/search-box.js"):
        phone.reload(wait_until="commit")
    phone.keyboard.press("/")
    phone.keyboard.type(CUES[0].title)
    held[0].continue_()
    expect(phone.locator(".found a").first).to_be_visible()
    expect(phone.locator(".search [type=text]")).to_have_value(CUES[0].title)


def test_who_goes_back_from_all_words_finds_the_search_as_it_was(home: str, phone: Page) -> None:
    phone.goto(f"{home}/{PLAIN}/")
    phone.keyboard.press("/")
    phone.keyboard.type("xylophone")
    expect(phone.locator(".search [role=status]")).to_contain_text("no answer")
    left = follow(phone, phone.get_by_role("link", name="All words from A to Z"))
    phone.go_back()
    came_back(phone, left)
    expect(phone.locator(".search [role=status]")).to_contain_text("no answer")


CLOSING = {
    "Escape": lambda page: page.keyboard.press("Escape"),
    "the arrow": lambda page: page.get_by_role("button", name="Close the search").click(),
    "a click beside it": lambda page: page.mouse.click(60, 500),
}


@pytest.mark.parametrize("way", CLOSING)
def test_a_search_that_the_reader_closed_does_not_come_back(site: Site, home: str, desktop: Page, way: str) -> None:
    desktop.goto(f"{home}/{PLAIN}/")
    left = follow(desktop, ask_for(desktop, CUES[0].title).first)
    desktop.go_back()
    came_back(desktop, left)
    CLOSING[way](desktop)
    expect(desktop.locator(".search")).to_be_hidden()
    desktop.wait_for_function("() => !history.state")
    for go in (desktop.reload, desktop.go_forward, desktop.go_back):
        go()
    expect(desktop.locator("h1")).to_have_text(heading(site, PLAIN))
    desktop.evaluate("new Promise(requestAnimationFrame)")
    assert not is_open(desktop)


def test_a_result_in_a_new_tab_leaves_the_search_open_and_nothing_behind(home: str, desktop: Page) -> None:
    desktop.goto(f"{home}/{PLAIN}/")
    first = ask_for(desktop, CUES[0].title).first
    with desktop.context.expect_page():
        first.click(modifiers=["Control"])
    assert is_open(desktop)
    assert desktop.evaluate("history.state") is None


def test_a_link_to_a_search_opens_it_with_the_query_asked(home: str, phone: Page) -> None:
    name = MISTAKES[0].title
    phone.goto(f"{home}/find/?{urlencode({'q': name})}")
    asked = phone.url
    for _ in range(2):
        expect(phone.locator(".search [type=text]")).to_have_value(name)
        expect(titled(phone.locator(".found a"), MISTAKES[0])).to_be_visible()
        assert phone.url == asked
        phone.reload()
    left = follow(phone, titled(phone.locator(".found a"), MISTAKES[0]))
    phone.go_back()
    came_back(phone, left)
    phone.keyboard.press("Escape")
    expect(phone).to_have_url(f"{home}/find/")
    phone.reload()
    assert not is_open(phone)


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "%3Cb%3E", "a" * 4000, "\u202e\0"])
def test_a_query_from_a_link_is_put_in_as_text_and_goes_no_further(home: str, phone: Page, query: str) -> None:
    requests: list[str] = []
    phone.on("dialog", lambda _: pytest.fail("a query was run"))
    phone.goto(f"{home}/{PLAIN}/")
    phone.on("request", lambda request: requests.append(request.url))
    phone.goto(f"{home}/find/?{urlencode({'q': query})}")
    expect(phone.locator(".search [role=status]")).not_to_contain_text("Type what you want")
    assert phone.locator(".search [type=text]").input_value() == query
    first, *others = requests
    assert first == phone.url
    assert [url for url in others if "?" in url] == []


@pytest.mark.parametrize("address", [f"{PLAIN}/?q=knee", "find/?q=", "find/"])
def test_no_other_address_opens_the_search(home: str, phone: Page, address: str) -> None:
    phone.goto(f"{home}/{address}")
    assert not is_open(phone)


def test_without_javascript_a_link_to_a_search_leads_to_all_words(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{home}/find/?q=knee")
        expect(page.locator("h1")).to_have_text(heading(site, "find"))
        expect(page.locator(".search")).to_be_hidden()


def test_escape_closes_the_search_and_gives_the_focus_back(home: str, phone: Page) -> None:
    phone.goto(home)
    control = phone.get_by_role("link", name="Search", exact=True)
    control.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.type("knee")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Escape")
    assert not is_open(phone)
    expect(control).to_be_focused()
    link = phone.locator("article a").first
    link.focus()
    phone.keyboard.press("/")
    phone.keyboard.press("Escape")
    expect(link).to_be_focused()


MARKED = """() => [...CSS.highlights.get('found')]
  .map(range => range.startContainer.data.slice(range.startOffset, range.endOffset))"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_result_arrives_clear_of_the_header_with_its_words_marked(
    home: str, browser: Browser, size: tuple[int, int]
) -> None:
    with page_of(browser, size) as page:
        page.goto(home)
        titled(ask_for(page, MISTAKES[-1].title), MISTAKES[-1]).click()
        expect(page).to_have_url(f"{home}/{MISTAKES[-1].section}")
        header, target = page.locator(".masthead").bounding_box(), page.locator(f"#{MISTAKES[-1].id}").bounding_box()
        assert header
        assert target
        assert header["height"] < target["y"] < size[1] / 2
        marked = page.evaluate(MARKED)
        assert marked
        assert set(map(stem, tokens(" ".join(marked)))) & set(map(stem, tokens(MISTAKES[-1].title)))


@pytest.mark.parametrize(("motion", "animation"), [("no-preference", "arrive"), ("reduce", "none")])
def test_what_was_found_stands_out_for_a_moment_unless_motion_is_unwanted(
    home: str, browser: Browser, motion: Literal["no-preference", "reduce"], animation: str
) -> None:
    with page_of(browser, reduced_motion=motion) as page:
        page.goto(f"{home}/{CUES[1].section}")
        page.goto(f"{home}/{CUES[0].section}")
        assert page.locator(":target").evaluate("heading => getComputedStyle(heading).animationName") == animation
