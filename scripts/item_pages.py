"""Writes a page of its own for each item, from the empty one that the builder made of docs/item/page.md."""

import gzip
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from items import CAREFUL, Item
from pages import EMPTY
from render import curly, render


class Drawing(NamedTuple):
    """A figure as it stands on a page."""

    svg: str
    title: str
    view: str
    sign: str = ""


def take_empty_page(site: Path) -> str:
    """Return the empty page and take it out of the site and its sitemap."""
    html = (site / EMPTY / "index.html").read_text(encoding="utf-8")
    shutil.rmtree(site / Path(EMPTY).parts[0])
    sitemap = site / "sitemap.xml"
    listed = re.sub(rf"\s*<url>\s*<loc>[^<]*{EMPTY}/</loc>.*?</url>", "", sitemap.read_text("utf-8"), flags=re.DOTALL)
    sitemap.write_text(listed, encoding="utf-8", newline="\n")
    packed = sitemap.with_suffix(".xml.gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(listed.encode(), mtime=0))
    return html


def write_item_pages(
    site: Path, generated: Path, empty_page: str, items: Mapping[str, Item], datasets: Mapping[str, Any]
) -> None:
    """Write each item's page to its address below `site`; figures are read from `generated`."""
    by_key = {figure["key"]: figure for figure in datasets["figures"]}
    lines = datasets["safety"]["lines"]
    for item in items.values():
        drawings = [drawing(key, item, by_key, generated) for key in item.figures]
        content = render("pages/item.html", item=item, items=items, drawings=drawings, lines=lines, careful=CAREFUL)
        page = site / item.url / "index.html"
        page.parent.mkdir()
        page.write_text(fill(empty_page, item, content), encoding="utf-8", newline="\n")


def drawing(key: str, item: Item, figures: Mapping[str, dict[str, Any]], generated: Path) -> Drawing:
    """Return a figure of the item; the map of muscles is no entry of `figures`."""
    svg = (generated / "figures" / f"{key}.svg").read_text(encoding="utf-8")
    figure = figures.get(key, {"title": item.title, "view": "wide"})
    return Drawing(svg, figure["title"], figure["view"], item.sign(key))


def fill(empty_page: str, item: Item, content: str) -> str:
    """Return the item's page. Its section is what a search engine should show, its own address what a chat should."""
    address = item.url.rstrip("/")
    html = re.sub(rf'(<link rel="?canonical"? href="[^"]*){EMPTY}/"', rf'\g<1>{item.kind.page}/"', empty_page, count=1)
    html = html.replace(EMPTY, address)
    html = re.sub(r"<p>\s*ITEM-CONTENT\s*</p>", lambda _: content, html, count=1)
    html = html.replace("ITEM-TITLE", escape(item.title))
    return html.replace("ITEM-DESCRIPTION", escape(item.sentence))


def escape(text: str) -> str:
    """Escape a text of the data, which holds no other markup, for an element or an attribute."""
    return curly(text).replace("&", "&amp;").replace('"', "&quot;")
