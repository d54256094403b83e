"""The repository: the code knows no exercise, the locks and actions are exact, nothing made is tracked."""

import re
import subprocess
import sysconfig
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT

LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", "requirements-test.txt")}
"""The packages that build the site, and these and the packages that test it."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split("\0") if name]


def test_the_code_knows_no_exercise() -> None:
    """What is about one exercise is in docs/, so that scripts/ and overrides/ would serve any guide."""
    files = [file for file in tracked() if file.parts[0] in ("scripts", "overrides")]
    assert files
    assert [file for file in files if "thrust" in (ROOT / file).read_text(encoding="utf-8").lower()] == []


def test_the_pages_scripts_have_no_fault_that_a_linter_sees() -> None:
    """By the rules in .oxlintrc.json."""
    linter = Path(sysconfig.get_path("scripts")) / "oxlint"
    done = subprocess.run([linter, "docs"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_made_file_is_tracked() -> None:
    made = {"generated", "site", ".cache", ".venv", "__pycache__"}
    assert [file for file in tracked() if made & set(file.parts) or file.parts[0].startswith(".site.")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_exact_hashed_and_names_no_index(lock: str) -> None:
    text = LOCKS[lock]
    entries = re.split(r"\n(?=[a-z])", text)
    assert all(
        re.match(r"[a-z0-9.-]+==[^\s;]+( ;[^\n]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry) for entry in entries
    )
    assert "://" not in text
    assert "index" not in text


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site, tests = project["dependencies"], project["optional-dependencies"]["dev"]
    assert [name for name in site if not locked(name, "requirements.txt")] == []
    assert [name for name in (*site, *tests) if not locked(name, "requirements-test.txt")] == []
    assert [name for name in tests if locked(name, "requirements.txt")] == []  # they come with the tests alone
    assert locked("mkdocs-material==9.8.1", "requirements.txt")


def locked(asked: str, lock: str) -> bool:
    """Return whether a package is in a lock, at the version that is asked for, if one is."""
    name, _, version = asked.partition("==")
    return re.search(rf"^{re.escape(name)}=={re.escape(version) or '.+'} ", LOCKS[lock], re.MULTILINE) is not None


def test_the_tests_run_with_what_builds_the_site() -> None:
    """Each version that the one lock names, the other names, too."""
    site, tests = (re.findall(r"^(\S+==\S+)", text, re.MULTILINE) for text in LOCKS.values())
    assert site
    assert [pinned for pinned in site if pinned not in tests] == []


def test_an_action_is_pinned_by_its_commit() -> None:
    """A tag can be moved to other code; it stands beside the commit, to be read."""
    texts = [(ROOT / file).read_text(encoding="utf-8") for file in tracked() if file.parts[0] == ".github"]
    used = [action for text in texts for action in re.findall(r"uses: *(.*)", text)]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action)] == []


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(r"pypi\.(org|python)|pythonhosted|registry\.npmjs|deb\.debian", re.IGNORECASE)
    texts = {file: (ROOT / file).read_text(encoding="utf-8", errors="replace") for file in tracked()}
    assert [file for file, text in texts.items() if hosts.search(text) and file.name != "test_repository.py"] == []
