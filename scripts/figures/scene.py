"""Draws what stands around a body and what points at it: bench, step, dumbbell, band, lines, arrows, as SVG."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from figures.geometry import Vector, angle_of, unit
from figures.paths import flipped, number, numbers, path, straight

HALO = "halo"
"""The class of the wide line under a mark, in the ground's color, that parts it from the body."""


def place(point: ArrayLike) -> str:
    """Write a point as it stands in path data, y downward."""
    return numbers(flipped(np.asarray(point, dtype=np.float64)))


def area(kind: str, shape: BaseGeometry) -> str:
    """Return a shape as a path of the class `kind`, or nothing where it is empty."""
    return f'<path class="{kind}" d="{path(shape)}"/>' if not shape.is_empty else ""


def bench_from_side(edge: Vector) -> str:
    """Return a flat bench whose right edge is at this place; it stands on the floor."""
    x, height = edge
    legs = f"M{place((x - 64, height - 14))}L{place((x - 71, 3))}M{place((x - 22, height - 14))}L{place((x - 15, 3))}"
    rail = f"M{place((x - 68, 30))}H{number(x - 18)}"
    seat = f'<rect class="bench" x="{number(x - 86)}" y="{number(-height)}" width="88" height="17" rx="7"/>'
    return f'<path class="bench-legs" d="{legs}{rail}"/>{seat}'


def bench_from_front() -> str:
    """Return the same bench across the picture, for the view from the feet."""
    legs = '<path class="bench-legs" d="M-112-150-120-56M112-150l8 94"/>'
    back = '<path class="bench-back" d="M-134-166l8-38q1-5 7-5H119q6 0 7 5l8 38z"/>'
    return f'{legs}{back}<rect class="bench" x="-135" y="-168" width="270" height="17" rx="6"/>'


def block(x: float, width: float, height: float) -> str:
    """Return a step on the floor."""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect class="bench" x="{number(x)}" y="{number(-height)}" {size} rx="5"/>'


def dumbbell(at: Vector) -> str:
    """Return a dumbbell with six-sided heads, seen from its end."""
    x, y = flipped(at)
    head = straight([at + 20 * unit(way) for way in range(30, 390, 60)])
    handle = f'<circle class="iron-core" cx="{number(x)}" cy="{number(y)}" r="7"/>'
    return f'<path class="iron" d="{head}z"/>{handle}'


def line(points: Iterable[Vector], kind: str, *, dashed: bool = False, rings: bool = True) -> str:
    """Return a mark through points, with a ring on each joint."""
    row = list(points)
    data = straight(row)
    drawn = f'<path class="{HALO}" d="{data}"/><path class="mark {kind}{" dashed" if dashed else ""}" d="{data}"/>'
    return drawn + "".join(ring(point, kind) for point in row if rings)


def ring(at: Vector, kind: str) -> str:
    """Return a circle with a radius of 5.2 units; `kind` is what its mark says, and the class with its color."""
    x, y = flipped(at)
    return f'<circle class="ring {kind}" cx="{number(x)}" cy="{number(y)}" r="5.2"/>'


def bent_line(points: list[Vector], kind: str) -> str:
    """Return a mark along a bent spine: a quadratic curve through the middle of three points."""
    start, middle, end = points
    control = 2 * middle - (start + end) / 2
    data = f"M{place(start)}Q{place(control)} {place(end)}"
    return f'<path class="{HALO}" d="{data}"/><path class="mark {kind}" d="{data}"/>'


def arrow(points: list[Vector], kind: str) -> str:
    """Return an arrow from the first point to the last; a point between them bends it."""
    start, *between, end = points
    before = between[-1] if between else start
    shaft = f"M{place(start)}" + (f"Q{place(before)} {place(end)}" if between else f"L{place(end)}")
    back = angle_of(before, end) + 180
    head = straight([end + 10 * unit(back - 34), end, end + 10 * unit(back + 34)])
    return f'<path class="{HALO}" d="{shaft}{head}"/><path class="mark {kind}" d="{shaft}{head}"/>'


def headlight(at: Vector) -> str:
    """Return a lamp on a hip bone with its rays."""
    x, y = flipped(at)
    rays = "".join(straight([at + 11.5 * unit(way), at + 17 * unit(way)]) for way in range(200, 350, 35))
    return f'<path class="ray" d="{rays}"/><circle class="lamp" cx="{number(x)}" cy="{number(y)}" r="7.5"/>'


def pause_sign(at: Vector) -> str:
    """Return the two bars of a pause button in a ring."""
    x, y = flipped(at)
    bars = f'<path class="mark note" d="M{number(x - 5)} {number(y - 7)}v14M{number(x + 5)} {number(y - 7)}v14"/>'
    return f'<circle class="ring note" cx="{number(x)}" cy="{number(y)}" r="20"/>{bars}'
