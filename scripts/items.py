"""What can be sent on its own: each step, cue, mistake, variation, row, muscle and rule, all in one shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from render import span


class Kind(NamedTuple):
    """What an item is called, where the rest of its kind is, on which page that is, and how loud it is there."""

    name: str
    all: str
    page: str
    tone: str = ""
    """The class of its own page: stop, ask, or nothing."""


STEP = Kind("Step", "All steps", "how-to")
FLOOR = Kind("No bench", "All steps", "how-to")
CUE = Kind("Form cue", "All form cues", "form-cues")
MISTAKE = Kind("Mistake", "All mistakes", "common-mistakes")
VARIATION = Kind("Variation", "The whole ladder", "progressions-and-variations")
GOAL = Kind("Goal", "All goals", "programming")
FIT = Kind("Place in a workout", "All places", "programming")
WORKOUT = Kind("Sample workout", "The whole workout", "programming")
MUSCLE = Kind("Muscle", "All muscles", "muscles-worked")
CAREFUL = "who-should-be-careful"
"""The page with all rules of safety, to which every item's own page leads."""
RULES = {
    "stop_now": Kind("Stop now", "All safety rules", CAREFUL, "stop"),
    "ask_first": Kind("Ask first", "All safety rules", CAREFUL, "ask"),
    **dict.fromkeys(
        ("bench", "load", "breathing", "normal_or_not", "where_to_feel_it"),
        Kind("Be careful", "All safety rules", CAREFUL),
    ),
}
"""The kinds of rules, by their part of the data, in the order of the page."""


LABELS = {
    "study": "Tested in studies",
    "mixed": "Studies of lifting in general",
    "coaching": "Coaches' practice",
    "mechanism": "Follows from mechanics",
}
"""How firmly a short answer stands, in words."""


class Fact(NamedTuple):
    """A line under an item: its label, and either words or the ids of other items."""

    label: str
    text: str = ""
    more: str = ""
    links: tuple[str, ...] = ()


class Amount(NamedTuple):
    """A part of a dose: a number or range as it is written, and of what."""

    number: str
    unit: str


@dataclass(frozen=True)
class Item:
    """One thing to send: its words, its figures and its place among its kind."""

    id: str
    kind: Kind
    title: str
    sentence: str
    facts: tuple[Fact, ...] = ()
    figures: tuple[str, ...] = ()
    """Keys of figures; two are a pair, of which a mistake's are wrong and right."""
    dose: tuple[Amount, ...] = ()
    place: int = 1
    of: int = 1
    previous: str = ""
    next: str = ""

    @property
    def url(self) -> str:
        """The address of its own page, from the site's."""
        return f"{self.kind.page}/{self.id}/"

    def sign(self, figure: str) -> str:
        """Whether this of its figures is wrong or right; only a mistake's are either."""
        return figure.removeprefix(f"{self.id}-") if self.kind is MISTAKE else ""

    @property
    def section(self) -> str:
        """The address of its section, from the site's."""
        return f"{self.kind.page}/#{self.id}"


def all_items(datasets: Mapping[str, Any]) -> dict[str, Item]:
    """Return every item of the checked datasets by its id, each with its place among its kind."""
    found = {}
    for _, group in groupby(read(datasets), key=lambda item: item.kind):
        kind = list(group)
        for index, item in enumerate(kind):
            found[item.id] = replace(
                item,
                place=index + 1,
                of=len(kind),
                previous=kind[index - 1].id if index else "",
                next=kind[index + 1].id if index + 1 < len(kind) else "",
            )
    return found


def read(datasets: Mapping[str, Any]) -> Iterator[Item]:
    """Yield the items kind by kind, in the order of the data."""
    yield from (step(entry) for entry in datasets["steps"]["bench"])
    yield floor(datasets["steps"]["floor"])
    yield from (cue(entry, datasets["mistakes"]) for entry in datasets["cues"])
    yield from (mistake(entry) for entry in datasets["mistakes"])
    yield from (variation(entry) for entry in datasets["variations"])
    yield from (goal(entry) for entry in datasets["programming"]["goals"])
    yield from (fit(entry) for entry in datasets["programming"]["fits"])
    yield from (exercise(entry) for entry in datasets["programming"]["workout"])
    yield from (muscle(entry) for entry in datasets["muscles"])
    for entry, kind in rules(datasets["safety"]):
        yield rule(entry, kind, datasets["safety"]["sources"])
    yield from (question(entry) for entry in sorted(datasets["questions"], key=lambda entry: str(entry["page"])))


def rules(safety: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Kind]]:
    """Yield the rules of safety with their kinds, the most urgent first."""
    for part, kind in RULES.items():
        yield from ((entry, kind) for entry in safety[part])


