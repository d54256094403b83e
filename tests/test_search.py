"""The search: the right section first for what people type, in a real worker of a real Chromium."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

import data
import generate
from conftest import ROOT, Site

QUERIES = yaml.safe_load((ROOT / "tests" / "queries.yml").read_text(encoding="utf-8"))

# A worker as the theme starts it, and a way to ask it.
ASK = """async ([worker, index, queries]) => {
  const search = new Worker(worker);
  const answer = message => new Promise((done, fail) => {
    search.onmessage = event => done(event.data);
    search.onerror = event => fail(new Error(event.message));
    search.postMessage(message);
  });
  const {config, docs} = await (await fetch(index)).json();
  const ready = await answer({type: 0, data: {config, docs, options: {suggest: false}}});
  const results = [];
  for (const query of queries) results.push(await answer({type: 2, data: query}));
  search.terminate();
  return [ready, ...results];
}"""


@pytest.fixture(scope="module")
def ask(site: Site, serve: Callable[[Site], str], browser: Browser) -> Iterator[Callable[[list[str]], list[Any]]]:
    """Ask the site's worker these queries and return its answers, as the theme gets them."""
    page = browser.new_page()
    origin = serve(site)
    page.goto(origin + "/404.html")

    def answers(queries: list[str]) -> list[Any]:
        urls = [f"{origin}/assets/search.js", f"{origin}/search/search_index.json"]
        ready, *results = page.evaluate(ASK, [*urls, queries])
        assert ready == {"type": 1}
        assert {result["type"] for result in results} <= {3}
        return [result["data"]["items"] for result in results]

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


def test_the_right_section_comes_first_for_nine_of_ten_queries(
    ask: Callable[[list[str]], list[Any]], ids: dict[str, str]
) -> None:
    answered = [query for query in QUERIES if query["expect"]]
    assert len(answered) >= 50
    ranks = []
    for query, items in zip(answered, ask([query["q"] for query in answered]), strict=True):
        places = [ids[item[0]["location"]] in query["expect"] for item in items]
        ranks.append(places.index(True) + 1 if True in places else 99)
    missed = [(query["q"], rank) for query, rank in zip(answered, ranks, strict=True) if rank > 1]
    assert sum(rank == 1 for rank in ranks) >= 0.9 * len(ranks), missed
    assert sum(rank <= 3 for rank in ranks) >= 0.96 * len(ranks), missed


def test_what_the_guide_does_not_know_is_hardly_ever_answered(ask: Callable[[list[str]], list[Any]]) -> None:
    unknown = [query["q"] for query in QUERIES if not query["expect"]]
    assert len(unknown) == 10
    assert len([items for items in ask(unknown) if items]) <= 2


VARIANTS = {
    "stems": ("squeezing at the top", "pause-at-top"),
    "joined words": ("deadbugs", "dead-bug"),
    "a hyphen too few": ("bstance", "b-stance"),
    "a word being typed": ("knee cav", "knee-caving"),
    "a typo": ("abducton", "hip-abduction"),
    "swapped letters": ("strenght sets", "for-strength"),
    "accents and capitals": ("HÁMSTRING CRAMP", "hamstring-cramp"),
}


@pytest.mark.parametrize(("query", "first"), VARIANTS.values(), ids=VARIANTS)
def test_a_query_need_not_be_spelled_as_the_guide_does(
    ask: Callable[[list[str]], list[Any]], ids: dict[str, str], query: str, first: str
) -> None:
    (items,) = ask([query])
    assert ids[items[0][0]["location"]] == first


@pytest.mark.parametrize(
    ("british", "american"), [("stabilising hips", "stabilizing hips"), ("programme", "program"), ("centre", "center")]
)
def test_british_spelling_finds_the_same(ask: Callable[[list[str]], list[Any]], british: str, american: str) -> None:
    one, other = ask([british, american])
    assert [item[0]["location"] for item in one[:3]] == [item[0]["location"] for item in other[:3]]


