"""The description that a browser takes the search from: whole, escaped, and named on each page."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from conftest import BASES, CONFIG, ROOT, SHOWN, Site
from extras.opensearch import FILE, XMLNS, opensearch
from facts.site import Settings, settings
from facts.sources import Source

MINE = settings(ROOT)


def parts(described: bytes) -> dict[str, ElementTree.Element]:
    """Return each part of a description by its name."""
    root = ElementTree.fromstring(described)
    assert root.tag == f"{{{XMLNS}}}OpenSearchDescription"
    return {part.tag.removeprefix(f"{{{XMLNS}}}"): part for part in root}


@pytest.mark.parametrize("base", BASES)
def test_a_browser_is_told_how_to_ask_and_how_to_call_the_search(build_site: Callable[[str], Site], base: str) -> None:
    site = build_site(base)
    said = parts((site.folder / FILE).read_bytes())
    home = f"http://127.0.0.1{base}"
    assert said["Url"].attrib == {"type": "text/html", "template": f"{home}find/?q={{searchTerms}}"}
    assert (site.folder / str(said["Image"].text).removeprefix(home)).is_file()
    assert said["ShortName"].text == CONFIG["extra"]["short_name"]
    assert said["Description"].text == CONFIG["site_description"]
    assert said["InputEncoding"].text == "UTF-8"


@pytest.mark.parametrize("page", SHOWN)
def test_each_page_names_the_description(site: Site, page: str) -> None:
    (link,) = (link for link in site.tree(page).iter("link") if link.get("rel") == "search")
    assert link.get("type") == "application/opensearchdescription+xml"
    assert link.get("title") == CONFIG["extra"]["short_name"]
    assert urljoin(site.path(page), link.get("href")) == f"/{FILE}"


def named(name: str, **extra: str) -> Settings:
    """Return the settings of a site with this name."""
    return replace(MINE, name=name, extra={"words": "find/", **extra}, source=Source(ROOT / "mkdocs.yml", {}))


def test_what_an_author_writes_is_escaped() -> None:
    said = parts(opensearch(named('<Lifts> & "more"'))[FILE])
    assert said["ShortName"].text == '<Lifts> & "more"'
    assert said["Description"].text == '<Lifts> & "more"'


@pytest.mark.parametrize(
    ("site", "short"),
    [
        (named("Calf raise"), "Calf raise"),
        (named("Single-leg calf raise"), "Single-leg calf"),
        (named("Sixteen letters."), "Sixteen letters."),
        (named("Calfraisesofallkinds"), "Calfraisesofallk"),
        (named("Single-leg calf raise", short_name="Calf raise"), "Calf raise"),
    ],
)
def test_the_name_is_the_short_one_or_what_fits_of_the_site_s(site: Settings, short: str) -> None:
    assert parts(opensearch(site)[FILE])["ShortName"].text == short


def test_a_site_without_a_list_of_words_describes_no_search() -> None:
    assert opensearch(replace(MINE, extra={})) == {}
