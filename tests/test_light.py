"""The light site: each page paints from itself, looks as it did before, and says what it may load."""

import base64
import functools
import gzip
import hashlib
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import DESKTOP, PHONE, SHOWN, Once, Scheme, Site, copy_project, of_each_kind, page_of, run
from light.purge import Words, parse, purge

EVERY = [*SHOWN, "404"]
LOOKS = of_each_kind(
    *("index", "form-cues", "form-cues/pelvis-level", "programming", "benefits", "muscles-worked", "how-to"),
    *("common-mistakes", "progressions-and-variations", "find", "send", "common-mistakes/knee-caving"),
)
"""A page of each kind, by what stands on it."""
FIGURE = re.compile(r'<svg[^>]*role="?img.*?</svg>', re.DOTALL)
PLAIN_BUILD = """
import light.lighten
light.lighten.lighten = lambda site: None
from mkdocs.__main__ import cli
cli(["build"])
"""


@pytest.fixture(scope="module")
def plain_site(once: Once) -> Site:
    """The site as it is before it is made light."""

    def make(root: Path) -> None:
        copy_project(root)
        done = run("-c", PLAIN_BUILD, root=root, SITE_URL="http://127.0.0.1/", PYTHONPATH=str(root / "scripts"))
        assert done.returncode == 0, done.stderr

    return Site(once("plain", make) / "site", "/")


@pytest.mark.parametrize("page", EVERY)
def test_a_page_waits_for_nothing_but_itself(site: Site, page: str) -> None:
    tags = re.findall(r"<(?:link|script)[^>]*>", file_of(site, page).read_text(encoding="utf-8"))
    assert not [tag for tag in tags if "stylesheet" in tag]
    assert not [tag for tag in tags if "src=" in tag and "defer" not in tag and "module" not in tag]


PACKETS = 14_600
"""Bytes of ten packets of 1,460, which a server sends before it waits for the reader's answer (RFC 6928)."""
HOST = """\
HTTP/1.1 200 OK
Server: a-name-of-a-host
Date: Sun, 22 Nov 2026 12:00:00 GMT
Content-Type: text/html; charset=utf-8
Content-Length: 12345
Last-Modified: Sun, 22 Nov 2026 12:00:00 GMT
Connection: keep-alive
ETag: "0123456789abcdef0123456789abcdef"
Content-Encoding: gzip
Cache-Control: public, max-age=0, must-revalidate
Vary: Accept-Encoding
Strict-Transport-Security: max-age=31536000

"""
"""What a host sends of its own before a page; nginx sends fewer, see test_nginx.py."""


def file_of(site: Site, page: str) -> Path:
    return site.folder / "404.html" if page == "404" else site.file(page)


def headers_of(site: Site, page: str) -> int:
    """Return the bytes of all response headers of a page, where `_headers` is read."""
    rules = re.findall(r"^(/\S*)\n((?:  .*\n)+)", (site.folder / "_headers").read_text(encoding="utf-8"), re.MULTILINE)
    address = "/404.html" if page == "404" else site.path(page)
    own = [lines.replace("\n  ", "\n") for rule, lines in rules if rule in ("/*", address)]
    assert len(own) == 2
    return len(HOST + "".join(own)) + (HOST + "".join(own)).count("\n")  # a line ends with two bytes


@pytest.mark.parametrize("page", EVERY)
def test_a_page_without_its_figures_fits_into_the_first_packets_with_its_headers(site: Site, page: str) -> None:
    html = FIGURE.sub("", file_of(site, page).read_text(encoding="utf-8"))
    assert len(brotli.compress(html.encode())) + headers_of(site, page) <= PACKETS


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_with_gzip_the_first_packets_show_the_first_screen(
    site: Site, home: str, browser: Browser, size: tuple[int, int]
) -> None:
    """GitHub Pages has nothing better, and sends none of `_headers`. Figures are in their places."""
    with page_of(browser, size, java_script_enabled=False, reduced_motion="reduce") as page:
        for name in EVERY:
            packed = gzip.compress(file_of(site, name).read_bytes(), 9)
            arrived = zlib.decompressobj(wbits=31).decompress(packed[: PACKETS - len(HOST) - HOST.count("\n")])
            address = f"{home}/404.html" if name == "404" else home + site.path(name)
            page.goto(address)
            whole = page.screenshot()
            page.route(address, functools.partial(give, arrived))
            page.goto(address)
            assert (name, page.screenshot() == whole) == (name, True)


