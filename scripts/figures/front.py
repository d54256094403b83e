"""Draws the top of a rep as seen from the feet, with the camera raised, so that what happens sideways shows.

x is to the reader's right, y up; the working leg is on the reader's left, and (0, 0) is near its foot.
"""

from dataclasses import dataclass

from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures.body import ramp
from figures.geometry import Vector, angle_of, blob, distance, hull, limb, placed, polyline_area, rounded, unit, vector
from figures.side import Layer

HIP, KNEE, FOOT = vector(-21, 148), vector(-24, 104), vector(-25, -8)
"""The working leg's joints with a level pelvis and the knee over the toes."""
UPRIGHT = 62
"""How long the free thigh looks, which leans toward the reader."""
SHOULDERS, WAIST = 205.0, 168.0
"""Heights between which the trunk bends when the pelvis tilts: the shoulders stay on the bench."""


@dataclass(frozen=True)
class FrontPose:
    """What can go wrong sideways: `tilt`, degrees by which the free hip drops; `cave`, units the knee is inside."""

    tilt: float = 0
    cave: float = 0
    girth: float = 1
    hair: str = "bun"

    def turned(self, x: float, y: float) -> Vector:
        """Return where the tilt takes a place of the trunk: all of it below the waist, none at the shoulders."""
        share = 1 - float(ramp(y, WAIST, SHOULDERS))
        radius, way = distance(HIP, (x, y)), angle_of(HIP, (x, y))
        return HIP + radius * unit(way - self.tilt * share)

    def area(self, *knots: tuple[float, float]) -> Polygon:
        """Return a smooth area of the trunk, tilted."""
        return blob([self.turned(x * self.girth, y).tolist() for x, y in knots])

    @property
    def knee(self) -> Vector:
        """Where the working knee is: `cave` units nearer to the body's middle than over the toes."""
        return KNEE + vector(self.cave, 0)

    @property
    def joints(self) -> dict[str, Vector]:
        """The places that marks refer to: the hip bones, the knee and the toes."""
        return {
            "working-hip": self.turned(-28, 158),
            "free-hip": self.turned(28, 158),
            "knee": self.knee,
            "toes": FOOT,
        }


def layers(pose: FrontPose) -> list[Layer]:
    """Return the body's areas in the order in which to paint them."""
    return [*arms(pose), *head(pose), *trunk(pose), *free_leg(pose), *working_leg(pose)]


def arms(pose: FrontPose) -> list[Layer]:
    """Return both arms, at rest along the bench."""
    drawn = []
    for side in (-1, 1):
        upper = hull((side * 43, 204, 12.5 * pose.girth), (side * 84, 193, 9 * pose.girth))
        lower = hull((side * 84, 193, 9.2 * pose.girth), (side * 115, 186, 6))
        hand = blob(
            [(side * x, y) for x, y in [(110, 193), (122, 189), (135, 181), (133, 175), (121, 177), (110, 180)]]
        )
        drawn.append(Layer("skin", rounded(unary_union([upper, lower, hand]), 4)))
    return drawn


def head(pose: FrontPose) -> list[Layer]:
    """Return the head, its chin toward the reader."""
    face = [(-17.5, 7), (-16.5, -5), (-11.5, -16), (0, -21.5), (11.5, -16), (16.5, -5), (17.5, 7), (12, 15), (0, 17)]
    bun = Point(0, 270).buffer(9, 16) if pose.hair == "bun" else Polygon()
    return [
        Layer("hair", unary_union([Point(0, 248).buffer(22, 16), bun])),
        Layer("far-skin", hull((0, 229, 11.5), (0, 210, 13))),
        Layer("skin", affinity.translate(blob([*face, (-12, 15)]), 0, 241)),
    ]


def trunk(pose: FrontPose) -> list[Layer]:
    """Return the top, which bends with the pelvis, and the shorts around it."""
    left = [(-20, 217), (-40, 214), (-50, 205), (-45, 193), (-35, 176), (-33, 166)]
    right = [(-x, y) for x, y in reversed(left)]
    pelvis = [(-33, 170), (0, 167), (33, 170), (39, 158), (41, 144), (37, 130), (26, 121), (8, 123), (0, 126)]
    mirrored = [(-x, y) for x, y in reversed(pelvis[3:-1])]
    shorts = pose.area(*pelvis, *mirrored)
    band = [(-42, 172), (0, 169.5), (42, 172), (42, 165), (0, 163), (-42, 165)]
    waistband = polyline_area([pose.turned(x * pose.girth, y).tolist() for x, y in band]).intersection(shorts)
    return [Layer("top", pose.area(*left, *right, (0, 212))), Layer("shorts", shorts), Layer("waist", waistband)]


