"""Reads docs/data/: YAML into plain data, with the line of each part, and every mistake with its place."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Keys = tuple[str | int, ...]
"""The way from the top of a file down to a value: keys and list positions."""


class Problem(NamedTuple):
    """One mistake of an author: where it stands and what would be right."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """`path:line`, from where the reader stands, so that an editor or a terminal can follow it."""
        return f"{Path(os.path.relpath(self.path)).as_posix()}:{self.line}"


class InputError(Exception):
    """What authors wrote can't be published; every problem is listed, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Source:
    """One data file: its value, the line each part starts on, and what is wrong with it."""

    path: Path
    value: Any = None
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

    def problem(self, keys: Keys, message: str) -> Problem:
        """Return a problem on the line of `keys`; its message begins with the last of them that is no list position."""
        name = next((key for key in reversed(keys) if isinstance(key, str)), None)
        return Problem(self.path, self.line(keys), f"{name}: {message}" if name else message)


class Loader(yaml.SafeLoader):
    """YAML without dates: JSON Schema has none, so a date stays the text it was."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Source:
    """Read one YAML file; whatever stops it from being read becomes a problem."""
    try:
        return parse(path, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Source(path, problems=[Problem(path, 1, f"missing; schema/{path.stem}.json describes it")])
    except UnicodeDecodeError as error:
        return Source(path, problems=[Problem(path, encoding_line(path, error), "not UTF-8: save it as UTF-8")])


def parse(path: Path, text: str, above: int = 0) -> Source:
    """Return the YAML text of a file, in which `above` lines stand before it, with what stops it from being data."""
    source = Source(path)
    try:
        loader = Loader("\n" * above + text)
        node = loader.get_single_node()
        if node is None:
            raise ValueError("the file is empty; it should hold the data its schema describes")
        source.problems += note_lines(source, node)
        source.value = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        source.problems.append(Problem(path, line, f"not YAML: {error.problem or error.context}"))
    except (yaml.YAMLError, ValueError) as error:
        source.problems.append(Problem(path, 1, str(error).replace("\n", " ")))
    return source


def encoding_line(path: Path, error: UnicodeDecodeError) -> int:
    """Return the line of the first byte that is not UTF-8."""
    return path.read_bytes()[: error.start].count(b"\n") + 1


def note_lines(source: Source, node: yaml.Node, keys: Keys = (), seen: set[int] | None = None) -> Iterator[Problem]:
    """Note the line of every key and list entry; yield each key given twice and each alias."""
    seen = set() if seen is None else seen
    source.lines.setdefault(keys, node.start_mark.line + 1)
    if id(node) in seen:
        yield source.problem(keys, "no anchors and aliases (& and *): write the value out")
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield from note_lines(source, entry, (*keys, index), seen)
    elif isinstance(node, yaml.MappingNode):
        for key, entry in node.value:
            below, line = (*keys, str(key.value)), key.start_mark.line + 1
            if below in source.lines:
                first = source.lines[below]
                yield Problem(source.path, line, f"{key.value}: given twice; the first is on line {first}")
            source.lines[below] = line
            yield from note_lines(source, entry, below, seen)
