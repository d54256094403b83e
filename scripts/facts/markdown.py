"""Checks docs/*.md before anything is built: includes, ids, links, and what each page must say of itself."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from facts import html
from facts.heads import check_head, cut, read_head, text_of
from facts.sources import UNSEEN, Problem, is_there, not_utf_8, unseen_sign
from facts.words import did_you_mean, nearest, short, unknown

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ID_RULE = "lower-case words and digits joined by hyphens, such as short-name"
INCLUDE = re.compile(r"""^-+8<-+\s+["'](?P<name>[^"']+)["']\s*$""")
HEADING = re.compile(
    r"^[\s>]*(?:(?:[-*+]|\d+\.)\s+)*(?P<level>#{1,6})\s*+(?P<title>(?:.*?\S)??)"
    r"\s*+(?:(?<!#)#++)?\s*+(?:\{(?P<attributes>[^{}]*)\})?\s*$"
)
UNDERLINE = re.compile(r"\s*(=+|-+)\s*")
ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
ANCHOR = re.compile(
    r"""\{(?:[^{}"#]|"[^"{}]*"(?=[\s}]))*+#(?P<attribute>[^\s{}"]+)[^{}]*\}|\sid=["']?(?P<html>[^"'\s>]+)"""
)
GIVES_ID = re.compile(r"#| id=|^-+8<-")
LINK = re.compile(
    r"""(?P<image>!\[[^\[\]]*)?(?<!\\)\]\(\s*(?P<markdown>[^)\s]*)|^\s*\[[^\]^][^\]]*\]:\s*(?P<named>\S+)"""
    r"""|(?:href|src)=["']?(?P<html>[^"'\s>]+)"""
)
FENCE = re.compile(r"\s*(?P<marks>`{3,}(?!.*`)|~{3,})(?P<rest>.*)")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.|\n(?![ \t>]*\n))+?(?<!`)\1(?!`)|<!--(?s:.*?)-->")
"""Code within a paragraph, where a sign without its other one begins none, and comments."""
APART = re.compile(r"(?<![!\\])\[[^\[\]]+\] \((?P<address>[^()\s]+\.md[^()\s]*)\)")
NAMED = re.compile(r"(?<!\\)\]\[(?P<link>[^\[\]]+)\]|(?<!\\)\[\^(?P<note>[^\[\]\s]+)\](?!:)")
GIVEN = re.compile(r"\s*\[(?P<name>\^?[^\[\]]+)\]:")
LISTED = re.compile(r"(?:[-*+]|\d+\.)\s+\S")
HOLDS = re.compile(r"(?P<indent>\s*)(?P<sign>!!!|\?\?\?\+?|===)\s+\S.*")
SCHEMES = {"", "http", "https", "mailto", "tel"}
SHELL = "item/page"
"""The address of the page that is a pattern for each item's own. It is as deep as they are, so its relative links are
right on every one of them; what an author says of a page comes from the item."""


class Line(NamedTuple):
    """A line of a page, or of a partial, with the place an author would look for it."""

    page: Path
    number: int
    text: str
    made: bool = False
    """Whether it comes from a partial."""

    def problem(self, message: str, about: str = "") -> Problem:
        """Return a problem that stands on this line."""
        return Problem(self.page, self.number, message, about=about)


class Heading(NamedTuple):
    """Where a heading is and what it says."""

    page: str
    title: str


class Target(NamedTuple):
    """Where something leads: the place where that is written, the page that it is written for, and the address."""

    place: Problem
    page: Path
    address: str
    in_html: bool = False
    is_image: bool = False

    def problem(self, message: str, about: str = "") -> Problem:
        """Return a problem of what leads there."""
        return self.place._replace(message=message, about=about)


@dataclass(frozen=True)
class Around:
    """What pages can refer to beside each other."""

    partials: Mapping[str, str]
    """The text of each thing to include, by its name."""
    figures: Sequence[str] | None = None
    """The keys of the figures, where they are known."""
    places: Mapping[str, Problem] = field(default_factory=dict)
    """Where the items of the data are written, by their ids."""
    links: Iterable[Target] = ()
    """The links that stand in the data."""
    files: Collection[str] = ()
    """The addresses of what is published beside the pages."""
    is_hidden: Callable[[str], bool] = lambda _: False
    """Whether a file of docs/ is not published, by its name there."""
    reserved: Collection[str] = ()
    """The ids of the layout."""
    own_pages: Collection[str] = ()
    """The addresses of the items' own pages."""
    words: Collection[str] | None = None
    """The ids that have everyday words; without it, that is not checked."""


