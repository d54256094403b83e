"""Writes generated/ from docs/: what the pages include, and all of the site that needs no built page."""

import functools
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extras import cards, downloads, drawings, everyday, icons, partials, redirects
from extras.cache import Cache
from facts import addresses, markdown, rules
from facts.items import Item, all_items, kinds
from facts.site import Settings, settings
from facts.sources import InputError, Problem, Source
from facts.words import did_you_mean
from figures.colors import Palette
from pages import light
from pages.publish import FACTS
from pages.stage import attempt

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Guide:
    """All that authors wrote, checked, and what was made of it for the pages."""

    root: Path
    settings: Settings
    sources: Mapping[str, Source]
    items: Mapping[str, Item]
    heads: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    """Each partial and drawing by its name under generated/."""

    @property
    def docs(self) -> Path:
        """The folder that authors edit."""
        return self.root / "docs"

    @property
    def datasets(self) -> dict[str, Any]:
        """The data by its name."""
        return {name: source.value for name, source in self.sources.items()}

    @functools.cached_property
    def addresses(self) -> list[str]:
        """Every address and anchor of the guide."""
        headings = markdown.headings(self.docs, self.texts)
        return addresses.addresses(self.heads, headings, self.items.values(), downloads.names(self.datasets))


def generate(root: Path, *, with_cards: bool = True) -> int:
    """Write `root`/generated from `root`/docs and return how many files it has; on bad input raise and write nothing.

    Raises `InputError` with every problem of the data, the pages, the cards, and of addresses that would be lost.
    """
    guide = load(root)
    registry = guide.sources["permalinks"]
    if problems := list(addresses.check(registry, guide.addresses)):
        raise InputError(problems)
    files = {name: text.encode() for name, text in guide.texts.items()}
    files |= {f"site/{name}": content for name, content in extras_of(guide, with_cards=with_cards).items()}
    titles = {address: head["title"] for address, head in guide.heads.items()}
    files[FACTS] = json.dumps(guide.datasets | {"titles": titles}).encode()
    shutil.rmtree(root / "generated", ignore_errors=True)
    for name, content in files.items():
        path = root / "generated" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def load(root: Path) -> Guide:
    """Return the guide in `root`, with its partials and drawings.

    Raises `InputError` with every problem of the data and of the pages.
    """
    docs, site = root / "docs", settings(root)
    read_all = rules.read_all(docs / "data")
    sources = {source.name: source for source in read_all}
    problems = rules.check_all(read_all, docs / "data" / "schema")
    kept = Cache(root / ".cache" / "figures")
    if problems:
        # What can't be made still has a name and ids, so the pages can be checked all the same.
        found = [*partials.names(sources["guide"].value, sources), *drawings.names(sources)]
        texts = dict.fromkeys(found, "")
        raise InputError(problems + markdown.check(docs, texts, [], ids_somewhere=rules.ids(read_all)))
    datasets = {source.name: source.value for source in read_all}
    items, heads = all_items(datasets), markdown.front_matter(docs)
    drawn, problems = drawings.draw_all(sources, docs / "figures", kept)
    problems = problems or list(figures_are_there(sources, items, drawn))
    context = datasets | {"items": items, "site": site, "heads": heads}
    texts = partials.render_all(context)
    words = everyday.by_letter(datasets, markdown.headings(docs, texts), without_page=f"{site.words_page}.md")
    texts["parts/everyday.md"] = partials.render("parts/everyday.md", everyday=words)
    texts |= drawn if not problems else dict.fromkeys(drawings.names(sources), "")
    problems += check_pages(docs, texts, sources["search"], downloads.names(datasets))
    if problems:
        raise InputError(problems)
    kept.sweep()
    return Guide(root, site, sources, items, heads, texts)


def figures_are_there(
    sources: Mapping[str, Source], items: Mapping[str, Item], drawn: Mapping[str, str]
) -> Iterator[Problem]:
    """A figure that an item or a kind shows, or a place where it is felt, is there."""
    keys = sorted(name.removeprefix("figures/").removesuffix(".svg") for name in drawn if name.startswith("figures/"))
    places, guide = rules.places(sources.values()), sources["guide"]
    shown = [(places[item.id], figure.key) for item in items.values() for figure in item.figures]
    for kind in kinds(guide.value).values():
        shown += [(guide.problem(("kinds", kind.id, "above"), ""), key) for key in kind.above]
    for index, place in enumerate(sources["feel"].value if "feel" in sources else []):
        shown += [(sources["feel"].problem((index, "figure"), ""), place["figure"])] if "figure" in place else []
    for place, key in shown:
        if key not in keys:
            near = did_you_mean(key, keys)
            message = f"no figure has the key {key!r}; {near}add it to docs/data/figures.yml, or name another one"
            yield place._replace(message=message)


def check_pages(docs: Path, texts: Mapping[str, str], search: Source, files: list[str]) -> Iterator[Problem]:
    """Yield every problem of the pages, and of everyday words that belong to no heading."""
    words = search.value["words"].keys()
    problems = markdown.check(docs, texts, files, words=words)
    yield from problems
    known = markdown.headings(docs, texts) if not problems else words
    for name in words - known:
        near = did_you_mean(name, sorted(known))
        yield search.problem(("words", name), f"no heading has this id; {near}leave it out or give it one")


def extras_of(guide: Guide, *, with_cards: bool) -> dict[str, bytes]:
    """Return each file of the site that no builder makes and no built page is needed for, by its address.

    Raises `InputError` where a card can't be drawn whole.
    """
    assets = guide.docs / "assets"
    light.styles(assets / "css")  # a style sheet that is none is found before the pages are built
    palette = Palette.of(assets / "css")
    studio = cards.Studio(guide.settings.name, (assets / "favicon.svg").read_text("utf-8"), guide.texts, palette)
    files = icons.icons(assets / "favicon.svg", palette.tokens["--paper"])
    files |= downloads.downloads(guide.datasets, guide.docs / "data" / "schema")
    files |= redirects.redirects(guide.datasets["permalinks"]["redirects"], guide.settings.url)
    for key in sheet_figures(guide):
        files[f"assets/figures/{key}.svg"] = studio.colored(key).encode()
    if with_cards:
        files |= cards.draw_all(all_cards(guide, studio), studio, guide.root / ".cache" / "cards")
    return files


def sheet_figures(guide: Guide) -> list[str]:
    """Return the keys of the figures that a sheet shows, from files of their own."""
    kinds = {choice["kind"] for choice in guide.datasets.get("sheet", {}).get("choices", [])}
    return sorted({figure.key for item in guide.items.values() if item.kind.id in kinds for figure in item.figures})


def all_cards(guide: Guide, studio: cards.Studio) -> dict[cards.Card, Problem]:
    """Return a card for each page and item, with the place where an author wrote its words."""
    views = {figure["key"]: figure["view"] for figure in guide.datasets.get("figures", [])}
    places = rules.places(guide.sources.values())
    return {
        **{studio.of_page(address, head, views): head["place"] for address, head in guide.heads.items()},
        **{studio.of_item(item): places[item.id] for item in guide.items.values()},
    }


def command() -> int:
    """Write generated/ and say how much it holds."""
    print(f"generated/: {generate(ROOT)} files")
    return 0


def main() -> int:
    """Return 0 once generated/ is written, or 1 where something is to put right."""
    return attempt(ROOT, command)


if __name__ == "__main__":
    sys.exit(main())
