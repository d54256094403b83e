"""Turns areas into short SVG path data: cubic curves within a third of a drawing unit, relative, one decimal.

The fit is Schneider's, "An Algorithm for Automatically Fitting Digitized Curves" (Graphics Gems, 1990).
"""

from collections.abc import Iterable

import numpy as np
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from figures.geometry import Points, Vector

TOLERANCE = 0.35
"""How far a curve may stray from the outline, in drawing units; below half a pixel on a phone."""
CORNER = 38
"""A turn of more degrees than this stays a corner."""
SPACING = 4.0
"""The distance of the points to fit through, in drawing units."""
LONGEST = 20
"""A row of more points than this is split before a curve is tried; so long a curve hardly ever fits."""
SMALLEST = 2.0
"""Areas of less than this many square units are dropped; nobody could see them."""


def path(shape: BaseGeometry) -> str:
    """Return the data of a path that fills this shape; y is turned downward."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    rings = [ring for part in parts if isinstance(part, Polygon) for ring in (part.exterior, *part.interiors)]
    return "".join(ring_data(ring) for ring in rings if Polygon(ring).area > SMALLEST)


def number(value: float) -> str:
    """Write a number with one decimal at most, as short as it can be."""
    text = f"{value:.1f}".removesuffix(".0")
    text = "0" if text == "-0" else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(values: Iterable[float]) -> str:
    """Write numbers with a blank only where two of them would run together."""
    text, before = "", "-"
    for value in map(number, values):
        apart = value.startswith("-") or (value.startswith(".") and "." in before)
        text += value if apart or not text else f" {value}"
        before = value
    return text


def ring_data(ring: LinearRing) -> str:
    """Return a closed outline as path data, each curve relative to the rounded end of the one before."""
    segments = fit_ring(evenly_spaced(np.array(ring.simplify(0.05).coords)[:-1]))
    here = flipped(segments[0][0])
    data, last = "M" + numbers(here), ""
    for segment in segments:
        points = [flipped(point) for point in segment[1:]]
        relative = [value for point in points for value in point - here]
        command, values = ("l", relative[-2:]) if is_straight(segment) else ("c", relative)
        text = numbers(values)
        separator = "" if text.startswith("-") else " "
        data += separator + text if command == last else command + text
        here, last = points[-1], command
    return data + "z"


def flipped(point: Vector) -> Vector:
    """Return a place as SVG has it: y downward, rounded to a tenth of a unit."""
    return np.round(point * (1, -1), 1)


def is_straight(segment: Points) -> bool:
    """Whether a curve stays within an eighth of a unit of the line between its ends."""
    way = segment[3] - segment[0]
    length = float(np.hypot(*way))
    return length > 0 and all(abs(cross(way, point - segment[0])) / length < 0.12 for point in segment[1:3])


def cross(a: Vector, b: Vector) -> float:
    """Return the area that two directions span, above 0 where b is counter-clockwise from a."""
    return float(a[0] * b[1] - a[1] * b[0])


def evenly_spaced(ring: Points) -> Points:
    """Return points on a closed outline, about SPACING apart, its corners among them."""
    ways = np.roll(ring, -1, axis=0) - ring
    counts = np.maximum(1, (np.hypot(*ways.T) / SPACING).astype(int))
    steps = np.concatenate([np.arange(count) / count for count in counts])
    spaced: Points = np.repeat(ring, counts, axis=0) + np.repeat(ways, counts, axis=0) * steps[:, None]
    return spaced


def fit_ring(ring: Points) -> list[Points]:
    """Fit curves through a closed row of points, from corner to corner; each is four control points."""
    arriving, leaving = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turns = np.degrees(
        np.arctan2(arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0], np.sum(arriving * leaving, axis=1))
    )
    corners = np.flatnonzero(np.abs(turns) > CORNER)
    if not len(corners):
        leftmost = int(np.argmin(ring[:, 0]))
        row = np.vstack([np.roll(ring, -leftmost, axis=0), ring[leftmost]])
        tangent = normal(ring[(leftmost + 1) % len(ring)] - ring[leftmost - 1])
        return fit(row, tangent, -tangent)
    segments: list[Points] = []
    for start, end in zip(corners, np.roll(corners, -1), strict=True):
        length = (end - start) % len(ring) or len(ring)
        row = ring[np.arange(start, start + length + 1) % len(ring)]
        segments += fit(row, normal(row[1] - row[0]), normal(row[-2] - row[-1]))
    return segments


def normal(way: Vector) -> Vector:
    """Return the direction with a length of 1; one without length stays as it is."""
    return way / (np.hypot(*way) or 1)


def fit(row: Points, start: Vector, end: Vector) -> list[Points]:
    """Fit as few curves as TOLERANCE allows through a row of points that leaves at `start` and arrives from `end`."""
    if len(row) == 2:
        third = np.hypot(*(row[1] - row[0])) / 3
        return [np.array([row[0], row[0] + start * third, row[1] + end * third, row[1]])]
    if len(row) > LONGEST:
        return split_at(row, len(row) // 2, start, end)
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(row, axis=0).T))])
    shares = lengths / lengths[-1]
    for _ in range(4):
        curve = least_squares(row, shares, start, end)
        away = at(curve, shares) - row
        errors = np.einsum("ij,ij->i", away, away)
        worst = int(errors.argmax())
        if errors[worst] < TOLERANCE**2:
            return [curve]
        if errors[worst] > (6 * TOLERANCE) ** 2:
            break  # too far off to be helped by moving the shares
        shares = closer(curve, away, shares)
    return split_at(row, min(max(worst, 1), len(row) - 2), start, end)


def split_at(row: Points, index: int, start: Vector, end: Vector) -> list[Points]:
    """Fit both parts of a row, with one tangent where they meet."""
    tangent = normal(row[index - 1] - row[index + 1])
    return fit(row[: index + 1], start, tangent) + fit(row[index:], -tangent, end)


def at(curve: Points, shares: Vector) -> Points:
    """Return the points of a cubic curve at these shares of its way."""
    t, u = shares, 1 - shares
    points: Points = np.stack([u**3, 3 * u**2 * t, 3 * u * t**2, t**3], axis=1) @ curve
    return points


def least_squares(row: Points, shares: Vector, start: Vector, end: Vector) -> Points:
    """Return the cubic curve with these end tangents that comes closest to the points."""
    t, u = shares, 1 - shares
    out, back = 3 * u * u * t, 3 * u * t * t
    rest = row - np.outer(u**3 + out, row[0]) - np.outer(back + t**3, row[-1])
    a, b, c = out @ out, (out @ back) * (start @ end), back @ back
    x, y = out @ (rest @ start), back @ (rest @ end)
    span, determinant = float(np.hypot(*(row[-1] - row[0]))), a * c - b * b
    first = second = span / 3
    if determinant > 1e-9:
        best = (c * x - b * y) / determinant, (a * y - b * x) / determinant
        if min(best) > 1e-4 * span and max(best) < 2 * span:  # others would loop, or shoot out as a spike
            first, second = float(best[0]), float(best[1])
    return np.array([row[0], row[0] + start * first, row[-1] + end * second, row[-1]])


def closer(curve: Points, away: Points, shares: Vector) -> Vector:
    """Move each share to where the curve is closer to its point, by one step of Newton's method."""
    first = 3 * (curve[1:] - curve[:-1])
    second = 2 * (first[1:] - first[:-1])
    t, u = shares, 1 - shares
    speed = np.stack([u**2, 2 * u * t, t**2], axis=1) @ first
    bend = np.stack([u, t], axis=1) @ second
    slope = np.einsum("ij,ij->i", speed, speed) + np.einsum("ij,ij->i", away, bend)
    slope[np.abs(slope) < 1e-9] = np.inf
    moved: Vector = np.maximum.accumulate(np.clip(shares - np.einsum("ij,ij->i", away, speed) / slope, 0, 1))
    return moved


def straight(points: Iterable[Vector]) -> str:
    """Return the data of an open path of straight lines."""
    return "M" + "L".join(numbers(flipped(point)) for point in points)
