"""Reads what each page says of itself in its front matter, as data with its lines."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from referencing import Registry

from facts.schema import check_schema, validator
from facts.sources import Problem, Source, is_there, parse
from facts.words import unknown

MARK = "---\n"
DATE = {
    "type": "string",
    "format": "date",
    "pattern": r"20\d\d-\d\d-\d\d",  # of the sitemap, whose packed copy knows no day after 2106
    "description": "a date as 2026-11-22",
}
NEEDED = ["title", "description", "figure", "published", "updated"]
WORDS = {
    "type": "string",
    "minLength": 1,
    "pattern": r"(?!\s)[^*_`|<>\[\]{}\\\n]*(?<!\s)",
    "description": "words on the line of their key, without markup (* _ ` | < > [ ] { } \\)",
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": NEEDED,
    "properties": {
        "title": WORDS,
        "long_title": WORDS,
        "description": WORDS,
        "teaser": WORDS,
        "figure": WORDS,
        "published": DATE,
        "updated": DATE,
        "hide": {"type": "array", "items": {"enum": ["navigation", "toc"]}},
        "scripts": {"type": "array", "items": {"type": "string"}},
    },
}
"""What a page says: its name in the menu, and in the list on the home page where it is longer there; a sentence for
search engines and link previews, and one for that list; the figure on its card, the days of its first publication and
of its last change that a reader would notice; whether it has no columns beside it, and the scripts that it brings
along."""
HOME = "index.md"


def text_of(page: Path) -> str:
    """Return a page's text as the builder reads it; what is not UTF-8 is reported elsewhere."""
    return page.read_text(encoding="utf-8-sig", errors="replace")


def cut(text: str) -> tuple[str, str]:
    """Return a page's front matter from its second line on, and what is below; where there is none, nothing and all."""
    head, mark, body = text.partition(f"\n{MARK}") if text.startswith(MARK) else ("", "", text)
    return (head.removeprefix(MARK.strip()), body) if mark else ("", text)


def read_head(page: Path) -> Source:
    """Return a page's front matter; what is wrong with it by itself is among its problems."""
    return head_of(page, text_of(page))


@functools.lru_cache(maxsize=256)
def head_of(page: Path, text: str) -> Source:
    """Return the front matter of a page's text; it is kept for what reads it again unchanged."""
    head, body = cut(text)
    if not head:
        message = f"no front matter; start the page with ---, {', '.join(NEEDED)} and --- again"
        return Source(page, problems=[Problem(page, 1, message)])
    source = parse(page, head)
    if not source.problems:
        source.problems += dict.fromkeys(check_schema(source, {source.name: validator(SCHEMA, Registry())}))
    if not body.strip():
        source.problems.append(Problem(page, 1, "the page is empty below its front matter"))
    return source


def check_head(source: Source, figures: Sequence[str] | None, assets: Path) -> Iterator[Problem]:
    """A page's front matter is as it should be, in its dates, too; the figure and the scripts that it names are there.

    `figures`: their keys, where they are known.
    """
    yield from source.problems
    if source.problems:
        return
    if figures is not None and (key := source.value["figure"]) not in figures:
        yield source.problem(("figure",), f"no figure has the key {key!r}; {unknown(key, figures)}", key)
    if source.value["updated"] < source.value["published"]:
        yield source.problem(("updated",), f"is before {source.value['published']}, when the page was published")
    for index, name in enumerate(source.value.get("scripts", [])):
        if not is_there(assets / name):
            yield source.problem(("scripts", index), f"there is no docs/assets/{name}")


def check_teasers(docs: Path, nav: Iterable[str]) -> Iterator[Problem]:
    """A page of the menu, but for the home page, has a sentence for the list on that one."""
    for page in (docs / name for name in nav if name != HOME and (docs / name).is_file()):
        source = read_head(page)
        if not source.problems and "teaser" not in source.value:
            message = "'teaser' missing; a page of the menu needs one, a sentence for the list on the home page"
            yield source.problem((), message)
