"""Serving: an edit shows at once, and so does a mistake, until it is put right."""

import html
import http.client
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, expect

from conftest import edit, page_of, said_until, start

Served = tuple[Path, str, IO[str]]
"""A project under `mkdocs serve`: its folder, its address, and what it says from then on."""


TOO_LONG = 300
"""Seconds after which a server ends by itself, so that a test that waits for what is never said fails."""


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, IO[str]]]:
    """Serve a project, and give its address and what is said."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with start(project, "serve", "--livereload", "--dev-addr", address) as server:
        assert server.stdout
        late = threading.Timer(TOO_LONG, server.terminate)
        late.start()
        try:
            yield f"http://{address}/", server.stdout
        finally:
            late.cancel()
            server.terminate()


@pytest.fixture
def served(project: Path) -> Iterator[Served]:
    """A project whose first build is over."""
    shutil.rmtree(project / ".cache" / "cards", ignore_errors=True)
    with serving(project) as (address, log):
        said_until(log, "Serving on")
        yield project, address, log


def test_no_share_cards_are_drawn_while_serving(served: Served, browser: Browser) -> None:
    root, address, _ = served
    page = browser.new_page()
    page.goto(f"{address}form-cues/pelvis-level/")
    card = page.locator('meta[property="og:image"]').get_attribute("content")
    assert card == f"{address}cards/form-cues/pelvis-level.png"
    answer = page.goto(card)
    assert answer
    assert answer.status == 404
    assert not (root / ".cache" / "cards").exists()
    page.close()


def test_an_edit_shows_after_one_rebuild(served: Served, browser: Browser) -> None:
    root, address, log = served
    page = browser.new_page()
    page.goto(f"{address}programming/")
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", f"{address}programming/")
    expect(page.locator("[data-worker]")).to_have_count(0)  # no device keeps what an author is still writing
    edits = [
        ("docs/data/programming.yml", "reps: [6, 8]", "reps: [5, 7]", "5–7"),
        ("scripts/templates/items/dose.md.jinja", "{{ amount.unit }}", "{{ amount.unit }} or so", "sets or so"),
        ("docs/programming.md", "Pick one goal", "Choose one goal", "Choose one goal"),
    ]
    for name, old, new, shown in edits:
        edit(root, name, old, new)
        said = said_until(log, "Reloading browsers")
        assert len([line for line in said if "Detected file changes" in line]) == 1
        expect(page.get_by_text(shown).first).to_be_visible()
    page.close()


def test_a_mistake_under_mkdocs_serve_keeps_no_other_build_waiting(served: Served) -> None:
    root, _, log = served
    edit(root, "docs/data/cues.yml", "  why:", "  wy:")
    said_until(log, "Reloading browsers")
    lock = FileLock(root / ".cache" / "lock")
    lock.acquire(blocking=False)
    assert lock.is_locked
    lock.release()


IN_DATA = ("docs/data/cues.yml", "  why:", "  <b>:")
MISTAKES = [
    (
        ("scripts/templates/items/dose.md.jinja", "amount.unit", "amount.unitt"),
        "scripts/templates/items/dose.md.jinja:13: 'facts.items.Amount object' has no attribute 'unitt'",
    ),
    (("mkdocs.yml", "nav:\n", "nav: [\n"), "mkdocs.yml:7: not YAML: expected the node content, but found '-'"),
    (("mkdocs.yml", "nav:\n", "nev:\n"), "mkdocs.yml:6: nev: Unrecognised configuration name: nev"),
    (
        ("mkdocs.yml", "  - conclusion.md\n", ""),
        "mkdocs.yml:6: nav: docs/conclusion.md is not in the menu; add it as   - conclusion.md   or below not_in_nav: "
        "as   /conclusion.md",
    ),
    (("overrides/main.html", "{{ page.content }}", "{{ no.x }}"), "overrides/main.html:56: 'no' is undefined"),
]
"""What is wrong in a file, and what is said of it."""


def listed(address: str) -> list[str]:
    """Return what a page says is to put right."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", parts.path)
    text = connection.getresponse().read().decode()
    connection.close()
    lines = [html.unescape(line) for line in re.findall("<li>(.*?)</li>", text, re.DOTALL)]
    assert f"<h1>To put right: {len(lines)}</h1>" in text
    return lines


def test_a_start_with_a_mistake_shows_it_on_every_page_and_in_the_terminal(project: Path) -> None:
    edit(project, *IN_DATA)
    with serving(project) as (address, log):
        said = [line.strip() for line in said_until(log, "Serving on")]
        lines = [line for line in said if re.match(r"docs/data/cues\.yml:\d+: ", line)]
        assert len(set(lines)) == len(lines) == 2
        assert "<b>: unknown key" in lines[1]
        assert "Traceback" not in "".join(said)
        for page in ("", "programming/", "form-cues/pelvis-level/", "nowhere/", "cards/x.png"):
            assert listed(f"{address}{page}") == lines
        assert said_until(log, "GET /nowhere/")[-1].startswith("INFO")  # a warning would stop a build under way


def test_each_kind_of_mistake_is_shown_and_said_once(served: Served) -> None:
    root, address, log = served
    texts = {name: (root / name).read_text(encoding="utf-8") for (name, _, _), _ in MISTAKES}
    before = ""
    for (name, right, wrong), line in MISTAKES:
        assert right in texts[name]
        (root / name).write_text(texts[name].replace(right, wrong, 1), encoding="utf-8")
        if before not in ("", name):
            (root / before).write_text(texts[before], encoding="utf-8")
        before = name
        said = [*said_until(log, line), *said_until(log, "Reloading browsers")]
        assert len([one for one in said if line.rpartition(": ")[2] in one]) == 1
        assert [text for text in said if "Traceback" in text or "stuck" in text] == []
        (shown,) = listed(address)
        assert shown.endswith(line)


def test_a_mistake_comes_and_goes_on_an_open_page(project: Path, browser: Browser) -> None:
    """On an item's own page, which is not there meanwhile, and in both schemes without a sideways scroll."""
    edit(project, *IN_DATA)
    with serving(project) as (address, log), page_of(browser, (320, 600), "dark") as page:
        said_until(log, "Serving on")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}form-cues/pelvis-level/")
        expect(page.get_by_role("heading", name="To put right: 2")).to_be_visible()
        expect(page.get_by_text("docs/data/cues.yml:8: <b>: unknown key")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        edit(project, IN_DATA[0], IN_DATA[2], IN_DATA[1])
        said_until(log, "Reloading browsers")
        expect(page.locator("h1")).to_have_text("Keep your pelvis level")
        edit(project, *IN_DATA)
        said_until(log, "Reloading browsers")
        expect(page).to_have_title("To put right: 2")
        assert [url for url in asked if not url.startswith(address)] == []
