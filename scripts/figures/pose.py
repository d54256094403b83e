"""Solves a pose of the side view: from what the data says to where each joint is.

The floor is at height 0; a bench's edge, on which the upper back turns, is at EDGE.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from figures.body import ANKLE, BUILDS, FOREARM, SHIN, THIGH, TRUNK, UPPER_ARM, Build, Trunk, depth_of_back
from figures.geometry import FigureError, Vector, angle_of, distance, joint, unit, vector

BENCH = 97.0
"""The bench's height: 42 cm for somebody 1.73 m tall, as a standard flat bench."""
EDGE = vector(170, BENCH)
SUPPORT = 78.0
"""Where the back rests on the edge, along the spine from the hip."""
BOTTOM = 50.0
"""The hip's height at the bottom on the bench."""
FLOOR_SHOULDER = vector(110, 28.5)
"""Where the shoulder is when the back lies on the floor."""
TOES = 38.0
"""How far the ball of the foot is in front of the ankle."""


@dataclass(frozen=True)
class Leg:
    """A leg from the hip on; `foot` is the direction of the toes."""

    knee: Vector
    ankle: Vector
    foot: float = 0


@dataclass(frozen=True)
class Arm:
    """An arm from the shoulder on; `reach` is the direction of the hand."""

    elbow: Vector
    wrist: Vector
    reach: float
    hand: str = "open"


@dataclass(frozen=True)
class Pose:
    """Everything that is needed to draw a body from the side."""

    build: Build
    trunk: Trunk
    working: Leg
    other: Leg
    arm: Arm
    head: float
    joints: dict[str, Vector]


def solve(figure: dict[str, Any]) -> Pose:
    """Return the pose a figure's data describes.

    Raises `FigureError` where a limb can't reach what it should touch.
    """
    build = BUILDS[figure["build"]]
    trunk, ankle = on_bench(figure, build) if figure["base"] == "bench" else on_floor(figure, build)
    knee = knee_of(trunk, ankle, "working leg", "height or foot")
    working = Leg(knee, ankle)
    other = other_leg(figure, trunk, ankle)
    joints = {"shoulder": trunk.shoulder, "hip": trunk.hip, "knee": knee, "ankle": ankle}
    joints |= {"other-knee": other.knee, "other-ankle": other.ankle}
    head = figure.get("head", 180 - trunk.direction(118) if figure["base"] == "floor" else -28)
    return Pose(build, trunk, working, other, arm(figure, trunk), head, joints)


def on_bench(figure: dict[str, Any], build: Build) -> tuple[Trunk, Vector]:
    """Return the trunk over the bench's edge, and the ankle of the working leg."""
    raised = figure.get("step", 0)
    top = bench_top(build, ANKLE + SHIN + raised)
    ankle = vector(
        top.hip[0] + THIGH * unit(angle_of(top.shoulder, top.hip))[0] + figure.get("foot", 0), ANKLE + raised
    )
    spine = figure.get("spine", {})
    height = BOTTOM + figure["height"] * (top.hip[1] - BOTTOM)
    lift = figure.get("lift", 0)
    return over_edge(build, height, spine.get("lumbar", 0), spine.get("thoracic", 0), lift), ankle


def over_edge(build: Build, hip_height: float, lumbar: float = 0, thoracic: float = 0, lift: float = 0) -> Trunk:
    """Return the trunk that rests on the bench's edge, or `lift` above it, with its hip at this height."""
    lying = Trunk(vector(0, 0), 0, lumbar, thoracic, build.girth).at(SUPPORT, depth_of_back(SUPPORT))
    reach, rise = distance((0, 0), lying), EDGE[1] + lift - hip_height
    if abs(rise) > reach:
        way = "raise height, or lower lift" if rise > 0 else "lower height"
        raise FigureError(f"a hip {hip_height:.0f} high can't be with the back on a bench {BENCH:.0f} high ({way})")
    # The hip is right of the edge, so of the two angles at which the back has this rise, it is the one to the left.
    angle = 180 - math.degrees(math.asin(rise / reach)) - angle_of((0, 0), lying)
    hip = vector(EDGE[0] - reach * unit(angle + angle_of((0, 0), lying))[0], hip_height)
    return Trunk(hip, angle, lumbar, thoracic, build.girth)


