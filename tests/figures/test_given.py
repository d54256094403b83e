"""A picture that an author gives: it becomes a figure with words, or is refused where a page would not show it."""

import pytest

from figures.geometry import FigureError
from figures.given import given_figure

FIGURE = {"key": "toe", "title": "A toe & more", "desc": "A toe."}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def test_it_has_its_words_from_the_data_and_no_empty_line() -> None:
    drawn = given_figure([FIGURE, SVG.format('\n\n<path class="skin" d="M0 0h9"/>\n\n')])
    assert drawn.startswith('<svg class="figure" viewBox="0 0 9 9" role="img"><title>A toe &amp; more</title>')
    assert '<path class="skin" d="M0 0h9" />' in drawn
    assert "\n" not in drawn


REFUSED = {
    "no file": ("", "is missing or empty"),
    "no SVG": ("<svg", "is no SVG"),
    "no viewBox": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "should be an <svg> with a viewBox"),
    "a style": (SVG.format("<style/>"), "may have no style"),
    "a style of its own": (SVG.format('<path style="fill:red"/>'), "may have no style"),
    "a script": (SVG.format("<script/>"), "may have no script"),
    "a handler": (SVG.format('<path onclick="x()"/>'), "may have no onclick"),
    "what it would load": (SVG.format('<g href="https://example.org/a.svg"/>'), "may have no href"),
    "an id": (SVG.format('<path id="toe"/>'), "may have no id"),
    "an element that would end it": (SVG.format('<img alt=""/>'), "may have no img; it may have g, path, rect"),
    "an element of another language": (SVG.format('<p xmlns="urn:other"/>'), "may have no p; it may have g"),
    "a picture in the picture": (SVG.format("<g><svg/></g>"), "may have no svg"),
    "an attribute of a program": (SVG.format('<g xmlns:x="urn:x" x:label="a"/>'), "may have no label"),
    "a color from elsewhere": (SVG.format('<g fill="url(#a)"/>'), r"may have no url\(\) in fill"),
    "a path that is none": (SVG.format('<path d="a line"/>'), "has a path whose d is no path data: 'a line'"),
    "no shapes": (SVG.format(""), "draws nothing"),
    "a frame of words": (SVG.format("<g/>").replace("0 0 9 9", "all of it"), "should have a viewBox of four numbers"),
    "a frame without a size": (SVG.format("<g/>").replace("0 0 9 9", "0 0 0 9"), "should have a viewBox of four"),
    "a frame of no numbers": (SVG.format("<g/>").replace("0 0 9 9", "0 0 nan 9"), "should have a viewBox of four"),
    "a word that grows": (
        f'<!DOCTYPE svg [<!ENTITY a "aaa"><!ENTITY b "{"&a;" * 99}">]>{SVG.format("&b;")}',
        "may have no <!DOCTYPE>",
    ),
    "groups without end": (SVG.format("<g>" * 9000 + "</g>" * 9000), "has elements more than 50 deep in each other"),
    "megabytes": (SVG.format(f'<path d="M0 0{"h1" * 99999}"/>'), r"has 200,\d+ characters; simplify it"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_a_page_would_not_show_is_refused(text: str, said: str) -> None:
    with pytest.raises(FigureError, match=f"docs/figures/toe.svg {said}"):
        given_figure([FIGURE, text])
