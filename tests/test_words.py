"""The words: instruction pages read at grade 8 or below, American spelling throughout."""

import re
from xml.etree.ElementTree import Element

import pytest
import textstat

from conftest import PAGES, ROOT, Site
from test_site import article, words

INSTRUCTIONS = [
    "how-to",
    "form-cues",
    "common-mistakes",
    "progressions-and-variations",
    "programming",
    "who-should-be-careful",
]


def prose(element: Element) -> str:
    """Return the sentences of an article: its paragraphs, list entries and descriptions, without titles and tables."""
    found = [words(part) for part in element.iter() if part.tag in ("p", "dd", "li") and not part.findall("p")]
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in found if " " in text)


@pytest.mark.parametrize("page", INSTRUCTIONS)
def test_an_instruction_page_reads_at_grade_eight_or_below(site: Site, page: str) -> None:
    text = prose(article(site, page))
    assert len(text.split()) > 50
    assert textstat.flesch_kincaid_grade(text) <= 8


BRITISH = re.compile(
    r"\b(stabilis\w*|organis\w*|recognis\w*|emphasis(e|es|ed|ing)|practis\w*|"
    r"centre\w*|colour\w*|favour\w*|behaviour\w*|programme\w*|metre\w*|grey)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", PAGES)
def test_the_spelling_is_american(site: Site, page: str) -> None:
    assert BRITISH.findall(words(article(site, page))) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_sentence_on_a_line(page: str) -> None:
    lines = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8").splitlines()
    long = [line for line in lines if re.search(r"[a-z]{3}[.?!] [A-Z]", line) and not re.match(r"[-\d#\[]|\w+:", line)]
    assert long == []
