"""Reads from mkdocs.yml what the generator needs of it, without MkDocs, and checks it against the pages."""

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pathspec.gitignore import GitIgnoreSpec
from referencing import Registry

from facts.schema import check_schema, validator
from facts.sources import InputError, Problem, Source, line_of, not_utf_8, note_lines
from facts.words import did_you_mean

HIDDEN = ".*", "/templates/"
"""What the builder publishes of no project."""
PAGES = {"words": "that lists all everyday words", "safety": "with the rules of safety"}
"""The pages that overrides/ link to, by their keys under `extra:`."""

MOST_OF_A_NAME = 16
"""The most characters of a name that a browser lists among its searches (OpenSearch 1.1)."""

SCHEMA = {
    "type": "object",
    "required": ["site_name", "site_url"],
    "properties": {
        "site_name": {"type": "string", "minLength": 1},
        "site_url": {"type": "string", "minLength": 1},
        "site_description": {"type": ["string", "null"]},
        "nav": {"type": ["array", "null"]},
        "extra": {"type": ["object", "null"]},
        "exclude_docs": {"type": ["string", "null"]},
        "not_in_nav": {"type": ["string", "null"]},
    },
}
"""What the generator reads of mkdocs.yml; the builder checks the rest."""


@dataclass(frozen=True)
class Settings:
    """The site's name, its address with a slash at its end, and what overrides/ are told under `extra:`."""

    name: str
    url: str
    extra: dict[str, Any]
    nav: tuple[str, ...]
    """The pages of the menu by their files' names, in its order."""
    source: Source
    """All of mkdocs.yml, with its lines."""

    @functools.cached_property
    def is_hidden(self) -> Callable[[str], bool]:
        """Tell whether a file is not published, by its name below docs/."""
        return matcher([*HIDDEN, *(self.source.value.get("exclude_docs") or "").splitlines()])

    @property
    def description(self) -> str:
        """What the site says of itself in a sentence, if it does."""
        return self.source.value.get("site_description") or ""

    @property
    def short_name(self) -> str:
        """The name under `extra:`, or else as much of the site's own, in whole words, as a browser lists."""
        given = str(self.extra.get("short_name") or self.name)
        cut = given[:MOST_OF_A_NAME]
        return cut if cut == given or " " not in cut else cut.rsplit(" ", 1)[0]

    @property
    def safety_page(self) -> str:
        """The page with the rules of safety, if there is one, without .md."""
        return str(self.extra.get("safety", "")).strip("/")

    @property
    def words_page(self) -> str:
        """The page that lists all everyday words, if there is one, without .md."""
        return str(self.extra.get("words", "")).strip("/")


class Loader(yaml.CSafeLoader):
    """YAML with the builder's tags: !ENV is the variable or else its last value, others are left out."""


def variable(loader: Loader, node: yaml.SequenceNode) -> Any:
    """Return the value of the first variable of the environment that is set and not empty, or else the last entry."""
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if os.environ.get(name)), default)


Loader.add_constructor("!ENV", variable)
Loader.add_multi_constructor("", lambda *_: None)


def settings(root: Path) -> Settings:
    """Return what `root`/mkdocs.yml says of the site; raises `InputError` where that can't be read."""
    path = root / "mkdocs.yml"
    source = Source(path)
    try:
        text = path.read_text(encoding="utf-8")
        node: Any = Loader(text).get_single_node()
        if node:
            list(note_lines(source, node))
            source.value = Loader(text).construct_document(node)
    except UnicodeDecodeError as error:
        raise InputError([not_utf_8(path, error)]) from None
    except yaml.MarkedYAMLError as error:
        raise InputError([Problem(path, line_of(error), f"not YAML: {error.problem or error.context}")]) from None
    if problems := [*check_schema(source, {source.name: validator(SCHEMA, Registry())})]:
        raise InputError(problems)
    given = source.value
    nav = tuple(pages(given.get("nav")))
    return Settings(given["site_name"], given["site_url"].rstrip("/") + "/", given.get("extra") or {}, nav, source)


def pages(nav: Any) -> Iterator[str]:
    """Yield the file of each page of a menu, in its order; links that lead elsewhere are left out."""
    if isinstance(nav, dict | list):
        for below in nav.values() if isinstance(nav, dict) else nav:
            yield from pages(below)
    elif isinstance(nav, str) and nav.endswith(".md"):
        yield nav


def check_site(site: Settings, names: Sequence[str]) -> Iterator[Problem]:
    """A page of docs/, of these names, is in the menu or said not to be; what mkdocs.yml names is there."""
    at = {value: keys for keys, value in leaves(site.source.value.get("nav"), ("nav",))}
    for name in site.nav:
        if name not in names:
            near = did_you_mean(name, [page for page in names if page not in site.nav])
            message = f"{name!r} is not there; {near}take it out, or add docs/{name}"
            yield site.source.problem(at[name], "")._replace(message=f"nav: {message}")
    outside = matcher((site.source.value.get("not_in_nav") or "").splitlines())
    for name in {name for name in site.nav if site.nav.count(name) > 1}:
        yield site.source.problem(("nav",), f"{name!r} is in the menu twice; once is enough")
    for name in names if site.nav else ():
        if name not in site.nav and not outside(name):
            message = f"docs/{name} is not in the menu; add it as   - {name}   or below not_in_nav: as   /{name}"
            yield site.source.problem(("nav",), message)
    if len(str(site.extra.get("short_name", ""))) > MOST_OF_A_NAME:
        message = f"should have at most {MOST_OF_A_NAME} characters, as a browser's list of searches has no more room"
        yield site.source.problem(("extra", "short_name"), message)
    for key, what in PAGES.items():
        if (page := site.extra.get(key)) and f"{str(page).strip('/')}.md" not in names:
            message = f"there is no docs/{str(page).strip('/')}.md; name the page {what}, or take this line out"
            yield site.source.problem(("extra", key), message)


def leaves(value: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each value below that is none of lists and keys, with the way to it."""
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(below, (*keys, key))
    else:
        yield keys, value


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a name is among those that patterns mean, as in a .gitignore."""
    return GitIgnoreSpec.from_lines(patterns).match_file
