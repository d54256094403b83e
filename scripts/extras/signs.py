"""Says which signs the font of the share cards can't set; a card would show an empty box for them, or another face."""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

FONTS = files("font_manrope") / "files"
CODE = Path(__file__).read_text(encoding="utf-8")
"""What checks, read when it is loaded."""
NEVER_SEEN = {"\n", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", *map(chr, range(0xFE00, 0xFE10))}
"""What no font needs to have: where a line or a word may break, what joins, and which look of a sign is wanted.

Marks that turn the direction of writing are not among them: the font sets from left to right, and they would turn its
words around.
"""
NO_SIGN = "\U0010ffff"
"""What no font has, so that a font draws its empty box for it."""


def missing(text: str) -> list[str]:
    """Return each sign of the text that the font can't set, once, in order.

    A letter and its accent are one sign where there is one that is both.
    """
    return [sign for sign in dict.fromkeys(unicodedata.normalize("NFC", text)) if not can_set(sign)]


@cache
def can_set(sign: str) -> bool:
    """Whether the font has this sign: whether it draws anything else than its empty box. All weights have the same."""
    if sign in NEVER_SEEN or unicodedata.category(sign) == "Zs":
        return True
    return unicodedata.category(sign) != "Cc" and drawn(sign) != drawn(NO_SIGN)


@cache
def drawn(sign: str) -> bytes:
    """Return the pixels of a sign."""
    return bytes(font().getmask(sign))


@cache
def font() -> ImageFont.FreeTypeFont:
    """Return the font, which shapes nothing: each sign stands for itself."""
    return ImageFont.truetype(str(FONTS / "Manrope-Medium.ttf"), 40, layout_engine=ImageFont.Layout.BASIC)


def named(sign: str) -> str:
    """Return a sign as a message shows it: with its code point, which also tells what can't be seen."""
    code = f"U+{ord(sign):04X}"
    return f"'{sign}' ({code})" if sign.isprintable() else code
