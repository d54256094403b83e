"""Writes numbers, lists and quotes as the guide's pages and messages have them."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any


def span(count: int | list[int]) -> str:
    """Write a number or a range of numbers: 3, or 2–3 with an en dash."""
    return str(count) if isinstance(count, int) else "–".join(map(str, count))


def written(value: Any) -> str:
    """Write a value of the data: a text as it is, several after each other, and numbers as `span` does."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return value if isinstance(value, str) else span(value)


def curly(text: str) -> str:
    """Write apostrophes as the builder's smarty extension does."""
    return text.replace("'", "’")


def listed(names: Iterable[object]) -> str:
    """Write names in quotes, one after the other: 'a', 'b'."""
    return ", ".join(repr(name) for name in names)


FEW = 8
"""How many names a message lists; of more it says the nearest."""


def unknown(word: str, known: Sequence[str]) -> str:
    """Return what there is in place of an unknown word, the nearest of it first."""
    return f"{did_you_mean(word, known)}there are {nearest(word, known)}"


def nearest(word: str, known: Sequence[str]) -> str:
    """Write the known names or, where they are many, those that are nearest to the word."""
    if len(known) <= FEW:
        return listed(known)
    near = difflib.get_close_matches(word, known, n=FEW - 3, cutoff=0)
    return f"{listed(near)} and {len(known) - len(near)} more"


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """Return a question for the nearest of the allowed words, and nothing where none is near."""
    near = difflib.get_close_matches(word, allowed, n=1)
    return f"did you mean {near[0]!r}? " if near else ""


def short(value: Any) -> str:
    """Write a value for a message, and only the beginning of a long one."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:78]} …"
