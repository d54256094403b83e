"""Shows on every page of a site that is being served what is to put right, in place of the site."""

import logging
import re
from contextlib import closing, suppress
from pathlib import Path

import yaml

from extras.partials import render
from facts.sources import InputError, Problem
from pages.stage import Stage

PAGE = "404.html"
"""What a server answers with where it has no page; there is no other now."""


class Said(logging.Handler):
    """Keeps what is said that stops a strict build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.lines.append(record.getMessage())


def reasons(error: BaseException | None) -> list[str]:
    """Return the lines of the mistakes for which an error was raised, if they have any."""
    while error:
        if isinstance(error, InputError):
            return [str(problem) for problem in error.problems]
        if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
            mark = error.problem_mark
            return [str(Problem(Path(mark.name), mark.line + 1, f"not YAML: {error.problem}"))]
        error = error.__cause__ or error.__context__
    return []


def with_line(message: str, config: Path) -> str:
    """Return what a builder says of an entry of its settings, with the line on which the entry stands there."""
    key = re.match(r"Config value '(\w+)': ", message)
    lines = config.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [number for number, line in enumerate(lines, 1) if key and line.startswith(f"{key[1]}:")]
    return str(Problem(config, found[0], f"{key[1]}: {message[key.end() :]}")) if key and found else message


def show(reasons: list[str], root: Path, site: Path) -> None:
    """Put a page with the reasons in the place of the site, a folder that is being served."""
    with suppress(OSError), closing(Stage(root, site)) as stage:  # a full disk has been told of by now
        page = render("pages/trouble.html", reasons=reasons)
        (stage.folder / PAGE).write_text(page, encoding="utf-8")
        stage.publish()
