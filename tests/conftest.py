"""What the tests share: a copy of the project to break, the built site, a server, a browser."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element

import html5lib
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import data
import debian
from items import all_items

ROOT = Path(__file__).parent.parent
PAGES = [
    "index",
    "what-it-is",
    "benefits",
    "muscles-worked",
    "how-to",
    "form-cues",
    "common-mistakes",
    "progressions-and-variations",
    "programming",
    "who-should-be-careful",
    "real-world-experience",
    "conclusion",
]
ITEMS = all_items(data.load_all(ROOT / "docs" / "data"))
OWN_PAGES = [item.url.rstrip("/") for item in ITEMS.values()]
EVERY_PAGE = "EVERY_PAGE" in os.environ
"""What else is shown on a page of each kind is shown on every page; `make test-all` asks for it."""
KINDS = OWN_PAGES if EVERY_PAGE else list({item.kind: item.url.rstrip("/") for item in ITEMS.values()}.values())
"""An item's own page for each kind of item."""
SHOWN = [*PAGES, "find", "send", *KINDS]
BASES = ["/", "/some/sub-path/"]
PHONE, DESKTOP = (390, 844), (1280, 800)
Scheme = Literal["light", "dark"]


def of_each_kind(*pages: str) -> list[str]:
    """Return these pages, which stand for the others, or all of them."""
    return SHOWN if EVERY_PAGE else list(pages)


def copy_project(to: Path) -> Path:
    """Copy what a build needs."""
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", to)
    (ROOT / ".cache").mkdir(exist_ok=True)
    (to / ".cache").symlink_to(ROOT / ".cache")  # cards are drawn once for all builds
    return to


def run(*command: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program of this environment in `root`."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def build(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("-m", "mkdocs", "build", root=root, **environment)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    return copy_project(tmp_path)


@dataclass
class Site:
    """The built site: its folder, the path it is published under, and its pages."""

    folder: Path
    base: str

    def file(self, page: str) -> Path:
        return self.folder / ("index.html" if page == "index" else f"{page}/index.html")

    def path(self, page: str) -> str:
        return self.base + ("" if page == "index" else f"{page}/")

    @functools.cache  # noqa: B019
    def tree(self, page: str) -> Element:
        """The page as a browser's parser sees it."""
        parsed = html5lib.parse(self.file(page).read_bytes(), namespaceHTMLElements=False)
        assert isinstance(parsed, Element)
        return parsed

    def __hash__(self) -> int:
        return hash(self.folder)


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Build the site for a path, once."""

    @functools.cache
    def at(base: str) -> Site:
        root = copy_project(tmp_path_factory.mktemp("project"))
        done = build(root, SITE_URL=f"http://127.0.0.1{base}")
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr
        return Site(root / "site", base)

    return at


@pytest.fixture(scope="session")
def site(build_site: Callable[[str], Site]) -> Site:
    return build_site("/")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under a base path, and the site's own page where there is nothing."""

    base = "/"

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.base.rstrip("/")) if path.startswith(self.base) else "/-")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Site], str]]:
    """Serve a site on a free port of this machine and return its address."""
    servers = []

    @functools.cache
    def at(site: Site) -> str:
        handler = type("SiteHandler", (Handler,), {"base": site.base})
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(handler, directory=str(site.folder))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield at
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def home(site: Site, serve: Callable[[Site], str]) -> str:
    """The address of the served site, without a slash at its end."""
    return serve(site)


@contextmanager
def page_of(
    browser: Browser, size: tuple[int, int] = PHONE, scheme: Scheme = "light", *, worker: bool = False, **options: Any
) -> Iterator[Page]:
    """Open a page in a context of its own, and close both.

    Without `worker` the browser knows no service workers, so that each page comes from the host.
    """
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
    if not worker:
        context.add_init_script("delete Navigator.prototype.serviceWorker")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a Chromium with these flags."""
    path = debian.chromium()
    assert path, "run `make test`, which finds or installs a Chromium"
    for_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=path, args=[*for_root, *flags])


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture(scope="session")
def large_text_browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser whose reader has set the text to twice the size."""
    with launch("--blink-settings=defaultFontSize=32") as browser:
        yield browser
