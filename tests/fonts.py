"""The faces that the tests see, the same on every machine: a narrow one, a usual one, the widest that readers have."""

import os
from pathlib import Path

import debian

FACES = {"narrow": "Roboto Condensed", "usual": "Roboto", "wide": "DejaVu Sans"}
"""A phone's own text face is about as wide as Roboto; DejaVu Sans is Debian's, and Verdana is as wide."""
FACE = os.environ.get("FACE", "usual")
"""What the tests see that don't ask for a face: FACE=wide runs them all under that one."""
CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  {folders}
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>
  </match>
</fontconfig>
"""


def environment(face: str, folder: Path) -> dict[str, str]:
    """Return what a browser's environment needs so that this face is all it sees; its configuration is in `folder`."""
    file = folder / f"{face}.conf"
    folders = "".join(f"<dir>{fonts}</dir>" for fonts in debian.FONTS)
    text = CONFIGURATION.format(folders=folders, cache=folder / "cache", family=FACES[face])
    file.write_text(text, encoding="utf-8")
    return {"FONTCONFIG_FILE": str(file)}
