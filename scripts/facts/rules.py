"""Loads the data and checks it, each file and all together; a rule is a function whose docstring is the rule."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from facts.guide import check_complete, check_guide
from facts.schema import Schemas, Texts, check_schema, load_schemas, read_schemas, validators_of
from facts.sources import NOT_DATA, InputError, Keys, Problem, Source, read_bytes
from facts.stems import STOP_WORDS, stem, tokens
from facts.words import unknown

Check = Callable[[list[Source]], list[Problem]]
ID = re.compile(r"""\b(?:id|key): *["']?([a-z0-9-]+)""")
KEY = re.compile(r"""^[ \t]*(?:- )?["']?([a-z0-9-]+)["']?:""", re.MULTILINE)
"""The names that a data file gives to something, readable as the file may be or not."""
ALONE = {"guide", "permalinks"}
"""The datasets of which no part says anything without the rest of it."""


class Facts(NamedTuple):
    """The data, without what is wrong with it."""

    sources: dict[str, Source]
    problems: list[Problem]
    excused: frozenset[str]
    """The names in what was taken out: that one of them is missing is a consequence, and nobody's mistake."""
    whole: bool
    """Whether enough is left to make the guide of it."""

    def causes(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems that are no consequences of what was taken out."""
        return [problem for problem in problems if problem.about not in self.excused]


def load_all(folder: Path) -> dict[str, Any]:
    """Return every dataset of `folder` by its name, or raise `InputError` with all that is wrong."""
    facts = read_facts(folder)
    if facts.problems:
        raise InputError(facts.problems)
    return {name: source.value for name, source in facts.sources.items()}


def read_facts(folder: Path) -> Facts:
    """Read the data of `folder`, with every problem of its files, one by one and then among each other.

    What is wrong is taken out, so that what is made of the rest can be checked in the same run.
    """
    texts = read_schemas(folder / "schema")
    schemas = load_schemas(folder / "schema")
    given = files(folder, texts)
    sound, problems = settled(given, own_problems, texts)
    wrong = {problem.path.stem for problem in problems} & ALONE
    sound = [source for source in sound if source.name not in wrong]
    sound, shared = settled(sound, lambda sources: own_problems(sources) or shared_problems(sources, schemas), texts)
    facts = Facts({source.name: source for source in sound}, problems, taken_out(given, sound), whole=True)
    problems += facts.causes(shared)
    lost = schemas.keys() - facts.sources.keys() - {"defs", "permalinks"}
    if lost or any(problem.path.stem == "guide" for problem in problems):
        return facts._replace(excused=taken_out(given, []), whole=False)
    return facts._replace(problems=[*problems, *facts.causes(check_complete(facts.sources))])


def files(folder: Path, schemas: Texts) -> list[Source]:
    """Read one source for each schema but the shared one, and for each YAML file in `folder`."""
    names = {*(name for name, _ in schemas), *(path.stem for path in folder.glob("*.yml"))} - {"defs"}
    paths = [folder / f"{name}.yml" for name in sorted(names)]
    return [read_checked(path, path.read_bytes() if path.is_file() else None, schemas) for path in paths]


@functools.lru_cache(maxsize=128)
def read_checked(path: Path, content: bytes | None, schemas: Texts) -> Source:
    """Return a data file as `read` does, with what is wrong by its schema; kept for what reads it again unchanged."""
    source = read_bytes(path, content)
    if all(problem.keys != NOT_DATA for problem in source.problems):
        source.problems += check_schema(source, validators_of(schemas))
    return source


def own_problems(sources: Iterable[Source]) -> list[Problem]:
    """Return what is wrong with each source by itself."""
    return [problem for source in sources for problem in source.problems]


def shared_problems(sources: list[Source], schemas: Schemas) -> list[Problem]:
    """Return what is wrong with sources among each other, each of which is right by itself."""
    found = [problem for rule in RULES for problem in rule(sources)]
    return [*found, *check_guide({source.name: source for source in sources}, schemas)]


def settled(sources: list[Source], check: Check, schemas: Texts) -> tuple[list[Source], list[Problem]]:
    """Return the sources without all that `check` finds, until it finds nothing, and what it has found first."""
    first: list[Problem] = []
    while wrong := check(sources):
        first = first or wrong
        sources = [left for source in sources if (left := without(source, wrong, schemas))]
    return sources, first


def without(source: Source, wrong: Iterable[Problem], schemas: Texts) -> Source | None:
    """Return the source without what is wrong with it, and nothing where that is all of it."""
    keys = {problem.keys for problem in wrong if problem.path == source.path}
    if not keys:
        return source
    left = source.without(keys)
    if () in keys or (left.value == source.value and not source.problems):
        return None
    left.problems += check_schema(left, validators_of(schemas))
    return left


def taken_out(before: Iterable[Source], after: Iterable[Source]) -> frozenset[str]:
    """Return the names in what was taken out of the sources, and those of their files."""
    kept = {source.name: source for source in after}
    found: set[str] = set()
    for source in before:
        left = kept.get(source.name)
        if left is source:  # what only its comments name was never there
            continue
        given = {*ID.findall(source.text), *KEY.findall(source.text)}
        if gone := given - {*names(left.value if left else None)}:
            found |= {*gone, source.path.name}
    return frozenset(found)


def names(value: Any) -> Iterator[str]:
    """Yield every key below a value, and every id and key of a figure."""
    if isinstance(value, dict):
        yield from value
        yield from (value[key] for key in ("id", "key") if isinstance(value.get(key), str))
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from names(below)


def places(sources: Iterable[Source]) -> dict[str, Problem]:
    """Return where each item stands, by its id, for whoever has something to say of it."""
    return {item["id"]: source.problem(keys, "") for source in sources for keys, item in items(source.value)}


def items(value: Any) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield every mapping below `value` that has an id, with the way to it."""
    return naming(value, "id")


def naming(value: Any, field: str, keys: Keys = ()) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield every mapping below `value` that has a text in this field, with the way to it."""
    if isinstance(value, dict) and isinstance(value.get(field), str):
        yield keys, value
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(below, dict | list):
                yield from naming(below, field, (*keys, key))


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


def figures_exist(sources: list[Source]) -> Iterator[Problem]:
    """A figure has a key of its own, and a figure that an entry names is there."""
    figures = next((source for source in sources if source.name == "figures"), None)
    if not figures:
        return
    keys: list[str] = []
    for index, figure in enumerate(figures.value):
        if figure["key"] in keys:
            yield figures.problem((index, "key"), f"{figure['key']!r} is already the key of a figure")
        keys.append(figure["key"])
    for source in sources:
        for place, entry in naming(source.value, "figure"):
            if (name := entry["figure"]) not in keys:
                message = f"no figure has the key {name!r}; {unknown(name, sorted(keys))}"
                yield source.problem((*place, "figure"), message, name)


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


def rings_hold_different_words(sources: list[Source]) -> Iterator[Problem]:
    """A ring of the thesaurus has no word that says nothing, and none that is another one with another ending."""
    for source in (source for source in sources if source.name == "thesaurus"):
        for index, ring in enumerate(source.value["rings"]):
            seen: dict[tuple[str, ...], str] = {}
            for place, name in enumerate(ring["words"]):
                keys = ("rings", index, "words", place)
                if name in STOP_WORDS:
                    yield source.problem(keys, f"{name!r} says nothing by itself; leave it out")
                elif (before := seen.setdefault(tuple(map(stem, tokens(name))), name)) != name:
                    yield source.problem(keys, f"{name!r} is found as {before!r} is; leave one of them out")


RULES = [ids_are_used_once, figures_exist, ranges_rise, rings_hold_different_words]
