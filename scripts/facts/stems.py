"""Reads words as the search does: in the guide's spelling, and without their endings. assets/search.js does it, too."""

import functools
import re
import unicodedata

SPELLING = [
    (r"is(?=(e|es|ed|ing|ation)$)", "iz"),
    (r"(?<=[a-z]{3})our(?=s?$)", "or"),
    (r"tre$", "ter"),
    (r"programme(?=s?$)", "program"),
]
"""British spellings and what they are in the guide's."""
ENDINGS = {
    "past": r"(?<=..)ie[sd]$",  # and plural: tries and tried are try
    "plural": r"(?<=[sxzh])es$|(?<![su])s$",
    "ending": r"(ing|ed|ness|ful)$|(?<=.{4})((?<!bb|gg|mb|mp|pp)ly|ate?|[ai]tion|ment|ion|ity|ize?)$"
    r"|(?<=.{5})(ive|able|(?<!later|parti)al)$",
    "verb": r"(ing|ed)$",
    "adverb": r"(?<=[bgkp]l)y$",  # wobbly is wobble without its e
    "short": r"^[^aeiouy]*[aeiouy][^aeiouywx]$",  # with an e at its end: hoping is hope, shaky is shake
    "double": r"(?<=.)([^aeioulsz])(?=\1$)|(?<=.{4})l(?=l$)",  # hopping is hop, and controlled is control
}
"""How words end. Python and JavaScript read these patterns alike, and `stem` uses them as assets/search.js does."""
FILLERS = """
a about all am an and any are as at be but by can cant could did do does doesnt doing dont for from get gets getting
go goes going got has have how i id if im in into is isnt it its ive just keep keeps like make makes me my now of on or
our over place please really should so some still than that the their them then there these this to up very want was
we what whats when where wheres which while who why will with wont would you your
"""
STOP_WORDS = frozenset(FILLERS.split())
"""Words that say nothing about what is looked for. "Too" is none of them: too hard and too easy are answered."""


def tokens(text: str) -> list[str]:
    """Return a text's words; a number is a word of its own, and so are the parts of a word with a hyphen."""
    plain = unicodedata.normalize("NFKD", text.lower()).replace("’", "'").replace("'", "")
    return re.findall(r"[a-z]+|\d+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


@functools.cache
def stem(word: str) -> str:
    """Return a word of `tokens` without its endings."""
    for pattern, by in SPELLING:
        word = re.sub(pattern, by, word)
    word = without("plural", re.sub(ENDINGS["past"], "y", word))
    while is_word(shorter := without("ending", word)) and shorter != word:
        word = bare(shorter) if ends("verb", word) else shorter
    word = bare(word[:-1]) if word.endswith("y") and ends("short", word[:-1]) else without("adverb", word)
    word = f"{word[:-1]}y" if word.endswith("i") else word
    return word[:-1] if word.endswith("e") and not ends("short", word[:-1]) else word


def ends(name: str, word: str) -> bool:
    """Tell whether a word ends so."""
    return bool(re.search(ENDINGS[name], word))


def without(name: str, word: str) -> str:
    """Return a word without such an ending."""
    return re.sub(ENDINGS[name], "", word)


def is_word(word: str) -> bool:
    """Tell whether a word is left where an ending was cut off."""
    return len(word) > 2 and bool(re.search("[aeiouy]", word))


def bare(word: str) -> str:
    """Return what is left of a word as it is written without the ending that was cut off."""
    return f"{word}e" if ends("short", word) else without("double", word)