def give(html: bytes, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("page_name", EVERY)
def test_a_first_visit_takes_three_requests_and_twenty_kilobytes(
    site: Site, home: str, browser: Browser, page_name: str
) -> None:
    """Figures on top, and the service worker's copy, which begins after them; with brotli and all headers."""
    with page_of(browser, worker=True) as page:
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.removeprefix(home)))
        page.goto(f"{home}/404.html" if page_name == "404" else home + site.path(page_name))
        _, *others = loaded
        files = ["/assets/site.js", "/assets/favicon.svg"]
        assert "/assets/site.js" in others
        assert set(others) <= set(files)
        html = FIGURE.sub("", file_of(site, page_name).read_text(encoding="utf-8")).encode()
        parts = [html, *((site.folder / file[1:]).read_bytes() for file in files)]
        sizes = [len(brotli.compress(part)) + headers_of(site, page_name) for part in parts]
        assert sum(sizes) <= 20_000


# Every element's style, as one number, or in full for those at the places in `wanted`. Differences with a reason:
# the shortest way to write `background: none` is `background: 0 0`.
STYLES = """wanted => {
  const seen = [];
  const number = text => {
    let sum = 0;
    for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
    return sum;
  };
  for (const element of document.body.querySelectorAll('*')) {
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      if (part && style.content === 'none') continue;
      const text = Array.from(style, property => `${property}: ${style.getPropertyValue(property)}`)
        .filter(line => !line.startsWith('--')).join('; ').replaceAll(location.origin, '')
        .replaceAll('background-position: 0px 0px', 'background-position: 0% 0%');
      const name = `${element.localName}.${element.getAttribute('class') ?? ''}${part ?? ''}`;
      seen.push([name, wanted ? (wanted.includes(seen.length) ? text : '') : number(text)]);
    }
  }
  return seen;
}"""


def search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("hamstring pain")
    expect(page.locator(".care")).to_be_visible()


def sheet(page: Page) -> None:
    page.evaluate("location.hash = 'v=1&cue=pelvis-level,no&fix=knee-caving&as=b-stance&dose=for-strength&side=left'")
    expect(page.locator(".todo")).to_be_visible()


def printed_sheet(page: Page) -> None:
    sheet(page)
    page.emulate_media(media="print")


def link_sent(page: Page) -> None:
    page.locator("[data-send]").last.click()
    expect(page.locator(".said")).not_to_be_empty()


def point_at(page: Page) -> None:
    page.locator("article a").first.focus()
    page.locator(".button, .send").last.hover()


STATES: dict[str, Callable[[Page], None]] = {
    "as it comes": lambda _: None,
    "search open": search,
    "a link sent": link_sent,
    "a sheet": sheet,
    "a sheet on paper": printed_sheet,
    "focus and hover": point_at,
    "menu open": lambda page: page.evaluate("document.getElementById('menu').showPopover()"),
    "on paper": lambda page: page.emulate_media(media="print"),
}


def styles(page: Page, address: str, state: Callable[[Page], None], wanted: list[int] | None = None) -> list[list[str]]:
    page.emulate_media(media="screen", reduced_motion="reduce")
    page.goto(address)
    page.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important }")
    state(page)
    found: list[list[str]] = page.evaluate(STYLES, wanted)
    return found


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_looks_different_from_before(
    site: Site,
    plain_site: Site,
    serve: Callable[[Site], str],
    browser: Browser,
    size: tuple[int, int],
    scheme: Scheme,
    state: str,
) -> None:
    names = LOOKS if state == "as it comes" else ["send"] if "sheet" in state else LOOKS[:2]
    with page_of(browser, size, scheme, bypass_csp=True) as page:
        for name in names:
            addresses = [serve(one) + one.path(name) for one in (plain_site, site)]
            before, after = (styles(page, address, STATES[state]) for address in addresses)
            assert [part for part, _ in after] == [part for part, _ in before]
            places = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other][:3]
            if places:
                full = [styles(page, address, STATES[state], places) for address in addresses]
                lines = [{line for at in places for line in one[at][1].split("; ")} for one in full]
                assert lines[0] ^ lines[1] == set(), (name, [before[at][0] for at in places])


