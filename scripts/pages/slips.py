"""Tells what is no slip of the finger: common words that are near a word of the guide, and mean something else."""

import functools

from spellchecker import SpellChecker

from facts.stems import stem

OFTEN = 25_000
"""How often pyspellchecker has counted a word that people may well type: `skin` is one, `skim` is none."""
SHORTEST = 4
"""The letters of the shortest word that the search takes for a slip; see stemsOf in assets/search.js."""


@functools.lru_cache(maxsize=4)
def common_words(known: frozenset[str]) -> list[str]:
    """Return the common words that the search would take for one of the known words, or for the beginning of one."""
    spelling = dictionary()
    stems = {stem(word) for word in known}
    common = {word for word, often in spelling.word_frequency.dictionary.items() if often >= OFTEN and word.isalpha()}
    long = [word for word in known if len(word) >= SHORTEST and word.isalpha()]
    near = {
        other for word in long for other in spelling.edit_distance_1(word) if other in common and other[0] == word[0]
    }
    begun = {word[:end] for word in long for end in range(SHORTEST, len(word))} & common
    return sorted(word for word in near | begun if len(word) >= SHORTEST and stem(word) not in stems)


@functools.lru_cache(maxsize=1)
def dictionary() -> SpellChecker:
    """Return the dictionary, which takes a moment to read."""
    return SpellChecker(language="en")
