"""Takes a picture that an author gives, in place of a pose, as a figure like the others."""

import math
import re
from collections.abc import Iterator
from html import escape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from figures.geometry import FigureError

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = ("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan")
"""The elements of a figure: its words come from the data, and it loads nothing, moves nothing and leads nowhere.

Another name, as img, might end the picture where it stands in a page.
"""
REFUSED = ("style", "id", "href", "src")
"""Attributes that a figure has none of: its colors come from the site's classes, and a page may have no id twice."""
PATH = re.compile(r"\s*[Mm][MmZzLlHhVvCcSsQqTtAaEe\d\s.,+-]*")
DEEPEST = 50
"""How deep groups may lie in each other."""
LONGEST = 100_000
"""How many characters a picture may have."""


def given_figure(given: list[Any]) -> str:
    """Return the SVG of a figure's data and the text of the author's file, which has a viewBox and classes for colors.

    Raises `geometry.FigureError` where the file is not there, is no SVG, or would not be shown.
    """
    figure, text = given
    if reason := next(reasons(text), ""):
        raise FigureError(f"docs/figures/{figure['key']}.svg {reason}")
    root = ElementTree.fromstring(text)
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    inner = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inner).replace("<ns0:", "<").replace("</ns0:", "</")
    inner = " ".join(inner.split())  # an empty line would end the picture, as it ends a paragraph
    frame = " ".join(root.get("viewBox", "").split())
    return (
        f'<svg class="figure" viewBox="{escape(frame)}" role="img"><title>{escape(figure["title"])}</title>'
        f"<desc>{escape(figure['desc'])}</desc>{inner}</svg>"
    )


def reasons(text: str) -> Iterator[str]:
    """Yield why a picture's text is refused; what comes after a reason may not be looked at."""
    if not text:
        yield "is missing or empty"
    if len(text) > LONGEST:
        yield f"has {len(text):,} characters; simplify it to at most {LONGEST:,}"
    if "<!DOCTYPE" in text:  # it could name files and entities that grow without end
        yield "may have no <!DOCTYPE>; delete it"
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        yield f"is no SVG: {error}"
    else:
        yield from of_frame(root)
        yield from of_elements(root)


def of_frame(root: Element) -> Iterator[str]:
    """Yield why the outermost element is no picture with a size."""
    frame = root.get("viewBox")
    if root.tag != f"{SVG}svg" or not frame:
        yield "should be an <svg> with a viewBox and the SVG namespace"
    elif not is_frame(frame):
        yield f"should have a viewBox of four numbers, the last two more than 0, as 0 0 420 277, not {frame[:60]!r}"
    elif len(root) == 0:
        yield "draws nothing; put shapes into it"


def is_frame(frame: str) -> bool:
    """Whether a viewBox has its four numbers and a size."""
    try:
        left, top, width, height = map(float, frame.replace(",", " ").split())
    except ValueError:
        return False
    return all(map(math.isfinite, (left, top, width, height))) and width > 0 and height > 0


def of_elements(root: Element) -> Iterator[str]:
    """Yield what no figure may have, from the outermost elements to the innermost; no stack is needed for the depth."""
    yield from of_attributes(root)
    row, depth = [*root], 1
    while row:
        if depth > DEEPEST:
            yield f"has elements more than {DEEPEST} deep in each other; ungroup them"
            return
        for element in row:
            name = element.tag.removeprefix(SVG)
            if name not in ALLOWED:
                yield f"may have no {name.rpartition('}')[2]}; it may have {', '.join(ALLOWED)}"
            yield from of_attributes(element)
        row, depth = [child for element in row for child in element], depth + 1


def of_attributes(element: Element) -> Iterator[str]:
    """Yield which attribute no figure may have, or which path is none."""
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name in REFUSED or name.startswith("on") or name != key:
            yield f"may have no {name}; its colors come from the classes of docs/assets/css/figure.css"
        if "url(" in value:
            yield f"may have no url() in {name}; it loads nothing"
    if element.tag == f"{SVG}path" and not PATH.fullmatch(element.get("d", "")):
        yield f"has a path whose d is no path data: {element.get('d', '')[:40]!r}; it begins with M"
