"""Loads the data and checks it, each file and all together; a rule is a function whose docstring is the rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from facts.guide import check_guide
from facts.schema import check_schema, load_schemas, load_validators
from facts.sources import InputError, Keys, Problem, Source, read
from facts.words import unknown


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
    schemas = load_schemas(schema_folder)
    validators = load_validators(schemas)
    for source in readable:
        problems += check_schema(source, validators)
    for rule in RULES:
        problems += rule(readable)
    wrong = {problem.path for problem in problems}
    good = {source.name: source for source in readable if source.path not in wrong}
    return [*problems, *check_guide(good, schemas)]


def ids(sources: list[Source]) -> set[str]:
    """Return every id in the sources, right or wrong as the rest of them may be."""
    return {item["id"] for source in sources for _, item in items(source.value)}


def places(sources: Iterable[Source]) -> dict[str, Problem]:
    """Return where each item stands, by its id, for whoever has something to say of it."""
    return {item["id"]: source.problem(keys, "") for source in sources for keys, item in items(source.value)}


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
                yield source.problem(
                    (*place, "figure"), f"no figure has the key {name!r}; {unknown(name, sorted(keys))}"
                )


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


RULES = [ids_are_used_once, figures_exist, ranges_rise]
