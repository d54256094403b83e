"""docs/*.md: what would break the site or a link is found before anything is built."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from facts import markdown
from facts.heads import check_teasers
from facts.site import settings
from facts.sources import Problem

HEAD = "---\ntitle: A\ndescription: A page.\nfigure: one\npublished: 2026-11-21\nupdated: 2026-11-22\n---\n\n"
PARTIALS = {"figures/one.svg": "", "items/one.md": "## One { #one }\n\n[Home](index.md)\n"}


def check(folder: Path, texts: dict[str, str | bytes], partials: dict[str, str] | None = None) -> list[str]:
    """Return the problems of a folder with an index page and these pages."""
    for name, text in {"index.md": f"{HEAD}# Home {{ #home }}\n", **texts}.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        around = markdown.Around(PARTIALS if partials is None else partials, figures=["one"])
        return sorted(str(problem) for problem in markdown.check(folder, around))


def test_good_pages_pass(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.svg").touch()
    good = (
        HEAD + "# Title { #title }\n\n"
        '--8<-- "items/one.md"\n\n'
        "## Two { .quiet #two }\n\n"
        "[here](#one), [there](index.md#home), [out](https://example.org/#x), ![a](assets/a.svg)\n\n"
        "```\n## No heading\n[nowhere](nowhere.md)\n```\n\n"
        "```x``` is code in a line, and so is AT&T\n\n"
        "[p](<index.md>), \\[no\\](link), [named][there] and[^1]\n\n[there]: index.md\n\n[^1]: A note.\n\n"
        "- one\ngoes on\n- two\n\n!!! note\n\n    Words.\n"
    )
    assert check(tmp_path, {"a.md": good}) == []


BAD = {
    "a missing partial": (
        '--8<-- "items/on.md"',
        "a.md:9: nothing to include by the name 'items/on.md'; did you mean 'items/one.md'? "
        "take the line out, or name what there is: 'figures/one.svg', 'items/one.md'",
    ),
    "an include in a sentence": (
        'See --8<-- "items/one.md" there',
        'a.md:9: an include stands alone on its line, from its start, as --8<-- "items/name.md"',
    ),
    "a link to a missing page": (
        "[x](inde.md)",
        "a.md:9: a link to 'inde.md', which is not there; did you mean 'index.md'? pages are 'a.md', 'index.md'",
    ),
    "a link to a missing anchor": (
        "[x](index.md#hom)",
        "a.md:9: a link to 'hom', which is not on index.md; did you mean 'home'? there are 'home'",
    ),
    "a link to a missing anchor of its own page": (
        "## Two { #two }\n\n[x](#to)",
        "a.md:11: a link to 'to', which is not on a.md; did you mean 'two'? there are 'two'",
    ),
    "a picture that is not there": (
        "![x](assets/no.svg)",
        "a.md:9: a link to 'assets/no.svg', which is not there; pages are 'a.md', 'index.md'",
    ),
    "a page linked in HTML": (
        '<a href="index.md">x</a>',
        "a.md:9: 'index.md' in HTML is left as it is; write [words](index.md) instead",
    ),
    "a link between two signs that begin no code": (
        "a ` b\n\n[x](inde.md)\n\nc ` d",
        "a.md:11: a link to 'inde.md', which is not there; did you mean 'index.md'? pages are 'a.md', 'index.md'",
    ),
    "a link with a space before its address": (
        "[x] (index.md)",
        "a.md:9: a link has no space before its (; write it as [words](index.md)",
    ),
    "a name that is given to no link": (
        "[x][nowhere]",
        "a.md:9: no link is named 'nowhere'; name one on a line of its own, as [nowhere]: page.md",
    ),
    "a footnote that is not there": (
        "Text.[^no]",
        "a.md:9: there is no footnote 'no'; write it on a line of its own, as [^no]: words",
    ),
    "a list that goes on from a sentence": (
        "Text:\n- one\n- two",
        "a.md:10: a list begins after an empty line; leave one above it",
    ),
    "a note whose words stand beside it": (
        "!!! note\nWords.",
        "a.md:9: what belongs to !!! note is indented by 4 spaces below it",
    ),
    "a link in HTML without quotes": (
        "<a href=index.md>x</a>",
        "a.md:9: 'index.md' in HTML is left as it is; write [words](index.md) instead",
    ),
    "a link to no address": ("[x](%00)", "a.md:9: '%00' is no address"),
    "a picture of no address": ('<img src="http://[x">', "a.md:9: 'http://[x' is no address"),
    "code that ends with other signs": (
        "```\ncode\n````",
        "a.md:9: code begins here that does not end; end it with the same signs on a line alone",
    ),
    "a tag that is none": (
        "<![x",
        "a.md:9: a tag begins here that does not end; for the sign itself write &lt;",
    ),
    "a heading without an id": (
        "## Two",
        "a.md:9: the heading 'Two' has no id; end it with { #short-name }",
    ),
    "a bad id": (
        "## Two { #Two_2 }",
        "a.md:9: the id 'Two_2' should be lower-case words and digits joined by hyphens, such as short-name",
    ),
    "an id behind a quoted attribute": (
        '## Two { title="A # b" #Two }',
        "a.md:9: the id 'Two' should be lower-case words and digits joined by hyphens, such as short-name",
    ),
    "an id used twice": (
        '<p id="home">x</p>',
        "index.md:9: the id 'home' is already used at a.md:9; an id is used once on the whole site",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_a_mistake_in_a_page_is_found_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert check(tmp_path, {"a.md": f"{HEAD}{text}\n"}) == [expected]


LONG: dict[str, Callable[[int], str]] = {
    "spaces": lambda count: "# a" + " " * count + "b { #b }",
    "signs of a heading": lambda count: "# a" + "#" * count + "b { #b }",
    "braces": lambda count: "{#" * count,
    "pictures": lambda count: "![" * count,
    "tags": lambda count: "<" * count,
}


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_a_line_of_any_length_is_read_as_a_short_one(tmp_path: Path, line: Callable[[int], str]) -> None:
    """What takes a time that grows with the square of its length would take minutes here."""
    short, long = (check(tmp_path, {"a.md": f"{HEAD}{line(count)}\n"}) for count in (10, 50_000))
    assert len(short) == len(long)


HEADS: dict[str, tuple[str | bytes, list[str]]] = {
    "an empty page": (
        "",
        [
            "a.md:1: no front matter; "
            "start the page with ---, title, description, figure, published, updated and --- again"
        ],
    ),
    "a page with a head alone": (
        HEAD,
        ["a.md:1: the page is empty below its front matter"],
    ),
    "no description, no figure and no dates": (
        "---\nhide: [toc]\n---\nx\n",
        [
            "a.md:2: 'title', 'description', 'figure', 'published', 'updated' missing; "
            "needed are 'title', 'description', 'figure', 'published', 'updated'"
        ],
    ),
    "a date that is none": (
        HEAD.replace("2026-11-22", "yesterday") + "x\n",
        ["a.md:6: updated: 'yesterday' should be a date as 2026-11-22"],
    ),
    "a month that is none": (
        HEAD.replace("2026-11-22", "2026-19-22") + "x\n",
        ["a.md:6: updated: '2026-19-22' should be a date as 2026-11-22"],
    ),
    "a colon that is not quoted": (
        HEAD.replace("A page.", "A page: this one") + "x\n",
        ["a.md:3: not YAML: mapping values are not allowed in this context"],
    ),
    "a key that is misspelled": (
        HEAD.replace("title: A", "title: A\ntitel: A") + "x\n",
        [
            "a.md:3: titel: unknown key; did you mean 'title'? allowed are 'description', 'figure', 'hide', "
            "'long_title', 'published', 'scripts', 'teaser', 'title', 'updated'"
        ],
    ),
    "a script that is not there": (
        HEAD.replace("title: A", "title: A\nscripts: [no.js]") + "x\n",
        ["a.md:3: scripts: there is no docs/assets/no.js"],
    ),
    "a figure that is not there": (
        HEAD.replace("figure: one", "figure: ono") + "x\n",
        ["a.md:4: figure: no figure has the key 'ono'; did you mean 'one'? there are 'one'"],
    ),
    "a wrong encoding": (
        HEAD.encode() + b"caf\xe9\n",
        ["a.md:9: not UTF-8: save it as UTF-8"],
    ),
}


def test_front_matter_ends_at_a_line_of_its_own(tmp_path: Path) -> None:
    page = HEAD.replace("A page.", "A page---").replace("title: A", 'title: A\nteaser: "---"')
    assert check(tmp_path, {"a.md": f"{page}# Title {{ #title }}\n"}) == []


@pytest.mark.parametrize(("page", "expected"), HEADS.values(), ids=HEADS)
def test_a_page_says_what_it_is(tmp_path: Path, page: str | bytes, expected: list[str]) -> None:
    assert check(tmp_path, {"a.md": page}) == expected


def test_all_mistakes_of_all_pages_are_listed_at_once(tmp_path: Path) -> None:
    on_their_own_page = [text for text, problem in BAD.values() if problem.startswith("a.md")]
    texts: dict[str, str | bytes] = {f"{index}.md": f"{HEAD}{text}\n" for index, text in enumerate(on_their_own_page)}
    assert {line.split(":")[0] for line in check(tmp_path, texts)} == set(texts)


def test_a_mistake_in_an_item_s_id_or_words_is_reported_where_the_item_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f'{HEAD}# Title {{ #title }}\n\n--8<-- "items/one.md"\n', encoding="utf-8")
    place = Problem(tmp_path / "data" / "items.yml", 7, "")
    around = markdown.Around(PARTIALS, places={"one": place}, words={"title"}, reserved={"one"})
    said = [(problem.path.name, problem.line, problem.message) for problem in markdown.check(tmp_path, around)]
    assert [(name, line) for name, line, _ in said] == [("items.yml", 7)] * 2
    assert said[0][2] == "the id 'one' is one of the layout's own; choose another one"
    assert said[1][2].startswith("'one' has no everyday words; add 5 to 40 to docs/data/search.yml")


def test_a_place_is_named_from_where_the_reader_stands(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(f"{HEAD}## Two\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        (problem,) = markdown.check(tmp_path / "docs", markdown.Around({}))
        assert str(problem).startswith(os.path.join("docs", "a.md") + ":9: ")  # noqa: PTH118


def test_a_page_of_the_menu_has_a_teaser_but_for_the_home_page(tmp_path: Path) -> None:
    with_teaser = HEAD.replace("title: A", "title: A\nteaser: It is short.")
    for name, head in {"index": HEAD, "a": HEAD, "b": with_teaser, "not-in-the-menu": HEAD}.items():
        (tmp_path / f"{name}.md").write_text(f"{head}# {name} {{ #{name} }}\n", encoding="utf-8")
    (problem,) = check_teasers(tmp_path, ["index.md", "b.md", "a.md", "not-there.md"])
    assert (problem.path.name, problem.line) == ("a.md", 2)
    assert problem.message == (
        "'teaser' missing; a page of the menu needs one, a sentence for the list on the home page"
    )


MENU = """\
site_name: A
site_url: http://127.0.0.1/
nav:
  - index.md
  - First: b.md
  - More:
      - folder/a.md
      - Deeper: [c.md]
  - Elsewhere: https://example.org/
"""


@pytest.mark.parametrize(
    ("menu", "expected"),
    [(MENU, ("index.md", "b.md", "folder/a.md", "c.md")), (MENU.partition("nav:")[0], ())],
    ids=["a menu in parts", "no menu"],
)
def test_the_pages_of_the_menu_are_known_in_its_order(tmp_path: Path, menu: str, expected: tuple[str, ...]) -> None:
    (tmp_path / "mkdocs.yml").write_text(menu, encoding="utf-8")
    assert settings(tmp_path).nav == expected
