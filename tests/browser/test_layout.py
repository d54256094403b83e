"""What holds text holds it: in a narrow, a usual and a wide face, at any width, at twice the size, however spaced."""

import pytest
from playwright.sync_api import Browser, Page, expect

import fonts
from conftest import DESKTOP, MISTAKES, MUSCLES, PHONE, SHOWN, SILENT, Launch, Site, page_of, reply

EVERY = [*SHOWN, "404"]
WIDTHS = [320, 390, 720, 960, 1280, 1920]
SPACED = """article *, .masthead *, #menu *, footer *, .search * {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important }"""
FAULTS = """() => {
  const said = element => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways: ${root.scrollWidth - root.clientWidth} px`);
  const unseen = 'thead, caption, svg, .unseen, .skip, .here';
  for (const element of document.querySelectorAll('article *, .masthead *, #menu *, footer *, .search *')) {
    if (!element.checkVisibility({visibilityProperty: true}) || element.closest(unseen)) continue;
    const style = getComputedStyle(element), {left, right, width} = element.getBoundingClientRect();
    if (style.clipPath !== 'none' || width === 0) continue;
    if (right > innerWidth + 1 || left < -1) faults.push(`beyond the edge: ${said(element)}`);
    const clips = ['clip', 'hidden'].includes(style.overflowY) && element.textContent.trim();
    if (clips && element.scrollHeight > element.clientHeight + 2) faults.push(`cut off: ${said(element)}`);
  }
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const {currentNode: node, currentNode: {parentElement: element}} = walker;
    if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true}) || element.closest(unseen)) continue;
    if (getComputedStyle(element).position === 'fixed' || element.closest('.masthead, .ready')) continue;
    let around = element;
    while (getComputedStyle(around).display === 'inline') around = around.parentElement;
    const {left, right} = around.getBoundingClientRect();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      texts.push({node, box});
      const wider = box.left < left - 1 || box.right > right + 1;
      if (wider) faults.push(`wider than its box: ${node.data.trim().slice(0, 40)}`);
    }
  }
  for (const [at, {node, box}] of texts.entries()) {
    for (const {node: other, box: over} of texts.slice(at + 1)) {
      const across = Math.min(box.right, over.right) - Math.max(box.left, over.left);
      const down = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
      if (node === other || across < 2 || down < Math.min(box.height, over.height) / 2) continue;
      faults.push(`one over the other: ${node.data.trim().slice(0, 30)} / ${other.data.trim().slice(0, 30)}`);
    }
  }
  return faults;
}"""
"""What ends beyond the screen, is larger than its own box, or stands on another text."""


NUMBERS = """() => {
  const numbers = [...document.querySelectorAll('.muscles text')];
  const boxes = numbers.map(number => number.getBoundingClientRect());
  const frame = document.querySelector('.muscles').getBoundingClientRect();
  const disks = numbers.map(number => number.parentElement.querySelector('.disk').getBoundingClientRect());
  return numbers.filter((number, at) => {
    const {left, right, top, bottom} = boxes[at], disk = disks[at];
    const inside = disk.left >= frame.left && disk.right <= frame.right
      && left >= disk.left && right <= disk.right && top >= disk.top && bottom <= disk.bottom;
    const over = disks.some((other, i) => i !== at && disk.left < other.right && other.left < disk.right
      && disk.top < other.bottom && other.top < disk.bottom);
    const size = number.getScreenCTM().a * parseFloat(getComputedStyle(number).fontSize);
    return !inside || over || size < 13;
  }).map(number => number.textContent);
}"""
"""The numbers that are cut off, cover each other, or are under 13 px high."""


def faults_of(page: Page, width: int, height: int = 800) -> list[str]:
    page.set_viewport_size({"width": width, "height": height})
    faults: list[str] = page.evaluate(FAULTS)
    return [f"{width}: {fault}" for fault in faults]


