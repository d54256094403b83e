"""Whatever an author does to a file, the site shows what is written, or lines say what to put right.

200 mutations are tried in each run, always the same ones; `MUTATIONS=10000 .venv/bin/python -m pytest
tests/test_mutations.py -s` tries others, too, and counts what becomes of them.
"""

import functools
import html
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import markdown as builder
import pytest
import tinyhtml5
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import ROOT, build, copy_project, digest, words
from extras.reading import read_guide
from facts import addresses, markdown
from facts.heads import text_of
from facts.sources import Problem, read, read_bytes

MUTATIONS = int(os.environ.get("MUTATIONS", "200"))
FILES = sorted([*(ROOT / "docs" / "data").glob("*.yml"), *(ROOT / "docs").glob("*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]
SIGNS = [
    *("#", " #", " # x", "'", '"', "*", "**", "_", "`", "```\n", "~~~\n", "|", "\\", "~", "^", "$", "@", "%"),
    *("<b>", "</b>", "<div>", "</div>", "<!--", "-->", "<x", "<script>", "<img src=//x.org/a.png>", ' style="x"'),
    *("&amp;", "&nbsp;", "&#65;", "&a ", "*a", "!!x ", ":smile:", ":x:", "{", "}", "{ #x }", "{{ x }}", "{% if %}"),
    *("[", "]", "[x](y.md)", "[x](#y)", "![x](https://x.org/a.png)", "(c)", "...", "--", "===\n", "---\n", "\n---\n"),
    *("- ", "1. ", "> ", "    ", "\t", "  ", "\n", "\n\n", ": ", ":", ", ", '--8<-- "x"', "#### ", "\n## ", "\n- "),
    *("\u200b", "\u202e", "\u2028", "\ufeff", "\x00", "\x0b", "\x85", "\r", "\xa0", "\xad", "é", "e\u0301", "ﬁ", "ſ"),
    *("中", "🦵", "👩‍🦽", "\ud7ff", "𝔘", "x" * 5000, "9" * 5000, "[" * 500, "lorem ipsum " * 400),
]
VALUES = ["3", "-1", "1.5", "true", "null", "[]", "{}", "''", "' '", ".inf", "[1, 2]", "[2, 1]", "{a: b}", "2026-02-31"]


BEHIND = ("guide", "search")
"""The data whose texts need not stand on a page by themselves: what they say is of a kind, or is only searched for."""


class Mutation(NamedTuple):
    """What is done to a file: two places in it, as shares of its length, and what is put there."""

    file: str
    kind: str
    places: tuple[float, float]
    sign: str
    value: str


KINDS = ["delete", "cut", "duplicate", "retype", "swap", "splice", "splice", "quote"]
MUTATION = st.builds(
    Mutation,
    st.sampled_from(NAMES),
    st.sampled_from(KINDS),
    st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)),
    st.sampled_from(SIGNS),
    st.sampled_from(VALUES),
)


def some(count: int) -> list[Mutation]:
    """Return so many mutations, always the same ones."""
    dice = random.Random(14)
    places = [(dice.random() * 0.999, dice.random() * 0.999) for _ in range(count)]
    return [
        Mutation(dice.choice(NAMES), dice.choice(KINDS), two, dice.choice(SIGNS), dice.choice(VALUES)) for two in places
    ]


def mutated(text: str, mutation: Mutation) -> str:
    """Return the text of a file as the mutation leaves it."""
    lines = text.split("\n")
    first, second = sorted(int(place * len(lines)) for place in mutation.places)
    line, column = lines[first], int(mutation.places[1] * (len(lines[first]) + 1))
    match mutation.kind:
        case "delete":
            del lines[first : min(second, first + 3) + 1]
        case "cut":
            lines[first] = line[:column]
        case "duplicate":
            lines[first:first] = lines[first : min(second, first + 6) + 1]
        case "retype":
            lines[first] = re.sub(r"(: ?|- )(?!.*: ).*", rf"\g<1>{mutation.value}", line)
        case "swap":
            lines[first], lines[second] = lines[second], lines[first]
        case "splice":
            lines[first] = line[:column] + mutation.sign + line[column:]
        case "quote":
            sign = mutation.sign.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\x00", r"\0")
            lines[first] = re.sub(r"(: )([^\[{].*)", lambda found: f'{found[1]}"{found[2]}{sign}"', line)
    return "\n".join(lines)


# What is shown


def extensions() -> dict[str, dict[str, Any]]:
    """Return the extensions of mkdocs.yml with their options, but for the one that includes partials."""

    class Loader(yaml.UnsafeLoader):
        """It reads the names of functions."""

    Loader.add_multi_constructor("!ENV", lambda *_: None)
    given = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)["markdown_extensions"]
    named = [entry if isinstance(entry, dict) else {entry: {}} for entry in given]
    return {name: options or {} for entry in named for name, options in entry.items() if "snippets" not in name}


EXTENSIONS = extensions()


@functools.lru_cache(maxsize=200)
def shown(text: str) -> str:
    """Return what a page of this Markdown shows, on one line."""
    page = builder.markdown(text, extensions=[*EXTENSIONS], extension_configs=EXTENSIONS)
    return words(tinyhtml5.parse(page, namespace_html_elements=False))


