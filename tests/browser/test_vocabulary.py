"""What authors know from Material's documentation works: notes, boxes, tabs, footnotes, icons, buttons, lists, code."""

import io
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from test_access import AXE, EVERY_RULE, OF_COLOR, RUN
from test_layout import faults_of

import fonts
from conftest import DESKTOP, PHONE, Launch, Once, Site, build, copy_project, page_of, run
from test_zensical import COMMANDS

NAME = "vocabulary"
TONES = [
    {"note", "abstract", "info", "example", "quote"},
    {"tip", "success"},
    {"question", "warning"},
    {"failure", "danger", "bug"},
]
GROUND = "element => getComputedStyle(element).backgroundColor"
EDGE = "element => getComputedStyle(element).borderLeftColor"
SIGN = "element => getComputedStyle(element, '::before').maskImage"
OPEN = "() => { for (const box of document.querySelectorAll('details')) box.open = true; }"


def add_page(root: Path) -> None:
    """Make a copy of the project that has the page with all that there is, its headings found and remembered."""
    copy_project(root)
    shutil.copy(Path(__file__).with_name(f"{NAME}.md"), root / "docs")
    page = (root / "docs" / f"{NAME}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#.*\{ #(\S+) \}$", page, re.MULTILINE)
    everyday = [f"  {name}: [{', '.join(f'{name} {one}' for one in 'abcde')}]\n" for name in headings]
    for file, after, text in (
        ("mkdocs.yml", "not_in_nav: |\n", f"  /{NAME}.md\n"),
        ("docs/data/search.yml", "\nwords:\n", "".join(everyday)),
    ):
        before = (root / file).read_text(encoding="utf-8")
        assert after in before
        (root / file).write_text(before.replace(after, after + text), encoding="utf-8")
    done = run("scripts/permalinks.py", root=root)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def written(once: Once) -> Site:
    """The site with a page that has all of it."""

    def make(root: Path) -> None:
        add_page(root)
        done = build(root, SITE_URL="http://127.0.0.1/")
        assert done.returncode == 0, done.stderr

    return Site(once(NAME, make) / "site", "/")


@pytest.fixture(scope="module")
def address(written: Site, serve: Callable[[Site], str]) -> str:
    return serve(written) + written.path(NAME)


