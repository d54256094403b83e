"""The pass over the built pages: each is read once and written once, and only what we made is taken away."""

from pathlib import Path

from conftest import PLAIN, build, edit, run

COUNTED = """
import collections, pathlib, sys
counts = {"read_text": collections.Counter(), "write_text": collections.Counter()}
def counted(name):
    real = getattr(pathlib.Path, name)
    def call(path, *given, **named):
        if path.suffix == ".html" and ".site." in str(path):
            counts[name][path] += 1
        return real(path, *given, **named)
    setattr(pathlib.Path, name, call)
for name in counts:
    counted(name)
from mkdocs.__main__ import cli
cli(["build"], standalone_mode=False)
print(*(max(count.values()) for count in counts.values()), *(len(count) for count in counts.values()))
"""


def test_each_page_is_read_once_and_written_once(project: Path) -> None:
    done = run("-c", COUNTED, root=project)
    assert done.returncode == 0, done.stderr
    reads, writes, read, written = map(int, done.stdout.split())
    assert (reads, writes) == (1, 1)
    assert 1 < read < written  # an item's own page is made of one that was read


def test_each_style_sheet_that_is_none_stops_the_build_with_its_line(project: Path) -> None:
    (project / "docs" / "assets" / "css" / "base.css").write_text("}", "utf-8")
    (project / "docs" / "assets" / "css" / "hero.css").write_text("@layer parts {\n  .hero { color: } }\n}}", "utf-8")
    done = build(project)
    assert done.returncode != 0
    assert "docs/assets/css/base.css:1: no CSS: " in done.stderr
    assert "docs/assets/css/hero.css:3: no CSS: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()


def test_a_page_of_an_author_beside_the_pattern_stays(project: Path) -> None:
    text = (project / "docs" / f"{PLAIN}.md").read_text(encoding="utf-8").split("\n# ")[0]
    (project / "docs" / "item" / "more.md").write_text(f"{text}\nWords.\n", encoding="utf-8")
    edit(project, "mkdocs.yml", "  /item/page.md\n", "  /item/page.md\n  /item/more.md\n")
    assert run("scripts/permalinks.py", root=project).returncode == 0
    assert build(project).returncode == 0
    assert [path.parent.name for path in (project / "site" / "item").rglob("*.html")] == ["more"]