def page_text(page: Path, partials: dict[str, str]) -> str:
    """Return a page's Markdown with what it includes, without figures."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text_of(page), flags=re.DOTALL)
    include = re.compile(r'^-+8<-+ "([^"]+)"$', re.MULTILINE)
    while include.search(text):
        text = include.sub(lambda found: partials[found[1]] if found[1].endswith(".md") else "", text)
    return text


def leaves(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each text of a dataset with the names of the fields that lead to it."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*way, key))
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, way)


def one_line(text: str) -> str:
    """Undo what typography does to a text: its quotes, and runs of space."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.split())


class Outcome(NamedTuple):
    """What became of a mutation: the problems or, where there are none, all that the pages show."""

    problems: list[Problem]
    pages: str
    own: str


class Desk:
    """A copy of the guide, of which one file at a time is changed."""

    def __init__(self, root: Path) -> None:
        self.root = copy_project(root)
        texts = self.outcome(NAMES[0]).pages
        self.fields = {
            (name, way)
            for name in NAMES
            if name.endswith(".yml") and Path(name).stem not in BEHIND
            for way in {way for way, _ in leaves(read(self.root / name).value)}
            if all(one_line(text) in texts for at, text in leaves(read(self.root / name).value) if at == way)
        }
        """The fields whose texts all stand on pages."""

    def after(self, mutation: Mutation) -> Outcome:
        """Return what becomes of a mutation, and undo it."""
        path = self.root / mutation.file
        before = path.read_bytes()
        try:
            path.write_text(mutated(before.decode(), mutation), encoding="utf-8", newline="")
            return self.outcome(mutation.file)
        finally:
            path.write_bytes(before)

    def outcome(self, name: str) -> Outcome:
        """Return what is wrong with the guide, or what its pages show, and what the page of this name shows."""
        guide, problems = read_guide(self.root)
        if "permalinks" in guide.sources and guide.facts.whole:
            problems += guide.causes(addresses.check(guide.sources["permalinks"], guide.addresses))
        if problems:
            return Outcome(problems, "", "")
        pages = {page.relative_to(self.root).as_posix(): page for page in markdown.pages_of(guide.docs)}
        texts = {file: shown(page_text(page, dict(guide.texts))) for file, page in pages.items()}
        return Outcome([], " ".join(texts.values()), texts.get(name, ""))

    def missing(self, mutation: Mutation, outcome: Outcome) -> list[str]:
        """Return what is written in the mutated file and not shown on any page, or on its own."""
        text = mutated((self.root / mutation.file).read_text(encoding="utf-8"), mutation)
        if mutation.file.endswith(".yml"):
            value = read_bytes(self.root / mutation.file, text.encode()).value
            found = [text for way, text in leaves(value) if (mutation.file, way) in self.fields]
            return [text for text in found if one_line(text) not in outcome.pages]
        body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        plain = re.sub(r"<[^>]*>|\{[^}]*\}|:[\w+-]+:|\]\([^)]*\)|-8<-.*|^\[.*", " ", body)
        written = re.findall(r"[^\W_]{3,}", html.unescape(plain))
        return [word for word in written if word not in outcome.own]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        yield Desk(root)


COUNTS: Counter[tuple[str, str]] = Counter()


def test_the_texts_that_are_looked_for_stand_on_pages(desk: Desk) -> None:
    fields = {"/".join((Path(file).stem, *way)) for file, way in desk.fields}
    assert fields >= {"cues/do", "cues/why", "mistakes/fix", "steps/bench/do", "safety/stop_now/when", "feel/says"}


@settings(
    max_examples=MUTATIONS,
    derandomize=MUTATIONS == 200,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutation=MUTATION)
def test_what_is_written_is_shown_or_lines_say_what_to_put_right(desk: Desk, mutation: Mutation) -> None:
    outcome = desk.after(mutation)
    COUNTS[mutation.file, "lines" if outcome.problems else "shown"] += 1
    for problem in outcome.problems:
        text = problem.path.read_text(encoding="utf-8")
        lengths = [text.count("\n"), mutated(text, mutation).count("\n")]
        assert 1 <= problem.line <= max(lengths) + 1
        assert problem.message.strip()
        assert "\n" not in str(problem)
    if not outcome.problems:
        assert desk.missing(mutation, outcome) == []


@pytest.fixture(scope="module", autouse=True)
def count() -> Iterator[None]:
    """Say what became of many mutations, by file."""
    yield
    if MUTATIONS > 200:
        for (file, became), number in sorted(COUNTS.items()):
            print(f"{file}: {became} {number}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its site."""
    root = copy_project(tmp_path_factory.mktemp("built"))
    assert build(root).returncode == 0
    return root


@pytest.mark.parametrize("mutation", some(20), ids=lambda mutation: f"{Path(mutation.file).stem} {mutation.kind}")
def test_a_build_that_is_stopped_says_so_in_lines_and_leaves_the_site(built: Path, mutation: Mutation) -> None:
    path, before = built / mutation.file, digest(built / "site")
    text = path.read_text(encoding="utf-8")
    path.write_text(mutated(text, mutation), encoding="utf-8", newline="")
    done = build(built)
    path.write_text(text, encoding="utf-8")
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert re.search(r"^(docs/\S+|mkdocs\.yml):\d+: \S", done.stderr, re.MULTILINE), done.stderr
        assert digest(built / "site") == before
