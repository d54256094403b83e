"""Puts a link to send beside every heading that has an id, in any built page."""

from collections.abc import Container

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser

from pages.light import element


def add_links(page: LexborHTMLParser, items: Container[str]) -> None:
    """Put each heading that has an id in a row with its link, to the item's own page if it is one.

    The link stands outside the heading, so that the heading's name stays clean for a screen reader, the table of
    contents and the search.
    """
    for heading in page.css(":is(h2, h3, h4, h5, h6)[id]"):
        name, title = heading.id, escape(heading.text().strip())
        address = f"{name}/" if name in items else f"#{name}"
        link = f'<a class="send" data-send="{name}" href="{address}" aria-label="Send: {title}"><span>Send</span></a>'
        heading.replace_with(element(f'<div class="titled">{heading.html}{link}</div>', "div"))
