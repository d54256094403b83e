"""Plane geometry for the figures: directions, smooth curves, limbs around a bone, and the joint between two bones.

Lengths are in drawing units (a body is 400 high), angles in degrees, counter-clockwise from the x axis; y points up.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import affinity
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

Vector = NDArray[np.float64]
"""A place or a direction, of shape (2,)."""
Points = NDArray[np.float64]
"""A row of places, of shape (n, 2)."""
Knots = Sequence[Sequence[float]]
"""Places to draw a curve through, as (x, y); a third number that is not 0 makes the place a sharp corner."""


class FigureError(ValueError):
    """A figure's data describes what can't be drawn, such as two bones too short for what they should span."""


def vector(x: float, y: float) -> Vector:
    """Return a place or a direction as floats, of shape (2,)."""
    return np.array([x, y], dtype=np.float64)


def unit(angle: float) -> Vector:
    """Return the direction of length 1 at this angle."""
    return vector(math.cos(math.radians(angle)), math.sin(math.radians(angle)))


def angle_of(start: ArrayLike, end: ArrayLike) -> float:
    """Return the angle of the way from start to end, from -180 to 180."""
    x, y = np.subtract(end, start)
    return math.degrees(math.atan2(y, x))


def distance(start: ArrayLike, end: ArrayLike) -> float:
    """Return how many units two places are apart."""
    x, y = np.subtract(end, start)
    return math.hypot(x, y)


def joint(root: Vector, end: Vector, first: float, second: float, side: int) -> Vector:
    """Return where two bones of these lengths meet, the first at `root`, the second ending at `end`.

    `side` is 1 for a joint to the left of the way from root to end, -1 for one to its right.
    Raises `FigureError` where the bones can't span the distance.
    """
    span = distance(root, end)
    if not abs(first - second) < span <= first + second:
        raise FigureError(f"bones of {first:.0f} and {second:.0f} can't span {span:.0f}")
    bend = math.degrees(math.acos((first**2 + span**2 - second**2) / (2 * first * span)))
    return root + first * unit(angle_of(root, end) + side * bend)


def curve(knots: Knots, *, closed: bool = True, steps: int = 7) -> Points:
    """Return a smooth curve through the knots, a centripetal Catmull-Rom spline, as a row of points."""
    places = [vector(knot[0], knot[1]) for knot in knots]
    sharp = [len(knot) > 2 and bool(knot[2]) for knot in knots]
    count = len(places)
    rows = []
    for index in range(count if closed else count - 1):
        following = (index + 1) % count
        here, there = places[index], places[following]
        before, after = places[index - 1], places[(index + 2) % count]
        if sharp[index] or (not closed and index == 0):
            before = 2 * here - there
        if sharp[following] or (not closed and index + 2 >= count):
            after = 2 * there - here
        rows.append(catmull_rom(before, here, there, after, steps))
    return np.vstack(rows if closed else [*rows, places[-1]])


def catmull_rom(p0: Vector, p1: Vector, p2: Vector, p3: Vector, steps: int) -> Points:
    """Return `steps` points of the centripetal spline from p1 on, without p2 (Barry and Goldman's pyramid)."""
    t1 = max(distance(p0, p1), 1e-6) ** 0.5
    t2 = t1 + max(distance(p1, p2), 1e-6) ** 0.5
    t3 = t2 + max(distance(p2, p3), 1e-6) ** 0.5
    t = np.linspace(t1, t2, steps, endpoint=False)[:, None]

    def between(a: Points, b: Points, start: float, end: float) -> Points:
        return (end - t) / (end - start) * a + (t - start) / (end - start) * b

    a1, a2, a3 = between(p0, p1, 0, t1), between(p1, p2, t1, t2), between(p2, p3, t2, t3)
    return between(between(a1, a2, 0, t2), between(a2, a3, t1, t3), t1, t2)


def blob(knots: Knots) -> Polygon:
    """Return the area inside a smooth closed curve."""
    return Polygon(curve(knots)).buffer(0)


def limb(length: float, front: Knots, back: Knots) -> BaseGeometry:
    """Return a limb around a bone from (0, 0) to (length, 0), with round ends.

    `front` (y above 0) and `back` (below) are half-widths along the bone, as (share of the length, width).
    """
    upper = curve([(share * length, width) for share, width in front], closed=False)
    lower = curve([(share * length, -width) for share, width in back], closed=False)
    ends = []
    for x, above, below in ((0, front[0][1], back[0][1]), (length, front[-1][1], back[-1][1])):
        ends.append(Point(x, (above - below) / 2).buffer((above + below) / 2, 16))
    return unary_union([Polygon(np.vstack([upper, lower[::-1]])).buffer(0), *ends])


def placed(shape: BaseGeometry, at: ArrayLike, angle: float) -> BaseGeometry:
    """Return a shape of bone coordinates turned and moved into the picture."""
    x, y = np.asarray(at, dtype=np.float64)
    return affinity.translate(affinity.rotate(shape, angle, origin=(0, 0)), x, y)


def rounded(shape: BaseGeometry, inner: float, outer: float = 0) -> BaseGeometry:
    """Return a shape with its inner corners, and its outer ones, rounded by these radii."""
    shape = shape.buffer(inner, 10).buffer(-inner, 10)
    return shape.buffer(-outer, 10).buffer(outer, 10) if outer else shape


def hull(*circles: tuple[float, float, float]) -> BaseGeometry:
    """Return the convex area around circles, each given as (x, y, radius)."""
    return unary_union([Point(x, y).buffer(radius, 16) for x, y, radius in circles]).convex_hull


def polyline_area(points: Knots) -> BaseGeometry:
    """Return the area inside straight lines; where they cross, what both sides enclose."""
    return Polygon([(point[0], point[1]) for point in points]).buffer(0)
