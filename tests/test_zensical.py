"""The ways out: no theme at all gives the same files, and the theme's successor builds the same docs/."""

import re
import shutil
from importlib.resources import files
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from conftest import PAGES, Once, Site, build, copy_project, digest, edit, run, words

ICON = re.compile(r"\.icons/(material/[\w-]+\.svg)")
COMMANDS = (["scripts/generate.py"], ["-m", "zensical", "build", "--strict"], ["scripts/finish.py", "site"])


@pytest.fixture(scope="module")
def other_site(once: Once) -> Site:
    """The site as Zensical builds it: it runs no hooks, so what they do is done by command."""

    def make(root: Path) -> None:
        copy_project(root)
        for done in (run(*command, root=root, SITE_URL="http://127.0.0.1/") for command in COMMANDS):
            assert done.returncode == 0, done.stdout + done.stderr

    return Site(once("zensical", make) / "site", "/")


@pytest.mark.parametrize("page", PAGES)
def test_zensical_shows_the_same_tables_items_and_links(site: Site, other_site: Site, page: str) -> None:
    one, other = (tree.find(".//article") for tree in (site.tree(page), other_site.tree(page)))
    assert one is not None
    assert other is not None
    for tag in ("table", "tr", "th", "td", "h1", "h2", "h3", "dd", "li"):
        assert [words(part) for part in other.iter(tag)] == [words(part) for part in one.iter(tag)]
    assert ids(other) == ids(one)
    assert len(other.findall(".//a[@class='send']")) == len(one.findall(".//a[@class='send']"))


def ids(tree: Element) -> list[str]:
    """Return the content's ids; the theme's own begin with underscores."""
    return [name for part in tree.iter() if (name := part.get("id")) and not name.startswith("__")]


NO_THEME = "  name:\n  static_templates: [404.html]\n"


def test_without_the_theme_every_file_is_the_same(site: Site, project: Path) -> None:
    """Of Material, pages have the icons that they include, and authors its Markdown; both need its package alone."""
    edit(project, "mkdocs.yml", "  name: material\n", NO_THEME)
    icons = Path(str(files("material"))) / "templates" / ".icons"
    used = {name for path in project.glob("overrides/**/*.html") for name in ICON.findall(path.read_text("utf-8"))}
    assert used
    for name in used:
        (project / "overrides" / ".icons" / name).parent.mkdir(exist_ok=True)
        shutil.copy(icons / name, project / "overrides" / ".icons" / name)
    done = build(project, SITE_URL="http://127.0.0.1/")
    assert done.returncode == 0, done.stderr
    assert digest(project / "site") == digest(site.folder)


def test_zensical_publishes_the_look(other_site: Site) -> None:
    assert (other_site.folder / "assets" / "site.js").is_file()
    assert "<style>" in other_site.file("index").read_text(encoding="utf-8")


def test_a_site_is_finished_once(other_site: Site) -> None:
    done = run("scripts/finish.py", "site", root=other_site.folder.parent)
    assert done.returncode == 1
    assert done.stderr == "site:1: not built of generated/, or finished already; make both first\n"


def test_a_site_that_was_not_built_is_told_in_a_line(project: Path) -> None:
    (project / "site").mkdir()
    done = run("scripts/finish.py", "site", root=project)
    assert done.returncode == 1
    assert done.stderr.endswith("make both first\n")
    assert "Traceback" not in done.stderr
