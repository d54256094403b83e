"""Each heading with an id has a link beside it, and not in it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pages.send import add_links


def with_links(html: str, items: list[str]) -> str:
    """Return what stands in the body of a page once it has its links."""
    page = LexborHTMLParser(html)
    add_links(page, items)
    assert page.body
    return str(page.body.inner_html)


def test_the_link_stands_beside_the_heading_and_names_it() -> None:
    assert with_links('<h2 id="brace">Brace</h2>', items=[]) == (
        '<div class="titled"><h2 id="brace">Brace</h2>'
        '<a class="send" data-send="brace" href="#brace" aria-label="Send: Brace"><span>Send</span></a></div>'
    )


def test_the_link_of_an_item_leads_to_its_own_page() -> None:
    assert 'href="brace/"' in with_links('<h2 id="brace">Brace</h2>', items=["brace"])


def test_markup_and_quotes_stay_out_of_the_name() -> None:
    assert 'aria-label="Send: A &quot;B&quot; &amp; c"' in with_links(
        '<h3 id="x">A <em>"B"</em> &amp; c</h3>', items=[]
    )


@pytest.mark.parametrize("html", ["<h2>No id</h2>", '<h1 id="page">The page</h1>', '<p id="p">No heading</p>', ""])
def test_all_else_stays_as_it_is(html: str) -> None:
    assert with_links(html, items=[]) == html
