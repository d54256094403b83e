"""The built site: every fact on its page, every id once, every link and anchor there, every page clean."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from tinyhtml5.parser import HTMLParser

from conftest import (
    ALONE,
    BASES,
    DATA,
    GOALS,
    HOST,
    ITEMS,
    MISTAKES,
    OWN_PAGES,
    PAGES,
    PLAIN,
    ROOT,
    STEPS,
    VARIATIONS,
    Site,
    article,
    words,
)
from extras.everyday import with_words
from facts.items import Item, in_group, kinds

KINDS = kinds(DATA["guide"])
HOME_OF = {kind.of.partition(".")[0]: kind.page for kind in KINDS.values() if kind.page in PAGES}
"""The page of each dataset whose entries all stand on one."""
SVG = "{http://www.w3.org/2000/svg}"


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each text and number of the data with its key."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, name)
    elif isinstance(value, list) and not all(isinstance(entry, int) for entry in value):
        for below in value:
            yield from leaves(below, key)
    else:
        yield key, value


@pytest.mark.parametrize("dataset", HOME_OF)
def test_every_fact_of_the_data_is_on_its_page(site: Site, dataset: str) -> None:
    page = article(site, HOME_OF[dataset])
    text, anchors = words(page), {element.get("id") for element in page.iter()}
    missing = []
    for key, value in leaves(DATA[dataset]):
        match key, value:
            case ("id", _):
                there = value in anchors
            case (("level" | "role" | "each_side" | "loaded" | "coaching" | "also"), _):
                continue
            case (("stop" | "ask" | "load" | "link" | "search" | "alone" | "unless" | "alike" | "sources"), _):
                continue  # for other pages, and for the search
            case (("url" | "doi"), _):
                there = any((link.get("href") or "").endswith(value) for link in page.iter("a"))
            case ("figure", _):
                title = next(figure["title"] for figure in DATA["figures"] if figure["key"] == value)
                there = title in [words(found) for found in page.iter(f"{SVG}title")]
            case (("cues" | "fixes"), _):
                there = any((link.get("href") or "").endswith(f"#{value}") for link in page.iter("a"))
            case (_, [low, high]):
                there = f"{low}–{high}" in text
            case _:
                there = str(value) in text
        if not there:
            missing.append((key, value))
    assert missing == []


def row_of(site: Site, item: Item) -> list[str]:
    """Return the cells of the table's row that is headed by an item."""
    rows = [row for row in article(site, item.page).iter("tr") if row.find(f".//h3[@id='{item.id}']") is not None]
    assert len(rows) == 1
    return [words(cell).replace("Send", "").strip() for cell in rows[0]]


DOSED = [item for item in ITEMS.values() if item.kind.layout.startswith("dose")]


@pytest.mark.parametrize("item", DOSED, ids=lambda item: item.id)
def test_a_dose_stands_in_its_row_number_by_number(site: Site, item: Item) -> None:
    head, *cells = row_of(site, item)
    assert head.startswith(item.title)
    assert cells == [str(amount) for amount in item.dose]


@pytest.mark.parametrize("item", in_group(ITEMS.values(), "fits"), ids=lambda item: item.id)
def test_a_place_in_a_workout_says_when_and_how_much(site: Site, item: Item) -> None:
    cells = row_of(site, item)
    assert cells[:2] == [item.title, item.cells[0]]
    assert all(cells[2].startswith(f"{amount}. ") for amount in item.dose)


TABLES = Counter(kind.page for kind in KINDS.values() if kind.heads for _ in kind.groups or [kind])
"""How many tables of items each page has; what an author writes as a table is in a frame of its own."""


@pytest.mark.parametrize("page", PAGES)
def test_a_table_is_a_table(site: Site, page: str) -> None:
    """With a caption, a head for each column and row, and roles that outlive its layout on a phone."""
    tables = [table for table in article(site, page).iter("table") if table.get("role")]
    assert len(tables) == TABLES[page]
    for table in tables:
        caption = table.find("caption")
        assert caption is not None
        assert words(caption)
        columns = table.findall("./thead/tr/th[@scope='col']")
        assert all(words(column) for column in columns)
        for row in table.findall("./tbody/tr"):
            assert len(row) == len(columns)
            assert row.find("./th[@scope='row']//h3") is not None
        roles = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
        assert table.get("role") == "table"
        for element in table.iter():
            if element.tag == "th":
                assert element.get("role") == ("columnheader" if element.get("scope") == "col" else "rowheader")
            elif element.tag in roles:
                assert element.get("role") == roles[str(element.tag)]


