"""The Makefile: the project's folder may be renamed and its Python replaced, and what stops a command is one line."""

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from conftest import ROOT, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the Makefile, and with a .venv that has this one's packages."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    venv.create(tmp_path / ".venv", symlinks=True)
    (packages,) = (tmp_path / ".venv").glob("lib/*/site-packages")
    (packages / "these.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return tmp_path


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell: nothing of a make that runs the tests reaches it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=inherited | environment, capture_output=True, text=True, check=False
    )


def test_no_command_is_lost_when_the_project_s_folder_is_renamed() -> None:
    """A script in .venv/bin names the folder in its first line; the Python beside it finds its packages anywhere."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\.venv/bin/([\w-]+)", text)) == {"python"}
    assert re.findall(r"\$\(VENV\)(?! (?:-m|-c|scripts/)).*", text) == []


def test_a_python_that_is_gone_is_set_up_anew(folder: Path) -> None:
    (folder / "requirements.txt").touch()
    (folder / ".venv" / "site").touch()
    assert "Installing" not in make(folder, ".venv/site").stdout
    (folder / ".venv" / "bin" / "python").unlink()
    (folder / ".venv" / "bin" / "python").symlink_to(folder / "gone")
    done = make(folder, ".venv/site", PYTHON=sys.executable)
    assert done.stdout.startswith("Installing what builds the site")
    assert subprocess.run([folder / ".venv" / "bin" / "python", "-c", "import pip"], check=True)
    assert (folder / ".venv" / "site").exists()
    assert not list(folder.glob(".venv/lib/*/site-packages/these.pth"))


def test_a_python_that_has_become_another_version_is_set_up_anew(folder: Path) -> None:
    """It looks for packages in a folder of its own, and finds none there."""
    (folder / "requirements.txt").touch()
    (folder / ".venv" / "site").touch()
    shutil.rmtree(folder / ".venv" / "lib")
    assert "-m venv --clear .venv" in make(folder, "--dry-run", "site").stdout


def test_a_port_in_use_is_named_before_anything_is_built(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = make(folder, "--old-file=.venv/site", "serve", f"PORT={port}")
    said, end = done.stderr.splitlines()
    assert said == f"Port {port} is in use, or not yours to use; name another one: make serve PORT=8001"
    assert end.startswith("make: ***")
    assert done.stdout == ""


def test_without_a_network_the_last_line_asks_for_one(folder: Path) -> None:
    """The registry that it would ask is a port of this machine that nothing serves."""
    (folder / "requirements.txt").write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        done = make(folder, ".venv/site", PIP_INDEX_URL=index, PIP_CONFIG_FILE="/dev/null")
    assert done.returncode == 2
    assert "Retrying" not in done.stderr
    assert done.stderr.splitlines()[-2] == "What requirements.txt lists could not be installed; is there a network?"
    assert not (folder / ".venv" / "site").exists()


def test_what_the_machine_lacks_is_one_line_to_run() -> None:
    """Where no program is on the path, so no apt-get either; a Chromium may be named instead."""
    done = run("scripts/debian.py", root=ROOT, PATH="/nowhere", CHROMIUM="")
    assert done.returncode == 1
    assert re.fullmatch(
        r"The tests need more from Debian: sudo apt-get install chromium-headless-shell .*brotli.*; "
        r"for a Chromium that is there: make test CHROMIUM=/path/to/it\n",
        done.stdout + done.stderr,
    )
