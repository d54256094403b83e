"""Says what no body can do and no picture can hold; each reason names the field that would mend it.

A figure that is drawn has none of them: nothing of its body is in the floor, the bench or the step, or cut off.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures import side
from figures.body import UPPER_ARM
from figures.geometry import FigureError, Vector, angle_of, distance, vector
from figures.pose import BENCH, EDGE, TOES, Pose, shoulder_joint

Frame = tuple[float, float, float, float]
"""The part of the drawing that shows: left, bottom, right and top, y upward."""

PRESSED = 4
"""Units by which a part may be below the floor, or in the step: flesh gives way."""
SUNK = {"trunk": 16, "head": 40}
"""Units by which a part may be below the bench's top: an arched back sinks in, and a head hangs beside it."""
KNEE = 25
"""The smallest angle between thigh and shin, where heel meets buttock, in degrees."""
HIP = (145, 330)
"""From the trunk to the thigh, in degrees: 180 is a straight line, less is bent backward, more is bent forward."""
STEP = (-42, 54)
"""From where to where the step is, from the working ankle."""
POINTS = {"line": (2, 3), "bend": (3, 3), "arrow": (2, 3), "ring": (1, 3), "pause": (1, 3)}
"""The fewest and the most points of each kind of mark."""
RADII = {"ring": 6, "pause": 21}
"""How far signs reach from their point."""
LARGEST = 10_000
"""No number of a figure is larger."""


class Part(NamedTuple):
    """A part of the body, what is to be changed to move it, and where it is in the picture."""

    name: str
    change: str
    shape: BaseGeometry


def refuse(reasons: Iterable[str]) -> None:
    """Raise `FigureError` with all reasons for which a figure can't be drawn, if there are any."""
    if said := "; ".join(dict.fromkeys(reasons)):
        raise FigureError(said)


def of_numbers(value: Any, name: str = "") -> Iterator[str]:
    """Yield a reason for each number that is none to draw with, as .nan, which passes every other limit."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from of_numbers(entry, key)
    elif isinstance(value, list):
        for entry in value:
            yield from of_numbers(entry, name)
    elif isinstance(value, float | int) and not abs(value) <= LARGEST:
        yield f"a number of its {name} is not from -{LARGEST} to {LARGEST}"


def of_pose(figure: Mapping[str, Any], pose: Pose, frame: Frame) -> Iterator[str]:
    """Yield the reasons for which no body can be in this pose, or this picture can't hold it."""
    for part in parts(figure, pose):
        yield from of_place(part, frame)
        if figure["base"] == "bench" and part.name in SUNK:
            yield from in_bench(part)
        if "step" in figure:
            yield from in_step(part, pose, figure["step"])
    yield from of_joints(pose)
    yield from of_supports(figure, pose)


def parts(figure: Mapping[str, Any], pose: Pose) -> Iterator[Part]:
    """Yield what the body has, and what it holds."""
    trunk, girth = pose.trunk, pose.build.girth
    yield Part("trunk", "height", unary_union([trunk.outline, side.buttock(pose)]))
    yield Part("head", "head or height", unary_union([layer.shape for layer in side.head_layers(pose)]))
    for name, change, leg in (
        ("working", "height or foot", pose.working),
        ("other", "other_leg or height", pose.other),
    ):
        drawn = side.drawn_leg(trunk.hip, leg, girth)
        yield Part(f"{name} leg", change, drawn.skin)
        yield Part(f"{name} foot", change, drawn.shoe)
    yield Part("arm", "arms or height", side.drawn_arm(shoulder_joint(trunk), pose.arm, girth))
    if "dumbbell" in figure.get("props", []):
        yield Part("dumbbell", "height or props", Point(*side.load(trunk)).buffer(20))


def of_place(part: Part, frame: Frame) -> Iterator[str]:
    """Yield where a part is below the floor, or cut off by the edge of the picture."""
    (x0, y0, x1, y1), (left, _, right, top) = part.shape.bounds, frame
    if y0 < -PRESSED:
        yield f"its {part.name} goes {-y0:.0f} units through the floor (change {part.change})"
    for units, where in ((left - x0, "left"), (x1 - right, "right"), (y1 - top, "top")):
        if units > 0.5:
            yield f"the picture cuts {units:.0f} units off its {part.name} at the {where} (change {part.change})"


