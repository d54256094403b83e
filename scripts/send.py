"""Puts a link to itself beside every heading that has an id, in any built page."""

import re

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
