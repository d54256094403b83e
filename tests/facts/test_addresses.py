"""No address ever published is lost: the registry, its command, and the way from an old address to a new one."""

import io
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import generate
import permalinks
from conftest import CUES, DATA, ITEMS, PAGES, PLAIN, Once, Site, build, copy_project, edit, page_of, run
from extras.redirects import redirects
from facts.addresses import new_home, old_ids, updated
from facts.rules import load_all
from facts.sources import InputError

REGISTRY = "docs/data/permalinks.yml"
PAGE, CUE, OTHER = CUES[0].page, CUES[0].id, CUES[1].id
OWN, ANCHOR = f"/{PAGE}/{CUE}/", f"/{PAGE}/#{CUE}"
NEW_OWN, NEW_ANCHOR = f"/{PAGE}/of-another-name/", f"/{PAGE}/#of-another-name"
GONE = "/a-page-that-is-gone/"


def problems(project: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        generate.generate(project, with_cards=False)
    return [problem.message for problem in raised.value.problems]


def rename_a_cue(project: Path, old: str = CUE, new: str = "of-another-name") -> None:
    """Rename a cue wherever it is named, but in the registry."""
    for path in (*project.glob("docs/*.md"), *project.glob("docs/data/*.yml")):
        if path != project / REGISTRY:
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text), encoding="utf-8")


def redirect(project: Path, old: str, new: str) -> None:
    """Write a redirect into the registry by hand."""
    text = (project / REGISTRY).read_text(encoding="utf-8").replace("redirects: {}", "redirects:")
    (project / REGISTRY).write_text(f"{text}  {old}: {new}\n", encoding="utf-8")


