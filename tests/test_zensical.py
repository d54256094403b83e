"""The way out: the theme's successor builds the same docs/, and every table is on its page."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from conftest import PAGES, Once, Site, copy_project, run, words

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


def test_zensical_publishes_the_look(other_site: Site) -> None:
    assert (other_site.folder / "assets" / "site.js").is_file()
    assert "<style>" in other_site.file("index").read_text(encoding="utf-8")


def test_a_site_is_finished_once(other_site: Site) -> None:
    done = run("scripts/finish.py", "site", root=other_site.folder.parent)
    assert done.returncode == 1
    assert done.stderr == "site was not built of generated/, or is finished already; make both first\n"


def test_the_command_that_finishes_says_a_mistake_in_a_line(project: Path) -> None:
    page = project / "docs" / "benefits.md"
    text = page.read_text(encoding="utf-8").replace("description: ", "description: " + "Many words. " * 60)
    page.write_text(text, encoding="utf-8")
    *others, done = [run(*command, root=project, SITE_URL="http://127.0.0.1/") for command in COMMANDS]
    assert [other.returncode for other in others] == [0, 0]
    assert done.returncode == 1
    assert "the words of the card of benefits/ don't fit on it; make them shorter" in done.stderr
    assert "Traceback" not in done.stderr
