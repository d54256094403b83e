"""docs/data/: every mistake of an author is found, with its line, and says what is allowed."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT
from facts import rules
from facts.sources import InputError

DATA = ROOT / "docs" / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may change."""
    return shutil.copytree(DATA, tmp_path / "docs" / "data")


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a folder of data, each with its file's name and line."""
    with pytest.raises(InputError) as raised:
        rules.load_all(folder)
    return [f"{problem.path.name}:{problem.line}: {problem.message}" for problem in raised.value.problems]


def change(file: Path, old: str, new: str) -> None:
    """Replace the first `old` of a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_ladder_rises_from_the_easier_ones_over_one_base_to_the_harder() -> None:
    levels = [variation["level"] for variation in rules.load_all(DATA)["variations"]]
    order = ["easier", "base", "harder"]
    assert levels == sorted(levels, key=order.index)
    assert levels.count("base") == 1


def test_the_most_urgent_rules_stand_first() -> None:
    safety = rules.load_all(DATA)["safety"]
    assert [rule["id"] for rule in safety["stop_now"]][:3] == ["chest-pain", "emergency-back", "nerve-signs"]
    assert {"current-injury", "pregnant", "surgery-bones-heart"} <= {rule["id"] for rule in safety["ask_first"]}


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


@pytest.mark.parametrize("schema", sorted((DATA / "schema").glob("*.json")), ids=lambda path: path.stem)
def test_a_schema_is_a_schema_and_closes_its_objects(schema: Path) -> None:
    """Each lists the keys that it allows, or says what every one of them holds."""
    content = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    closed = dict(objects(content))
    assert [way for way, node in closed.items() if "additionalProperties" not in node] == []
    assert closed or schema.stem == "defs"


@pytest.mark.parametrize("file", sorted(DATA.glob("*.yml")), ids=lambda path: path.stem)
def test_a_data_file_names_its_schema_for_editors(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{file.stem}.json"


# An edit, and what is said of it; <0> is the line of the edit, <-3> three lines above it.
BAD = {
    "a wrong choice": (
        ("variations.yml", "level: easier", "level: easy"),
        "variations.yml:<0>: level: 'easy' is not one of 'easier', 'base', 'harder'",
    ),
    "an unknown key": (
        ("cues.yml", "  why:", "  wy:"),
        "cues.yml:<-5>: 'why' missing; needed are 'id', 'figure', 'title', 'do', 'image', 'why'",
        "cues.yml:<0>: wy: unknown key; did you mean 'why'? allowed are 'do', 'figure', 'id', 'image', 'title', 'why'",
    ),
    "a missing key": (
        ("muscles.yml", "  role: primary\n", ""),
        "muscles.yml:<-2>: 'role' missing; needed are 'id', 'title', 'role', 'job'",
    ),
    "a key given twice": (
        ("mistakes.yml", "  fix:", "  title: Again\n  fix:"),
        "mistakes.yml:<0>: title: given twice; the first is on line <-3>",
    ),
    "text for a number": (
        ("programming.yml", "sets: [2, 3]", "sets: two"),
        "programming.yml:<0>: sets: should be a whole number or a list, not 'two'",
    ),
    "a number for text": (
        ("safety.yml", "do: Ask your midwife or doctor first.", "do: 3"),
        "safety.yml:<0>: do: should be text, not 3",
    ),
    "no reps and no seconds": (
        ("programming.yml", "    seconds: [20, 40]\n", ""),
        "programming.yml:<-3>: workout: should be an exercise that gives either reps or seconds, and not both",
    ),
    "a range of three": (
        ("programming.yml", "reps: [8, 12]", "reps: [8, 10, 12]"),
        "programming.yml:<0>: reps: has 3 entries, and should have at most 2 (a number, or two for a range, as [2, 3])",
    ),
    "no sets at all": (
        ("programming.yml", "sets: 3", "sets: 0"),
        "programming.yml:<0>: sets: 0 is less than the minimum of 1 (a number, or two for a range, as [2, 3])",
    ),
    "a range that falls": (
        ("programming.yml", "reps: [8, 12]", "reps: [12, 8]"),
        "programming.yml:<0>: reps: [12, 8] should rise; write 8 alone for one number",
    ),
    "a bad id": (
        ("muscles.yml", "id: core", "id: Core_"),
        "muscles.yml:<0>: id: 'Core_' should be lower-case words and digits joined by hyphens, "
        "such as pelvis-level, of at most 32 characters",
    ),
    "an id used twice": (
        ("muscles.yml", "id: core", "id: hamstrings"),
        "muscles.yml:<0>: id: 'hamstrings' is already used at {data}/muscles.yml:<-9>; "
        "an id is used once on the whole site",
    ),
    "a dangling reference": (
        ("mistakes.yml", "cues: [ribs-down]", "cues: [rib-down]"),
        "mistakes.yml:<0>: cues: no cues have the id 'rib-down'; did you mean 'ribs-down'? there are 'pelvis-level', "
        "'ribs-down', 'drive-through-heel', 'pause-at-top', 'controlled-reps'",
    ),
    "a rule that rests on nothing": (
        ("safety.yml", "    sources: [allina-stop]\n", ""),
        "safety.yml:<-5>: stop_now: should be a rule that rests either on sources or on coaching",
    ),
    "words of danger where no card can come": (
        ("safety.yml", "- id: get-up\n", "- id: get-up\n    search: [stuck]\n"),
        "safety.yml:<1>: search: does not go with the rest of this entry; allowed are 'id', 'figure', 'title', 'when', "
        "'do', 'more', 'fixes', 'sources', 'coaching'",
    ),
    "a source that is not there": (
        ("safety.yml", "sources: [allina-stop]", "sources: [alina-stop]"),
        "safety.yml:<0>: sources: no sources have the id 'alina-stop'; did you mean 'allina-stop'? there are "
        "'nhsggc-back', 'northern-trust-back', 'geisinger-stop', 'allina-stop', 'age-scotland', 'nhs-pregnancy', "
        "'narloch-1995', 'linsenbardt-1992'",
    ),
    "an answer on a page that has none": (
        ("questions.yml", "page: programming", "page: programing"),
        "questions.yml:<0>: page: 'programing' is no group of answers in guide.yml, which has 'programming', "
        "'progressions-and-variations'",
    ),
    "a phrase with a capital": (
        ("safety.yml", "[pinch hip,", "[Pinch hip,"),
        "safety.yml:<0>: search: 'Pinch hip' should be words in lower case, with hyphens and apostrophes only",
    ),
    "markup in text": (
        ("cues.yml", "Hold the top and squeeze", "Hold the <b>top</b> and squeeze"),
        "cues.yml:<0>: do: 'Hold the <b>top</b> and squeeze for 1–2 seconds.' should be plain text on one line: "
        "no markup (* _ ` # | < > [ ] { } \\ &amp; :icon:), no space at its ends, no sign of a list before it",
    ),
    "an empty text": (
        ("cues.yml", "title: Pause at the top", "title: ''"),
        "cues.yml:<0>: title: is empty; write something or leave the key out if it may be",
    ),
    "broken YAML": (
        ("steps.yml", "bench:", "bench: [\n"),
        "steps.yml:<2>: not YAML: did not find expected node content",
    ),
    "a figure that is not there": (
        ("cues.yml", "figure: lower", "figure: lowr"),
        "cues.yml:<0>: figure: no figure has the key 'lowr'; did you mean 'lower'? "
        "there are 'lower', 'feel-nowhere', 'floor-top', 'feel-lower-back', 'floor-bottom' and 33 more",
    ),
    "a figure's key used twice": (
        ("figures.yml", "- key: drive-up", "- key: brace"),
        "figures.yml:<0>: key: 'brace' is already the key of a figure",
    ),
    "an unknown prop": (
        ("figures.yml", "props: [dumbbell]", "props: [barbell]"),
        "figures.yml:<0>: props: 'barbell' is not one of 'band', 'dumbbell'",
    ),
    "a back that bends too far": (
        ("figures.yml", "lumbar: 40", "lumbar: 90"),
        "figures.yml:<0>: lumbar: 90 is greater than the maximum of 60",
    ),
    "a joint that is not there": (
        ("figures.yml", "[ankle, 0, 98]", "[toe, 0, 98]"),
        "figures.yml:<0>: points: 'toe' is not one of 'shoulder', 'hip', 'knee', 'ankle', 'edge', 'other-knee', "
        "'other-ankle', 'working-hip', 'free-hip', 'toes'",
    ),
    "a key that the view does not have": (
        ("figures.yml", "  cave: 26\n", "  cave: 26\n  base: bench\n"),
        "figures.yml:<1>: base: does not go with the rest of this entry; allowed are 'key', 'title', 'desc', "
        "'view', 'build', 'skin', 'tilt', 'cave', 'lights', 'marks'",
    ),
    "a kind that is like none": (
        ("guide.yml", "    like: stop-now\n    of: safety.ask_first", "    like: stop-know\n    of: safety.ask_first"),
        "guide.yml:<0>: like: 'stop-know' is no kind above it; did you mean 'stop-now'? "
        "there are 'stop-now', 'steps', 'mistakes', "
        "'variations', 'floor' and 5 more",
    ),
    "a kind of nothing": (
        ("guide.yml", "    of: steps.bench", "    of: steps.couch"),
        "guide.yml:<0>: of: no entries with an id are at 'steps.couch' of the data",
    ),
    "a field that no entry has": (
        ("guide.yml", '    says: "{looks_like}"', '    says: "{look_like}"'),
        "guide.yml:<0>: says: no entry of mistakes has a field 'look_like'; did you mean 'looks_like'? there are "
        "'cues', 'feels_like', 'fix', 'id', 'looks_like', 'test', 'then', 'title'",
    ),
    "a group without its field": (
        ("guide.yml", "    by: level\n", ""),
        "guide.yml:<-8>: variations: 'by' missing beside 'groups'",
    ),
    "a condition that no entry meets": (
        ("guide.yml", "loaded: { level: harder }", "loaded: { level: hard }"),
        "guide.yml:<0>: loaded: no entry of variations is {'level': 'hard'}",
    ),
    "a part about no group": (
        ("guide.yml", "kind: muscles, group: primary", "kind: muscles, group: first"),
        "guide.yml:<-2>: facts: muscles has no group 'first'; there are 'primary', 'secondary'",
    ),
    "a sheet of no kind": (
        ("sheet.yml", "kind: goals", "kind: goal"),
        "sheet.yml:<0>: kind: no kind is called 'goal'; did you mean 'goals'? there are 'goals', 'normal', 'load', "
        "'floor', 'workout' and 12 more",
    ),
    "a choice of a sheet called as another part of its link": (
        ("sheet.yml", "- name: cue", "- name: note"),
        "sheet.yml:<0>: name: 'note' is taken; choose another than 'v', 'note', 'elements', 'hidden'",
    ),
    "two choices of a sheet with one name": (
        ("sheet.yml", "- name: fix", "- name: cue"),
        "sheet.yml:<0>: name: 'cue' is taken; choose another than 'v', 'note', 'elements', 'hidden', 'cue'",
    ),
    "a side called as a choice of the sheet": (
        ("sheet.yml", "  name: side", "  name: dose"),
        "sheet.yml:<0>: name: 'dose' is taken; choose another than 'v', 'note', 'elements', 'hidden', "
        "'cue', 'fix', 'as', 'dose'",
    ),
    "a part about no item": (
        ("guide.yml", "    of: for-technique", "    of: for-technic"),
        "guide.yml:<0>: of: no item has the id 'for-technic'; did you mean 'for-technique'?",
    ),
    "an alias": (
        ("steps.yml", "    title: Brace", "    title: &a Brace\n    check: *a"),
        "steps.yml:<1>: check: no anchors and aliases (& and *): write the value out",
    ),
    "a tag of Python": (
        ("steps.yml", "title: Brace", "title: !!python/name:os.system"),
        "steps.yml:<0>: not YAML: could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/name:os.system'",
    ),
}


@pytest.mark.parametrize(("edit", "expected"), [(edit, lines) for edit, *lines in BAD.values()], ids=BAD)
def test_bad_data_is_found_with_its_line(folder: Path, edit: tuple[str, str, str], expected: list[str]) -> None:
    name, old, new = edit
    line = (folder / name).read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    change(folder / name, old, new)
    said = [
        re.sub(r"<(-?\d+)>", lambda by: str(line + int(by[1])), text).replace("{data}", "docs/data")
        for text in expected
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder.parents[1])
        assert problems(folder) == said


CONTENTS = {
    "a wrong encoding": (b"- id: ok\n  title: caf\xe9\n", 2, "not UTF-8: save it as UTF-8"),
    "an empty file": (b"", 1, "the file is empty; it should hold the data its schema describes"),
    "comments alone": (b"# later\n", 1, "the file is empty; it should hold the data its schema describes"),
    "a null byte": (b"- id: \x00\n", 1, "unacceptable character #x0000: control characters are not allowed"),
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
    assert problems(folder) == [
        "music.yml:1: no schema of this name; there are: "
        "cues, feel, figures, guide, mistakes, muscles, permalinks, programming, questions, rep, safety, search, "
        "sheet, steps, variations"
    ]


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    for edit in ("a wrong choice", "an unknown key", "a missing key"):
        change(folder / BAD[edit][0][0], *BAD[edit][0][1:])
    (folder / "safety.yml").write_bytes(b"")
    assert [line.split(":")[0] for line in problems(folder)] == [
        "cues.yml",
        "cues.yml",
        "muscles.yml",
        "safety.yml",
        "variations.yml",
    ]
