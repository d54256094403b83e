"""Makes a page of its own for each item: the one that was built of docs/item/page.md is the template for all."""

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from extras.mistakes import checked
from extras.partials import environment, render
from facts.items import Item
from facts.markdown import SHELL
from facts.site import Settings

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def own_pages(
    shell: str, items: Mapping[str, Item], datasets: Mapping[str, Any], generated: Path, site: Settings
) -> dict[str, str]:
    """Return each item's page by its file's name below the site; its figures are read from `generated`.

    `shell`: the built page, with names in braces where the item's words go; a name that is not there is an error.
    """
    lines = datasets.get("safety", {}).get("lines")
    pages = {}
    with checked(generated.parent / "docs" / f"{SHELL}.md"):
        template = environment().from_string(shell)
        for item in items.values():
            title = datasets["titles"][f"{item.page}/"]
            values = {"item": item, "items": items, "drawn": drawings(item, generated), "site": site}
            content = render("pages/item.html", **values, lines=lines, section=title)
            page = template.render(item=item, content=Markup(content), classes=classes(item))
            pages[f"{item.url}index.html"] = page
    return pages


def classes(item: Item) -> str:
    """Return the classes of an item's page: whether there is something to see, and how loud it is."""
    return " ".join(filter(None, ("one", "" if item.figures or item.dose else "plain", item.kind.tone)))


def drawings(item: Item, generated: Path) -> dict[str, Markup]:
    """Return the item's figures by their keys."""
    files = {figure.key: generated / "figures" / f"{figure.key}.svg" for figure in item.figures}
    return {key: Markup(path.read_text(encoding="utf-8")) for key, path in files.items()}


def take_shell(site: Path) -> None:
    """Take the page that is only a template out of the site and its sitemap."""
    shutil.rmtree(site / SHELL)
    if not any((site / SHELL).parent.iterdir()):
        (site / SHELL).parent.rmdir()
    file = site / "sitemap.xml"
    ElementTree.register_namespace("", SITEMAP)
    sitemap = ElementTree.parse(file)
    pages = sitemap.getroot()
    for page in list(pages):
        if f"{SHELL}/" in (page.findtext(f"{{{SITEMAP}}}loc") or ""):
            pages.remove(page)
    sitemap.write(file, encoding="utf-8", xml_declaration=True)
    packed = file.with_suffix(".xml.gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(file.read_bytes(), mtime=0))
