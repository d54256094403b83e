"""What the tests share: a copy of the project to break, the built site, a server, a browser."""

import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
import yaml
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

import debian
import fonts
from facts import site as settings
from facts.items import all_items, in_group
from facts.rules import load_all

ROOT = Path(__file__).parent.parent
CONFIG = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), settings.Loader)
PAGES = [name.removesuffix(".md") for name in CONFIG["nav"]]
"""The pages of the menu, in its order."""
ALONE = ["find", "send"]
"""The pages that a reader comes to by other ways."""
DATA = load_all(ROOT / "docs" / "data")
ITEMS = all_items(DATA)
OWN_PAGES = [item.url.rstrip("/") for item in ITEMS.values()]
STEPS, CUES, MISTAKES, VARIATIONS, GOALS, MUSCLES = (
    in_group(ITEMS.values(), kind) for kind in ("steps", "cues", "mistakes", "variations", "goals", "muscles")
)
"""What tests take their examples from, whatever the guide says: only test_article.py knows that."""
PLAIN = next(page for page in PAGES if page not in ("index", *(item.page for item in ITEMS.values())))
"""A page of words alone."""
SHEET = f"#v=1&cue={CUES[0].id}&fix={MISTAKES[0].id}&as={VARIATIONS[0].id}&dose={GOALS[0].id}&side=left"
"""The part of a sheet's link that says what is on it."""
CAREFUL = settings.settings(ROOT).safety_page
EVERY_PAGE = "EVERY_PAGE" in os.environ
"""What else is shown on a page of each kind is shown on every page; `make test-all` asks for it."""
KINDS = OWN_PAGES if EVERY_PAGE else list({item.kind.id: item.url.rstrip("/") for item in ITEMS.values()}.values())
"""An item's own page for each kind of item."""
SHOWN = [*PAGES, *ALONE, *KINDS]
HOST = settings.settings(ROOT).url.rstrip("/") if "BUILT" in os.environ else "http://127.0.0.1"
"""What stands before the addresses of `site`, which `make check` has built for where the guide is published."""
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
    if (ROOT / ".cache").is_dir():  # a cache of its own, since a build sweeps it; names with a dot are being written
        shutil.copytree(ROOT / ".cache", to / ".cache", ignore=shutil.ignore_patterns("*.*"))
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


def start(project: Path, *command: str, **environment: str) -> subprocess.Popen[str]:
    """Start MkDocs; what it says can be read while it runs."""
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "mkdocs", *command],
        cwd=project,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(log: IO[str], words: str) -> list[str]:
    """Read on until a line has these words, and return what was read."""
    lines = []
    for line in log:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError("".join(lines))


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
        parsed = tinyhtml5.parse(self.file(page).read_bytes(), namespace_html_elements=False)
        assert isinstance(parsed, Element)
        return parsed

    def __hash__(self) -> int:
        return hash(self.folder)


def words(element: Element) -> str:
    """Return an element's text on one line, with straight quotes."""
    text = "".join(element.itertext()).replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(text.split())


def article(site: Site, page: str) -> Element:
    found = site.tree(page).find(".//article")
    assert found is not None
    return found


def heading(site: Site, page: str) -> str:
    """Return what a page is headed, as a browser shows it."""
    (found,) = site.tree(page).iter("h1")
    return " ".join("".join(found.itertext()).split())


def digest(folder: Path) -> dict[str, str]:
    """Return what a folder holds, in a form to compare."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace the first `old` of a file."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Make a folder of this name once, whichever of the parallel workers comes first, and return it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        made, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(made, ignore_errors=True)
                made.mkdir()
                make(made)
                done.touch()
        return made

    return folder


@pytest.fixture(scope="session")
def build_site(once: Once) -> Callable[[str], Site]:
    """Build the site for a path, once."""

    @functools.cache
    def at(base: str) -> Site:
        def make(root: Path) -> None:
            done = build(copy_project(root), SITE_URL=f"http://127.0.0.1{base}")
            assert done.returncode == 0, done.stderr
            assert "WARNING" not in done.stderr
            shutil.copytree(root / ".cache", ROOT / ".cache", dirs_exist_ok=True)  # for the copies that are made later

        return Site(once(f"site{base.replace('/', '-')}", make) / "site", base)

    return at


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Site:
    """The site, built once; `make check` has just built it."""
    return Site(ROOT / "site", "/") if "BUILT" in os.environ else request.getfixturevalue("build_site")("/")


ANOTHER = Path(__file__).parent / "exercise"
SHARED = ("defs", "figures", "guide", "permalinks", "search")
"""The schemas of what any guide is made of."""


def make_another(root: Path) -> None:
    """Make a project of the second guide, with this one's code."""
    copy_project(root)
    mine, theirs = root / "docs", root / "docs.of-this-guide"
    mine.rename(theirs)
    shutil.copytree(ANOTHER / "docs", mine)
    shutil.copytree(theirs / "assets", mine / "assets")
    shutil.copytree(theirs / "item", mine / "item")
    for name in SHARED:
        shutil.copy(theirs / "data" / "schema" / f"{name}.json", mine / "data" / "schema")
    shutil.rmtree(theirs)
    (root / "mkdocs.yml").rename(root / "base.yml")
    shutil.copy(ANOTHER / "mkdocs.yml", root)


def remember_and_build(root: Path) -> None:
    """Remember the project's addresses, and build it."""
    remembered = run("scripts/permalinks.py", root=root)
    assert remembered.returncode == 0, remembered.stderr
    done = build(root, SITE_URL="http://127.0.0.1/")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def calf(once: Once) -> Site:
    """The second guide, built."""

    def make(root: Path) -> None:
        make_another(root)
        remember_and_build(root)

    return Site(once("calf", make) / "site", "/")


# A worker of the search that only a test answers for; it goes in before the page's own scripts.
SILENT = """{
  window.sent = [];
  window.Worker = class {
    constructor() { window.worker = this; }
    postMessage(message) { window.sent.push(message); }
    terminate() {}
  };
}"""


def reply(page: Page, message: dict[str, Any]) -> None:
    """Have that worker say this to the page; of an answer, the last one that was asked for, what is said is enough."""
    asked = page.evaluate("sent.findLast(({number}) => number)?.number ?? 0")
    whole = message if "ready" in message else {"number": asked, "exact": True, "results": [], "care": [], **message}
    page.evaluate("data => worker.onmessage({data})", whole)


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


Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Start a Chromium that sees a face, with these flags; each kind once."""
    path = debian.chromium()
    assert path, "run `make test`, which finds or installs a Chromium"
    always = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    folder = tmp_path_factory.mktemp("fonts")
    with sync_playwright() as playwright, ExitStack() as browsers:

        @functools.cache
        def start(face: str, *flags: str) -> Browser:
            env = os.environ | fonts.environment(face, folder)
            browser = playwright.chromium.launch(executable_path=path, args=[*always, *flags], env={**env})
            return browsers.enter_context(browser)

        yield start


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Browser:
    return launch(fonts.FACE)


@pytest.fixture(scope="session", params=fonts.FACES)
def any_browser(launch: Launch, request: pytest.FixtureRequest) -> Browser:
    """A browser for each face: what holds text holds it in any."""
    return launch(request.param)


@pytest.fixture(scope="session", params=fonts.FACES)
def large_text_browser(launch: Launch, request: pytest.FixtureRequest) -> Browser:
    """The same of a reader who has set the text to twice the size."""
    return launch(request.param, "--blink-settings=defaultFontSize=32")
