"""scripts/generate.py: all that pages include, whole or not at all, without a site builder."""

import re
from pathlib import Path

import pytest

import generate
from conftest import CUES, DATA, PAGES, ROOT, STEPS, edit, run
from extras import partials, reading
from facts import words
from facts.items import kinds
from facts.sources import InputError
from pages.publish import FACTS

NAMES = [name for name in reading.load(ROOT).texts if name.endswith(".md")]
"""Each partial; a kind with groups has one for each of them, and none of its own name."""
GROUPED = [f"items/{kind.id}.md" for kind in kinds(DATA["guide"]).values() if kind.groups]


def test_the_command_writes_each_partial_without_mkdocs(project: Path) -> None:
    code = "import sys, generate; sys.exit(generate.main() or any(name.startswith('mkdocs') for name in sys.modules))"
    done = run("-c", code, root=project, PYTHONPATH=str(project / "scripts"))
    assert done.returncode == 0, done.stderr
    paths = (path for path in project.glob("generated/**/*") if path.is_file())
    made = [path.relative_to(project / "generated").as_posix() for path in paths]
    figures = [f"figures/{figure['key']}.svg" for figure in DATA["figures"]]
    figures += [f"figures/muscle-{muscle['id']}.svg" for muscle in DATA["muscles"]]
    figures += ["figures/rep.svg", "figures/muscles.svg"]
    written = [name for name in made if not name.startswith("site/")]
    shown = [name for name in NAMES if name not in GROUPED]
    assert sorted(written) == sorted([*shown, *figures, "css/part.css", FACTS])
    assert f"{len(made)} files" in done.stdout


def test_quotes_in_the_data_do_not_break_the_form_of_the_sheet(project: Path) -> None:
    edit(project, "docs/data/cues.yml", CUES[0].sentence, 'Keep "both" hip bones & more')
    sheet = reading.load(project).texts["parts/sheet.md"]
    assert 'data-says="Keep &#34;both&#34; hip bones &amp; more' in sheet


def test_a_dose_that_does_not_begin_with_sets_gives_a_log_no_columns(project: Path) -> None:
    assert 'data-sets="3–5"' in reading.load(project).texts["parts/sheet.md"]
    edit(project, "docs/data/guide.yml", "{ of: sets, unit: sets }", "{ of: sets, unit: minutes }")
    sheet = reading.load(project).texts["parts/sheet.md"]
    assert 'data-dose="3–5 minutes × 6–8 reps"' in sheet
    assert "data-sets" not in sheet


def test_the_command_lists_problems_and_leaves_what_was_there(project: Path) -> None:
    (project / "generated").mkdir()
    (project / "generated" / "before").touch()
    (project / "docs" / "data" / "cues.yml").write_text("- id: x\n", encoding="utf-8")
    done = run("scripts/generate.py", root=project)
    assert done.returncode == 1
    assert "docs/data/cues.yml:1: 'figure', 'title', 'do', 'image', 'why' missing" in done.stderr
    assert [path.name for path in (project / "generated").iterdir()] == ["before"]


FULL = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))
runpy.run_path("scripts/generate.py", run_name="__main__")
"""


def test_a_full_disk_is_told_in_a_line(project: Path) -> None:
    done = run("-c", FULL, root=project, PYTHONPATH=str(project / "scripts"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "File too large; allow larger files and try again"
    assert "Traceback" not in done.stderr


def test_what_is_no_longer_made_goes(project: Path) -> None:
    (project / "generated").mkdir()
    (project / "generated" / "before").touch()
    generate.generate(project, with_cards=False)
    assert not (project / "generated" / "before").exists()


def test_problems_of_data_and_pages_come_together(project: Path) -> None:
    """Also where the data that would hold the anchors can't be rendered."""
    docs = project / "docs"
    muscles = docs / "data" / "muscles.yml"
    muscles.write_text(muscles.read_text(encoding="utf-8").replace("role: primary", "role: star", 1), encoding="utf-8")
    with (docs / f"{PAGES[-1]}.md").open("a", encoding="utf-8") as page:
        page.write(f'\n[x]({CUES[0].page}.md#nowhere)\n\n--8<-- "items/no.md"\n')
    with pytest.raises(InputError) as raised:
        reading.load(project)
    found = [(problem.path.name, problem.message.split(";")[0]) for problem in raised.value.problems]
    assert sorted(found) == [
        (f"{PAGES[-1]}.md", f"a link to 'nowhere', which is not on {CUES[0].page}.md"),
        (f"{PAGES[-1]}.md", "nothing to include by the name 'items/no.md'"),
        ("muscles.yml", "role: 'star' is not one of 'primary', 'secondary'"),
    ]


