"""Prints, side by side, what this site and stock Material take when both are built from the same docs/.

How well this site's search finds what people type stands apart, with nothing beside it.
Figures only; how each came about stands in the heading, and progress goes to stderr.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser

import debian
from bench import say, search
from bench.builds import Build, Pass, build, publish
from bench.content import PLAIN, ROOT, STOCK, make_project
from bench.host import Host
from bench.visits import DOWN, LATENCY, NO_CHROMIUM, SLOWER, UP, Visit, chromium, medians, visit
from facts.items import all_items
from facts.rules import load_all
from facts.sources import InputError

TIMES = (1, 10, 100)
VISITS = 5
SITE = "site"
NOTHING = "–"
HEADING = """\
{browser} on {cores} cores, {system}, Python {python}

this site        docs/ built as by `make site`
stock Material   the same docs/, tables and figures, built by Material for MkDocs {material} as it comes:
                 with its search, without overrides/, scripts/ and the style sheets of docs/assets/,
                 and with font: false, so that neither asks another host

Loading: medians of {visits} first visits to each page, in a phone's window of 412 × 823 at 1.75 pixels,
with slow 4G ({latency} ms, {down} kbit/s down, {up} up) and a processor {slower}× slower than this one,
from this machine by HTTP/1.1 with brotli 11. Bytes and requests are all that the host answered
until the page was quiet, headers included; a service worker's copy of the site is counted apart."""
BUILD_NOTE = """\
Building: 10× and 100× are copies of the pages in the navigation, each with addresses and everyday
words of its own, and not in the navigation. The items' own pages are as many as ever. Figures
and share cards are drawn in the first build, and kept for the second. The pass over the pages is timed alone, too."""
COLUMNS = ("this site", "stock Material")
VISIT_ROWS: dict[str, Callable[[Visit], str]] = {
    "to first paint, bytes": lambda it: f"{it.bytes_to_first_paint:,.0f}",
    "to load, bytes": lambda it: f"{it.bytes_to_load:,.0f}",
    "to load, requests": lambda it: f"{it.requests:.0f}",
    "service worker's copy, bytes": lambda it: f"{it.worker_bytes:,.0f}",
    "first paint, ms": lambda it: f"{it.first_paint:,.0f}",
    "largest paint, ms": lambda it: f"{it.largest_paint:,.0f}",
    "blocking time, ms": lambda it: f"{it.blocked:,.0f}",
    "layout shift": lambda it: f"{it.layout_shift:.3f}",
}


class Builds(NamedTuple):
    """What the content took to build, so many times."""

    cold: Build
    kept: Build
    stock: Build
    passed: Pass


def main() -> None:
    """Print what is compared, the loading of pages, the search, and the building of the content 1, 10 and 100 times."""
    assert debian.chromium(), NO_CHROMIUM
    once, *more = TIMES
    with TemporaryDirectory() as folder:
        root = Path(folder)
        builds = {once: measure(root, once)}
        with chromium() as browser:
            print(heading(browser.version))
            print(*loading(browser, root / str(once)), sep="\n", flush=True)
            print(*search.measured(browser, root / str(once) / SITE), sep="\n", flush=True)
        builds |= {times: measure(root, times) for times in more}
        print(*building(builds), sep="\n")


def measure(folder: Path, times: int) -> Builds:
    """Build the content `times` times in each way, below `folder`."""
    root = folder / str(times)
    say(f"{times}×: the content")
    make_project(root, times)
    say(f"{times}×: this site")
    cold = build(root, SITE)
    say(f"{times}×: this site, drawings kept")
    kept = build(root, SITE)
    say(f"{times}×: stock Material")
    stock = build(root, STOCK, STOCK)
    say(f"{times}×: the pass over the pages")
    build(root, PLAIN, PLAIN)
    return Builds(cold, kept, stock, publish(root, PLAIN))


def heading(browser: str) -> str:
    """Return what was measured and how, on this machine, with the browser of this version."""
    return HEADING.format(
        browser=f"Chromium {browser}",
        cores=os.cpu_count(),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        material=version("mkdocs-material"),
        visits=VISITS,
        latency=LATENCY,
        down=DOWN,
        up=UP,
        slower=SLOWER,
    )


def loading(browser: Browser, root: Path) -> Iterator[str]:
    """Yield a table for each page that is visited on both sites; an item's own page is on this site only."""
    items = all_items(load_all(ROOT / "docs" / "data"))
    pages = ["/", *(f"/{page}/" for page in dict.fromkeys(item.page for item in items.values()))][:4]
    with Host(root / SITE) as site, Host(root / STOCK) as stock:
        for page in pages:
            ours, theirs = compare(browser, page, site, stock)
            yield from table(f"Loading {page}", [(name, show(ours), show(theirs)) for name, show in VISIT_ROWS.items()])
        own_page = f"/{next(iter(items.values())).url}"
        (ours,) = compare(browser, own_page, site)
        yield from table(f"Loading {own_page}", [(name, show(ours), NOTHING) for name, show in VISIT_ROWS.items()])


def compare(browser: Browser, page: str, *hosts: Host) -> list[Visit]:
    """Return the medians of visits to a page of each host, in turns, so that a busy minute is not one host's alone."""
    say(f"loading {page}")
    rounds = [[visit(browser, host, page) for host in hosts] for _ in range(VISITS)]
    return [medians(visits) for visits in zip(*rounds, strict=True)]


def building(builds: Mapping[int, Builds]) -> Iterator[str]:
    """Yield a table of the builds, and one of the pass over the pages."""
    yield f"\n{BUILD_NOTE}"
    for times, took in builds.items():
        step, pages = took.passed.seconds, took.passed.pages
        yield from table(
            f"Building {times}×",
            [
                ("all, s", f"{took.cold.seconds:,.1f}", f"{took.stock.seconds:,.1f}"),
                ("all, peak memory, MB", megabytes(took.cold), megabytes(took.stock)),
                ("again with drawings kept, s", f"{took.kept.seconds:,.1f}", NOTHING),
                ("again with drawings kept, MB", megabytes(took.kept), NOTHING),
                (f"the pass over {pages:,} pages, s", f"{step:,.2f}", NOTHING),
                ("for each page, ms", f"{1000 * step / pages:.1f}", NOTHING),
            ],
        )


def megabytes(took: Build) -> str:
    """Write the most memory that a build held, in whole megabytes of 1,000,000 bytes and without the unit."""
    return f"{took.memory / 1e6:,.0f}"


def table(title: str, rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the lines of a table, under an empty one: what is measured, this site's figure, stock Material's."""
    yield f"\n{title:<44}{COLUMNS[0]:>16}{COLUMNS[1]:>18}"
    yield from (f"  {name:<42}{ours:>16}{theirs:>18}" for name, ours, theirs in rows)


if __name__ == "__main__":
    try:
        main()
    except InputError as bad:
        sys.exit(str(bad))