def free_leg(pose: FrontPose) -> list[Layer]:
    """Return the free leg: the thigh upright, the shin toward the reader, so that the shoe shows its sole."""
    hip, knee = pose.turned(21, 146), pose.turned(21, 146) + UPRIGHT * unit(89.3 - pose.tilt)
    widths = [(0, 21 * pose.girth), (0.3, 20.5 * pose.girth), (0.7, 17 * pose.girth), (1, 14.5 * pose.girth)]
    thigh = placed(limb(UPRIGHT, widths, widths), hip, angle_of(hip, knee))
    cut = placed(polyline_area([(-40, -40), (36, -40), (39, 0), (36, 40), (-40, 40)]), hip, angle_of(hip, knee))
    tread = [(-8, -27), (-9.5, -16), (-8, -3), (-11, 13), (-10, 25), (-2, 30), (7, 27), (11, 16), (9.5, 0), (8.5, -18)]
    under = blob([*tread, (7, -28), (0, -31)])
    at = knee + 14 * unit(-90 - pose.tilt)
    return [
        Layer("far-skin", thigh),
        Layer("far-shorts", thigh.intersection(cut).buffer(1.2)),
        Layer("shoe", placed(under.buffer(2.6), at + vector(0, 1.5), -pose.tilt)),
        Layer("sole", placed(under, at, -pose.tilt)),
        Layer("tread", placed(stripes((-21, 5), (-15, 5.5), (8, 6.5), (14.5, 7), (21, 6)), at, -pose.tilt)),
    ]


def stripes(*heights: tuple[float, float]) -> BaseGeometry:
    """Return level stripes, each given as its height and its half-width."""
    return unary_union([LineString([(-width, y), (width, y)]).buffer(1.1) for y, width in heights])


def working_leg(pose: FrontPose) -> list[Layer]:
    """Return the planted leg: the thigh, seen almost end on, the shin and the shoe."""
    hip, knee, ankle = pose.turned(*HIP), pose.knee, FOOT + vector(0, 24)
    way, girth = angle_of(hip, knee), pose.girth
    thigh = rounded(hull((*hip, 22 * girth), (*knee, 15 * girth)), 3)
    front = [(0, 14), (0.12, 13.4), (0.32, 15.2), (0.55, 12.4), (0.82, 8.8), (1, 8.8)]
    back = [(0, 14), (0.12, 13.4), (0.3, 14.8), (0.55, 11.6), (0.82, 8.4), (1, 8.4)]
    wide = [[(share, width * girth) for share, width in profile] for profile in (front, back)]
    shin = placed(limb(distance(knee, ankle), *wide), knee, angle_of(knee, ankle))
    hem = distance(hip, knee) * 0.36
    cut = placed(polyline_area([(-40, -40), (hem, -40), (hem + 4, 0), (hem, 40), (-40, 40)]), hip, way)
    kneecap = blob([(-8, 3), (-6, 9), (0, 11), (6, 9), (8, 3), (5, -5), (0, -7), (-5, -5)])
    return [
        Layer("skin", rounded(unary_union([thigh, shin]), 6)),
        Layer("shorts", thigh.intersection(cut).buffer(1.2)),
        Layer("shade", affinity.translate(kneecap, *knee)),
        *shoe(float(FOOT[0])),
    ]


def shoe(x: float) -> list[Layer]:
    """Return the planted shoe from the front."""
    outline = [(-9.6, 22, 1), (-11, 10), (-13.5, 0), (-15.6, -10), (-13, -20), (-5, -24.5), (5, -24.5), (13, -20)]
    upper = blob([*outline, (15.6, -10), (13.5, 0), (11, 10), (9.6, 22, 1), (0, 19)])
    under = affinity.translate(upper, 0, -3).intersection(box(-40, -40, 40, -6))
    laces = stripes((7, 5), (1.5, 5), (-4, 5))
    return [
        Layer(kind, affinity.translate(part, x, 0))
        for kind, part in (("sole", under), ("shoe", upper), ("tread", laces))
    ]
