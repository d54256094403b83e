"""Each item's own page, in a real Chromium: it arrives as meant, and its link is the one that is sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ALONE, CUES, GOALS, ITEMS, OWN_PAGES, PAGES, PHONE, PLAIN, Site, page_of
from facts.words import curly

FIRST, SECOND = CUES[:2]
ON_FIRST_SCREEN = """texts => {
  const top = document.querySelector('.masthead').getBoundingClientRect().bottom;
  const seen = element => {
    const {y, bottom, width} = element.getBoundingClientRect();
    return width > 0 && y >= top && bottom <= innerHeight;
  };
  const plain = text => text.replace(/’/g, "'").replace(/\\s+/g, ' ').trim();
  const elements = [...document.querySelectorAll('article :is(h1, h2, h3, p, dd, td, strong, ol, b)')].filter(seen);
  return texts.filter(text => !elements.some(element => plain(element.textContent).includes(text)));
}"""


def test_every_item_page_has_its_title_and_sentence_on_the_first_screen(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        missing = {}
        for item in ITEMS.values():
            page.goto(f"{home}/{item.url}")
            missing[item.id] = page.evaluate(ON_FIRST_SCREEN, [item.title, item.sentence])
        assert {name: texts for name, texts in missing.items() if texts} == {}


@pytest.mark.parametrize("page_name", [*PAGES, *ALONE])
def test_every_anchor_arrives_clear_of_the_header(site: Site, home: str, browser: Browser, page_name: str) -> None:
    """With an item's sentence, too; a dose has its numbers in cells of their own."""
    names = [str(element.get("id")) for tag in ("h1", "h2", "h3") for element in site.tree(page_name).iter(tag)]
    anchors = [name for name in names if name != "None"]
    with page_of(browser) as page:
        missing = {}
        for name in anchors:
            page.goto("about:blank")
            page.goto(f"{home}{site.path(page_name)}#{name}")
            texts = [ITEMS[name].title] if name in ITEMS else []
            texts += [part for part in [ITEMS[name].sentence] if not ITEMS[name].dose] if name in ITEMS else []
            # Two kinds of sentence stand in several parts on their section's page.
            apart = name in ITEMS and ITEMS[name].kind.id in ("fits", "floor")
            texts = [part for text in texts for part in (text.split(". ") if apart else [text])]
            seen = page.evaluate(ON_FIRST_SCREEN, texts)
            top = page.evaluate("name => document.getElementById(name).getBoundingClientRect().y", name)
            if seen or not 57 <= top < PHONE[1]:
                missing[name] = (seen, top)
        assert missing == {}


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("page_name", [CUES[0].page, GOALS[0].page, PLAIN])
def test_send_copies_the_link_of_each_item_and_says_so(home: str, browser: Browser, page_name: str) -> None:
    with page_of(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{home}/{page_name}/")
        for button in page.locator("article [data-send]").all():
            name = button.get_attribute("data-send") or ""
            button.click()
            expect(page.locator(".said")).to_have_text("Link copied")
            assert copied(page) == f"{home}/" + (ITEMS[name].url if name in ITEMS else f"{page_name}/#{name}")


def test_a_copied_link_leads_back_to_its_item(home: str, browser: Browser) -> None:
    with page_of(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        for item in ITEMS.values():
            page.goto(f"{home}/{item.url}")
            page.get_by_role("button", name="Send this").click()
            expect(page.locator(".said")).to_have_text("Link copied")
            assert copied(page) == page.url


def test_what_is_said_is_announced(home: str, browser: Browser) -> None:
    with page_of(browser, permissions=["clipboard-write"]) as page:
        page.goto(f"{home}/{FIRST.page}/")
        button = page.get_by_role("button", name=f"Send: {curly(FIRST.title)}")
        button.focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()


def test_a_device_with_a_share_sheet_gets_it(home: str, browser: Browser) -> None:
    with page_of(browser, has_touch=True, is_mobile=True) as page:
        page.add_init_script("navigator.share = async what => { window.shared = what; }")
        page.goto(f"{home}/{FIRST.page}/")
        page.locator(f"[data-send={FIRST.id}]").tap()
        shared = page.evaluate("window.shared")
        assert shared == {"title": curly(FIRST.title), "url": f"{home}/{FIRST.url}"}


def test_a_link_that_can_not_be_copied_is_shown(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.add_init_script("navigator.clipboard.writeText = async () => { throw new Error('no'); }")
        page.goto(f"{home}/{FIRST.page}/")
        page.locator(f"[data-send={FIRST.id}]").click()
        expect(page.locator(".said")).to_have_text(f"Copy this link: {home}/{FIRST.url}")


def test_without_javascript_send_is_a_link_to_the_item(home: str, browser: Browser) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{home}/{FIRST.page}/")
        page.get_by_role("link", name=f"Send: {curly(FIRST.title)}").click()
        expect(page).to_have_url(f"{home}/{FIRST.url}")


def test_an_item_page_leads_on_to_its_section_and_its_neighbors(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/{FIRST.url}")
        page.get_by_role("link", name=f"Next {curly(SECOND.title)}").click()
        expect(page.locator("h1")).to_have_text(curly(SECOND.title))
        page.get_by_role("link", name=f"Previous {curly(FIRST.title)}").click()
        page.get_by_role("link", name=FIRST.kind.all).click()
        expect(page).to_have_url(f"{home}/{FIRST.section}")


@pytest.mark.parametrize("base", ["/", "/some/sub-path/"])
def test_an_item_page_names_its_section_to_search_engines_and_itself_to_chats(
    build_site: Callable[[str], Site], base: str
) -> None:
    site = build_site(base)
    for item in ITEMS.values():
        tree = site.tree(item.url.rstrip("/"))
        canonical, url = tree.find(".//link[@rel='canonical']"), tree.find(".//meta[@property='og:url']")
        assert canonical is not None
        assert url is not None
        assert canonical.get("href") == f"http://127.0.0.1{base}{item.page}/"
        assert url.get("content") == f"http://127.0.0.1{base}{item.url}"


def test_item_pages_are_not_in_the_navigation_the_index_or_the_sitemap(site: Site) -> None:
    links = {link.get("href") or "" for nav in site.tree("index").iter("nav") for link in nav.iter("a")}
    index = (site.folder / "search" / "search_index.json").read_text(encoding="utf-8")
    sitemap = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    for page in OWN_PAGES:
        assert f"{page}/" not in links
        assert f'"{page}/"' not in index
        assert f"/{page}/<" not in sitemap
    assert f"<loc>http://127.0.0.1/{FIRST.page}/</loc>" in sitemap


def test_the_empty_page_is_not_published(site: Site) -> None:
    assert not (site.folder / "item").exists()
    made = [site.file(page).read_text(encoding="utf-8") for page in OWN_PAGES]
    assert not [text for text in made if "{{" in text or "item/page" in text]
    assert "item/page" not in (site.folder / "sitemap.xml").read_text(encoding="utf-8")
