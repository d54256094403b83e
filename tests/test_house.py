"""The house: which room may know which, and that each public function says what it is for."""

import ast
from pathlib import Path

import pytest

from conftest import ROOT

SCRIPTS = ROOT / "scripts"
ROOMS = ["facts", "figures", "extras", "pages"]
"""Each room may know those before it, and the commands, which lie beside them, know all."""
MODULES = sorted(SCRIPTS.rglob("*.py"))


def room(path: Path) -> str:
    """Return the folder of scripts/ that a module lies in, or nothing for a command."""
    parts = path.relative_to(SCRIPTS).parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> set[str]:
    """Return the first part of the name of each module that a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_arrows_run_one_way(path: Path) -> None:
    ours = {room(other) or other.stem for other in MODULES}
    known = imported(path) & ours
    if room(path) in ROOMS:
        assert known <= {*ROOMS[: ROOMS.index(room(path)) + 1]}
    else:
        assert known <= ours


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) == "facts"], ids=lambda path: path.stem)
def test_facts_know_no_output(path: Path) -> None:
    outputs = {"jinja2", "markupsafe", "selectolax", "minify_html", "lightningcss", "typst", "mkdocs"}
    assert imported(path) & outputs == set()


def test_only_the_hook_and_the_bench_know_mkdocs() -> None:
    assert [path.name for path in MODULES if "mkdocs" in imported(path) and room(path) != "bench"] == ["hooks.py"]


def test_every_room_has_what_it_is_for_in_its_first_line() -> None:
    for name in ROOMS:
        assert ast.get_docstring(ast.parse((SCRIPTS / name / "__init__.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_every_public_thing_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    inner = {child for node in functions for child in ast.walk(node) if child is not node}
    public = [node for node in nodes if node not in inner and not getattr(node, "name", "").startswith("_")]
    assert [getattr(node, "name", "module") for node in public if not ast.get_docstring(node)] == []