def test_results_are_flat_and_best_first(ask: Callable[[list[str]], list[Any]]) -> None:
    """One row each, so that the theme hides none behind a click."""
    (items,) = ask(["glute"])
    assert 3 <= len(items) <= 10
    assert all(len(group) == 1 for group in items)
    scores = [group[0]["score"] for group in items]
    assert scores == sorted(scores, reverse=True)


def test_any_query_gets_an_answer_and_no_error(ask: Callable[[list[str]], list[Any]]) -> None:
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
        "glute " * 5000,
    ]
    strange += [
        "".join(chr(dice.choice([*range(32, 0xD800), *range(0xE000, 0x11000)])) for _ in range(dice.randint(1, 60)))
        for _ in range(300)
    ]
    assert len(ask(strange)) == len(strange)


def test_index_and_worker_are_small(site: Site) -> None:
    files = [site.folder / "assets" / "search.js", site.folder / "search" / "search_index.json"]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files) <= 25_000


def test_the_everyday_words_show_on_no_page(site: Site) -> None:
    """Nor in what the index shows."""
    words = data.load_all(ROOT / "docs" / "data")["search"]
    index = json.loads((site.folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    shown = " ".join(f"{title} {text}" for _, title, _, text in index["entries"]).lower()
    assert "arse" in words["gluteus-maximus"]
    assert "arse" not in shown.split()
    assert len(index["entries"]) == len(words)


def test_the_theme_has_the_worker_that_is_replaced() -> None:
    """Another version of the theme would have another name for it, and its own protocol."""
    override = (ROOT / "overrides" / "main.html").read_text(encoding="utf-8")
    theme = distribution("mkdocs-material").locate_file("material/templates/assets/javascripts/workers")
    (worker,) = Path(str(theme)).glob("search.*.min.js")
    assert worker.name in override


def test_the_page_asks_our_worker(site: Site) -> None:
    assert '"search": "assets/search.js"' in site.file("index").read_text(encoding="utf-8")


def test_a_heading_without_words_and_words_without_a_heading_stop_the_build(project: Path) -> None:
    words = project / "docs" / "data" / "search.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("\nbrace: ", "\nbraces: "), encoding="utf-8")
    with pytest.raises(data.InputError) as raised:
        generate.build(project / "docs")
    (problem,) = raised.value.problems
    assert problem.path.name == "how-to.md"
    assert problem.message == "'brace' has no everyday words; add it to docs/data/search.yml"
    words.write_text(text + "braces: [a, b, c, d, e]\n", encoding="utf-8")
    with pytest.raises(data.InputError) as raised:
        generate.build(project / "docs")
    (problem,) = raised.value.problems
    assert problem.message == "braces: no heading has this id; did you mean 'brace'? leave it out or give it one"


def test_what_has_no_answer_is_said_plainly_and_all_words_are_offered(
    site: Site, serve: Callable[[Site], str], browser: Browser
) -> None:
    page = browser.new_page()
    open_search(page, serve(site) + site.path("benefits"), "calories")
    expect(page.get_by_role("status")).to_contain_text("The guide has no answer to that")
    page.get_by_role("link", name="All words from A to Z").click()
    expect(page.locator("h1")).to_contain_text("Find it from A to Z")
    page.close()


def open_search(page: Page, address: str, query: str) -> None:
    page.goto(address)
    page.locator(".md-search__input").click()
    page.keyboard.type(query)


def test_a_result_shows_its_page_and_its_answer(site: Site, serve: Callable[[Site], str], browser: Browser) -> None:
    page = browser.new_page()
    open_search(page, serve(site) + site.path("index"), "knee caves in")
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("Knee collapsing inward")
    expect(first.locator(".where")).to_have_text("Common mistakes (and quick fixes)")
    expect(first.locator(".answer")).to_contain_text("your knee caves in")
    page.keyboard.press("Enter")
    expect(page.locator("#knee-caving")).to_be_in_viewport()
    page.close()
