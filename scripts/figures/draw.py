"""Draws a figure from its data: an SVG that stands on the floor and says in words what it shows."""

from functools import cache
from html import escape
from typing import Any

from shapely import from_wkb
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from figures import front, limits, scene, side
from figures.body import BUILDS, THIGH
from figures.geometry import Vector, angle_of, placed, vector
from figures.limits import STEP, Frame
from figures.paths import number, path
from figures.pose import EDGE, Pose, solve
from figures.side import Layer

FRAMES = {"bench": "32 -276 420 277", "floor": "10 -262 420 263", "front": "-150 -288 300 318"}
"""The part of the drawing that shows, for each kind of figure; all of one view are drawn to one scale."""
SHADOW = '<ellipse class="shadow" cx="0" cy="14" rx="100" ry="15"/>'
BAND = (0.74, 0.84)
"""Where a band lies above the knee, as shares of the thigh."""


def draw(figure: dict[str, Any]) -> str:
    """Return a figure's SVG.

    Raises `geometry.FigureError` where a number is none, or the pose or a mark can't be.
    """
    limits.refuse(limits.of_numbers(figure))
    return front_figure(figure) if figure["view"] == "front" else side_figure(figure)


def side_figure(figure: dict[str, Any]) -> str:
    """Return the SVG of a body from the side; raises `FigureError` for a pose or a mark that can't be."""
    pose = solve(figure)
    joints = pose.joints | {"edge": EDGE}
    frame = bounds(figure["base"])
    limits.refuse([*limits.of_pose(figure, pose, frame), *limits.of_marks(figure.get("marks", []), joints, frame)])
    behind = scene.bench_from_side(EDGE) if figure["base"] == "bench" else ""
    if step := figure.get("step"):
        behind += scene.block(pose.working.ankle[0] + STEP[0], STEP[1] - STEP[0], step)
    body = areas(side.layers(pose, figure.get("glow"), figure.get("hurts")), before_arm=props(figure, pose))
    return svg(figure, figure["base"], behind + body + marks(figure, joints), pose.joints)


def props(figure: dict[str, Any], pose: Pose) -> str:
    """Return what the body holds or wears; it lies below the hand."""
    drawn = ""
    if "band" in figure.get("props", []):
        drawn += scene.area("band", band(pose))
    if "dumbbell" in figure.get("props", []):
        drawn += scene.dumbbell(side.load(pose.trunk))
    return drawn


def band(pose: Pose) -> BaseGeometry:
    """Return a band around both thighs, just above the knees."""
    hip, girth = pose.trunk.hip, pose.build.girth
    thighs = [side.drawn_leg(hip, leg, girth).thigh for leg in (pose.working, pose.other)]
    strip = placed(box(BAND[0] * THIGH, -60, BAND[1] * THIGH, 60), hip, angle_of(hip, pose.working.knee))
    return strip.intersection(thighs[0].union(thighs[1]).buffer(1.5))


def front_figure(figure: dict[str, Any]) -> str:
    """Return the SVG of a body from the feet; raises `FigureError` for a mark that can't be."""
    build = BUILDS[figure["build"]]
    pose = front.FrontPose(figure.get("tilt", 0), figure.get("cave", 0), build.girth, build.hair)
    limits.refuse(limits.of_marks(figure.get("marks", []), pose.joints, bounds("front")))
    lights = "".join(scene.headlight(pose.joints[name]) for name in ("working-hip", "free-hip"))
    body = SHADOW + scene.bench_from_front() + areas(front.layers(pose))
    return svg(
        figure, "front", body + marks(figure, pose.joints) + (lights if figure.get("lights") else ""), pose.joints
    )


def bounds(frame: str) -> Frame:
    """Return the edges of the part of the drawing that shows, y upward."""
    left, top, width, height = map(float, FRAMES[frame].split())
    return left, -top - height, left + width, -top


def areas(layers: list[Layer], before_arm: str = "") -> str:
    """Return the layers as paths, with what the hand holds just below the arm."""
    drawn = ""
    for layer in layers:
        if layer.kind == "arm":
            drawn += before_arm
        if data := data_of(layer.shape.wkb):
            drawn += f'<path class="{layer.kind}" d="{data}"/>'
    return drawn


@cache
def data_of(shape: bytes) -> str:
    """Return the path data of a shape in its binary form; many poses share most of their shapes, so it is kept."""
    return path(from_wkb(shape))


def marks(figure: dict[str, Any], joints: dict[str, Vector]) -> str:
    """Return the lines, arrows and signs over a figure."""
    drawn = ""
    for mark in figure.get("marks", []):
        points = [at(point, joints) for point in mark["points"]]
        says = mark.get("says", "note")
        match mark["kind"]:
            case "line":
                drawn += scene.line(points, says, dashed=mark.get("dashed", False), rings=mark.get("rings", True))
            case "bend":
                drawn += scene.bent_line(points, says)
            case "arrow":
                drawn += scene.arrow(points, says)
            case "ring":
                drawn += "".join(scene.ring(point, says) for point in points)
            case "pause":
                drawn += "".join(scene.pause_sign(point) for point in points)
    return drawn


def at(point: list[Any], joints: dict[str, Vector]) -> Vector:
    """Return the place that is so far to the right of a joint and so far above it."""
    name, right, up = point
    return joints[name] + vector(right, up)


def svg(figure: dict[str, Any], frame: str, inner: str, joints: dict[str, Vector]) -> str:
    """Return the whole picture; the joints are in it so that a test, or a reader of the code, can measure it."""
    places = " ".join(f"{name} {number(x)} {number(-y)}" for name, (x, y) in joints.items())
    tone = " quiet" if figure.get("quiet") else f" {figure['skin']}" if figure["skin"] != "brown" else ""
    return (
        f'<svg class="figure{tone}" viewBox="{FRAMES[frame]}" role="img" data-joints="{places}">'
        f"<title>{escape(figure['title'])}</title><desc>{escape(figure['desc'])}</desc>{inner}</svg>"
    )