def test_each_kind_of_note_has_a_title_a_sign_and_one_of_four_tones(address: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(address)
        tones, signs = [], []
        for kinds in TONES:
            notes = {kind: page.locator(f"div.admonition.{kind}").first for kind in sorted(kinds)}
            tones.append({(note.evaluate(EDGE), note.evaluate(GROUND)) for note in notes.values()})
            signs += [note.locator(".admonition-title").first.evaluate(SIGN) for note in notes.values()]
        assert [len(tone) for tone in tones] == [1, 1, 1, 1]
        assert len(set.union(*tones)) == 4
        assert [sign for sign in signs if not sign.startswith('url("data:')] == []
        inline = page.locator(".admonition.inline")
        assert inline.evaluate("element => getComputedStyle(element).float") == "none"
        assert page.locator(".admonition.note", has_text="without a title").locator(".admonition-title").count() == 0


def test_a_box_opens_by_its_title_alone(address: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(address)
        shut, inside = page.get_by_text("Why one leg?"), page.get_by_text("Because shut words wait.")
        expect(inside).to_be_hidden()
        shut.focus()
        page.keyboard.press("Enter")
        expect(inside).to_be_visible()
        expect(page.get_by_text("A box in a box.")).to_be_hidden()
        expect(page.get_by_text("What is open can be shut.")).to_be_visible()
        expect(page.get_by_text("It has the usual look.")).to_be_hidden()


def test_tabs_work_by_keyboard_and_without_a_script(address: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(address)
        contents = [page.get_by_text(f"Words of {tab} tab.") for tab in ("the first", "the second", "the third")]
        inner = [page.get_by_text(f"Words of {tab} tab.") for tab in ("an inner", "another inner")]

        def seen() -> list[bool]:
            return [content.is_visible() for content in contents + inner]

        def ring(tab: str) -> bool:
            label = page.locator(".tabbed-labels label", has_text=tab)
            return bool(label.evaluate("element => getComputedStyle(element).outlineStyle === 'solid'"))

        assert seen() == [True, False, False, False, False]
        page.locator("[id=__tabbed_1_1]").focus()
        page.keyboard.press("ArrowRight")
        assert seen() == [False, True, False, False, False]
        assert [ring(tab) for tab in ("Bodyweight", "Dumbbell", "Barbell")] == [False, True, False]
        page.keyboard.press("ArrowRight")
        assert seen() == [False, False, True, True, False]
        assert [ring(tab) for tab in ("Barbell", "Light", "Heavy")] == [True, False, False]
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert seen() == [False, False, True, False, True]
        assert [ring(tab) for tab in ("Barbell", "Heavy")] == [False, True]
        page.get_by_text("Bodyweight").click()
        assert seen() == [True, False, False, False, False]


def test_what_a_link_leads_to_is_seen_behind_a_tab(address: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(address)
        page.evaluate("document.querySelectorAll('.tabbed-block')[1].firstElementChild.id = 'there'")
        page.evaluate("location.hash = 'there'")
        expect(page.get_by_text("Words of the second tab.")).to_be_visible()


def test_the_words_have_what_belongs_to_them(address: str, browser: Browser) -> None:
    """Footnotes lead there and back, short forms say what they are, icons are drawn, buttons are as high as a thumb."""
    with page_of(browser) as page:
        page.goto(address)
        page.get_by_role("link", name="1", exact=True).click()
        expect(page.locator("li:target")).to_contain_text("The shoulders stand higher")
        page.locator("li:target .footnote-backref").click()
        expect(page.locator("sup:target")).to_have_text("1")
        expect(page.locator("abbr", has_text="ROM")).to_have_attribute("title", "range of motion")
        assert page.locator(".twemoji svg").count() == 6
        for icon in page.locator(".twemoji svg").all():
            box = icon.bounding_box()
            assert box
            assert 12 < box["height"] < 40
        expect(page.get_by_role("img", name="Right")).to_have_count(1)
        expect(page.get_by_text("and 💪 is a character")).to_have_count(1)
        grounds = [button.evaluate(GROUND) for button in page.locator(".md-button").all()]
        assert len(set(grounds)) == 2
        assert [item.is_checked() for item in page.get_by_role("checkbox", name="Done").all()] == [True, True]
        assert [item.is_checked() for item in page.get_by_role("checkbox", name="To do").all()] == [False, False]


def test_where_nothing_points_a_short_form_says_what_it_is(address: str, browser: Browser) -> None:
    with page_of(browser, has_touch=True, is_mobile=True) as page:
        page.goto(address)
        said = "element => getComputedStyle(element, '::after').content"
        assert page.locator("abbr", has_text="ROM").evaluate(said) == '" (range of motion)"'


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(address: str, browser: Browser, size: tuple[int, int]) -> None:
    """With every box open and with each tab, in light and in dark; contrast is at least 7:1."""
    with page_of(browser, size, bypass_csp=True, reduced_motion="reduce") as page:
        page.goto(address)
        page.evaluate(AXE)
        assert page.evaluate(RUN, EVERY_RULE) == []
        page.evaluate(OPEN)
        for tab in ("Dumbbell", "Barbell with a pad"):
            page.get_by_text(tab).click()
            page.emulate_media(color_scheme="light")
            assert page.evaluate(RUN, EVERY_RULE) == []
            page.emulate_media(color_scheme="dark")
            assert page.evaluate(RUN, OF_COLOR) == []
        targets = page.locator(".md-button, summary, .tabbed-labels label").locator("visible=true")
        assert min(targets.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")) >= 44


def test_the_signs_and_edges_stand_out(address: str, browser: Browser) -> None:
    """In forced colors, too, where no ground is left: the tab that is chosen has a line."""
    with page_of(browser, forced_colors="active") as page:
        page.goto(address)
        canvas = page.locator("body").evaluate(GROUND)
        sign = "element => getComputedStyle(element, '::before').backgroundColor"
        for title in page.locator(":is(.admonition-title, summary)").all():
            assert title.evaluate(sign) != canvas
        line = "element => getComputedStyle(element, '::after').display"
        assert [label.evaluate(line) for label in page.locator(".tabbed-labels label").all()[:3]] == [
            "block",
            "none",
            "none",
        ]


def test_paper_has_all_that_is_shut_or_behind_a_tab(address: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(address)
        text = bare("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages))
    in_order = [
        *("Why one leg?", "Because shut words wait.", "Further in", "A box in a box.", "What is open can be shut."),
        *("Without a type", "It has the usual look."),
        *("Bodyweight", "Words of the first tab.", "Dumbbell", "Words of the second tab."),
        *("Barbell with a pad", "Words of the third tab.", "Light", "Words of an inner tab."),
        *("Heavy", "Words of another inner tab."),
        *("ROM (range of motion)", "HTML (Hyper Text Markup Language)", "Getting stronger in the long run"),
        "More than the hamstrings do.",
    ]
    places = [text.find(bare(words)) for words in in_order]
    assert -1 not in places, text
    assert places == sorted(places)


def bare(text: str) -> str:
    """Return the text as a PDF is sure to have it: spaces and ligatures are as the face has them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_the_policy_allows_it_and_nothing_comes_from_elsewhere(written: Site, address: str, browser: Browser) -> None:
    with page_of(browser) as page:
        said: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address, wait_until="networkidle")
        page.evaluate(OPEN)
        page.get_by_text("Dumbbell").click()
        assert said == []
        assert [url for url in requests if not url.startswith(address.removesuffix(f"{NAME}/"))] == []
    html = written.file(NAME).read_text(encoding="utf-8")
    assert "unsafe" not in html
    attributes = {name for part in written.tree(NAME).iter() for name in part.keys()}  # noqa: SIM118
    assert [name for name in attributes if name == "style" or name.startswith("on")] == []


def is_of_a_table(fault: str) -> bool:
    """Whether what ends beyond the screen stands in a table, which is moved in its frame."""
    return re.search(r"beyond the edge: (table|tbody|tr|th|td)\.", fault) is not None


def faults(page: Page, width: int) -> list[str]:
    return [fault for fault in faults_of(page, width) if not is_of_a_table(fault)]


@pytest.mark.parametrize("flags", [[], ["--blink-settings=defaultFontSize=32"]], ids=["usual", "twice the size"])
def test_it_stays_on_the_narrowest_page(address: str, launch: Launch, flags: list[str]) -> None:
    with page_of(launch(fonts.FACE, *flags), reduced_motion="reduce") as page:
        page.goto(address)
        page.evaluate(OPEN)
        assert [fault for width in (320, 1280) for fault in faults(page, width)] == []
        page.get_by_text("Barbell with a pad").click()
        assert faults(page, 320) == []


def test_the_search_knows_no_footnote_s_number(written: Site) -> None:
    index = (written.folder / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "with the back on a bench. Your glutes" in index


def test_a_page_without_it_has_nothing_of_it(site: Site) -> None:
    names = {"admonition", "tabbed-set", "footnote", "md-button", "twemoji", "task-list", "plain-table"}
    pages = [LexborHTMLParser(path.read_text(encoding="utf-8")) for path in site.folder.rglob("*.html")]
    html = {name: [str(page.html) for page in pages if not page.css_first(f".{name}")] for name in sorted(names)}
    assert [name for name, texts in html.items() if any(name in text for text in texts)] == []


def test_zensical_builds_the_same(written: Site, once: Once) -> None:
    def make(root: Path) -> None:
        add_page(root)
        for done in (run(*command, root=root, SITE_URL="http://127.0.0.1/") for command in COMMANDS):
            assert done.returncode == 0, done.stdout + done.stderr

    other = Site(once(f"{NAME}-zensical", make) / "site", "/")
    one, another = (site.tree(NAME).find(".//article") for site in (written, other))
    assert one is not None
    assert another is not None
    assert outline(another) == outline(one)


def outline(tree: Element) -> list[tuple[str, str | None, str]]:
    """Return the elements in order, each with its classes and its first words; an icon is as its set has it."""
    parts = (part for part in tree.iter() if "svg" not in part.tag)
    return [(part.tag, part.get("class"), " ".join((part.text or "").split())) for part in parts]
