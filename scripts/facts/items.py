"""What can be sent on its own, all in one shape: docs/data/guide.yml says what an item is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from facts.words import written

FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Kind:
    """What items of one sort are called, where they come from, and how they are laid out on their page."""

    id: str
    of: str
    name: str
    all: str
    page: str
    says: str = ""
    tone: str = ""
    """How loud an item's own page is: stop, ask, or nothing."""
    layout: str = "section"
    level: int = 2
    class_: str = ""
    """The class of the sentence where it stands out."""
    above: tuple[str, ...] = ()
    caption: str = ""
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    by: str = ""
    groups: Mapping[str, str] | None = None
    figures: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    facts: tuple[Mapping[str, Any], ...] = ()
    dose: tuple[Mapping[str, str], ...] = ()
    loaded: Mapping[str, Any] | None = None
    table: tuple[str, ...] = ()
    map: str = ""


@dataclass(frozen=True)
class Fact:
    """A line under an item: its label, and either words or the ids of other items; `shown` says how on the section."""

    label: str
    text: str = ""
    more: str = ""
    links: tuple[str, ...] = ()
    shown: str = "list"


@dataclass(frozen=True)
class Amount:
    """A part of a dose: a number or range as it is written, of what, and on which side."""

    number: str
    unit: str
    each: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, self.unit, self.each)))


@dataclass(frozen=True)
class Figure:
    """A figure of an item: its key, what it shows, from where it is seen, and whether that is wrong or right."""

    key: str
    title: str
    view: str = "wide"
    sign: str = ""


@dataclass(frozen=True)
class Item:
    """One thing to send: its words, its figures and its place among its kind."""

    id: str
    kind: Kind
    page: str
    title: str
    orders: tuple[str, ...]
    """What it says: one sentence or, where an author wrote a list, several."""
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    dose: tuple[Amount, ...] = ()
    cells: tuple[str, ...] = ()
    group: str = ""
    loaded: bool = False
    place: int = 1
    of: int = 1
    previous: str = ""
    next: str = ""

    @property
    def sentence(self) -> str:
        """What it says in one line; of an item that is only a dose, that."""
        return " ".join(self.orders) or f"{in_words(self.dose)}."

    @property
    def url(self) -> str:
        """The address of its own page, from the site's."""
        return f"{self.page}/{self.id}/"

    @property
    def section(self) -> str:
        """The address of its section, from the site's."""
        return f"{self.page}/#{self.id}"


def kinds(guide: Mapping[str, Any]) -> dict[str, Kind]:
    """Return the kinds of the checked guide.yml by their names; one that is `like` another takes over the rest."""
    whole: dict[str, dict[str, Any]] = {}
    for name, given in guide["kinds"].items():
        whole[name] = whole.get(given.get("like", ""), {}) | {
            key: value for key, value in given.items() if key != "like"
        }
    return {name: kind(name, given) for name, given in whole.items()}


def kind(name: str, given: Mapping[str, Any]) -> Kind:
    """Return a kind of all that guide.yml says of it, what it takes over included; lists become tuples."""
    fixed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Kind(name, class_=fixed.pop("class", ""), **fixed)


def all_items(datasets: Mapping[str, Any]) -> dict[str, Item]:
    """Return every item of the checked datasets by its id, each with its place among those of its name and page."""
    drawn = {figure["key"]: figure for figure in datasets.get("figures", [])}
    read = [
        item(entry, kind, datasets, drawn)
        for kind in kinds(datasets["guide"]).values()
        for entry in in_order(entries(datasets, kind.of), kind)
    ]
    found = {}
    for _, same in groupby(read, key=lambda item: (item.kind.name, item.page)):
        group = list(same)
        for index, each in enumerate(group):
            previous = group[index - 1].id if index else ""
            following = group[index + 1].id if index + 1 < len(group) else ""
            found[each.id] = replace(each, place=index + 1, of=len(group), previous=previous, next=following)
    return found


def in_order(entries: Iterable[dict[str, Any]], kind: Kind) -> list[dict[str, Any]]:
    """Return a kind's entries group by group, as the guide has them, and in each as they are written."""
    groups = [*(kind.groups or {})]
    return sorted(entries, key=lambda entry: groups.index(entry[kind.by]) if groups else 0)


def entries(datasets: Mapping[str, Any], path: str) -> list[dict[str, Any]]:
    """Return the entries at a place of the data, such as steps.bench; one alone is a list of one."""
    value: Any = datasets
    for key in path.split("."):
        value = value[key]
    return value if isinstance(value, list) else [value]


