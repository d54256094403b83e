"""The site in the two other engines, Firefox's and Safari's: what they do in their own way, as it should be."""

import io
import math
import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from engines import Engine
from engines.firefox import firefox
from engines.webkit import webkit
from pypdf import PdfReader
from selenium.webdriver.common.keys import Keys
from test_offline import Host, hosted

import fonts
from conftest import (
    CAREFUL,
    CUES,
    DESKTOP,
    GOALS,
    MISTAKES,
    PAGES,
    PHONE,
    PLAIN,
    SHEET,
    SHOWN,
    STEPS,
    VARIATIONS,
    Site,
    heading,
)
from facts.words import curly

ENGINES = {"Firefox": firefox, "WebKitGTK": webkit}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    env = os.environ | fonts.environment(fonts.FACE, tmp_path_factory.mktemp("fonts"))
    with ENGINES[request.param](env) as engine:
        yield engine


@pytest.fixture(scope="session")
def bare(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site without its worker, so that each page comes from the host."""
    folder = tmp_path_factory.mktemp("bare") / "site"
    shutil.copytree(site.folder, folder, ignore=shutil.ignore_patterns("sw.js", "cards"))
    return Site(folder, "/")


@pytest.fixture(scope="session")
def host(bare: Site) -> Iterator[Host]:
    with hosted(bare) as host:
        yield host


@pytest.fixture
def phone(engine: Engine) -> Engine:
    engine.resize(*PHONE)
    return engine


@pytest.fixture
def desktop(engine: Engine) -> Engine:
    engine.resize(*DESKTOP)
    return engine


def anew(engine: Engine, address: str) -> None:
    """Load the page, even where only the part after # is another one."""
    engine.open("about:blank")
    engine.open(address)


ASKED = """() => performance.getEntries().filter(({entryType}) => ['navigation', 'resource'].includes(entryType))
  .map(({name}) => name)"""


def test_each_page_loads_without_a_complaint_or_a_request_to_another_host(host: Host, desktop: Engine) -> None:
    for name in [*SHOWN, "404"]:
        address = f"{host()}404.html" if name == "404" else host(name)
        anew(desktop, address)
        asked = desktop.evaluate(ASKED)
        assert address in asked
        assert [url for url in asked if not url.startswith(host())] == []
        assert (name, desktop.evaluate("() => complaints")) == (name, [])


OPEN = "() => document.getElementById('menu').matches(':popover-open')"
CLOSED = f"() => !({OPEN})()"


def test_the_menu_opens_and_escape_and_a_link_close_it(host: Host, phone: Engine) -> None:
    phone.open(host(CUES[0].page))
    phone.click(".menu")
    phone.until(OPEN)
    phone.press(Keys.ESCAPE)
    phone.until(CLOSED)
    phone.click(".menu")
    phone.click(f".toc a[href='#{CUES[-1].id}']")
    phone.until(CLOSED)
    assert landed(phone, CUES[-1].id) is None
    phone.click(".menu")
    phone.click(f".pages a[href='../{PLAIN}/']")
    phone.until(AT, host(PLAIN))


AT = "address => location.href === address && document.readyState === 'complete'"


def test_the_search_answers_and_leads_there_by_keyboard(host: Host, phone: Engine) -> None:
    phone.open(host())
    phone.press("/")
    best = best_of(phone, MISTAKES[0].title)
    phone.press(Keys.ARROW_DOWN + Keys.ARROW_DOWN + Keys.ARROW_UP)
    assert phone.evaluate("() => document.activeElement === document.querySelector('.found a')")
    phone.press(Keys.ENTER)
    phone.until(AT, best)
    assert landed(phone, best.partition("#")[2]) is None


LEFT = """() => {
  const search = document.querySelector('.search');
  return [search.open, search.querySelector('[type=text]').value, search.scrollTop, document.activeElement.href,
    [...search.querySelectorAll('.care, .found a')].map(link => link.href)];
}"""
"""How the search is: open, what is asked, how far it is scrolled, what has the focus, and what was found."""
NOTE_HOW_IT_IS_LEFT = f"""() => {{
  window.left = true;
  addEventListener('click', () => {{ sessionStorage.left = JSON.stringify(({LEFT})()); }}, true);
}}"""
SAME = f"left => JSON.stringify(({LEFT})()) === JSON.stringify(left)"


def test_who_goes_back_from_a_result_finds_the_search_as_it_was(bare: Site, phone: Engine) -> None:
    with hosted(bare) as host:
        phone.open(host())
        phone.evaluate(NOTE_HOW_IT_IS_LEFT)
        phone.press("/")
        best_of(phone, "glute")
        phone.press(Keys.ARROW_UP * 3)  # by the two links below, to the last result
        phone.until("() => document.activeElement.matches('.found li:last-child a')")
        phone.press(Keys.ENTER)
        phone.until("() => !window.left && sessionStorage.left")
        left = phone.evaluate("() => JSON.parse(sessionStorage.left)")
        assert left[2] > 0
        assert phone.evaluate("() => location.href") == left[3]
        phone.back()
        phone.until(SAME, left)
        assert phone.evaluate("() => window.left")  # as it was, out of the browser's memory
        phone.evaluate("() => location.reload()")
        phone.until("() => !window.left")
        phone.until(SAME, left)
        phone.press(Keys.ESCAPE)
        phone.until("() => !document.querySelector('.search').open && !history.state")


def test_who_goes_back_to_the_same_page_finds_the_search_as_it_was(host: Host, phone: Engine) -> None:
    """A rule of safety leads to a part of the page that the reader is on."""
    phone.open(host(CAREFUL))
    phone.press("/")
    phone.press("chest pain")
    phone.until("() => document.querySelector('.care')")
    phone.press(Keys.ARROW_DOWN)
    left = phone.evaluate(LEFT)
    phone.press(Keys.ENTER)
    phone.until("address => location.href === address && !document.querySelector('.search').open", left[3])
    phone.back()
    phone.until(SAME, left)
    phone.press(Keys.ESCAPE)
    phone.until("() => !document.querySelector('.search').open && !history.state")


COUNT_ANSWERS = """() => {
  const {postMessage} = Worker.prototype;
  Worker.prototype.postMessage = function (message) {
    if (message.number) window.asked = message;
    if (!this.isCounted) this.addEventListener('message', ({data}) => { window.said = data.number; });
    this.isCounted = true;
    return postMessage.call(this, message);
  };
}"""


def best_of(engine: Engine, query: str) -> str:
    """Type into the search until its answer is there, and return where the first result leads."""
    engine.evaluate(COUNT_ANSWERS)
    engine.press(query)
    engine.until("query => window.asked?.query === query && window.said === asked.number", query)
    engine.evaluate(FRAMES)
    return str(engine.evaluate("() => document.querySelector('.found a').href"))


GROUND = "() => getComputedStyle(document.body).backgroundColor"
WORN = f"""ground => {{
  const bars = [...document.querySelectorAll('[name=theme-color]')];
  return ({GROUND})() === ground && bars.every(bar => bar.content === ground);
}}"""
"""Whether the page has this ground, and tells the browser that its bar should have it, too."""


def test_light_or_dark_reaches_a_page_that_comes_back(bare: Site, phone: Engine) -> None:
    with hosted(bare) as host:
        phone.open(host())
        phone.evaluate("() => { window.left = true; }")
        phone.click(".contents a")
        phone.until(AT, host(PAGES[1]))
        chosen = other_scheme(phone)
        phone.back()
        phone.until("() => window.left")  # as it was, out of the browser's memory
        phone.until(WORN, chosen)


def test_light_or_dark_reaches_another_tab(bare: Site, phone: Engine) -> None:
    with hosted(bare) as host:
        phone.open(host())
        with phone.tab():
            phone.open(host(STEPS[0].page))
            chosen = other_scheme(phone)
        phone.until(WORN, chosen)


def other_scheme(engine: Engine) -> str:
    """Switch between light and dark, and return the new ground."""
    before = engine.evaluate(GROUND)
    engine.click(".scheme")
    after = str(engine.evaluate(GROUND))
    assert after != before
    return after


LANDING = """name => {
  const box = document.getElementById(name).getBoundingClientRect();
  const below = box.top - document.querySelector('.masthead').getBoundingClientRect().bottom;
  const left = document.scrollingElement.scrollHeight - innerHeight - scrollY;
  return below >= 8 && (below <= 24 || left < 1 && box.bottom <= innerHeight) ? null : [name, below, left];
}"""
"""Null where an anchor is seen right below the header, or where the page ends before; else what is wrong."""


def landed(engine: Engine, name: str) -> Any:
    """Wait for the page to be there, and return what is wrong with its place."""
    engine.until("name => location.hash === `#${name}`", name)
    engine.evaluate(FRAMES)
    return engine.evaluate(LANDING, name)


FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_each_letter_leads_to_its_words_by_a_click_and_from_a_link(host: Host, phone: Engine) -> None:
    phone.open(host("find"))
    letters = phone.evaluate("() => [...document.querySelectorAll('.letters a')].map(link => link.hash.slice(1))")
    assert len(letters) > 10
    wrong = []
    for letter in letters:
        phone.click(f".letters a[href='#{letter}']")
        wrong.append(landed(phone, letter))
    for letter in letters:
        anew(phone, f"{host('find')}#{letter}")
        wrong.append(landed(phone, letter))
    assert list(filter(None, wrong)) == []


def test_an_anchor_of_each_page_arrives_below_the_header(site: Site, host: Host, phone: Engine) -> None:
    wrong = []
    for name in [*PAGES, "send"]:
        anchors = [str(heading.get("id")) for tag in ("h2", "h3") for heading in site.tree(name).iter(tag)]
        anchor = anchors[len(anchors) // 2] if anchors else "send"
        anew(phone, f"{host(name)}#{anchor}")
        wrong.append(landed(phone, anchor))
    assert list(filter(None, wrong)) == []


def test_an_anchor_in_the_contents_is_clicked_and_arrives_below_the_header(host: Host, desktop: Engine) -> None:
    wrong = []
    for name in SHOWN:
        desktop.open(host(name))
        links = desktop.evaluate("() => [...document.querySelectorAll('.toc a')].map(link => link.hash.slice(1))")
        for anchor in links[len(links) // 2 :][:1]:
            desktop.click(f".toc a[href='#{anchor}']")
            wrong.append(landed(desktop, anchor))
    assert len(wrong) > 5
    assert list(filter(None, wrong)) == []


ON_SHEET = [CUES[0], MISTAKES[0], VARIATIONS[0]]
ON_TOP = """() => {
  const {top} = document.querySelector('h1').getBoundingClientRect();
  return scrollY === 0 && top >= document.querySelector('.masthead').getBoundingClientRect().bottom;
}"""


def test_a_sheet_shows_from_its_top_when_it_is_made_and_when_its_link_is_opened(host: Host, phone: Engine) -> None:
    phone.open(host("send"))
    for value in (*(item.id for item in ON_SHEET), GOALS[0].id, "left"):
        phone.click(f".choose [value={value}]")
    phone.click(".ready .quiet")
    phone.until("() => document.querySelector('.sheet .log')")
    assert phone.evaluate("() => location.hash") == SHEET
    assert phone.evaluate(ON_TOP)
    assert phone.evaluate("() => document.activeElement.localName") == "h1"
    phone.click(".sheet a[href='#send']")
    phone.until("() => document.querySelector('.choose').checkVisibility()")
    assert phone.evaluate(ON_TOP)
    anew(phone, f"{host('send')}{SHEET}")
    titles = "() => [...document.querySelectorAll('.sheet h2')].map(title => title.textContent)"
    assert phone.evaluate(titles) == [curly(item.title) for item in ON_SHEET]
    assert phone.evaluate(ON_TOP)


BEYOND = """() => {
  const {scrollWidth, clientWidth} = document.scrollingElement;
  const beyond = [...document.querySelectorAll('article *, .masthead > *, footer *')]
    .filter(element => element.checkVisibility() && !element.closest('thead, caption, svg, .unseen'))
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1);
  return [scrollWidth - clientWidth, beyond.map(element => `${element.localName} ${element.textContent.slice(0, 40)}`)];
}"""


def test_nothing_scrolls_sideways_or_is_cut_off_on_a_phone(host: Host, engine: Engine) -> None:
    for name in SHOWN:
        engine.open(host(name))
        for width in (390, 320):
            engine.resize(width, 800)
            assert (name, width, engine.evaluate(BEYOND)) == (name, width, [0, []])


def test_after_one_visit_pages_and_search_work_without_a_network(site: Site, phone: Engine) -> None:
    with hosted(site) as host:
        phone.open(host())
        phone.until("() => navigator.serviceWorker.controller")
        host.cut()
        for name in (PLAIN, CUES[0].url.rstrip("/")):
            phone.open(host(name))
            assert phone.evaluate("() => document.querySelector('h1').textContent") == heading(site, name)
        phone.press("/")
        best = best_of(phone, MISTAKES[0].title)
        phone.press(Keys.ENTER)
        phone.until(AT, best)


TICKED, OTHERS = [CUES[0].id, VARIATIONS[0].id], [CUES[1].id, VARIATIONS[-1].id]
PAINTED = """value => {
  const element = document.querySelector(`.choose [value=${value}]`);
  const {appearance, borderLeftWidth, borderLeftColor} = getComputedStyle(element);
  const {content, borderBottomWidth, borderBottomColor} = getComputedStyle(element, '::before');
  return [appearance, borderLeftWidth, borderLeftColor, content !== 'none' && [borderBottomWidth, borderBottomColor]];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_can_be_ticked_is_seen_and_so_is_what_is_ticked_and_where_the_keyboard_is(
    host: Host, phone: Engine, scheme: str
) -> None:
    phone.open(host("send"))
    phone.evaluate("scheme => document.documentElement.setAttribute('data-scheme', scheme)", scheme)
    ground = phone.evaluate(GROUND)
    for value in TICKED:
        phone.click(f"[value={value}]")
    for value in TICKED + OTHERS:
        drawn_by, width, color, mark = phone.evaluate(PAINTED, value)
        assert (value, drawn_by, width) == (value, "none", "2px")
        assert contrast(color, ground) >= 3
        assert bool(mark) == (value in TICKED)
        assert not mark or (mark[0] >= "3px" and contrast(mark[1], ground) >= 3)
    phone.click(f"[value={TICKED[0]}]")
    phone.press(Keys.TAB)
    ring = """() => {
      const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
      return [document.activeElement.value, outlineStyle, outlineWidth];
    }"""
    assert phone.evaluate(ring) == [OTHERS[0], "solid", "3px"]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two opaque colors by WCAG 2's formula."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    shares = [int(part) / 255 for part in re.findall(r"\d+", color)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


MOST_PAGES = {STEPS[0].page: 1 + math.ceil(len(STEPS) * 2 / 7), MISTAKES[0].page: len(MISTAKES)}
"""Each mistake is as long as a page, with its two pictures; of steps there are three or four on one."""
PRINTED = [STEPS[0].page, MISTAKES[0].page, f"send/{SHEET}"]


@pytest.mark.parametrize("name", PRINTED, ids=["steps", "mistakes", "sheet"])
def test_on_paper_no_page_is_wasted_and_no_heading_stands_alone(
    site: Site, host: Host, desktop: Engine, name: str
) -> None:
    page, _, sheet = name.partition("/")
    anew(desktop, host(page) + sheet)
    pages = [leaf.extract_text().strip() for leaf in PdfReader(io.BytesIO(desktop.print())).pages]
    assert len(pages) <= (1 if sheet else MOST_PAGES[page])
    headings = {"".join(heading.itertext()) for heading in site.tree(page).iter("h2")}
    assert not [text for text in pages if text.splitlines()[-1] in headings]
    (license_line,) = (
        "".join(line.itertext()) for footer in site.tree(page).iter("footer") for line in footer.iter("p")
    )
    assert len(pages[-1]) > len(license_line) + 50  # it stands below something
