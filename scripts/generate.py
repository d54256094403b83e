"""Writes generated/ from docs/: what the pages include, and all of the site that needs no built page."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extras import cards, downloads, icons, opensearch, redirects
from extras.cache import Cache
from extras.reading import Guide, read_guide
from facts import addresses
from facts.sources import InputError, Problem
from figures.colors import Palette
from pages import light
from pages.publish import FACTS
from pages.stage import attempt

ROOT = Path(__file__).parent.parent


def generate(root: Path, *, with_cards: bool = True) -> int:
    """Write `root`/generated from `root`/docs and return how many files it has; on bad input raise and write nothing.

    Raises `InputError` with every problem of the data, the pages, the cards, and of addresses that would be lost.
    """
    guide, problems = read_guide(root)
    kept = Cache(root / ".cache" / "cards")
    if "permalinks" in guide.sources and guide.facts.whole:
        problems += guide.causes(addresses.check(guide.sources["permalinks"], guide.addresses))
    files = {name: text.encode() for name, text in guide.texts.items()}
    with collected(problems):
        light.styles(guide.docs / "assets" / "css")  # from which the cards have their colors
        files |= {f"site/{name}": content for name, content in extras_of(guide, kept if with_cards else None).items()}
    if problems:
        raise InputError(problems)
    if with_cards:
        kept.sweep()
    titles = {address: head["title"] for address, head in guide.heads.items()}
    files[FACTS] = json.dumps(guide.datasets | {"titles": titles}).encode()
    shutil.rmtree(root / "generated", ignore_errors=True)
    for name, content in files.items():
        path = root / "generated" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Add to the problems what is said of bad input, and go on."""
    try:
        yield
    except InputError as bad:
        problems += bad.problems


def extras_of(guide: Guide, kept: Cache | None) -> dict[str, bytes]:
    """Return each file of the site that no builder makes and no built page is needed for, by its address.

    `kept`: the cards that are drawn already; without it, none are made.
    Raises `InputError` where a card can't be drawn whole.
    """
    assets = guide.docs / "assets"
    palette = Palette.of(assets / "css")
    studio = cards.Studio(guide.settings.name, (assets / "favicon.svg").read_text("utf-8"), guide.texts, palette)
    files = icons.icons(assets / "favicon.svg", palette.tokens["--paper"])
    files |= opensearch.opensearch(guide.settings)
    if guide.facts.whole:
        files |= downloads.downloads(guide.datasets, guide.docs / "data" / "schema")
    if "permalinks" in guide.sources:
        files |= redirects.redirects(guide.datasets["permalinks"]["redirects"], guide.settings.url)
    for key in item_figures(guide):
        files[f"assets/figures/{key}.svg"] = studio.colored(key).encode()
    if kept:
        files |= cards.draw_all(all_cards(guide, studio), studio, kept)
    return files


def item_figures(guide: Guide) -> list[str]:
    """Return the keys of the figures of all items, which a sheet and the search show from files of their own."""
    keys = {figure.key for item in guide.items.values() for figure in item.figures}
    return sorted(key for key in keys if is_drawn(guide, key))


def all_cards(guide: Guide, studio: cards.Studio) -> dict[cards.Card, Problem]:
    """Return a card for each page and item whose figures are drawn, with the place where an author wrote its words."""
    views = {figure["key"]: figure["view"] for figure in guide.datasets.get("figures", [])}
    heads = {address: head for address, head in guide.heads.items() if is_drawn(guide, head["figure"])}
    items = [item for item in guide.items.values() if all(is_drawn(guide, figure.key) for figure in item.figures)]
    return {
        **{studio.of_page(address, head, views): head["place"] for address, head in heads.items()},
        **{studio.of_item(item): guide.places[item.id] for item in items},
    }


def is_drawn(guide: Guide, key: str) -> bool:
    """Whether a figure could be drawn."""
    return bool(guide.texts.get(f"figures/{key}.svg"))


def command() -> int:
    """Write generated/ and say how much it holds."""
    print(f"generated/: {generate(ROOT)} files")
    return 0


def main() -> int:
    """Return 0 once generated/ is written, or 1 where something is to put right."""
    return attempt(ROOT, command)


if __name__ == "__main__":
    sys.exit(main())
