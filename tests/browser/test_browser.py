"""The site in a real Chromium: every page, phone and desktop, light and dark, without JavaScript, large, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import (
    BASES,
    CUES,
    DATA,
    DESKTOP,
    GOALS,
    MISTAKES,
    PAGES,
    PHONE,
    PLAIN,
    SHOWN,
    STEPS,
    VARIATIONS,
    Scheme,
    Site,
    article,
    heading,
    page_of,
    words,
)
from facts.words import curly

FEEL = DATA["feel"]

# For each text: its colour against the nearest ground behind it, by WCAG 2's formula.
CONTRASTS = """() => {
  const channels = colour => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return {rgb: [r, g, b], a};
  };
  const luminance = ({rgb}) => rgb
    .map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.a === 1) return colour;
    }
    return {rgb: [255, 255, 255], a: 1};
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    if (element.closest('script, style, [hidden]')) continue;
    const [a, b] = [channels(getComputedStyle(element).color), ground(element)].map(luminance).sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 7) low.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 40)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("base", BASES)
def test_each_page_loads_without_an_error_or_a_request_to_another_host(
    build_site: Callable[[str], Site], serve: Callable[[Site], str], browser: Browser, base: str
) -> None:
    site = build_site(base)
    origin = serve(site)
    with page_of(browser, DESKTOP) as page:
        errors: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.context.on("request", lambda request: requests.append(request.url))
        page.context.on("requestfailed", lambda request: errors.append(f"{request.url}: {request.failure}"))
        for name in [*SHOWN, "404"]:
            page.goto(origin + (f"{base}404.html" if name == "404" else site.path(name)))
            page.evaluate("() => new Promise(done => requestIdleCallback(done, {timeout: 1000}))")
            assert page.locator("h1").inner_text()
        # The icon of a page that is left may still be on its way.
        assert [error for error in errors if not error.endswith("favicon.svg: net::ERR_ABORTED")] == []
        assert [url for url in requests if not url.startswith(f"{origin}{base}")] == []


