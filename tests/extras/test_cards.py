"""The picture that a chat shows for a link: one for each page, whole, small, and drawn only when something changed."""

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

import generate
from conftest import (
    ALONE,
    BASES,
    CUES,
    GOALS,
    ITEMS,
    MISTAKES,
    MUSCLES,
    OWN_PAGES,
    PAGES,
    PLAIN,
    ROOT,
    Site,
    build,
    edit,
)
from extras import cards, reading, signs
from extras.cache import Cache
from facts.items import Item, in_group
from facts.sources import InputError, Problem
from figures.colors import Palette

STOPS = in_group(ITEMS.values(), "stop-now")
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
    cards.draw_all({studio.of_item(item): HERE for item in items}, studio, Cache(cache))
    return [path.name for path in cache.glob("*") if path.name not in before]


def test_only_what_changed_is_drawn_again(studio: cards.Studio, tmp_path: Path) -> None:
    first, second = CUES[0], MISTAKES[0]
    assert len(draw(studio, tmp_path, first, second)) == 2
    assert draw(studio, tmp_path, first, second) == []
    assert len(draw(studio, tmp_path, first, replace(second, orders=("Another sentence.",)))) == 1


def test_a_mistake_costs_no_card_that_is_drawn_already(project: Path) -> None:
    """Also where there is nothing left to draw cards of, until it is put right."""
    generate.generate(project)
    folder = project / ".cache" / "cards"
    before = {path.name for path in folder.iterdir()}
    edit(project, "docs/data/muscles.yml", "- id:", "- [")
    with pytest.raises(InputError):
        generate.generate(project)
    assert {path.name for path in folder.iterdir()} >= before


@pytest.mark.parametrize("name", [items[0].id for items in (CUES, MISTAKES, GOALS, STOPS, MUSCLES)])
def test_words_that_would_be_cut_off_stop_the_build(studio: cards.Studio, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"the card of {ITEMS[name].url} don't fit on it; make them shorter") as raised:
        draw(studio, tmp_path, replace(ITEMS[name], orders=("Many words. " * 120,)))
    assert [problem.line for problem in raised.value.problems] == [7]


def line_of(project: Path, name: str, words: str) -> str:
    """Return the place of the first of these words in a file."""
    return f"{name}:{(project / name).read_text(encoding='utf-8').partition(words)[0].count(chr(10)) + 1}"


def test_an_author_is_told_all_words_to_shorten_with_their_lines(project: Path) -> None:
    many = "Many words. " * 60
    page, data = f"docs/{PLAIN}.md", "docs/data/cues.yml"
    places = [line_of(project, page, "description: "), line_of(project, data, f"id: {CUES[0].id}")]
    edit(project, page, "description: ", f"description: {many}")
    edit(project, data, CUES[0].sentence, many + CUES[0].sentence)
    done = build(project)
    assert done.returncode != 0
    said = done.stderr + done.stdout
    for place, address in zip(places, (f"{PLAIN}/", CUES[0].url), strict=True):
        assert f"{place}: the words of the card of {address} don't fit on it; make them shorter" in said
    assert "Traceback" not in said
    assert not (project / "site").exists()


def card(**parts: Any) -> cards.Card:
    """Return a card with some of its parts, in few words."""
    return cards.Card(**{"address": "a-cue/", "kicker": "Cue", "title": "Title", "sentence": "A sentence."} | parts)


def refused(studio: cards.Studio, cache: Path, *wrong: cards.Card) -> list[str]:
    """Return what is said of cards that can't be drawn, each in a line of its own."""
    places = {card: HERE._replace(line=line) for line, card in enumerate(wrong, 1)}
    with pytest.raises(InputError) as raised:
        cards.draw_all(places, studio, Cache(cache))
    return [problem.message for problem in raised.value.problems]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'/>"
WITH_SIGN: dict[str, dict[str, Any]] = {
    "the kicker": {"kicker": "Cue 🦵"},
    "the title": {"title": "🦵 Title"},
    "the sentence": {"sentence": "A 🦵."},
    "a figure's title": {"drawings": (cards.Drawing(SVG, "A 🦵", "wrong"), cards.Drawing(SVG, "B", "right"))},
    "a number": {"dose": (("🦵", "sets"),)},
    "a unit": {"dose": (("3", "🦵"),)},
}


@pytest.mark.parametrize("parts", WITH_SIGN.values(), ids=WITH_SIGN)
def test_a_sign_that_the_font_can_not_set_stops_the_build(
    studio: cards.Studio, tmp_path: Path, parts: dict[str, Any]
) -> None:
    (said,) = refused(studio, tmp_path, card(**parts))
    assert (
        said == "the card of a-cue/ can't show '🦵' (U+1F9B5): its font has no such sign; leave it out, or write words"
    )


