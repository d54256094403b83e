"""A template's mistake has its line; a mistake of the code that a template calls has not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from extras.mistakes import checked
from facts.sources import InputError
from facts.words import curly

MISTAKES = {
    "{{ nope.x }}": "1: 'nope' is undefined",
    "one\n{{ 1 / 0 }}": "2: ZeroDivisionError: division by zero",
    "one\n\n{% if %}": "3: Expected an expression, got 'end of statement block'",
    "{{ x | shout }}": "1: No filter named 'shout'.",
    "one\n{% include 'no.html' %}": "2: no template has the name 'no.html'",
    "{{ nope.x | curly }}": "1: 'nope' is undefined",
}


@pytest.fixture
def render(tmp_path: Path) -> Callable[[str], str]:
    """Render a page.html of this text, which includes nothing."""

    def of(text: str) -> str:
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        environment = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
        environment.filters["curly"] = curly
        return environment.get_template("page.html").render(number=1)

    return of


@pytest.mark.parametrize(("text", "said"), MISTAKES.items())
def test_a_mistake_in_a_template_has_its_line(
    render: Callable[[str], str], tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError) as raised, checked():
        render(text)
    assert [(problem.path, f"{problem.line}: {problem.message}") for problem in raised.value.problems] == [
        (tmp_path / "page.html", said)
    ]


def test_a_template_made_of_a_page_names_the_page(tmp_path: Path) -> None:
    for text in ("{{ nope.x }}", "{% if %}"):
        with pytest.raises(InputError) as raised, checked(tmp_path / "page.md"):
            Environment().from_string(text).render()
        assert [problem.path.name for problem in raised.value.problems] == ["page.md"]


def test_a_mistake_in_the_code_that_a_template_calls_stays_one(render: Callable[[str], str]) -> None:
    with pytest.raises(AttributeError), checked():
        render("{{ number | curly }}")
    with pytest.raises(ZeroDivisionError), checked():
        print(1 / 0)
