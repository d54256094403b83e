"""scripts/pages/stage.py: a site is replaced whole, wherever it is and whenever a build is killed."""

import errno
import itertools
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, run
from pages.stage import Stage, refused, remove

SHM = Path("/dev/shm")
OLD = {"index.html": "old.css", "gone/deep/index.html": "old.css", "old.css": "", "a": "a file", "b/c": "in a folder"}
NEW = {
    "index.html": "new.css",
    "more/index.html": "more/new.css",
    "new.css": "",
    "more/new.css": "",
    "a/b": "",
    "b": "",
}
HIDDEN = {".keep": "", ".git/config": "mine"}
ANYWHERE = ["in the project", "a link", "a link to another device", "a link to nothing"]


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture(params=ANYWHERE)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A site in a project, with hidden files, or a link to it."""
    root = tmp_path / "project"
    root.mkdir()
    other_device = request.param == "a link to another device"
    if other_device and not (SHM.is_dir() and SHM.stat().st_dev != tmp_path.stat().st_dev):
        pytest.skip(f"{SHM} is not on another device than the tests' folder")
    with tempfile.TemporaryDirectory(dir=SHM if other_device else tmp_path) as elsewhere:
        if request.param != "in the project":
            (root / "site").symlink_to(Path(elsewhere) / "site")
        if request.param != "a link to nothing":
            (root / "site").resolve().mkdir()
            put(root / "site", OLD | HIDDEN)
        yield root / "site"
        assert [path.name for path in Path(elsewhere).iterdir()] in ([], ["site"])


def build(site: Path, built: dict[str, str] = NEW) -> None:
    stage = Stage(site.parent, site)
    put(stage.folder, built)
    stage.publish()
    stage.close()
    stage.close()  # once more does nothing


def hidden(site: Path) -> dict[str, str]:
    return {name: text for name, text in files(site).items() if name.startswith(".")}


def test_a_site_is_replaced_but_for_what_is_hidden(site: Path) -> None:
    before = hidden(site) if site.exists() else {}
    linked = site.is_symlink()
    build(site)
    assert files(site) == NEW | before
    assert sorted(path.name for path in site.iterdir()) == sorted({*{Path(name).parts[0] for name in NEW | before}})
    assert site.is_symlink() == linked
    assert sorted(path.name for path in site.parent.iterdir()) == [".cache", "site"]
    build(site, OLD)
    assert files(site) == OLD | before


def test_a_build_that_is_not_published_leaves_the_site_as_it_was(site: Path) -> None:
    before = files(site) if site.exists() else {}
    stage = Stage(site.parent, site)
    put(stage.folder, NEW)
    stage.close()
    assert (files(site) if site.exists() else {}) == before
    assert not stage.folder.exists()


def test_a_first_site_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path, tmp_path / "public" / "guide")
    put(stage.folder, NEW)
    stage.publish()
    stage.close()
    assert files(tmp_path / "public" / "guide") == NEW
    assert [path.name for path in (tmp_path / "public").iterdir()] == ["guide"]


def test_who_may_read_the_site_stays(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site").chmod(0o2750)
    build(tmp_path / "site")
    assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o2750


KILLED = """
import json, os, signal, sys
from pathlib import Path
from pages.stage import Stage

CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.copyfile"}
left = int(sys.argv[1])

def die(event, _):
    global left
    if event in CHANGES:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

site = Path("project/site")
stage = Stage(site.parent, site)
for name, text in json.loads(sys.argv[2]).items():
    (stage.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (stage.folder / name).write_text(text, encoding="utf-8")
sys.addaudithook(die)
stage.publish()
stage.close()
"""
"""Builds, and dies before the change to the disk that has this number, from the moment of publishing on."""


def pages(site: Path) -> list[Path]:
    return [path for path in site.rglob("*.html") if not path.relative_to(site).parts[0].startswith(".")]


def left_over(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if re.search(r"\.(next|old)$", path.name)]


@pytest.mark.parametrize("linked", [False, True], ids=["in the project", "a link"])
def test_a_kill_at_any_moment_leaves_a_good_site_and_nothing_for_long(tmp_path: Path, linked: bool) -> None:
    site = tmp_path / "project" / "site"
    for number in itertools.count():
        for folder in ("project", "elsewhere"):
            shutil.rmtree(tmp_path / folder, ignore_errors=True)
            (tmp_path / folder).mkdir()
        if linked:
            site.symlink_to(tmp_path / "elsewhere")
        put(site, OLD | HIDDEN)
        done = run("-c", KILLED, str(number), json.dumps(NEW), root=tmp_path, PYTHONPATH=str(ROOT / "scripts"))
        assert done.returncode in (0, -9), f"{number}: {done.stderr}"
        assert [page for page in pages(site) if not (site / page.read_text(encoding="utf-8")).is_file()] == []
        Stage(site.parent, site).close()
        assert left_over(tmp_path) == []
        assert hidden(site) == HIDDEN
        if not linked:
            assert files(site) in (OLD | HIDDEN, NEW | HIDDEN)
        build(site)
        assert files(site) == NEW | HIDDEN
        if done.returncode == 0:
            break
    assert number > 5


TOO_LARGE = """
import resource, sys
from pathlib import Path
from pages.stage import Stage
site = Path("site")
stage = Stage(site.parent, site)
(stage.folder / "index.html").write_text("new", encoding="utf-8")
(stage.folder / "large").write_bytes(bytes(5000))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    stage.publish()
except OSError as error:
    print(error)
stage.close()
"""


def test_a_disk_that_fills_up_leaves_a_linked_site_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere")
    put(tmp_path / "site", OLD)
    done = run("-c", TOO_LARGE, root=tmp_path, PYTHONPATH=str(ROOT / "scripts"))
    assert "too large" in done.stdout, done.stderr
    assert files(tmp_path / "site") == OLD
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("name", ["", "site", "site.next", ".site.next", ".cache", ".git"])
def test_only_what_a_build_made_is_deleted(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, OLD)
    with pytest.raises(ValueError, match="not made here"):
        remove(tmp_path / name)
    assert files(tmp_path / name) == OLD


def test_what_the_machine_refuses_is_a_line_and_a_mistake_of_ours_is_none() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert refused(full) == "No space left on device; make room and try again"
    closed = OSError(errno.EROFS, os.strerror(errno.EROFS), str(Path("site/a").absolute()))
    assert refused(closed) == "site/a: Read-only file system; make it writable and try again"
    with pytest.raises(FileNotFoundError):
        refused(FileNotFoundError(errno.ENOENT, "no such file", "a"))
