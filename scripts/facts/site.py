"""Reads from mkdocs.yml what the generator needs of it, without MkDocs."""

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pathspec.gitignore import GitIgnoreSpec

HIDDEN = ".*", "/templates/"
"""What the builder publishes of no project."""


@dataclass(frozen=True)
class Settings:
    """The site's name, its address with a slash at its end, and what overrides/ are told under `extra:`."""

    name: str
    url: str
    extra: dict[str, Any]
    not_published: str = ""
    """The files below docs/ that are not published, as a .gitignore names them."""

    @functools.cached_property
    def is_hidden(self) -> Callable[[str], bool]:
        """Tell whether a file is not published, by its name below docs/."""
        return GitIgnoreSpec.from_lines([*HIDDEN, *self.not_published.splitlines()]).match_file

    @property
    def safety_page(self) -> str:
        """The page with the rules of safety, if there is one, without .md."""
        return str(self.extra.get("safety", "")).strip("/")

    @property
    def words_page(self) -> str:
        """The page that lists all everyday words, if there is one, without .md."""
        return str(self.extra.get("words", "")).strip("/")


class Loader(yaml.SafeLoader):
    """YAML with the builder's tags: !ENV is the variable or else its last value, others are left out."""


def variable(loader: Loader, node: yaml.SequenceNode) -> Any:
    """Return the value of the first variable of the environment that is set and not empty, or else the last entry."""
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if os.environ.get(name)), default)


Loader.add_constructor("!ENV", variable)
Loader.add_multi_constructor("", lambda *_: None)


def settings(root: Path) -> Settings:
    """Return what `root`/mkdocs.yml says of the site."""
    given = yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    return Settings(
        given["site_name"], given["site_url"].rstrip("/") + "/", given.get("extra", {}), given.get("exclude_docs", "")
    )
