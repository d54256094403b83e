"""docs/data/: every mistake of an author is found, with its line, and says what is allowed."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import DATA, ITEMS, ROOT, STEPS
from facts import rules
from facts.items import kinds
from facts.sources import InputError
from facts.words import listed, nearest

FOLDER = ROOT / "docs" / "data"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that a test may change, and that is named from where its reader stands."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(FOLDER, tmp_path / "docs" / "data")


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a folder of data, each with its file's name and line."""
    with pytest.raises(InputError) as raised:
        rules.load_all(folder)
    return [f"{problem.path.name}:{problem.line}: {problem.message}" for problem in raised.value.problems]


@pytest.mark.author
def test_the_ladder_rises_from_the_easier_ones_over_one_base_to_the_harder() -> None:
    levels = [variation["level"] for variation in DATA["variations"]]
    order = ["easier", "base", "harder"]
    assert levels == sorted(levels, key=order.index), (
        "in variations.yml the easier ones come first, and the harder last"
    )
    assert levels.count("base") == 1, "in variations.yml one variation has the level 'base', and all others rise to it"


def objects(node: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each part of a schema that is about a set of keys, with the way to it."""
    if isinstance(node, dict):
        if node.get("type") == "object" or "object" in node.get("type", []):
            yield way, node
        for key, below in node.items():
            yield from objects(below, f"{way}/{key}")
    elif isinstance(node, list):
        for index, below in enumerate(node):
            yield from objects(below, f"{way}/{index}")


@pytest.mark.parametrize("schema", sorted((FOLDER / "schema").glob("*.json")), ids=lambda path: path.stem)
def test_a_schema_is_a_schema_and_closes_its_objects(schema: Path) -> None:
    """Each lists the keys that it allows, or says what every one of them holds."""
    content = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    closed = dict(objects(content))
    assert [way for way, node in closed.items() if "additionalProperties" not in node] == []
    assert closed or schema.stem == "defs"


@pytest.mark.author
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_a_data_file_names_its_schema_for_editors(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{file.stem}.json"


# A good entry for each file, and the line that it is put below; the bad examples spoil it, whatever else is there.
GOOD = {
    "cues": (
        "cues.yml",
        "",
        "- id: extra-cues\n  figure: {figure}\n  title: Extra\n  do: Hold it.\n  image: A photo.\n  why: So.\n",
    ),
    "mistakes": (
        "mistakes.yml",
        "",
        "- id: extra-mistakes\n  title: Extra\n  looks_like: Odd.\n  fix: Stop.\n  then: Rest.\n  cues: [{cue}]\n",
    ),
    "muscles": ("muscles.yml", "", "- id: extra-muscles\n  title: Extra\n  role: primary\n  job: It helps.\n"),
    "variations": (
        "variations.yml",
        "",
        "- id: extra-variations\n  figure: {figure}\n  title: A\n  level: easier\n  how: A.\n  why: A.\n  needs: A\n",
    ),
    "steps": ("steps.yml", "bench:", "  - id: extra-steps\n    title: Brace\n    do: Do it.\n"),
    "questions": (
        "questions.yml",
        "",
        "- id: extra-questions\n  page: {answers}\n  title: Why?\n  answer: So.\n  claim: extra\n  label: coaching\n",
    ),
    "programming": (
        "programming.yml",
        "workout:",
        "  - id: extra-programming\n    title: Extra\n    sets: [2, 3]\n    seconds: [20, 40]\n  "
        "- id: extra-workout\n    title: Extra 2\n    sets: 3\n    reps: [8, 12]\n",
    ),
    "safety": (
        "safety.yml",
        "stop_now:",
        "  - id: extra-safety\n    title: A\n    when: A.\n    do: Go.\n    sources: [{source}]\n"
        "    search: [odd, ill]\n",
    ),
    "figures": (
        "figures.yml",
        "",
        "- key: extra\n  title: Extra\n  desc: Somebody lies on the floor with both feet down, hips up.\n  view: side\n"
        "  build: slim\n  skin: brown\n  base: bench\n  height: 1\n  spine: {{ lumbar: 40 }}\n  arms: load\n"
        "  other_leg: bent\n  props: [dumbbell]\n  marks:\n"
        "    - {{ kind: ring, says: ok, points: [[ankle, 0, 98]] }}\n"
        "- key: extra-2\n  title: Extra\n  desc: Somebody stands right in front of you, seen from the feet.\n"
        "  view: front\n  build: slim\n  skin: brown\n  cave: 26\n",
    ),
    "guide": (
        "guide.yml",
        "kinds:",
        '  extra:\n    of: steps.bench\n    name: Extra\n    all: All\n    page: {answers}\n    says: "{{do}}"\n'
        '    loaded: {{ title: "{step}" }}\n'
        '  extra-2:\n    like: extra\n    of: steps.bench\n    says: Extra\n    loaded: {{ title: "{step}" }}\n',
    ),
    "bench": ("safety.yml", "bench:", "  - id: extra-bench\n    title: Extra\n    do: Do it.\n    coaching: true\n"),
    "parts": (
        "guide.yml",
        "parts:",
        "  extra:\n    of: {item}\n    facts: [{{ label: A, kind: {grouped}, group: {group} }}]\n",
    ),
    "sheet": ("sheet.yml", "choices:", "  - name: extra\n    kind: {kind}\n    legend: Extra\n    called: extra\n"),
}


def named() -> dict[str, str]:
    """Return what the examples and what is said of them take from the data: an entry of each sort, and all of them."""
    groups = {name: dict(kind.groups or {}) for name, kind in kinds(DATA["guide"]).items()}
    cues, sources = ([entry["id"] for entry in entries] for entries in (DATA["cues"], DATA["safety"]["sources"]))
    grouped = next(name for name, those in groups.items() if those)
    figures, answers = sorted(figure["key"] for figure in DATA["figures"]), [*groups["answers"]]
    kind = next(iter(groups))
    return {
        **{"cue": cues[0], "cues": listed(cues), "step": STEPS[0].title, "wrong": f"{STEPS[0].title}x"},
        **{"figure": figures[0], "figures": nearest(f"{figures[0]}x", figures)},
        **{"source": sources[0], "sources": nearest(f"{sources[0]}x", sources)},
        **{"answers": answers[0], "pages": listed(answers), "item": next(iter(ITEMS)), "data": "docs/data"},
        **{"kind": kind, "kinds": nearest(f"{kind}x", [*groups])},
        **{"grouped": grouped, "group": next(iter(groups[grouped])), "groups": listed(groups[grouped])},
    }


NAMES = named()


def put_in(folder: Path, name: str, old: str = "", new: str = "") -> int:
    """Put a good entry into its file, with a part of it replaced, and return the line before it."""
    file, below, entry = (text.format(**NAMES) for text in GOOD[name])
    old, new = old.format(**NAMES), new.format(**NAMES)
    assert old in entry
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    before = next(at for at, line in enumerate(lines) if (line.strip() == below if below else line[0] == "-"))
    before += bool(below)
    lines.insert(before, entry.replace(old, new, 1))
    (folder / file).write_text("".join(lines), encoding="utf-8")
    return before


@pytest.mark.parametrize("name", GOOD)
def test_what_the_bad_examples_spoil_is_good(folder: Path, name: str) -> None:
    put_in(folder, name)
    assert "extra" in str(rules.load_all(folder))


# An edit of the good entry, and what is said of it; <3> is the entry's third line.
BAD = {
    "a wrong choice": (
        ("variations", "level: easier", "level: easy"),
        "variations.yml:<4>: level: 'easy' is not one of 'easier', 'base', 'harder'",
    ),
    "an unknown key": (
        ("cues", "  why:", "  wy:"),
        "cues.yml:<1>: 'why' missing; needed are 'id', 'figure', 'title', 'do', 'image', 'why'",
        "cues.yml:<6>: wy: unknown key; did you mean 'why'? allowed are 'do', 'figure', 'id', 'image', 'title', 'why'",
    ),
    "a missing key": (
        ("muscles", "  role: primary\n", ""),
        "muscles.yml:<1>: 'role' missing; needed are 'id', 'title', 'role', 'job'",
    ),
    "a key given twice": (
        ("mistakes", "  fix:", "  title: Again\n  fix:"),
        "mistakes.yml:<4>: title: given twice; the first is on line <2>",
    ),
    "text for a number": (
        ("programming", "sets: [2, 3]", "sets: two"),
        "programming.yml:<3>: sets: should be a whole number or a list, not 'two'",
    ),
    "a number for text": (("safety", "do: Go.", "do: 3"), "safety.yml:<4>: do: should be text, not 3"),
    "no reps and no seconds": (
        ("programming", "    seconds: [20, 40]\n", ""),
        "programming.yml:<1>: workout: should be an exercise that gives either reps or seconds, and not both",
    ),
    "a range of three": (
        ("programming", "reps: [8, 12]", "reps: [8, 10, 12]"),
        "programming.yml:<8>: reps: has 3 entries, and should have at most 2 (a number, or two for a range, as [2, 3])",
    ),
    "no sets at all": (
        ("programming", "sets: 3", "sets: 0"),
        "programming.yml:<7>: sets: 0 is less than the minimum of 1 (a number, or two for a range, as [2, 3])",
    ),
    "a range that falls": (
        ("programming", "reps: [8, 12]", "reps: [12, 8]"),
        "programming.yml:<8>: reps: [12, 8] should rise; write 8 alone for one number",
    ),
    "a bad id": (
        ("muscles", "id: extra-muscles", "id: Extra_"),
        "muscles.yml:<1>: id: 'Extra_' should be lower-case words and digits joined by hyphens, "
        "such as pelvis-level, of at most 32 characters",
    ),
    "an id used twice": (
        (
            "muscles",
            "  job: It helps.\n",
            "  job: It helps.\n- id: extra-muscles\n  title: E\n  role: primary\n  job: A.\n",
        ),
        "muscles.yml:<5>: id: 'extra-muscles' is already used at {data}/muscles.yml:<1>; "
        "an id is used once on the whole site",
    ),
    "a dangling reference": (
        ("mistakes", "cues: [{cue}]", "cues: [{cue}x]"),
        "mistakes.yml:<6>: cues: no cues have the id '{cue}x'; did you mean '{cue}'? there are {cues}",
    ),
    "a rule that rests on nothing": (
        ("safety", "    sources: [{source}]\n", ""),
        "safety.yml:<1>: stop_now: should be a rule that rests either on sources or on coaching",
    ),
    "words of danger where no card can come": (
        ("bench", "    coaching", "    search: [stuck]\n    coaching"),
        "safety.yml:<4>: search: does not go with the rest of this entry; allowed are 'id', 'figure', 'title', 'when', "
        "'do', 'more', 'fixes', 'sources', 'coaching'",
    ),
    "a source that is not there": (
        ("safety", "sources: [{source}]", "sources: [{source}x]"),
        "safety.yml:<5>: sources: no sources have the id '{source}x'; did you mean '{source}'? there are {sources}",
    ),
    "an answer on a page that has none": (
        ("questions", "page: {answers}", "page: nowhere"),
        "questions.yml:<2>: page: 'nowhere' is no group of answers in guide.yml, which has {pages}",
    ),
    "a phrase with a capital": (
        ("safety", "[odd,", "[Very odd,"),
        "safety.yml:<6>: search: 'Very odd' should be words in lower case, with hyphens and apostrophes only",
    ),
    "markup in text": (
        ("cues", "Hold it", "Hold <b>it</b>"),
        "cues.yml:<4>: do: 'Hold <b>it</b>.' should be plain text on one line: no markup "
        "(* _ ` # | < > [ ] {{ }} \\ &amp; :icon:), no space at its ends, no sign of a list before it",
    ),
    "an empty text": (
        ("cues", "title: Extra", "title: ''"),
        "cues.yml:<3>: title: is empty; write something or leave the key out if it may be",
    ),
    "broken YAML": (
        ("steps", "do: Do it.", "do: [\n"),
        "steps.yml:<5>: not YAML: did not find expected node content",
    ),
    "a figure that is not there": (
        ("cues", "figure: {figure}", "figure: {figure}x"),
        "cues.yml:<2>: figure: no figure has the key '{figure}x'; did you mean '{figure}'? there are {figures}",
    ),
    "a figure's key used twice": (
        ("figures", "- key: extra-2", "- key: extra"),
        "figures.yml:<15>: key: 'extra' is already the key of a figure",
    ),
    "an unknown prop": (
        ("figures", "props: [dumbbell]", "props: [barbell]"),
        "figures.yml:<12>: props: 'barbell' is not one of 'band', 'dumbbell'",
    ),
    "a back that bends too far": (
        ("figures", "lumbar: 40", "lumbar: 90"),
        "figures.yml:<9>: lumbar: 90 is greater than the maximum of 60",
    ),
    "a joint that is not there": (
        ("figures", "[ankle, 0, 98]", "[toe, 0, 98]"),
        "figures.yml:<14>: points: 'toe' is not one of 'shoulder', 'hip', 'knee', 'ankle', 'edge', 'other-knee', "
        "'other-ankle', 'working-hip', 'free-hip', 'toes'",
    ),
    "a key that the view does not have": (
        ("figures", "  cave: 26\n", "  cave: 26\n  base: bench\n"),
        "figures.yml:<22>: base: does not go with the rest of this entry; allowed are 'key', 'title', 'desc', "
        "'view', 'build', 'skin', 'tilt', 'cave', 'lights', 'marks'",
    ),
    "a kind that is like none": (
        ("guide", "like: extra", "like: extr"),
        "guide.yml:<9>: like: 'extr' is no kind above it; did you mean 'extra'? there are 'extra'",
    ),
    "a kind of nothing": (
        ("guide", "    of: steps.bench", "    of: steps.couch"),
        "guide.yml:<2>: of: no entries with an id are at 'steps.couch' of the data",
    ),
    "a field that no entry has": (
        ("guide", 'says: "{{do}}"', 'says: "{{titel}}"'),
        "guide.yml:<6>: says: no entry of steps.bench has a field 'titel'; did you mean 'title'? there are "
        "'check', 'do', 'id', 'title'",
    ),
    "a group without its field": (
        ("guide", "    loaded:", "    groups: {{ a: B }}\n    loaded:"),
        "guide.yml:<1>: extra: 'by' missing beside 'groups'",
    ),
    "a condition that no entry meets": (
        ("guide", "{step}", "{wrong}"),
        "guide.yml:<7>: loaded: no entry of steps.bench is {{'title': {wrong!r}}}",
    ),
    "a part about no group": (
        ("parts", "group: {group}", "group: {group}x"),
        "guide.yml:<3>: facts: {grouped} has no group '{group}x'; there are {groups}",
    ),
    "a sheet of no kind": (
        ("sheet", "kind: {kind}", "kind: {kind}x"),
        "sheet.yml:<2>: kind: no kind is called '{kind}x'; did you mean '{kind}'? there are {kinds}",
    ),
    "a choice of a sheet called as another part of its link": (
        ("sheet", "- name: extra", "- name: note"),
        "sheet.yml:<1>: name: 'note' is taken; choose another than 'v', 'note', 'elements', 'hidden'",
    ),
    "a part about no item": (
        ("parts", "of: {item}", "of: {item}x"),
        "guide.yml:<2>: of: no item has the id '{item}x'; did you mean '{item}'?",
    ),
    "an alias": (
        ("steps", "    title: Brace", "    title: &a Brace\n    check: *a"),
        "steps.yml:<3>: check: no anchors and aliases (& and *): write the value out",
    ),
    "a tag of Python": (
        ("steps", "title: Brace", "title: !!python/name:os.system"),
        "steps.yml:<2>: not YAML: could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/name:os.system'",
    ),
}


@pytest.mark.parametrize(("edit", "expected"), [(edit, lines) for edit, *lines in BAD.values()], ids=BAD)
def test_bad_data_is_found_with_its_line(folder: Path, edit: tuple[str, str, str], expected: list[str]) -> None:
    before = put_in(folder, *edit)
    said = [re.sub(r"<(\d+)>", lambda by: str(before + int(by[1])), text).format(**NAMES) for text in expected]
    assert problems(folder) == said


CONTENTS = {
    "a wrong encoding": (b"- id: ok\n  title: caf\xe9\n", 2, "not UTF-8: save it as UTF-8"),
    "an empty file": (b"", 1, "the file is empty; it should hold the data its schema describes"),
    "comments alone": (b"# later\n", 1, "the file is empty; it should hold the data its schema describes"),
    "a null byte": (b"- id: \x00\n", 1, "unacceptable character #x0000: control characters are not allowed"),
    "a line that only YAML ends": (
        b'- "a\xe2\x80\xa9b"\n- b',
        1,
        "holds U+2029, which nobody sees; take it out",
    ),
    "brackets without end below a mistake": (
        b'- id: "a\n- ' + b"[" * 3000 + b"]" * 3000,
        1,
        "not YAML: found unexpected end of stream",
    ),
    "a number of nothing": (b'- id: !!int ""\n', 1, "not data: a sign that begins with !"),
    "two documents": (b"- a\n---\n- b\n", 2, "not YAML: but found another document"),
    "a number alone": (b"3\n", 1, "should be a list, not 3"),
}


@pytest.mark.parametrize(("content", "line", "message"), CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_can_not_be_read_as_data_says_why(folder: Path, content: bytes, line: int, message: str) -> None:
    (folder / "muscles.yml").write_bytes(content)
    assert problems(folder)[0].startswith(f"muscles.yml:{line}: {message}")


def test_a_missing_file_is_named_with_its_schema(folder: Path) -> None:
    (folder / "muscles.yml").unlink()
    assert problems(folder) == ["muscles.yml:1: missing; schema/muscles.json describes it"]


def test_a_file_without_a_schema_is_named(folder: Path) -> None:
    (folder / "music.yml").write_text("- Eye of the tiger\n", encoding="utf-8")
    schemas = sorted({path.stem for path in (folder / "schema").glob("*.json")} - {"defs"})
    assert problems(folder) == [f"music.yml:1: no schema of this name; there are: {', '.join(schemas)}"]


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    for edit in ("a wrong choice", "an unknown key", "a missing key"):
        put_in(folder, *BAD[edit][0])
    (folder / "safety.yml").write_bytes(b"")
    assert [line.split(":")[0] for line in problems(folder)] == [
        "cues.yml",
        "cues.yml",
        "muscles.yml",
        "safety.yml",
        "variations.yml",
    ]
