"""Reads docs/data/: YAML checked against the JSON Schema beside it, into plain data."""

import difflib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

type_names = {
    "array": "a list",
    "integer": "a whole number",
    "object": "a set of keys",
    "string": "text",
}

FACTS = "facts.json"
"""The name under generated/ of all data as it was checked, for what is added once the pages are built."""

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
        return self.path.stem

    def line(self, keys: Keys) -> int:
        """The line where `keys` starts, or the nearest thing above it that has one."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def problem(self, keys: Keys, message: str) -> Problem:
        name = next((key for key in reversed(keys) if isinstance(key, str)), None)
        return Problem(self.path, self.line(keys), f"{name}: {message}" if name else message)


def load_all(folder: Path) -> dict[str, Any]:
    """Return every dataset of `folder` by its name, or raise `InputError` with all that is wrong."""
    sources = read_all(folder)
    if problems := check_all(sources, folder / "schema"):
        raise InputError(problems)
    return {source.name: source.value for source in sources}


def read_all(folder: Path) -> list[Source]:
    """Read one source for each schema in `folder`/schema and for each YAML file in `folder`."""
    schemas = {path.stem for path in (folder / "schema").glob("*.json")} - {"defs"}
    files = {path.stem for path in folder.glob("*.yml")}
    return [read(folder / f"{name}.yml") for name in sorted(schemas | files)]


def check_all(sources: list[Source], schema_folder: Path) -> list[Problem]:
    """Return every problem of the sources, one by one and then among each other."""
    problems = [problem for source in sources for problem in source.problems]
    readable = [source for source in sources if not source.problems]
    validators = load_validators(schema_folder)
    for source in readable:
        problems += check_schema(source, validators.get(source.name), schema_folder)
    for rule in RULES:
        problems += rule(readable)
    return problems


def ids(sources: list[Source]) -> set[str]:
    """Return every id in the sources, right or wrong as the rest of them may be."""
    return {item["id"] for source in sources for _, item in items(source.value)}


# Reading


class Loader(yaml.SafeLoader):
    """YAML without dates: JSON Schema has none, so a date stays the text it was."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Source:
    """Read one YAML file; whatever stops it from being read becomes a problem."""
    source = Source(path)
    try:
        text = path.read_text(encoding="utf-8")
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise ValueError("the file is empty; it should hold the data its schema describes")
        source.problems += note_lines(source, node)
        source.value = loader.construct_document(node)
    except FileNotFoundError:
        source.problems.append(Problem(path, 1, f"missing; schema/{path.stem}.json describes it"))
    except UnicodeDecodeError as error:
        source.problems.append(Problem(path, encoding_line(path, error), "not UTF-8: save it as UTF-8"))
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


# Checking one file against its schema