def check(docs: Path, around: Around) -> list[Problem]:
    """Return every problem of the pages in `docs`, and of what leads to them."""
    docs = docs.resolve()
    pages = pages_of(docs)
    written = {page: list(read(page)) for page in pages}
    whole = {page: list(included(lines, around.partials)) for page, lines in written.items()}
    anchors = {page: anchors_of(lines) for page, lines in whole.items()}
    problems = [*check_names(docs, pages, around)]
    for page, lines in written.items():
        problems += check_text(page)
        if page != docs / f"{SHELL}.md":
            problems += check_head(read_head(page), around.figures, docs / "assets")
        problems += check_includes(lines, around.partials)
        problems += check_headings(lines)
        problems += check_attributes(lines)
        problems += check_blocks(lines)
        problems += check_names_of_links(lines)
    problems += check_anchors(anchors, around)
    targets = [target for lines in written.values() for target in targets_of(lines)]
    problems += check_links([*targets, *around.links], docs, anchors, around)
    if around.words is not None:
        problems += (problem for lines in whole.values() for problem in check_words(lines, around))
    return problems


# Reading


def pages_of(docs: Path) -> list[Path]:
    """Return the pages of `docs`, in the order of their names."""
    return sorted(path for path in docs.rglob("*.md") if path.is_file())


def read(page: Path) -> Iterator[Line]:
    """Yield the page's lines below its front matter, without code and comments, which are shown as they are or not."""
    for number, text in enumerate(without_code(text_of(page))[0], 1):
        yield Line(page, number, text)


@functools.lru_cache(maxsize=256)
def without_code(text: str) -> tuple[tuple[str, ...], int]:
    """Return a page's lines, empty where there is front matter or code, and the line of a fence that does not end.

    They are kept for whatever else reads the page.
    """
    _, body = cut(text)
    above = text.count("\n") - body.count("\n")
    lines, fence, opened = [], "", 0
    for number, line in enumerate(body.split("\n"), above + 1):
        found = FENCE.fullmatch(line)
        if found and not fence:
            fence, opened = found["marks"], number
        elif found and found["marks"] == fence and not found["rest"].strip():
            fence, opened = "", 0
        elif not fence:
            lines.append(line)
            continue
        lines.append("")
    blank = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), "\n".join(lines))
    return (*[""] * above, *blank.split("\n")), opened


def front_matter(docs: Path) -> dict[str, dict[str, Any]]:
    """Return what each published page of `docs` says of itself, by its address from the site's.

    Its `heading` is there, too, and the `place` of its description. A page with a mistake there is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for page in pages_of(docs):
        name, head = page.relative_to(docs).as_posix(), read_head(page)
        if name != f"{SHELL}.md" and not head.problems:
            titles = (match["title"] for line in read(page) if (match := HEADING.match(line.text)))
            said = {"heading": plain(next(titles, "")), "place": head.problem(("description",), "")}
            found[address_of(name)] = {**head.value, **said}
    return found


def names_of(docs: Path) -> list[str]:
    """Return the name below docs/ of each page that is published, and may be called so."""
    names = (page.relative_to(docs).as_posix() for page in pages_of(docs))
    return [name for name in names if is_name(name) and name != f"{SHELL}.md"]


def is_name(name: str) -> bool:
    """Whether a page may have this name below docs/, which gives it its address."""
    return all(ID.fullmatch(part) for part in name.removesuffix(".md").split("/"))


def address_of(page: str) -> str:
    """Return a page's address for its name below docs/: form-cues.md has form-cues/."""
    name = page.removesuffix(".md").removesuffix("index")
    return f"{name}/" if name else ""


def asked_for(docs: Path) -> set[str]:
    """Return the name of each thing that a page includes."""
    return {name for page in pages_of(docs) for name in asked_for_by(page)}


def asked_for_by(page: Path) -> Iterator[str]:
    """Yield the name of each thing that one page includes."""
    yield from (found["name"] for line in read(page) if (found := INCLUDE.match(line.text)))


