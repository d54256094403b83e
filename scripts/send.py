"""Puts a link to itself beside every heading that has an id, in any built page, whoever built it."""

import re
import sys
from pathlib import Path

HEADING = re.compile(r'<h(?P<level>[2-6])\b[^>]*\bid="(?P<id>[^"]+)"[^>]*>(?P<title>.*?)</h(?P=level)>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def add_send_links(html: str) -> str:
    """Return the page with each heading that has an id in a row with its link.

    The link stands outside the heading, so that the heading's name stays clean for a screen reader, the table of
    contents and the search.
    """
    return HEADING.sub(beside, html)


def beside(heading: re.Match[str]) -> str:
    name = TAG.sub("", heading["title"]).strip().replace('"', "&quot;")
    link = f'<a class="send" href="#{heading["id"]}" aria-label="Send: {name}"><span>Send</span></a>'
    return f'<div class="titled">{heading[0]}{link}</div>'


def main(site: Path) -> None:
    for page in site.rglob("*.html"):
        page.write_text(add_send_links(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
