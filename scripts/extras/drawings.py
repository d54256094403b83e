"""Draws every figure that the data asks for, and again only what has changed."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from extras.cache import Cache, key_of
from facts.items import entries, kinds
from facts.sources import Keys, Problem, Source
from facts.words import listed
from figures.draw import draw
from figures.geometry import FigureError
from figures.given import given_figure
from figures.motion import moving_rep
from figures.musclemap import MUSCLES, muscle_map

FIGURES = Path(__file__).parents[1] / "figures"
CODE = [path.read_text(encoding="utf-8") for path in sorted(FIGURES.glob("*.py"))]
"""What draws, read when it is loaded: `mkdocs serve` goes on with it after it was edited."""
DRAWN_BY = key_of(*CODE, version("numpy"), version("shapely"))
MOVES = "css/part.css"
"""What moves the parts of the rep: the style sheet of what has the class `part`."""


class Order(NamedTuple):
    """A drawing to be made: its files, what draws them of which data, and what is said where that can't be."""

    names: tuple[str, ...]
    draw: Callable[[Any], str | tuple[str, ...]]
    given: Any
    mistake: Callable[[str], Problem]

    @property
    def key(self) -> str:
        """A name for all that the drawing depends on."""
        return key_of(*self.names, json.dumps(self.given), DRAWN_BY)


def draw_all(sources: Mapping[str, Source], folder: Path, cache: Cache) -> tuple[dict[str, str], list[Problem]]:
    """Return each drawing by its name, and a problem for each that can't be drawn; the others are kept in `cache`.

    `folder`: where the pictures are that authors give.
    """
    problems = list(check_maps(sources))
    orders = [*figures_of(sources, folder), *(maps_of(sources) if not problems else [])]
    kept = [cache.get(order.key) for order in orders]
    if kept.count(None) > 20:
        print(f"Drawing {kept.count(None)} figures …", file=sys.stderr)
    drawings: dict[str, str] = {}
    for order, content in zip(orders, kept, strict=True):
        try:
            texts = drawn(order, cache) if content is None else json.loads(content)
        except FigureError as error:
            problems.append(order.mistake(str(error)))
        else:
            drawings |= zip(order.names, texts, strict=True)
    return drawings, problems


def drawn(order: Order, cache: Cache) -> list[str]:
    """Return the text of each file of the order, and keep them."""
    made = order.draw(order.given)
    texts = [made] if isinstance(made, str) else [*made]
    cache.put(order.key, json.dumps(texts).encode())
    return texts


def figures_of(sources: Mapping[str, Source], folder: Path) -> Iterator[Order]:
    """Yield an order for each figure, by its pose or as the author gives it, and for the moving rep."""
    for index, figure in enumerate(figure_list(sources)):
        mistake = partial(can_not_be, sources["figures"], (index,), figure["key"])
        if "given" in figure:
            path = folder / f"{figure['key']}.svg"
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            yield Order((file_of(figure["key"]),), given_figure, [figure, text], mistake)
        else:
            yield Order((file_of(figure["key"]),), draw, figure, mistake)
    if "rep" in sources:
        rep = sources["rep"]
        yield Order((file_of("rep"), MOVES), moving_rep, rep.value, partial(can_not_be, rep, (), "the rep"))


def figure_list(sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """Return the figures that the data describes."""
    return sources["figures"].value if "figures" in sources else []


def file_of(key: str) -> str:
    """Return the name of a figure's file under generated/."""
    return f"figures/{key}.svg"


def maps_of(sources: Mapping[str, Source]) -> Iterator[Order]:
    """Yield an order for each map of a kind, with all of its items and with each of them alone."""
    for source, keys, kind, muscles in mapped(sources):
        yield Order((file_of(kind.map),), muscle_map, muscles, partial(source.problem, keys))
        for index, muscle in enumerate(muscles if kind.figures else []):
            name = file_of(kind.figures[0].replace("{id}", muscle["id"]))
            yield Order((name,), muscle_map, [muscle], partial(source.problem, (*keys, index)))


def mapped(sources: Mapping[str, Source]) -> Iterator[tuple[Source, Keys, Any, list[dict[str, Any]]]]:
    """Yield each kind whose map is to be drawn, with its source, its place there, and what the map needs to know."""
    given = {figure["key"] for figure in figure_list(sources)}
    datasets = {name: source.value for name, source in sources.items()}
    for kind in kinds(datasets["guide"]).values() if "guide" in datasets else ():
        name, *keys = kind.of.split(".")
        if kind.map and kind.map not in given and name in sources:
            roles = dict(zip(kind.groups or {}, ("primary", "secondary"), strict=False))
            muscles = [
                {"id": entry["id"], "title": entry["title"], "role": roles.get(str(entry.get(kind.by)), "secondary")}
                for entry in entries(datasets, kind.of)
            ]
            yield sources[name], tuple(keys), kind, muscles


def check_maps(sources: Mapping[str, Source]) -> Iterator[Problem]:
    """A muscle is on the map, unless an author gives a map."""
    for source, keys, kind, muscles in mapped(sources):
        for index, muscle in enumerate(muscles):
            if muscle["id"] not in MUSCLES:
                message = f"{muscle['id']!r} is not on the map of muscles, which has {listed(MUSCLES)}"
                yield source.problem((*keys, index, "id"), f"{message}; or give a map as the figure {kind.map!r}")


def can_not_be(source: Source, keys: Keys, name: str, why: str) -> Problem:
    """Return what is said of a drawing that can't be."""
    return source.problem(keys, f"{name} can't be drawn: {why}")


def names(sources: Mapping[str, Source]) -> list[str]:
    """Return the name of each drawing the data asks for, right or wrong as the rest of it may be."""
    figures = [figure["key"] for figure in figure_list(sources)]
    return [file_of(key) for key in (["rep", *figures] if "rep" in sources else figures)]