SIGNS = {
    "an ideograph": ("深く", ["深", "く"]),
    "each of an emoji that is made of many": ("👩\u200d⚕\ufe0f", ["👩", "⚕"]),
    "an accent on a letter that has none": ("x\u0301", ["\u0301"]),
    "a letter of another direction": ("א", ["א"]),
    "a mark that turns words around": ("a\u202eb", ["\u202e"]),
    "a tab, which would join two words": ("a\tb", ["\t"]),
    "a control that the font has as a blank": ("a\rb", ["\r"]),
    "half of a sign": ("\ud83e", ["\ud83e"]),
    "each sign once": ("🦵 and 🦵", ["🦵"]),
    "no letter and accent that are one sign": ("e\u0301 é", []),
    "no sign that is not to be seen": ("a\u00adb\u200bc\u200dd\u2060e×\ufe0f", []),
    "no blank": ("a\u00a0b\u2009c\u202fd", []),
    "no line that ends": ("a\nb", []),
    "no quote, dash, arrow or fraction": ("‘’“”–—…→≤½×°", []),
}


@pytest.mark.parametrize(("text", "missing"), SIGNS.values(), ids=SIGNS)
def test_what_an_empty_box_would_stand_for_is_missing(text: str, missing: list[str]) -> None:
    assert signs.missing(text) == missing


def test_a_sign_that_can_not_be_seen_is_named_by_its_code_alone() -> None:
    assert [signs.named(sign) for sign in ("🦵", "\u202e", "\ud83e")] == ["'🦵' (U+1F9B5)", "U+202E", "U+D83E"]


def test_all_weights_of_the_cards_have_the_same_signs() -> None:
    """Only one of them is asked."""
    text = "aéßŁжΩ×→½🦵深א✓′"
    for weight in ("Regular", "Medium", "Bold", "ExtraBold"):
        face = ImageFont.truetype(str(signs.FONTS / f"Manrope-{weight}.ttf"), 40, layout_engine=ImageFont.Layout.BASIC)
        box = bytes(face.getmask(signs.NO_SIGN))
        assert [sign for sign in text if bytes(face.getmask(sign)) == box] == signs.missing(text)


LONG = "W" * 48
WIDE: dict[str, tuple[dict[str, Any], str]] = {
    "of the kicker": ({"kicker": LONG, "dose": (("3", "sets"),)}, f"the words of the card of a-cue/ {{}} '{LONG}'"),
    "of the title": ({"title": f"A {LONG} b"}, f"the words of the card of a-cue/ {{}} '{LONG}'"),
    "of the sentence": ({"sentence": f"A {LONG}, b"}, f"the words of the card of a-cue/ {{}} '{LONG},'"),
    "behind a hyphen": ({"title": f"Half-{LONG}"}, f"the words of the card of a-cue/ {{}} '{LONG}'"),
    "held by blanks that do not break": (
        {"sentence": "Many\u00a0words\u00a0" * 9},
        "the words of the card of a-cue/ {} 'Many\u00a0words",
    ),
    "of a figure's title": (
        {"drawings": (cards.Drawing(SVG, LONG[:20], "wrong"), cards.Drawing(SVG, "B", "right"))},
        f"the words of the card of a-cue/ {{}} '{LONG[:20]}'",
    ),
    "of a unit": ({"dose": (("3", LONG),)}, "the amounts of the card of a-cue/ don't fit on it"),
    "of the site's name": ({"address": ""}, "the site's name doesn't fit on its cards; make it shorter"),
}


@pytest.mark.parametrize(("parts", "said"), WIDE.values(), ids=WIDE)
def test_a_word_that_is_wider_than_its_column_stops_the_build(
    studio: cards.Studio, tmp_path: Path, parts: dict[str, Any], said: str
) -> None:
    if parts.get("address") == "":
        studio = replace(studio, site="A site " * 20)
    parts = {"drawings": (cards.Drawing(SVG),)} | parts if "dose" not in parts else parts
    (message,) = refused(studio, tmp_path, card(**parts))
    assert message.startswith(said.format("don't fit on it; make"))


def test_a_long_word_may_break_where_it_says_so(studio: cards.Studio, tmp_path: Path) -> None:
    for mark in ("-", "\u00ad", "\u200b", "/"):
        words = card(title=mark.join(["WWWWWWWWWW"] * 5), drawings=(cards.Drawing(SVG),))
        assert cards.draw_all({words: HERE}, studio, Cache(tmp_path))


def test_signs_and_words_that_do_not_fit_are_told_together(studio: cards.Studio, tmp_path: Path) -> None:
    wrong = [card(title="🦵"), card(address="b/", sentence="Many words. " * 200), card(address="c/", title=LONG + LONG)]
    first, second, third = refused(studio, tmp_path, *wrong)
    assert "the card of a-cue/ can't show" in first
    assert "the words of the card of b/ don't fit on it; make them shorter" in second
    assert f"the words of the card of c/ don't fit on it; make '{LONG}{LONG}' shorter" in third


def test_a_picture_that_is_none_is_told_with_its_card(studio: cards.Studio, tmp_path: Path) -> None:
    (said,) = refused(studio, tmp_path, card(drawings=(cards.Drawing("<svg"),)))
    assert said.startswith("the card of a-cue/ can't be drawn: ")
