"""The body seen from the side: proportions, builds, and the outline of each part in the coordinates of its bone.

A bone lies on the x axis from (0, 0); for limbs y is forward, for the trunk and the head y is backward.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures.geometry import Knots, Points, Vector, blob, curve, limb

HEIGHT = 400.0

# Lengths as shares of body height: Drillis and Contini (1966), Body Segment Parameters, as tabled by Winter,
# Biomechanics and Motor Control of Human Movement, fig. 4.1. The trunk goes from hip to shoulder, .818 - .530.
THIGH = 0.245 * HEIGHT
SHIN = 0.246 * HEIGHT
ANKLE = 0.039 * HEIGHT
TRUNK = 0.288 * HEIGHT
UPPER_ARM = 0.186 * HEIGHT
FOREARM = 0.146 * HEIGHT


@dataclass(frozen=True)
class Build:
    """What tells one body from another: widths as a share of the drawn ones, and the hair."""

    girth: float
    hair: str


BUILDS = {"slim": Build(1.0, "bun"), "stocky": Build(1.13, "short")}


def widened(knots: Knots, girth: float) -> list[tuple[float, float]]:
    """Return a side of a limb, as (share of the length, half-width), with each half-width times `girth`."""
    return [(knot[0], knot[1] * girth) for knot in knots]


@cache
def thigh(girth: float) -> BaseGeometry:
    """Return the thigh, hip at (0, 0), knee at (THIGH, 0); `girth` multiplies its widths, but not the round knee's."""
    front = [(-0.02, 20), (0.12, 22.5), (0.32, 16), (0.55, 21.5), (0.78, 17), (0.92, 15.6), (1, 14.6)]
    back = [(-0.02, 23), (0.12, 23.5), (0.3, 22.5), (0.55, 18.5), (0.8, 13.5), (0.93, 12.2), (1, 12)]
    knee = Point(THIGH - 1, 1.8).buffer(14, 16)
    return unary_union([limb(THIGH, widened(front, girth), widened(back, girth)), knee])


@cache
def shin(girth: float) -> BaseGeometry:
    """Return the shin with the calf, knee at (0, 0), ankle at (SHIN, 0); `girth` multiplies its widths."""
    front = [(0, 12.4), (0.1, 12.2), (0.3, 11.2), (0.55, 9), (0.8, 8.2), (0.94, 8.2), (1, 9)]
    back = [(0, 11.5), (0.1, 13.5), (0.24, 17.6), (0.38, 17.2), (0.58, 12), (0.78, 9.2), (0.92, 8.8), (1, 10)]
    return limb(SHIN, widened(front, girth), widened(back, girth))


@cache
def upper_arm(girth: float) -> BaseGeometry:
    """Return the upper arm, shoulder at (0, 0), elbow at (UPPER_ARM, 0); `girth` multiplies its widths."""
    front = [(0, 12.5), (0.12, 12.8), (0.4, 11.6), (0.7, 9.6), (0.9, 8.8), (1, 8.4)]
    back = [(0, 12.5), (0.15, 12.6), (0.42, 11.8), (0.7, 9.6), (1, 8.2)]
    return limb(UPPER_ARM, widened(front, girth), widened(back, girth))


@cache
def forearm(girth: float) -> BaseGeometry:
    """Return the forearm without the hand, elbow at (0, 0), wrist at (FOREARM, 0); `girth` multiplies its widths."""
    front = [(0, 8.4), (0.18, 10), (0.4, 9.2), (0.7, 6.8), (1, 5.4)]
    back = [(0, 8.4), (0.2, 9.6), (0.45, 8.2), (0.75, 6.2), (1, 5.2)]
    return limb(FOREARM, widened(front, girth), widened(back, girth))


@cache
def hand(shape: str) -> BaseGeometry:
    """Return a hand that goes on from the wrist: `open`, with the thumb a little apart, `flat`, or a `fist`."""
    if shape == "fist":
        return blob([(-3, 5), (4, 8.4), (12, 8.8), (18, 5), (19, -2), (15, -8), (6, -8.6), (-3, -5)])
    palm = blob(
        [(-3, 5.2), (6, 6.4), (14, 6.6), (23, 5), (31, 2.2), (33, -0.8), (29, -3.2), (18, -4.6), (8, -5.6), (-3, -5.2)]
    )
    if shape == "flat":
        return palm
    thumb = blob([(3, 4), (9, 8.6), (16, 10.4), (18.5, 8.8), (13, 5.5), (8, 3)])
    return palm.union(thumb)


@cache
def shoe() -> BaseGeometry:
    """Return a shoe with its toes on the x axis' side; the ankle is at (0, 0), the ground at -ANKLE."""
    low = -ANKLE
    heel = [(-11.5, 7.5, 1), (-12.5, 2), (-15.5, -3), (-17.5, -9), (-16, low, 1), (4, low), (22, low), (34, low)]
    toes = [(41, low + 0.6), (44.5, low + 4), (43, -8.2), (36, -4.4), (26, -1.5), (17, 3.4), (11.5, 9, 1), (2, 6.6)]
    return blob([*heel, *toes])


@cache
def sole() -> BaseGeometry:
    """Return the sole of the shoe, in the shoe's coordinates: a strip about 5 units high on the ground."""
    low = -ANKLE
    ground = [(-18, low + 4.4, 1), (-18.4, low + 1.2), (-16, low, 1), (34, low), (41, low + 0.3), (45.4, low + 3.2)]
    return blob([*ground, (45.4, low + 5.4, 1), (38, low + 4.2), (20, low + 3.8), (0, low + 4.2)])


