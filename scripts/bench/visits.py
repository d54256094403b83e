"""Visits pages in Chromium as a phone on a slow line does for the first time, and notes what it took."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import debian
from bench.host import Host, Sent

LATENCY, DOWN, UP = 150, 1638.4, 675
"""Milliseconds, and kilobits a second: the slow 4G of Lighthouse."""
SLOWER = 4
"""How many times slower than this machine's the processor is."""
QUIET = 0.5
"""Seconds without a request and without a long task, after which a page has loaded."""
TIME_LIMIT = 60
NO_CHROMIUM = "run `make bench`, which finds or installs a Chromium"
PHONE = ViewportSize(width=412, height=823)
OBSERVE = """
window.bench = {shift: 0, largest: 0, tasks: []};
const observe = (type, note) =>
  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
observe('layout-shift', entry => { bench.shift += entry.hadRecentInput ? 0 : entry.value; });
observe('largest-contentful-paint', entry => { bench.largest = entry.startTime; });
observe('longtask', ({startTime, duration}) => { bench.tasks.push([startTime, startTime + duration]); });
"""
SINCE_LAST_TASK = "performance.now() - Math.max(0, ...bench.tasks.map(([, end]) => end))"
NOTED = """() => ({
  first: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  blocking: performance.getEntriesByType('resource')
    .filter(({renderBlockingStatus}) => renderBlockingStatus === 'blocking').map(({name}) => name),
  ...bench,
})"""


class Visit(NamedTuple):
    """What one visit took, or the medians of several; bytes are those on the wire, times are in milliseconds."""

    bytes_to_first_paint: float
    bytes_to_load: float
    requests: float
    worker_bytes: float
    first_paint: float
    largest_paint: float
    blocked: float
    layout_shift: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start this machine's Chromium, and end it."""
    path = debian.chromium()
    assert path, NO_CHROMIUM
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=flags) as browser:
        yield browser


def visit(browser: Browser, host: Host, address: str) -> Visit:
    """Visit a page of the host with nothing kept, and leave it when it is quiet."""
    host.sent.clear()
    context = browser.new_context(viewport=PHONE, device_scale_factor=1.75, is_mobile=True, has_touch=True)
    try:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        slow_down(page)
        page.goto(host.home + address, wait_until="networkidle", timeout=TIME_LIMIT * 1000)
        wait_until_quiet(page, host)
        noted = page.evaluate(NOTED)
    finally:
        context.close()
    own, workers = without_worker(host.sent)
    blocking = {address, *(urlsplit(name).path for name in noted["blocking"])}
    return Visit(
        bytes_to_first_paint=sum(sent.size for sent in own if sent.address in blocking),
        bytes_to_load=sum(sent.size for sent in own),
        requests=len(own),
        worker_bytes=sum(sent.size for sent in workers),
        first_paint=noted["first"],
        largest_paint=noted["largest"],
        blocked=blocked(noted["tasks"], noted["first"]),
        layout_shift=noted["shift"],
    )


def slow_down(page: Page) -> None:
    """Have Chromium give the page a line of LATENCY, DOWN and UP, and a processor that is SLOWER."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"latency": LATENCY, "downloadThroughput": DOWN * 1024 / 8, "uploadThroughput": UP * 1024 / 8}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def wait_until_quiet(page: Page, host: Host) -> None:
    """Wait for the page's last request and long task; what its workers ask for, only the host can see."""
    give_up = time.monotonic() + TIME_LIMIT
    while time.monotonic() - host.last < QUIET or page.evaluate(SINCE_LAST_TASK) < QUIET * 1000:
        if time.monotonic() > give_up:
            raise TimeoutError(f"{page.url} is not quiet after {TIME_LIMIT} s")
        page.wait_for_timeout(50)


def without_worker(sent: list[Sent]) -> tuple[list[Sent], list[Sent]]:
    """Part what a page asked for from a service worker's copy: its script, and all that is sent after it."""
    start = next((index for index, one in enumerate(sent) if one.starts_worker), len(sent))
    return sent[:start], sent[start:]


def blocked(tasks: Iterable[tuple[float, float]], first_paint: float) -> float:
    """Return how long a tap would have waited since the first paint: the part of each task beyond 50 ms."""
    return sum(max(0, end - max(start, first_paint) - 50) for start, end in tasks)


def medians(visits: Iterable[Visit]) -> Visit:
    """Return the median of each figure."""
    return Visit(*map(median, zip(*visits, strict=True)))
