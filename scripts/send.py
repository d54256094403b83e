"""Puts a link to send beside every heading that has an id, in any built page."""

import functools
import re
from collections.abc import Container

HEADING = re.compile(r'<h(?P<level>[2-6])\b[^>]*\bid="(?P<id>[^"]+)"[^>]*>(?P<title>.*?)</h(?P=level)>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def add_send_links(html: str, items: Container[str]) -> str:
    """Return the page with each heading that has an id in a row with its link, to the item's own page if it is one.

    The link stands outside the heading, so that the heading's name stays clean for a screen reader, the table of
    contents and the search.
    """
    return HEADING.sub(functools.partial(beside, items), html)


def beside(items: Container[str], heading: re.Match[str]) -> str:
    name = TAG.sub("", heading["title"]).strip().replace('"', "&quot;")
    address = f"{heading['id']}/" if heading["id"] in items else f"#{heading['id']}"
    link = (
        f'<a class="send" data-send="{heading["id"]}" href="{address}" aria-label="Send: {name}"><span>Send</span></a>'
    )
    return f'<div class="titled">{heading[0]}{link}</div>'
