"""Fills the templates of scripts/templates/ with data."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES = Path(__file__).parent / "templates"


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
    environment.filters |= {"span": span, "curly": curly}
    return environment


def render(name: str, **values: Any) -> str:
    """Return the template of this name, which is its path without .jinja, filled with the values."""
    return environment().get_template(f"{name}.jinja").render(values)


def span(count: int | list[int]) -> str:
    """Write a number or a range of numbers: 3, or 2–3 with an en dash."""
    return str(count) if isinstance(count, int) else "–".join(map(str, count))


def curly(text: str) -> str:
    """Write apostrophes as the builder's smarty extension does."""
    return text.replace("'", "’")
