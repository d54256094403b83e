"""The words: instruction pages read at grade 8 or below, American spelling throughout."""

import itertools
import re
from xml.etree.ElementTree import Element

import pytest
from pyphen import Pyphen

from conftest import ITEMS, MUSCLES, PAGES, ROOT, Site, article, words

pytestmark = pytest.mark.author

INSTRUCTIONS = sorted({item.page for item in ITEMS.values()} - {item.page for item in MUSCLES})
"""The pages that say what to do; anatomy has its own words."""


def prose(element: Element) -> str:
    """Return the sentences of an article: its paragraphs, list entries and descriptions, without titles and tables."""
    found = [words(part) for part in element.iter() if part.tag in ("p", "dd", "li") and not part.findall("p")]
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in found if " " in text)


HYPHENS = Pyphen(lang="en_US")


def syllables(word: str) -> int:
    """Return how many syllables a word has: where it can be divided, or its groups of vowels if these are more."""
    return max(len(HYPHENS.positions(word)) + 1, len(re.findall("[aeiouy]+", re.sub("e[ds]?$", "", word))))


def grade(text: str) -> float:
    """Return the school year that a text asks for, as a number.

    By Kincaid, Fishburne, Rogers and Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel",
    1975: 0.39 for each word of a sentence and 11.8 for each syllable of a word, less 15.59.
    A sentence of one or two words is none, so that it can't make the others easier.
    """
    plain = [re.sub(r"[^\w\s]", "", sentence.lower()).split() for sentence in re.findall(r"[^.!?]+", text)]
    sentences = sum(len(sentence) > 2 for sentence in plain)
    found = list(itertools.chain(*plain))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def test_the_grade_is_the_formula_s() -> None:
    assert [syllables(word) for word in ("squeeze", "about", "little", "glute", "exercise")] == [1, 2, 2, 1, 3]
    assert grade("The cat sat on the mat. Stop.") == pytest.approx(0.39 * 7 + 11.8 - 15.59)
    assert grade("Lower your hips slowly again!") == pytest.approx(0.39 * 5 + 11.8 * 8 / 5 - 15.59)


@pytest.mark.parametrize("page", INSTRUCTIONS)
def test_an_instruction_page_reads_at_grade_eight_or_below(site: Site, page: str) -> None:
    text = prose(article(site, page))
    assert len(text.split()) > 50
    asked = grade(text)
    assert asked <= 8, f"{page} reads at grade {asked:.1f}, 8 is the most: write shorter sentences and shorter words"


BRITISH = re.compile(
    r"\b(stabilis\w*|organis\w*|recognis\w*|emphasis(e|es|ed|ing)|practis\w*|"
    r"centre\w*|colour\w*|favour\w*|behaviour\w*|programme\w*|metre\w*|grey)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", PAGES)
def test_the_spelling_is_american(site: Site, page: str) -> None:
    found = [match[0] for match in BRITISH.finditer(words(article(site, page)))]
    assert found == [], f"{page}: write these as Americans do"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_sentence_on_a_line(page: str) -> None:
    lines = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8").splitlines()
    long = [line for line in lines if re.search(r"[a-z]{3}[.?!] [A-Z]", line) and not re.match(r"[-\d#\[]|\w+:", line)]
    assert long == [], f"docs/{page}.md: write one sentence on a line"
