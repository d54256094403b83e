"""Writes generated/ from docs/data/: the tables, lists and figures that the pages include, and the facts alone."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import addresses
import data
import drawings
import pages
from cache import Cache
from items import all_items, rules
from render import TEMPLATES, render
from stage import refused, turn

ROOT = Path(__file__).parent.parent
FIND = "find.md"
"""The page that lists all everyday words."""


def generate(root: Path) -> list[Path]:
    """Write `root`/generated from `root`/docs and return the files; on bad input raise and write nothing."""
    return write(root / "generated", build(root / "docs"))


def build(docs: Path) -> dict[str, str]:
    """Return each file's text by its name under generated/.

    Raises `data.InputError` with every problem of the data, of the pages, and of addresses that would be lost.
    """
    texts, current = make(docs)
    registry = data.read(docs / "data" / "permalinks.yml")
    if problems := list(addresses.check(registry, current)):
        raise data.InputError(problems)
    return texts


def make(docs: Path) -> tuple[dict[str, str], list[str]]:
    """Return each file's text by its name under generated/, and every address of the guide.

    Raises `data.InputError` with every problem of the data and of the pages.
    """
    sources = data.read_all(docs / "data")
    problems = data.check_all(sources, docs / "data" / "schema")
    kept = Cache(docs.parent / ".cache" / "figures")
    datasets: dict[str, Any] = {}
    texts: dict[str, str] = {}
    if not problems:
        datasets = {source.name: source.value for source in sources}
        datasets["items"] = all_items(datasets)
        drawn, problems = drawings.draw_all(sources, kept)
        # Twice, since the list of all words names the headings, and those are in the other partials.
        texts = render_all(datasets | {"everyday": []})
        texts = render_all(datasets | {"everyday": everyday(datasets, pages.headings(docs, texts))})
        texts |= drawn
    if problems:
        # What can't be made still has a name and ids, so the pages can be checked all the same.
        texts = dict.fromkeys([*template_names(), *drawings.names(sources)], "")
        problems += pages.check(docs, texts, data.ids(sources))
    else:
        problems += check_all_pages(docs, texts, next(source for source in sources if source.name == "search"))
    if problems:
        raise data.InputError(problems)
    kept.sweep()
    texts[data.FACTS] = json.dumps({source.name: source.value for source in sources})
    return texts, addresses.addresses(pages.front_matter(docs), pages.headings(docs, texts), datasets["items"].values())


def check_all_pages(docs: Path, texts: dict[str, str], search: data.Source) -> list[data.Problem]:
    """Return every problem of the pages, and of everyday words that belong to no heading."""
    words = search.value["words"].keys()
    problems = pages.check(docs, texts, words=words)
    known = pages.headings(docs, texts) if not problems else words
    for name in words - known:
        near = data.did_you_mean(name, sorted(known))
        problems.append(search.problem(("words", name), f"no heading has this id; {near}leave it out or give it one"))
    return problems


def everyday(datasets: dict[str, Any], headings: dict[str, pages.Heading]) -> list[dict[str, Any]]:
    """Return every everyday word by its first letter, from A to Z: under each, what leads to the same heading together.

    Rules of safety stand first. Left out are words that are not to be shown, and those for the page that lists them.
    """
    urgent = {rule["id"] for rule, kind in rules(datasets["safety"]) if kind.tone}
    not_shown = re.compile(rf"\b({'|'.join(map(re.escape, datasets['search']['not_shown']))})\b")
    letters: dict[str, dict[str, set[str]]] = {}
    for name, phrases in all_words(datasets):
        for phrase in phrases:
            if name in headings and headings[name].page != FIND and not not_shown.search(phrase):
                letter = "0–9" if phrase[0].isdigit() else phrase[0].upper()
                letters.setdefault(letter, {}).setdefault(name, set()).add(phrase)
    return [
        {
            "letter": letter,
            "entries": [
                {"words": sorted(found), "title": headings[name].title, "target": f"{headings[name].page}#{name}"}
                for name, found in sorted(letters[letter].items(), key=lambda it: (it[0] not in urgent, min(it[1])))
            ],
        }
        for letter in sorted(letters, key=lambda letter: (letter == "0–9", letter))
    ]


def all_words(datasets: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield what people look up for each heading, by its id: what needs a rule of safety first.

    A rule has the first phrase of those that begin with the same word. For the other headings, a phrase of three words
    or more is a query, which the search answers, and nothing to look up.
    """
    for rule, _ in rules(datasets["safety"]):
        said = [phrase.replace("-", " ") for phrase in rule.get("alone", []) + rule.get("search", [])]
        yield rule["id"], list({phrase.split()[0]: phrase for phrase in reversed(said)}.values())
    for name, phrases in datasets["search"]["words"].items():
        yield name, [phrase for phrase in phrases if phrase.count(" ") < 2]


def template_names() -> list[str]:
    """Return the name of each partial: its template's path without the .jinja; _names are for imports only."""
    found = (path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.md.jinja"))
    return sorted(path.with_suffix("").as_posix() for path in found if not path.name.startswith("_"))


def render_all(datasets: dict[str, Any]) -> dict[str, str]:
    """Return each partial's text by its name."""
    return {name: render(name, **datasets) for name in template_names()}


def write(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Replace the folder's contents with these texts, by name."""
    shutil.rmtree(folder, ignore_errors=True)
    return list(write_each(folder, texts))


def write_each(folder: Path, texts: dict[str, str]) -> Iterator[Path]:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path


def main() -> int:
    try:
        with turn(ROOT):
            written = generate(ROOT)
    except (data.InputError, OSError) as bad:
        print(refused(bad) if isinstance(bad, OSError) else bad, file=sys.stderr)
        return 1
    print(f"generated/: {len(written)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