def step(entry: dict[str, Any]) -> Item:
    return Item(
        entry["id"],
        STEP,
        entry["title"],
        entry["do"],
        facts=given(Fact("Check", entry.get("check", ""))),
        figures=(entry["id"],),
    )


def floor(entry: dict[str, Any]) -> Item:
    return Item(
        entry["id"],
        FLOOR,
        entry["title"],
        " ".join(entry["do"]),
        facts=given(Fact("Why", entry["why"])),
        figures=("floor-bottom", "floor-top"),
    )


def cue(entry: dict[str, Any], mistakes: list[dict[str, Any]]) -> Item:
    helped = tuple(mistake["id"] for mistake in mistakes if entry["id"] in mistake.get("cues", []))
    return Item(
        entry["id"],
        CUE,
        entry["title"],
        entry["do"],
        facts=given(Fact("Picture it", entry["image"]), Fact("Why", entry["why"]), Fact("Helps with", links=helped)),
        figures=(entry["figure"],),
    )


def mistake(entry: dict[str, Any]) -> Item:
    cues = tuple(entry.get("cues", []))
    return Item(
        entry["id"],
        MISTAKE,
        entry["title"],
        entry["looks_like"],
        facts=given(
            Fact("Looks like", entry["looks_like"]),
            Fact("Feels like", entry.get("feels_like", "")),
            Fact("Test", entry.get("test", "")),
            Fact("Fix", entry["fix"], more=entry["then"]),
            Fact("Cue" if len(cues) == 1 else "Cues", links=cues),
        ),
        figures=(f"{entry['id']}-wrong", f"{entry['id']}-right"),
    )


def variation(entry: dict[str, Any]) -> Item:
    return Item(
        entry["id"],
        VARIATION,
        entry["title"],
        entry["how"],
        facts=given(Fact("Why", entry["why"]), Fact("Needs", entry["needs"])),
        figures=(entry.get("figure", entry["id"]),),
    )


def goal(entry: dict[str, Any]) -> Item:
    dose = (Amount(span(entry["sets"]), "sets"), Amount(span(entry["reps"]), "reps each side"))
    return Item(entry["id"], GOAL, entry["title"], entry["how"], dose=dose)


def fit(entry: dict[str, Any]) -> Item:
    dose = (Amount(span(entry["light_sets"]), "light sets"),) if "light_sets" in entry else ()
    # The one refers to the other, and a card shows the sentence alone.
    return Item(entry["id"], FIT, entry["title"], f"{entry['when']}. {entry['how']}", dose=dose)


def exercise(entry: dict[str, Any]) -> Item:
    unit = "seconds" if "seconds" in entry else "reps each side" if "each_side" in entry else "reps"
    dose = (
        Amount(span(entry["sets"]), "sets"),
        Amount(span(entry["seconds"] if "seconds" in entry else entry["reps"]), unit),
    )
    squeeze = f"{entry['squeeze']}-second squeeze at the top" if "squeeze" in entry else ""
    facts = given(Fact("Each rep", squeeze), Fact("How", entry.get("how", "")))
    return Item(entry["id"], WORKOUT, entry["title"], in_words(dose), facts=facts, dose=dose)


def muscle(entry: dict[str, Any]) -> Item:
    return Item(
        entry["id"],
        MUSCLE,
        entry["title"],
        entry["job"],
        facts=given(Fact("Role", entry["role"].capitalize()), Fact("It tells you", entry.get("tells", ""))),
        figures=(f"muscle-{entry['id']}",),
    )


def rule(entry: dict[str, Any], kind: Kind, sources: list[dict[str, Any]]) -> Item:
    who = [source["who"] for source in sources if source["id"] in entry.get("sources", [])]
    return Item(
        entry["id"],
        kind,
        entry["title"],
        entry["do"],
        facts=given(
            Fact("When", entry.get("when", "")),
            Fact("Know this", entry.get("more", "")),
            Fact("Start with", links=tuple(entry.get("fixes", []))),
            Fact("Source", "; ".join(who) or "Coaches' practice"),
        ),
        figures=(entry["figure"],) if "figure" in entry else (),
    )


def question(entry: dict[str, Any]) -> Item:
    kind = Kind("Short answer", "More answers", entry["page"])
    facts = given(Fact("Why", entry.get("more", "")), Fact("Source", LABELS[entry["label"]]))
    return Item(entry["id"], kind, entry["title"], entry["answer"], facts=facts)


def given(*facts: Fact) -> tuple[Fact, ...]:
    """Return those of the facts that say something."""
    return tuple(fact for fact in facts if fact.text or fact.links)


def in_words(dose: tuple[Amount, ...]) -> str:
    """Write a dose as a sentence: 2–3 sets of 8–12 reps each side."""
    return " of ".join(f"{amount.number} {amount.unit}" for amount in dose) + "."
