"""Another exercise: the same scripts/ and overrides/ build a second guide, of which they know as little as of this one.

tests/exercise/ is a calf raise, whose kinds, pages, levels, muscles and units all have other names.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Browser, expect

from conftest import ROOT, Site, edit, make_another, page_of, remember_and_build, words

INTERFACE = {
    *("Skip to content", "Switch between light and dark", "Close the search", "What do you want to know?"),
    *("Type what you want to know", "All words from A to Z", "Before and after this page", "On this page"),
    *("This page is not here. It may have moved, or the link lost a letter on its way to you.", "Try one of these:"),
    *("When to stop or ask", "For a spreadsheet:", "For an app:", "opens the search", "A line of your own"),
    *("JavaScript is off, and a sheet can't be put together without it.", "You can send these links instead."),
    *("Send the link", "Look at it", "The right place", "This page has moved", "Go to its new home"),
    *("This part has its own new home", "This part has moved:", "go to its new home"),
    *("To put right:", "Once that is done, the site is here again."),
    *("Checked against these sources on", "No clinician has reviewed it."),
}
"""Every text of three words or more that pages have from scripts/ and overrides/: none is about an exercise."""
OF_A_BODY = {"Muscle map, schematic", "A body from the front and from the back."}
"""What the drawings say, which know a body: scripts/figures/ is the place for that."""
ATTRIBUTES = ("aria-label", "placeholder", "alt", "title")
KNOWN = {text.strip(" .:-*") for text in INTERFACE}


def test_another_exercise_is_built_with_the_same_code(calf: Site) -> None:
    practice = calf.tree("practice")
    ids = {element.get("id") for element in practice.iter()}
    assert {"stand", "rise", "sink", "big-toe", "quiet-heels", "bounce"} <= ids
    assert "Look: Can you touch a wall?" in words(practice)
    rungs = [words(row[0]) for page in calf.tree("ladder").iter("tbody") for row in page]
    assert rungs == ["1", "2"]
    assert [words(cell) for cell in calf.tree("numbers").iter("td")] == ["2–3 rounds", "10–15 lifts"]
    assert "On most days, 2–3 rounds of 10–15 lifts." in words(calf.tree("numbers"))
    assert "1 Gastrocnemius" in words(calf.tree("body"))
    listed = ["Practice", "Gentle and full", "Numbers", "Body"]
    assert [words(link[0]) for link in calf.tree("index").iterfind(".//div[@class='contents bare']//a")] == listed
    assert [path.name for path in sorted((calf.folder / "downloads").glob("*.csv"))] == ["amounts.csv", "forms.csv"]


def test_each_of_its_items_has_a_page_and_a_card(calf: Site) -> None:
    own = {"practice/stand": "Stage 1 of 3", "practice/bounce": "Slip", "numbers/most-days": "Amount"}
    for page, kicker in own.items():
        assert kicker in words(calf.tree(page))
        assert (calf.folder / "cards" / f"{page}.png").is_file()


def test_its_pages_work_in_a_browser(calf: Site, browser: Browser, serve: object) -> None:
    assert callable(serve)
    with page_of(browser) as page:
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{serve(calf)}/ladder/")
        expect(page.get_by_role("img", name="On tiptoe").first).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("big toe")
        expect(page.locator(".found a").first).to_contain_text("Mind the big toe")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{serve(calf)}/practice/#big-toe")
        assert wrong == []


MANY = 200


def test_however_many_items_there_are_the_headers_are_one_rule(tmp_path: Path) -> None:
    """One host takes at most 100 rules, and a page's own policy stands in the page."""
    make_another(tmp_path)
    hints = "".join(f"  - {{ id: hint-{number}, title: Hint {number}, do: Do it. }}\n" for number in range(MANY))
    edit(tmp_path, "docs/data/calf.yml", "hints:\n", f"hints:\n{hints}")
    everyday = "".join(
        f"  hint-{number}: [{', '.join(f'{it} {number}' for it in 'abcde')}]\n" for number in range(MANY)
    )
    edit(tmp_path, "docs/data/search.yml", "words:\n", f"words:\n{everyday}")
    remember_and_build(tmp_path)
    assert len(list((tmp_path / "site" / "practice").glob("hint-*/index.html"))) == MANY
    rules = [line for line in (tmp_path / "site" / "_headers").read_text("utf-8").splitlines() if line.startswith("/")]
    assert rules == ["/*"]


def said(tree: Element) -> Iterator[str]:
    """Yield each text of a page that has three words or more, in elements and in attributes."""
    for element in tree.iter():
        if element.tag not in ("script", "style"):
            texts = [element.text, element.tail, *(element.get(name) for name in ATTRIBUTES)]
            yield from (tidy(text) for text in texts if text and is_long(text))


def is_long(text: str) -> bool:
    """Whether a text has three words or more."""
    return len(re.findall(r"[A-Za-z']{2,}", text)) > 2


def tidy(text: str) -> str:
    """Return a text on one line, with straight quotes and without what stands around it."""
    return " ".join(text.replace("’", "'").split()).strip(" .:-*")


def texts_of(site: Site) -> set[str]:
    """Return each text of three words or more of all pages."""
    files = (path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*index.html"))
    pages = [name.removesuffix("index.html").strip("/") or "index" for name in files]
    return {text for page in pages for text in said(site.tree(page))}


def test_two_guides_share_no_sentence_but_those_of_the_interface(site: Site, calf: Site) -> None:
    shared = texts_of(site) & texts_of(calf)
    assert len(shared) > 5
    assert shared - KNOWN == set()


STATEMENT = re.compile(r"\{[{%#].*?[#%}]\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
TEMPLATES = [*sorted((ROOT / "scripts" / "templates").rglob("*.jinja")), *sorted((ROOT / "overrides").rglob("*.html"))]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_says_nothing_that_is_not_of_the_interface(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"<(script|style).*?</\1>|<!--.*?-->", "\n", STATEMENT.sub("\n", text), flags=re.DOTALL)
    quoted = re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]*)"', text)
    statements = STATEMENT.findall(template.read_text(encoding="utf-8"))
    quoted += [found for one in statements if not one.startswith("{#") for found in re.findall(r'"([^"]*)"', one)]
    lines = [tidy(line) for line in [*TAG.sub("\n", text).splitlines(), *quoted] if is_long(line)]
    assert [
        line for line in lines if not any(line in known for known in KNOWN) and not re.search("://|[.](svg|html)", line)
    ] == []


def test_the_code_says_nothing_that_is_not_of_the_interface(site: Site) -> None:
    """No text of three words in scripts/ is a text of a page."""
    constants = {
        text
        for path in (ROOT / "scripts").rglob("*.py")
        for text in re.findall(r'"((?:[A-Za-z\',.?!-]+ ){2,}[A-Za-z\',.?!-]+)"', path.read_text(encoding="utf-8"))
    }
    assert constants
    pages = "\n".join(texts_of(site))
    assert {text for text in constants if tidy(text) in pages} - INTERFACE - OF_A_BODY == set()


def test_no_interface_word_is_about_an_exercise() -> None:
    of_exercise = r"\b(hips?|thrust|glute|back|knee|foot|feet|leg|bench|sets?|reps?|side|weight|band|muscles?|\d+)\b"
    assert [text for text in INTERFACE if re.search(of_exercise, text, re.IGNORECASE)] == []
