"""Leaves of a style sheet what the site's pages can use, and nothing that they can't."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import lightningcss
import tinycss2

BROWSERS = ["chrome 111", "edge 111", "firefox 113", "safari 16.4", "ios_saf 16.4"]
"""The oldest ones that get the look as it is meant; older ones get the words."""
GROUPS = {"media", "supports", "layer", "container"}
EITHER = {"is", "where", "has"}
COMMENT = re.compile(r"(?<![:'\"`])//.*|/\*.*?\*/")
STRING = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`")
READ = re.compile(r"var\(\s*(--[\w-]+)")


class Words(HTMLParser):
    """Collects every tag, class, id and attribute of pages, and the words of the scripts that change them."""

    def __init__(self, pages: Iterable[str], scripts: Iterable[str]) -> None:
        super().__init__()
        self.tags, self.classes, self.ids = {"html", "body"}, set[str](), set[str]()
        self.attributes: dict[str, set[str]] = {"hidden": set(), "open": set(), "disabled": set(), "tabindex": set()}
        for page in pages:
            self.feed(page)
            self.reset()
        # What a script puts on an element is named in one of its strings.
        strings = (found[0] for script in scripts for found in STRING.finditer(COMMENT.sub("", script)))
        self.scripted = {word for string in strings for word in re.findall(r"[\w-]+", string)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")
            if name == "class":
                self.classes.update((value or "").split())
            elif name == "id":
                self.ids.add(value or "")

    def has(self, kind: set[str], word: str) -> bool:
        return word in kind or word in self.scripted


@dataclass
class Rule:
    """A part of a style sheet: selectors with declarations, a group of rules under its condition, or an at-rule."""

    head: str = ""
    selectors: list[list[Any]] = field(default_factory=list)
    declarations: list[str] = field(default_factory=list)
    inside: list["Rule"] = field(default_factory=list)
    keyframes: str = ""

    def __str__(self) -> str:
        if self.selectors:
            return f"{','.join(map(tinycss2.serialize, self.selectors))}{{{';'.join(self.declarations)}}}"
        return f"{self.head}{{{''.join(map(str, self.inside))}}}" if self.inside else self.head


def parse(css: str) -> list[Rule]:
    """Return the rules of a style sheet, made as short as they can be."""
    short = str(lightningcss.process_stylesheet(css, browsers_list=BROWSERS, minify=True))
    return list(rules_of(tinycss2.parse_stylesheet(short, skip_comments=True, skip_whitespace=True)))


def rules_of(nodes: Iterable[Any]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            contents = tinycss2.parse_blocks_contents(node.content, True, True)
            yield Rule(selectors=split(node.prelude), declarations=[part.serialize() for part in contents])
        elif node.type == "at-rule" and node.lower_at_keyword in GROUPS and node.content is not None:
            inside = list(rules_of(tinycss2.parse_blocks_contents(node.content, True, True)))
            yield Rule(head=f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}", inside=inside)
        elif node.type == "at-rule" and node.lower_at_keyword == "keyframes":
            yield Rule(head=node.serialize(), keyframes=tinycss2.serialize(node.prelude).strip())
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":
            yield Rule(head=node.serialize())


def purge(rules: list[Rule], words: Words) -> list[Rule]:
    """Return the rules without selectors, keyframes and custom properties that nothing uses."""
    kept = list(used(rules, words))
    while (less := list(named(kept, "".join(map(str, kept))))) != kept:
        kept = less
    return kept


def used(rules: Iterable[Rule], words: Words) -> Iterator[Rule]:
    """Yield each rule with those of its selectors that a page can match."""
    for rule in rules:
        if rule.selectors:
            if selectors := [selector for selector in rule.selectors if matches(selector, words)]:
                yield replace(rule, selectors=selectors)
        elif rule.inside:
            if inside := list(used(rule.inside, words)):
                yield replace(rule, inside=inside)
        else:
            yield rule


def named(rules: Iterable[Rule], css: str) -> Iterator[Rule]:
    """Yield the rules without the custom properties that `css` reads nowhere, and the keyframes it nowhere names."""
    rules = list(rules)
    # A name may be the value of a custom property, so every word of a declaration counts.
    animated = set(re.findall(r"[\w-]+", " ".join(declarations(rules))))
    yield from without(rules, set(READ.findall(css)), animated)


def declarations(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from rule.declarations
        yield from declarations(rule.inside)


def without(rules: Iterable[Rule], read: set[str], animated: set[str]) -> Iterator[Rule]:
    for rule in rules:
        if rule.selectors:
            needed = [part for part in rule.declarations if not part.startswith("--") or part.split(":")[0] in read]
            if needed:
                yield replace(rule, declarations=needed)
        elif rule.inside:
            if inside := list(without(rule.inside, read, animated)):
                yield replace(rule, inside=inside)
        elif not rule.keyframes or rule.keyframes in animated:
            yield rule


def split(tokens: list[Any]) -> list[list[Any]]:
    """Part the tokens at their commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def matches(selector: list[Any], words: Words) -> bool:
    """Whether every name in a selector is on some page; what stands in :not() may be missing."""
    before = ""
    for token in selector:
        match token.type:
            case "ident" if before == ".":
                known = words.has(words.classes, token.value)
            case "ident" if before != ":":
                known = words.has(words.tags, token.lower_value)
            case "hash":
                known = words.has(words.ids, token.value)
            case "[] block":
                known = has_attribute(token.content, words)
            case "function" if token.lower_name in EITHER:
                known = any(matches(part, words) for part in split(token.arguments))
            case _:
                known = True
        if not known:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def has_attribute(tokens: list[Any], words: Words) -> bool:
    """Whether some element has the attribute, and with this value where the selector asks for equality."""
    names = [token.value for token in tokens if token.type in ("ident", "string")]
    if not names or not (names[0] in words.attributes or names[0] in words.scripted):
        return False
    equal = [token.value for token in tokens if token.type == "literal"] == ["="]
    if len(names) == 1 or not equal:
        return True
    return names[1] in words.attributes.get(names[0], set()) or names[1] in words.scripted
