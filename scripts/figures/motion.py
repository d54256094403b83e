"""Draws one rep that moves: rigid parts of the body in their place at the top, and the CSS that moves them.

Without the CSS, on paper, and for a reader who wants no motion, the body stands at the top of the rep.
"""

from dataclasses import dataclass
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures import body, limits, scene, side
from figures.body import Trunk
from figures.draw import areas, bounds, svg
from figures.geometry import Vector, angle_of, placed, rounded
from figures.paths import number
from figures.pose import EDGE, Leg, Pose, solve
from figures.side import Layer

SAMPLES = 8
"""How many poses a way up is made of; between them the browser moves the parts evenly."""
REST = 0.6
"""Seconds at the bottom before the next rep."""


@dataclass(frozen=True)
class Part:
    """A rigid part of the body: the joint it turns about, and its direction."""

    joint: Vector
    angle: float


def moving_rep(rep: dict[str, Any]) -> tuple[str, str]:
    """Return the SVG of a rep and the CSS that moves it.

    `rep` has the figure's data, and `up`, `hold` and `down` in seconds.
    Raises `FigureError` where one of its poses can't be.
    """
    limits.refuse(limits.of_numbers(rep))
    poses = [solve(rep | {"height": step / SAMPLES, "head": -18 - 10 * step / SAMPLES}) for step in range(SAMPLES + 1)]
    for pose in poses:
        limits.refuse(limits.of_pose(rep, pose, bounds(rep["base"])))
    return drawing(rep, poses[-1]), motion(rep, poses)


def parts(pose: Pose) -> dict[str, Part]:
    """Return where each moving part is in a pose."""
    hip, leg, other = pose.trunk.hip, pose.working, pose.other
    return {
        "trunk": Part(hip, pose.trunk.angle),
        "thigh": Part(hip, angle_of(hip, leg.knee)),
        "shin": Part(leg.knee, angle_of(leg.knee, leg.ankle)),
        "far-thigh": Part(hip, angle_of(hip, other.knee)),
        "far-shin": Part(other.knee, angle_of(other.knee, other.ankle)),
        "far-foot": Part(other.ankle, other.foot),
    }


def drawing(rep: dict[str, Any], top: Pose) -> str:
    """Return the rep's SVG with each part at the top, in the order in which to paint them."""
    far, near = (
        side.drawn_leg(top.trunk.hip, top.other, top.build.girth),
        side.drawn_leg(top.trunk.hip, top.working, top.build.girth),
    )
    torso, pelvis = torso_of(top), pelvis_of(top.trunk)
    shorts = torso.intersection(pelvis).buffer(1.2)
    dress = torso.intersection(side.above_waist(top.trunk)).difference(side.neckline(top.trunk)).buffer(1)
    glute = side.glute(top.trunk, top.working, shorts).intersection(
        Point(*(top.trunk.hip + 6 * side.behind(top.trunk, top.working))).buffer(27)
    )
    groups = [
        ("far-thigh", [*thigh_of(far, "far-")]),
        ("far-shin", [Layer("far-skin", shin_of(top, top.other))]),
        ("far-foot", side.shoe_layers(far)),
        ("trunk", [*side.head_layers(top), Layer("skin", torso), Layer("top", dress), Layer("shorts", shorts)]),
        ("shin", [Layer("skin", shin_of(top, top.working))]),
        ("thigh", [*thigh_of(near, "")]),
        ("", side.shoe_layers(near)),
        ("trunk", [Layer("glute", glute), *side.arm_layers(top, None)]),
    ]
    inner = "".join(f'<g class="part {name}">{areas(layers)}</g>' if name else areas(layers) for name, layers in groups)
    return svg(rep, rep["base"], scene.bench_from_side(EDGE) + inner, top.joints)


def torso_of(pose: Pose) -> BaseGeometry:
    """Return the trunk and the buttock as one area, in the picture; it is rigid, and turns about the hip."""
    trunk, girth = pose.trunk, pose.build.girth
    buttock = Point(*(trunk.hip + 9 * girth * side.behind(trunk, pose.working))).buffer(23.5 * girth, 16)
    return rounded(unary_union([trunk.outline, buttock]), 9)


def pelvis_of(trunk: Trunk) -> BaseGeometry:
    """Return all that lies below the waist, and far beyond the body: the shorts are cut from the torso with it."""
    knots = [(37, -70), (side.WAIST, 0), (36, 70), (-70, 120), (-140, 0), (-70, -120)]
    return trunk.area(knots, smooth=False)


def thigh_of(leg: side.DrawnLeg, far: str) -> list[Layer]:
    """Return a thigh, and over it the leg of the shorts; `far` begins the layers' kinds: far- or nothing."""
    shorts = leg.thigh.intersection(leg.above_hem).buffer(1.2)
    return [Layer(f"{far}skin", leg.thigh), Layer(f"{far}shorts", shorts)]


def shin_of(pose: Pose, leg: Leg) -> BaseGeometry:
    """Return a shin in the picture, with a round knee that leaves no gap to the thigh as they turn."""
    shin = placed(body.shin(pose.build.girth), leg.knee, angle_of(leg.knee, leg.ankle))
    return shin.union(Point(*leg.knee).buffer(12.3, 16))


def motion(rep: dict[str, Any], poses: list[Pose]) -> str:
    """Return the CSS: keyframes for each part, the tempo bar's shares, and when they run."""
    top = parts(poses[-1])
    whole = rep["up"] + rep["hold"] + rep["down"] + REST
    css = "/* Made from the data: one rep's poses as keyframes. */\n"
    for name, part in top.items():
        frames = keyframes(rep, whole, [parts(pose)[name] for pose in poses])
        x, y = part.joint[0], -part.joint[1]
        css += f"@keyframes rep-{name}{{{frames}}}\n"
        css += f".part.{name}{{transform-origin:{number(x)}px {number(y)}px;--moves:rep-{name}}}\n"
    moving = percent(whole - REST, whole)
    css += f"@keyframes rep-needle{{{moving},to{{transform:translateX(100%)}}}}\n"
    css += f".part,.tempo i{{--whole:{whole:g}s}}\n.tempo i{{--moves:rep-needle}}\n"
    return css + "".join(f".tempo .{name}{{flex:{rep[name]:g}}}\n" for name in ("up", "hold", "down"))


def keyframes(rep: dict[str, Any], whole: float, row: list[Part]) -> str:
    """Return a part's keyframes: up, held, down the same way, and a rest at the bottom."""
    top, frames = row[-1], ""
    for step, part in enumerate(row[:-1]):
        way = eased_back(step / SAMPLES)
        rising, falling = rep["up"] * way, rep["up"] + rep["hold"] + rep["down"] * (1 - way)
        times = [percent(rising, whole), percent(falling, whole)] + (["to"] if step == 0 else [])
        right, up = part.joint - top.joint
        turn = (top.angle - part.angle + 180) % 360 - 180
        frames += (
            f"{','.join(times)}{{transform:translate({number(right)}px,{number(-up)}px) rotate({number(turn)}deg)}}"
        )
    held = f"{percent(rep['up'], whole)},{percent(rep['up'] + rep['hold'], whole)}"
    return f"{frames}{held}{{transform:none}}"


def eased_back(share: float) -> float:
    """Return when, from 0 to 1, a movement that starts and ends softly has come this share of its way."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if float(body.ramp(middle, 0, 1)) < share else (low, middle)
    return low


def percent(seconds: float, whole: float) -> str:
    """Write a moment of the rep, in seconds, as a keyframe's share of the `whole`."""
    return f"{number(100 * seconds / whole)}%"
