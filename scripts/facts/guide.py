"""Checks docs/data/guide.yml against the data that it is about; a rule is a function whose docstring is the rule."""

from collections.abc import Iterator, Mapping
from typing import Any

from facts.items import FIELD, Kind, entries, kinds
from facts.schema import Schemas, fields_at
from facts.sources import Keys, Problem, Source
from facts.words import did_you_mean, listed, unknown

LINK_PARTS = ("v", "note")
"""What each sheet's link has beside what was chosen: its version, and the coach's own line."""
FORM_PARTS = ("elements", "hidden")
"""What a script asks the sheet's form for, and would get a choice of that name instead."""


def check_guide(sources: Mapping[str, Source], schemas: Schemas) -> Iterator[Problem]:
    """Yield every problem of the guide's kinds, as far as the `sources` go that are right by themselves."""
    if not (guide := sources.get("guide")):
        return
    if wrong := list(kinds_are_like_one_above(guide)) or list(places_are_there(guide, schemas)):
        yield from wrong
        return
    if sheet := sources.get("sheet"):
        yield from sheets_choose_from_kinds(sheet, kinds(guide.value))
        yield from sheets_name_each_choice_once(sheet)
    datasets = {name: source.value for name, source in sources.items()}
    known = kinds(guide.value)
    for kind in known.values():
        yield from fields_are_known(guide, ("kinds", kind.id), kind.of, fields_of(kind), schemas)
        if dataset_of(kind.of) in sources:
            yield from values_are_known(sources, kind, datasets)
            yield from references_resolve(sources, kind, datasets)
    if all(dataset_of(kind.of) in sources for kind in known.values()):
        yield from parts_are_of_an_item(guide, datasets, schemas)


def dataset_of(path: str) -> str:
    """Return the dataset that a place of the data is in."""
    return path.partition(".")[0]


def kinds_are_like_one_above(guide: Source) -> Iterator[Problem]:
    """A kind is like one that stands above it."""
    above: list[str] = []
    for name, given in guide.value["kinds"].items():
        if "like" in given and given["like"] not in above:
            message = f"{given['like']!r} is no kind above it; {unknown(given['like'], above)}"
            yield guide.problem(("kinds", name, "like"), message)
        above.append(name)


def places_are_there(guide: Source, schemas: Schemas) -> Iterator[Problem]:
    """Where a kind's entries are, and those that its facts point to, is a place of the data; a kind it names is one."""
    known = kinds(guide.value)
    for kind in known.values():
        paths = [("of", kind.of, "id")]
        if not (kind.says or kind.dose):
            yield guide.problem(("kinds", kind.id), "'says' missing, and there is no dose to say in its place")
        for fact in kind.facts:
            paths += [("facts", *fact[key].rpartition(".")[::2]) for key in ("named", "linked") if key in fact]
            if "to" in fact and fact["to"] not in known:
                message = f"no kind is called {fact['to']!r}; {unknown(fact['to'], [*known])}"
                yield guide.problem(("kinds", kind.id, "facts"), message)
        for key, path, field in paths:
            fields = fields_at(schemas, path)
            if fields is None:
                yield guide.problem(("kinds", kind.id, key), f"no entries with an id are at {path!r} of the data")
            elif field not in fields:
                message = f"no entry of {path} has a field {field!r}; {unknown(field, fields)}"
                yield guide.problem(("kinds", kind.id, key), message)


def sheets_choose_from_kinds(sheet: Source, known: Mapping[str, Kind]) -> Iterator[Problem]:
    """What a sheet chooses from is a kind, and what it shows, too, is one of its facts."""
    for index, choice in enumerate(sheet.value["choices"]):
        if (name := choice["kind"]) not in known:
            message = f"no kind is called {name!r}; {unknown(name, [*known])}"
            yield sheet.problem(("choices", index, "kind"), message)
        elif "also" in choice and choice["also"] not in (labels := [fact["label"] for fact in known[name].facts]):
            message = f"{name} have no fact {choice['also']!r}; {unknown(choice['also'], labels)}"
            yield sheet.problem(("choices", index, "also"), message)


def sheets_name_each_choice_once(sheet: Source) -> Iterator[Problem]:
    """A choice, and that of the side, has a name in a sheet's link that nothing else there has, nor in its form."""
    taken = [*LINK_PARTS, *FORM_PARTS]
    named: list[tuple[Keys, str]] = [
        (("choices", index, "name"), choice["name"]) for index, choice in enumerate(sheet.value["choices"])
    ]
    if sides := sheet.value.get("sides"):
        named.append((("sides", "name"), sides["name"]))
    for keys, name in named:
        if name in taken:
            yield sheet.problem(keys, f"{name!r} is taken; choose another than {listed(taken)}")
        else:
            taken.append(name)


