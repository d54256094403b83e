"""Finishes a built site, whoever built it: a link beside each heading, and the assets that are made from data."""

import shutil
import sys
from pathlib import Path

from send import add_send_links


def finish(site: Path, generated: Path) -> None:
    """Change the site's pages in place, and copy `generated`/assets into its assets."""
    for page in sorted(site.rglob("*.html")):
        page.write_text(add_send_links(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    shutil.copytree(generated / "assets", site / "assets", dirs_exist_ok=True)


if __name__ == "__main__":
    finish(Path(sys.argv[1]), Path(__file__).parent.parent / "generated")