def item(
    entry: dict[str, Any], kind: Kind, datasets: Mapping[str, Any], drawn: Mapping[str, Mapping[str, Any]]
) -> Item:
    """Return the item that an entry of the data is."""
    said = FIELD.fullmatch(kind.says)
    orders = entry[said[1]] if said and isinstance(entry[said[1]], list) else [filled(kind.says, entry)]
    dose = tuple(
        Amount(written(entry[part["of"]]), part["unit"], part.get("each", ""))
        for part in kind.dose
        if part["of"] in entry and is_meant(part, entry)
    )
    keys = [entry["figure"]] if "figure" in entry else [filled(key, entry) for key in kind.figures]
    signs = kind.signs if len(kind.signs) == len(keys) else ("",) * len(keys)
    return Item(
        entry["id"],
        kind,
        filled(kind.page, entry),
        entry["title"],
        orders=tuple(filter(None, orders)),
        facts=tuple(fact for given in kind.facts for fact in facts_of(given, entry, datasets)),
        figures=tuple(figure(key, sign, entry, drawn) for key, sign in zip(keys, signs, strict=True)),
        dose=dose,
        cells=tuple(filled_cell(cell, entry, dose) for cell in kind.cells),
        group=str(entry[kind.by]) if kind.by else "",
        loaded=kind.loaded is not None and kind.loaded.items() <= entry.items(),
    )


def figure(key: str, sign: str, entry: Mapping[str, Any], drawn: Mapping[str, Mapping[str, Any]]) -> Figure:
    """Return a figure of an item; what is not drawn from figures.yml is the map, which shows the item by its title."""
    return Figure(key, drawn[key]["title"], drawn[key]["view"], sign) if key in drawn else Figure(key, entry["title"])


def facts_of(given: Mapping[str, Any], entry: Mapping[str, Any], datasets: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield the fact that guide.yml asks for, if the entry has it."""
    links = tuple(entry.get(given.get("links", ""), ()))
    if "linked" in given:
        path, _, field = given["linked"].rpartition(".")
        links = tuple(other["id"] for other in entries(datasets, path) if entry["id"] in other.get(field, []))
    label = given["plural"] if "plural" in given and len(links) > 1 else given["label"]
    text = words_of(given, entry, datasets) if is_meant(given, entry) else ""
    if text or links:
        yield Fact(label, text, filled(given.get("more", ""), entry), links, given.get("as", "list"))


def words_of(given: Mapping[str, Any], entry: Mapping[str, Any], datasets: Mapping[str, Any]) -> str:
    """Return what a fact says: the field's own words, those that stand for its value, or the names behind its ids."""
    text = given.get("text", "")
    if "named" in given and (field := FIELD.fullmatch(text)):
        path, _, name = given["named"].rpartition(".")
        return "; ".join(one[name] for one in entries(datasets, path) if one["id"] in entry.get(field[1], []))
    said = filled(text, entry)
    return str(given.get("words", {}).get(said, said))


def is_meant(given: Mapping[str, str], entry: Mapping[str, Any]) -> bool:
    """Whether a part of the kind is about this entry."""
    return ("where" not in given or given["where"] in entry) and given.get("unless") not in entry


def filled(pattern: str, entry: Mapping[str, Any]) -> str:
    """Return the pattern with the entry's values in place of its {fields}, or nothing where one is missing."""
    if any(name not in entry for name in FIELD.findall(pattern)):
        return ""
    return FIELD.sub(lambda field: written(entry[field[1]]), pattern)


def filled_cell(pattern: str, entry: Mapping[str, Any], dose: tuple[Amount, ...]) -> str:
    """Return the pattern filled, with the dose in place of {dose}; where there is none, its sentence falls away."""
    sentence = f"{in_words(dose, loud=True)}. " if dose else ""
    return filled(pattern.replace("{dose}. ", sentence), entry)


def in_words(dose: tuple[Amount, ...], *, loud: bool = False) -> str:
    """Write a dose as a sentence: 2–3 sets of 8–12 reps each side; `loud` has its numbers stand out on a page."""
    amounts = (replace(amount, number=f"<b>{amount.number}</b>") if loud else amount for amount in dose)
    return " of ".join(map(str, amounts))


def in_group(items: Iterable[Item], kind: str, group: str = "") -> list[Item]:
    """Return the items of a kind, or of one of its groups."""
    return [item for item in items if item.kind.id == kind and group in ("", item.group)]


def part_of(given: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[str, list[Fact]]:
    """Return what a part of guide.yml says of its item: a sentence, and facts, of which some link to a whole group."""
    items: Mapping[str, Item] = context["items"]
    subject = items[given["of"]]
    entry = next(entry for entry in entries(context, subject.kind.of) if entry["id"] == subject.id)
    facts = []
    for fact in given.get("facts", []):
        if "group" in fact:
            links = tuple(item.id for item in in_group(items.values(), fact["kind"], fact["group"]))
            facts.append(Fact(fact["label"], links=links))
        else:
            facts += facts_of(fact, entry, context)
    return filled_cell(given.get("says", ""), entry, subject.dose), facts
