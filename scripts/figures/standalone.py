"""Makes a figure a file of its own: the colors that the style sheets give it on a light page, inside it."""

import re

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CUSTOM = re.compile(r"(--[\w-]+):\s*([^;}]+);")
EITHER = re.compile(r"light-dark\(([^,]+), [^)]+\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
ANY_OF = re.compile(r":is\(([^)]*)\)")


def with_colors(svg: str, figures_css: str, site_css: str, more: str) -> str:
    """Return `svg`, drawn for a page with these style sheets, as an SVG that needs none.

    `more`: rules that come after those of the style sheets.
    """
    rules = RULE.findall(COMMENT.sub("", EITHER.sub(r"\1", figures_css)))
    (classes,) = re.findall(r'^<svg class="([^"]*)"', svg)
    values = dict(CUSTOM.findall(EITHER.sub(r"\1", site_css)))
    for selector, body in rules:
        if set(re.findall(r"[\w-]+", selector)) <= set(classes.split()):
            values |= dict(CUSTOM.findall(body))
    parts = {name for names in re.findall(r'<(?!svg)[^>]*class="([^"]*)"', svg) for name in names.split()}
    style = "".join(
        f"{flat(selector.strip())}{{{VARIABLE.sub(lambda name: values[name[1]], body).strip()}}}"
        for selector, body in rules
        if not CUSTOM.search(body) and parts & set(re.findall(r"[\w-]+", selector))
    )
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        "<title>", f"<style>{style}{more}</style><title>", 1
    )


def flat(selector: str) -> str:
    """Write a selector without :is(), which not every program that draws SVG knows."""
    if found := ANY_OF.search(selector):
        head, tail = selector[: found.start()], selector[found.end() :]
        return ",".join(f"{head}{part.strip()}{tail}" for part in found[1].split(","))
    return selector
