"""Measures this site beside stock Material: `make bench`."""

import sys


def say(progress: str) -> None:
    """Write a line of progress to stderr, so that stdout holds the figures only."""
    print(progress, "…", file=sys.stderr, flush=True)
