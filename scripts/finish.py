"""Finishes a built site, whoever built it: links beside headings, the search index, and assets made from data."""

import shutil
import sys
from pathlib import Path

from data import load_all
from search import write_index
from send import add_send_links


def finish(site: Path, generated: Path, docs: Path) -> None:
    """Index and change the site's pages in place, and copy `generated`/assets into its assets."""
    write_index(site, load_all(docs / "data")["search"])
    for page in sorted(site.rglob("*.html")):
        page.write_text(add_send_links(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    shutil.copytree(generated / "assets", site / "assets", dirs_exist_ok=True)


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    finish(Path(sys.argv[1]), root / "generated", root / "docs")