@cache
def skull() -> BaseGeometry:
    """Return the head in profile; the top of the spine is at (0, 0), the crown on the x axis, the face below."""
    face = [(-12.5, -15), (-14.2, -20.5), (-11.5, -23.6), (-6, -23.6), (-2, -24.8), (2.2, -25), (5.2, -28.6)]
    brow = [(7.6, -29.6), (10, -27.6), (15, -24.8), (19, -24.2), (24, -25), (30, -23.8), (37, -18), (41, -8)]
    back = [(41.5, 4), (37, 15), (28, 21.5), (18, 22), (9, 19), (1, 14), (-4, 7), (-7, -2), (-10, -9)]
    return blob(face + brow + back)


@cache
def hair(style: str) -> BaseGeometry:
    """Return the hair: a `bun`, or `short`, close to the head."""
    if style == "short":
        crown = [
            (24.5, -25.4, 1),
            (32, -23.4),
            (38.5, -17.5),
            (43, -7),
            (43.4, 5),
            (38.5, 16.5),
            (29, 23.2),
            (18, 23.4),
        ]
        nape = [(9.5, 20), (3.5, 15.6, 1), (8, 10), (13.5, 6), (17.5, 1), (18, -6), (22.5, -9), (25.5, -15)]
        return blob(crown + nape)
    crown = [(27, -25.8, 1), (33, -23.6), (39, -18), (43.6, -8), (44.2, 4), (39.5, 16.5), (30, 24), (18, 24.6)]
    nape = [(8, 21.6), (1, 15.5), (-1, 10.5, 1), (6, 8.5), (12, 5.5), (16.5, 0.5), (18.5, -5.5), (23.5, -8)]
    return blob([*crown, *nape, (27, -14), (29, -20)]).union(Point(48, 9).buffer(9.5, 16))


@cache
def ear() -> BaseGeometry:
    """Return the ear in the coordinates of the skull."""
    return blob([(2, -1.5), (6, -5), (11.5, -5.5), (13.5, -1), (9.5, 3), (4, 2.5)])


# The trunk's outline from the hip (0) toward the neck: y is backward from the spine's line.
BELLY = [
    (-16, -14),
    (-6, -19),
    (8, -21.5),
    (24, -20.5),
    (42, -20),
    (60, -22.5),
    (78, -26),
    (93, -26.5),
    (106, -22),
    (117, -14.5),
    (126, -10.5),
]
BACK = [
    (-26, 6),
    (-24, 17),
    (-12, 27.5),
    (4, 30),
    (18, 26),
    (34, 20.5),
    (48, 18.5),
    (64, 21),
    (82, 25),
    (98, 26),
    (110, 22.5),
    (120, 16),
    (129, 11),
]


LUMBAR, THORACIC = (12, 62), (56, 118)
"""Where along the spine the lower and the upper back bend."""
PLACES = np.linspace(-46, 150, 99)
"""Where along the spine its line is reckoned, every 2 units."""


class Trunk:
    """A trunk that bends: it maps a place along and across the spine to the picture.

    `hip` is where the spine's line starts, `angle` its direction there; `lumbar` and `thoracic` are the degrees by
    which the lower back and the upper back bend it further, positive toward an arch.
    """

    def __init__(self, hip: Vector, angle: float, lumbar: float = 0, thoracic: float = 0, girth: float = 1) -> None:
        self.hip, self.angle, self.lumbar, self.thoracic, self.girth = hip, angle, lumbar, thoracic, girth
        angles = np.radians(self.directions(PLACES))
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        line = np.vstack([[0, 0], np.cumsum((ways[1:] + ways[:-1]) / 2 * (PLACES[1] - PLACES[0]), axis=0)])
        self._line = line - line[int(np.argmin(np.abs(PLACES)))] + hip

    def direction(self, along: float) -> float:
        """Return the spine's direction at this place, in degrees."""
        return float(self.directions(np.array([along]))[0])

    def directions(self, along: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the spine's directions, in degrees, at places in units along it from the hip; both of shape (n,)."""
        return self.angle + self.lumbar * ramp(along, *LUMBAR) + self.thoracic * ramp(along, *THORACIC)

    def at(self, along: float, back: float = 0) -> Vector:
        """Return the place so far along the spine and so far behind it (in front, where negative)."""
        place: Vector = self.places(np.array([[along, back]]))[0]
        return place

    def places(self, knots: Points) -> Points:
        """Return the places of knots that are given along and behind the spine."""
        along, back = knots[:, 0], knots[:, 1]
        across = np.radians(self.directions(along) + 90)
        line = [np.interp(along, PLACES, self._line[:, axis]) for axis in (0, 1)]
        back_ways = np.stack([np.cos(across), np.sin(across)], axis=1)
        places: Points = np.stack(line, axis=1) + (back * self.girth)[:, None] * back_ways
        return places

    def area(self, knots: Knots, *, smooth: bool = True) -> BaseGeometry:
        """Return the area inside knots that are given along and behind the spine."""
        places = curve(knots) if smooth else np.array(knots, dtype=np.float64)
        return Polygon(self.places(places)).buffer(0)

    @property
    def outline(self) -> BaseGeometry:
        """The area of the trunk in the picture, bent with the spine, its depth times the girth."""
        return self.area(BELLY + BACK[::-1])

    @property
    def shoulder(self) -> Vector:
        """Where the spine's line is TRUNK units from the hip."""
        return self.at(TRUNK)


def ramp(value: ArrayLike, start: float, end: float) -> NDArray[np.float64]:
    """Return how far each value has come from start to end, from 0 to 1, starting and arriving softly."""
    share = np.clip((np.asarray(value, dtype=np.float64) - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)


def depth_of_back(along: float) -> float:
    """Return how far the skin of the back lies behind the spine's line at this place, for a girth of 1."""
    return float(np.interp(along, [place for place, _ in BACK], [depth for _, depth in BACK]))
