"""The light site: each page paints from itself, brings what it holds, and says what it may load."""

import base64
import functools
import gzip
import hashlib
import re
import zlib
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Route
from selectolax.lexbor import LexborHTMLParser

from conftest import DESKTOP, PHONE, ROOT, SHOWN, Site, page_of
from pages.light import HEADERS, styles

EVERY = [*SHOWN, "404"]
VOCABULARY = {
    *("abbr", "admonition", "blockquote", "code", "details", "footnote", "highlight", "md-button", "plain-table"),
    *("pre", "tabbed-set", "task-list", "twemoji"),
}
"""The parts of what authors know from Material; a page with all of them is in test_vocabulary.py."""
FIGURE = re.compile(r'<svg[^>]*role="?img.*?</svg>', re.DOTALL)


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


def headers() -> int:
    """Return the bytes of all response headers of a page, where `_headers` is read."""
    text = HOST + "".join(line.strip() + "\n" for line in HEADERS.splitlines()[1:])
    return len(text) + text.count("\n")  # a line ends with two bytes


@pytest.mark.parametrize("page", [page for page in EVERY if page != "find"])
def test_a_page_without_its_figures_fits_into_the_first_packets_with_its_headers(site: Site, page: str) -> None:
    """The list from A to Z grows with each word; its first screen fits, as that of all others."""
    html = FIGURE.sub("", file_of(site, page).read_text(encoding="utf-8"))
    assert len(brotli.compress(html.encode())) + headers() <= PACKETS


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
        sizes = [len(brotli.compress(part)) + headers() for part in parts]
        assert sum(sizes) <= 20_000


def parts_of(html: str) -> list[str]:
    """Return the styles that a page brings, in their order."""
    return re.findall(r"<style>(.*?)</style>", html, re.DOTALL)


def styles_of(site: Site) -> dict[str, str]:
    return styles(ROOT / "docs" / "assets" / "css", site.folder.parent / "generated" / "css")


@pytest.mark.parametrize("page", EVERY)
def test_a_page_brings_the_base_and_the_parts_that_it_holds(site: Site, page: str) -> None:
    html = file_of(site, page).read_text(encoding="utf-8")
    tree = LexborHTMLParser(html)
    made = styles_of(site)
    held = [name for name in made if name == "base" or tree.css_first(f".{name}, {name}")]
    assert len(held) > 5
    assert parts_of(html) == [made[name] for name in held]


def test_every_part_is_held_by_some_page_or_is_known_from_material(site: Site) -> None:
    html = [path.read_text(encoding="utf-8") for path in site.folder.rglob("*.html")]
    html.append((ROOT / "tests" / "browser" / "vocabulary.md").read_text(encoding="utf-8"))
    brought = {css for text in html for css in parts_of(text)}
    unused = [name for name, css in styles_of(site).items() if css not in brought]
    assert [name for name in unused if name not in VOCABULARY | {"moved"}] == []  # nothing has moved so far


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


def test_headers_say_what_only_they_can_in_one_rule(site: Site) -> None:
    text = (site.folder / "_headers").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("/")] == ["/*"]
    said = {line.strip() for line in text.splitlines()[1:]}
    assert {"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"} <= said
    assert "Content-Security-Policy: frame-ancestors 'none'" in said
    assert "Permissions-Policy: " in text


def test_nothing_is_published_that_no_page_needs(site: Site) -> None:
    left = {path.relative_to(site.folder).parts[1] for path in (site.folder / "assets").rglob("*") if path.is_file()}
    icons = {"favicon.svg", "icon-192.png", "icon-512.png"}
    assert left == {"figures", *icons, "moved.js", "search-box.js", "search.js", "site.js"}


def test_a_script_leaves_its_comments_at_home(site: Site) -> None:
    for script in (site.folder / "assets").glob("*.js"):
        text, source = (path.read_text(encoding="utf-8") for path in (script, ROOT / "docs" / "assets" / script.name))
        code = [line for line in source.splitlines() if not line.lstrip().startswith("//")]
        assert text.splitlines() == "\n".join(code).strip().splitlines()
