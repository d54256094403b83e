"""Finishes a site that another builder has built of generated/: .venv/bin/python scripts/finish.py SITE."""

import sys
from pathlib import Path

from generate import ROOT
from pages.publish import publish
from pages.stage import attempt


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Finish the site in the folder that is named, and say what is in the way."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    return attempt(root, lambda: publish(Path(arguments[0]).absolute(), root))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
