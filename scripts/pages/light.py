"""Makes a page light: it brings the styles and scripts of what it holds, and a policy for what it may load."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import lightningcss
import minify_html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from facts.sources import InputError, Problem

BROWSERS = ["chrome 111", "edge 111", "firefox 113", "safari 16.4", "ios_saf 16.4"]
"""The oldest ones that get the look as it is meant; older ones get the words."""
COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
"""A line of a script that is a comment, which its reader does without."""
BASE = "base"
"""The part that every page holds."""
HEADERS = """\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
  Content-Security-Policy: frame-ancestors 'none'
"""
"""What hosts that read `_headers` send: what a page can't say itself."""


def styles(*folders: Path) -> dict[str, str]:
    """Return the style of each part by its name, which is the class or the element that it styles; base comes first.

    Raises `InputError` with every file that is no style sheet.
    """
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.css"))}
    found: dict[str, str] = {}
    problems = []
    for name in sorted(files, key=lambda name: (name != BASE, name)):
        try:
            found[name] = small(files[name])
        except InputError as bad:
            problems += bad.problems
    if problems:
        raise InputError(problems)
    return found


def small(file: Path) -> str:
    """Return a style sheet as short as it can be, for the oldest browsers that get the look.

    Raises `InputError` where it is none.
    """
    try:
        css = file.read_text(encoding="utf-8")
        return str(lightningcss.process_stylesheet(css, browsers_list=BROWSERS, minify=True)).strip()
    except ValueError as error:
        line = re.search(r":(\d+):\d+$", str(error))
        raise InputError([Problem(file, int(line[1]) + 1 if line else 1, f"no CSS: {error}")]) from None


def bring(page: LexborHTMLParser, styles: dict[str, str], assets: Path) -> None:
    """Put the styles of what the page holds in the place of its empty <style>, and in each empty script its text."""
    if place := page.css_first("head > style"):
        for name, css in styles.items():
            if name == BASE or page.css_first(f".{name}, {name}"):
                place.insert_before(element(f"<style>{css}</style>", "style"))
        place.decompose()
    for script in page.css("script[data-file]"):
        text = short((assets / str(script.attributes["data-file"])).read_text(encoding="utf-8"))
        script.replace_with(element(f"<script>{text}</script>", "script"))


def short(script: str) -> str:
    """Return a script without its comments."""
    return COMMENT.sub("", script).strip()


def written(page: LexborHTMLParser, *, with_policy: bool) -> str:
    """Return the page as HTML, with its policy as early as a <meta> can be."""
    if with_policy and (charset := page.css_first("meta[charset]")):
        meta = f'<meta http-equiv="content-security-policy" content="{policy(page)}">'
        charset.insert_after(element(meta, "meta"))
    html = minify_html.minify(
        str(page.html), keep_closing_tags=True, keep_html_and_head_opening_tags=True, keep_input_type_text_attr=True
    )
    return str(html)


def element(html: str, tag: str) -> LexborNode:
    """Return the element that is written like this."""
    found = LexborHTMLParser(html).css_first(tag)
    assert found
    return found


def policy(page: LexborHTMLParser) -> str:
    """Return what a page may load: the site's own files, and what stands in the page by its hash."""
    scripts = (
        script for script in page.css("script:not([src])") if "json" not in (script.attributes.get("type") or "")
    )
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes(scripts)]),
            " ".join(["style-src", *(hashes(page.css("style")) or ["'none'"])]),
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def hashes(elements: Iterable[LexborNode]) -> list[str]:
    """Return each different text of the elements as a policy names it."""
    digests = {hashlib.sha256(element.text().encode()).digest() for element in elements}
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