@cache
def bench_top(build: Build, knee_height: float) -> Trunk:
    """Return the trunk at the top: shoulder, hip and a knee at this height, over its ankle, lie on one line."""

    def knee_above(hip_height: float) -> float:
        trunk = over_edge(build, hip_height)
        return float((trunk.hip + THIGH * unit(angle_of(trunk.shoulder, trunk.hip)))[1] - knee_height)

    low, high = 80.0, 150.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if knee_above(middle) < 0 else (low, middle)
    return over_edge(build, low)


def on_floor(figure: dict[str, Any], build: Build) -> tuple[Trunk, Vector]:
    """Return the trunk with the shoulders on the floor, and the ankle of the working leg."""
    rise = ANKLE + SHIN - FLOOR_SHOULDER[1]
    slope = math.degrees(math.asin(rise / (TRUNK + THIGH)))
    top_hip = FLOOR_SHOULDER + TRUNK * unit(slope)
    ankle = vector((FLOOR_SHOULDER + (TRUNK + THIGH) * unit(slope))[0] + figure.get("foot", 0), ANKLE)
    lying_hip = FLOOR_SHOULDER + vector(TRUNK - 2, 8)
    hip = lying_hip + figure["height"] * (top_hip - lying_hip)
    return Trunk(hip, angle_of(hip, FLOOR_SHOULDER) % 360, girth=build.girth), ankle


def other_leg(figure: dict[str, Any], trunk: Trunk, ankle: Vector) -> Leg:
    """Return the other leg: in the air, by the directions of its bones, or planted beside the working foot."""
    where = figure["other_leg"]
    if where == "bent":
        return lifted(trunk, *bent(figure))
    heel = where.get("heel", 0)
    on_toes = TOES * unit(heel)[1] + ANKLE * (unit(heel)[0] - 1)
    at = ankle + vector(where["planted"], on_toes + where.get("above", 0))
    return Leg(knee_of(trunk, at, "other leg", "height or other_leg"), at, -heel)


def knee_of(trunk: Trunk, ankle: Vector, leg: str, change: str) -> Vector:
    """Return the knee between hip and ankle; raises `FigureError` that names the leg and what is to be changed."""
    try:
        return joint(trunk.hip, ankle, THIGH, SHIN, 1)
    except FigureError as error:
        raise FigureError(f"its {leg} can't reach its foot: {error} (change {change})") from None


def bent(figure: dict[str, Any]) -> tuple[float, float, float]:
    """Return the directions of thigh, shin and toes of a bent leg in the air: the knee over the hip at the top."""
    up = figure["height"]
    if figure["base"] == "floor":
        return 92 - 14 * up, 28 - 24 * up, 112 - 26 * up
    return 69 + 17 * up, -28 + 24 * up, 52 + 30 * up


def lifted(trunk: Trunk, thigh: float, shin: float, foot: float) -> Leg:
    """Return a leg in the air, from the hip on; its bones and toes point in these directions, in degrees."""
    knee = trunk.hip + THIGH * unit(thigh)
    return Leg(knee, knee + SHIN * unit(shin), foot)


def arm(figure: dict[str, Any], trunk: Trunk) -> Arm:
    """Return the near arm in one of the positions that a figure may name."""
    shoulder = shoulder_joint(trunk)
    match figure["arms"]:
        case "hips":
            wrist = trunk.at(36, -15)
            elbow = joint(shoulder, wrist, UPPER_ARM * 0.78, FOREARM * 0.78, -1)
            return Arm(elbow, wrist, angle_of(wrist, trunk.at(6, -19)))
        case "crossed":
            return Arm(trunk.at(50, -5), trunk.at(78, -22), trunk.direction(80) - 6, "flat")
        case "floor":
            elbow = shoulder + UPPER_ARM * unit(angle_of(shoulder, vector(shoulder[0] + 60, 15)))
            wrist = elbow + FOREARM * unit(angle_of(elbow, vector(elbow[0] + 60, 9)))
            return Arm(elbow, wrist, -3)
        case "push":
            elbow = vector(EDGE[0] - 58, EDGE[1] + 9)
            wrist = elbow + FOREARM * unit(8)
            return Arm(elbow, wrist, 4, "fist")
        case "load":
            wrist = trunk.at(19, -36)
            return Arm(joint(shoulder, wrist, UPPER_ARM * 0.92, FOREARM * 0.92, -1), wrist, trunk.angle - 182, "fist")
    raise ValueError(f"unknown arms: {figure['arms']}")


def shoulder_joint(trunk: Trunk) -> Vector:
    """Return where the near arm begins: 3 units below the end of the trunk, a little in front of the spine."""
    return trunk.at(TRUNK - 3, -1)
