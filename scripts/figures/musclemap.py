"""Draws a schematic map of the muscles, a body from the front and one from the back, each muscle with its number.

The names stand beside the map, on the page: there they wrap, and grow with the reader's text, in any face.

Places are in the units of a body 400 high, its middle at x = 0 and its soles at y = 0; shapes are given for one half
and mirrored. The front view stands at FRONT, the back view at BACK.
"""

from functools import cache
from html import escape
from typing import Any, NamedTuple

from shapely import affinity
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from figures.geometry import angle_of, blob, distance, hull, limb, placed, rounded, vector
from figures.paths import number, path

FRONT, BACK = 200.0, 392.0
FRAME = "72 -408 448 410"
EDGES = {FRONT: 93.0, BACK: 499.0}
"""Where the numbers of a view stand, outside of it."""
RADIUS = 17
"""Of the disk around a number; its digit is then 13 px high on the narrowest phone."""
Half = list[tuple[float, float]]


class Muscle(NamedTuple):
    """Where a muscle is: the view that shows it, its shapes on one half, how high its number stands, and its aim."""

    view: float
    shapes: list[Half]
    number_at: float
    point: tuple[float, float]


# The gluteus medius lies above and outside the maximus, the adductors on the inner thigh, the erectors by the spine.
MUSCLES = {
    "core": Muscle(
        FRONT,
        [
            [(1.5, 296), (13, 297), (15.5, 272), (13.5, 240), (8, 216), (1.5, 208)],
            [(17.5, 292), (25, 296), (31, 284), (27.5, 262), (29, 242), (34, 226), (22, 224), (16.5, 240), (18.5, 264)],
        ],
        262,
        (-10, 258),
    ),
    "adductors": Muscle(
        FRONT,
        [[(2.5, 190), (10, 201), (19, 193), (17, 172), (12, 146), (8.5, 134), (5, 152), (3, 172)]],
        176,
        (-9, 176),
    ),
    "upper-back": Muscle(
        BACK,
        [[(1.5, 341), (9, 337), (25, 330), (41, 325), (37, 312), (31, 297), (19, 291), (9, 293), (1.5, 286)]],
        326,
        (24, 316),
    ),
    "spinal-erectors": Muscle(
        BACK, [[(2, 283), (8, 289), (11, 272), (10.5, 250), (11.5, 232), (5, 224), (2, 228)]], 282, (7, 254)
    ),
    "gluteus-medius": Muscle(
        BACK, [[(15, 229), (24, 236), (34, 232), (41, 217), (41.5, 203), (36, 213), (26, 224)]], 238, (33, 224)
    ),
    "gluteus-maximus": Muscle(
        BACK,
        [[(2, 220), (11, 226), (24, 221), (35, 210), (41, 196), (38, 181), (25, 174), (9, 176), (2, 186)]],
        194,
        (22, 198),
    ),
    "hamstrings": Muscle(
        BACK,
        [
            [(22, 171), (35, 176), (37, 156), (31, 126), (27, 108), (22.5, 116), (22, 142)],
            [(6, 172), (19, 171), (20, 142), (18, 114), (13, 106), (9, 122), (6, 148)],
        ],
        150,
        (28, 146),
    ),
}

# What the exercise does not ask for is there too, quietly, so that the body reads as one.
QUIET: dict[float, list[Half]] = {
    FRONT: [
        [(2, 327), (16, 328), (33, 322), (35, 308), (24, 299), (9, 299), (2, 304)],
        [(37, 326), (46, 327), (55, 316), (56, 300), (48, 296), (41, 308)],
        [(49, 292), (57, 296), (64, 276), (65, 256), (57, 254), (51, 270)],
        [(20, 196), (31, 204), (39, 186), (38, 156), (32, 128), (24, 121), (20, 146), (21, 172)],
        [(17, 98), (24, 102), (27, 78), (23, 46), (19, 36), (17, 62)],
    ],
    BACK: [
        [(40, 323), (48, 326), (56, 315), (57, 299), (49, 295), (42, 306)],
        [(50, 291), (58, 294), (65, 276), (66, 258), (59, 253), (52, 270)],
        [(13, 286), (27, 292), (35, 282), (30, 258), (27, 242), (15, 240), (14, 262)],
        [(10, 100), (17, 104), (18, 82), (16, 60), (11, 64), (8, 82)],
        [(19, 104), (27, 101), (30, 82), (25, 62), (19, 60), (20, 82)],
    ],
}


