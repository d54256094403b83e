"""Connects the build to MkDocs: what is generated before it, what is added to its pages, where the site goes."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from extras.mistakes import mistake
from facts.sources import InputError
from generate import ROOT, generate
from pages import trouble
from pages.publish import publish
from pages.stage import Stage, refused

log = logging.getLogger("mkdocs")

stage: Stage | None = None
"""Where the running build writes; nothing else is ever deleted here."""

said = trouble.Said()
"""What MkDocs warns of while it serves."""

serving = False
"""Whether `mkdocs serve` runs: its script that reloads the page would not be allowed on the light site, a device
that keeps the guide would show an author what was there before, and no chat asks for a card."""


def on_startup(command: str, **_: Any) -> None:
    """Note whether MkDocs serves the site or builds it, and have a mistake wait for its mend while it serves."""
    global serving
    serving = command == "serve"
    if serving:
        log.addHandler(said)
        module: Any = serve
        build = module.build

        def built(config: MkDocsConfig, **options: Any) -> None:
            with patience(Path(config.site_dir)):
                build(config, **options)

        module.build = built


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Wait for another build of the project to end, and have MkDocs write beside the site instead of into it."""
    global stage
    end()
    config.site_url = config.site_url or f"http://{config.dev_addr}/"  # an empty SITE_URL is none
    config.extra["offline"] = config.extra.get("offline", False) and not serving
    log.setLevel(min(log.getEffectiveLevel(), logging.WARNING))  # a quiet build is as strict as any
    stage = Stage(Path(config.docs_dir).parent, Path(config.site_dir))
    config.site_dir = str(stage.folder)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Make generated/ of docs/, without cards when serving; raises `PluginError` with all mistakes of the authors."""
    try:
        generate(Path(config.docs_dir).parent, with_cards=not serving)
    except InputError as bad:
        raise PluginError(nothing_built(bad)) from None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Take the sitemap's dates from the pages and not from the clock, so that equal input gives an equal site."""
    page.update_date = str(page.meta.get("updated", ""))
    return markdown


@event_priority(-100)  # the last one: what fails before leaves the site as it was
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the pages and put them in the site's place; after a warning, leave the site as it was."""
    assert stage
    if warned():
        return
    try:
        publish(stage.folder, Path(config.docs_dir).parent, serving=serving)
    except InputError as bad:
        raise PluginError(f"Nothing was published. {bad}") from None
    stage.publish()
    config.site_dir = str(stage.site)
    end()


def on_build_error(error: Exception, **_: Any) -> None:
    """Give up what was built; raises `Abort`, and logs what to do, for a template's mistake or a full disk."""
    end()
    if isinstance(error, OSError):
        log.error("The build has stopped. %s", refused(error))
        raise Abort("Aborted with an OSError!")
    if problem := mistake(error):
        bad = InputError([problem])
        log.error(nothing_built(bad))
        raise Abort("Aborted with a mistake in a template!") from bad


def on_serve(server: Any, builder: Callable[[], None], **_: Any) -> None:
    """Have a mistake in mkdocs.yml wait, too, and a page that is not there reload itself as all others do."""
    answer = server.error_handler

    def built() -> None:
        with patience(Path(server.root)):
            builder()

    def page(code: int) -> bytes | None:
        epoch, content = server._visible_epoch, answer(code)
        return server._inject_js_into_html(content, epoch) if content else None

    server.builder, server.error_handler = built, page


@contextmanager
def patience(site: Path) -> Iterator[None]:
    """Show on every page of the served site what stops a build, until one succeeds."""
    said.lines.clear()
    try:
        yield
        return
    except Abort as error:  # MkDocs has logged why
        reasons = trouble.reasons(error) or said.lines or [str(error)]
    except ConfigurationError as error:
        reasons = trouble.reasons(error) or [str(error)]
        log.error("\n".join(reasons))
    except Exception as error:
        log.exception("A mistake in the code has stopped the build.")
        reasons = [f"{type(error).__name__}: {error}"]
    trouble.show(reasons, ROOT, site)


def on_shutdown() -> None:
    """Give up what was built and not published, as when somebody stops MkDocs during a build."""
    end()


def end() -> None:
    """Delete what the running build has not published, if one runs, and let the next one begin."""
    global stage
    if stage:
        stage.close()
    stage = None


def nothing_built(bad: InputError) -> str:
    """Return what is to put right before anything is built."""
    return f"Nothing was built. To put right: {len(bad.problems)}\n{bad}"


def warned() -> bool:
    """Whether MkDocs has counted a warning, for which it will end a strict build once this is over."""
    return any(handler.get_counts() for handler in log.handlers if isinstance(handler, CountHandler))


def name_the_site(record: logging.LogRecord) -> bool:
    """Have MkDocs name the site where it would name the stage, which is gone when a reader looks for it."""
    if stage:
        record.msg = str(record.msg).replace(str(stage.folder), str(stage.site))
    return record.msg != "Cleaning site directory"  # it is not


def leave_to_us(_: logging.LogRecord) -> bool:
    """Have MkDocs say nothing of a template's mistake while it passes the error on: we name its place."""
    error = sys.exc_info()[1]
    return not (isinstance(error, Exception) and mistake(error))


def name_the_line(record: logging.LogRecord) -> bool:
    """Have MkDocs say where in mkdocs.yml an entry stands that it warns of."""
    record.msg = trouble.with_line(str(record.msg), ROOT / "mkdocs.yml")
    return True


def forgive(record: logging.LogRecord) -> bool:
    """Have an address that is asked for, and not there, be no warning: it would stop a strict build meanwhile."""
    if record.levelno == logging.WARNING:
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True


log.getChild("commands.build").addFilter(name_the_site)
log.getChild("commands.build").addFilter(leave_to_us)
log.getChild("config").addFilter(name_the_line)
log.getChild("livereload").addFilter(forgive)
