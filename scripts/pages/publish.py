"""Makes the site of what a builder has built, whoever built it: each page is read once, changed, and written once."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from extras.partials import render
from extras.redirects import anchors_of
from facts.items import all_items
from facts.markdown import SHELL
from facts.site import settings
from facts.sources import InputError, Problem
from pages import light, offline, own, search, send, vocabulary

FACTS = "facts.json"
"""The name under generated/ of all data as it was checked, from which it is made into items again."""
THEME = ("images", "javascripts", "stylesheets")
"""The theme's folders below assets/, which no page names."""


def publish(site: Path, root: Path, *, serving: bool = False) -> int:
    """Change the pages of `site` in place, add what was made for it in `root`/generated, and return 0.

    A site that is being served gets no policy, which would forbid the script that reloads it, and is not kept offline.
    Raises `InputError` where the site was not built of this guide, or is published already.
    """
    generated, shell = root / "generated", site / SHELL / "index.html"
    if not ((generated / FACTS).is_file() and shell.is_file()):
        raise InputError([Problem(site, 1, "not built of generated/, or finished already; make both first")])
    datasets, guide = json.loads(read(generated / FACTS)), settings(root)
    items = all_items(datasets)
    own_pages = own.own_pages(read(shell), items, datasets, generated, guide)
    own.take_shell(site)
    built = read_all(site)
    add_files(site, generated)
    moved = anchors_of(datasets["permalinks"]["redirects"])
    styles = light.styles(root / "docs" / "assets" / "css", generated / "css")
    pages = built | read_all(generated / "site") | own_pages
    entries = []
    for file, html in pages.items():
        page = LexborHTMLParser(html)
        if file in built:
            entries += search.entries_of(page.clone(), file.removesuffix("index.html"))
        add_notes(page, moved.get(f"/{file.removesuffix('index.html')}", {}))
        vocabulary.finish(page)
        send.add_links(page, items)
        light.bring(page, styles, root / "docs" / "assets")
        pages[file] = light.written(page, with_policy=not serving)
        write(site / file, pages[file])
    write(site / search.FILE, search.index_of(entries, datasets, items))
    if guide.extra.get("offline") and not serving:
        offline.pack(site, pages)
    return 0


def read_all(site: Path) -> dict[str, str]:
    """Return each page of a folder by its file's name below it."""
    return {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}


def add_files(site: Path, generated: Path) -> None:
    """Add what was made for the site, and take away what no page names: what the theme brings, and comments."""
    shutil.copytree(generated / "site", site, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.html"))
    for folder in THEME:
        shutil.rmtree(site / "assets" / folder, ignore_errors=True)
    for script in (site / "assets").glob("*.js"):
        write(script, light.short(read(script)))
    write(site / "_headers", light.HEADERS)


def read(path: Path) -> str:
    """Return the text of a file in UTF-8."""
    return path.read_text(encoding="utf-8")


def add_notes(page: LexborHTMLParser, moved: Mapping[str, str]) -> None:
    """Add to a page a note for each of its anchors that is now elsewhere."""
    article = page.css_first("article")
    if article and moved:
        for note in LexborHTMLParser(render("pages/moved-anchors.html", anchors=moved)).css("p"):
            article.insert_child(note)


def write(path: Path, text: str) -> None:
    """Write a text in UTF-8, with the line ends of Unix, and make the folders that the file is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
