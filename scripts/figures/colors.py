"""Makes a figure a file of its own: the colors that the style sheets give it on a light page, inside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CUSTOM = re.compile(r"(--[\w-]+):\s*([^;}]+);")
EITHER = re.compile(r"light-dark\(([^,]+), [^)]+\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
ANY_OF = re.compile(r":is\(([^)]*)\)")
WITHOUT_NUMBERS = ".muscles .number{display:none}"
"""The numbers on the map belong to a list beside it, which a file has not."""


@dataclass(frozen=True)
class Palette:
    """The site's colors on a light page, by the names that its style sheets give them, and the rules of the figures."""

    tokens: Mapping[str, str]
    rules: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, folder: Path) -> "Palette":
        """Read the tokens and the figures' rules from the style sheets in `folder`."""
        figures = light(folder / "figure.css") + light(folder / "muscles.css")
        return cls(dict(CUSTOM.findall(light(folder / "base.css"))), tuple(RULE.findall(figures)))

    def colored(self, svg: str) -> str:
        """Return `svg`, drawn for a page with these style sheets, as an SVG that needs none."""
        (classes,) = re.findall(r'^<svg class="([^"]*)"', svg)
        values = dict(self.tokens)
        for selector, body in self.rules:
            if set(re.findall(r"[\w-]+", selector)) <= set(classes.split()):
                values |= dict(CUSTOM.findall(body))
        parts = {name for names in re.findall(r'<(?!svg)[^>]*class="([^"]*)"', svg) for name in names.split()}
        style = "".join(
            f"{flat(selector.strip())}{{{VARIABLE.sub(lambda name: values[name[1]], body).strip()}}}"
            for selector, body in self.rules
            if not CUSTOM.search(body) and parts & set(re.findall(r"[\w-]+", selector))
        )
        return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
            "<title>", f"<style>{style}{WITHOUT_NUMBERS}</style><title>", 1
        )


def light(sheet: Path) -> str:
    """Return a style sheet's text without comments, as a light page has it."""
    return COMMENT.sub("", EITHER.sub(r"\1", sheet.read_text(encoding="utf-8")))


def flat(selector: str) -> str:
    """Write a selector without :is(), which not every program that draws SVG knows."""
    if found := ANY_OF.search(selector):
        head, tail = selector[: found.start()], selector[found.end() :]
        return ",".join(f"{head}{part.strip()}{tail}" for part in found[1].split(","))
    return selector
