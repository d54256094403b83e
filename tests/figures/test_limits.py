"""What no body can do and no picture can hold is refused, and the message names the field that mends it."""

import re
from typing import Any

import pytest

from conftest import DATA, ROOT
from facts.schema import check_schema, read_schemas, validators_of
from facts.sources import Source
from figures.draw import draw
from figures.geometry import FigureError
from figures.motion import moving_rep

FIGURES = {figure["key"]: figure for figure in DATA["figures"]}
TOP = FIGURES["bench-top"]
DOWN = FIGURES["floor-bottom"]


def said(figure: dict[str, Any]) -> str:
    """Return why the figure can't be drawn."""
    with pytest.raises(FigureError) as raised:
        draw(figure)
    return str(raised.value)


POSES: dict[str, tuple[dict[str, Any], str]] = {
    "hips through the floor": (TOP | {"height": -0.35}, r"its trunk goes \d+ units through the floor (change height)"),
    "an arm through the floor": (
        DOWN | {"height": -0.35, "arms": "hips"},
        r"its arm goes \d+ units through the floor (change arms or height)",
    ),
    "a foot in the step": (
        TOP | {"height": -0.35, "step": 60},
        "its other foot goes into the step (change other_leg or height, or lower step)",
    ),
    "a foot beside the step": (
        TOP | {"step": 30, "other_leg": {"planted": 40}},
        "its other foot is beside the step (planted is at most 16, or above is more than 0)",
    ),
    "a foot outside of the picture": (
        TOP | {"height": 0, "foot": 80},
        r"the picture cuts \d+ units off its working foot at the right (change height or foot)",
    ),
    "a body in the bench": (
        TOP | {"height": 1.2, "step": 60},
        r"its trunk is \d+ units in the bench, under its top (change height, head or spine)",
    ),
    "a hand that does not reach the floor": (
        TOP | {"arms": "floor"},
        r"its hand is \d+ units above the floor (change arms or height)",
    ),
    "an arm that does not reach the bench": (
        TOP | {"height": 1, "arms": "push", "lift": 30, "spine": {"lumbar": -20, "thoracic": -20}},
        r"its arm is \d+ units too short to push on the bench (change arms, height or lift)",
    ),
    "a hip bent backward": (
        TOP | {"build": "stocky", "height": 1.2, "other_leg": {"planted": 52}},
        r"its other hip bends \d+ degrees backward; a hip can 35 (lower height)",
    ),
    "a knee bent too far": (
        DOWN | {"foot": -30, "other_leg": {"planted": -20}},
        "its other knee bends further than a knee can (move the foot away from the hip)",
    ),
    "a hip too low for the bench": (
        TOP | {"height": -0.35, "lift": 30, "step": 60},
        r"a hip \d+ high can't be with the back on a bench 97 high (raise height, or lower lift)",
    ),
    "a leg that is too short": (
        TOP | {"other_leg": {"planted": 60}, "foot": 80, "height": 0},
        r"its other leg can't reach its foot: bones of 98 and 98 can't span \d+ (change height or other_leg)",
    ),
}


@pytest.mark.parametrize(("figure", "why"), POSES.values(), ids=POSES)
def test_a_pose_that_no_body_can_take_is_refused(figure: dict[str, Any], why: str) -> None:
    pattern = why.replace("(", r"\(").replace(")", r"\)")
    assert re.search(pattern, said(figure))


def test_all_that_is_wrong_with_a_pose_is_said_at_once() -> None:
    why = said(TOP | {"height": -0.35, "step": 60, "marks": [{"kind": "arrow", "points": [["knee", 0, 0]]}]})
    assert "its trunk goes" in why
    assert "its other foot goes into the step" in why
    assert "mark 1, an arrow: it needs 2 or 3 points, not 1" in why


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 10**400])
@pytest.mark.parametrize("base", ["bench-top", "hips-dropping-right"])
def test_a_number_that_is_none_is_refused(base: str, number: float) -> None:
    figure = FIGURES[base]
    field = "tilt" if figure["view"] == "front" else "height"
    assert f"a number of its {field} is" in said(figure | {field: number})
    assert "a number of its points is" in said(figure | {"marks": [{"kind": "ring", "points": [["knee", number, 0]]}]})


