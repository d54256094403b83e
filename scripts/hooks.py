"""Connects the build to MkDocs: what is generated before it, what is added to its pages, where the site goes."""

import logging
import shutil
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, clean_directory

from cards import CardError
from data import InputError
from finish import finish
from generate import generate
from light.lighten import lighten
from offline import write_offline

stage = Path()
"""Where the running build writes: beside the site, so that a build that fails leaves the site as it was."""


serving = False
"""Whether `mkdocs serve` runs: its script that reloads the page would not be allowed on the light site, and a device
that keeps the guide would show an author what was there before."""


def on_startup(command: str, **_: Any) -> None:
    global serving
    serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global stage
    config.site_url = config.site_url or f"http://{config.dev_addr}/"  # an empty SITE_URL is none
    config.extra["offline"] = config.extra.get("offline", False) and not serving
    stage = Path(f"{config.site_dir}.next")
    config.site_dir = str(stage)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    try:
        generate(Path(config.docs_dir).parent)
    except InputError as bad:
        raise PluginError(f"Nothing was built. To put right: {len(bad.problems)}\n{bad}") from None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Take the sitemap's dates from the pages and not from the clock, so that equal input gives an equal site."""
    page.update_date = str(page.meta["updated"])
    return markdown


def on_post_build(config: MkDocsConfig) -> None:
    site = stage.with_suffix("")
    if not warned():
        docs = Path(config.docs_dir)
        try:
            finish(stage, docs.parent / "generated", docs)
            if not serving:
                lighten(stage)
            write_offline(stage)
        except CardError as bad:
            raise PluginError(f"Nothing was published: {bad}") from None
        site.mkdir(parents=True, exist_ok=True)
        clean_directory(str(site))
        for entry in stage.iterdir():
            entry.rename(site / entry.name)
    shutil.rmtree(stage)
    config.site_dir = str(site)


def on_build_error(**_: Any) -> None:
    shutil.rmtree(stage, ignore_errors=True)


def warned() -> bool:
    """Whether MkDocs has counted a warning, for which it will end a strict build once this is over."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))
