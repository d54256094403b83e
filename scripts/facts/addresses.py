"""Compares the addresses that the guide has now with those it ever had, which docs/data/permalinks.yml remembers."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from facts.items import Item
from facts.markdown import Heading, address_of
from facts.sources import Problem, Source
from facts.words import did_you_mean

COMMAND = ".venv/bin/python scripts/permalinks.py"
"""What keeps the registry."""


def addresses(
    page_urls: Iterable[str], headings: Mapping[str, Heading], items: Iterable[Item], files: Iterable[str]
) -> list[str]:
    """Return every address and anchor of the guide, from the site's own: /form-cues/, /form-cues/#pelvis-level.

    `files`: the addresses of what is published beside the pages.
    """
    pages = [f"/{url}" for url in page_urls]
    anchors = [f"/{address_of(heading.page)}#{name}" for name, heading in headings.items()]
    own = [f"/{item.url}" for item in items]
    return sorted({*pages, *anchors, *own, *(f"/{name}" for name in files)})


def check(registry: Source, current: Sequence[str]) -> Iterator[Problem]:
    """An address that was ever published is there or redirected; one that is there is remembered."""
    published, redirects = registry.value["published"], registry.value["redirects"]
    for address in current:
        if address not in published:
            yield registry.problem(("published",), f"{address} is new; remember it with: {COMMAND}")
    for index, address in enumerate(published):
        if address not in current and not is_redirected(address, redirects):
            message = f"{address} would be lost; bring it back, or redirect it with: {COMMAND} {address} /its-new-home/"
            yield registry.problem(("published", index), message)
    yield from check_redirects(registry, current)


def check_redirects(registry: Source, current: Sequence[str], only: Container[str] | None = None) -> Iterator[Problem]:
    """A redirect leads from an address that is gone to one that is there; `only` these old addresses are checked."""
    published = registry.value["published"]
    redirects = {old: new for old, new in registry.value["redirects"].items() if only is None or old in only}
    for old, new in redirects.items():
        line = registry.line(("redirects", old))
        if old in current:
            yield Problem(registry.path, line, f"{old} is still there, so it can't be redirected")
        if old not in published:
            near = did_you_mean(old, published)
            yield Problem(registry.path, line, f"{old} was never published, so nobody has it; {near}")
        if new not in current:
            near = did_you_mean(new, list(current))
            yield Problem(registry.path, line, f"{old} is redirected to {new}, which is not there; {near}")


def is_redirected(address: str, redirects: Mapping[str, str]) -> bool:
    """Whether the address, or the page that it is an anchor on, leads elsewhere."""
    return address in redirects or address.partition("#")[0] in redirects


def updated(registry: Mapping[str, Any], current: Sequence[str], moved: tuple[str, str] | None) -> dict[str, Any]:
    """Return the registry with every current address, and with a move from an old address to a new one.

    What led to the old address leads to the new one, so that there is never a chain.
    """
    redirects = dict(registry["redirects"])
    if moved:
        old, new = moved
        redirects = {start: new if end == old else end for start, end in redirects.items()} | {old: new}
    published = sorted({*registry["published"], *current})
    return {"published": published, "redirects": dict(sorted(redirects.items()))}
