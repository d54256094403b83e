"""What an author does by mistake, and what used to pass in silence, or ended in a traceback: each is a line now."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import generate
from conftest import CONFIG, CUES, DATA, MISTAKES, PAGES, VARIATIONS, copy_project, edit
from extras.reading import load
from facts.sources import InputError

CUE = "- id: slip\n  figure: {figure}\n  title: Slip\n  do: Hold it.\n  image: A photo.\n  why: So.\n".format(
    figure=DATA["figures"][0]["key"]
)
MISTAKE = f"- id: slip\n  title: Slip\n  looks_like: Odd.\n  fix: Stop.\n  then: Rest.\n  cues: [{CUES[0].id}]\n"
VARIATION = "- id: slip\n  title: Slip\n  level: easier\n  how: A.\n  why: A.\n  needs: A\n"
FIGURE = (
    "- key: slip\n  title: Slip\n  desc: Somebody lies with the upper back on a bench and both feet down.\n"
    "  view: side\n  build: slim\n  skin: brown\n  base: bench\n  height: 1\n  arms: hips\n  other_leg: bent\n"
)
HEAD = (
    f"---\ntitle: Slip\nteaser: A slip.\ndescription: A page.\nfigure: {DATA['figures'][0]['key']}\n"
    "published: 2026-11-21\nupdated: 2026-11-22\n---\n\n# Slip { #slip }\n"
)
PAGE = f"docs/{PAGES[-1]}.md"


class Slip(NamedTuple):
    """What is appended to a file, with a part of it replaced, and what is said: of which of its lines, and how."""

    file: str
    text: str
    old: str
    new: str
    line: int
    said: str


def cue(old: str, new: str, line: int, said: str) -> Slip:
    return Slip("docs/data/cues.yml", CUE, old, new, line, said)


def figure(new: str, said: str) -> Slip:
    return Slip("docs/data/figures.yml", FIGURE, "  height: 1\n", new, 1, f"slip can't be drawn: .*{said}")


def ring(text: str, said: str) -> Slip:
    return Slip("docs/data/thesaurus.yml", f"  - {text}\n", "", "", 1, said)


def page(text: str, said: str, line: int = 2) -> Slip:
    return Slip(PAGE, f"\n{text}\n", "", "", line, said)


def head(old: str, new: str, line: int, said: str) -> Slip:
    return Slip("docs/slip.md", HEAD, old, new, line, said)


PLAIN_TEXT = "should be plain text on one line"
BLOCKED = "blocked by the policy of the pages"
SLIPS = {
    "a figure that a mistake has by its id": Slip(
        "docs/data/mistakes.yml",
        MISTAKE,
        "",
        "",
        1,
        "no figure has the key 'slip-wrong'; .*add it to docs/data/figures.yml",
    ),
    "a figure that a variation has by its id": Slip(
        "docs/data/variations.yml", VARIATION, "", "", 1, "no figure has the key 'slip'"
    ),
    "a colon in front matter": head("A page.", "A page: this", 4, "not YAML: mapping values are not allowed"),
    "quotes in front matter": head("A page.", '"A page" of ours', 4, "not YAML: did not find expected key"),
    "a month that is none": head("2026-11-22", "2026-13-45", 7, "updated: '2026-13-45' should be a date"),
    "a day that is none": head("2026-11-22", "2026-02-31", 7, "updated: '2026-02-31' should be a date"),
    "a year that no sitemap has": head("2026-11-22", "2126-01-01", 7, "updated: '2126-01-01' should be a date"),
    "a page that changed before it was there": head("2026-11-22", "2026-11-20", 7, "updated: is before 2026-11-21"),
    "a # in a description": head(
        "A page.", "A # B", 4, "description: a text ends before ' #', .* put the text in quotes"
    ),
    "a # in a text": cue(
        "Hold it.", "Rule #1 is to hold it.", 4, "do: a text ends before ' #', .* put the text in quotes"
    ),
    "a # in a title": cue("title: Slip", "title: Slip #1", 3, "title: a text ends before ' #'"),
    "a # before a text": cue("title: Slip", "title: #1 slip", 3, "title: a text ends before ' #'"),
    "a space behind a text": cue("Hold it.", '"Hold it. "', 4, f"do: 'Hold it. ' {PLAIN_TEXT}: .*no space at its ends"),
    "a space alone": cue("Hold it.", '" "', 4, f"do: ' ' {PLAIN_TEXT}"),
    "a folded text": cue("Hold it.", ">\n    Hold it.", 4, rf"do: 'Hold it.\\n' {PLAIN_TEXT}"),
    "a text that would be a list": cue(
        "Hold it.", '"- Hold it."', 4, f"do: '- Hold it.' {PLAIN_TEXT}: .*no sign of a list"
    ),
    "a text that would be a number of a list": cue("Hold it.", "1. Hold it.", 4, f"do: '1. Hold it.' {PLAIN_TEXT}"),
    "a text that would be a rule": cue("Hold it.", '"---"', 4, f"do: '---' {PLAIN_TEXT}"),
    "a text that would be code": cue("Hold it.", '"    x"', 4, f"do: '    x' {PLAIN_TEXT}"),
    "a text that would be an icon": cue("Hold it.", '"Hold it :smile:"', 4, f"do: 'Hold it :smile:' {PLAIN_TEXT}"),
    "a sign that nobody sees": cue("Hold it.", '"Hold\\u200b it."', 4, "do: holds U.200B, which nobody sees"),
    "a link longer than any name": page(f"[x]({'x' * 5000}.md)", "a link to 'xxx"),
    "a script with a name longer than any": head(
        "title: Slip", f"title: Slip\nscripts: [{'x' * 5000}]", 3, "scripts: there is no docs/assets/xxx"
    ),
    "a link to data": page("[x](data/cues.yml)", "a link to 'data/cues.yml', which is not published; pages are "),
    "a link to a template": page("[x](item/page.md)", "a link to 'item/page.md', which is not published; pages are "),
    "capitals in a page's name": Slip(
        "docs/Slip.md", HEAD, "", "", 1, "the name of a page is its address, .* lower-case"
    ),
    "a space in a page's name": Slip("docs/my slip.md", HEAD, "", "", 1, "the name of a page is its address"),
    "a page with an item's address": Slip(
        f"docs/{CUES[0].url.rstrip('/')}.md", HEAD, "", "", 1, f"/{CUES[0].url} is already the page of an item"
    ),
    "a page that is not in the menu": Slip(
        "docs/slip.md", HEAD, "", "", 0, r"nav: docs/slip\.md is not in the menu; add it as   - slip\.md"
    ),
    "thighs through the floor": figure("  height: -0.35\n  step: 60\n", r"through the floor .*\(change "),
    "a bend of two points": figure(
        "  height: 1\n  marks: [{ kind: bend, points: [[hip, 0, 0], [knee, 0, 0]] }]\n", "mark 1, a bend"
    ),
    "a line of one point": figure("  height: 1\n  marks: [{ kind: line, points: [[hip, 0, 0]] }]\n", "mark 1, a line"),
    "a mark outside of the picture": figure(
        "  height: 1\n  marks: [{ kind: ring, points: [[hip, 0, 9999]] }]\n", "mark 1, a ring"
    ),
    "an emoji on a share card": cue("title: Slip", "title: Slip 🦵", 1, r".*U\+1F9B5"),
    "another script on a share card": cue("title: Slip", "title: Slip 時", 1, r".*U\+6642"),
    "a word wider than a share card": cue("title: Slip", "title: " + "W" * 48, 1, ".*WWW"),
    "a script of another site": page(
        "<script src='https://x.org/a.js'></script>", f"src='https://x.org/a.js' is {BLOCKED}"
    ),
    "a style": page('<p style="color:red">x</p>', f"style= is {BLOCKED}; give the element a class"),
    "a style in braces": page('Text\n{ style="color:red" }', f"style= is {BLOCKED}; give a class", 3),
    "what a click runs": page('<b onclick="x()">x</b>', f"onclick= is {BLOCKED}"),
    "a picture of another site": page("![x](https://x.org/a.png)", "'https://x.org/a.png' is on another site"),
    "a picture of another site in HTML": page('<img src="//x.org/a.png">', f"src='//x.org/a.png' is {BLOCKED}"),
    "a frame": page('<iframe src="https://x.org"></iframe>', f"<iframe> is {BLOCKED}; link to it instead"),
    "a <div> that is not closed": page('<div class="x">\n\nText.', "<div> is never closed; end it with </div>"),
    "code that is not closed": page("```\nText.", "code begins here that does not end"),
    "a heading that is underlined": page("Slip\n----", "--- makes a heading of the line above; write ## Title", 3),
    "a heading in HTML": page("<h2>Slip</h2>", "<h2> is no heading with an address; write ## Title"),
    "an id of the layout": cue("id: slip", "id: menu", 1, "the id 'menu' is one of the layout's own"),
    "another id of the layout": cue("id: slip", "id: article", 1, "the id 'article' is one of the layout's own"),
    "an include that is indented": page(
        '  --8<-- "parts/feel.md"', "an include stands alone on its line, from its start"
    ),
    "a tab before a key": cue("  do:", "\tdo:", 4, "not YAML: found .*tab"),
    "too few everyday words": Slip(
        "docs/data/search.yml", "  slip: [a, b, c, d]\n", "", "", 1, "slip: has 4 entries, and should have at least 5"
    ),
    "a ring of one word": ring("{same: 1, words: [heel]}", "words: has 1 entries, and should have at least 2"),
    "a ring with a word in another ending": ring(
        "{same: 1, words: [heel, heels]}", "words: 'heels' is found as 'heel' is; leave one of them out"
    ),
    "a ring with a word that says nothing": ring(
        "{same: 1, words: [heel, the]}", "words: 'the' says nothing by itself; leave it out"
    ),
    "a ring that leads nowhere": ring(
        "{same: 1, words: [xylophone, marimba]}", "words: none of these words is in the guide; add one that is"
    ),
    "a ring that is half the same": ring(
        "{same: 0.5, words: [heel, hoof]}", "same: 0.5 is not one of 1, 0.8, 0.6, 0.4"
    ),
    "a ring with a hyphen": ring(
        "{same: 1, words: [heel, hoof-like]}", "words: 'hoof-like' should be one to four words in lower case"
    ),
    "a list in itself": cue("Hold it.", "&a [*a]", 4, r"do: no anchors and aliases"),
    "a key that is no text": cue("  do:", "  1: x\n  do:", 4, "1: a key should be text; put it in quotes"),
}

ON_CARDS = [slip for name, slip in SLIPS.items() if "share card" in name]


class Desk(NamedTuple):
    """A copy of the guide that a test may change: it is put right again afterwards."""

    root: Path

    def problems(self, *, with_cards: bool = False) -> list[str]:
        """Return what is said of the guide as it is."""
        with pytest.raises(InputError) as raised:
            generate.generate(self.root, with_cards=with_cards)
        return [str(problem) for problem in raised.value.problems]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("slips"))


@pytest.fixture
def desk(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(copy)
    before = {path: path.read_bytes() for path in [copy / "mkdocs.yml", *copy.glob("docs/**/*.*")] if is_written(path)}
    yield Desk(copy)
    for path in [copy / "mkdocs.yml", *copy.glob("docs/**/*.*")]:
        if is_written(path) and path not in before:
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


def is_written(path: Path) -> bool:
    return path.suffix in (".yml", ".md", ".json")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_a_line(desk: Desk, slip: Slip) -> None:
    path = desk.root / slip.file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(exist_ok=True)
    assert slip.old in slip.text
    path.write_text(before + slip.text.replace(slip.old, slip.new, 1), encoding="utf-8")
    place = r"mkdocs\.yml:\d+" if slip.line == 0 else re.escape(f"{slip.file}:{before.count(chr(10)) + slip.line}")
    said = desk.problems(with_cards=slip in ON_CARDS)
    assert [line for line in said if re.match(f"{place}: {slip.said}", line)], said


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "the page of all words is gone": (
        lambda root: (root / "docs" / "find.md").unlink(),
        [r"mkdocs\.yml:\d+: words: there is no docs/find\.md; name the page"],
    ),
    "a ladder without its base": (
        lambda root: edit(root, "docs/data/variations.yml", "level: base", "level: harder"),
        [r"docs/data/guide\.yml:\d+: base: no entry of variations has level: base; add one there"],
    ),
    "a link in the data that leads nowhere": (
        lambda root: edit(root, "docs/data/feel.yml", ".md#", ".md#x"),
        [r"docs/data/feel\.yml:\d+: a link to 'x.*', which is not on .*\.md; "],
    ),
    "a range that falls": (
        lambda root: edit(root, "docs/data/programming.yml", "[2, 3]", "[3, 2]"),
        [r"docs/data/programming\.yml:\d+: sets: \[3, 2\] should rise"],
    ),
    "a part of a rep that never ends": (
        lambda root: edit(root, "docs/data/rep.yml", "\nup:", "\nup: .inf\nupper:"),
        [r"docs/data/rep\.yml:\d+: up: should be a number, not inf", r"docs/data/rep\.yml:\d+: upper: unknown key"],
    ),
}


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_it_alone_is_said_of_what_follows_from_it(
    desk: Desk, change: Callable[[Path], object], said: list[str]
) -> None:
    """Not what is missing because of it, but for an address, which nothing else names."""
    change(desk.root)
    lines = [line for line in desk.problems() if "permalinks.yml" not in line and "search.yml" not in line]
    assert len(lines) == len(said)
    for line, pattern in zip(lines, said, strict=True):
        assert re.match(pattern, line), line


def test_a_mistake_with_a_tab_is_one_line(desk: Desk) -> None:
    """Links to what stands in the file, and words for it, are not blamed."""
    edit(desk.root, "docs/data/cues.yml", "  do:", "\tdo:")
    (line,) = desk.problems()
    assert re.match(r"docs/data/cues\.yml:\d+: not YAML: found .*tab", line)


def test_what_is_named_in_a_comment_is_not_there(desk: Desk) -> None:
    edit(desk.root, "docs/data/cues.yml", "\n- id:", "\n# - id: slip\n- id:")
    edit(desk.root, PAGE, "---\n\n", f"---\n\n[x]({CUES[0].page}.md#slip)\n\n")
    (line,) = desk.problems()
    assert "a link to 'slip', which is not on" in line


def test_a_short_name_that_is_not_short_is_a_line(desk: Desk) -> None:
    edit(desk.root, "mkdocs.yml", f"short_name: {CONFIG['extra']['short_name']}", f"short_name: {'x' * 17}")
    (line,) = desk.problems()
    assert re.search(r"mkdocs\.yml:\d+: short_name: should have at most 16 characters", line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mkdocs.yml:1: should be a set of keys, not None"),
        ("site_name: 5\nsite_url: x\n", "mkdocs.yml:1: site_name: should be text, not 5"),
        ("site_name: x\nsite_url: x\nnot_in_nav: [x]\n", "mkdocs.yml:3: not_in_nav: should be text or nothing"),
        ("site_name: caf\xe9\n", "mkdocs.yml:1: not UTF-8"),
        ("site_name: [\n", "mkdocs.yml:2: not YAML"),
    ],
    ids=["nothing", "a number for a name", "a list for lines", "another encoding", "no YAML"],
)
def test_a_slip_in_the_settings_is_a_line(desk: Desk, text: str, said: str) -> None:
    (desk.root / "mkdocs.yml").write_bytes(text.encode("latin-1"))
    (line,) = desk.problems()
    assert line.startswith(said)


def test_a_guide_without_a_rep_shows_none(desk: Desk) -> None:
    for name in ("rep.yml", "schema/rep.json"):
        (desk.root / "docs" / "data" / name).unlink()
    edit(desk.root, PAGE, "---\n\n", '---\n\n--8<-- "figures/rep.svg"\n\n')
    assert any("nothing to include by the name 'figures/rep.svg'" in line for line in desk.problems())


def test_settings_may_have_nothing_for_the_layout(desk: Desk) -> None:
    path = desk.root / "mkdocs.yml"
    path.write_text(re.sub(r"\nextra:\n(?:  .*\n)+", "\nextra:\n", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert load(desk.root).settings.extra == {}


def test_a_menu_that_leaves_out_no_page_may_say_so(desk: Desk) -> None:
    path = desk.root / "mkdocs.yml"
    text = re.sub(r"(exclude_docs:|not_in_nav:) \|\n(?:  .*\n)+", r"\1\n", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert all("is not in the menu" in line for line in desk.problems())


def test_a_rung_has_its_number_by_its_place_on_the_ladder(desk: Desk) -> None:
    edit(desk.root, "docs/data/variations.yml", "- id:", f"{VARIATION.replace('easier', 'harder')}  figure: x\n- id:")
    text = (desk.root / "docs" / "data" / "variations.yml").read_text(encoding="utf-8")
    key = DATA["figures"][0]["key"]
    (desk.root / "docs" / "data" / "variations.yml").write_text(text.replace("figure: x", f"figure: {key}"), "utf-8")
    words = "\n  slip: [slip, a slip, slips, slipped, slipping]\n"
    edit(desk.root, "docs/data/search.yml", "\nwords:\n", f"\nwords:{words}")
    item = load(desk.root).items["slip"]
    easier = [variation for variation in VARIATIONS if variation.group != "harder"]
    assert item.place == len(easier) + 1


def test_a_page_that_begins_with_a_byte_order_mark_is_read(desk: Desk) -> None:
    for path in (desk.root / PAGE, desk.root / "docs" / "data" / "cues.yml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(desk.root)


def test_a_page_may_be_called_as_the_folder_of_the_template(desk: Desk) -> None:
    (desk.root / "docs" / "item.md").write_text(HEAD, encoding="utf-8")
    edit(desk.root, "mkdocs.yml", "\nnav:\n", "\nnav:\n  - item.md\n")
    said = desk.problems()
    assert [line.partition(" ")[0].rpartition("/")[2].partition(":")[0] for line in said] == [
        "permalinks.yml",
        "item.md",
    ]


def test_the_whole_of_a_rename_is_said_at_once(desk: Desk) -> None:
    """The figures by the old id, the words, the links in the data and on pages, and one command for both addresses."""
    mistake = next(item for item in MISTAKES if f"#{item.id}" in str(DATA["feel"]))
    edit(desk.root, "docs/data/mistakes.yml", f"- id: {mistake.id}\n", "- id: slip-of-the-foot\n")
    edit(desk.root, PAGE, "---\n\n", f"---\n\n[x]({mistake.page}.md#{mistake.id})\n\n")
    said = "\n".join(desk.problems())
    for name in ("slip-of-the-foot-wrong", "slip-of-the-foot-right"):
        assert f"no figure has the key '{name}'" in said
    assert "'slip-of-the-foot' has no everyday words" in said
    assert f"{mistake.id}: no heading has this id" in said
    assert re.search(rf"feel\.yml:\d+: a link to '{mistake.id}'", said)
    assert re.search(rf"{PAGES[-1]}\.md:\d+: a link to '{mistake.id}'", said)
    way = f"scripts/permalinks.py /{mistake.url} /{mistake.page}/slip-of-the-foot/"
    assert way in said
    assert said.count("would be lost") == 1


def test_a_name_that_is_not_there_is_answered_by_the_nearest_few(desk: Desk) -> None:
    edit(desk.root, "docs/data/cues.yml", f"figure: {DATA['cues'][0]['figure']}", "figure: nowhere-at-all")
    (line,) = desk.problems()
    assert line.count("'") <= 16
    assert re.search(r" and \d+ more$", line)
