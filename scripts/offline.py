"""Packs the finished site into one file, which the service worker keeps for when there is no network."""

import hashlib
import json
import re
from pathlib import Path

KEPT = {".html", ".js", ".json", ".svg", ".webmanifest"}
LEFT_OUT = {"cards", "downloads", "sw.js"}
"""What is looked at in a chat, or saved as a file, or is the worker itself."""
BOUNDARY = re.compile(r"(?<=[>}])(?=[<.:@a-z])")
"""Between two elements or rules. Pages share most of them; so gzip, which does not look back far, finds them, too."""


def write_offline(site: Path) -> None:
    """Write `offline.json`, and its version into the worker, if the pages of `site` ask for one.

    The file holds a list of texts, and for each address below the site the numbers of those that it is made of.
    """
    if "data-worker" not in (site / "index.html").read_text(encoding="utf-8"):
        return
    parts: dict[str, int] = {}
    files = {
        path.relative_to(site).as_posix().removesuffix("index.html"): [
            parts.setdefault(part, len(parts)) for part in BOUNDARY.split(path.read_text(encoding="utf-8"))
        ]
        for path in sorted(site.rglob("*"))
        if path.suffix in KEPT and path.relative_to(site).parts[0] not in LEFT_OUT
    }
    packed = json.dumps([files, list(parts)], ensure_ascii=False, separators=(",", ":"))
    (site / "offline.json").write_text(packed, encoding="utf-8", newline="\n")
    worker = site / "sw.js"
    version = hashlib.sha256(packed.encode()).hexdigest()
    source = worker.read_text(encoding="utf-8")
    worker.write_text(f"self.version = '{version}';\n{source}", encoding="utf-8", newline="\n")
