"""Lists what people look up, from A to Z, with the heading that answers it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from facts.items import Kind, entries, kinds
from facts.markdown import Heading


def by_letter(datasets: Mapping[str, Any], headings: Mapping[str, Heading], without_page: str) -> list[dict[str, Any]]:
    """Return every everyday word by its first letter, from A to Z: under each, what leads to the same heading together.

    Rules of safety stand first. Left out are words that are not to be shown, and those for a page, which is the one
    that lists them.
    """
    urgent = {entry["id"] for entry, kind in with_words(datasets) if kind.tone}
    not_shown = re.compile(rf"\b({'|'.join(map(re.escape, datasets['search']['not_shown'])) or '(?!)'})\b")
    letters: dict[str, dict[str, set[str]]] = {}
    for name, phrases in all_words(datasets):
        for phrase in phrases:
            if name in headings and headings[name].page != without_page and not not_shown.search(phrase):
                letter = "0–9" if phrase[0].isdigit() else phrase[0].upper()
                letters.setdefault(letter, {}).setdefault(name, set()).add(phrase)
    return [
        {
            "letter": letter,
            "entries": [
                {"words": sorted(found), "title": headings[name].title, "target": f"{headings[name].page}#{name}"}
                for name, found in sorted(letters[letter].items(), key=lambda it: (it[0] not in urgent, min(it[1])))
            ],
        }
        for letter in sorted(letters, key=lambda letter: (letter == "0–9", letter))
    ]


def all_words(datasets: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield what people look up for each heading, by its id: what needs a rule of safety first.

    A rule has the first phrase of those that begin with the same word. For the other headings, a phrase of three words
    or more is a query, which the search answers, and nothing to look up.
    """
    for rule, _ in with_words(datasets):
        said = [phrase.replace("-", " ") for phrase in rule.get("alone", []) + rule["search"]]
        yield rule["id"], list({phrase.split()[0]: phrase for phrase in reversed(said)}.values())
    for name, phrases in datasets["search"]["words"].items():
        yield name, [phrase for phrase in phrases if phrase.count(" ") < 2]


def with_words(datasets: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Kind]]:
    """Yield each entry that has words which bring it above all else that is found, with its kind."""
    for kind in kinds(datasets["guide"]).values():
        yield from ((entry, kind) for entry in entries(datasets, kind.of) if "search" in entry)
