"""Makes a finished site light: each page brings the style that it uses, and a policy for what it may load.

It works on the files of a site alone, whoever built it.
"""

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import minify_html

from light.purge import Words, parse, purge

STYLESHEET = re.compile(r'<link rel="stylesheet" href="(?P<href>[^"]+)">\s*')
MODULE = re.compile(r'<script type="module" src="(?P<src>[^"]+)">')
SOURCE = re.compile(r'src="([^"]+)"')
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(?P<text>.*?)</style>", re.DOTALL)
CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
HEADERS = """\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
"""
POLICY_OF_A_PAGE = """\
{address}
  Content-Security-Policy: {policy}; frame-ancestors 'none'
"""


class Page(NamedTuple):
    """A page of the site, as it was written, and the style sheets and scripts it names; modules are scripts, too."""

    path: Path
    html: str
    sheets: tuple[Path, ...]
    scripts: tuple[Path, ...]
    modules: tuple[Path, ...]


def lighten(site: Path) -> None:
    """Change the pages of `site` in place, take away what none of them names any more, and write `_headers`."""
    pages = [read(path, site) for path in sorted(site.rglob("*.html"))]
    styles = styles_of(pages)
    light = {page.path: minified(with_modules(page, with_style(page, styles[page.path]))) for page in pages}
    for path, html in light.items():
        path.write_text(with_policy(html), encoding="utf-8", newline="\n")
    (site / "_headers").write_text(headers(light, site), encoding="utf-8", newline="\n")
    take_away({file for page in pages for file in (*page.sheets, *page.modules)}, site)


def read(path: Path, site: Path) -> Page:
    html = path.read_text(encoding="utf-8")
    sheets = tuple(file_of(found["href"], path, site) for found in STYLESHEET.finditer(html))
    sources = (SOURCE.search(found["attributes"]) for found in SCRIPT.finditer(html))
    scripts = tuple(file_of(source[1], path, site) for source in sources if source)
    return Page(
        path, html, sheets, scripts, tuple(file_of(found["src"], path, site) for found in MODULE.finditer(html))
    )


def file_of(address: str, page: Path, site: Path) -> Path:
    """Return the file that a page's address means; the 404 page's addresses begin at the host's root."""
    path = urlsplit(address).path
    if not path.startswith("/"):
        return (page.parent / path).resolve()
    parts = Path(path).parts[1:]
    # How deep the site stands on its host is not in its files: try each depth.
    return next(file for depth in range(len(parts)) if (file := site.joinpath(*parts[depth:]).resolve()).is_file())


def styles_of(pages: list[Page]) -> dict[Path, str]:
    """Return for each page the style that it and its scripts can use."""
    text = functools.cache(functools.partial(Path.read_text, encoding="utf-8"))
    rules = functools.cache(lambda sheets: parse("".join(map(text, sheets))))

    def style_of(page: Page) -> str:
        scripts = [*page.scripts, *(worker for script in page.scripts for worker in workers_of(script, text(script)))]
        inline = [found["text"] for found in SCRIPT.finditer(page.html) if "json" not in found["attributes"]]
        return "".join(map(str, purge(rules(page.sheets), Words([page.html], [*inline, *map(text, scripts)]))))

    return {page.path: style_of(page) for page in pages}


def workers_of(script: Path, text: str) -> list[Path]:
    """Return the scripts beside this one that it names: what they answer stands on the page, too."""
    return [file for name in re.findall(r"'([\w-]+\.js)'", text) if (file := script.with_name(name)).is_file()]


def with_style(page: Page, style: str) -> str:
    """Return the page with its style in place of the style sheets that it named."""
    html = STYLESHEET.sub("\0", page.html)
    return html.replace("\0", f"<style>{style}</style>", 1).replace("\0", "")


def with_modules(page: Page, html: str) -> str:
    """Return the page with its modules in place: what only this page does, it brings along."""
    texts = iter(page.modules)
    return MODULE.sub(lambda _: f'<script type="module">{next(texts).read_text(encoding="utf-8")}', html)


def minified(html: str) -> str:
    return str(
        minify_html.minify(
            html, keep_closing_tags=True, keep_html_and_head_opening_tags=True, keep_input_type_text_attr=True
        )
    )


def with_policy(html: str) -> str:
    """Return the page with its policy as early as a `<meta>` can be, for hosts that send no headers of their own."""
    meta = f'<meta http-equiv="content-security-policy" content="{policy(html)}">'
    with_meta, found = CHARSET.subn(lambda charset: charset[0] + meta, html, count=1)
    if not found:
        raise ValueError(f"a page without a charset has no place for its policy: {html[:80]}")
    return with_meta


def headers(pages: Mapping[Path, str], site: Path) -> str:
    """Return what hosts that read `_headers` send: the same for all, and for each page its own policy."""
    own = [
        POLICY_OF_A_PAGE.format(
            address=f"/{path.relative_to(site).as_posix().removesuffix('index.html')}", policy=policy(html)
        )
        for path, html in pages.items()
    ]
    return HEADERS + "".join(own)


def policy(html: str) -> str:
    """Return what a page may load: the site's own files, and what stands in the page by its hash."""
    inline = (found for found in SCRIPT.finditer(html) if not re.search("src=|json", found["attributes"]))
    scripts = sorted({digest(found["text"]) for found in inline})
    styles = sorted({digest(found["text"]) for found in STYLE.finditer(html)})
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join(["style-src", *(styles or ["'none'"])]),
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def take_away(files: Iterable[Path], site: Path) -> None:
    """Delete the files that are in the pages now, and the theme's scripts and pictures, which no page names."""
    for file in files:
        file.unlink()
    for folder in ("images", "javascripts", "stylesheets"):
        for path in sorted((site / "assets" / folder).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if (site / "assets" / folder).is_dir():
            (site / "assets" / folder).rmdir()
