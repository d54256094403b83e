"""The build with MkDocs: what stops it leaves the site as it was; equal input gives an equal site."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import (
    DATA,
    GOALS,
    PAGES,
    ROOT,
    VARIATIONS,
    Site,
    build,
    copy_project,
    digest,
    edit,
    run,
    said_until,
    start,
)
from pages.stage import turn

LAST = PAGES[-1]
STOPS = {
    "bad data": (
        ("docs/data/cues.yml", "  why:", "  wy:"),
        r"docs/data/cues\.yml:\d+: wy: unknown key; did you mean 'why'\?",
    ),
    "a missing partial": (
        (f"docs/{LAST}.md", "\n# ", '\n--8<-- "parts/no.md"\n\n# '),
        rf"docs/{LAST}\.md:\d+: nothing to include by the name 'parts/no\.md'",
    ),
    "a missing anchor": (
        (f"docs/{LAST}.md", "\n# ", f"\n[x]({VARIATIONS[0].page}.md#{VARIATIONS[0].id}x)\n\n# "),
        rf"docs/{LAST}\.md:\d+: a link to '{VARIATIONS[0].id}x', .* did you mean '{VARIATIONS[0].id}'\?",
    ),
    "a page that is not in the navigation": (
        ("mkdocs.yml", f"  - {LAST}.md\n", ""),
        rf"{LAST}\.md",
    ),
    "a template of the theme that fails": (
        ("overrides/main.html", "{% block content %}", "{% block content %}{{ 1 / 0 }}"),
        r"\noverrides/main\.html:\d+: ZeroDivisionError: division by zero\n",
    ),
    "a template of the theme that is none": (
        ("overrides/partials/footer.html", "<footer", "{% if %}<footer"),
        r"\noverrides/partials/footer\.html:\d+: Expected an expression, got 'end of statement block'\n",
    ),
    "a template of ours that names what is not there": (
        ("scripts/templates/items/dose.md.jinja", "amount.unit", "amount.unitt"),
        r"\nscripts/templates/items/dose\.md\.jinja:\d+: .* has no attribute 'unitt'\n",
    ),
    "a setting that MkDocs does not know": (
        ("mkdocs.yml", "strict: true", "strikt: true\nstrict: true"),
        r"mkdocs\.yml:\d+: strikt: Unrecognised configuration name: strikt\n",
    ),
}


@pytest.mark.parametrize(("mistake", "said"), STOPS.values(), ids=STOPS)
def test_a_build_that_fails_leaves_the_site_as_it_was(project: Path, mistake: tuple[str, str, str], said: str) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("as it was", encoding="utf-8")
    edit(project, *mistake)
    done = build(project)
    assert done.returncode != 0
    assert re.search(said, done.stdout + done.stderr)
    assert "Traceback" not in done.stderr
    assert [path.read_text(encoding="utf-8") for path in (project / "site").iterdir()] == ["as it was"]
    assert left_over(project) == []


def test_a_quiet_build_is_as_strict(project: Path) -> None:
    page = project / "docs" / f"{LAST}.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[x][y]\n\n[y]: nowhere.md\n", encoding="utf-8")
    done = run("-m", "mkdocs", "build", "--quiet", root=project)
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr
    assert not (project / "site").exists()


def test_a_build_replaces_what_was_there_but_for_hidden_files(project: Path) -> None:
    (project / "site").mkdir()
    for name in ("old.html", ".keep"):
        (project / "site" / name).touch()
    assert build(project).returncode == 0
    assert not (project / "site" / "old.html").exists()
    assert (project / "site" / ".keep").exists()


HOOK = """
import os, signal
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

@event_priority({priority})
def {event}(*_, **__):
    {does}
"""
RAISES = "raise PluginError('a hook of somebody else')"
DIES = "os.kill(os.getpid(), signal.SIGKILL)"


def add_hook(project: Path, event: str, does: str, *, above: bool = False, priority: int = 0) -> None:
    """Add somebody else's hook, above ours or below."""
    (project / "hook.py").write_text(HOOK.format(event=event, does=does, priority=priority), encoding="utf-8")
    ours, theirs = "  - scripts/hooks.py\n", "  - hook.py\n"
    edit(project, "mkdocs.yml", ours, theirs + ours if above else ours + theirs)


def left_over(project: Path) -> list[str]:
    """Return what is beside the site for a build only."""
    return [path.name for path in project.glob(".site*")]


