"""Open to everyone: axe, with every WCAG and best-practice rule on, finds nothing; the keyboard reaches all."""

import io
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any, Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from conftest import (
    CUES,
    DESKTOP,
    GOALS,
    KINDS,
    MISTAKES,
    PHONE,
    SHEET,
    SHOWN,
    SILENT,
    Site,
    of_each_kind,
    page_of,
    reply,
)
from facts.words import curly

SHOWN = [*SHOWN, "404"]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """async tags => {
  const rules = axe.getRules(tags).map(({ruleId}) => ruleId);
  const {violations} = await axe.run({runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']});
  return violations.flatMap(({id, nodes}) => nodes.map(node => [id, node.target.join(' '), node.failureSummary]));
}"""
"""Also the rules that are off until asked for, such as contrast at level AAA and the size of targets."""
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOR = ["cat.color"]


def search(page: Page) -> None:
    page.get_by_role("link", name="Search", exact=True).click()
    page.keyboard.type(MISTAKES[0].title)
    expect(page.locator(".found a").first).to_be_visible()


def search_in_vain(page: Page) -> None:
    page.get_by_role("link", name="Search", exact=True).click()
    page.keyboard.type("xylophone")
    expect(page.locator(".search [role=status]")).to_contain_text("no answer")


def often_asked(page: Page) -> None:
    """Before anything is typed."""
    page.evaluate(f"() => {SILENT}")
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_function("() => window.sent.length === 1")
    reply(page, {"ready": True, "usual": ["How many?", "Which one first, and why is that so?", "And then?"]})
    expect(page.locator(".usual button").last).to_be_visible()


def only_close(page: Page) -> None:
    """Where nothing is an exact answer."""
    often_asked(page)
    page.keyboard.type("x")
    answer = [["What is said with ", False], ["words", True], [" that were asked for.", False]]
    found = {"url": "", "page": "Where it is", "answer": answer, "marks": []}
    keys = ["", *(figure.key for figure in MISTAKES[0].figures)]
    reply(page, {"exact": False, "results": [found | {"title": f"Title {key}", "figure": key} for key in keys]})
    expect(page.locator(".closest a")).to_have_count(len(keys))


def menu(page: Page) -> None:
    page.evaluate("document.getElementById('menu').showPopover()")


def sent(page: Page) -> None:
    """Where nothing may be copied, the link itself is shown."""
    page.locator("[data-send]").last.click()
    expect(page.locator(".said")).not_to_be_empty()


def paused(page: Page) -> None:
    page.get_by_label("Pause").check()


def sheet(page: Page) -> None:
    page.evaluate("hash => { location.hash = hash; }", SHEET)
    expect(page.locator(".sheet .todo").first).to_be_visible()


def damaged_sheet(page: Page) -> None:
    page.evaluate("hash => { location.hash = hash; }", f"#v=1&cue={CUES[0].id},no-such-cue")
    expect(page.locator(".problem").first).to_be_visible()