def command(project: Path, *arguments: str) -> tuple[int, str]:
    """Return what the command ends with, and what it says."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        return permalinks.main(list(arguments), project), said.getvalue()


def test_the_registry_has_every_address_and_nothing_else_is_needed() -> None:
    published = DATA["permalinks"]["published"]
    for item in ITEMS.values():
        assert f"/{item.url}" in published
        assert f"/{item.section}" in published
    assert {"/", "/downloads/exercise.json", *(f"/{page}/" for page in PAGES if page != "index")} <= set(published)


def test_an_item_that_goes_stops_the_build_which_names_its_address_and_the_command(project: Path) -> None:
    rename_a_cue(project)
    (lost,) = [said for said in problems(project) if "would be lost" in said]
    way = f".venv/bin/python scripts/permalinks.py {OWN} {NEW_OWN}"
    assert lost == f"published: {OWN} would be lost; bring it back, or lead its readers elsewhere with: {way}"
    code, said = command(project, OWN, NEW_OWN)
    assert code == 0, said
    redirects = load_all(project / "docs" / "data")["permalinks"]["redirects"]
    assert (redirects[OWN], redirects[ANCHOR]) == (NEW_OWN, NEW_ANCHOR)
    assert generate.generate(project, with_cards=False)


def test_a_new_address_stops_the_build_until_the_command_remembers_it(project: Path) -> None:
    page = project / "docs" / f"{PLAIN}.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n## More { #more-of-it }\n\nText.\n", encoding="utf-8")
    words = project / "docs" / "data" / "search.yml"
    words.write_text(words.read_text(encoding="utf-8") + "  more-of-it: [a, b, c, d, e]\n", encoding="utf-8")
    (said,) = problems(project)
    address = f"/{PLAIN}/#more-of-it"
    assert said == f"published: new are {address}; remember them with: .venv/bin/python scripts/permalinks.py"
    assert command(project) == (0, f"docs/data/permalinks.yml: 1 new\n  {address}\n")
    assert generate.generate(project, with_cards=False)


def test_the_command_changes_nothing_where_there_is_nothing_new(project: Path) -> None:
    before = (project / REGISTRY).read_bytes()
    done = run("scripts/permalinks.py", root=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "docs/data/permalinks.yml: 0 new\n", "")
    assert (project / REGISTRY).read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (OWN, f"/{PAGE}/nowhere/", "which is not there"),
        (f"/{PAGE}/{OTHER}/", f"/{PAGE}/nowhere/", "is there, so it can't be redirected"),
        (f"/{PAGE}/{CUE}x/", f"/{PAGE}/", "was never published, so nobody has it; did you mean"),
    ],
    ids=["a new home that is not there", "an address that is not gone", "an address that never was"],
)
def test_a_redirect_that_can_not_work_is_refused_and_the_registry_stays(
    project: Path, old: str, new: str, said: str
) -> None:
    rename_a_cue(project)
    before = (project / REGISTRY).read_bytes()
    code, output = command(project, old, new)
    assert code == 1
    assert said in output
    assert (project / REGISTRY).read_bytes() == before


OLD_IDS = {
    "an item with a new id": (("/form-cues/ribs/", "/form-cues/ribs-down/"), {"ribs-down": ["ribs"]}),
    "its section alone": (("/form-cues/#ribs", "/form-cues/#ribs-down"), {"ribs-down": ["ribs"]}),
    "an item that became one of another kind": (
        ("/common-mistakes/ribs/", "/form-cues/ribs-down/"),
        {"ribs-down": ["ribs"]},
    ),
    "an item that stood on another page": (("/cues/ribs-down/", "/form-cues/#ribs-down"), {"ribs-down": ["ribs-down"]}),
    "an item that became a section": (("/form-cues/ribs/", "/form-cues/#form-cues"), {}),
    "an item that became a page": (("/form-cues/ribs/", "/benefits/"), {}),
    "a section that became an item": (("/benefits/#ribs", "/form-cues/ribs-down/"), {}),
    "a page that became an item": (("/ribs/", "/form-cues/ribs-down/"), {}),
}
WERE_ITEMS = ["/form-cues/{}ribs", "/common-mistakes/{}ribs", "/cues/{}ribs-down"]
PUBLISHED = [*(way.format("#") for way in WERE_ITEMS), *(way.format("") + "/" for way in WERE_ITEMS)]


@pytest.mark.parametrize(("moved", "expected"), OLD_IDS.values(), ids=OLD_IDS)
def test_an_old_id_is_one_of_an_item_that_leads_to_an_item(
    moved: tuple[str, str], expected: dict[str, list[str]]
) -> None:
    registry = {"published": [*PUBLISHED, "/benefits/#ribs", "/ribs/"], "redirects": dict([moved])}
    assert old_ids(registry, ITEMS.values()) == expected


def test_an_item_has_each_of_its_old_ids_once() -> None:
    old = [f"/form-cues/{name}" for name in ("ribs/", "#ribs", "chin/", "#chin")]
    registry = {"published": old, "redirects": dict.fromkeys(old, "/form-cues/ribs-down/")}
    assert old_ids(registry, ITEMS.values()) == {"ribs-down": ["chin", "ribs"]}


KIT = ["/kit/", "/kit/#bench", "/kit/#shoes"]
HOMES = {
    "a page, by what is on it again": ("/gear/", KIT, "/kit/"),
    "a page, and nothing like it": ("/gear/", ["/zumba/", "/zumba/#dance"], "/"),
    "an item, by a name like its own": ("/cues/ribs/", ["/cues/ribs-down/", "/cues/chin/"], "/cues/ribs-down/"),
    "an item, by its own name on another page": ("/cues/ribs/", ["/cues/rib/", "/form/ribs/"], "/form/ribs/"),
    "an item, and nothing like it": ("/cues/ribs/", ["/cues/"], "/cues/"),
    "a heading, by its own name on another page": ("/gear/#bench", ["/gear/", *KIT], "/kit/#bench"),
}


@pytest.mark.parametrize(("address", "new", "home"), HOMES.values(), ids=HOMES)
def test_the_new_home_of_an_address_is_found(address: str, new: list[str], home: str) -> None:
    lost = ["/cues/ribs/", "/gear/", "/gear/#bench", "/gear/#shoes"]
    assert new_home(address, new, ["/", *new], lost) == home


def test_what_led_to_a_page_that_is_removed_leads_on_with_all_that_was_on_it() -> None:
    redirects = {"/gear/": "/kit/", "/gear/#bench": "/kit/#bench"}
    registry = {"published": ["/", "/gear/", "/gear/#bench", *KIT], "redirects": redirects}
    assert updated(registry, ["/"], ("/kit/", "/"))["redirects"] == dict.fromkeys([*redirects, "/kit/"], "/")


@pytest.fixture(scope="module")
def moved_site(once: Once) -> Site:
    """A site in which a cue has a new name, and a page is gone whose address was published."""
    return Site(once("moved", move) / "site", "/")


def move(root: Path) -> None:
    copy_project(root)
    rename_a_cue(root)
    edit(root, REGISTRY, "published:\n", f"published:\n- {GONE}\n- {GONE}#ribs\n- {GONE}#tempo\n")
    moves = {OWN: NEW_OWN, ANCHOR: NEW_ANCHOR, GONE: f"/{PAGE}/", f"{GONE}#ribs": NEW_ANCHOR}
    for old, new in moves.items():
        redirect(root, old, new)
    code, output = command(root)
    assert code == 0, output
    done = build(root, SITE_URL="http://127.0.0.1/")
    assert done.returncode == 0, done.stderr


MOVES = {
    "an item's page": (OWN, NEW_OWN),
    "an anchor of a page that is there": (ANCHOR, NEW_ANCHOR),
    "a page": (GONE, f"/{PAGE}/"),
    "an anchor of a page that is gone": (f"{GONE}#ribs", NEW_ANCHOR),
    "an anchor that went with its page": (f"{GONE}#tempo", f"/{PAGE}/"),
}


@pytest.mark.parametrize(("old", "new"), MOVES.values(), ids=MOVES)
def test_an_old_address_leads_to_its_new_home(
    moved_site: Site, serve: Callable[[Site], str], browser: Browser, old: str, new: str
) -> None:
    home = serve(moved_site)
    with page_of(browser) as page:
        page.goto(home + old)
        expect(page).to_have_url(home + new)


@pytest.mark.parametrize("move", ["an item's page", "a page"])
def test_without_javascript_an_old_page_leads_on_too(
    moved_site: Site, serve: Callable[[Site], str], browser: Browser, move: str
) -> None:
    home = serve(moved_site)
    old, new = MOVES[move]
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(home + old)
        expect(page).to_have_url(home + new)


def test_without_javascript_an_old_anchor_shows_the_way(
    moved_site: Site, serve: Callable[[Site], str], browser: Browser
) -> None:
    home = serve(moved_site)
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{home}/{PAGE}/")
        assert not page.locator(".moved").is_visible()
        page.goto(home + ANCHOR)
        expect(page.locator(".moved")).to_be_in_viewport()
        page.get_by_role("link", name="go to its new home").click()
        expect(page).to_have_url(home + NEW_ANCHOR)


def test_a_page_that_is_gone_names_its_new_home_to_search_engines(moved_site: Site) -> None:
    tree = moved_site.tree(GONE.strip("/"))
    links = {link.get("rel") or "": link.get("href") for link in tree.iter() if link.get("href")}
    assert links["canonical"] == f"http://127.0.0.1/{PAGE}/"
    assert f"../{PAGE}/" in [link.get("href") for link in tree.iter("a")]


def test_a_host_that_reads_redirects_leads_on_by_itself_where_no_anchor_decides(moved_site: Site) -> None:
    """A host can't see the anchor of a page that is gone, so it stays with its page, which can."""
    rules = (moved_site.folder / "_redirects").read_text(encoding="utf-8")
    assert f"{OWN} {NEW_OWN} 301" in rules.splitlines()
    assert GONE not in rules


def test_where_nothing_has_moved_there_are_no_rules_for_hosts() -> None:
    assert redirects({}, "http://127.0.0.1/") == {}


def test_a_redirect_never_leads_to_another_one(project: Path) -> None:
    rename_a_cue(project)
    for old, new in (MOVES["an item's page"], MOVES["an anchor of a page that is there"]):
        redirect(project, old, new)
    assert command(project)[0] == 0
    rename_a_cue(project, "of-another-name", "of-a-third-name")
    code, output = command(project, NEW_OWN, f"/{PAGE}/of-a-third-name/")
    assert code == 0, output
    redirects = load_all(project / "docs" / "data")["permalinks"]["redirects"]
    assert (redirects[OWN], redirects[ANCHOR]) == (f"/{PAGE}/of-a-third-name/", f"/{PAGE}/#of-a-third-name")
    assert redirects.keys() & set(redirects.values()) == set()
