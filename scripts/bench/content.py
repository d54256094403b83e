"""Makes what is measured: a copy of the project with its content once or many times, and what builds it in two ways."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

import generate
from extras import reading
from facts.heads import text_of
from facts.markdown import INCLUDE, Heading, Line, address_of, anchors_of, headings
from permalinks import write

ROOT = Path(__file__).parents[2]
STOCK, PLAIN = "stock", "plain"
"""The folders of the sites beside `site`, and the names of their configurations: with nothing of ours, and with all
but the hooks."""
SHARED = ("site_name", "site_description", "site_url", "copyright", "nav", "not_in_nav", "markdown_extensions")
"""What stock Material is told as well; the rest of mkdocs.yml is about our theme, hooks and checks."""
STOCK_ONLY = {
    "theme": {"name": "material", "font": False},  # with a font it would ask another host, which is not measured here
    "plugins": ["search"],
    "exclude_docs": "/data/\n/item/\n",  # item/page.md is a pattern for a template of ours
}
COPIES = "/*-copy-*.md\n"
"""Copies are not in the navigation: a menu of 1,200 entries on each of 1,200 pages would be all that is measured."""
ID_USED = re.compile(r'(#|\bid="|\bfor=")([a-z][a-z0-9-]*)')


def make_project(root: Path, times: int) -> None:
    """Make in `root` a project with the pages of the navigation `times` times, ready for each build.

    Raises `InputError` with every mistake that would stop the build.
    """
    shutil.copytree(ROOT / "docs", root / "docs")
    for name in ("overrides", "scripts"):
        (root / name).symlink_to(ROOT / name)
    config: dict[str, Any] = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["not_in_nav"] += COPIES
    write_yaml(root / "mkdocs.yml", config)
    write_yaml(root / f"{PLAIN}.yml", {key: value for key, value in config.items() if key != "hooks"})
    write_yaml(root / f"{STOCK}.yml", {key: config[key] for key in SHARED} | STOCK_ONLY)
    multiply(root, config["nav"], times)
    generate.generate(root)  # stock Material includes the tables and figures, too, and makes none
    shutil.rmtree(root / ".cache")  # what is built first draws them again


def write_yaml(path: Path, value: Any) -> None:
    """Write a value as YAML, its keys in their order, and functions as tags that MkDocs reads."""
    # Not safe_dump, which knows no functions: of the extensions, icons have two.
    path.write_text(yaml.dump(value, sort_keys=False), encoding="utf-8")


def multiply(root: Path, names: list[str], times: int) -> None:
    """Add `times` - 1 copies of each page, and what the checks ask for each: an address, and everyday words."""
    guide, docs = reading.load(root), root / "docs"
    partials, search, registry = guide.texts, guide.datasets["search"], guide.datasets["permalinks"]
    words = search["words"]
    lines = {name: list(filled(docs / name, text_of(docs / name), partials)) for name in names}
    found = {id_: heading for id_, heading in headings(docs, partials).items() if heading.page in lines}
    more_words: dict[str, list[str]] = {}
    for number in range(2, times + 1):
        for name, text in copies(lines, number).items():
            (docs / name).write_text(text, encoding="utf-8")
        registry["published"] += addresses(lines, found, number)
        more_words |= {copy_of(id_, number): [*words[id_]] for id_ in found}  # a list of its own, or YAML refers to it
    write_yaml(docs / "data" / "search.yml", search | {"words": words | more_words})
    write(docs / "data" / "permalinks.yml", registry)


def filled(page: Path, text: str, partials: Mapping[str, str]) -> Iterator[Line]:
    """Yield every line of a page's text, its front matter and code, too, with all of a partial for each include."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := INCLUDE.match(line):
            yield from filled(page, partials[found["name"]], partials)
        else:
            yield Line(page, number, line)


def copies(pages: Mapping[str, list[Line]], number: int) -> dict[str, str]:
    """Return a copy of each page by its name, with ids of its own, and links among the copies.

    An id is used once on the whole site, and those of the partials, too: so a copy has its partials in it.
    """
    ids = {id_ for lines in pages.values() for id_ in anchors_of(lines)}

    def renamed(found: re.Match[str]) -> str:
        return found[1] + copy_of(found[2], number) if found[2] in ids else found[0]

    def moved(found: re.Match[str]) -> str:
        return copy_name(found[0], number) if found[0] in pages else found[0]

    texts = {name: "\n".join(line.text for line in lines) for name, lines in pages.items()}
    texts = {name: ID_USED.sub(renamed, text) for name, text in texts.items()}
    return {copy_name(name, number): re.sub(r"[a-z-]+\.md\b", moved, text) for name, text in texts.items()}


def addresses(names: Iterable[str], found: Mapping[str, Heading], number: int) -> list[str]:
    """Return the addresses of one copy of all pages and of their headings, as the registry has them."""
    pages = [f"/{address_of(copy_name(name, number))}" for name in names]
    places = [f"/{address_of(copy_name(it.page, number))}#{copy_of(id_, number)}" for id_, it in found.items()]
    return pages + places


def copy_of(name: str, number: int) -> str:
    """Return what an id, or a page's name without .md, is in the copy of this number: pelvis-level-copy-2."""
    return f"{name}-copy-{number}"


def copy_name(page: str, number: int) -> str:
    """Return the file's name of a page's copy: form-cues.md has form-cues-copy-2.md."""
    return f"{copy_of(page.removesuffix('.md'), number)}.md"