def load_validators(folder: Path) -> dict[str, Draft202012Validator]:
    """Return a validator for each schema of the folder, by name; they share defs.json."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return {Path(name).stem: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()}


def check_schema(source: Source, validator: Draft202012Validator | None, folder: Path) -> Iterator[Problem]:
    """Yield a problem for each place where a source does not fit its schema."""
    if validator is None:
        known = ", ".join(sorted(path.stem for path in folder.glob("*.json") if path.stem != "defs"))
        yield Problem(source.path, 1, f"no schema of this name; there are: {known}")
        return
    for error in validator.iter_errors(source.value):
        for keys, message in explain(error):
            yield source.problem(keys, message)


def explain(error: ValidationError) -> Iterator[tuple[Keys, str]]:
    """Turn a schema error into messages that say what is allowed, each with its place."""
    keys = tuple(error.absolute_path)
    value: Any = error.instance
    schema: Any = error.schema
    wanted: Any = error.validator_value
    meaning = schema.get("description", "")
    match error.validator:
        case "additionalProperties":
            allowed = sorted(schema["properties"])
            for key in sorted(set(value) - set(allowed)):
                yield (*keys, key), f"unknown key; {did_you_mean(key, allowed)}allowed are {listed(allowed)}"
        case "required":
            # Reported once for each missing key, without saying which; InputError drops the doubles.
            missing = [key for key in wanted if key not in value]
            yield keys, f"{listed(missing)} missing; needed are {listed(wanted)}"
        case "enum" if "propertyNames" in error.absolute_schema_path:
            yield (*keys, value), f"does not go with the rest of this entry; allowed are {listed(wanted)}"
        case "enum":
            yield keys, f"{value!r} is not one of {listed(wanted)}"
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            should = " or ".join(type_names.get(kind, kind) for kind in kinds)
            yield keys, f"should be {should}, not {value!r}"
        case "pattern":
            yield keys, f"{value!r} should be {meaning}"
        case "oneOf":
            yield keys, f"should be {meaning}"
        case "minLength" | "minItems" if not value:
            yield keys, "is empty; write something or leave the key out if it may be"
        case _:
            yield keys, error.message + (f" ({meaning})" if meaning else "")


def listed(names: Iterable[object]) -> str:
    return ", ".join(repr(name) for name in names)


def did_you_mean(word: str, allowed: list[str]) -> str:
    near = difflib.get_close_matches(word, allowed, n=1)
    return f"did you mean {near[0]!r}? " if near else ""


# Rules that a schema can't say


def items(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield every mapping below `value` that has a text as its id, with the way to it."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield keys, value
        for key, below in value.items():
            yield from items(below, (*keys, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from items(below, (*keys, index))


def ids_are_used_once(sources: list[Source]) -> Iterator[Problem]:
    """An id stands for one item on the whole site."""
    places = defaultdict(list)
    for source in sources:
        for keys, item in items(source.value):
            places[item["id"]].append((source, (*keys, "id")))
    for name, (first, *others) in places.items():
        for source, keys in others:
            before = first[0].problem(first[1], "").place
            yield source.problem(keys, f"{name!r} is already used at {before}; an id is used once on the whole site")


def figures(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping of a list that has a text as its key: the figures, and nothing else."""
    if isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, dict) and isinstance(entry.get("key"), str))


def figures_exist(sources: list[Source]) -> Iterator[Problem]:
    """A figure has a key of its own, and a figure that an item names is there."""
    keys: set[str] = set()
    for source in sources:
        for index, figure in enumerate(figures(source.value)):
            if figure["key"] in keys:
                yield source.problem((index, "key"), f"{figure['key']!r} is already the key of a figure")
            keys.add(figure["key"])
    for source in sources:
        for place, item in items(source.value):
            name = item.get("figure")
            if keys and isinstance(name, str) and name not in keys:
                near = did_you_mean(name, sorted(keys))
                yield source.problem(
                    (*place, "figure"), f"no figure has the key {name!r}; {near}there are {listed(sorted(keys))}"
                )


REFERENCES = {("mistakes", "cues"): "cues", ("safety", "fixes"): "mistakes", ("safety", "sources"): "safety.sources"}
"""Which dataset, or which part of one, the ids under a dataset's key come from."""


def references_resolve(sources: list[Source]) -> Iterator[Problem]:
    """An id that points to another dataset's item is the id of one of its items."""
    by_name = {source.name: source for source in sources}
    for (dataset, key), target in REFERENCES.items():
        name, _, part = target.partition(".")
        if dataset not in by_name or name not in by_name:
            continue
        whole = by_name[name].value
        known = [item["id"] for _, item in items(whole.get(part) if part and isinstance(whole, dict) else whole)]
        for keys, item in items(by_name[dataset].value):
            given = item.get(key, [])
            for one in given if isinstance(given, list) else [given]:
                if one not in known:
                    near = did_you_mean(str(one), known)
                    message = f"no {part or name} have the id {one!r}; {near}there are {listed(known)}"
                    yield by_name[dataset].problem((*keys, key), message)


def ranges_rise(sources: list[Source]) -> Iterator[Problem]:
    """A range of numbers goes from the lower to the higher."""
    for source in sources:
        for keys, item in items(source.value):
            for key, value in item.items():
                match value:
                    case [int(low), int(high)] if low >= high:
                        yield source.problem(
                            (*keys, key), f"[{low}, {high}] should rise; write {high} alone for one number"
                        )


RULES = [ids_are_used_once, references_resolve, figures_exist, ranges_rise]
