"""Reads docs/data/: YAML into plain data, with the line of each part, and every mistake with its place."""

import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Keys = tuple[str | int, ...]
"""The way from the top of a file down to a value: keys and list positions."""
NOT_DATA: Keys = (-1,)
"""The way to what no data can be made of."""

LINE_END = re.compile("[\n\x85\u2028\u2029]")
"""What ends a line of YAML."""
UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff0-\\uffff]"
)
"""Signs that nobody sees, and that end lines, turn words around, or stand for others where pages are made."""


class Problem(NamedTuple):
    """One mistake of an author: where it stands and what would be right."""

    path: Path
    line: int
    message: str
    keys: Keys = ()
    """In a data file, the way to what is wrong."""
    about: str = ""
    """The name of what is missing: the id of an item, the key of a figure, the name of a file."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """`path:line`, from where the reader stands, so that an editor or a terminal can follow it."""
        return f"{Path(os.path.relpath(self.path)).as_posix()}:{self.line}"


class InputError(Exception):
    """What authors wrote can't be published; every problem is listed, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted({problem._replace(keys=(), about="") for problem in problems})
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Source:
    """One data file: its value, the line each part starts on, and what is wrong with it."""

    path: Path
    value: Any = None
    text: str = ""
    lines: dict[Keys, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the dataset, and of its schema: the file's, without .yml."""
        return self.path.stem

    def line(self, keys: Keys) -> int:
        """The line where `keys` starts, or the nearest thing above it that has one."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def problem(self, keys: Keys, message: str, about: str = "") -> Problem:
        """Return a problem on the line of `keys`; its message begins with the last of them that is no list position."""
        name = next((key for key in reversed(keys) if isinstance(key, str)), None)
        return Problem(self.path, self.line(keys), f"{name}: {message}" if name else message, keys, about)

    def without(self, wrong: Container[Keys]) -> "Source":
        """Return the source as if what is at these places had never been written; its problems are left behind."""
        left = Source(self.path, text=self.text)

        def keep(value: Any, old: Keys, new: Keys) -> Any:
            left.lines[new] = self.line(old)
            if isinstance(value, dict):
                return {
                    key: keep(below, (*old, key), (*new, key))
                    for key, below in value.items()
                    if (*old, key) not in wrong
                }
            if isinstance(value, list):
                kept = [(index, below) for index, below in enumerate(value) if (*old, index) not in wrong]
                return [keep(below, (*old, index), (*new, at)) for at, (index, below) in enumerate(kept)]
            return value

        left.value = keep(self.value, (), ())
        return left


class Loader(yaml.CSafeLoader):
    """YAML without dates: JSON Schema has none, so a date stays the text it was."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Source:
    """Read one YAML file; whatever stops it from being read becomes a problem."""
    return read_bytes(path, path.read_bytes() if path.is_file() else None)


def read_bytes(path: Path, content: bytes | None) -> Source:
    """Read what a YAML file holds, which is None where there is no file."""
    if content is None:
        message = f"missing; schema/{path.stem}.json describes it"
        return Source(path, problems=[Problem(path, 1, message, NOT_DATA)])
    try:
        return parse(path, content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        return Source(path, problems=[not_utf_8(path, error)])


def parse(path: Path, text: str) -> Source:
    """Return the YAML text of a file, with what stops it from being data.

    The rest of a text that is not YAML is its value all the same, so that more can be said of it.
    """
    source = Source(path, text=text)
    try:
        take_in(source, text)
    except yaml.MarkedYAMLError as error:
        line = min(line_of(error), text.count("\n") + 1)
        source.problems.append(Problem(path, line, f"not YAML: {error.problem or error.context}", NOT_DATA))
        take_in_the_rest(source, text, line)
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", 0)
        said = str(error).partition("\n")[0]
        source.problems.append(Problem(path, text.count("\n", 0, position) + 1, said, NOT_DATA))
    except (LookupError, AttributeError):
        source.problems.append(Problem(path, 1, "not data: a sign that begins with ! makes nothing of it", NOT_DATA))
    except RecursionError:
        source.problems.append(Problem(path, 1, "not data: brackets in brackets without end", NOT_DATA))
    return source


def is_there(path: Path) -> bool:
    """Whether a file of this name is there; what can be no name of a file is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def line_of(error: yaml.MarkedYAMLError) -> int:
    """Return the line of what is not YAML: where a bracket or a quote begins that does not end."""
    begins = error.context_mark if error.context and re.search("flow|quoted", error.context) else None
    mark = begins or error.problem_mark or error.context_mark
    return int(mark.line) + 1 if mark else 1


def take_in(source: Source, text: str) -> None:
    """Read a text into the source, with its lines and problems; one that can't be data has no value.

    Raises what YAML raises.
    """
    node = Loader(text).get_single_node()
    if node is None:
        raise ValueError("the file is empty; it should hold the data its schema describes")
    source.lines = {}
    problems = [*note_lines(source, node)]
    source.problems += problems
    if not any(problem.keys == NOT_DATA for problem in problems):
        source.problems += check_texts(source, node, LINE_END.split(text))
        source.value = Loader(text).construct_document(node)


def take_in_the_rest(source: Source, text: str, line: int) -> None:
    """Read the text without the smallest part around a line with which it is not YAML, if there is such a part."""
    lines = text.split("\n")
    for rest in shorter(lines, line - 1):
        try:
            take_in(source, rest)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
            continue
        return


def shorter(lines: list[str], at: int) -> Iterator[str]:
    """Yield the text with ever more around a line left empty: what it begins, what that stands in, and so on."""
    first, depth = at, None
    while first >= 0:
        if lines[first].strip() and (depth is None or indent(lines[first]) < depth):
            depth = indent(lines[first])
            after = (n for n in range(max(at, first) + 1, len(lines)) if lines[n].strip() and indent(lines[n]) <= depth)
            last = next(after, len(lines))
            yield "\n".join([*lines[:first], *[""] * (last - first), *lines[last:]])
        first -= 1


def indent(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip())


def not_utf_8(path: Path, error: UnicodeDecodeError) -> Problem:
    """Return what is said of a file at its first byte that is not UTF-8."""
    line = error.object[: error.start].count(b"\n") + 1
    return Problem(path, line, "not UTF-8: save it as UTF-8", NOT_DATA)


def note_lines(source: Source, node: yaml.Node, keys: Keys = (), seen: set[int] | None = None) -> Iterator[Problem]:
    """Note the line of every key and list entry; yield what is YAML and no data: aliases, keys twice, keys not text."""
    seen = set() if seen is None else seen
    source.lines.setdefault(keys, node.start_mark.line + 1)
    if id(node) in seen:
        yield source.problem(keys, "no anchors and aliases (& and *): write the value out")._replace(keys=NOT_DATA)
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield from note_lines(source, entry, (*keys, index), seen)
    elif isinstance(node, yaml.MappingNode):
        for key, entry in node.value:
            line = key.start_mark.line + 1
            if not key.tag.endswith(":str"):
                shown = key.value if isinstance(key, yaml.ScalarNode) else "a list"
                yield Problem(source.path, line, f"{shown}: a key should be text; put it in quotes", NOT_DATA)
                continue
            below = (*keys, key.value)
            if below in source.lines:
                first = source.lines[below]
                yield Problem(source.path, line, f"{key.value}: given twice; the first is on line {first}", below)
            source.lines[below] = line
            yield from note_lines(source, entry, below, seen)


def check_texts(source: Source, node: yaml.Node, lines: list[str], keys: Keys = ()) -> Iterator[Problem]:
    """A text is whole: it does not end at a # that YAML takes for a comment, and holds no sign that nobody sees."""
    if isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield from check_texts(source, entry, lines, (*keys, index))
    elif isinstance(node, yaml.MappingNode):
        for key, entry in node.value:
            yield from check_texts(source, entry, lines, (*keys, str(key.value)))
    else:
        after = lines[node.end_mark.line][node.end_mark.column :]
        if not getattr(node, "style", None) and node.tag.endswith((":str", ":null")) and after.lstrip().startswith("#"):
            message = "a text ends before ' #', where YAML begins a comment; put the text in quotes"
            yield source.problem(keys, message)
        if unseen := UNSEEN.search(node.value):
            yield source.problem(keys, unseen_sign(unseen[0]))


def unseen_sign(sign: str) -> str:
    """Return what is said of a sign that nobody sees."""
    return f"holds U+{ord(sign):04X}, which nobody sees; take it out"
