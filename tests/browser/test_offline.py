"""Without a network: the whole guide opens after one visit, in one version, and the copy can be taken back."""

import functools
import gzip
import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as DriverTimeout

from conftest import (
    ALONE,
    BASES,
    CONFIG,
    CUES,
    MISTAKES,
    OWN_PAGES,
    PAGES,
    PLAIN,
    ROOT,
    SHEET,
    STEPS,
    Handler,
    Site,
    build,
    copy_project,
    heading,
    page_of,
)
from facts.words import curly
from pages.light import HEADERS
from pages.offline import KEPT, pack

EVERY_PAGE = [*PAGES, *ALONE, *OWN_PAGES]
SOME = ["index", PLAIN, OWN_PAGES[0]]
TITLES = """async () => {
  const [name] = await caches.keys();
  const cache = await caches.open(name);
  const kept = await Promise.all((await cache.keys()).map(request => cache.match(request)));
  const pages = kept.filter(reply => reply.headers.get('content-type').startsWith('text/html'));
  return Promise.all(pages.map(async page => (await page.text()).match(/<title>([^<]*)/)[1]));
}"""
"""The titles of all pages that are kept."""
UPDATED = """async () => {
  const registration = await navigator.serviceWorker.ready;
  try { await registration.update(); } catch { return 'no worker'; }
  const fresh = registration.installing ?? registration.waiting;
  if (!fresh) return 'nothing new';
  const ends = ['installed', 'activated', 'redundant'];
  if (!ends.includes(fresh.state)) {
    await new Promise(done => fresh.addEventListener('statechange', () => ends.includes(fresh.state) && done()));
  }
  return fresh.state;
}"""
"""Looks for a new version, as a browser does by itself, and says what became of it."""