def test_the_ladder_counts_through_its_levels(site: Site) -> None:
    assert [row_of(site, item)[0] for item in VARIATIONS] == [str(at) for at in range(1, len(VARIATIONS) + 1)]


@pytest.mark.parametrize("page", PAGES)
def test_every_heading_has_its_link_outside_its_text(site: Site, page: str) -> None:
    parents = {child: parent for parent in article(site, page).iter() for child in parent}
    for heading in (element for element in parents if element.tag in ("h2", "h3")):
        link = parents[heading].find("a[@class='send']")
        assert link is not None
        name = heading.get("id")
        assert link.get("href") == (f"{name}/" if name in ITEMS else f"#{name}")
        assert words(link) == "Send"
        assert "Send" not in words(heading)
        assert (link.get("aria-label") or "").replace("’", "'") == f"Send: {words(heading)}"


def test_every_item_is_in_its_page_s_table_of_contents(site: Site) -> None:
    for page in HOME_OF.values():
        links = {link.get("href") for nav in site.tree(page).iter("nav") for link in nav.iter("a")}
        ids = {f"#{item.id}" for item in ITEMS.values() if item.kind.page == page}
        assert ids
        assert ids <= links


@pytest.mark.author
def test_an_id_of_the_content_is_once_on_the_whole_site(site: Site) -> None:
    """But for a note where it was before it moved to another page."""
    elements = [element for page in PAGES for element in article(site, page).iter() if element.get("class") != "moved"]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", str(name))] == []


@pytest.mark.parametrize("page", [*PAGES, *ALONE, *OWN_PAGES, "404"])
def test_a_page_is_valid_html(site: Site, page: str) -> None:
    parser = HTMLParser()
    file = site.folder / "404.html" if page == "404" else site.file(page)
    tree = parser.parse(file.read_bytes())
    assert parser.errors == []
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []


def targets(tree: Element) -> Iterator[str]:
    """Yield each address a page refers to."""
    for element in tree.iter():
        for name in ("href", "src"):
            if value := element.get(name):
                yield value


