"""Draws a pose from the side: the areas of skin, clothes and shoes, from the farthest to the nearest."""

from typing import NamedTuple

from shapely import affinity
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures import body
from figures.body import FOREARM, THIGH, UPPER_ARM, Trunk
from figures.geometry import (
    Vector,
    angle_of,
    blob,
    curve,
    distance,
    limb,
    placed,
    polyline_area,
    rounded,
    unit,
)
from figures.pose import Arm, Leg, Pose, shoulder_joint

HEM = 0.5
"""Where the shorts end, as a share of the thigh."""
WAIST = 34
"""Where the shorts begin, along the spine from the hip."""


class Layer(NamedTuple):
    """An area and what it shows; the style sheet gives each its color."""

    kind: str
    shape: BaseGeometry


class DrawnLeg(NamedTuple):
    """A leg's areas in the picture: thigh and shin as one, the thigh alone, where shorts may be, and the shoe."""

    skin: BaseGeometry
    thigh: BaseGeometry
    above_hem: BaseGeometry
    shoe: BaseGeometry
    sole: BaseGeometry


def layers(pose: Pose, glow: str | None = None, hurts: str | None = None) -> list[Layer]:
    """Return the body's areas in the order in which to paint them.

    `glow`: "glute", or "off" for a glute that should work and doesn't. `hurts`: the part that took over.
    """
    return [*other_layers(pose), *head_layers(pose), *near_layers(pose, glow, hurts), *arm_layers(pose, hurts)]


def other_layers(pose: Pose) -> list[Layer]:
    """Return the leg that does not work, which lies behind all else of the body: skin, shoe, shorts."""
    leg = drawn_leg(pose.trunk.hip, pose.other, pose.build.girth)
    shorts = leg.skin.intersection(leg.above_hem).buffer(1.2)
    return [Layer("far-skin", leg.skin), *shoe_layers(leg), Layer("far-shorts", shorts)]


def shoe_layers(leg: DrawnLeg) -> list[Layer]:
    """Return a leg's shoe and, over it, its sole."""
    return [Layer("shoe", leg.shoe), Layer("sole", leg.sole)]


def drawn_leg(hip: Vector, leg: Leg, girth: float) -> DrawnLeg:
    """Return the parts of a leg where they are in the picture."""
    down, on = angle_of(hip, leg.knee), angle_of(leg.knee, leg.ankle)
    thigh = placed(body.thigh(girth), hip, down)
    shin = placed(body.shin(girth), leg.knee, on)
    hem = THIGH * HEM
    edge = curve([(hem + 1.5, -60), (hem + 1.5, -22), (hem + 5, 0), (hem - 3, 24), (hem - 3, 60)], closed=False)
    above = polyline_area([(-60, -60), *edge.tolist(), (-60, 60)])
    return DrawnLeg(
        rounded(unary_union([thigh, shin]), 7),
        thigh,
        placed(above, hip, down),
        placed(body.shoe(), leg.ankle, leg.foot),
        placed(body.sole(), leg.ankle, leg.foot),
    )


def head_layers(pose: Pose) -> list[Layer]:
    """Return head and neck; the neck follows the spine half of the way to the head's direction."""
    trunk = pose.trunk
    way = trunk.direction(118)
    base = trunk.at(117, 1)
    skull_at = base + 21 * unit(way + pose.head * 0.6)
    neck = limb(20, [(-0.3, 13), (0.3, 11.5), (1, 10)], [(-0.3, 13), (0.3, 12), (1, 12)])
    head = placed(body.skull(), skull_at, way + pose.head)
    return [
        Layer("skin", rounded(unary_union([head, placed(neck, base, way + pose.head * 0.6)]), 9)),
        Layer("hair", placed(body.hair(pose.build.hair), skull_at, way + pose.head)),
        Layer("ear", placed(body.ear(), skull_at, way + pose.head)),
    ]