@pytest.mark.parametrize(
    ("event", "above"),
    [("on_config", True), ("on_config", False), ("on_files", True), ("on_post_build", True), ("on_post_build", False)],
)
def test_a_hook_that_fails_deletes_nothing(project: Path, event: str, above: bool) -> None:
    """Also before our own has named a folder: then there is nothing that a build has made, and all is an author's."""
    add_hook(project, event, RAISES, above=above)
    for name in ("site/index.html", ".git/HEAD", "docs/not-yet-committed.txt"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("mine", encoding="utf-8")
    before = digest(project)
    done = build(project, PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 1
    assert "a hook of somebody else" in done.stderr
    assert left_over(project) == []
    made = (".cache", "generated")
    after = digest(project)
    assert {name for name in before.keys() ^ after.keys() if Path(name).parts[0] not in made} == set()
    assert {name for name in before.keys() & after.keys() if before[name] != after[name]} == set()


HERE = {"SITE_URL": "http://127.0.0.1/"}
"""The address of the `site` to compare with."""


def test_a_build_that_is_killed_leaves_the_site_whole_and_the_next_one_is_good(project: Path, site: Site) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("as it was", encoding="utf-8")
    add_hook(project, "on_post_build", DIES, priority=-99)  # just before our own step
    assert build(project, **HERE).returncode == -9
    assert [path.read_text(encoding="utf-8") for path in (project / "site").iterdir()] == ["as it was"]
    assert len(left_over(project)) == 1
    edit(project, "hook.py", "-99", "-101")  # just after it
    assert build(project, **HERE).returncode == -9
    assert digest(project / "site") == digest(site.folder)
    assert left_over(project) == []
    edit(project, "hook.py", DIES, "pass")
    assert build(project, **HERE).returncode == 0
    assert digest(project / "site") == digest(site.folder)


def test_two_builds_at_once_take_turns(project: Path, site: Site) -> None:
    with turn(project):
        builds = [start(project, "build", **HERE) for _ in range(2)]
        for one in builds:
            assert one.stdout
            said_until(one.stdout, "Waiting for another build of this project to end …")
    said = [one.communicate()[0] for one in builds]
    assert [one.returncode for one in builds] == [0, 0], said
    assert not [text for text in said if "WARNING" in text or "Traceback" in text]
    assert digest(project / "site") == digest(site.folder)
    assert left_over(project) == []


FULL = """
import resource, runpy, sys
sys.dont_write_bytecode = True  # it would keep half a module, and fail by that from then on
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv[1:] = ["build"]
runpy.run_module("mkdocs", run_name="__main__")
"""


def test_a_full_disk_is_told_in_a_line_and_changes_nothing(project: Path, site: Site) -> None:
    """Full while a figure is drawn, while generated/ is written, and while MkDocs copies files."""
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("as it was", encoding="utf-8")
    max((project / ".cache" / "figures").iterdir(), key=lambda kept: kept.stat().st_size).unlink()
    for size in (8_000, 50_000, 200_000):
        done = run("-c", FULL, str(size), root=project, **HERE)
        assert done.returncode == 1
        said = r"ERROR   -  The build has stopped\. (\.site\.\S+: )?File too large; allow larger files and try again\n"
        assert re.search(said, done.stderr)
        assert "Traceback" not in done.stderr
        assert [path.read_text(encoding="utf-8") for path in (project / "site").iterdir()] == ["as it was"]
        assert left_over(project) == []
    assert build(project, **HERE).returncode == 0
    assert digest(project / "site") == digest(site.folder)


@pytest.mark.skipif(
    not Path("/sys/kernel").is_dir(), reason="needs a folder that nobody can write to, as Linux has one"
)
def test_a_folder_that_nobody_can_write_to_is_told_in_a_line(project: Path) -> None:
    done = run("-m", "mkdocs", "build", "--site-dir", "/sys/site", root=project)
    assert done.returncode == 1
    assert re.search(r"The build has stopped\. /sys/\.site\.\w+\.next: .*; make it writable", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_site_that_is_a_link_stays_one(project: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "old.html").touch()
    (project / "site").symlink_to(elsewhere)
    assert build(project, **HERE).returncode == 0
    assert digest(elsewhere) == digest(site.folder)
    assert left_over(project) == []


def test_a_reader_is_told_where_the_site_goes(project: Path) -> None:
    add_hook(project, "on_files", RAISES)  # it has been said by then
    said = build(project).stderr
    assert f"Building documentation to directory: {project / 'site'}\n" in said
    assert ".next" not in said
    assert "Cleaning" not in said


def test_a_second_build_is_equal_byte_for_byte(site: Site, tmp_path: Path) -> None:
    """From another folder, in another time zone and language, on another day, with another order of hashes."""
    root = copy_project(tmp_path / "elsewhere")
    shutil.rmtree(root / ".cache", ignore_errors=True)  # figures and cards are drawn again, too
    other = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    done = build(root, SITE_URL="http://127.0.0.1/", **other)
    assert done.returncode == 0, done.stderr
    assert digest(root / "site") == digest(site.folder)


def test_an_empty_address_is_none_given(project: Path) -> None:
    """As an unset variable of a CI is, which would otherwise leave the pages without an address."""
    code = "from mkdocs.config import load_config; c = load_config(); print(c.plugins.on_config(c).site_url)"
    assert run("-c", code, root=project, SITE_URL="").stdout == "http://127.0.0.1:8000/\n"


def test_a_number_changes_everywhere_it_stands(project: Path) -> None:
    holders = [built_with_reps(project, *reps) for reps in ((141, 142), (151, 152))]
    item, parts = GOALS[0], DATA["guide"]["parts"].items()
    shown = [f'"parts/{name}.md"' for name, part in parts if part["of"] == item.id]
    pages = {page for page in PAGES if any(part in (ROOT / "docs" / f"{page}.md").read_text("utf-8") for part in shown)}
    assert (
        holders[0]
        == holders[1]
        == {
            *("downloads/goals.csv", "offline.json", "search/search_index.json", "send/index.html"),
            *(f"{page}/index.html" for page in {item.page, item.url.rstrip("/")} | pages),
        }
    )


def built_with_reps(project: Path, low: int, high: int) -> set[str]:
    """Build with these reps for the first goal; return where they stand, and be sure that no others do."""
    data = project / "docs" / "data" / "programming.yml"
    text = data.read_text(encoding="utf-8")
    head, goals, rest = text.partition("goals:\n")
    data.write_text(head + goals + re.sub(r"reps: .*", f"reps: [{low}, {high}]", rest, count=1), encoding="utf-8")
    assert build(project).returncode == 0
    after = texts(project / "site")
    assert not [name for name, words in after.items() if re.search(rf"1[45]1–(?!{high})", words)]
    return {name for name, words in after.items() if f"{low}–{high}" in words}


def texts(folder: Path) -> dict[str, str]:
    """Return the pages, the search index and the downloads, with the dash of a range as a character."""
    files = [path for ending in ("html", "json", "csv") for path in folder.rglob(f"*.{ending}")]
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8").replace("\\u2013", "–") for path in files
    }
