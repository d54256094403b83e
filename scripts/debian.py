"""Finds what the tests need from Debian, or installs it; as a command, makes sure that it is there."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is Debian's Chromium without its windows, which takes half the time."""
FIREFOXES = ("firefox-esr", "firefox")
FONTS = tuple(Path("/usr/share/fonts/truetype", name) for name in ("roboto", "dejavu"))
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def chromium() -> str | None:
    """Return the browser's path: $CHROMIUM, or else the first one on the path."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, CHROMIUMS)), None)


def firefox() -> str | None:
    """Return the browser's path: Debian's, or else the one on the path."""
    return next(filter(None, map(shutil.which, FIREFOXES)), None)


def nginx() -> str | None:
    """Return the web server's path; it is in a folder that only root has on the path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


PACKAGES: dict[str, Callable[[], object]] = {
    "chromium-headless-shell": chromium,
    "firefox-esr": firefox,
    "webkit2gtk-driver": lambda: shutil.which("WebKitWebDriver"),
    "gir1.2-webkit2-4.1": lambda: next(Path("/usr/lib").glob("*/girepository-1.0/WebKit2-4.1.typelib"), None),
    "python3-gi": lambda: Path("/usr/lib/python3/dist-packages/gi").is_dir(),
    "xvfb": lambda: shutil.which("Xvfb"),
    "nginx": nginx,
    "libnginx-mod-http-brotli-static": BROTLI_MODULE.is_file,
    "brotli": lambda: shutil.which("brotli"),
    "libatomic1": lambda: sys.platform != "linux" or ctypes.util.find_library("atomic"),  # Playwright's driver loads it
    "fonts-roboto-unhinted": FONTS[0].is_dir,
    "fonts-dejavu-core": FONTS[1].is_dir,
}
"""Each package, and what finds out whether its part is there, from Debian or from elsewhere."""


def missing() -> list[str]:
    """Return the packages whose part is not there, neither from Debian nor from elsewhere."""
    return [name for name, found in PACKAGES.items() if not found()]


def install(packages: Iterable[str]) -> None:
    """Install Debian's packages, as root; what apt-get says is shown where it fails."""
    print(f"Installing from Debian, once: {' '.join(packages)} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        said = subprocess.run(["apt-get", "-q", *command], env=quiet, capture_output=True, text=True, check=False)
        if said.returncode:
            print(said.stdout + said.stderr, file=sys.stderr)
            return


def main() -> int:
    """Install what is missing where root can; return 0, or 1 with what is left to do on stderr."""
    given = os.environ.get("CHROMIUM")
    if given and not chromium():
        print(f"$CHROMIUM is {given!r}, which is not a program", file=sys.stderr)
        return 1
    if missing() and shutil.which("apt-get") and os.geteuid() == 0:
        install(missing())
    if left := missing():
        own = (
            "; for a Chromium that is there: make test CHROMIUM=/path/to/it"
            if "chromium-headless-shell" in left
            else ""
        )
        print(f"The tests need more from Debian: sudo apt-get install {' '.join(left)}{own}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
