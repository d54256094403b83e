"""Reads the whole guide: what authors wrote, what is made of it for the pages, and all that is to put right."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extras import downloads, drawings, everyday, partials
from extras.cache import Cache
from facts import addresses, markdown, rules
from facts.heads import check_teasers
from facts.items import Item, all_items, kinds
from facts.markdown import Around, Heading, Target
from facts.rules import Facts
from facts.schema import fields_at, load_schemas
from facts.site import Settings, check_site, settings
from facts.sources import InputError, Problem, Source
from facts.stems import stem, tokens
from facts.words import did_you_mean, unknown


@dataclass(frozen=True)
class Guide:
    """All that is right of what authors wrote, and what was made of it for the pages."""

    root: Path
    settings: Settings
    facts: Facts
    items: Mapping[str, Item]
    heads: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    """Each partial and drawing by its name under generated/; one that could not be made is empty."""
    headings: Mapping[str, Heading]

    @property
    def docs(self) -> Path:
        """The folder that authors edit."""
        return self.root / "docs"

    @property
    def sources(self) -> Mapping[str, Source]:
        """The data by its name, with its lines."""
        return self.facts.sources

    @property
    def datasets(self) -> dict[str, Any]:
        """The data by its name."""
        return {name: source.value for name, source in self.sources.items()}

    @functools.cached_property
    def places(self) -> dict[str, Problem]:
        """Where each item is written, by its id."""
        return rules.places(self.sources.values())

    @functools.cached_property
    def addresses(self) -> list[str]:
        """Every address and anchor of the guide."""
        names = markdown.names_of(self.docs)
        headings = {name: heading for name, heading in self.headings.items() if heading.page in names}
        pages = [markdown.address_of(name) for name in names]
        return addresses.addresses(pages, headings, self.items.values(), downloads.names(self.datasets))

    def causes(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems that are no consequence of what could not be read, made or placed."""
        missing = {name.removeprefix("figures/").removesuffix(".svg") for name, text in self.texts.items() if not text}
        missing |= self.items.keys() - self.headings.keys()
        return [problem for problem in self.facts.causes(problems) if problem.about not in missing]


def load(root: Path) -> Guide:
    """Return the guide in `root`; raises `InputError` with every problem of its data and its pages."""
    guide, problems = read_guide(root)
    if problems:
        raise InputError(problems)
    return guide


def read_guide(root: Path) -> tuple[Guide, list[Problem]]:
    """Return what can be made of the guide in `root`, and every problem of its data and its pages."""
    docs, site = root / "docs", settings(root)
    facts, kept = rules.read_facts(docs / "data"), Cache(root / ".cache" / "figures")
    heads = markdown.front_matter(docs)
    drawn, problems = drawings.draw_all(facts.sources, docs / "figures", kept)
    texts = dict.fromkeys(drawings.names(facts.sources), "") | drawn
    datasets = {name: source.value for name, source in facts.sources.items()}
    items = all_items(datasets) if facts.whole else {}
    if facts.whole:
        texts |= partials.render_all(datasets | {"items": items, "site": site, "heads": heads})
    else:
        texts = dict.fromkeys(markdown.asked_for(docs), "") | texts
    headings = markdown.headings(docs, texts)
    if facts.whole:
        words = everyday.by_letter(datasets, headings, without_page=f"{site.words_page}.md")
        texts["parts/everyday.md"] = partials.render("parts/everyday.md", everyday=words)
    guide = Guide(root, site, facts, items, heads, texts, headings)
    problems += [*facts.problems, *guide.causes(check_all(guide))]
    if not problems:
        kept.sweep()
    return guide, problems


# Rules


def check_all(guide: Guide) -> Iterator[Problem]:
    """Yield every problem of the pages, of what they show, and of what leads to them."""
    if guide.facts.whole:
        yield from figures_are_there(guide)
        yield from items_have_a_place(guide)
        yield from items_have_words(guide)
        yield from words_are_of_a_heading(guide)
        yield from rings_lead_somewhere(guide)
    yield from check_site(guide.settings, markdown.names_of(guide.docs))
    yield from check_teasers(guide.docs, guide.settings.nav)
    yield from markdown.check(
        guide.docs,
        Around(
            guide.texts,
            figures=figures_of(guide) if "figures" in guide.sources else None,
            places=guide.places,
            links=[*links_of(guide.sources.values(), guide.docs)],
            files=downloads.names(guide.datasets) if guide.facts.whole else (),
            is_hidden=guide.settings.is_hidden,
            reserved=ids_of_layout(guide.root / "overrides"),
            own_pages=[item.url for item in guide.items.values()],
            words=guide.sources["search"].value["words"] if guide.facts.whole else None,
        ),
    )