@pytest.mark.parametrize("base", BASES)
def test_every_internal_link_and_anchor_resolves(build_site: Callable[[str], Site], base: str) -> None:
    site = build_site(base)
    trees = {site.path(page): site.tree(page) for page in [*PAGES, *ALONE, *OWN_PAGES]}
    trees[f"{base}404.html"] = tinyhtml5.parse((site.folder / "404.html").read_bytes(), namespace_html_elements=False)
    anchors = {path: {element.get("id") for element in tree.iter()} for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        for target in targets(tree):
            whole = urlsplit(urljoin(f"http://127.0.0.1{path}", target))
            if whole.netloc != "127.0.0.1":
                continue
            there = whole.path.startswith(base) and is_file(site.folder / unquote(whole.path.removeprefix(base)))
            if not there or (whole.fragment and whole.fragment not in anchors[whole.path]):
                broken.append((path, target))
    assert broken == []


def is_file(path: Path) -> bool:
    return (path / "index.html").is_file() if path.is_dir() else path.is_file()


@pytest.mark.author
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title_and_says_what_it_is(site: Site, page: str) -> None:
    tree = site.tree(page)
    assert len(list(tree.iter("h1"))) == 1
    levels = [int(str(heading.tag)[1]) for heading in article(site, page).iter() if str(heading.tag) in "h1 h2 h3"]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    description = tree.find(".//meta[@name='description']")
    assert description is not None
    length = len(description.get("content") or "")
    assert 50 <= length <= 160, f"docs/{page}.md: a description has 50 to 160 characters, this one has {length}"
    canonical = tree.find(".//link[@rel='canonical']")
    assert canonical is not None
    assert canonical.get("href") == f"{HOST}{site.path(page)}"


@pytest.mark.author
def test_descriptions_and_titles_are_all_different(site: Site) -> None:
    for path in (".//title", ".//meta[@name='description']"):
        found = [site.tree(page).find(path) for page in PAGES]
        said = [(words(element) or element.get("content")) for element in found if element is not None]
        assert [text for text, count in Counter(said).items() if count > 1] == [], (
            "two pages say the same of themselves"
        )


def test_the_navigation_is_flat_and_in_its_order(site: Site) -> None:
    nav = site.tree(PLAIN).find(".//nav[@class='pages']")
    assert nav is not None
    links = [link.get("href") or "" for link in nav.findall("./ul/li/a")]
    pages = [urljoin(f"http://x/{PLAIN}/", link).removeprefix("http://x/").strip("/") or "index" for link in links]
    assert pages == PAGES


@pytest.mark.author
def test_the_home_page_leads_to_every_page_and_says_what_is_there(site: Site) -> None:
    contents = article(site, "index").find(".//div[@class='contents bare']")
    assert contents is not None
    listed = [(link.get("href") or "").strip("/") for link in contents.iter("a")]
    assert listed == PAGES[1:], "the contents of docs/index.md list the pages of `nav:` in mkdocs.yml, in their order"
    assert all(words(link.findall("span")[0]) for link in contents.iter("a"))
    ways = article(site, "index").find(".//div[@class='ways bare']")
    assert ways is not None
    assert all(words(link[0]) for link in ways.iter("a"))
    doing = {STEPS[0].page, MISTAKES[0].page, VARIATIONS[0].page, GOALS[0].page, "send"}
    assert doing <= {(link.get("href") or "").strip("/") for link in ways.iter("a")}


FEELING = [page for page in PAGES if '"parts/feel.md"' in (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", FEELING)
def test_where_you_feel_it_leads_to_what_to_change(site: Site, page: str) -> None:
    places = article(site, page).find(".//div[@class='feel']/ul")
    assert places is not None
    said = [(words(entry), (next(entry.iter("a")).get("href") or "").partition("#")[2]) for entry in places]
    expected = DATA["feel"]
    assert len(said) == len(expected)
    for (text, anchor), place in zip(said, expected, strict=True):
        assert place["title"] in text
        assert place["says"] in text
        assert anchor == place["to"].partition("#")[2]


def test_the_page_of_all_words_leads_from_each_word_to_its_headings(site: Site) -> None:
    """Also without JavaScript; a phrase of three words or more is for the search alone."""
    found = {
        (word, (next(entry.iter("a")).get("href") or "").partition("#")[2])
        for entry in article(site, "find").findall(".//section/ul/li")
        for word in words(entry).partition(": ")[0].split(", ")
    }
    search = DATA["search"]
    not_shown = re.compile(rf"\b({'|'.join(search['not_shown'])})\b")
    for name, phrases in search["words"].items():
        short = {(phrase, name) for phrase in phrases if len(phrase.split()) < 3 and not not_shown.search(phrase)}
        assert name == "find" or short <= found
    assert not [word for word, _ in found if not_shown.search(word)]
    assert {word for word, name in found if name == "find"} == set()


@pytest.mark.parametrize("rule", [rule for rule, _ in with_words(DATA)], ids=lambda rule: rule["id"])
def test_the_page_of_all_words_leads_from_each_word_of_danger_to_its_rule(site: Site, rule: dict[str, Any]) -> None:
    """By its first word, as one looks it up."""
    entries = article(site, "find").findall(".//section/ul/li")
    own = [entry for entry in entries if (next(entry.iter("a")).get("href") or "").endswith(f"#{rule['id']}")]
    first = {word.split()[0] for entry in own for word in words(entry).partition(": ")[0].split(", ")}
    not_shown = re.compile(rf"\b({'|'.join(DATA['search']['not_shown'])})\b")
    phrases = [phrase.replace("-", " ") for phrase in rule["search"] + rule.get("alone", [])]
    assert {phrase.split()[0] for phrase in phrases if not not_shown.search(phrase)} <= first


def test_nothing_but_the_site_is_published(site: Site) -> None:
    published = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}
    assert not [name for name in published if name.endswith((".yml", ".md", ".jinja", ".py"))]
    assert {"assets/favicon.svg", "assets/site.js", "search/search_index.json", "sitemap.xml"} <= published


def test_no_cell_has_a_style_of_its_own(site: Site) -> None:
    """A strict security policy would have to make an exception for it."""
    assert [page for page in PAGES for element in article(site, page).iter() if element.get("style")] == []


@pytest.mark.author
def test_no_invisible_characters_in_the_text(site: Site) -> None:
    """They would break a search for the words around them."""
    text = "".join(words(article(site, page)) for page in PAGES)
    found = {unicodedata.name(sign) for sign in text if unicodedata.category(sign) == "Cf"}
    assert found == set(), "take these invisible characters out of the text"
