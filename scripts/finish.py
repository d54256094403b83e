"""Finishes a built site, whoever built it: what its pages still need, and the files that no builder makes."""

import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pages
from cards import Card, CardError, Studio, write_cards
from data import FACTS
from downloads import write_downloads
from icons import write_icons
from item_pages import take_empty_page, write_item_pages
from items import CUE, MISTAKE, STEP, VARIATION, Item, all_items
from light.lighten import lighten
from offline import write_offline
from redirects import write_redirects
from search import write_index
from send import add_send_links
from stage import refused, turn
from structured import article, breadcrumbs, how_to, with_structured_data

META = re.compile(r'<meta (?:property|name)="?(?P<name>[\w:]+)"? content="(?P<content>[^"]*)"')


def finish(site: Path, generated: Path, docs: Path, *, with_cards: bool = True) -> None:
    """Index and change the site's pages in place, and add what is made from `docs` and `generated`.

    Raises `cards.CardError` where a card can't be drawn whole.
    """
    datasets = json.loads(read(generated / FACTS))
    items = all_items(datasets)
    heads = pages.front_matter(docs)
    empty_page = take_empty_page(site)
    write_index(site, datasets["search"]["words"], datasets["safety"])
    for page in sorted(site.rglob("*.html")):
        write(page, add_send_links(read(page), items))
    write_item_pages(site, generated, empty_page, items, datasets)
    said = {address: meta(site / address / "index.html") for address in heads}
    add_structured_data(site, heads, said, items)
    studio = Studio(said[""]["og:site_name"], generated, docs, datasets["figures"])
    if with_cards:
        write_cards(site, docs.parent / ".cache" / "cards", [*all_cards(studio, heads, said, items)])
    write_icons(site)
    write_figures(site / "assets" / "figures", studio, items.values())
    write_downloads(site, datasets, docs / "data" / "schema")
    write_redirects(site, datasets["permalinks"]["redirects"], said[""]["og:url"])
    shutil.copytree(generated / "assets", site / "assets", dirs_exist_ok=True)


def all_cards(
    studio: Studio,
    heads: Mapping[str, Mapping[str, str]],
    said: Mapping[str, Mapping[str, str]],
    items: dict[str, Item],
) -> Iterator[Card]:
    for address, head in heads.items():
        yield studio.of_page(address, said[address]["og:title"], said[address]["og:description"], head["figure"])
    for item in items.values():
        yield studio.of_item(item)


def add_structured_data(
    site: Path, heads: Mapping[str, Mapping[str, str]], said: Mapping[str, Mapping[str, str]], items: dict[str, Item]
) -> None:
    """Add to each page but the home page what it is."""
    home = said[""]["og:url"]
    start = (said[""]["og:site_name"], home)
    for address, values in said.items():
        if not address:
            continue
        things: list[dict[str, Any]] = [breadcrumbs(start, (values["og:title"], values["og:url"]))]
        if values["og:type"] == "article":
            things.append(article(values, heads[address], home))
        if address == f"{STEP.page}/":
            things.append(how_to(values, items.values(), home))
        page = site / address / "index.html"
        write(page, with_structured_data(read(page), *things))
    for item in items.values():
        section = said[f"{item.kind.page}/"]
        way = breadcrumbs(start, (section["og:title"], section["og:url"]), (item.title, home + item.url))
        page = site / item.url / "index.html"
        write(page, with_structured_data(read(page), way))


def write_figures(folder: Path, studio: Studio, items: Iterable[Item]) -> None:
    """Write the items' figures as files of their own, which a sheet shows."""
    folder.mkdir()
    for key in sorted({key for item in items if item.kind in (CUE, MISTAKE, VARIATION) for key in item.figures}):
        (folder / f"{key}.svg").write_text(studio.colored(key), encoding="utf-8", newline="\n")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def write(page: Path, html: str) -> None:
    page.write_text(html, encoding="utf-8", newline="\n")


def meta(page: Path) -> dict[str, str]:
    """Return what a built page says of itself to programs, and its heading."""
    html = read(page)
    said = {found["name"]: unescape(found["content"]) for found in META.finditer(html)}
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return said | {"h1": unescape(re.sub(r"<[^>]*>", "", heading[1])) if heading else said["og:title"]}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("python scripts/finish.py site    finishes what a builder wrote into site/", file=sys.stderr)
        return 2
    root, site = Path(__file__).parent.parent, Path(arguments[0])
    generated = root / "generated"
    if not ((generated / FACTS).is_file() and (site / pages.EMPTY / "index.html").is_file()):
        print(f"{site} was not built of generated/, or is finished already; make both first", file=sys.stderr)
        return 1
    try:
        with turn(root):
            finish(site, generated, root / "docs")
            lighten(site)
            write_offline(site)
    except (CardError, OSError) as bad:
        print(refused(bad) if isinstance(bad, OSError) else bad, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