@pytest.mark.parametrize("face", fonts.FACES)
def test_a_test_sees_the_face_that_it_asks_for(home: str, launch: Launch, face: str) -> None:
    """And not the one that the machine happens to have."""
    with page_of(launch(face)) as page:
        page.goto(home)
        chromium = page.context.new_cdp_session(page)
        chromium.send("DOM.enable")
        chromium.send("CSS.enable")
        root = chromium.send("DOM.getDocument")["root"]["nodeId"]
        node = chromium.send("DOM.querySelector", {"nodeId": root, "selector": ".lead"})["nodeId"]
        painted = chromium.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert [font["familyName"] for font in painted] == [fonts.FACES[face]]


def test_every_page_holds_its_text_at_every_width(site: Site, home: str, any_browser: Browser) -> None:
    with page_of(any_browser, PHONE, reduced_motion="reduce") as page:
        for name in EVERY:
            page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
            assert (name, [fault for width in WIDTHS for fault in faults_of(page, width)]) == (name, [])


def test_a_reader_s_own_text_spacing_cuts_nothing_off(site: Site, home: str, any_browser: Browser) -> None:
    """As WCAG 2.2 has it in 1.4.12: lines 1.5 high, 0.12 em between letters, 0.16 em between words."""
    with page_of(any_browser, PHONE, bypass_csp=True, reduced_motion="reduce") as page:
        for name in EVERY:
            page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
            page.add_style_tag(content=SPACED)
            sizes = [(320, 256), PHONE, DESKTOP]  # the first is zoomed to 400 %
            assert (name, [fault for size in sizes for fault in faults_of(page, *size)]) == (name, [])


def test_text_at_twice_the_size_stays_on_the_page(site: Site, home: str, large_text_browser: Browser) -> None:
    with page_of(large_text_browser, PHONE, reduced_motion="reduce") as page:
        for name in EVERY:
            page.goto(f"{home}/404.html" if name == "404" else home + site.path(name))
            assert (name, [fault for width in (320, 390, 1280) for fault in faults_of(page, width)]) == (name, [])


def only_the_search(page: Page) -> None:
    """Have a page's search full of long words, and the page behind it gone."""
    page.evaluate(f"() => {SILENT}")
    page.keyboard.press("/")
    page.wait_for_function("() => window.sent.length === 1")
    reply(page, {"ready": True})
    page.keyboard.type("x")
    found = {
        "url": "",
        "title": "Electroencephalographically spoken",
        "page": "Where it is, at some length",
        "marks": [],
    }
    answer = [["What it says in ", False], ["uncharacteristically", True], [" long words, and more of them.", False]]
    keys = ["", *(figure.key for figure in MISTAKES[0].figures)]
    reply(page, {"results": [{**found, "answer": answer, "figure": key} for key in keys]})
    expect(page.locator(".found a")).to_have_count(len(keys))
    page.evaluate("() => { for (const part of document.querySelectorAll('body > :not(.search)')) part.remove(); }")


def test_the_search_holds_its_text_at_every_width_and_spacing(home: str, any_browser: Browser) -> None:
    with page_of(any_browser, PHONE, bypass_csp=True) as page:
        page.goto(home)
        only_the_search(page)
        assert [fault for width in WIDTHS for fault in faults_of(page, width)] == []
        page.add_style_tag(content=SPACED)
        assert [fault for size in [(320, 256), PHONE, DESKTOP] for fault in faults_of(page, *size)] == []


def test_the_search_holds_its_text_at_twice_the_size(home: str, large_text_browser: Browser) -> None:
    with page_of(large_text_browser, PHONE) as page:
        page.goto(home)
        only_the_search(page)
        assert [fault for width in (320, 390, 1280) for fault in faults_of(page, width)] == []


def test_the_numbers_on_the_muscle_map_are_in_it_apart_and_name_the_list(
    site: Site, home: str, any_browser: Browser
) -> None:
    """The list, which wraps and grows with the text, says in words what each number is."""
    with page_of(any_browser) as page:
        page.goto(home + site.path(MUSCLES[0].page))
        listed = page.locator(".parts li b").all_inner_texts()
        assert page.locator(".muscles text").all_text_contents() == listed
        assert listed == [str(number) for number in range(1, len(MUSCLES) + 1)]
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(NUMBERS) == []
