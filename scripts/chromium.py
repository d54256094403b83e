"""Finds a Chromium for the tests and the bench, or installs Debian's; as a command, makes sure that there is one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the browser's path: $CHROMIUM, or else the first one on the path."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's package, as root."""
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


def main() -> int:
    if given := os.environ.get("CHROMIUM"):
        if not find():
            print(f"$CHROMIUM is {given!r}, which is not a program", file=sys.stderr)
    elif not find() and shutil.which("apt-get") and os.geteuid() == 0:
        install()
    if not find():
        print("A browser is needed: install the package 'chromium', or name one: CHROMIUM=/path", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