KNEE, AWAY = ["knee", 0, 0], ["knee", 30, 30]
MARKS: dict[str, tuple[dict[str, Any], str]] = {
    "a line of one point": ({"kind": "line", "points": [KNEE]}, "a line: it needs 2 or 3 points, not 1"),
    "an arrow of one point": ({"kind": "arrow", "points": [KNEE]}, "an arrow: it needs 2 or 3 points, not 1"),
    "a bend of two points": ({"kind": "bend", "points": [KNEE, AWAY]}, "a bend: it needs 3 points, not 2"),
    "an arrow without length": ({"kind": "arrow", "points": [KNEE, KNEE]}, "an arrow: two points in a row are in one"),
    "a point outside": ({"kind": "ring", "points": [["knee", 9999, 0]]}, "a ring: [knee, 9999, 0] is outside of the"),
    "a sign that is cut off": ({"kind": "pause", "points": [["ankle", 0, -4]]}, "a pause: [ankle, 0, -4] is outside"),
    "a pause with a color": ({"kind": "pause", "says": "ok", "points": [KNEE]}, "a pause: it is always gray"),
    "a joint of the other view": ({"kind": "ring", "points": [["toes", 0, 0]]}, "a ring: its view has no toes; it has"),
}


@pytest.mark.parametrize(("mark", "why"), MARKS.values(), ids=MARKS)
def test_a_mark_that_would_show_nothing_is_refused(mark: dict[str, Any], why: str) -> None:
    assert f"mark 1, {why}" in said(TOP | {"marks": [mark]})


def test_a_mark_over_the_view_from_the_feet_is_checked_too() -> None:
    mark = {"kind": "line", "points": [["knee", 0, 0], ["knee", 0, 9999]]}
    assert "mark 1, a line: [knee, 0, 9999] is outside" in said(FIGURES["knee-caving-right"] | {"marks": [mark]})


def test_a_rep_whose_arm_would_go_into_the_air_is_refused() -> None:
    with pytest.raises(FigureError, match=r"its hand is \d+ units above the floor"):
        moving_rep(DATA["rep"] | {"arms": "floor"})
    with pytest.raises(FigureError, match="a number of its up is"):
        moving_rep(DATA["rep"] | {"up": float("nan")})


SCHEMA = ROOT / "docs" / "data" / "schema"
ARROW = {"kind": "arrow", "dashed": True, "points": [KNEE, AWAY]}
WITHOUT_EFFECT: dict[str, tuple[str, Any, str]] = {
    "an arrow that is dashed": (
        "figures",
        [TOP | {"marks": [ARROW]}],
        "dashed: does not go with the rest of this entry",
    ),
    "arms on a bench that is not there": ("figures", [DOWN | {"arms": "push"}], "arms: 'push' is not one of 'hips', "),
    "a rep in no time": ("rep", DATA["rep"] | {"up": 1e-9}, "up: 1e-09 is less than the minimum of 0.1 (seconds on"),
    "a rep without end": ("rep", DATA["rep"] | {"down": 1e300}, "down: 1e+300 is greater than the maximum of 60"),
}


@pytest.mark.parametrize(("name", "value", "why"), WITHOUT_EFFECT.values(), ids=WITHOUT_EFFECT)
def test_what_would_have_no_effect_is_said_by_the_schema(name: str, value: Any, why: str) -> None:
    source = Source(ROOT / "docs" / "data" / f"{name}.yml", value)
    (problem,) = check_schema(source, validators_of(read_schemas(SCHEMA)))
    assert problem.message.startswith(why)
