"""Draws the picture that a chat shows for a link, one for each page and item, and again only what has changed."""

import io
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from cache import Cache, key_of
from figures.standalone import with_colors
from items import Item
from render import TEMPLATES, curly

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card, the size that https://ogp.me examples and chat programs agree on."""
TEMPLATE = TEMPLATES / "cards" / "card.typ"
WITHOUT_NUMBERS = ".muscles .number{display:none}"
"""The numbers on the map belong to a list beside it, which no card has."""
FONTS = files("font_manrope") / "files"
CODE = Path(__file__).read_text(encoding="utf-8")
"""What draws, read when it is loaded."""


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
    site: str
    mark: str
    kicker: str
    title: str
    sentence: str
    drawings: tuple[Drawing, ...] = ()
    dose: tuple[dict[str, str], ...] = ()
    view: str = ""


class CardError(Exception):
    """A card can't be drawn whole; the message names its address."""


def path_of(address: str) -> str:
    """Return the card's path from the site for a page's address: form-cues/ has cards/form-cues.png."""
    return f"cards/{address.strip('/') or 'index'}.png"


class Studio:
    """What all cards share: the site's name and mark, the figures, and how they are colored."""

    def __init__(self, site_name: str, generated: Path, docs: Path, figures: Iterable[Mapping[str, Any]]) -> None:
        assets = docs / "assets"
        self._site, self._generated = site_name, generated
        self._mark = (assets / "favicon.svg").read_text("utf-8")
        self._figures_css = (assets / "figures.css").read_text("utf-8")
        self._site_css = (assets / "site.css").read_text("utf-8")
        self._figures = {figure["key"]: figure for figure in figures}

    def of_item(self, item: Item) -> Card:
        kicker = item.kind.name + (f" {item.place} of {item.of}" if item.of > 1 else "")
        drawings = tuple(self._drawing(key, item) for key in item.figures)
        dose = tuple(amount._asdict() for amount in item.dose)
        return Card(
            item.url,
            self._site,
            self._mark,
            kicker,
            curly(item.title),
            curly(item.sentence),
            drawings,
            dose,
            view=self._view(item.figures),
        )

    def of_page(self, address: str, title: str, sentence: str, figure: str) -> Card:
        drawings = (Drawing(self.colored(figure)),)
        return Card(address, self._site, self._mark, "", title, sentence, drawings, view=self._view((figure,)))

    def _drawing(self, key: str, item: Item) -> Drawing:
        if len(item.figures) == 1:
            return Drawing(self.colored(key))
        return Drawing(self.colored(key), curly(self._figures[key]["title"]), item.sign(key))

    def colored(self, key: str) -> str:
        """Return a figure with its colors inside."""
        svg = (self._generated / "figures" / f"{key}.svg").read_text("utf-8")
        return with_colors(svg, self._figures_css, self._site_css, WITHOUT_NUMBERS)

    def _view(self, keys: tuple[str, ...]) -> str:
        return str(self._figures[keys[0]]["view"]) if keys and keys[0] in self._figures else ""


def write_cards(site: Path, cache: Path, cards: list[Card]) -> int:
    """Write each card below `site` and return how many had to be drawn; the others are taken from `cache`.

    Raises `CardError` where something does not fit on a card.
    """
    kept = Cache(cache)
    keys = fingerprints(cards)
    pictures = {address: png for address, key in keys.items() if (png := kept.get(key)) is not None}
    new = [card for card in cards if card.address not in pictures]
    if len(new) > 20:
        print(f"Drawing {len(new)} share cards …", file=sys.stderr)
    for card, png in zip(new, draw(new), strict=True):
        kept.put(keys[card.address], png)
        pictures[card.address] = png
    for address, png in pictures.items():
        target = site / path_of(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(png)
    kept.sweep()
    return len(new)


def draw(cards: list[Card]) -> list[bytes]:
    """Return each card as a PNG."""
    if not cards:
        return []
    try:
        # A list of pictures where there are several pages, which the package's types don't say.
        drawn: Any = typst.compile(
            TEMPLATE,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
            format="png",
            ppi=72,
            sys_inputs={"cards": json.dumps([asdict(card) for card in cards])},
        )
    except typst.TypstError as error:
        raise CardError(error.message) from None
    return [packed(png) for png in ([drawn] if isinstance(drawn, bytes) else drawn)]


def packed(png: bytes) -> bytes:
    """Return the picture with 128 colors, in a third of the bytes."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


def fingerprints(cards: list[Card]) -> dict[str, str]:
    """Return a name for all that a card's picture depends on, by the card's address."""
    template = TEMPLATE.read_text(encoding="utf-8")
    drawn_by = key_of(template, CODE, *map(version, ("typst", "font-manrope", "pillow")))
    return {card.address: key_of(json.dumps(asdict(card)), drawn_by) for card in cards}