STATES: dict[str, tuple[Callable[[Page], None], list[str]]] = {
    "as it comes": (lambda _: None, SHOWN),
    "search": (search, [*of_each_kind("index", CUES[0].page), "404"]),
    "search in vain": (search_in_vain, [GOALS[0].page]),
    "often asked": (often_asked, [GOALS[0].page]),
    "only close": (only_close, [GOALS[0].page]),
    "menu and contents": (menu, [*of_each_kind("index", CUES[0].page, MISTAKES[0].url.rstrip("/")), "404"]),
    "link sent": (sent, [CUES[0].page, CUES[0].url.rstrip("/")]),
    "rep paused": (paused, ["index"]),
    "sheet": (sheet, ["send"]),
    "damaged sheet": (damaged_sheet, ["send"]),
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(site: Site, home: str, browser: Browser, size: tuple[int, int], state: str) -> None:
    """In light with every rule, and in dark, which has nothing of its own but colors, with those about color."""
    act, names = STATES[state]
    found: dict[str, Any] = {}
    motion: Literal["no-preference", "reduce"] = "no-preference" if act is paused else "reduce"
    with page_of(browser, size, bypass_csp=True, reduced_motion=motion) as page:
        for name in names:
            page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
            act(page)
            page.evaluate(AXE)
            page.emulate_media(color_scheme="light")
            violations = page.evaluate(RUN, EVERY_RULE)
            page.emulate_media(color_scheme="dark")
            violations += page.evaluate(RUN, OF_COLOR)
            if violations:
                found[name] = violations
    assert found == {}


STOP = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element), [box] = element.getClientRects();
  const points = [[.5, .5], [.1, .5], [.9, .5]].map(([x, y]) => [box.left + x * box.width, box.top + y * box.height]);
  const label = element.closest('label') ?? element;
  return {
    name: `${element.localName} ${element.getAttribute('aria-label') ?? label.textContent.trim().slice(0, 40)}`,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: points.some(([x, y]) => label.contains(document.elementFromPoint(x, y))),
    number: stops.indexOf(element),
  };
}"""
STOPS = """() => {
  window.stops = [...document.querySelectorAll('a[href], button, input')].filter(element => element.checkVisibility());
  const radios = name => stops.findIndex(other => other.name === name && other.checked);
  return stops.map((element, at) => element.type === 'radio' ? radios(element.name) : at);
}"""
"""What the keyboard should reach: each link, button and field, and of a group of radios the one that is chosen."""


def test_the_keyboard_reaches_everything_in_order_and_what_has_the_focus_is_seen(
    site: Site, home: str, browser: Browser
) -> None:
    with page_of(browser, reduced_motion="reduce") as page:
        for name in [*of_each_kind("index", MISTAKES[0].page, GOALS[0].page, "send", *KINDS[:2]), "404"]:
            page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
            wanted = list(dict.fromkeys(page.evaluate(STOPS)))
            forth, back = (list(round_of(page, key)) for key in ("Tab", "Shift+Tab"))
            assert (name, [stop["name"] for stop in forth + back if not (stop["ring"] and stop["seen"])]) == (name, [])
            assert (name, [stop["number"] for stop in forth]) == (name, wanted)
            assert {stop["number"] for stop in back} == set(wanted)


def round_of(page: Page, key: str) -> Iterator[dict[str, Any]]:
    """Press the key until the focus leaves the page or is where it has been, and yield each stop."""
    seen = set()
    page.keyboard.press(key)
    while (stop := page.evaluate(STOP)) and stop["number"] not in seen:
        seen.add(stop["number"])
        yield stop
        page.keyboard.press(key)


SMALL = """() => [...document.querySelectorAll('a[href], button, input, label')]
  .filter(element => element.checkVisibility({visibilityProperty: true}))
  .map(element => element.closest('label, .feel li') ?? element)
  .filter(element => getComputedStyle(element).display !== 'inline' && !element.closest('.skip'))
  .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
  .filter(([, {width, height}]) => width < 44 || height < 44)
  .map(([name, {width, height}]) => `${name} ${Math.round(width)} × ${Math.round(height)}`)"""
"""Targets under 44 px, but for links that run in a sentence; a box and its label are one target, and so is a place."""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_target_is_large_enough_for_a_thumb(
    site: Site, home: str, browser: Browser, size: tuple[int, int]
) -> None:
    with page_of(browser, size, reduced_motion="reduce") as page:
        for state in ("as it comes", "search", "often asked", "only close", "menu and contents", "sheet", "rep paused"):
            act, names = STATES[state]
            for name in names:
                page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
                if act is not paused:
                    act(page)
                assert (state, name, page.evaluate(SMALL)) == (state, name, [])


def test_zoomed_to_400_percent_nothing_stays_over_the_text(site: Site, home: str, browser: Browser) -> None:
    fixed = """() => [...document.querySelectorAll('*')].filter(element => element.checkVisibility())
      .filter(element => ['fixed', 'sticky'].includes(getComputedStyle(element).position))
      .filter(element => element.getBoundingClientRect().bottom > 0 && element.textContent.trim())
      .map(element => element.className)"""
    with page_of(browser, (320, 256)) as page:
        for name in (CUES[0].page, "send"):
            page.goto(home + site.path(name))
            assert (name, page.evaluate(fixed)) == (name, [])


def test_with_forced_colors_what_has_a_meaning_keeps_its_ground(site: Site, home: str, browser: Browser) -> None:
    """A picture keeps the ground it is drawn for; signs, the tempo and the page's place have a system color."""
    ground = "element => getComputedStyle(element).backgroundColor"
    with page_of(browser, DESKTOP, "light", forced_colors="active") as page:
        page.goto(home + site.path(MISTAKES[0].page))
        assert page.locator(".pair figure").first.evaluate(ground) == "rgb(243, 238, 230)"
        canvas = page.locator("body").evaluate(ground)
        sign = "element => getComputedStyle(element, '::before').backgroundColor"
        for selector in (".send", ".pair .wrong", ".pages [aria-current=page]"):
            assert page.locator(selector).first.evaluate(sign) != canvas
        only_close(page)
        assert page.locator(".found .picture").first.evaluate(ground) == "rgb(243, 238, 230)"
        assert page.locator(".found mark").first.evaluate(ground) != canvas
        page.goto(home + site.path("index"))
        for part in page.locator(".tempo .bar span").all():
            assert part.evaluate(ground) != canvas


def test_with_forced_colors_what_is_ticked_is_seen(home: str, browser: Browser) -> None:
    with page_of(browser, forced_colors="active") as page:
        page.goto(f"{home}/send/")
        for label in (curly(CUES[0].title), curly(GOALS[0].title)):
            for ticked in (False, True):
                box = page.get_by_label(label, exact=True)
                box.set_checked(ticked)
                picture = Image.open(io.BytesIO(box.screenshot())).convert("L")
                across = picture.crop((0, picture.height // 2, picture.width, picture.height // 2 + 1)).tobytes()
                edge, ground, *inside = across[0], *across[3:-3]
                assert abs(edge - ground) > 100
                assert any(abs(part - ground) > 100 for part in inside) == ticked