def figures_are_there(guide: Guide) -> Iterator[Problem]:
    """A figure that an item or a kind shows is there."""
    keys = figures_of(guide)
    places, source = guide.places, guide.sources["guide"]
    schemas = load_schemas(guide.docs / "data" / "schema")
    shown = [
        (places[item.id], figure.key, "figure" in (fields_at(schemas, item.kind.of) or []))
        for item in guide.items.values()
        for figure in item.figures
    ]
    for kind in kinds(source.value).values():
        shown += [(source.problem(("kinds", kind.id, "above"), ""), key, True) for key in kind.above]
    for place, key, may_name in shown:
        if key not in keys:
            near, other = did_you_mean(key, keys), ", or name another one" if may_name else ""
            message = f"no figure has the key {key!r}; {near}add it to docs/data/figures.yml{other}"
            yield place._replace(message=message, about=key)


def figures_of(guide: Guide) -> list[str]:
    """Return the key of each figure that there should be."""
    return sorted(name[8:-4] for name in guide.texts if name.startswith("figures/"))


def items_have_a_place(guide: Guide) -> Iterator[Problem]:
    """The page that a kind names is there, and includes what is made of the kind."""
    source, pages = guide.sources["guide"], [name.removesuffix(".md") for name in markdown.names_of(guide.docs)]
    included = {name: {*markdown.asked_for_by(guide.docs / f"{name}.md")} for name in pages}
    for item in guide.items.values():
        heading = guide.headings.get(item.id)
        name = next((name for name, text in guide.texts.items() if f"{{ #{item.id} }}" in text), "")
        if item.page not in pages:
            message = f"there is no docs/{item.page}.md; {unknown(item.page, pages)}"
            yield source.problem(("kinds", item.kind.id, "page"), message, item.page)
        elif heading is None or (heading.page != f"{item.page}.md" and name not in included[item.page]):
            message = f'it shows no {item.kind.id}; include them where they belong: --8<-- "{name}"'
            elsewhere = f"   and take that out of docs/{heading.page}" if heading else ""
            yield Problem(guide.docs / f"{item.page}.md", 1, message + elsewhere)


def items_have_words(guide: Guide) -> Iterator[Problem]:
    """An item that no page shows yet can be found by everyday words as soon as one does."""
    words = guide.sources["search"].value["words"]
    for name in guide.items:
        if name not in guide.headings and name not in words:
            yield markdown.no_words(guide.places[name], name)._replace(about="")


def words_are_of_a_heading(guide: Guide) -> Iterator[Problem]:
    """Everyday words are those of a heading."""
    search = guide.sources["search"]
    for name in search.value["words"].keys() - guide.headings.keys():
        near = did_you_mean(name, sorted(guide.headings))
        yield search.problem(("words", name), f"no heading has this id; {near}leave it out or give it one", name)


def rings_lead_somewhere(guide: Guide) -> Iterator[Problem]:
    """A word of each ring is in the guide, or among its everyday words: the others of it are found by that."""
    if not (source := guide.sources.get("thesaurus")):
        return
    pages = [(guide.docs / name).read_text(encoding="utf-8") for name in markdown.names_of(guide.docs)]
    phrases = [phrase for words in guide.sources["search"].value["words"].values() for phrase in words]
    parts = [text for name, text in guide.texts.items() if name.startswith("parts/") or name.endswith(".md")]
    said = f" {' '.join(stem(word) for text in [*pages, *parts, ' / '.join(phrases)] for word in tokens(text))} "
    for index, ring in enumerate(source.value["rings"]):
        if not any(f" {' '.join(map(stem, tokens(name)))} " in said for name in ring["words"]):
            yield source.problem(("rings", index, "words"), "none of these words is in the guide; add one that is")


def links_of(sources: Iterable[Source], docs: Path) -> Iterator[Target]:
    """Yield each link that stands in the data, as feel.yml has them."""
    for source in sources:
        for keys, entry in rules.naming(source.value, "to"):
            if ".md#" in entry["to"]:
                yield Target(source.problem((*keys, "to"), ""), docs.resolve() / "index.md", entry["to"])


def ids_of_layout(overrides: Path) -> set[str]:
    """Return the ids that the layout gives to its own parts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(overrides.rglob("*.html"))]
    return {name for text in texts for name in re.findall(r"""\sid=["']([\w-]+)["']""", text)}
