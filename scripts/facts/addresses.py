"""Compares the addresses that the guide has now with those it ever had, which docs/data/permalinks.yml remembers."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from facts.items import Item
from facts.markdown import Heading, address_of
from facts.sources import Problem, Source
from facts.words import FEW, did_you_mean, nearest

COMMAND = ".venv/bin/python scripts/permalinks.py"
"""What keeps the registry."""
OF_ITEM = re.compile(r"(?P<page>/.+/)#?(?P<id>[^/#]+)/?")
"""An item's two addresses: /form-cues/ribs-down/ and /form-cues/#ribs-down."""


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
    remembered, there = {*published}, {*current}
    new = [address for address in current if address not in remembered]
    lost = [address for address in published if address not in there and not is_redirected(address, redirects)]
    homes = {
        address: new_home(address, new, current, lost)
        for address in lost
        if not any(follows(address, other) for other in lost)
    }
    if left := [address for address in new if not comes_along(address, new, homes.values())]:
        shown = ", ".join(left) if len(left) <= FEW else f"{', '.join(left[: FEW - 3])} and {len(left) - FEW + 3} more"
        yield registry.problem(("published",), f"new are {shown}; remember them with: {COMMAND}")
    for address, home in homes.items():
        way = f"{COMMAND} {address} {home}"
        message = f"{address} would be lost; bring it back, or lead its readers elsewhere with: {way}"
        yield registry.problem(("published", published.index(address)), message, name_of(address))
    yield from check_redirects(registry, current, lost)


def check_redirects(registry: Source, current: Sequence[str], lost: Sequence[str] = ()) -> Iterator[Problem]:
    """A redirect leads from an address that is gone to one that is there; of one that is `lost`, that is said."""
    published, redirects = registry.value["published"], registry.value["redirects"]
    back = [old for old in redirects if old in current]
    for old, new in redirects.items():
        if old in back and not any(follows(old, other) for other in back):
            yield registry.problem(("redirects", old), f"is there, so it can't be redirected; {COMMAND} mends that")
        if old not in published:
            near = did_you_mean(old, published)
            yield registry.problem(("redirects", old), f"was never published, so nobody has it; {near}".rstrip("; "))
        if new not in current and new not in lost:
            message = f"is redirected to {new}, which is not there; there are {nearest(new, current)}"
            yield registry.problem(("redirects", old), message, name_of(new))


def is_redirected(address: str, redirects: Mapping[str, str]) -> bool:
    """Whether the address, or the page that it is an anchor on, leads elsewhere."""
    return address in redirects or address.partition("#")[0] in redirects


def name_of(address: str) -> str:
    """Return what an address is the address of: an id, or the last part of a page's or file's."""
    return address.rstrip("/").replace("#", "/").rpartition("/")[2]


def follows(address: str, page: str) -> bool:
    """Whether an address goes where a page goes: on it, below it, or the place of the item whose page it is."""
    return address != page and counterpart(address, page, "/") is not None


def comes_along(address: str, new: Sequence[str], homes: Iterable[str]) -> bool:
    """Whether what leads readers to their new homes remembers this address: it is one that is new, or goes with it."""
    return any(home in new and (address == home or follows(address, home)) for home in homes)


def counterpart(address: str, old: str, new: str) -> str | None:
    """Return what an address becomes when the page `old` becomes `new`, and nothing where it has no part in that.

    What is on a page or below it goes along, and with /form-cues/brace/ its place /form-cues/#brace.
    """
    if old == "/" or not old.endswith("/"):
        return None
    if address.startswith(old):
        return new + address.removeprefix(old)
    return place_of(new) if address == place_of(old) else None


def place_of(own_page: str) -> str:
    """Return the place on its section's page of an item with this page: /form-cues/#brace for /form-cues/brace/."""
    page, _, name = own_page.rstrip("/").rpartition("/")
    return f"{page}/#{name}"


def new_home(address: str, new: Sequence[str], current: Sequence[str], lost: Sequence[str]) -> str:
    """Return the address that is most likely the new one, or else the page that it was on.

    That is the one with its name or, of those that are new, where most of what was on it is again, or one like it.
    """
    if same := [one for one in current if (name_of(one), "#" in one) == (name_of(address), "#" in address)]:
        return same[0]
    above = address.rstrip("/").partition("#")[0].rpartition("/")[0] + "/" if "#" not in address else ""
    alike = [one for one in new if ("#" in one, one.count("/")) == ("#" in address, address.count("/"))]
    if kept := [one for one in alike if brings_back(address, one, new, lost)]:
        return max(kept, key=lambda one: brings_back(address, one, new, lost))
    near = difflib.get_close_matches(address, alike, n=1, cutoff=0.5)
    page = above or address.partition("#")[0]
    return near[0] if near else page if page in current else "/"


def brings_back(old: str, page: str, new: Sequence[str], lost: Sequence[str]) -> int:
    """Return how much of what was on a page or below it is there again on another one."""
    left = [address for address in lost if address != old and address.startswith(old)]
    return sum(counterpart(address, old, page) in new for address in left)


def old_ids(registry: Mapping[str, Any], items: Iterable[Item]) -> dict[str, list[str]]:
    """Return the ids of items that are gone and lead to one that is there, by its id.

    Its own id is among them where it stood on another page. What never was an item, as a page's section, leads nowhere.
    """
    published = {*registry["published"]}
    now = {address: item.id for item in items for address in (f"/{item.url}", f"/{item.section}")}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for old, new in registry["redirects"].items():
        was = OF_ITEM.fullmatch(old)
        if was and new in now and {f"{was['page']}{was['id']}/", f"{was['page']}#{was['id']}"} <= published:
            found[now[new]].add(was["id"])
    return {name: sorted(old) for name, old in found.items()}


def updated(registry: Mapping[str, Any], current: Sequence[str], moved: tuple[str, str] | None) -> dict[str, Any]:
    """Return the registry with every current address, and with a move from an old address to a new one.

    What is there again is redirected no more, and what goes with a page moves along. What led to an old address leads
    to the new one, so there is never a chain.
    """
    redirects = {old: new for old, new in registry["redirects"].items() if old not in current}
    if moved:
        moves = {moved[0]: moved[1], **dict(along(registry["published"], current, moved))}
        gone = {end: moved[1] for end in redirects.values() if end not in current and follows(end, moved[0])}
        redirects = {start: {**gone, **moves}.get(end, end) for start, end in redirects.items()} | moves
    published = sorted({*registry["published"], *current})
    return {"published": published, "redirects": dict(sorted(redirects.items()))}


def along(published: Sequence[str], current: Sequence[str], moved: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the moves of what is gone together with a page: to its counterpart, or else to the page's new home."""
    old, new = moved
    for address in published:
        if address != old and address not in current and (home := counterpart(address, old, new)):
            if home in current:
                yield address, home
            elif "#" not in address or not address.startswith(old):
                yield address, new
