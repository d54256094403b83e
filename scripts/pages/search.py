"""Makes the search index from the built pages and the words of the data: one entry for each heading with an id.

The index is small enough to be fetched whole. It holds what authors wrote, and assets/search.js makes of it what is
looked up: so there is one place that reads words, for the guide as for a query.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extras.everyday import with_words
from facts.items import Item
from facts.stems import ENDINGS, SPELLING, STOP_WORDS, tokens
from facts.words import curly
from pages.slips import common_words

FILE = "search/search_index.json"
"""Where the index is, from the site's address."""
WEIGHTS = {
    "title": 4,  # a word of the title, where one of the text weighs 1
    "everyday": 9,  # a word that many everyday phrases have
    "often": 0.56,  # how fast it gets there with each phrase
    "page": 1.1,  # a word of the page's title
    "rarity": 0.8,  # how much more a rare word tells
    "strange": 6.3,  # how much a word tells that the guide does not know
    "named": 0.5,  # how much a phrase of the thesaurus tells on top of its words
    "begun": 0.8,  # how sure it is that a word goes on like this
    "typo": 0.65,  # how sure it is that a word was meant
    "joined": 0.9,  # how sure it is that two words are one
    "share": 0.6,  # how much it counts that a section answers all parts of a query
    "phrase": 1.6,  # how much it counts that one of its phrases is the query
    "near": 2.1,  # how fast that falls with the distance
    "exact": 0.5,  # the share of a query that its first section covers, where it is an answer
}
"""What counts how much. scripts/bench/fit.py looks for better ones, and search.py there measures them."""
SKIPPED = """
svg, thead, caption, figcaption, script, label, .stop-line, .label, .letter, .letters, .feel, .tempo, .data,
.without-script, .choose, .parts, .footnote-ref, .footnote-backref
"""
"""What is not an answer: links, lists of links, the control of the moving rep, and forms."""
BREAK = "\n\n"
"""What stands in an entry's text between what belongs apart, until all of it is read."""
APART = {"p", "li", "dt", "dd", "td", "th", "div", "summary"}
"""Elements whose words do not belong together with those before."""


@dataclass
class Entry:
    """A heading with an id: what a result shows and where it leads."""

    id: str
    url: str
    title: str
    level: int
    text: str = ""


def entries_of(page: LexborHTMLParser, url: str) -> list[Entry]:
    """Return an entry for each heading with an id in a page's article, with the text below it; the page is used up."""
    article = page.css_first("article")
    entries: list[Entry] = []
    if not article:
        return entries
    for skipped in article.css(SKIPPED):
        skipped.decompose()
    for node in article.traverse(include_text=True):
        if node.tag in ("h1", "h2", "h3") and node.id:
            address = f"{url}#{node.id}" if entries else url
            entries.append(Entry(node.id, address, tidy(node.text()), int(node.tag[1])))
            for part in list(node.iter(include_text=True)):
                part.remove()
        elif entries and node.tag == "-text":
            entries[-1].text += node.text()
        elif entries and node.tag in APART:
            entries[-1].text += BREAK
    for number, entry in enumerate(entries):
        parts = [tidy(part) for part in entry.text.split(BREAK)]
        entry.text = joined(part for part in parts if part and not part.isdigit())
        entry.text = entry.text or joined(below(entries[number + 1 :], entry.level))
    return entries


def below(entries: Iterable[Entry], level: int) -> Iterator[str]:
    """Yield the titles of the entries that stand below a heading of this level, which has no text of its own."""
    yield from (entry.title for entry in takewhile(lambda entry: entry.level > level, entries))


def joined(parts: Iterable[str]) -> str:
    """Return texts after each other, with a dot in between where none of them has a sign there."""
    return re.sub(r"(?<=[.:;,!?…]) ·", "", " · ".join(parts))


def tidy(text: str) -> str:
    """Return a text in one line, with single blanks, and none at its ends."""
    return " ".join(text.split())


def build_index(entries: list[Entry], datasets: Mapping[str, Any], figures: Mapping[str, str]) -> dict[str, Any]:
    """Return the index of these entries, a list for each thing that it tells of them; a bar stands between phrases.

    `figures`: the key of an entry's figure, by its id.
    """
    search, rings = datasets["search"], datasets.get("thesaurus", {}).get("rings", [])
    pages = list(dict.fromkeys(entry.url.partition("#")[0] for entry in entries))
    texts = {
        "titles": [entry.title for entry in entries],
        "texts": [entry.text for entry in entries],
        "words": ["|".join(telling(search["words"].get(entry.id, []))) for entry in entries],
        "rings": ["|".join(ring["words"]) for ring in rings],
    }
    known = words_of(text for column in texts.values() for text in column)
    return {
        **texts,
        "pages": pages,
        "places": [[pages.index(page), anchor] for page, _, anchor in (entry.url.partition("#") for entry in entries)],
        "figures": [figures.get(entry.id, "") for entry in entries],
        "same": [ring["same"] for ring in rings],
        "subject": search.get("subject", []),
        "usual": [curly(question) for question in search.get("usual", [])],
        "stop": sorted(STOP_WORDS),
        "common": " ".join(common_words(frozenset(known))),
        "spelling": SPELLING,
        "endings": ENDINGS,
        "weights": WEIGHTS,
        "care": care_cards(datasets, entries),
        "alike": datasets.get("safety", {}).get("alike", []),
    }


def telling(phrases: Iterable[str]) -> list[str]:
    """Return each phrase without the words that say nothing, which are a third of what people ask."""
    left = (" ".join(word for word in tokens(phrase) if word not in STOP_WORDS) for phrase in phrases)
    return list(dict.fromkeys(filter(None, left)))


def words_of(texts: Iterable[str]) -> set[str]:
    """Return all words of the texts."""
    return {word for text in texts for word in tokens(text)}


def care_cards(datasets: Mapping[str, Any], entries: list[Entry]) -> list[dict[str, Any]]:
    """Return a card for each rule of safety that has words of its own: the rule, its address, and what brings it."""
    urls = {entry.id: entry.url for entry in entries}
    return [
        {
            "url": urls[rule["id"]],
            "title": curly(rule["title"]),
            "when": curly(rule.get("when", "")),
            "do": curly(rule["do"]),
            "search": rule["search"],
            "alone": rule.get("alone", []),
            "unless": rule.get("unless", []),
            "tone": kind.tone,
        }
        for rule, kind in with_words(datasets)
    ]


def index_of(entries: list[Entry], datasets: Mapping[str, Any], items: Mapping[str, Item]) -> str:
    """Return the index of these entries, as JSON."""
    figures = {item.id: item.figures[0].key for item in items.values() if item.figures}
    return json.dumps(build_index(entries, datasets, figures), ensure_ascii=False, separators=(",", ":"))
