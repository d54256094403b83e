"""What the tests can ask of a browser, whatever its engine: open, look, press, click, go back, print."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
"""Runs before each page's own scripts, and notes what a page has to complain of."""
MIDDLE = """selector => {
  const element = document.querySelector(selector);
  const middle = () => {
    const {x, y, width, height} = element.getClientRects()[0];
    return [x + width / 2, y + height / 2].map(Math.floor);
  };
  const covered = () => !element.contains(document.elementFromPoint(...middle()));
  if (covered()) element.scrollIntoView({block: 'center', behavior: 'instant'});
  if (covered()) throw new Error(`${selector} can not be clicked`);
  return middle();
}"""
PATIENCE = 20  # seconds until a condition counts as one that does not come true


class PageError(Exception):
    """What was run in a page failed, or the page was left meanwhile."""


class Engine(ABC):
    """A browser with one window, in whose tabs pages are open."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Load a page, and wait until all of it is there."""

    @abstractmethod
    def run(self, expression: str) -> str:
        """Return the string that a JavaScript expression promises; raise PageError where it doesn't."""

    @abstractmethod
    def press(self, keys: str) -> None:
        """Press these keys one after the other; those that are no letters have a name in `Keys`."""

    @abstractmethod
    def tap(self, x: int, y: int) -> None:
        """Click at this place, in CSS pixels from the window's upper left corner."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this much room, in CSS pixels."""

    @abstractmethod
    def back(self) -> None:
        """Go to the page before this one, as the browser's own button does."""

    @abstractmethod
    def print(self) -> bytes:
        """Return the page as a PDF on A4."""

    @abstractmethod
    @contextmanager
    def tab(self) -> Iterator[None]:
        """Be in a new tab, and then in the old one again."""
        yield

    def evaluate(self, function: str, *given: Any) -> Any:
        """Call a JavaScript function in the page and return what it returns or promises."""
        call = f"({function})(...{json.dumps(given)})"
        return json.loads(self.run(f"(async () => JSON.stringify(await {call} ?? null))()"))

    def until(self, condition: str, *given: Any) -> None:
        """Ask until a JavaScript function returns something true, in this page or in one that is on its way."""
        asked = f"async (...given) => !!(await ({condition})(...given))"
        limit = time.monotonic() + PATIENCE
        why: object = "no"
        while time.monotonic() < limit:
            try:
                if self.evaluate(asked, *given):
                    return
            except PageError as error:
                why = error
        raise AssertionError(f"{condition} did not come true for {given}: {why}")

    def click(self, selector: str) -> None:
        """Click the first of these elements, once it is in sight; nothing may lie over it."""
        self.tap(*self.evaluate(MIDDLE, selector))