def included(lines: Iterable[Line], partials: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines with each include replaced by those lines of its partial that can give an id, on its place."""
    for line in lines:
        if found := INCLUDE.match(line.text):
            texts = [text for text in partials.get(found["name"], "").split("\n") if GIVES_ID.search(text)]
            yield from included([line._replace(text=text, made=True) for text in texts], partials)
        else:
            yield line


def plain(title: str) -> str:
    """Return a heading's words without tags."""
    return re.sub(r"<[^<>]*>", "", title)


def anchors_of(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines that give each id."""
    anchors = defaultdict(list)
    for line in lines:
        for found in ANCHOR.finditer(line.text):
            anchors[found["attribute"] or found["html"]].append(line)
    return anchors


def headings(docs: Path, partials: Mapping[str, str]) -> dict[str, Heading]:
    """Return all headings by their id; one without an id is left out."""
    found = {}
    for page in pages_of(docs):
        for line in included(read(page), partials):
            heading, anchor = HEADING.match(line.text), ANCHOR.search(line.text)
            if heading and anchor and anchor["attribute"]:
                found[anchor["attribute"]] = Heading(page.relative_to(docs).as_posix(), plain(heading["title"]))
    return found


def targets_of(lines: Iterable[Line]) -> Iterator[Target]:
    """Yield where each link and picture leads."""
    for line in lines:
        for found in LINK.finditer(line.text):
            address = next(filter(None, (found["markdown"], found["named"], found["html"])), "")
            yield Target(line.problem(""), line.page, address.strip("<>"), bool(found["html"]), bool(found["image"]))


# Rules


def check_names(docs: Path, pages: Sequence[Path], around: Around) -> Iterator[Problem]:
    """A page's name, which is its address, is in lower case, and no item's own page has it."""
    for page in pages:
        name = page.relative_to(docs).as_posix().removesuffix(".md")
        if not is_name(name):
            yield Problem(page, 1, f"the name of a page is its address, so it should be {ID_RULE}")
        elif f"{name}/" in around.own_pages:
            yield Problem(page, 1, f"/{name}/ is already the page of an item; give this page another name")


def check_text(page: Path) -> Iterator[Problem]:
    """A page is UTF-8, its code and its tags have an end, and it holds no sign that nobody sees."""
    try:
        page.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield not_utf_8(page, error)
        return
    text = text_of(page)
    for number, line in enumerate(text.split("\n"), 1):
        if unseen := UNSEEN.search(line):
            yield Problem(page, number, unseen_sign(unseen[0]))
    lines, fence = without_code(text)
    if fence:
        yield Problem(page, fence, "code begins here that does not end; end it with the same signs on a line alone")
    for number, message in html.mistakes("\n".join(lines)):
        yield Problem(page, number, message)


def check_includes(lines: Iterable[Line], partials: Mapping[str, str]) -> Iterator[Problem]:
    """A page includes only partials that are generated."""
    for line in lines:
        found = INCLUDE.match(line.text)
        if found and (name := found["name"]) not in partials:
            about = name.rpartition("/")[2].partition(".")[0]
            known = [*partials]
            ways = f"{did_you_mean(name, known)}take the line out, or name what there is: {nearest(name, known)}"
            yield line.problem(f"nothing to include by the name {name!r}; {ways}", about)
        elif "-8<-" in line.text and not found:
            yield line.problem('an include stands alone on its line, from its start, as --8<-- "items/name.md"')


def check_headings(lines: Sequence[Line]) -> Iterator[Problem]:
    """A heading begins with #, and has an id of its own, which stays when its words change."""
    above = ""
    for line in lines:
        found = HEADING.match(line.text)
        if found and "#" not in (found["attributes"] or ""):
            yield line.problem(f"the heading {found['title']!r} has no id; end it with {{ #short-name }}")
        elif UNDERLINE.fullmatch(line.text) and above.strip():
            message = (
                "makes a heading of the line above; write ## Title { #short-name }, or leave a line empty before it"
            )
            yield line.problem(f"{line.text.strip()[:3]} {message}")
        above = line.text


def check_attributes(lines: Iterable[Line]) -> Iterator[Problem]:
    """What stands in braces gives no style and no script, which the policy of the pages blocks."""
    for line in lines:
        for braces in ATTRIBUTES.findall(line.text):
            if found := re.search(r"[\s{](style|on\w+)\s*=", braces):
                yield line.problem(f"{found[1]}= is blocked by the policy of the pages; give a class, as {{ .name }}")


def check_blocks(lines: Sequence[Line]) -> Iterator[Problem]:
    """A list begins after an empty line, and what belongs to a note or a tab is indented below it."""
    first = above = ""
    for index, line in enumerate(lines):
        plain_text = above.strip() and not above.startswith((" ", "<", "#", "{", "|")) and not LISTED.match(first)
        if LISTED.match(line.text) and plain_text:
            yield line.problem("a list begins after an empty line; leave one above it")
            first = line.text
        if holds := HOLDS.fullmatch(line.text):
            below = next((other.text for other in lines[index + 1 :] if other.text.strip()), "")
            if not below.startswith(f"{holds['indent']}    ") and not HOLDS.fullmatch(below):
                name = " ".join(line.text.split()[:2])
                yield line.problem(f"what belongs to {name} is indented by 4 spaces below it")
        first = line.text if not above.strip() else first
        above = line.text


def check_names_of_links(lines: Sequence[Line]) -> Iterator[Problem]:
    """A link stands together, and a name that it or a footnote has is given somewhere on the page."""
    given = {found["name"].lower() for line in lines if (found := GIVEN.match(line.text))}
    for line in lines:
        for apart in APART.finditer(line.text):
            yield line.problem(f"a link has no space before its (; write it as [words]({apart['address']})")
        for named in NAMED.finditer(line.text):
            if (name := named["link"]) and name.lower() not in given:
                message = f"no link is named {name!r}; name one on a line of its own, as [{name}]: page.md"
                yield line.problem(message)
            elif (note := named["note"]) and f"^{note}".lower() not in given:
                yield line.problem(f"there is no footnote {note!r}; write it on a line of its own, as [^{note}]: words")


def check_words(lines: Iterable[Line], around: Around) -> Iterator[Problem]:
    """A heading that the search shows can be found by everyday words."""
    for line in lines:
        if (heading := HEADING.match(line.text)) and len(heading["level"]) <= 3:
            for found in ANCHOR.finditer(line.text):
                if (name := found["attribute"]) and name not in (around.words or ()):
                    yield no_words(around.places.get(name, line.problem("")), name)


def no_words(place: Problem, name: str) -> Problem:
    """Return what is said at a place of a heading that has no everyday words."""
    message = f"{name!r} has no everyday words; add 5 to 40 to docs/data/search.yml, in a line as"
    return place._replace(message=f"{message}   {name}: [what people type, in lower case]", about=name)


def check_anchors(anchors: Mapping[Path, Mapping[str, Sequence[Line]]], around: Around) -> Iterator[Problem]:
    """An id is kebab-case, stands once on the whole site, and is none of the layout's."""
    places: defaultdict[str, list[Line]] = defaultdict(list)
    for on_page in anchors.values():
        for anchor, lines in on_page.items():
            places[anchor] += lines
    for anchor, lines in places.items():
        lines = sorted(lines, key=lambda line: not line.made)  # an item is where it should be, a page may change
        first, *others = (
            around.places.get(anchor, line.problem("")) if line.made else line.problem("") for line in lines
        )
        if not ID.fullmatch(anchor):
            yield first._replace(message=f"the id {anchor!r} should be {ID_RULE}")
        if anchor in around.reserved:
            yield first._replace(message=f"the id {anchor!r} is one of the layout's own; choose another one")
        for other in others:
            used = f"is already used at {first.place}; an id is used once on the whole site"
            yield other._replace(message=f"the id {anchor!r} {used}")


def check_links(
    targets: Iterable[Target], docs: Path, anchors: Mapping[Path, Collection[str]], around: Around
) -> Iterator[Problem]:
    """A link leads to a page, a file or an id that is there, and a picture is a file of the site."""
    for target in targets:
        try:
            parts = urlsplit(target.address)
        except ValueError:
            parts = None
        if parts is None or "\0" in unquote(parts.path):
            yield target.problem(f"{target.address!r} is no address")
            continue
        if parts.scheme not in SCHEMES:
            yield target.problem(f"a link to {target.address!r}: a browser follows http, https, mailto and tel")
        elif target.is_image and parts.netloc:
            yield target.problem(
                f"{target.address!r} is on another site, which is never asked; save it in docs/assets/"
            )
        elif not (parts.scheme or parts.netloc):
            yield from check_local(target, unquote(parts.path), unquote(parts.fragment), docs, anchors, around)


def check_local(
    target: Target, path: str, anchor: str, docs: Path, anchors: Mapping[Path, Collection[str]], around: Around
) -> Iterator[Problem]:
    """A link within the site leads to what is there; only a Markdown link is followed by the builder."""
    file = (target.page.parent / path).resolve() if path else target.page
    name = file.relative_to(docs).as_posix() if file.is_relative_to(docs) else path
    if path.removeprefix("../") in around.files:
        return
    if target.in_html and path:
        yield target.problem(f"{path!r} in HTML is left as it is; write [words]({target.address}) instead")
    elif not target.address:
        yield target.problem("a link to nothing; write where it leads between ( and )")
    elif not is_there(file) or around.is_hidden(name) or name == f"{SHELL}.md":
        pages = [page.relative_to(docs).as_posix() for page in anchors if page != docs / f"{SHELL}.md"]
        near = did_you_mean(path, pages)
        state = "which is not published" if is_there(file) else "which is not there"
        yield target.problem(f"a link to {short(path)}, {state}; {near}pages are {nearest(path, pages)}")
    elif anchor and anchor not in anchors.get(file, ()):
        known = sorted(anchors.get(file, ()))
        yield target.problem(f"a link to {short(anchor)}, which is not on {name}; {unknown(anchor, known)}", anchor)