def in_bench(part: Part) -> Iterator[str]:
    """Yield how deep a part that should lie on the bench is in it."""
    inside = part.shape.intersection(box(EDGE[0] - 86, 0, EDGE[0] - 10, BENCH))
    deep = 0 if inside.is_empty else BENCH - inside.bounds[1]
    if deep > SUNK[part.name]:
        yield f"its {part.name} is {deep:.0f} units in the bench, under its top (change height, head or spine)"


def in_step(part: Part, pose: Pose, height: float) -> Iterator[str]:
    """Yield that a part is in the step that the working foot stands on."""
    start, end = (pose.working.ankle[0] + x for x in STEP)
    inside = box(start + PRESSED, 0, end - PRESSED, height - PRESSED)
    if part.name != "arm" and part.shape.intersection(inside).area > 1:
        yield f"its {part.name} goes into the step (change {part.change}, or lower step)"


def of_joints(pose: Pose) -> Iterator[str]:
    """Yield which joint would have to bend further than it can."""
    for name, leg in (("working", pose.working), ("other", pose.other)):
        knee = (angle_of(leg.knee, pose.trunk.hip) - angle_of(leg.knee, leg.ankle)) % 360
        if min(knee, 360 - knee) < KNEE:
            yield f"its {name} knee bends further than a knee can (move the foot away from the hip)"
        hip = (angle_of(pose.trunk.hip, leg.knee) - pose.trunk.angle) % 360
        if hip < HIP[0]:
            yield f"its {name} hip bends {180 - hip:.0f} degrees backward; a hip can {180 - HIP[0]} (lower height)"
        if hip > HIP[1]:
            yield f"its {name} hip bends {hip - 180:.0f} degrees forward; a hip can {HIP[1] - 180} (raise height)"


def of_supports(figure: Mapping[str, Any], pose: Pose) -> Iterator[str]:
    """Yield which hand or foot can't be on what the data puts it on."""
    stretch = distance(shoulder_joint(pose.trunk), pose.arm.elbow) - UPPER_ARM
    if stretch > 3:
        yield f"its arm is {stretch:.0f} units too short to push on the bench (change arms, height or lift)"
    if figure["arms"] == "floor" and pose.arm.wrist[1] > 16:
        yield f"its hand is {pose.arm.wrist[1]:.0f} units above the floor (change arms or height)"
    if "step" in figure and not on_step(figure["other_leg"]):
        yield f"its other foot is beside the step (planted is at most {STEP[1] - TOES:.0f}, or above is more than 0)"


def on_step(other_leg: Any) -> bool:
    """Whether the other foot needs no floor beside the step: it is in the air, or its ball is on the step."""
    return bool(other_leg == "bent" or other_leg.get("above", 0) > 0 or other_leg["planted"] <= STEP[1] - TOES)


def of_marks(marks: Sequence[Mapping[str, Any]], joints: Mapping[str, Vector], frame: Frame) -> Iterator[str]:
    """Yield what is wrong with each mark over a figure."""
    for number, mark in enumerate(marks, 1):
        for why in of_mark(mark, joints, frame):
            yield f"mark {number}, {'an' if mark['kind'] == 'arrow' else 'a'} {mark['kind']}: {why}"


def of_mark(mark: Mapping[str, Any], joints: Mapping[str, Vector], frame: Frame) -> Iterator[str]:
    """Yield what is wrong with a mark: the number of its points, their joints, or where they are."""
    kind, points = mark["kind"], mark["points"]
    fewest, most = POINTS[kind]
    if not fewest <= len(points) <= most:
        yield f"it needs {fewest if fewest == most else f'{fewest} or {most}'} points, not {len(points)}"
    if kind == "pause" and mark.get("says", "note") != "note":
        yield "it is always gray (leave says out, or say note)"
    for name in sorted({name for name, *_ in points} - {*joints}):
        yield f"its view has no {name}; it has {', '.join(joints)}"
    places = [(point, joints[point[0]] + vector(*point[1:])) for point in points if point[0] in joints]
    for point, (x, y) in places:
        if not box(*frame).buffer(-RADII.get(kind, 0)).covers(Point(x, y)):
            yield f"[{', '.join(map(str, point))}] is outside of the picture (place it nearer to the body)"
    if kind not in RADII and any(distance(here, there) < 1 for (_, here), (_, there) in pairwise(places)):
        yield "two points in a row are in one place (move one of them)"