def fields_are_known(
    guide: Source, keys: tuple[str, str], path: str, named: Iterator[tuple[str, str]], schemas: Schemas
) -> Iterator[Problem]:
    """What is said of entries is in fields that they may have."""
    known = fields_at(schemas, path) or []
    for key, name in named:
        if name not in known:
            yield guide.problem((*keys, key), f"no entry of {path} has a field {name!r}; {unknown(name, known)}")


def fields_of(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield each field that a kind names, with the key of the kind under which it does."""
    patterns = [("page", kind.page), ("says", kind.says), *(("figures", key) for key in kind.figures)]
    patterns += [("cells", cell.replace("{dose}", "")) for cell in kind.cells]
    for key, pattern in patterns:
        yield from ((key, name) for name in FIELD.findall(pattern))
    yield from fields_of_facts(kind.facts)
    yield from (("facts", fact[key]) for fact in kind.facts for key in ("where", "links") if key in fact)
    yield from (("dose", part[key]) for part in kind.dose for key in ("of", "where", "unless") if key in part)
    yield from (("table", name) for name in kind.table)
    yield from (("loaded", name) for name in kind.loaded or ())
    yield from (("by", name) for name in [kind.by] if name)


def fields_of_facts(facts: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, str]]:
    """Yield each field in the patterns of facts."""
    for pattern in (fact.get(key, "") for fact in facts for key in ("text", "more")):
        yield from (("facts", name) for name in FIELD.findall(pattern))


def values_are_known(sources: Mapping[str, Source], kind: Kind, datasets: Mapping[str, Any]) -> Iterator[Problem]:
    """An entry of a kind with groups is in one of them."""
    source = sources[dataset_of(kind.of)]
    for index, entry in enumerate(entries(datasets, kind.of) if kind.groups else []):
        if (value := entry.get(kind.by)) not in (groups := kind.groups or {}):
            message = f"{value!r} is no group of {kind.id} in guide.yml, which has {listed(groups)}"
            yield source.problem((*kind.of.split(".")[1:], index, kind.by), message)


def check_complete(sources: Mapping[str, Source]) -> Iterator[Problem]:
    """A group of a kind has an entry, and one is loaded where the kind says which are."""
    guide, datasets = sources["guide"], {name: source.value for name, source in sources.items()}
    for kind in kinds(guide.value).values():
        found, about = entries(datasets, kind.of), f"{dataset_of(kind.of)}.yml"
        for group in kind.groups or {}:
            if group not in [entry.get(kind.by) for entry in found]:
                message = f"no entry of {kind.of} has {kind.by}: {group}; add one there, or take the group out here"
                yield guide.problem(("kinds", kind.id, "groups", group), message, about)
        if kind.loaded and not any(kind.loaded.items() <= entry.items() for entry in found):
            yield guide.problem(("kinds", kind.id, "loaded"), f"no entry of {kind.of} is {dict(kind.loaded)}", about)


def references_resolve(sources: Mapping[str, Source], kind: Kind, datasets: Mapping[str, Any]) -> Iterator[Problem]:
    """An id that points to an item, or to a name, is the id of one that is there."""
    of = {other.id: other.of for other in kinds(datasets["guide"]).values()}
    source = sources[dataset_of(kind.of)]
    for fact in kind.facts:
        if "to" in fact:
            field, path = fact["links"], of[fact["to"]]
        elif "named" in fact:
            field, path = FIELD.findall(fact["text"])[0], fact["named"].rpartition(".")[0]
        else:
            continue
        known = [entry["id"] for entry in entries(datasets, path)] if dataset_of(path) in sources else None
        for index, entry in enumerate(entries(datasets, kind.of)):
            for position, one in enumerate(entry.get(field, [])):
                if known is not None and one not in known:
                    message = f"no {path.rpartition('.')[2]} have the id {one!r}; {unknown(one, known)}"
                    yield source.problem((*kind.of.split(".")[1:], index, field, position), message, one)


def parts_are_of_an_item(guide: Source, datasets: Mapping[str, Any], schemas: Schemas) -> Iterator[Problem]:
    """A part is about an item that is there, and about groups that are."""
    known = kinds(guide.value)
    of = {entry["id"]: kind.of for kind in known.values() for entry in entries(datasets, kind.of)}
    for name, part in guide.value.get("parts", {}).items():
        keys, facts = ("parts", name), part.get("facts", [])
        if part["of"] not in of:
            near = did_you_mean(part["of"], [*of])
            yield guide.problem((*keys, "of"), f"no item has the id {part['of']!r}; {near.strip()}", part["of"])
            continue
        patterns = ({"text": part.get("says", "").replace("{dose}", "")}, *facts)
        yield from fields_are_known(guide, keys, of[part["of"]], fields_of_facts(patterns), schemas)
        for fact in facts:
            groups = (known[fact["kind"]].groups or {}) if fact.get("kind") in known else {}
            if "group" in fact and fact["group"] not in groups:
                message = f"{fact['kind']} has no group {fact['group']!r}; there are {listed(groups)}"
                yield guide.problem((*keys, "facts"), message)
