"""Checks docs/data/guide.yml against the data that it is about; a rule is a function whose docstring is the rule."""

from collections.abc import Iterator, Mapping
from typing import Any

from facts.items import FIELD, Kind, entries, kinds
from facts.schema import Schemas, fields_at
from facts.sources import Keys, Problem, Source
from facts.words import did_you_mean, listed

FIELDS = ("page", "says", "figures")
"""What of a kind holds {fields}; facts and cells do, too."""


def check_guide(sources: Mapping[str, Source], schemas: Schemas) -> Iterator[Problem]:
    """Yield every problem of the guide's kinds, as far as the `sources` go that are right by themselves."""
    if not (guide := sources.get("guide")):
        return
    if wrong := list(kinds_are_like_one_above(guide)) or list(places_are_there(guide, schemas)):
        yield from wrong
        return
    datasets = {name: source.value for name, source in sources.items()}
    for kind in kinds(guide.value).values():
        yield from fields_are_known(guide, kind, fields_at(schemas, kind.of) or [])
        if dataset_of(kind.of) in sources:
            yield from groups_are_known(sources, kind, datasets)
            yield from references_resolve(sources, kind, datasets)
    if all(dataset_of(kind.of) in sources for kind in kinds(guide.value).values()):
        yield from parts_are_of_an_item(guide, datasets)


def dataset_of(path: str) -> str:
    """Return the dataset that a place of the data is in."""
    return path.partition(".")[0]


def kinds_are_like_one_above(guide: Source) -> Iterator[Problem]:
    """A kind is like one that stands above it."""
    above: list[str] = []
    for name, given in guide.value["kinds"].items():
        if "like" in given and given["like"] not in above:
            yield guide.problem(
                ("kinds", name, "like"), f"{given['like']!r} is no kind above it; there are {listed(above)}"
            )
        above.append(name)


def places_are_there(guide: Source, schemas: Schemas) -> Iterator[Problem]:
    """Where a kind's entries are, and those that its facts point to, is a place of the data; a kind it names is one."""
    known = guide.value["kinds"].keys()
    for kind in kinds(guide.value).values():
        paths = [("of", kind.of)]
        paths += [
            ("facts", fact[key].rpartition(".")[0]) for fact in kind.facts for key in ("named", "linked") if key in fact
        ]
        for key, path in paths:
            if fields_at(schemas, path) is None:
                yield guide.problem(("kinds", kind.id, key), f"no entries with an id are at {path!r} of the data")
        for name in (fact["to"] for fact in kind.facts if "to" in fact):
            if name not in known:
                yield guide.problem(
                    ("kinds", kind.id, "facts"), f"no kind is called {name!r}; there are {listed(known)}"
                )


def fields_are_known(guide: Source, kind: Kind, known: list[str]) -> Iterator[Problem]:
    """What a kind says of its entries is in fields that they may have."""
    for key, name in fields_of(kind):
        if name not in known:
            near = did_you_mean(name, known)
            message = f"no entry of {kind.of} has a field {name!r}; {near}there are {listed(known)}"
            yield guide.problem(("kinds", kind.id, key), message)


def fields_of(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield each field that a kind names, with the key of the kind under which it does."""
    patterns = [("page", kind.page), ("says", kind.says), *(("figures", key) for key in kind.figures)]
    patterns += [("cells", cell.replace("{dose}", "")) for cell in kind.cells]
    patterns += [("facts", fact.get(key, "")) for fact in kind.facts for key in ("text", "more")]
    for key, pattern in patterns:
        yield from ((key, name) for name in FIELD.findall(pattern))
    yield from (("facts", fact[key]) for fact in kind.facts for key in ("where", "links") if key in fact)
    yield from (("dose", part[key]) for part in kind.dose for key in ("of", "where", "unless") if key in part)
    yield from (("table", name) for name in kind.table)
    yield from (("by", name) for name in [kind.by] if name)


def groups_are_known(sources: Mapping[str, Source], kind: Kind, datasets: Mapping[str, Any]) -> Iterator[Problem]:
    """An entry of a kind with groups is in one of them."""
    source = sources[dataset_of(kind.of)]
    for index, entry in enumerate(entries(datasets, kind.of) if kind.groups else []):
        if entry[kind.by] not in (kind.groups or {}):
            message = f"{entry[kind.by]!r} is no group of {kind.id} in guide.yml, which has {listed(kind.groups or {})}"
            yield source.problem(place(kind, index, kind.by), message)


def references_resolve(sources: Mapping[str, Source], kind: Kind, datasets: Mapping[str, Any]) -> Iterator[Problem]:
    """An id that points to an item, or to a name, is the id of one that is there."""
    of = {other.id: other.of for other in kinds(datasets["guide"]).values()}
    for fact in kind.facts:
        if "to" in fact:
            yield from ids_are_there(sources, kind, fact["links"], of[fact["to"]], datasets)
        elif "named" in fact:
            field, path = FIELD.findall(fact["text"])[0], fact["named"].rpartition(".")[0]
            yield from ids_are_there(sources, kind, field, path, datasets)


def ids_are_there(
    sources: Mapping[str, Source], kind: Kind, field: str, path: str, datasets: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield a problem for each id in a field of the kind's entries that no entry at `path` has."""
    if dataset_of(path) not in datasets:
        return
    known = [entry["id"] for entry in entries(datasets, path)]
    source = sources[dataset_of(kind.of)]
    for index, entry in enumerate(entries(datasets, kind.of)):
        for one in entry.get(field, []):
            if one not in known:
                near = did_you_mean(one, known)
                name = path.rpartition(".")[2]
                yield source.problem(
                    place(kind, index, field), f"no {name} have the id {one!r}; {near}there are {listed(known)}"
                )


def place(kind: Kind, index: int, field: str) -> Keys:
    """Return the way to a field of a kind's entry in its file."""
    return (*kind.of.split(".")[1:], index, field)


def parts_are_of_an_item(guide: Source, datasets: Mapping[str, Any]) -> Iterator[Problem]:
    """A part is about an item that is there."""
    known = [entry["id"] for kind in kinds(guide.value).values() for entry in entries(datasets, kind.of)]
    for name, part in guide.value.get("parts", {}).items():
        if part["of"] not in known:
            near = did_you_mean(part["of"], known)
            yield guide.problem(("parts", name, "of"), f"no item has the id {part['of']!r}; {near.strip()}")
