"""Takes a picture that an author gives, in place of a pose, as a figure like the others."""

import re
from html import escape
from typing import Any
from xml.etree import ElementTree

from figures.geometry import FigureError

SVG = "{http://www.w3.org/2000/svg}"
REFUSED = ("style", "script", "foreignObject", "image", "title", "desc", "a", "id", "href")
"""Elements and attributes that a figure has none of: its words come from the data, its colors from the site's classes,
and it loads nothing and leads nowhere."""


def given_figure(given: list[Any]) -> str:
    """Return the SVG of a figure's data and the text of the author's file, which has a viewBox and classes for colors.

    Raises `geometry.FigureError` where the file is not there, is no SVG, or would not be shown.
    """
    figure, text = given
    if not text:
        raise FigureError(f"docs/figures/{figure['key']}.svg is missing or empty")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise FigureError(f"docs/figures/{figure['key']}.svg is no SVG: {error}") from None
    frame = root.get("viewBox")
    if root.tag != f"{SVG}svg" or not frame:
        raise FigureError(f"docs/figures/{figure['key']}.svg should be an <svg> with a viewBox and the SVG namespace")
    for element in root.iter():
        for name in (str(part).rpartition("}")[2] for part in (element.tag, *element.attrib)):
            if name in REFUSED or name.startswith("on"):
                raise FigureError(f"docs/figures/{figure['key']}.svg may have no {name}")
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    inner = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inner).replace("<ns0:", "<").replace("</ns0:", "</")
    inner = " ".join(inner.split())  # an empty line would end the picture, as it ends a paragraph
    return (
        f'<svg class="figure" viewBox="{escape(frame)}" role="img"><title>{escape(figure["title"])}</title>'
        f"<desc>{escape(figure['desc'])}</desc>{inner}</svg>"
    )
