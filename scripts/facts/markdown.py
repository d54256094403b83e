"""Checks docs/*.md before anything is built: includes, ids, links, and what each page must say of itself."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from facts.heads import check_head, read_head
from facts.sources import Problem, encoding_line
from facts.words import did_you_mean, listed, unknown

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ID_RULE = "lower-case words and digits joined by hyphens, such as short-name"
INCLUDE = re.compile(r"""^\s*-+8<-+\s+["'](?P<name>[^"']+)["']\s*$""")
HEADING = re.compile(r"^#{1,6}\s+(?P<title>.*?)\s*(?:\{(?P<attributes>[^}]*)\})?\s*$")
ANCHOR = re.compile(r"""\{[^}"]*?#(?P<attribute>[^\s}"]+)[^}]*\}|\sid=["'](?P<html>[^"']+)["']""")
LINK = re.compile(r"""\]\(\s*<?(?P<markdown>[^)\s>]+)|(?:href|src)=["'](?P<html>[^"']+)["']""")
SHELL = "item/page"
"""The address of the page that is a pattern for each item's own. It is as deep as they are, so its relative links are
right on every one of them; what an author says of a page comes from the item."""


class Line(NamedTuple):
    """A line of a page, or of a partial, with the place an author would look for it."""

    page: Path
    number: int
    text: str

    def problem(self, message: str) -> Problem:
        """Return a problem that stands on this line."""
        return Problem(self.page, self.number, message)


class Heading(NamedTuple):
    """Where a heading is and what it says."""

    page: str
    title: str


def check(
    docs: Path,
    partials: Mapping[str, str],
    files: Container[str] = (),
    ids_somewhere: Set[str] = frozenset(),
    words: Set[str] | None = None,
) -> list[Problem]:
    """Return every problem of the pages in `docs`, which include `partials` by name.

    `files`: the addresses of what is published beside the pages.
    `ids_somewhere`: ids that exist, on a page not known, since the partials could not be rendered.
    `words`: the ids that have everyday words; without it, that is not checked.
    """
    docs = docs.resolve()
    problems: list[Problem] = []
    written: dict[Path, list[Line]] = {}
    for page in sorted(docs.rglob("*.md")):
        try:
            written[page] = list(read(page))
        except UnicodeDecodeError as error:
            problems.append(Problem(page, encoding_line(page, error), "not UTF-8: save it as UTF-8"))
    whole = {page: list(included(lines, partials)) for page, lines in written.items()}
    anchors = {page: anchors_of(lines) for page, lines in whole.items()}
    figures = sorted(name[8:-4] for name in partials if name.startswith("figures/"))
    for page, lines in written.items():
        if page != docs / f"{SHELL}.md":
            problems += check_head(read_head(page), figures, docs / "assets")
        problems += check_includes(lines, partials)
        problems += check_headings(lines)
    problems += check_anchors(anchors)
    for lines in whole.values():
        problems += check_links(lines, docs, anchors, files, ids_somewhere)
        if words is not None:
            problems += check_words(lines, words)
    return problems


# Reading


def read(page: Path) -> Iterator[Line]:
    """Yield the page's lines; what stands in a code fence is shown to readers as it is, so it is left out."""
    fenced = False
    for number, text in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = text.lstrip().startswith(("```", "~~~"))
        fenced ^= fence
        if not (fenced or fence):
            yield Line(page, number, text)


def front_matter(docs: Path) -> dict[str, dict[str, Any]]:
    """Return what each published page of `docs` says of itself, by its address from the site's.

    Its `heading` is there, too, and the `place` of its description. A page with a mistake there is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for page in sorted(docs.rglob("*.md")):
        name, head = page.relative_to(docs).as_posix(), read_head(page)
        if name != f"{SHELL}.md" and not head.problems:
            titles = (match["title"] for line in read(page) if (match := HEADING.match(line.text)))
            said = {"heading": plain(next(titles, "")), "place": head.problem(("description",), "")}
            found[address_of(name)] = {**head.value, **said}
    return found


def address_of(page: str) -> str:
    """Return a page's address for its name below docs/: form-cues.md has form-cues/."""
    name = page.removesuffix(".md").removesuffix("index")
    return f"{name}/" if name else ""


