"""The figures: each claim a picture makes is measured in the SVG that is written, and so is what it weighs."""

import functools
import math
import re
from xml.etree import ElementTree

import brotli
import pytest
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from conftest import DATA, ITEMS, ROOT
from extras.cache import Cache
from extras.drawings import draw_all
from facts.rules import read_facts
from figures import body
from figures.paths import path

pytestmark = pytest.mark.author

SOURCES = read_facts(ROOT / "docs" / "data").sources
FIGURES = {figure["key"]: figure for figure in DATA["figures"]}
DRAWINGS, PROBLEMS = draw_all(SOURCES, ROOT / "docs" / "figures", Cache(ROOT / ".cache" / "figures"))
SIDE = [key for key, figure in FIGURES.items() if figure["view"] == "side"]
CSS = ROOT / "docs" / "assets" / "css"
Place = tuple[float, float]


def svg(key: str) -> str:
    gone = f"no figure {key!r}; take its claim out of tests/figures/test_figures.py, or name the one that shows it now"
    assert f"figures/{key}.svg" in DRAWINGS, gone
    return DRAWINGS[f"figures/{key}.svg"]


def joints(key: str) -> dict[str, Place]:
    """Return the joints a figure says it has; that they are in its limbs is a test of its own."""
    found = re.search(r'data-joints="([^"]*)"', svg(key))
    assert found
    parts = found[1].split()
    return {name: (float(x), float(y)) for name, x, y in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


@functools.cache
def areas(key: str, kind: str) -> BaseGeometry:
    """Return the area that a figure's paths of this kind fill."""
    found = re.findall(rf'<path class="{kind}" d="([^"]*)"', svg(key))
    return unary_union([Polygon(outline(part)).buffer(0) for d in found for part in d.split("z") if part])


def outline(d: str) -> list[Place]:
    """Return points along one closed outline: a start and then curves and lines, all relative."""
    x, y, *_ = numbers(d.partition("c")[0].partition("l")[0])
    row = [(x, y)]
    for command, text in re.findall(r"([cl])([^cl]*)", d):
        values = numbers(text)
        for index in range(0, len(values), 6 if command == "c" else 2):
            x, y = row[-1]
            if command == "l":
                row.append((x + values[index], y + values[index + 1]))
            else:
                row += cubic(x, y, values[index : index + 6])
    return row


def numbers(text: str) -> list[float]:
    return [float(value) for value in re.findall(r"-?\d*\.?\d+", text)]


def cubic(x: float, y: float, by: list[float]) -> list[Place]:
    """Return points of a curve that starts at (x, y), its other control points relative to that."""
    points = []
    for step in range(1, 9):
        t = step / 8
        a, b, c = 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((x + a * by[0] + b * by[2] + c * by[4], y + a * by[1] + b * by[3] + c * by[5]))
    return points


def lines(key: str, kind: str) -> list[list[Place]]:
    """Return the straight marks of a figure, as the points they are drawn through."""
    found = re.findall(rf'<path class="mark {kind}" d="(M[^"]*)"', svg(key))
    rows = [numbers(d) for d in found if "Q" not in d]
    return [list(zip(row[::2], row[1::2], strict=True)) for row in rows]


def angle(start: Place, end: Place) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def distance(start: Place, end: Place) -> float:
    return math.dist(start, end)


def test_every_figure_can_be_drawn() -> None:
    assert PROBLEMS == []
    assert set(DRAWINGS) >= {f"figures/{key}.svg" for key in FIGURES}


def test_every_figure_is_shown_somewhere() -> None:
    shown = {figure.key for item in ITEMS.values() for figure in item.figures}
    shown |= {key for item in ITEMS.values() for key in item.kind.above}
    shown |= {place["figure"] for place in DATA["feel"] if "figure" in place}
    for page in (ROOT / "docs").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        shown |= set(re.findall(r"^figure: *([\w-]+)", text, re.MULTILINE))
        shown |= set(re.findall(r'"figures/([\w-]+)\.svg"', text))
    assert [key for key in FIGURES if key not in shown] == [], "no item, page or place shows these; take them out"


ON_ONE_LINE = ["bench-top", "finish", "over-arched-back-right", "hamstring-cramp-right", "add-a-pause", "add-load"]


@pytest.mark.parametrize("key", ON_ONE_LINE)
def test_at_the_top_shoulder_hip_and_knee_lie_on_one_line_and_the_shin_is_vertical(key: str) -> None:
    at = joints(key)
    assert abs(angle(at["shoulder"], at["hip"]) - angle(at["hip"], at["knee"])) < 1
    assert abs(angle(at["knee"], at["ankle"]) - 90) < 1


@pytest.mark.parametrize("key", ["floor-top", "single-leg-bridge", "double-leg-bridge", "feet-elevated", "b-stance"])
def test_other_tops_have_the_straight_line_too(key: str) -> None:
    at = joints(key)
    assert abs(angle(at["shoulder"], at["hip"]) - angle(at["hip"], at["knee"])) < 1


@pytest.mark.parametrize("key", [*ON_ONE_LINE, "feet-elevated"])
def test_at_the_top_the_free_knee_is_over_the_hip(key: str) -> None:
    at = joints(key)
    assert abs(angle(at["hip"], at["other-knee"]) + 90) < 5


def test_the_line_that_is_drawn_goes_through_the_joints() -> None:
    at = joints("bench-top")
    (line,) = lines("bench-top", "ok")
    assert line == [at["shoulder"], at["hip"], at["knee"]]
    (shin,) = lines("hamstring-cramp-right", "ok")
    assert abs(angle(*shin) - 90) < 1


def test_the_over_arched_hip_is_above_the_line_and_the_back_is_bent() -> None:
    wrong, right = joints("over-arched-back-wrong"), joints("over-arched-back-right")
    shoulder, hip, knee = (wrong[name] for name in ("shoulder", "hip", "knee"))
    share = (hip[0] - shoulder[0]) / (knee[0] - shoulder[0])
    assert hip[1] < shoulder[1] + share * (knee[1] - shoulder[1]) - 8
    assert distance(shoulder, hip) < distance(right["shoulder"], right["hip"]) - 2
    assert 'class="sore"' in svg("over-arched-back-wrong")
    assert 'class="sore"' not in svg("over-arched-back-right")


def test_the_foot_that_is_too_far_leans_the_shin_and_the_arrow_brings_it_back() -> None:
    wrong, right = joints("hamstring-cramp-wrong"), joints("hamstring-cramp-right")
    assert wrong["ankle"][0] > right["ankle"][0] + 40
    assert angle(wrong["knee"], wrong["ankle"]) < 75
    arrow = lines("hamstring-cramp-wrong", "ok")[0]
    assert arrow[1][0] < arrow[0][0]


def test_the_caved_knee_is_inside_the_toes_and_the_good_one_over_them() -> None:
    """The working leg is on the reader's left, so inside is to the right."""
    wrong, right = joints("knee-caving-wrong"), joints("knee-caving-right")
    assert wrong["knee"][0] > wrong["toes"][0] + 15
    assert abs(right["knee"][0] - right["toes"][0]) < 3
    assert areas("knee-caving-wrong", "skin").contains(Point(wrong["knee"]))


def test_the_dropped_hip_is_lower_and_the_good_hips_are_level() -> None:
    wrong, right = joints("hips-dropping-wrong"), joints("hips-dropping-right")
    assert wrong["free-hip"][1] > wrong["working-hip"][1] + 10
    assert right["free-hip"][1] == right["working-hip"][1]


def test_pushing_arms_take_the_shoulders_off_the_bench() -> None:
    wrong, right = joints("pushing-with-arms-wrong"), joints("pushing-with-arms-right")
    assert wrong["shoulder"][1] < right["shoulder"][1] - 10


def test_easier_and_harder_heights_are_where_they_say() -> None:
    assert joints("bench-bottom")["hip"][1] > joints("shorter-range")["hip"][1] > joints("bench-top")["hip"][1]
    assert joints("feet-elevated")["ankle"][1] < joints("bench-top")["ankle"][1] - 20


@pytest.mark.parametrize("bone", [("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle")], ids="-".join)
def test_a_bone_has_one_length_in_every_figure(bone: tuple[str, str]) -> None:
    """But for the bent trunk, whose chord is shorter."""
    straight = [key for key in SIDE if bone[0] != "shoulder" or "spine" not in FIGURES[key]]
    lengths = [distance(*(joints(key)[name] for name in bone)) for key in straight]
    assert max(lengths) - min(lengths) < 0.3


@pytest.mark.parametrize("key", SIDE)
def test_the_joints_are_in_the_body_that_is_drawn(key: str) -> None:
    kinds = ("skin", "shorts", "top", "shoe", "far-skin", "far-shorts")
    body = unary_union([areas(key, kind) for kind in kinds])
    outside = [name for name, at in joints(key).items() if not body.buffer(1).contains(Point(at))]
    assert outside == []


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_is_whole_in_its_frame_and_stands_on_the_floor(key: str) -> None:
    frame = re.search(r'viewBox="([^"]*)"', svg(key))
    assert frame
    left, top, width, height = map(float, frame[1].split())
    for kind in ("skin", "far-skin", "shoe", "hair", "arm"):
        drawn = areas(key, kind)
        if not drawn.is_empty:
            x0, y0, x1, y1 = drawn.bounds
            assert left <= x0
            assert top <= y0
            assert x1 <= left + width
            assert y1 <= top + height
    if key in SIDE and "step" not in FIGURES[key]:
        assert abs(areas(key, "sole").bounds[3]) < 1.5


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_says_in_words_what_it_shows(key: str) -> None:
    root = ElementTree.fromstring(svg(key))
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert root[0].text == FIGURES[key]["title"]
    assert len(root[1].text or "") >= 40
    assert root.findall(".//text") == []
    assert "style" not in svg(key)


def test_the_figures_show_more_than_one_body() -> None:
    assert {(figure["build"], figure["skin"]) for figure in FIGURES.values()} >= {("slim", "brown"), ("stocky", "deep")}
    for page in (DATA["mistakes"], DATA["variations"]):
        keys = [key for item in page for key in (item["id"], f"{item['id']}-wrong") if key in FIGURES]
        assert len({FIGURES[key]["skin"] for key in keys}) == 2, "mistakes and variations show more than one body each"


BUDGETS = {"muscles": 7000, "rep": 3000}


@pytest.mark.parametrize("key", [*FIGURES, "muscles", "rep"])
def test_a_figure_weighs_little(key: str) -> None:
    text = svg(key) + (DRAWINGS["css/part.css"] if key == "rep" else "")
    assert len(brotli.compress(text.encode(), quality=11)) <= BUDGETS.get(key, 2500)


def test_the_shared_style_sheet_weighs_little() -> None:
    css = b"".join((CSS / f"{name}.css").read_bytes() for name in ("figure", "muscles"))
    assert len(brotli.compress(css, quality=11)) <= 1000


MAPPED = {"gluteus-medius", "gluteus-maximus", "spinal-erectors", "adductors", "hamstrings", "upper-back"}


def test_the_map_puts_each_muscle_where_it_is() -> None:
    muscles = DATA["muscles"]
    text = svg("muscles")
    assert re.findall(r"<text[^>]*>([^<]*)</text>", text) == [str(number) for number in range(1, len(muscles) + 1)]
    assert "schematic" in text
    for role in ("primary", "secondary"):
        assert text.count(f'class="{role}"') == len([muscle for muscle in muscles if muscle["role"] == role])
        assert all(muscle["title"] in text for muscle in muscles)
    places = dict(zip([m["id"] for m in muscles], pointers(text), strict=True))
    gone = MAPPED - places.keys()
    assert not gone, f"no muscle {gone}; take what is said of its place out of tests/figures/test_figures.py"
    medius, maximus = places["gluteus-medius"], places["gluteus-maximus"]
    assert medius[1] < maximus[1]
    assert medius[0] > maximus[0]
    middle = 392
    assert abs(places["spinal-erectors"][0] - middle) < 12
    assert abs(places["adductors"][0] - 200) < 12
    assert places["hamstrings"][1] > maximus[1]
    assert places["upper-back"][1] < places["spinal-erectors"][1]


def pointers(text: str) -> list[Place]:
    """Return where the lines from the numbers end."""
    found = re.findall(r'class="pointer-end" cx="([^"]*)" cy="([^"]*)"', text)
    return [(float(x), float(y)) for x, y in found]


def test_the_rep_moves_only_by_css_and_comes_back_to_the_top() -> None:
    css = DRAWINGS["css/part.css"]
    names = set(re.findall(r'class="part ([\w-]+)"', svg("rep")))
    assert names == {"trunk", "thigh", "shin", "far-thigh", "far-shin", "far-foot"}
    up, hold, down = (DATA["rep"][part] for part in ("up", "hold", "down"))
    whole = up + hold + down + 0.6
    for name in names:
        held = re.search(r"([\d.]+)%,([\d.]+)%\{transform:none\}", block(css, name))
        assert held
        assert [float(share) / 100 * whole for share in held.groups()] == pytest.approx([up, up + hold], abs=0.01)
    assert "<animate" not in svg("rep")
    assert "transform=" not in svg("rep")


def test_the_parts_of_the_rep_stay_joined() -> None:
    """Where the shin's part turns about the knee, the thigh's part has brought its own knee, in every keyframe."""
    css = DRAWINGS["css/part.css"]
    thigh, shin = keyframes(css, "thigh"), keyframes(css, "shin")
    hip, knee = origin(css, "thigh"), origin(css, "shin")
    for share, (right, down, turn) in thigh.items():
        x, y = knee[0] - hip[0], knee[1] - hip[1]
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        moved = (hip[0] + right + x * cos - y * sin, hip[1] + down + x * sin + y * cos)
        assert math.dist(moved, (knee[0] + shin[share][0], knee[1] + shin[share][1])) < 1


def block(css: str, name: str) -> str:
    """Return a part's keyframes; each stands on a line of its own."""
    return next(line for line in css.splitlines() if line.startswith(f"@keyframes rep-{name}{{"))


def keyframes(css: str, name: str) -> dict[str, tuple[float, float, float]]:
    pattern = r"([^{}]+)\{transform:translate\((-?[\d.]+)px,(-?[\d.]+)px\) rotate\((-?[\d.]+)deg\)\}"
    return {share: (float(x), float(y), float(turn)) for share, x, y, turn in re.findall(pattern, block(css, name))}


def origin(css: str, name: str) -> Place:
    found = re.search(rf"\.part\.{name}{{transform-origin:(-?[\d.]+)px (-?[\d.]+)px", css)
    assert found
    return float(found[1]), float(found[2])


GRAPHIC = [
    "skin",
    "skin-far",
    "top",
    "shorts",
    "shorts-far",
    "shoe",
    "hair",
    "bench",
    "bench-2",
    "good",
    "wrong",
    "note",
    "shape",
    "quiet",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["brown", "deep", "quiet"])
def test_graphic_parts_have_a_contrast_of_three_against_the_stage(scheme: str, tone: str) -> None:
    stage = {"light": "#f3eee6", "dark": "#182333"}[scheme]
    css = (CSS / "figure.css").read_text(encoding="utf-8")
    blocks = re.findall(r"([^{}]*\.figure(?:\.deep|\.quiet)?) \{([^{}]*--skin[^{}]*)\}", css)
    colors: dict[str, str] = {}
    for selector, block in blocks:
        other_tones = {".deep", ".quiet"} - {f".{tone}"}
        if any(other in selector for other in other_tones):
            continue
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", block):
            colors[name] = light if scheme == "light" else dark
    assert {
        name: round(contrast(colors[name], stage), 2) for name in GRAPHIC if contrast(colors[name], stage) < 3
    } == {}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors by WCAG 2's formula."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("part", ["hair", "skull", "shoe", "thigh"])
def test_path_data_follows_its_shape_within_half_a_unit(part: str) -> None:
    shape = body.hair("bun") if part == "hair" else body.thigh(1) if part == "thigh" else getattr(body, part)()
    drawn = Polygon([(x, -y) for x, y in outline(path(shape).rstrip("z"))])
    assert drawn.hausdorff_distance(shape) < 0.5


def test_the_hair_covers_the_back_of_the_head() -> None:
    for style in ("bun", "short"):
        assert body.hair(style).contains(Point(29, 21))