def test_a_phone_on_its_side_does_not_enlarge_some_of_the_text(site: Site) -> None:
    """Safari knows the property by its prefix alone, which no Chromium shows."""
    assert "-webkit-text-size-adjust:100%" in site.file("index").read_text(encoding="utf-8")


def policy(html: str) -> str:
    found = re.search(r'<meta[^>]*content-security-policy[^>]*content="([^"]*)"|content="(default-src[^"]*)"', html)
    assert found
    return found[1] or found[2]


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_allows_its_own_files_and_what_stands_in_it(site: Site, page: str) -> None:
    html = site.file(page).read_text(encoding="utf-8")
    allowed = policy(html)
    assert "unsafe" not in allowed
    assert "http" not in allowed
    assert allowed.startswith("default-src 'none'; ")
    inline = [
        text
        for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
        if "src=" not in attributes and "json" not in attributes
    ]
    inline += re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    for text in inline:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in allowed
    assert not re.search(r"<[^>]+\s(style|on\w+)=", re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL))


def test_headers_say_the_same_and_what_only_they_can(site: Site) -> None:
    lines = (site.folder / "_headers").read_text(encoding="utf-8").splitlines()
    rules: dict[str, str] = {}
    for line in lines:
        if line.startswith("/"):
            address = line
        else:
            rules[address] = rules.get(address, "") + line.strip() + "\n"
    assert {"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"} <= set(rules["/*"].splitlines())
    assert "Permissions-Policy: " in rules["/*"]
    for page in SHOWN:
        own = policy(site.file(page).read_text(encoding="utf-8"))
        assert rules[site.path(page)] == f"Content-Security-Policy: {own}; frame-ancestors 'none'\n"


def test_nothing_is_published_that_no_page_needs(site: Site) -> None:
    left = {path.relative_to(site.folder).parts[1] for path in (site.folder / "assets").rglob("*") if path.is_file()}
    assert left == {"favicon.svg", "figures", "icon-192.png", "icon-512.png", "moved.js", "search.js", "site.js"}


@functools.cache
def purged(css: str, html: str = '<p class="a" id="b" data-c="d">', script: str = "") -> str:
    return "".join(map(str, purge(parse(css), Words([html], [script]))))


KEPT = {
    "a class": (".a{color:red}", True),
    "a class that is nowhere": (".z{color:red}", False),
    "an id": ("#b{color:red}", True),
    "an id that is nowhere": ("#z{color:red}", False),
    "a tag": ("p{color:red}", True),
    "a tag that is nowhere": ("table{color:red}", False),
    "an attribute's value": ("[data-c=d]{color:red}", True),
    "a value that is nowhere": ("[data-c=z]{color:red}", False),
    "what is excluded": ("p:not(.z){color:red}", True),
    "one of several": (":is(.z,.a){color:red}", True),
    "none of several": (":is(.z,.y){color:red}", False),
    "inside a condition": ("@media print{.a{color:red}}", True),
    "nothing inside a condition": ("@media print{.z{color:red}}", False),
    "a property that is read": ("p{--x:red;color:var(--x)}", True),
    "a property that is read nowhere": ("p{--x:red}", False),
    "keyframes that are named": ("@keyframes k{to{color:red}}p{animation:k 1s}", True),
    "keyframes named by a property": ("@keyframes k{to{color:red}}p{--n:k;animation-name:var(--n)}", True),
    "keyframes that nothing names": ("@keyframes k{to{color:red}}", False),
}


@pytest.mark.parametrize(("css", "stays"), KEPT.values(), ids=KEPT)
def test_only_what_is_used_is_kept(css: str, stays: bool) -> None:
    assert ("red" in purged(css)) == stays


def test_what_a_script_names_is_kept() -> None:
    assert "red" in purged(".z{color:red}", script="element.className = 'z'")