def muscle_map(muscles: list[dict[str, Any]]) -> str:
    """Return the map of these muscles; each has an `id` of MUSCLES, a `title` and a `role`.

    Several are numbered from 1 on; one alone needs no number.
    """
    desc = "A body from the front and from the back."
    for role, drawn in (("primary", "Solid"), ("secondary", "Hatched")):
        if titles := ", ".join(muscle["title"] for muscle in muscles if muscle["role"] == role):
            desc += f" {drawn}: {titles}."
    bodies = "".join(
        f'<g transform="translate({number(view)})">{body(view)}{"".join(area(muscle, view) for muscle in muscles)}</g>'
        for view in (FRONT, BACK)
    )
    numbers = "".join(numbered(count, MUSCLES[muscle["id"]]) for count, muscle in enumerate(muscles, 1))
    return (
        f'<svg class="figure muscles" viewBox="{FRAME}" role="img"><title>Muscle map, schematic</title>'
        f"<desc>{escape(desc)}</desc>{HATCH}{bodies}{numbers if len(muscles) > 1 else ''}</svg>"
    )


HATCH = (
    '<pattern id="muscle-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch-ground" d="M0 0h5v5H0z"/><path class="hatch" d="M0 1.2h5"/></pattern>'
)


@cache
def body(view: float) -> str:
    """Return what is the same on each map: the body, and its quiet muscles."""
    return f'<path class="body" d="{outline()}"/>{halves("quiet", QUIET[view])}'


@cache
def outline() -> str:
    """Return the path data of the body, which is the same from both sides."""
    return path(silhouette())


def area(muscle: dict[str, Any], view: float) -> str:
    """Return a muscle on both halves, as a path with its role as the class, or nothing if the other view shows it."""
    place = MUSCLES[muscle["id"]]
    return halves(muscle["role"], place.shapes) if place.view == view else ""


def halves(kind: str, shapes: list[Half]) -> str:
    """Return shapes of one half and their mirror images, as one path each."""
    data = "".join(path(blob(shape)) for shape in shapes)
    mirrored = "".join(path(affinity.scale(blob(shape), -1, 1, origin=(0, 0))) for shape in shapes)
    return f'<path class="{kind}" d="{data}{mirrored}"/>'


def numbered(count: int, place: Muscle) -> str:
    """Return a number on the outside of its view, with a line to what it counts."""
    edge, y = EDGES[place.view], -place.number_at
    x, end = place.view + place.point[0], -place.point[1]
    return (
        f'<g class="number"><path class="pointer" d="M{number(edge)} {number(y)}L{number(x)} {number(end)}"/>'
        f'<circle class="pointer-end" cx="{number(x)}" cy="{number(end)}" r="3.4"/>'
        f'<circle class="disk" cx="{number(edge)}" cy="{number(y)}" r="{RADIUS}"/>'
        f'<text x="{number(edge)}" y="{number(y + 7)}">{count}</text></g>'
    )


def silhouette() -> BaseGeometry:
    """Return the outline of a standing body with its arms a little away."""
    torso = [
        (0, 340),
        (13, 338),
        (30, 331),
        (47, 324),
        (45, 306),
        (37, 290),
        (31, 262),
        (31, 244),
        (38, 222),
        (43, 204),
        (40, 184),
        (20, 180),
    ]
    trunk = blob([*torso, (0, 190), *[(-x, y) for x, y in reversed(torso[1:])]])
    half = unary_union([arm(), leg()])
    head = unary_union(
        [
            blob([(0, 400), (16, 392), (18.5, 374), (13, 356), (0, 347), (-13, 356), (-18.5, 374), (-16, 392)]),
            hull((0, 352, 11), (0, 334, 14)),
        ]
    )
    return rounded(unary_union([trunk, head, half, affinity.scale(half, -1, 1, origin=(0, 0))]), 5)


def arm() -> BaseGeometry:
    """Return the arm at the right of the map's body, from the shoulder to the end of the hand."""
    shoulder, elbow, wrist = vector(46, 314), vector(62, 252), vector(76, 200)
    upper = [(0, 13), (0.3, 11.5), (0.7, 9.5), (1, 8)]
    fore = [(0, 8), (0.25, 9), (0.7, 6.5), (1, 5)]
    bones = [bone(shoulder, elbow, upper), bone(elbow, wrist, fore)]
    hand = blob([(71, 203), (82, 203), (89, 190), (90, 172), (84, 163), (77, 168), (72, 186)])
    return rounded(unary_union([*bones, hand, Point(*shoulder).buffer(13.5)]), 4)


def leg() -> BaseGeometry:
    """Return the leg at the right of the map's body, from the hip to the sole."""
    hip, knee, ankle = vector(22, 200), vector(20, 112), vector(17, 20)
    thigh = [(-0.05, 20), (0.2, 20.5), (0.5, 17.5), (0.85, 12.5), (1, 12)]
    calf = [(0, 12), (0.25, 13), (0.5, 10.5), (0.85, 7), (1, 7)]
    foot = unary_union([hull((17, 16, 7), (20, 6, 6.5)), hull((14, 5, 5), (26, 5, 5))])
    return rounded(unary_union([bone(hip, knee, thigh), bone(knee, ankle, calf), foot]), 4)


def bone(start: Any, end: Any, widths: Half) -> BaseGeometry:
    """Return a limb between two places; `widths` are its half-widths on both sides, as (share of the length, width)."""
    return placed(limb(distance(start, end), widths, widths), start, angle_of(start, end))
