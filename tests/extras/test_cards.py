"""The picture that a chat shows for a link: one for each page, whole, small, and drawn only when something changed."""

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ALONE, BASES, ITEMS, OWN_PAGES, PAGES, ROOT, Site, build, edit
from extras import cards, reading
from facts.items import Item
from facts.sources import InputError, Problem
from figures.colors import Palette

SHARED = [*PAGES, *ALONE, *OWN_PAGES]


def meta(site: Site, page: str) -> dict[str, str]:
    found = site.tree(page).iter("meta")
    return {str(tag.get("property") or tag.get("name")): str(tag.get("content")) for tag in found}


@pytest.mark.parametrize("base", BASES)
def test_every_page_names_its_card_by_an_absolute_address(build_site: Callable[[str], Site], base: str) -> None:
    site = build_site(base)
    for page in SHARED:
        said = meta(site, page)
        assert said["og:image"] == f"http://127.0.0.1{base}cards/{page}.png"
        assert (site.folder / "cards" / f"{page}.png").is_file()
        assert said["og:url"] == f"http://127.0.0.1{site.path(page)}"
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:title"]
        assert said["og:description"]
        assert said["og:site_name"]


def test_every_card_has_its_size_and_is_small(site: Site) -> None:
    drawn = sorted((site.folder / "cards").rglob("*.png"))
    assert len(drawn) == len(SHARED)
    for card in drawn:
        png = card.read_bytes()
        assert png.startswith(b"\x89PNG")
        assert struct.unpack(">II", png[16:24]) == (cards.WIDTH, cards.HEIGHT) == (1200, 630)
        assert len(png) <= 60_000


def test_an_item_s_card_says_its_title_and_its_sentence(site: Site) -> None:
    for item in ITEMS.values():
        said = meta(site, item.url.rstrip("/"))
        assert said["og:title"].replace("’", "'") == item.title
        assert said["og:description"].replace("’", "'") == item.sentence


@pytest.fixture(scope="module")
def studio() -> cards.Studio:
    assets = ROOT / "docs" / "assets"
    guide = reading.load(ROOT)
    return cards.Studio("A site", (assets / "favicon.svg").read_text("utf-8"), guide.texts, Palette.of(assets / "css"))


HERE = Problem(ROOT / "docs" / "data" / "cues.yml", 7, "")


def draw(studio: cards.Studio, cache: Path, *items: Item) -> list[str]:
    """Draw the items' cards, and return what the cache did not have."""
    before = {path.name for path in cache.glob("*")}
    cards.draw_all({studio.of_item(item): HERE for item in items}, studio, cache)
    return [path.name for path in cache.glob("*") if path.name not in before]


def test_only_what_changed_is_drawn_again(studio: cards.Studio, tmp_path: Path) -> None:
    first, second = ITEMS["pelvis-level"], ITEMS["knee-caving"]
    assert len(draw(studio, tmp_path, first, second)) == 2
    assert draw(studio, tmp_path, first, second) == []
    assert len(draw(studio, tmp_path, first, replace(second, orders=("Another sentence.",)))) == 1


@pytest.mark.parametrize("name", ["pelvis-level", "knee-caving", "for-strength", "sharp-pain", "hamstrings"])
def test_words_that_would_be_cut_off_stop_the_build(studio: cards.Studio, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"the card of {ITEMS[name].url} don't fit on it; make them shorter") as raised:
        draw(studio, tmp_path, replace(ITEMS[name], orders=("Many words. " * 120,)))
    assert [problem.line for problem in raised.value.problems] == [7]


def test_an_author_is_told_all_words_to_shorten_with_their_lines(project: Path) -> None:
    many = "Many words. " * 60
    edit(project, "docs/benefits.md", "description: ", f"description: {many}")
    edit(project, "docs/data/cues.yml", "do: Hold the top", f"do: {many}Hold the top")
    done = build(project)
    assert done.returncode != 0
    said = done.stderr + done.stdout
    for place, address in (("docs/benefits.md:3", "benefits/"), ("docs/data/cues.yml:21", "form-cues/pause-at-top/")):
        assert f"{place}: the words of the card of {address} don't fit on it; make them shorter" in said
    assert "Traceback" not in said
    assert not (project / "site").exists()
