"""Packs the finished site into one file, which the service worker keeps for when there is no network."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

KEPT = {".js", ".json", ".svg", ".webmanifest"}
LEFT_OUT = {"cards", "downloads", "sw.js"}
"""What is looked at in a chat, or saved as a file, or is the worker itself."""
BOUNDARY = re.compile(r"(?=<(?:style|script|article|/article|figure|svg)\b)")
"""Where parts begin that pages share; so gzip, which does not look back far, finds them, too."""


def pack(site: Path, pages: Mapping[str, str]) -> None:
    """Write `offline.json`, and its version into the worker.

    The file holds a list of texts, and for each address below the site the numbers of those that it is made of.
    `pages`: the text of each page, by its file's name below the site.
    """
    others = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.suffix in KEPT}
    texts = {**pages, **{name: path.read_text(encoding="utf-8") for name, path in others.items()}}
    parts: dict[str, int] = {}
    files = {
        name.removesuffix("index.html"): [parts.setdefault(part, len(parts)) for part in BOUNDARY.split(text)]
        for name, text in sorted(texts.items())
        if name.split("/")[0] not in LEFT_OUT
    }
    packed = json.dumps([files, list(parts)], ensure_ascii=False, separators=(",", ":"))
    (site / "offline.json").write_text(packed, encoding="utf-8", newline="\n")
    worker = site / "sw.js"
    version = hashlib.sha256(packed.encode()).hexdigest()
    source = worker.read_text(encoding="utf-8")
    worker.write_text(f"self.version = '{version}';\n{source}", encoding="utf-8", newline="\n")