def test_a_missing_page_says_so_and_leads_on(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/404.html")
        assert page.locator("article a").count() == len(PAGES)
        page.locator("article a").nth(PAGES.index(PLAIN)).click()
        expect(page).to_have_url(home + site.path(PLAIN))


def test_the_navigation_leads_from_page_to_page(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, DESKTOP) as page:
        page.goto(home + site.path(PLAIN))
        page.locator(f".pages a[href='../{MISTAKES[0].page}/']").click()
        expect(page.locator("h1")).to_have_text(heading(site, MISTAKES[0].page))
        page.locator(".toc").get_by_text(curly(MISTAKES[-1].title), exact=True).last.click()
        expect(page.locator(f"#{MISTAKES[-1].id}")).to_be_in_viewport()
        page.locator("footer [rel=next]").click()
        expect(page.locator("h1")).to_have_text(heading(site, PAGES[PAGES.index(MISTAKES[0].page) + 1]))


def test_the_menu_on_a_phone_leads_to_a_page(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path("index"))
        menu = page.get_by_role("button", name="Menu")
        expect(page.locator("#menu")).to_be_hidden()
        menu.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#menu")).to_be_visible()
        assert expanded(page, ".menu")
        page.keyboard.press("Tab")
        expect(page.locator("#menu a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).to_be_hidden()
        expect(menu).to_be_focused()
        menu.click()
        page.locator(f".pages a[href='{CUES[0].page}/']").click()
        expect(page.locator("h1")).to_have_text(heading(site, CUES[0].page))


def expanded(page: Page, selector: str) -> bool:
    """Whether a screen reader is told that what the button opens is open; it follows from no attribute."""
    chromium = page.context.new_cdp_session(page)
    found = chromium.send("Runtime.evaluate", {"expression": f"document.querySelector('{selector}')"})
    tree = chromium.send("Accessibility.getPartialAXTree", {"objectId": found["result"]["objectId"]})
    button = next(node for node in tree["nodes"] if node["role"]["value"] == "button")
    return bool({part["name"]: part["value"]["value"] for part in button["properties"]}["expanded"])


def test_a_link_in_the_menu_closes_it_also_to_where_the_reader_is(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}{site.path(CUES[0].page)}#{CUES[0].id}")
        for _ in range(2):
            page.get_by_role("button", name="Menu").click()
            page.locator(f".toc a[href='#{CUES[1].id}']").click()
            expect(page.locator("#menu")).to_be_hidden()
        expect(page.locator(f"#{CUES[1].id}")).to_be_in_viewport()


def test_a_closed_menu_holds_nothing_that_can_have_the_focus(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path(PLAIN))
        for link in page.locator("#menu a").all():
            assert not link.is_visible()


def test_the_contents_show_which_heading_is_read(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, DESKTOP) as page:
        page.goto(f"{home}{site.path(MISTAKES[0].page)}#{MISTAKES[1].id}")
        here = page.locator(".toc [aria-current=location]").last
        expect(here).to_have_text(curly(MISTAKES[1].title))
        page.mouse.wheel(0, 50_000)
        *_, last = article(site, MISTAKES[0].page).iter("h2")
        expect(here).to_have_text(curly(words(last)))


def test_the_search_box_finds_and_leads_there(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, DESKTOP) as page:
        page.goto(home + site.path("index"))
        page.get_by_role("link", name="Search", exact=True).click()
        page.keyboard.type(CUES[0].title)
        page.locator(f".found a[href$='#{CUES[0].id}']").click()
        expect(page.locator(f"#{CUES[0].id}")).to_be_in_viewport()


def test_the_scheme_follows_the_system_until_the_reader_chooses(site: Site, home: str, browser: Browser) -> None:
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(251, 250, 247)", "rgb(15, 23, 35)"
    with page_of(browser, scheme="dark") as page:
        page.goto(home + site.path("index"))
        assert page.evaluate(paper) == dark
        page.get_by_role("button", name="Switch between light and dark").click()
        page.wait_for_function(f"({paper})() === '{light}'")
        page.goto(home + site.path(PLAIN))
        assert page.evaluate(paper) == light
        bars = "() => [...document.querySelectorAll('[name=theme-color]')].map(bar => bar.content)"
        assert set(page.evaluate(bars)) == {light}


def test_the_scheme_is_chosen_before_anything_is_painted(site: Site, home: str, browser: Browser) -> None:
    """Without the site's script, which comes late."""
    with page_of(browser, scheme="dark") as page:
        page.route("**/site.js", lambda route: route.abort())
        page.goto(home + site.path("index"))
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 35)"


def test_only_what_the_reader_chose_is_kept(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path(CUES[0].page))
        page.keyboard.press("/")
        page.keyboard.type("knee")
        page.keyboard.press("Escape")
        stored = "() => [{...localStorage}, sessionStorage.length, document.cookie]"
        assert page.evaluate(stored) == [{}, 0, ""]
        page.locator(".scheme").click()
        assert page.evaluate(stored) == [{"guide.scheme": "dark"}, 0, ""]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_all_text_has_a_contrast_of_seven(
    site: Site, home: str, browser: Browser, size: tuple[int, int], scheme: Scheme
) -> None:
    with page_of(browser, size, scheme) as page:
        for name in SHOWN:
            page.goto(home + site.path(name))
            assert page.evaluate(CONTRASTS) == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_tables_stay_tables_in_every_layout(site: Site, home: str, browser: Browser, size: tuple[int, int]) -> None:
    with page_of(browser, size) as page:
        page.goto(home + site.path(GOALS[0].page))
        table = page.get_by_role("table", name=curly(GOALS[0].kind.caption))
        assert table.get_by_role("columnheader").all_text_contents() == [*GOALS[0].kind.heads]
        row = table.get_by_role("row").nth(1)
        expect(row.get_by_role("rowheader")).to_contain_text(curly(GOALS[0].title))
        shown = [str(amount).replace(" ", "\n", 1) for amount in GOALS[0].dose]
        assert row.get_by_role("cell").all_inner_texts() == shown


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_links_to_send_and_buttons_are_large_enough_for_a_thumb(
    site: Site, home: str, browser: Browser, size: tuple[int, int]
) -> None:
    small = """() => [...document.querySelectorAll(
      '.send, .button, .ways a, .contents a, .brand, .icon, .around a, #menu a')]
      .filter(e => e.checkVisibility()).map(e => [e.textContent.trim(), e.getBoundingClientRect()])
      .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)"""
    with page_of(browser, size) as page:
        for name in SHOWN:
            page.goto(home + site.path(name))
            assert (name, page.evaluate(small)) == (name, [])


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_all_text_is_there(site: Site, home: str, browser: Browser, name: str) -> None:
    with page_of(browser) as page, page_of(browser, java_script_enabled=False) as plain:
        page.goto(home + site.path(name))
        plain.goto(home + site.path(name))
        text = page.locator("article").inner_text()
        assert len(text) > 200
        assert plain.locator("article").inner_text() == text


def test_without_javascript_the_search_leads_to_all_words(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(home + site.path(PLAIN))
        page.get_by_role("link", name="Search", exact=True).click()
        expect(page.locator("h1")).to_have_text(heading(site, "find"))
        page.locator("article").get_by_role("link", name=curly(MISTAKES[0].title)).first.click()
        expect(page.locator(f"#{MISTAKES[0].id}")).to_be_in_viewport()


@pytest.mark.parametrize("page_name", ["index", MISTAKES[0].page])
def test_each_place_where_it_is_felt_leads_to_its_fix_without_javascript(
    site: Site, home: str, browser: Browser, page_name: str
) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        for place in FEEL:
            page.goto(home + site.path(page_name))
            page.locator(".feel").get_by_role("link", name=place["title"], exact=True).click()
            name, anchor = place["to"].split("#")
            expect(page).to_have_url(f"{home}{site.path(name.removesuffix('.md'))}#{anchor}")
            expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_without_javascript_the_menu_on_a_phone_works(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(home + site.path("index"))
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Enter")
        page.locator(f".pages a[href='{STEPS[0].page}/']").click()
        expect(page.locator("h1")).to_have_text(heading(site, STEPS[0].page))


def test_on_paper_a_page_is_light_and_has_nothing_to_press(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, DESKTOP, "dark") as page:
        page.goto(home + site.path(MISTAKES[0].page))
        page.emulate_media(media="print")
        assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(23, 35, 59)"
        for name in (".skip", ".masthead", "#menu", ".search", ".said", ".send", ".around"):
            assert [element.is_visible() for element in page.locator(name).all()].count(True) == 0
        assert page.locator("article").inner_text().count("Fix:") == len(MISTAKES)
        signs = "() => [...document.querySelectorAll('.pair .right, .pair .wrong')]"
        printed = f"({signs})().map(sign => getComputedStyle(sign, '::before').printColorAdjust)"
        assert set(page.evaluate(printed)) == {"exact"}


def test_a_link_to_an_item_shows_it_clear_of_the_header(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        for item in (MISTAKES[-1], VARIATIONS[3]):
            page.goto(f"{home}{site.path(item.page)}#{item.id}")
            target, header = page.locator(f"#{item.id}"), page.locator(".masthead")
            expect(target).to_be_in_viewport()
            top, bar = target.bounding_box(), header.bounding_box()
            assert top
            assert bar
            assert top["y"] >= bar["height"]


STATES = "() => [...new Set(document.getAnimations().map(animation => animation.playState))]"
"""Whether what moves is running or paused; nothing where nothing moves."""


def test_the_rep_moves_and_pauses_by_keyboard(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path("index"))
        assert page.evaluate(STATES) == ["running"]
        page.get_by_label("Pause").focus()
        page.keyboard.press("Space")
        assert page.evaluate(STATES) == ["paused"]
        page.keyboard.press("Space")
        assert page.evaluate(STATES) == ["running"]


def test_the_rep_pauses_without_javascript(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(home + site.path("index"))
        state = "element => getComputedStyle(element).animationPlayState"
        trunk = page.locator(".part.trunk").first
        assert trunk.evaluate(state) == "running"
        page.get_by_label("Pause").check()
        assert trunk.evaluate(state) == "paused"


def test_for_a_reader_who_wants_no_motion_the_rep_stands_at_the_top_until_it_is_played(
    site: Site, home: str, browser: Browser
) -> None:
    with page_of(browser, reduced_motion="reduce") as page:
        page.goto(home + site.path("index"))
        assert page.evaluate(STATES) == []
        assert page.locator(".part.trunk").first.evaluate("e => getComputedStyle(e).transform") == "none"
        page.get_by_label("Play").check()
        assert page.evaluate(STATES) == ["running"]


def test_on_paper_the_rep_stands_at_the_top(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path("index"))
        page.emulate_media(media="print")
        assert page.locator(".part.trunk").first.evaluate("e => getComputedStyle(e).transform") == "none"
        expect(page.locator(".tempo")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_shifts_while_it_loads(site: Site, home: str, browser: Browser, size: tuple[int, int]) -> None:
    shifts = """() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(shift => sum += shift.value))
        .observe({type: 'layout-shift', buffered: true});
      requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
    })"""
    with page_of(browser, size) as page:
        for name in SHOWN:
            page.goto(home + site.path(name))
            assert (name, page.evaluate(shifts)) == (name, 0)


def test_a_screen_reader_hears_what_a_figure_shows(site: Site, home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(home + site.path(MISTAKES[0].page))
        assert page.get_by_role("img", name=curly(MISTAKES[0].figures[0].title)).count() == 1
        assert page.get_by_role("figure").first.inner_text().startswith("Wrong:")
