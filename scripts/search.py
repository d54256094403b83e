"""Makes the search index from the finished pages and the everyday words: one entry for each heading with an id.

The index is small enough to be fetched whole: what each entry shows, every known word with its stem, and for each
stem the entries it stands in, already weighed. assets/search.js reads it.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import snowballstemmer

from items import rules
from render import curly

TITLE, EVERYDAY, PAGE, TEXT = 4, 3, 0.8, 1
"""How much a word weighs by where it stands."""
SNIPPET = 110
"""How many characters of an entry's text are shown, at most."""
SKIPPED_CLASSES = {
    "send",
    "stop-line",
    "label",
    "letter",
    "letters",
    "feel",
    "tempo",
    "data",
    "without-script",
    "choose",
    "parts",
}
"""What is not an answer: links, lists of links, the control of the moving rep, and forms."""
VOID = {"br", "hr", "img", "input"}
SKIPPED = {"svg", "thead", "caption", "figcaption", "script", "label"}
FILLERS = """
a about all am an and any are as at be but by can cant could did do does doesnt doing dont for from get gets getting
go goes going got has have how i id if im in into is isnt it its ive just keep keeps like make makes me my now of on or
our over place please really should so some still than that the their them then there these this to up very want was
we what whats when where wheres which while who why will with wont would you your
"""
STOP_WORDS = frozenset(FILLERS.split())
"""Words that say nothing about what is looked for. "Too" is none of them: too hard and too easy are answered."""
STEMMER = snowballstemmer.stemmer("english")
BRITISH = {r"is(e|es|ed|ing|ation)$": r"iz\1", r"our(s?)$": r"or\1", r"tre$": "ter", r"programme": "program"}
"""British endings and what they are in the guide's spelling."""


@dataclass
class Entry:
    """A heading with an id: what a result shows and where it leads."""

    id: str
    url: str
    title: str
    page: str
    text: str = ""
    words: list[str] = field(default_factory=list)


class Sections(HTMLParser):
    """Collects a page's headings with an id and the text below each."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.entries, self._heading, self._skipping, self._inside = url, list[Entry](), False, 0, False
        self._text: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self._inside = True
        left_out = tag in SKIPPED or given.get("class") in SKIPPED_CLASSES
        if self._skipping or left_out:
            self._skipping += tag not in VOID
        elif self._inside and tag in ("h1", "h2", "h3") and given.get("id"):
            first = not self.entries
            page = "" if first else self.entries[0].title
            self.entries.append(Entry(str(given["id"]), self.url if first else f"{self.url}#{given['id']}", "", page))
            self._text.append([])
            self._heading = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself has no text."""

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag in ("h1", "h2", "h3"):
            self._heading = False
        elif tag == "article":
            self._inside = False
        elif self._text and tag in ("p", "li", "dt", "dd", "td", "th"):
            self._text[-1].append(" ")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._skipping and self.entries:
            if self._heading:
                self.entries[-1].title += data
            else:
                self._text[-1].append(data)

    def result(self) -> list[Entry]:
        for entry, parts in zip(self.entries, self._text, strict=True):
            entry.title, entry.text = tidy(entry.title), tidy("".join(parts))
        return self.entries


def tidy(text: str) -> str:
    return " ".join(text.split())


def tokens(text: str) -> list[str]:
    """Return a text's words as the index knows them; a hyphenated word gives its parts and itself in one."""
    plain = unicodedata.normalize("NFKD", text.lower()).replace("’", "'").replace("'", "")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found: list[str] = []
    for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", plain):
        parts = word.split("-")
        found += parts if len(parts) == 1 else [*parts, "".join(parts)]
    return found


def stem(word: str) -> str:
    for pattern, by in BRITISH.items():
        word = re.sub(pattern, by, word)
    return str(STEMMER.stemWord(word))


def read_site(site: Path, everyday: Mapping[str, list[str]]) -> list[Entry]:
    """Return an entry for each heading with an id in the site's pages, with its everyday words."""
    entries = []
    for page in sorted(site.rglob("index.html")):
        url = page.parent.relative_to(site).as_posix()
        parser = Sections("" if url == "." else f"{url}/")
        parser.feed(page.read_text(encoding="utf-8"))
        entries += parser.result()
    for entry in entries:
        entry.words = everyday.get(entry.id, [])
    return entries


def build_index(entries: list[Entry]) -> dict[str, Any]:
    """Return the index: entries, known words, the stems' postings, and the everyday phrases, by number."""
    weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
    vocabulary: dict[str, str] = {}
    for number, entry in enumerate(entries):
        fields = [(TITLE, entry.title), (EVERYDAY, " ".join(entry.words)), (TEXT, entry.text), (PAGE, entry.page)]
        for weight, text in fields:
            for word in tokens(text):
                if word not in STOP_WORDS:
                    if word not in vocabulary:
                        vocabulary[word] = stem(word)
                    root = vocabulary[word]
                    weights[root][number] = max(weights[root].get(number, 0), weight)
    stems = sorted(weights)
    number_of = {root: number for number, root in enumerate(stems)}
    phrases = [(number, *[number_of[vocabulary[word]] for word in words]) for number, words in phrases_of(entries)]
    pages = list(dict.fromkeys(entry.page for entry in entries))
    return {
        "entries": [[entry.url, entry.title, pages.index(entry.page), snippet(entry.text)] for entry in entries],
        "pages": pages,
        "words": {word: number_of[root] for word, root in sorted(vocabulary.items())},
        "stop": sorted(STOP_WORDS),
        "stems": [[value for pair in sorted(weights[root].items()) for value in pair] for root in stems],
        "phrases": list(dict.fromkeys(phrases)),
    }


def care_cards(safety: Mapping[str, Any], entries: list[Entry]) -> list[dict[str, Any]]:
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
        for rule, kind in rules(safety)
        if "search" in rule
    ]


def phrases_of(entries: list[Entry]) -> Iterable[tuple[int, list[str]]]:
    """Yield each entry's everyday phrases and its title, as words that carry meaning."""
    for number, entry in enumerate(entries):
        for phrase in [entry.title, *entry.words]:
            if words := [word for word in tokens(phrase.replace("-", " ")) if word not in STOP_WORDS]:
                yield number, words


def snippet(text: str) -> str:
    """Return the beginning of a text, whole sentences where they fit."""
    if len(text) <= SNIPPET:
        return text
    cut = text[:SNIPPET]
    end = max(cut.rfind(stop) for stop in (". ", "? ", "! "))
    return cut[: end + 1] if end > 40 else cut.rsplit(" ", 1)[0] + " …"


def write_index(site: Path, everyday: Mapping[str, list[str]], safety: Mapping[str, Any]) -> None:
    """Write the index where assets/site.js looks for it, in the form of the worker's protocol."""
    entries = read_site(site, everyday)
    index = build_index(entries) | {"care": care_cards(safety, entries), "alike": safety["alike"]}
    text = json.dumps({"config": {"lang": ["en"]}, "docs": index}, ensure_ascii=False, separators=(",", ":"))
    (site / "search").mkdir(exist_ok=True)
    (site / "search" / "search_index.json").write_text(text, encoding="utf-8")
