"""Fills the templates of scripts/templates/ with what authors wrote: the partials that pages include, above all."""

import functools
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from extras.mistakes import checked
from facts.addresses import old_ids
from facts.heads import HOME
from facts.items import Figure, Item, Kind, in_group, kinds, part_of
from facts.markdown import address_of
from facts.words import curly

TEMPLATES = Path(__file__).parent.parent / "templates"


@functools.cache
def environment() -> Environment:
    """Return what the templates are read with; a name that is not there is an error.

    Only HTML is escaped: the schemas keep markup out of the data, and Markdown wants its quotes as they are.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["curly"] = curly
    return environment


def render(name: str, **values: Any) -> str:
    """Return the template of this name, which is its path without .jinja, filled with the values.

    Raises `InputError` where the template is wrong.
    """
    with checked():
        return environment().get_template(f"{name}.jinja").render(values)


def parts(datasets: Container[str]) -> list[str]:
    """Return the partials about one dataset: each is named as it, or begins with its name and a hyphen."""
    found = sorted(path.name.removesuffix(".md.jinja") for path in (TEMPLATES / "parts").glob("*.md.jinja"))
    return [name for name in found if name.split("-")[0] in datasets]


def render_all(context: Mapping[str, Any]) -> dict[str, str]:
    """Return each partial's text by its name.

    `context`: the datasets by their names, and `items`, `heads` (what each page says of itself) and `site` (its
    settings).
    """
    values = {"safety": None, "figures": [], **context, "safety_page": context["site"].safety_page}
    values["figures"] = [Figure(each["key"], each["title"], each["view"]) for each in values["figures"]]
    values["contents"] = contents(context["site"].nav, context["heads"])
    registry = context.get("permalinks", {"published": [], "redirects": {}})
    values["old_ids"] = old_ids(registry, context["items"].values())
    known = kinds(context["guide"])
    mapped = next((kind for kind in known.values() if kind.map), None)
    texts = dict(text for kind in known.values() for text in of_kind(kind, values))
    for name, given in context["guide"].get("parts", {}).items():
        says, facts = part_of(given, context)
        texts[f"parts/{name}.md"] = render("items/part.md", **values, says=says, facts=facts)
    for name in parts({*context, "contents", *(["map"] if mapped else [])}):
        texts[f"parts/{name}.md"] = render(f"parts/{name}.md", **values, mapped=mapped)
    return texts


def contents(nav: Iterable[str], heads: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return each page of the menu but the home page, in its order: its file's name, and what it says of itself.

    One that says no sentence for the list is left out.
    """
    found = [(name, heads.get(address_of(name), {})) for name in nav if name != HOME]
    return [(name, head) for name, head in found if "teaser" in head]


def of_kind(kind: Kind, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and text of a kind's partials: one or, where it has groups, one for each."""
    items: list[Item] = [*values["items"].values()]
    above = [figure for key in kind.above for figure in values["figures"] if figure.key == key]
    head = values["heads"].get(f"{kind.page}/")
    template = f"items/{kind.layout.partition('.')[0]}.md"
    render_group = functools.partial(render, template, **values, kind=kind, above=above, head=head)
    if not kind.groups:
        yield f"items/{kind.id}.md", render_group(chosen=in_group(items, kind.id), caption=kind.caption, last=True)
        return
    for group, caption in kind.groups.items():
        chosen, last = in_group(items, kind.id, group), group == [*kind.groups][-1]
        yield f"items/{kind.id}-{group}.md", render_group(chosen=chosen, caption=caption, last=last)
