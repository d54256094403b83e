"""Each heading with an id has a link to itself beside it, and not in it."""

import pytest

from send import add_send_links


def test_the_link_stands_beside_the_heading_and_names_it() -> None:
    assert add_send_links('<h2 id="brace">Brace</h2>') == (
        '<div class="titled"><h2 id="brace">Brace</h2>'
        '<a class="send" href="#brace" aria-label="Send: Brace"><span>Send</span></a></div>'
    )


def test_markup_and_quotes_stay_out_of_the_name() -> None:
    assert 'aria-label="Send: A &quot;B&quot; &amp; c"' in add_send_links('<h3 id="x">A <em>"B"</em> &amp; c</h3>')


@pytest.mark.parametrize("html", ["<h2>No id</h2>", '<h1 id="page">The page</h1>', '<p id="p">No heading</p>', ""])
def test_all_else_stays_as_it_is(html: str) -> None:
    assert add_send_links(html) == html
