"""Reads words as the search does: in the guide's spelling, and without their endings. assets/search.js does it, too."""

import functools
import re
import unicodedata

SPELLING = [(r"is(?=(e|es|ed|ing|ation)$)", "iz"), (r"our(?=s?$)", "or"), (r"tre$", "ter"), (r"programme", "program")]
"""British spellings and what they are in the guide's: patterns that Python and JavaScript read alike."""
ENDING = r"(?:(?<![su])s|es|ed|ing|ly|ness|ful|ment|[ai]tion|ion|ity|ive|iz|ize|at|ate|able|al|y|e|i)$"
"""The endings that are cut off a word, one after the other."""
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
    while (shorter := re.sub(ENDING, "", word)) != word and re.search("[aeiouy]", shorter):
        if len(shorter) < 3 and word != f"{shorter}s":
            break
        word = shorter
    return re.sub(r"([^aeiou])\1$", r"\1", word)
