"""Makes the search index from the built pages and the everyday words: one entry for each heading with an id.

The index is small enough to be fetched whole: what each entry shows, and for each stem its words and the entries that
it stands in, already weighed. assets/search.js reads it.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import snowballstemmer
from selectolax.lexbor import LexborHTMLParser

from extras.everyday import with_words
from facts.words import curly

FILE = "search/search_index.json"
"""Where the index is, from the site's address."""
TITLE, EVERYDAY, PAGE, TEXT = 4, 3, 0.8, 1
"""How much a word weighs by where it stands."""
SNIPPET = 110
"""How many characters of an entry's text are shown, at most."""
SKIPPED = """
svg, thead, caption, figcaption, script, label, .stop-line, .label, .letter, .letters, .feel, .tempo, .data,
.without-script, .choose, .parts, .footnote-ref, .footnote-backref
"""
"""What is not an answer: links, lists of links, the control of the moving rep, and forms."""
APART = {"p", "li", "dt", "dd", "td", "th", "div", "summary"}
"""Elements whose words do not belong together with those before."""
FILLERS = """
a about all am an and any are as at be but by can cant could did do does doesnt doing dont for from get gets getting
go goes going got has have how i id if im in into is isnt it its ive just keep keeps like make makes me my now of on or
our over place please really should so some still than that the their them then there these this to up very want was
we what whats when where wheres which while who why will with wont would you your
"""
STOP_WORDS = frozenset(FILLERS.split())
"""Words that say nothing about what is looked for. "Too" is none of them: too hard and too easy are answered."""
STEMMER = snowballstemmer.stemmer("english")
SPELLING = [(r"is(?=(e|es|ed|ing|ation)$)", "iz"), (r"our(?=s?$)", "or"), (r"tre$", "ter"), (r"programme", "program")]
"""British spellings and what they are in the guide's: patterns that Python and JavaScript read alike."""


@dataclass
class Entry:
    """A heading with an id: what a result shows and where it leads."""

    id: str
    url: str
    title: str
    page: str
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
            address, title = (f"{url}#{node.id}", entries[0].title) if entries else (url, "")
            entries.append(Entry(node.id, address, tidy(node.text()), title))
            for part in list(node.iter(include_text=True)):
                part.remove()
        elif entries and node.tag == "-text":
            entries[-1].text += node.text()
        elif entries and node.tag in APART:
            entries[-1].text += " "
    for entry in entries:
        entry.text = tidy(entry.text)
    return entries


def tidy(text: str) -> str:
    """Return a text in one line, with single blanks, and none at its ends."""
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
    """Return what a word of `tokens` is found by: the English stem of its spelling in the guide."""
    for pattern, by in SPELLING:
        word = re.sub(pattern, by, word)
    return str(STEMMER.stemWord(word))


def build_index(entries: list[Entry], everyday: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the index: what the entries show, each stem's words, and where it stands, and each entry's phrases.

    What is elsewhere named by a number is the entry, the page or the stem at that place of its list. A stem's postings
    are an entry and how much it weighs there, in turn; a phrase is its entry and its stems.
    """
    weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
    vocabulary: dict[str, str] = {}
    for number, entry in enumerate(entries):
        said = " ".join(everyday.get(entry.id, []))
        fields = [(TITLE, entry.title), (EVERYDAY, said), (TEXT, entry.text), (PAGE, entry.page)]
        for weight, text in fields:
            for word in tokens(text):
                if word not in STOP_WORDS:
                    if word not in vocabulary:
                        vocabulary[word] = stem(word)
                    root = vocabulary[word]
                    weights[root][number] = max(weights[root].get(number, 0), weight)
    stems = sorted(weights)
    number_of = {root: number for number, root in enumerate(stems)}
    words: list[list[str]] = [[] for _ in stems]
    for word, root in sorted(vocabulary.items()):
        words[number_of[root]].append(word)
    phrases = [
        (number, *[number_of[vocabulary[word]] for word in phrase]) for number, phrase in phrases_of(entries, everyday)
    ]
    pages = list(dict.fromkeys(entry.page for entry in entries))
    return {
        "entries": [[entry.url, entry.title, pages.index(entry.page), snippet(entry.text)] for entry in entries],
        "pages": pages,
        "words": words,
        "stop": sorted(STOP_WORDS),
        "spelling": SPELLING,
        "stems": [[value for pair in sorted(weights[root].items()) for value in pair] for root in stems],
        "phrases": list(dict.fromkeys(phrases)),
    }


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


def phrases_of(entries: list[Entry], everyday: Mapping[str, list[str]]) -> Iterable[tuple[int, list[str]]]:
    """Yield each entry's everyday phrases and its title, as words that carry meaning."""
    for number, entry in enumerate(entries):
        for phrase in [entry.title, *everyday.get(entry.id, [])]:
            if words := [word for word in tokens(phrase.replace("-", " ")) if word not in STOP_WORDS]:
                yield number, words


def snippet(text: str) -> str:
    """Return the beginning of a text, whole sentences where they fit."""
    if len(text) <= SNIPPET:
        return text
    cut = text[:SNIPPET]
    end = max(cut.rfind(stop) for stop in (". ", "? ", "! "))
    return cut[: end + 1] if end > 40 else cut.rsplit(" ", 1)[0] + " …"


def index_of(entries: list[Entry], datasets: Mapping[str, Any]) -> str:
    """Return the index of these entries, as JSON, with the everyday words and the rules of safety."""
    index = build_index(entries, datasets["search"]["words"])
    index |= {"care": care_cards(datasets, entries), "alike": datasets.get("safety", {}).get("alike", [])}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))
