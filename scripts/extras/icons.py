"""Draws the icons of the installed guide from its mark."""

from pathlib import Path

import typst

from extras.partials import TEMPLATES

SIZES = 192, 512
"""Pixels of a side; browsers ask for both before they offer to install a site."""


def icons(mark: Path, paper: str) -> dict[str, bytes]:
    """Return an icon of each size by its address, with the mark on the color of the guide's paper."""
    template, svg = TEMPLATES / "cards" / "icon.typ", mark.read_text(encoding="utf-8")
    return {
        f"assets/icon-{size}.png": typst.compile(
            template, format="png", ppi=72, sys_inputs={"mark": svg, "size": str(size), "paper": paper}
        )
        for size in SIZES
    }
