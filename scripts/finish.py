"""Finishes a built site, whoever built it: links to send, items' own pages, the search index, and made assets."""

import shutil
import sys
from pathlib import Path

from data import load_all
from item_pages import take_empty_page, write_item_pages
from items import all_items
from search import write_index
from send import add_send_links


def finish(site: Path, generated: Path, docs: Path) -> None:
    """Index and change the site's pages in place, and add what is made from `docs`/data and `generated`."""
    datasets = load_all(docs / "data")
    items = all_items(datasets)
    empty_page = take_empty_page(site)
    write_index(site, datasets["search"])
    for page in sorted(site.rglob("*.html")):
        html = add_send_links(page.read_text(encoding="utf-8"), items)
        page.write_text(html, encoding="utf-8", newline="\n")
    write_item_pages(site, generated, empty_page, items, datasets["figures"])
    shutil.copytree(generated / "assets", site / "assets", dirs_exist_ok=True)


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    finish(Path(sys.argv[1]), root / "generated", root / "docs")
