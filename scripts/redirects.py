"""Leads readers of an address that is gone to its new home, with and without JavaScript."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from render import render

ARTICLE_END = "</article>"


def write_redirects(site: Path, redirects: Mapping[str, str], home: str) -> None:
    """Write a small page and a rule for each page that is gone, and a note on the page of each anchor that is gone.

    `redirects`: addresses from the site's own, as in the registry. `home`: the site's address.
    """
    anchors: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for old, new in redirects.items():
        page, _, anchor = old.partition("#")
        if anchor:
            anchors[page][anchor] = relative(page, new)
    write_rules(site, {old: new for old, new in redirects.items() if "#" not in old and old not in anchors})
    for old, new in redirects.items():
        if "#" not in old:
            up = "../" * depth(old)
            html = render("pages/moved.html", home=home, new=new.lstrip("/"), up=up, anchors=anchors.pop(old, {}))
            (site / old.strip("/")).mkdir(parents=True, exist_ok=True)
            write(site, old, html)
    for page, moved in anchors.items():
        notes = render("pages/moved-anchors.html", anchors=moved)
        html = index(site, page).read_text(encoding="utf-8")
        write(site, page, html.replace(ARTICLE_END, notes + ARTICLE_END, 1))


def write_rules(site: Path, redirects: Mapping[str, str]) -> None:
    """Write `_redirects`, for hosts that read it and then answer themselves, before the small page is asked for.

    A page whose anchors have homes of their own may not be in it: a host never sees which anchor was asked for.
    """
    if redirects:
        rules = "".join(f"{old} {new} 301\n" for old, new in redirects.items())
        (site / "_redirects").write_text(rules, encoding="utf-8", newline="\n")


def index(site: Path, address: str) -> Path:
    return site / address.strip("/") / "index.html"


def write(site: Path, address: str, html: str) -> None:
    index(site, address).write_text(html, encoding="utf-8", newline="\n")


def relative(page: str, target: str) -> str:
    """Return a link from a page to another address, both from the site's own."""
    return "../" * depth(page) + target.lstrip("/") or "./"


def depth(page: str) -> int:
    return page.strip("/").count("/") + 1 if page.strip("/") else 0
