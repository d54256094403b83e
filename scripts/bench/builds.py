"""Times the builds, and the pass over the built pages alone, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

MEASURE = """
import json, os, sys, time
start = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([time.perf_counter() - start, usage.ru_maxrss * unit]))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A process begins with the memory of the one that starts it, so a small one starts what is measured."""
PUBLISH = """
import sys, time
from pathlib import Path
from pages.publish import publish
site = Path(sys.argv[1]).absolute()
start = time.perf_counter()
publish(site, Path.cwd())
seconds = time.perf_counter() - start
print([seconds, len(list(site.rglob("*.html")))])
"""


class Build(NamedTuple):
    """What a build took: wall-clock seconds, and the most bytes of memory that it held."""

    seconds: float
    memory: int


class Pass(NamedTuple):
    """What the pass over the pages took, in wall-clock seconds, and for how many."""

    seconds: float
    pages: int


def build(root: Path, site: str, config: str = "mkdocs") -> Build:
    """Build `root` with a configuration of it into its folder `site`."""
    command = ["-m", "mkdocs", "build", "--config-file", f"{config}.yml", "--site-dir", site]
    seconds, memory = run(root, *command, measured=True)
    return Build(seconds, memory)


def publish(root: Path, site: str) -> Pass:
    """Finish a site that MkDocs alone has built in `root`, and time it."""
    seconds, pages = run(root, "-c", PUBLISH, site)
    return Pass(seconds, pages)


def run(root: Path, *arguments: str, measured: bool = False) -> tuple[float, int]:
    """Run a Python program in `root`, and return the two numbers that it prints, or else its seconds and bytes.

    Where it fails, the bench ends with what it said.
    """
    measure = [sys.executable, "-I", "-S", "-c", MEASURE] if measured else []
    done = subprocess.run(
        [*measure, sys.executable, *arguments],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:4])}, in {root}, failed:\n{done.stderr}")
    numbers: tuple[float, int] = json.loads(done.stdout.splitlines()[-1])
    return numbers
