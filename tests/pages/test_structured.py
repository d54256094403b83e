"""What each page says of itself in schema.org's words: nothing is missing, and all of it is on the page."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from conftest import BASES, ITEMS, PAGES, STEPS, Site


def things(site: Site, page: str) -> dict[str, dict[str, Any]]:
    """Return what the page says of itself, by type."""
    scripts = [tag for tag in site.tree(page).iter("script") if tag.get("type") == "application/ld+json"]
    found = [json.loads(script.text or "") for script in scripts]
    assert all(thing["@context"] == "https://schema.org" for thing in found)
    return {thing["@type"]: thing for thing in found}


@pytest.mark.parametrize("page", [page for page in PAGES if page != "index"])
def test_a_page_of_the_guide_is_an_article_with_its_dates(site: Site, page: str) -> None:
    article = things(site, page)["Article"]
    for needed in ("headline", "description", "url", "image", "author", "publisher"):
        assert article[needed]
    for date in ("datePublished", "dateModified"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", article[date])
    assert article["datePublished"] <= article["dateModified"]
    assert article["url"] == f"http://127.0.0.1{site.path(page)}"
    assert len(article["headline"]) <= 110


@pytest.mark.parametrize("base", BASES)
def test_the_steps_are_a_how_to(build_site: Callable[[str], Site], base: str) -> None:
    site = build_site(base)
    how_to = things(site, STEPS[0].page)["HowTo"]
    assert how_to["name"]
    assert [step["name"] for step in how_to["step"]] == [item.title for item in STEPS]
    assert [step["text"] for step in how_to["step"]] == [item.sentence for item in STEPS]
    assert [step["url"] for step in how_to["step"]] == [f"http://127.0.0.1{base}{item.section}" for item in STEPS]
    for step in how_to["step"]:
        assert (site.folder / step["image"].removeprefix(f"http://127.0.0.1{base}")).is_file()


def test_only_the_steps_are_a_how_to(site: Site) -> None:
    assert [page for page in PAGES if "HowTo" in things(site, page)] == [STEPS[0].page]


def test_an_item_page_says_the_way_from_home(site: Site) -> None:
    for item in ITEMS.values():
        way = things(site, item.url.rstrip("/"))["BreadcrumbList"]["itemListElement"]
        assert [place["position"] for place in way] == [1, 2, 3]
        assert [place["item"] for place in way] == [
            "http://127.0.0.1/",
            f"http://127.0.0.1/{item.page}/",
            f"http://127.0.0.1/{item.url}",
        ]
        assert all(place["name"] for place in way)
