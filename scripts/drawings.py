"""Draws every figure that the data asks for, and again only what has changed."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import data
from cache import Cache, key_of
from figures.draw import draw
from figures.geometry import FigureError
from figures.motion import moving_rep
from figures.musclemap import MUSCLES, muscle_map

CODE = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "figures").glob("*.py"))]
"""What draws, read when it is loaded: `mkdocs serve` goes on with it after it was edited."""
DRAWN_BY = key_of(*CODE, version("numpy"), version("shapely"))


class Order(NamedTuple):
    """A drawing to be made: its files, what draws them of which data, and what is said where that can't be."""

    names: tuple[str, ...]
    draw: Callable[[Any], str | tuple[str, ...]]
    given: Any
    mistake: Callable[[str], data.Problem]

    @property
    def key(self) -> str:
        return key_of(*self.names, json.dumps(self.given), DRAWN_BY)


def draw_all(sources: list[data.Source], cache: Cache) -> tuple[dict[str, str], list[data.Problem]]:
    """Return each drawing by its name, and a problem for each that can't be drawn; the others are kept in `cache`."""
    by_name = {source.name: source for source in sources}
    problems = list(check_muscles(by_name["muscles"]))
    orders = [*orders_of(by_name, with_maps=not problems)]
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


def orders_of(by_name: Mapping[str, data.Source], *, with_maps: bool) -> Iterator[Order]:
    """Yield an order for each drawing that the data asks for."""
    muscles, figures, rep = (by_name[name] for name in ("muscles", "figures", "rep"))
    if with_maps:
        yield Order(("figures/muscles.svg",), muscle_map, muscles.value, partial(muscles.problem, ()))
        for index, muscle in enumerate(muscles.value):
            name = f"figures/muscle-{muscle['id']}.svg"
            yield Order((name,), muscle_map, [muscle], partial(muscles.problem, (index,)))
    for index, figure in enumerate(figures.value):
        mistake = partial(can_not_be, figures, (index,), figure["key"])
        yield Order((f"figures/{figure['key']}.svg",), draw, figure, mistake)
    yield Order(("figures/rep.svg", "assets/rep.css"), moving_rep, rep.value, partial(can_not_be, rep, (), "the rep"))


def check_muscles(muscles: data.Source) -> Iterator[data.Problem]:
    """A muscle is on the map."""
    for index, muscle in enumerate(muscles.value):
        if muscle["id"] not in MUSCLES:
            message = f"{muscle['id']!r} is not on the map of muscles, which has {data.listed(MUSCLES)}"
            yield muscles.problem((index, "id"), message)


def can_not_be(source: data.Source, keys: data.Keys, name: str, why: str) -> data.Problem:
    return source.problem(keys, f"{name} can't be drawn: {why}")


def names(sources: list[data.Source]) -> list[str]:
    """Return the name of each drawing the data asks for, right or wrong as the rest of it may be."""
    keys = ["rep", "muscles", *(figure["key"] for source in sources for figure in data.figures(source.value))]
    return [f"figures/{key}.svg" for key in keys]
