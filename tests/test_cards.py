"""The picture that a chat shows for a link: one for each page, whole, small, and drawn only when something changed."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

import cards
import data
from conftest import BASES, ITEMS, OWN_PAGES, PAGES, ROOT, Site, build
from items import Item

SHARED = [*PAGES, "find", "send", *OWN_PAGES]


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


@pytest.fixture
def studio(site: Site) -> cards.Studio:
    generated = site.folder.parent / "generated"
    figures = data.load_all(ROOT / "docs" / "data")["figures"]
    return cards.Studio("A site", generated, ROOT / "docs", figures)


def test_only_what_changed_is_drawn_again(studio: cards.Studio, tmp_path: Path) -> None:
    first, second = (studio.of_item(ITEMS[name]) for name in ("pelvis-level", "knee-caving"))
    cache, folder = tmp_path / "cache", tmp_path / "site"
    assert cards.write_cards(folder, cache, [first, second]) == 2
    assert cards.write_cards(folder, cache, [first, second]) == 0
    changed = studio.of_item(replaced(ITEMS["knee-caving"], sentence="Another sentence."))
    assert cards.write_cards(folder, cache, [first, changed]) == 1


def replaced(item: Item, **values: str) -> Item:
    return Item(**{**vars(item), **values})


@pytest.mark.parametrize("name", ["pelvis-level", "knee-caving", "for-strength", "sharp-pain", "hamstrings"])
def test_words_that_would_be_cut_off_stop_the_build(studio: cards.Studio, tmp_path: Path, name: str) -> None:
    card = studio.of_item(replaced(ITEMS[name], sentence="Many words. " * 120))
    with pytest.raises(cards.CardError, match=f"the card of {ITEMS[name].url} don't fit on it; make them shorter"):
        cards.write_cards(tmp_path, tmp_path / "cache", [card])


def test_an_author_is_told_which_words_to_shorten(project: Path) -> None:
    page = project / "docs" / "benefits.md"
    text = page.read_text(encoding="utf-8").replace("description: ", "description: " + "Many words. " * 60)
    page.write_text(text, encoding="utf-8")
    done = build(project)
    assert done.returncode != 0
    assert "Nothing was published: " in done.stderr + done.stdout
    assert "the words of the card of benefits/ don't fit on it; make them shorter" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()