def near_layers(pose: Pose, glow: str | None, hurts: str | None) -> list[Layer]:
    """Return trunk and working leg in their clothes, the glute, and what hurts."""
    trunk, girth = pose.trunk, pose.build.girth
    leg = drawn_leg(trunk.hip, pose.working, girth)
    torso = rounded(unary_union([trunk.outline, buttock(pose)]), 9)
    joined = rounded(unary_union([torso, leg.thigh]), 16)
    skin = rounded(unary_union([joined, leg.skin]), 7)
    top = torso.intersection(above_waist(trunk)).difference(neckline(trunk)).buffer(1)
    shorts = shorts_of(trunk, pose.working, torso, joined, leg)
    drawn = [Layer("skin", skin), *shoe_layers(leg), Layer("top", top), Layer("shorts", shorts)]
    if glow:
        drawn.append(Layer("glute" if glow == "glute" else "glute-off", glute(trunk, pose.working, shorts)))
    if hurts in SORE:
        whole = unary_union([skin, shorts, *(layer.shape for layer in head_layers(pose))])
        drawn.append(Layer("sore", SORE[hurts](trunk, pose.working).intersection(whole.buffer(-2.5))))
    return drawn


def buttock(pose: Pose) -> BaseGeometry:
    """Return the buttock of the working leg, a disk behind the hip."""
    girth = pose.build.girth
    return Point(*(pose.trunk.hip + 11 * girth * behind(pose.trunk, pose.working))).buffer(23 * girth, 16)


def load(trunk: Trunk) -> Vector:
    """Return where a dumbbell lies: in the crease of the hip."""
    return trunk.at(2, -37)


def behind(trunk: Trunk, leg: Leg) -> Vector:
    """Return the direction in which the buttock lies: between the back's and the back of the thigh's."""
    way = unit(trunk.angle + 90) + unit(angle_of(trunk.hip, leg.knee) - 90)
    return way / distance((0, 0), way)


def above_waist(trunk: Trunk) -> BaseGeometry:
    """Return all that lies above the waist, and beyond the body: the top is cut from the torso with it."""
    waist = [(WAIST + 2, -60), (WAIST - 1, 0), (WAIST + 1, 60), (150, 60), (150, -60)]
    return trunk.area(waist, smooth=False)


def neckline(trunk: Trunk) -> BaseGeometry:
    """Return what the top leaves bare at the neck; it reaches beyond the body."""
    knots = [(120, -40), (113, -16), (112, -8), (117, 2), (122, 14), (121, 40), (150, 40), (150, -40)]
    return trunk.area(knots, smooth=False)


def shorts_of(trunk: Trunk, leg: Leg, torso: BaseGeometry, joined: BaseGeometry, drawn: DrawnLeg) -> BaseGeometry:
    """Return the body below the waist and above the hem: cut from the outline, so that the shorts always fit."""
    below_waist = trunk.area(
        [(WAIST + 4, -70), (WAIST + 1, 0), (WAIST + 3, 70), (-70, 120), (-140, 40), (-140, -70)], smooth=False
    )
    pelvis_and_hem = unary_union([torso.buffer(9), drawn.above_hem])
    beyond_hem = (
        drawn.skin.buffer(6)
        .difference(drawn.above_hem)
        .intersection(placed(box(20, -80, 400, 80), trunk.hip, angle_of(trunk.hip, leg.knee)))
    )
    return (
        joined.intersection(pelvis_and_hem)
        .intersection(below_waist)
        .buffer(1.2)
        .difference(beyond_hem)
        .buffer(-1)
        .buffer(1)
    )


def glute(trunk: Trunk, leg: Leg, shorts: BaseGeometry) -> BaseGeometry:
    """Return the gluteus maximus: from the back of the pelvis under the buttock to the upper thigh."""
    down = angle_of(trunk.hip, leg.knee)

    def on_thigh(along: float, front: float) -> Vector:
        return trunk.hip + along * unit(down) + front * unit(down + 90)

    outer = [trunk.at(25, 9), trunk.at(29, 20), trunk.at(26, 44), trunk.at(4, 60), trunk.hip + 62 * behind(trunk, leg)]
    thigh = [on_thigh(16, -60), on_thigh(33, -40), on_thigh(40, -16), on_thigh(30, -6), on_thigh(14, 1)]
    whole = blob([place.tolist() for place in (*outer, *thigh, trunk.at(4, 2), trunk.at(14, 3))])
    return whole.intersection(shorts.buffer(-3.2)).buffer(-2).buffer(2)