class Host:
    """A host on one port whose network can be cut, and come back."""

    def __init__(self, site: Site) -> None:
        self.site, self.port = site, 0
        self.silent = threading.Event()
        self.start()

    def start(self) -> None:
        silent = self.silent

        class Answers(Handler):
            base = self.site.base

            def do_GET(self) -> None:  # noqa: N802
                if "/silent" in self.path:
                    silent.wait()
                else:
                    super().do_GET()

        handler = functools.partial(Answers, directory=str(self.site.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        self.silent.set()
        self.server.shutdown()
        self.server.server_close()

    def __call__(self, page: str = "index") -> str:
        return f"http://127.0.0.1:{self.port}{self.site.path(page)}"


@contextmanager
def hosted(site: Site) -> Iterator[Host]:
    host = Host(site)
    try:
        yield host
    finally:
        host.cut()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    with page_of(browser, worker=True) as page:
        yield page


@pytest.fixture
def host(site: Site, tmp_path: Path) -> Iterator[Host]:
    """A host with a copy of the site, of which a test can publish other versions."""
    shutil.copytree(site.folder, tmp_path / "site")
    with hosted(Site(tmp_path / "site", "/")) as host:
        yield host


def kept(reader: Page) -> list[str]:
    """Return the names of what is kept, once a worker is in charge."""
    until(reader, "navigator.serviceWorker.controller")
    names: list[str] = reader.evaluate("caches.keys()")
    return names


def until(reader: Page, condition: str) -> None:
    """Look at the condition once in each frame, until it holds."""
    for _ in range(1000):
        if reader.evaluate(f"async () => !!({condition})"):
            return
        reader.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError(condition)


def publish(host: Host, title: str) -> None:
    """Publish a version that calls its pages by another name."""
    folder = host.site.folder
    for page in folder.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace("<title>", f"<title>{title}: "), "utf-8")
    shutil.copy(ROOT / "docs" / "sw.js", folder)
    pack(folder, {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")})


def visit_again(reader: Page, address: str) -> None:
    """Leave the guide, and come back once the browser has seen that nobody is there; it takes a moment.

    What drives the browser stops each worker as it starts, and now and then leaves one stopped: then once more.
    """
    waits = "async () => !!(await navigator.serviceWorker.getRegistration())?.waiting"
    for _ in range(50):
        reader.goto("about:blank")
        with suppress(DriverTimeout):
            reader.goto(address, timeout=5000)
            if not reader.evaluate(waits):
                return
    raise AssertionError("the update waits on")


@pytest.mark.parametrize("base", BASES)
def test_every_page_opens_without_a_network_after_one_visit(
    build_site: Callable[[str], Site], reader: Page, base: str
) -> None:
    site = build_site(base)
    errors: list[str] = []
    sent_to_all = dict(line.strip().lower().split(": ", 1) for line in HEADERS.splitlines()[1:])
    reader.on("pageerror", lambda error: errors.append(str(error)))
    with hosted(site) as host:
        reader.goto(host())
        assert len(kept(reader)) == 1
        host.cut()
        for name in EVERY_PAGE:
            reply = reader.goto(host(name))
            assert reply
            assert reply.status == 200
            assert reply.text() == site.file(name).read_text(encoding="utf-8")
            assert sent_to_all.items() <= reply.headers.items()
            assert reply.headers["content-security-policy"] == "frame-ancestors 'none'"
        assert errors == []


def test_without_a_network_the_search_answers(host: Host, reader: Page) -> None:
    reader.goto(host())
    kept(reader)
    host.cut()
    reader.goto(host(PLAIN))
    reader.keyboard.press("/")
    reader.keyboard.type(MISTAKES[0].title)
    reader.locator(f".found a[href$='#{MISTAKES[0].id}']").click()
    expect(reader).to_have_url(f"{host(MISTAKES[0].page)}#{MISTAKES[0].id}")
    expect(reader.locator(f"#{MISTAKES[0].id}")).to_be_in_viewport()


def test_without_a_network_a_link_to_a_search_is_answered(host: Host, reader: Page) -> None:
    reader.goto(host())
    kept(reader)
    host.cut()
    reader.goto(f"{host('find')}?{urlencode({'q': MISTAKES[0].title})}")
    first = reader.locator(f".found a[href$='#{MISTAKES[0].id}']")
    expect(first).to_be_visible()
    reader.wait_for_function("() => document.querySelector('.found img').naturalWidth > 0")
    first.click()
    expect(reader).to_have_url(f"{host(MISTAKES[0].page)}#{MISTAKES[0].id}")


def test_without_a_network_a_sheet_opens_with_its_pictures(host: Host, reader: Page) -> None:
    reader.goto(host())
    kept(reader)
    host.cut()
    reader.goto(host("send") + SHEET)
    expect(reader.locator(".sheet")).to_contain_text(curly(CUES[0].title))
    drawn = "() => [...document.querySelectorAll('.sheet img')].map(picture => picture.naturalWidth > 0)"
    reader.locator(".sheet img").last.scroll_into_view_if_needed()
    assert set(reader.evaluate(drawn)) == {True}


def test_a_link_without_its_slash_or_with_more_behind_it_opens_offline(site: Site, host: Host, reader: Page) -> None:
    reader.goto(host())
    kept(reader)
    host.cut()
    for link in (PLAIN, f"{PLAIN}/?from=a-chat", f"{PLAIN}/index.html"):
        reader.goto(host() + link)
        expect(reader.locator("h1")).to_have_text(heading(site, PLAIN))


@pytest.mark.parametrize("network", ["cut", "silent"])
def test_an_unknown_address_keeps_its_status_where_no_network_answers(host: Host, reader: Page, network: str) -> None:
    """A network that hangs counts as none after a while."""
    reader.goto(host())
    kept(reader)
    if network == "cut":
        host.cut()
    reply = reader.goto(f"{host()}silent/page/")
    assert reply
    assert reply.status == 404
    expect(reader.locator("h1")).to_have_text(CONFIG["extra"]["not_found"])


def test_an_update_is_taken_at_the_next_visit(host: Host, reader: Page) -> None:
    reader.goto(host())
    (before,) = kept(reader)
    publish(host, "New")
    reader.goto(host(PLAIN))
    assert reader.evaluate(UPDATED) == "installed"
    reader.goto(host(STEPS[0].page))
    assert not reader.title().startswith("New")  # one version for the whole of a visit
    visit_again(reader, host(STEPS[0].page))
    assert reader.title().startswith("New")
    (after,) = kept(reader)
    assert after != before
    versions = reader.evaluate(TITLES)
    assert len(versions) == len(list(host.site.folder.rglob("*.html")))
    assert [title for title in versions if not title.startswith("New: ")] == []
    host.cut()
    for name in SOME:
        reader.goto(host(name))
        assert reader.title().startswith("New: ")


@pytest.mark.parametrize("harm", ["cut short", "another page in its place", "missing"])
def test_half_an_update_is_not_taken(host: Host, reader: Page, harm: str) -> None:
    reader.goto(host())
    (before,) = kept(reader)
    publish(host, "New")
    pack = host.site.folder / "offline.json"
    whole = pack.read_bytes()
    if harm == "missing":
        pack.unlink()
    else:
        pack.write_bytes(whole[: len(whole) // 2] if harm == "cut short" else b"<h1>Welcome to the gym's network</h1>")
    reader.goto(host(PLAIN))
    assert reader.evaluate(UPDATED) == "redundant"
    visit_again(reader, host(PLAIN))
    assert kept(reader) == [before]
    assert [title for title in reader.evaluate(TITLES) if title.startswith("New")] == []
    host.cut()
    for name in SOME:
        reader.goto(host(name))
        assert not reader.title().startswith("New")
    host.start()
    pack.write_bytes(whole)
    assert reader.evaluate(UPDATED) == "installed"
    visit_again(reader, host())
    assert reader.title().startswith("New")


def test_nothing_is_copied_for_a_reader_who_saves_data(host: Host, browser: Browser) -> None:
    with page_of(browser, worker=True) as page:
        requests: list[str] = []
        page.context.on("request", lambda request: requests.append(request.url))
        chromium = page.context.new_cdp_session(page)
        chromium.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
        page.goto(host())
        assert page.evaluate("() => navigator.connection.saveData")
        idle = "() => new Promise(done => requestIdleCallback(done, {timeout: 1000}))"
        page.evaluate(idle)
        assert page.evaluate("() => navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
        assert not [url for url in requests if "offline" in url or "sw.js" in url]


def test_the_copy_is_small_and_leaves_out_cards_and_downloads(site: Site) -> None:
    """600 kB on the wire; GitHub Pages has nothing better than gzip."""
    sent = [(site.folder / name).read_bytes() for name in ("offline.json", "sw.js")]
    for compress in (brotli.compress, gzip.compress):
        assert sum(len(compress(part)) for part in sent) <= 600_000
    files, parts = json.loads(sent[0])
    types = re.search(r"types = \{(.*)\}", sent[1].decode())
    assert types
    assert {f".{kind}" for kind in re.findall(r"(\w+):", types[1])} == KEPT | {".html"}
    assert not [path for path in files if path.startswith(("cards/", "downloads/")) or path.endswith(".png")]
    for path, numbers in files.items():
        text = (site.folder / (path if "." in path else f"{path}index.html")).read_text(encoding="utf-8")
        assert "".join(parts[number] for number in numbers) == text
    assert {"404.html", "search/search_index.json", "assets/search.js", "assets/search-box.js"} <= set(files)


def test_the_copy_can_be_taken_back(host: Host, reader: Page, tmp_path: Path) -> None:
    """As README.md says: `offline: false` in mkdocs.yml, and publish."""
    reader.goto(host())
    assert len(kept(reader)) == 1
    root = copy_project(tmp_path / "project")
    config = root / "mkdocs.yml"
    said = config.read_text(encoding="utf-8")
    assert "offline: true" in said
    config.write_text(said.replace("offline: true", "offline: false"), encoding="utf-8")
    assert build(root, SITE_URL="http://127.0.0.1/").returncode == 0
    shutil.rmtree(host.site.folder)
    shutil.copytree(root / "site", host.site.folder)
    assert reader.evaluate(UPDATED) in ("installed", "activated")
    gone = "!(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length"
    until(reader, gone)
    visit_again(reader, host())
    assert reader.evaluate("navigator.serviceWorker.controller") is None
    until(reader, gone)


def test_a_browser_can_install_the_guide(host: Host, reader: Page) -> None:
    reader.goto(host(STEPS[0].page))
    kept(reader)
    chromium = reader.context.new_cdp_session(reader)
    manifest: dict[str, Any] = chromium.send("Page.getAppManifest")
    assert manifest["url"] == f"{host()}manifest.webmanifest"
    assert manifest["errors"] == []
    said = json.loads(manifest["data"])
    assert said["short_name"] == CONFIG["extra"]["short_name"]
    for icon in said["icons"]:
        file = host.site.folder / icon["src"]
        if icon["type"] == "image/png":
            with Image.open(file) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]
        else:
            assert file.is_file()
    problems = [problem["errorId"] for problem in chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert problems in ([], ["in-incognito"])  # as every context of a test is
