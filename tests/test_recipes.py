"""The recipes of CONTRIBUTING.md, as they stand there: what an author does, what the check asks for, and that it ends.

A recipe is a heading with blocks: edits, commands, and `make check`, which is here the same check without a build.
"""

import re
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

import generate
import permalinks
from conftest import CUES, ROOT, copy_project
from facts.sources import InputError, Problem, read

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Add, rename, move, remove\n")[2]
SECTION = re.split(r"^## ", TEXT, maxsplit=1, flags=re.MULTILINE)[0]
BLOCK = re.compile(r'^```(diff|sh)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
CHECK, COMMAND = "make check", ".venv/bin/python scripts/permalinks.py"
SAID = {
    "new": rf"published: new are .+; remember them with: {COMMAND}",
    "lost": rf"published: (\S+) would be lost; bring it back, or lead its readers elsewhere with: {COMMAND} \1 \S+",
    "no words": r"'(\S+)' has no everyday words; add 5 to 40 to docs/data/search.yml, in a line as   \1: \[.+\]",
    "words of nothing": r"\S+: no heading has this id; (did you mean '\S+'\? )?leave it out or give it one",
    "no figure": r"no figure has the key '\S+'; (did you mean '\S+'\? )?add it to docs/data/figures.yml",
    "not in the menu": r"nav: docs/(\S+) is not in the menu; add it as   - \1   or below not_in_nav: as   /\1",
    "no such page": r"nav: '(\S+)' is not there; (did you mean '\S+'\? )?take it out, or add docs/\1",
    "not shown": r'it shows no (\S+); include them where they belong: --8<-- "items/\1.md"',
    "shown elsewhere": r'it shows no (\S+); include .+: --8<-- "items/\1.md"   and take that out of docs/\S+',
    "nothing to include": r"nothing to include by the name '\S+'; (did you mean '\S+'\? )?take the line out, or .+",
    "link": r"a link to '\S+', which is not there; did you mean '\S+'\? pages are .+",
    "page of a kind": r"page: there is no docs/\S+; .+",
}
"""Each sort of what the check says in the course of a recipe."""
ADDED, RENAMED, REMOVED = ["new", "no words"], ["lost", "no words", "words of nothing"], ["lost", "words of nothing"]
FIRST_CHECK = {
    "Add a cue": ADDED,
    "Rename a cue": RENAMED,
    "Move a cue": [],
    "Remove a cue": REMOVED,
    "Add a step": [*ADDED, "no figure"],
    "Add a mistake": [*ADDED, "no figure", "no figure"],
    "Add a variation": ADDED,
    "Add a goal": ADDED,
    "Add a place in a workout": ADDED,
    "Add an exercise of the workout": ADDED,
    "Add a rule of safety": ADDED,
    "Add a short answer": ADDED,
    "Move a short answer": ["lost"],
    "Add a page": [*ADDED, "no words", "not in the menu"],
    "Rename a page": ["lost", "not in the menu", "no such page"],
    "Move a page in the menu": [],
    "Remove a page": [*REMOVED, "words of nothing", "no such page"],
    "Add a table": [*ADDED, "no words", "not shown"],
    "Rename a table": ["lost", "not shown", "nothing to include"],
    "Move a table to another page": ["lost", "lost", "shown elsewhere"],
    "Remove a table": [*REMOVED, *REMOVED, "lost", "nothing to include"],
}
"""What the first check of each recipe says; a second one, if there is one, says nothing."""
PAGES = {
    "Add a step": "how-to",
    "Add a mistake": "common-mistakes",
    "Add a variation": "progressions-and-variations",
    "Add a goal": "programming",
    "Add a place in a workout": "programming",
    "Add an exercise of the workout": "programming",
    "Add a rule of safety": "who-should-be-careful",
    "Add a short answer": "progressions-and-variations",
}
"""The page of each thing that is renamed, moved and removed as a cue is."""


class Block(NamedTuple):
    """A part of a recipe: the change of a file, or a line of the shell where there is no file."""

    file: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text; each line of the shell is one."""
    for language, file, content in BLOCK.findall(text):
        yield from [Block(file, content)] if language == "diff" else [Block("", line) for line in content.splitlines()]


def with_commands(recipe: list[Block]) -> list[Block]:
    """Return a recipe with the commands of the cue's where it has none of its own."""
    if not all(block.file for block in recipe):
        return recipe
    return [recipe[0], Block("", CHECK), *recipe[1:], Block("", COMMAND), Block("", CHECK)]


PARTS = [part.partition("\n") for part in re.split(r"^####? ", SECTION, flags=re.MULTILINE)]
RECIPES = {name: with_commands(found) for name, _, text in PARTS if (found := [*blocks(text)])}


# What an author does


def changed(text: str, change: str) -> str:
    """Return a text with a change, whose lines begin with +, - or a space; one of + alone goes to the end."""
    lines = change.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    if not old:
        return text + new
    assert f"\n{text}".count(f"\n{old}") == 1, f"not there, or not once:\n{old}"
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def do(root: Path, block: Block) -> None:
    """Make the change of a block, or execute its command."""
    path = root / block.file
    if block.file:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(changed(text, block.text), encoding="utf-8")
    elif block.text.startswith(COMMAND):
        assert permalinks.main(shlex.split(block.text)[2:], root) == 0
    else:
        as_printed(root, "git add docs mkdocs.yml")  # an author has committed what was there before
        as_printed(root, block.text)


def as_printed(root: Path, line: str) -> None:
    """Execute a line in a shell."""
    done = subprocess.run(line, shell=True, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def problems(root: Path) -> list[Problem]:
    """Return what the check finds, each at a place that is there."""
    try:
        generate.generate(root, with_cards=False)
    except InputError as bad:
        for problem in bad.problems:
            assert problem.line <= len(problem.path.read_text(encoding="utf-8").splitlines())
        return bad.problems
    return []


def sorts(found: Iterable[Problem]) -> list[str]:
    """Return the sort of each problem; what is of none is itself."""
    return sorted(
        next((sort for sort, said in SAID.items() if re.fullmatch(said, problem.message)), str(problem))
        for problem in found
    )


def follow(root: Path, recipe: Iterable[Block]) -> list[list[Problem]]:
    """Do what a recipe says, and return what each of its checks finds."""
    found = []
    for block in recipe:
        if block.text == CHECK:
            found.append(problems(root))
        else:
            do(root, block)
    return found


def follow_all(root: Path, recipes: Iterable[list[Block]]) -> list[list[Problem]]:
    """Do what several recipes say, with one check for the first ones of all, and one for their second ones."""
    stages: defaultdict[int, list[Block]] = defaultdict(list)
    for recipe in recipes:
        stage = 0
        for block in recipe:
            stage += block.text == CHECK
            stages[stage] += [] if block.text == CHECK else [block]
    found = []
    for stage in range(max(stages) + 1):
        found += [problems(root)] if stage else []
        for block in sorted(stages[stage], key=lambda block: not block.file):  # commands want all edits done
            do(root, block)
    return found


def commands(found: Iterable[Problem]) -> set[str]:
    """Return the commands that problems name."""
    return {problem.message.partition("with: ")[2] for problem in found} - {""}


def named(recipe: Iterable[Block], sign: str) -> set[str]:
    """Return the ids whose everyday words a recipe puts in or takes out."""
    text = "".join(block.text for block in recipe if block.file == "docs/data/search.yml")
    return {*re.findall(rf"^{re.escape(sign)}  (\S+): \[", text, re.MULTILINE)}


def shown(root: Path) -> set[str]:
    """Return the ids of all that is on the pages."""
    pages = [*(root / "docs").glob("*.md"), *(root / "generated" / "items").glob("*.md")]
    return {name for page in pages for name in re.findall(r"\{ #(\S+) \}", page.read_text(encoding="utf-8"))}


# The same for another thing than the cue


@dataclass
class Thing:
    """What a recipe adds: its file, the lines of its entry and of its everyday words, and its figures."""

    file: str
    entry: str
    words: str
    page: str
    figures: int = 0

    @property
    def id(self) -> str:
        return str(re.findall(r"- id: (\S+)", self.entry)[0])

    def signed(self, sign: str, name: str) -> str:
        """Return the lines of its entry, with this id, as a block has them."""
        text = self.entry.replace(f"- id: {self.id}\n", f"- id: {name}\n")
        return "".join(f"{sign}{line}\n" for line in text.splitlines())

    def names(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what stands for it in a recipe, each by what it is, where it has this id."""
        indent = self.entry.partition("-")[0]
        yield "taken out", self.signed("-", name)
        yield "put in", self.signed("+", name)
        yield "id", f"{indent}- id: {name}\n"
        yield "words", self.words.replace(f"  {self.id}:", f"  {name}:")
        yield "address", f"/{self.page}/{name}/"


def thing(recipe: str, page: str) -> Thing:
    """Return what a recipe adds."""
    entry, *rest = (block for block in RECIPES[recipe] if block.file)
    put_in = ([line[1:] for line in block.text.splitlines() if line[:1] == "+"] for block in (entry, *rest))
    written = ["".join(f"{line}\n" for line in lines) for lines in put_in]
    return Thing(entry.file, written[0], written[-1], page, written[1].count("- key: "))


CUE = thing("Add a cue", "form-cues")
OLD, NEW = CUE.id, "eyes-level"


def like(recipe: str, other: Thing, old: str, new: str) -> list[Block]:
    """Return a recipe for a cue as it is for another thing, with these ids."""
    swaps = [
        (ours, theirs)
        for (_, ours), (_, theirs) in zip(
            [*CUE.names(NEW), *CUE.names(OLD)], [*other.names(new), *other.names(old)], strict=True
        )
    ]
    swaps += [(f"/{CUE.page}/", f"/{other.page}/")]

    def swapped(text: str) -> str:
        for ours, theirs in swaps:
            text = text.replace(ours, theirs)
        return text

    return [Block(block.file.replace(CUE.file, other.file), swapped(block.text)) for block in RECIPES[recipe]]


def renamed_figures(other: Thing, new: str) -> list[Block]:
    """Return the change of the keys of its figures, which are its id."""
    ends = [[], [""], ["-wrong", "-right"]][other.figures]
    return [Block("docs/data/figures.yml", f"-- key: {other.id}{end}\n+- key: {new}{end}\n") for end in ends]


def to_the_top(root: Path, other: Thing, name: str) -> list[Block]:
    """Return the edits that move another thing as the recipe moves a cue: to the top of its list."""
    above = (root / other.file).read_text(encoding="utf-8").partition(other.signed("", name))[0]
    top = [line for line in above.splitlines() if re.fullmatch(r"\w+:|# yaml.+", line)][-1]
    return [Block(other.file, other.signed("-", name)), Block(other.file, f" {top}\n{other.signed('+', name)}")]


# The tests


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A copy of the project as an author has it: with the environment, and under git."""
    root = copy_project(tmp_path)
    (root / ".venv").symlink_to(sys.prefix)
    as_printed(root, "git init --quiet")
    return root


def test_every_recipe_is_known_here() -> None:
    assert [*RECIPES] == [*FIRST_CHECK]
    for name, recipe in RECIPES.items():
        assert [block.text for block in recipe].count(CHECK) == (2 if FIRST_CHECK[name] else 1), name


def test_a_change_that_does_not_fit_is_none() -> None:
    assert changed("a\nb\n", "+c\n") == "a\nb\nc\n"
    assert changed("a\nb\n", " a\n+c\n") == "a\nc\nb\n"
    assert changed("a\n\nb\n", "+c\n\n b\n") == "a\nc\n\nb\n"
    for change in ("-c\n", " a\n+c\n"):
        with pytest.raises(AssertionError, match="not there, or not once"):
            changed("a\nb\na\n", change)


def test_each_recipe_is_done_after_two_checks_and_those_of_a_cue_hold_for_the_other_things(guide: Path) -> None:
    for name, recipe in RECIPES.items():
        first, *then = follow(guide, recipe)
        assert sorts(first) == sorted(FIRST_CHECK[name]), name
        assert [[*map(str, found)] for found in then] == [[]] * len(then), name
        assert commands(first) <= {block.text for block in recipe}, name
        assert named(recipe, "+") <= shown(guide), name
        assert not (named(recipe, "-") - named(recipe, "+")) & shown(guide), name
    others_like_a_cue(guide)


def others_like_a_cue(guide: Path) -> None:
    """Rename, move and remove what the recipes have added, as a cue."""
    others = [thing(name, page) for name, page in PAGES.items()]
    others[-1].entry = changed(others[-1].entry, RECIPES["Move a short answer"][0].text)
    ids = {other.id: f"{other.id}-two" for other in others}
    for other in others:
        for block in renamed_figures(other, ids[other.id]):
            do(guide, block)
    first, second = follow_all(guide, [like("Rename a cue", other, other.id, ids[other.id]) for other in others])
    assert (sorts(first), second) == (sorted(RENAMED * len(others)), [])
    assert {*ids.values()} <= shown(guide)
    for other in others:
        for block in to_the_top(guide, other, ids[other.id]):
            do(guide, block)
    assert problems(guide) == []
    first, second = follow_all(guide, [like("Remove a cue", other, other.id, ids[other.id]) for other in others])
    assert (sorts(first), second) == (sorted(REMOVED * len(others)), [])
    assert not {*ids, *ids.values()} & shown(guide)


def test_a_muscle_is_removed_as_a_cue_and_comes_back_by_the_command_alone(guide: Path) -> None:
    files = [guide / "docs" / "data" / name for name in ("muscles.yml", "search.yml")]
    before = [path.read_text(encoding="utf-8") for path in files]
    entry = before[0][before[0].rindex("- id: ") :]
    muscle = Thing("docs/data/muscles.yml", entry, "", "muscles-worked")
    (words,) = re.findall(rf"^  {muscle.id}: \[[^]]*\]\n", before[1], re.MULTILINE)
    muscle.words = " ".join(words.split("\n    "))  # a recipe has them in one line
    files[1].write_text(before[1].replace(words, muscle.words), encoding="utf-8")
    first, second = follow(guide, like("Remove a cue", muscle, muscle.id, muscle.id))
    assert (sorts(first), second) == (REMOVED, [])
    assert muscle.id not in shown(guide)
    for path, text in zip(files, before, strict=True):
        path.write_text(text, encoding="utf-8")
    (again,) = problems(guide)
    assert again.message.endswith("is there, so it can't be redirected; " + f"{COMMAND} mends that")
    do(guide, Block("", COMMAND))
    assert problems(guide) == []
    assert muscle.id in shown(guide)


def test_a_page_with_items_is_renamed_by_what_the_check_says(guide: Path) -> None:
    do(guide, Block("", "git mv docs/form-cues.md docs/cues.md"))
    found = problems(guide)
    assert {*sorts(found)} == {"lost", "not in the menu", "no such page", "page of a kind", "link"}
    for problem in found:
        lines = problem.path.read_text(encoding="utf-8").split("\n")
        if problem.path.name != "permalinks.yml":
            lines[problem.line - 1] = lines[problem.line - 1].replace("form-cues", "cues")
            problem.path.write_text("\n".join(lines), encoding="utf-8")
    (command,) = commands(found)
    do(guide, Block("", command))
    assert problems(guide) == []
    redirects = read(guide / "docs" / "data" / "permalinks.yml").value["redirects"]
    assert redirects[f"/form-cues/{CUES[0].id}/"] == f"/cues/{CUES[0].id}/"


def test_the_commands_work_in_a_shell_as_they_are_printed(guide: Path) -> None:
    for block in RECIPES["Add a cue"]:
        if block.file:
            do(guide, block)
        elif block.text != CHECK:
            as_printed(guide, block.text)
    assert problems(guide) == []


def test_a_move_to_another_group_or_list_of_a_page_needs_nothing_else(guide: Path) -> None:
    rule = thing("Add a rule of safety", "who-should-be-careful")
    for name in ("Add a variation", "Add a rule of safety"):
        follow(guide, (block for block in RECIPES[name] if block.text != CHECK))
    do(guide, Block("docs/data/variations.yml", "   title: Eyes closed\n-  level: harder\n+  level: easier\n"))
    do(guide, Block(rule.file, rule.signed("-", rule.id)))
    do(guide, Block(rule.file, f" breathing:\n{rule.signed('+', rule.id)}"))
    assert problems(guide) == []
    for name, item in {"breathing": rule.id, "variations-easier": "eyes-closed"}.items():
        assert f"{{ #{item} }}" in (guide / "generated" / "items" / f"{name}.md").read_text(encoding="utf-8")
