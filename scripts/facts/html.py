"""Checks the HTML that authors write in their pages: what is open ends, and nothing is asked for that is refused."""

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = {"area", "br", "col", "hr", "img", "input", "wbr"}
"""Elements that have no end; others that have none are refused."""
ENDS_BY_ITSELF = {"dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""Elements that end where the next one begins."""
REFUSED = {"audio", "base", "embed", "frame", "iframe", "link", "meta", "object", "source", "track", "video"}
"""Elements that the policy of a page blocks."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LOADS = {"src", "srcset", "poster", "data"}
"""Attributes by which a browser asks for a file without being told to."""


def mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield each mistake in the tags of a page without its code, with the number of its line."""
    tags = Tags()
    with suppress(AssertionError):  # of <![ that begins nothing; it is left, as each tag without an end
        tags.feed(f"{text}\n")  # without a line's end, an & in the last words would wait for more
    yield from tags.found
    if tags.rawdata.strip():
        yield tags.getpos()[0], "a tag begins here that does not end; for the sign itself write &lt;"
    for name, line in tags.open:
        if name not in ENDS_BY_ITSELF:
            yield line, f"<{name}> is never closed; end it with </{name}>"


class Tags(HTMLParser):
    """Reads tags, keeps those that are open with their lines, and notes what is wrong with them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element, which is open from here on if it can have an end."""
        if is_address(tag):
            return
        self.note(tag, attrs)
        if tag not in VOID | REFUSED:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element that ends in its own tag, as only those do that have no end and the parts of a drawing."""
        if tag in VOID | REFUSED or "svg" in (name for name, _ in self.open):
            self.note(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those in it that end by themselves."""
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in ENDS_BY_ITSELF:
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in ENDS_BY_ITSELF:
            inner = f"; <{self.open[-1][0]}> of line {self.open[-1][1]} ends first" if self.open else ""
            self.found.append((self.getpos()[0], f"</{tag}> closes nothing here{inner}"))

    def note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the policy of a page blocks, and a heading that would have no address."""
        line = self.getpos()[0]
        if tag in REFUSED:
            self.found.append((line, f"<{tag}> is blocked by the policy of the pages; link to it instead"))
        elif tag in HEADINGS:
            self.found.append((line, f"<{tag}> is no heading with an address; write ## Title {{ #short-name }}"))
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append((line, f"{name}= is blocked by the policy of the pages; give the element a class"))
            elif name == "action" or (name in LOADS and is_elsewhere(value or "")):
                message = f"{name}={value!r} is blocked by the policy of the pages: nothing is asked of another site"
                self.found.append((line, message))


def is_address(tag: str) -> bool:
    """Whether what looks like a tag is an address in brackets, as <https://example.org> or <page.md>."""
    return any(sign in tag for sign in ":@.")


def is_elsewhere(address: str) -> bool:
    """Whether an address leads to another site; one that is no address is found among the links."""
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return False
