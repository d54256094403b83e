"""The repository: the code knows no exercise, the lock is exact, nothing made is tracked."""

import re
import subprocess
import tomllib
from pathlib import Path

from conftest import ROOT


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split("\0") if name]


def test_the_code_knows_no_exercise() -> None:
    """What is about one exercise is in docs/, so that scripts/ and overrides/ would serve any guide."""
    files = [file for file in tracked() if file.parts[0] in ("scripts", "overrides")]
    assert files
    assert [file for file in files if "thrust" in (ROOT / file).read_text(encoding="utf-8").lower()] == []


def test_no_made_file_is_tracked() -> None:
    made = {"generated", "site", "site.next", ".cache", ".venv", "__pycache__"}
    assert [file for file in tracked() if made & set(file.parts)] == []


def test_the_lock_is_exact_hashed_and_names_no_index() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", lock)
    assert all(
        re.match(r"[a-z0-9.-]+==[^\s;]+( ;[^\n]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry) for entry in entries
    )
    assert "://" not in lock
    assert "index" not in lock
    assert "mkdocs-material==9.8.1 " in lock


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [name for name in asked if f"\n{re.split('[=<>]', name)[0]}==" not in f"\n{lock}"] == []


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(r"pypi\.(org|python)|pythonhosted|registry\.npmjs|deb\.debian", re.IGNORECASE)
    texts = {file: (ROOT / file).read_text(encoding="utf-8", errors="replace") for file in tracked()}
    assert [file for file, text in texts.items() if hosts.search(text) and file.name != "test_repository.py"] == []
