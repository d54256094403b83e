"""Says where a template is wrong, as of a mistake in the data."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from facts.sources import InputError, Problem

SCRIPTS = Path(__file__).parent.parent
UNNAMED = "<template>"
"""What Jinja calls a template that is no file."""
ENDINGS = (".html", ".jinja", UNNAMED)
"""How the names of templates end."""


@contextmanager
def checked(source: Path | None = None) -> Iterator[None]:
    """Have a mistake in a template raise `InputError`; `source` is what a template was made of that is no file."""
    try:
        yield
    except Exception as error:
        if problem := mistake(error, source):
            raise InputError([problem]) from None
        raise


def mistake(error: Exception, source: Path | None = None) -> Problem | None:
    """Return what is wrong with a template, and where, if that is why an error was raised."""
    name, line = place(error)
    path, line = (source, 1) if name == UNNAMED else (name and Path(name), line)
    return Problem(path, line, message(error)) if path else None


def place(error: Exception) -> tuple[str | None, int]:
    """Return the template and the line that raised an error; below it, code of ours may raise only Jinja's."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or UNNAMED, error.lineno
    lines = [line for line in traceback.extract_tb(error.__traceback__) if is_template(line) or is_ours(line)]
    while isinstance(error, TemplateError) and lines and is_ours(lines[-1]):
        lines.pop()
    return (lines[-1].filename, lines[-1].lineno or 1) if lines and is_template(lines[-1]) else (None, 1)


def is_ours(line: traceback.FrameSummary) -> bool:
    """Whether a line of a traceback is of the code in scripts/."""
    return line.filename.endswith(".py") and SCRIPTS in Path(line.filename).parents


def is_template(line: traceback.FrameSummary) -> bool:
    """Whether a line of a traceback is of a template."""
    return line.filename.endswith(ENDINGS)


def message(error: Exception) -> str:
    """Return an error in the words of Jinja, on one line."""
    if isinstance(error, TemplateNotFound):
        return f"no template has the name {error.name!r}"
    if isinstance(error, TemplateSyntaxError):
        return error.message or "not a template"
    return str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
