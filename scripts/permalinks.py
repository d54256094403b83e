"""Keeps docs/data/permalinks.yml, the registry of every address ever published.

.venv/bin/python scripts/permalinks.py             remembers the addresses that are new
.venv/bin/python scripts/permalinks.py /old/ /new/ leads readers of an address that is gone to another one
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from extras.reading import load
from facts import addresses
from facts.sources import InputError, Problem, read
from generate import ROOT
from pages.stage import attempt

HEAD = """\
# yaml-language-server: $schema=schema/permalinks.json
# Every address ever published, and where those lead that are gone.
# Kept by `.venv/bin/python scripts/permalinks.py`, never by hand.

"""


def update(root: Path, moved: tuple[str, str] | None = None) -> tuple[list[str], list[Problem]]:
    """Bring the registry of `root`/docs up to date; return the addresses that were new, and what is still to do.

    Raises `InputError` where the guide has other mistakes or a redirect can't work, and changes nothing then.
    """
    registry = read(root / "docs" / "data" / "permalinks.yml")
    if registry.problems:
        raise InputError(registry.problems)
    current = load(root).addresses
    before = registry.value
    registry.value = addresses.updated(before, current, moved)
    moves = registry.value["redirects"].keys() - before["redirects"].keys()
    if wrong := [problem for problem in addresses.check_redirects(registry, current) if problem.keys[-1] in moves]:
        raise InputError(wrong)
    write(registry.path, registry.value)
    new = [address for address in current if address not in before["published"]]
    return new, list(addresses.check(read(registry.path), current))


def write(path: Path, registry: dict[str, Any]) -> None:
    """Write the registry as YAML, in the order it has, under a head that says who keeps it."""
    text = yaml.safe_dump(registry, sort_keys=False, default_flow_style=False, width=1000)
    path.write_text(HEAD + text, encoding="utf-8", newline="\n")


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Return 0 once the registry is up to date, 1 where something is to put right, 2 where the arguments are wrong."""
    if len(arguments) not in (0, 2):
        print(__doc__, file=sys.stderr)
        return 2
    return attempt(root, lambda: command(root, (arguments[0], arguments[1]) if arguments else None))


def command(root: Path, moved: tuple[str, str] | None) -> int:
    """Update the registry, and say what was new and what is still to do."""
    new, left = update(root, moved)
    print(f"docs/data/permalinks.yml: {len(new)} new", *new, sep="\n  ")
    print(*left, sep="\n", end="\n" if left else "", file=sys.stderr)
    return 1 if left and not moved else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
