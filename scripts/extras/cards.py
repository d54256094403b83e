"""Draws the picture that a chat shows for a link, one for each page and item, and again only what has changed."""

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from extras import signs
from extras.cache import Cache, key_of
from extras.partials import TEMPLATES
from facts.items import Figure, Item
from facts.sources import InputError, Problem
from facts.words import curly
from figures.colors import Palette

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card, the size that https://ogp.me examples and chat programs agree on."""
TEMPLATE = TEMPLATES / "cards" / "card.typ"
CODE = Path(__file__).read_text(encoding="utf-8") + signs.CODE
"""What draws, read when it is loaded."""


class CardError(ValueError):
    """A card's words or figures don't fit on it, or its font can't set them."""


@dataclass(frozen=True)
class Drawing:
    """A figure with its colors inside, and the title and the sign over it where there are two."""

    svg: str
    title: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Card:
    """What stands on a card; the view is its figure's, of which the front has no floor."""

    address: str
    kicker: str
    title: str
    sentence: str
    drawings: tuple[Drawing, ...] = ()
    dose: tuple[tuple[str, str], ...] = ()
    """Numbers, and what they count."""
    view: str = ""

    @property
    def name(self) -> str:
        """What a message calls the card."""
        return f"the card of {self.address or 'the home page'}"

    @property
    def words(self) -> str:
        """All that is to be read on the card."""
        titles = [drawing.title for drawing in self.drawings]
        return "".join([self.kicker, self.title, self.sentence, *titles, *map("".join, self.dose)])


@dataclass(frozen=True)
class Studio:
    """What all cards share: the site's name and mark, the drawings by their names, and the colors."""

    site: str
    mark: str
    drawn: Mapping[str, str]
    palette: Palette

    def of_item(self, item: Item) -> Card:
        """Return the card of an item."""
        kicker = item.kind.name + (f" {item.place} of {item.of}" if item.of > 1 else "")
        dose = tuple((amount.number, f"{amount.unit} {amount.each}".strip()) for amount in item.dose)
        view = item.figures[0].view if item.figures else ""
        drawings = tuple(self.drawing(figure, alone=len(item.figures) == 1) for figure in item.figures)
        return Card(item.url, kicker, curly(item.title), curly(item.sentence), drawings, dose, view)

    def of_page(self, address: str, head: Mapping[str, Any], views: Mapping[str, str]) -> Card:
        """Return the card of a page, which says of itself what stands on it; the home page has the site's name."""
        key = head["figure"]
        title = head["title"] if address else self.site
        return Card(address, "", title, head["description"], (Drawing(self.colored(key)),), view=views.get(key, ""))

    def drawing(self, figure: Figure, *, alone: bool) -> Drawing:
        """Return a figure as it stands on a card: two are told apart by their titles."""
        svg = self.colored(figure.key)
        return Drawing(svg) if alone else Drawing(svg, curly(figure.title), figure.sign)

    def colored(self, key: str) -> str:
        """Return a figure with its colors inside."""
        return self.palette.colored(self.drawn[f"figures/{key}.svg"])


def path_of(address: str) -> str:
    """Return the card's path from the site for a page's address: form-cues/ has cards/form-cues.png."""
    return f"cards/{address.strip('/') or 'index'}.png"


def draw_all(cards: Mapping[Card, Problem], studio: Studio, cache: Cache) -> dict[str, bytes]:
    """Return each card as a PNG by its address; those that have not changed are taken from `cache`.

    `cards`: each with the place in what authors wrote where it is mended, should its words not fit.
    Raises `InputError` for all cards that can't be drawn whole.
    """
    drawn_by = key_of(TEMPLATE.read_text("utf-8"), CODE, *map(version, ("typst", "font-manrope", "pillow")))
    shared = {"site": studio.site, "mark": studio.mark, "colors": studio.palette.tokens}
    keys = {card: key_of(json.dumps(asdict(card)), json.dumps(shared), drawn_by) for card in cards}
    pictures = {card: png for card, key in keys.items() if (png := cache.get(key)) is not None}
    new = [card for card in cards if card not in pictures]
    if len(new) > 20:
        print(f"Drawing {len(new)} share cards …", file=sys.stderr)
    problems = []
    for card in new:
        try:
            pictures[card] = drawn(card, shared)
        except CardError as error:
            problems.append(cards[card]._replace(message=str(error)))
        else:
            cache.put(keys[card], pictures[card])
    if problems:
        raise InputError(problems)
    return {path_of(card.address): png for card, png in pictures.items()}


def drawn(card: Card, shared: Mapping[str, Any]) -> bytes:
    """Return a card as a PNG; raises `CardError` where it can't be drawn whole, or not in its font."""
    if missing := signs.missing(card.words):
        which = ", ".join(map(signs.named, missing))
        raise CardError(f"{card.name} can't show {which}: its font has no such sign; leave it out, or write words")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(signs.FONTS)])
    inputs = {"card": json.dumps(asdict(card) | {"name": card.name}), "shared": json.dumps(shared)}
    try:
        return packed(typst.compile(TEMPLATE, font_paths=fonts, format="png", ppi=72, sys_inputs=inputs))
    except typst.TypstError as error:
        _, measured, why = str(error.message).partition("assertion failed: ")
        raise CardError(why if measured else f"{card.name} can't be drawn: {error.message}") from None


def packed(png: bytes) -> bytes:
    """Return the picture with 128 colors, in a third of the bytes."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()