def included(lines: list[Line], partials: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines with each include replaced by its partial's lines, on the include's place."""
    for line in lines:
        if found := INCLUDE.match(line.text):
            texts = partials.get(found["name"], "").splitlines()
            yield from included([line._replace(text=text) for text in texts], partials)
        else:
            yield line


def plain(title: str) -> str:
    """Return a heading's words without tags."""
    return re.sub(r"<[^>]*>", "", title)


def anchors_of(lines: list[Line]) -> dict[str, list[Line]]:
    """Return the lines that give each id."""
    anchors = defaultdict(list)
    for line in lines:
        for found in ANCHOR.finditer(line.text):
            anchors[found["attribute"] or found["html"]].append(line)
    return anchors


# Rules


def check_includes(lines: list[Line], partials: Mapping[str, str]) -> Iterator[Problem]:
    """A page includes only partials that are generated."""
    for line in lines:
        found = INCLUDE.match(line.text)
        if found and found["name"] not in partials:
            yield line.problem(
                f"nothing to include by the name {found['name']!r}; {unknown(found['name'], [*partials])}"
            )
        elif "-8<-" in line.text and not found:
            yield line.problem('an include stands alone on its line, as --8<-- "items/name.md"')


def check_headings(lines: list[Line]) -> Iterator[Problem]:
    """A heading has an id of its own, which stays when its words change."""
    for line in lines:
        found = HEADING.match(line.text)
        if found and "#" not in (found["attributes"] or ""):
            yield line.problem(f"the heading {found['title']!r} has no id; end it with {{ #short-name }}")


def check_words(lines: list[Line], words: Set[str]) -> Iterator[Problem]:
    """A heading can be found by the words of everyday."""
    for line in lines:
        if HEADING.match(line.text):
            for found in ANCHOR.finditer(line.text):
                if found["attribute"] not in words:
                    yield line.problem(f"{found['attribute']!r} has no everyday words; add it to docs/data/search.yml")


def headings(docs: Path, partials: Mapping[str, str]) -> dict[str, Heading]:
    """Return all headings by their id; one without an id is left out, and so is a page that can't be read."""
    found = {}
    for page in sorted(docs.rglob("*.md")):
        try:
            lines = list(included(list(read(page)), partials))
        except UnicodeDecodeError:
            continue
        for line in lines:
            heading, anchor = HEADING.match(line.text), ANCHOR.search(line.text)
            if heading and anchor and anchor["attribute"]:
                found[anchor["attribute"]] = Heading(page.relative_to(docs).as_posix(), plain(heading["title"]))
    return found


def check_anchors(anchors: Mapping[Path, Mapping[str, list[Line]]]) -> Iterator[Problem]:
    """An id is kebab-case and stands once on the whole site."""
    places: defaultdict[str, list[Line]] = defaultdict(list)
    for on_page in anchors.values():
        for anchor, lines in on_page.items():
            places[anchor] += lines
    for anchor, (first, *others) in places.items():
        if not ID.fullmatch(anchor):
            yield first.problem(f"the id {anchor!r} should be {ID_RULE}")
        for line in others:
            yield line.problem(
                f"the id {anchor!r} is already used at {first.problem('').place}; an id is used once on the whole site"
            )


def check_links(
    lines: list[Line],
    docs: Path,
    anchors: Mapping[Path, Mapping[str, list[Line]]],
    files: Container[str],
    ids_somewhere: Set[str],
) -> Iterator[Problem]:
    """A link leads to a page, a file or an id that is there; only a Markdown link is followed by the builder."""
    for line, found, target in local_links(lines):
        file = (line.page.parent / unquote(target.path)).resolve() if target.path else line.page
        anchor = unquote(target.fragment)
        if target.path.removeprefix("../") in files:
            continue
        if found["html"] and target.path:
            yield line.problem(f"{found['html']!r} in HTML is left as it is; write [words]({found['html']}) instead")
        elif not file.is_file():
            names = [page.relative_to(docs).as_posix() for page in anchors]
            near = did_you_mean(target.path, names)
            yield line.problem(f"a link to {target.path!r}, which is not there; {near}pages are {listed(names)}")
        elif anchor and anchor not in ids_somewhere and anchor not in anchors.get(file, ()):
            known = sorted({*anchors.get(file, ()), *ids_somewhere})
            where = file.relative_to(docs).as_posix()
            yield line.problem(f"a link to {anchor!r}, which is not on {where}; {unknown(anchor, known)}")


def local_links(lines: list[Line]) -> Iterator[tuple[Line, re.Match[str], SplitResult]]:
    """Yield each link that stays on the site, with its line and its parts."""
    for line in lines:
        for found in LINK.finditer(line.text):
            target = urlsplit(found["markdown"] or found["html"])
            if not (target.scheme or target.netloc):
                yield line, found, target
