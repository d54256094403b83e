"""scripts/extras/drawings.py: each figure is drawn once, and again only when its data or what draws it has changed."""

from pathlib import Path

from conftest import ROOT, run
from extras.cache import Cache
from extras.drawings import draw_all
from facts.sources import Source, read

GIVEN = ROOT / "docs" / "figures"


def few() -> dict[str, Source]:
    """Return what draws a map, two figures and the rep: seconds less than all."""
    sources = {name: read(ROOT / "docs" / "data" / f"{name}.yml") for name in ("muscles", "figures", "rep", "guide")}
    sources["muscles"].value = sources["muscles"].value[:2]
    sources["figures"].value = [figure for figure in sources["figures"].value if figure["view"] == "side"][:2]
    sources["guide"].value["kinds"] = {"muscles": sources["guide"].value["kinds"]["muscles"]}
    return sources


def kept(folder: Path) -> dict[str, int]:
    """Return what the cache holds, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_only_what_changed_is_drawn_again(tmp_path: Path) -> None:
    first, problems = draw_all(few(), GIVEN, Cache(tmp_path))
    assert problems == []
    before = kept(tmp_path)
    assert len(before) == len(first) - 1 == 6  # the rep has two files, but is one drawing
    assert draw_all(few(), GIVEN, Cache(tmp_path)) == (first, [])
    assert kept(tmp_path) == before
    changed, cache = few(), Cache(tmp_path)
    figure = changed["figures"].value[0]
    figure["title"] = "Another title"
    again, _ = draw_all(changed, GIVEN, cache)
    assert [name for name in first if again[name] != first[name]] == [
        f"figures/{changed['figures'].value[0]['key']}.svg"
    ]
    assert len(kept(tmp_path).keys() - before.keys()) == 1
    cache.sweep()
    assert len(kept(tmp_path)) == 6


def test_what_can_not_be_drawn_is_not_kept(tmp_path: Path) -> None:
    sources = few()
    sources["figures"].value[0]["marks"] = [{"kind": "ring", "points": [["toes", 0, 0]]}]
    for _ in range(2):
        drawn, (problem,) = draw_all(sources, GIVEN, Cache(tmp_path))
        assert "can't be drawn: mark 1, a ring: its view has no toes" in problem.message
        assert len(drawn) == 6


def test_another_hand_draws_all_anew(project: Path) -> None:
    """A change of the code that draws is a change of every figure."""
    command = ["-c", "from extras import drawings; print(drawings.DRAWN_BY)"]
    before = run(*command, root=project, PYTHONPATH=str(project / "scripts")).stdout
    with (project / "scripts" / "figures" / "paths.py").open("a", encoding="utf-8") as code:
        code.write("# changed\n")
    after = run(*command, root=project, PYTHONPATH=str(project / "scripts")).stdout
    assert len({before, after, ""}) == 3