def test_a_template_that_names_what_is_not_there_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"^scripts/templates/parts/everyday\.md\.jinja:\d+: 'everyday' is undefined$"):
        partials.render("parts/everyday.md")


@pytest.mark.parametrize(("count", "written"), [(3, "3"), ([2, 3], "2–3"), ([12, 20], "12–20")])
def test_a_range_has_an_en_dash(count: int | list[int], written: str) -> None:
    assert words.span(count) == written


def test_a_page_that_is_new_in_the_menu_is_in_the_list_of_the_home_page(project: Path) -> None:
    edit(project, "mkdocs.yml", "  - conclusion.md\n", "  - send.md\n  - conclusion.md\n")
    edit(project, "docs/send.md", "title: Send a sheet\n", "title: Send a sheet\nteaser: One link holds it all.\n")
    listed = reading.load(project).texts["parts/contents.md"].splitlines()
    assert "11. [**Send a sheet** <span>One link holds it all.</span>](send.md)" in listed
    assert "12. [**Conclusion** <span>The whole guide in a minute.</span>](conclusion.md)" in listed


@pytest.mark.parametrize("file", ["conclusion.md", "data/cues.yml"])
def test_a_page_of_the_menu_without_a_teaser_is_listed_with_all_other_mistakes(project: Path, file: str) -> None:
    """Also where the data is wrong, and nothing can be rendered."""
    edit(project, "docs/benefits.md", "teaser: ", "# ")
    edit(project, f"docs/{file}", "title: ", "titel: ")
    with pytest.raises(InputError) as raised:
        reading.load(project)
    first, *others = [str(problem.path.relative_to(project / "docs")) for problem in raised.value.problems]
    assert first == "benefits.md"
    assert raised.value.problems[0].message.startswith("'teaser' missing; a page of the menu needs one")
    assert file in others


SIDE = """\
- key: extra
  title: Extra
  desc: Somebody lies with the upper back on a bench and both feet down.
  view: side
  build: slim
  skin: brown
  base: bench
  height: 1
  arms: hips
  other_leg: bent
  {}
"""
UNDRAWABLE = {
    "a foot out of reach": (
        ("figures.yml", SIDE.format("foot: 80")),
        r"extra can't be drawn: its working leg can't reach its foot: bones of 98 .* \(change .*\)",
    ),
    "a mark on a joint of the other view": (
        ("figures.yml", SIDE.format("marks: [{ kind: ring, points: [[toes, 0, 98]] }]")),
        "extra can't be drawn: mark 1, a ring: its view has no toes; it has shoulder, hip, knee, .*, edge",
    ),
    "a muscle that is not on the map": (
        ("muscles.yml", "- id: quads\n  title: Quads\n  role: secondary\n  job: They straighten your knee.\n"),
        "id: 'quads' is not on the map of muscles, which has 'core', 'adductors', .*",
    ),
}


@pytest.mark.parametrize(("entry", "said"), UNDRAWABLE.values(), ids=UNDRAWABLE)
def test_what_can_not_be_drawn_is_an_error_with_its_line(project: Path, entry: tuple[str, str], said: str) -> None:
    file = project / "docs" / "data" / entry[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text + entry[1], encoding="utf-8")
    with pytest.raises(InputError) as raised:
        reading.load(project)
    problem = next(problem for problem in raised.value.problems if re.fullmatch(said, problem.message))
    assert (problem.path, problem.line) == (file, text.count("\n") + 1)


def test_an_item_without_its_figure_is_an_error_with_the_item_s_line(project: Path) -> None:
    name = STEPS[0].id
    edit(project, "docs/data/figures.yml", f"- key: {name}\n", f"- key: {name}x\n")
    with pytest.raises(InputError) as raised:
        reading.load(project)
    (problem,) = raised.value.problems
    steps = (ROOT / "docs" / "data" / "steps.yml").read_text(encoding="utf-8").splitlines()
    assert steps[problem.line - 1] == f"  - id: {name}"
    said = f"no figure has the key '{name}'; did you mean '{name}x'? add it to docs/data/figures.yml"
    assert problem.message == said


def test_every_partial_is_on_a_page_and_one_with_anchors_on_one_only() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    shown = [name for name in NAMES if name not in GROUPED]
    texts = reading.load(ROOT).texts
    counts = {name: text.count(f'"{name}"') for name in shown}
    assert [name for name in shown if not counts[name]] == [], "include these on a page"
    twice = [name for name in shown if counts[name] > 1 and re.search(r"\{[^}]*#|\bid=", texts[name])]
    assert twice == [], "include these once: their ids would be there twice"
