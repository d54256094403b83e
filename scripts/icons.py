"""Draws the icons of the installed guide from its mark."""

from pathlib import Path

import typst

from render import TEMPLATES

SIZES = 192, 512
"""Pixels of a side; browsers ask for both before they offer to install a site."""


def write_icons(site: Path) -> None:
    """Write an icon of each size to `assets/` below `site`."""
    mark = (site / "assets" / "favicon.svg").read_text(encoding="utf-8")
    for size in SIZES:
        typst.compile(
            TEMPLATES / "cards" / "icon.typ",
            output=site / "assets" / f"icon-{size}.png",
            ppi=72,
            sys_inputs={"mark": mark, "size": str(size)},
        )