def sore_back(trunk: Trunk, _: Leg) -> BaseGeometry:
    """Return the lower back, about 18 to 64 units along the spine from the hip; it reaches beyond the body."""
    return trunk.area([(18, 12), (36, 6), (54, 8), (64, 16), (60, 40), (36, 40), (18, 40)])


def sore_hamstrings(trunk: Trunk, leg: Leg) -> BaseGeometry:
    """Return the back of the thigh, about 36 to 91 units from the hip; it reaches beyond the body."""
    knots = [(36, -7), (60, -4), (84, -4), (91, -9), (88, -30), (60, -40), (36, -40)]
    return placed(blob(knots), trunk.hip, angle_of(trunk.hip, leg.knee))


def sore_thigh(trunk: Trunk, leg: Leg) -> BaseGeometry:
    """Return the front of the thigh, about 40 to 91 units from the hip; it reaches beyond the body."""
    knots = [(40, 7), (60, 4), (84, 4), (91, 9), (88, 30), (60, 40), (40, 40)]
    return placed(blob(knots), trunk.hip, angle_of(trunk.hip, leg.knee))


def sore_hip(trunk: Trunk, leg: Leg) -> BaseGeometry:
    """Return the front of the hip, where the thigh folds."""
    crease = trunk.hip + 20 * unit(trunk.angle - 90) + 6 * unit(angle_of(trunk.hip, leg.knee))
    return Point(*crease).buffer(17, 16)


def sore_knee(_: Trunk, leg: Leg) -> BaseGeometry:
    """Return a disk around the knee, with a radius of 13 units."""
    return Point(*leg.knee).buffer(13, 16)


def sore_neck(trunk: Trunk, _: Leg) -> BaseGeometry:
    """Return a disk around the lower end of the neck, with a radius of 15 units."""
    return Point(*trunk.at(122, 2)).buffer(15, 16)


SORE = {
    "lower-back": sore_back,
    "hamstrings": sore_hamstrings,
    "front-of-hip": sore_hip,
    "front-of-thigh": sore_thigh,
    "knee": sore_knee,
    "neck": sore_neck,
}


def arm_layers(pose: Pose, hurts: str | None) -> list[Layer]:
    """Return the near arm, and its back where it took over."""
    shoulder = shoulder_joint(pose.trunk)
    arm = drawn_arm(shoulder, pose.arm, pose.build.girth)
    drawn = [Layer("arm", arm)]
    if hurts == "arms":
        way = angle_of(shoulder, pose.arm.elbow)
        half = placed(box(10, -3, UPPER_ARM - 12, 12 * pose.build.girth), shoulder, way)
        drawn.append(Layer("sore", half.intersection(arm.buffer(-2.5)).buffer(-1).buffer(1)))
    return drawn


def drawn_arm(shoulder: Vector, arm: Arm, girth: float) -> BaseGeometry:
    """Return an arm; where it reaches toward or away from the reader its bones look shorter."""

    def bone(shape: BaseGeometry, start: Vector, end: Vector, length: float) -> BaseGeometry:
        seen = affinity.scale(shape, distance(start, end) / length, 1, origin=(0, 0))
        return placed(seen, start, angle_of(start, end))

    upper = bone(body.upper_arm(girth), shoulder, arm.elbow, UPPER_ARM)
    lower = bone(body.forearm(girth), arm.elbow, arm.wrist, FOREARM)
    hand = placed(body.hand(arm.hand), arm.wrist, arm.reach)
    return rounded(unary_union([upper, lower, hand]), 5)
