"""The bench: what it serves and how it counts; the figures themselves are no promise."""

import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Browser

from bench.content import copies, filled
from bench.fit import climb, least_exact, moved, remembering, rough, ways_of
from bench.host import Host, Sent, headers_for, parse_headers
from bench.search import (
    FILES,
    SETS,
    Answer,
    Query,
    Score,
    address_of,
    ask_in_box,
    headings,
    percentile,
    rank,
    read_queries,
    score,
    worker_of,
)
from bench.visits import Visit, blocked, medians, without_worker
from conftest import CUES, ITEMS, Site
from facts.markdown import Line

RULES = """\
/*
  X-Content-Type-Options: nosniff
  Cache-Control: no-cache
# a comment
/assets/*
  Cache-Control: max-age=31536000, immutable
"""


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<p>One page</p>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<p>Not here</p>", encoding="utf-8")
    (tmp_path / "_headers").write_text(RULES, encoding="utf-8")
    return tmp_path


def received(host: Host, address: str, *lines: str) -> bytes:
    """Return all that the host writes for one request."""
    at = urlsplit(host.home)
    request = "\r\n".join([f"GET {address} HTTP/1.1", f"Host: {at.netloc}", "Connection: close", *lines, "", ""])
    with socket.create_connection((at.hostname, at.port)) as line:
        line.sendall(request.encode())
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_the_last_rule_that_an_address_meets_has_the_last_word() -> None:
    rules = parse_headers(RULES)
    assert headers_for("/how-to/", rules) == {"x-content-type-options": "nosniff", "cache-control": "no-cache"}
    assert headers_for("/assets/site.js", rules)["cache-control"] == "max-age=31536000, immutable"


def test_the_host_sends_what_the_site_asks_for(small_site: Path) -> None:
    with Host(small_site) as host:
        head, _, body = received(host, "/page/").partition(b"\r\n\r\n")
    assert {b"x-content-type-options: nosniff", b"cache-control: no-cache"} <= set(head.splitlines())
    assert brotli.decompress(body) == b"<p>One page</p>"


def test_the_host_counts_every_byte_it_writes(small_site: Path) -> None:
    with Host(small_site) as host:
        whole = received(host, "/page/")
        [etag] = [line for line in whole.splitlines() if line.startswith(b"etag: ")]
        again = received(host, "/page/", f"If-None-Match: {etag.decode().removeprefix('etag: ')}")
        lost = received(host, "/nowhere/")
        assert [sent.size for sent in host.sent] == [len(whole), len(again), len(lost)]
    assert whole.startswith(b"HTTP/1.1 200 ")
    assert again.startswith(b"HTTP/1.1 304 ")
    assert again.endswith(b"\r\n\r\n")
    assert lost.startswith(b"HTTP/1.1 404 ")


def test_what_a_service_worker_fetches_is_counted_apart() -> None:
    page, script, copy = Sent("/", 1, False), Sent("/worker.js", 2, True), Sent("/", 4, False)
    assert without_worker([page, script, copy]) == ([page], [script, copy])
    assert without_worker([page]) == ([page], [])


def test_only_what_is_beyond_50_ms_and_after_the_first_paint_blocks() -> None:
    assert blocked([(0, 90), (100, 190), (200, 240)], first_paint=50) == 40
    assert blocked([(0, 200)], first_paint=100) == 50


def test_each_figure_has_a_median_of_its_own() -> None:
    visits = [Visit._make([*[number] * 7, 9 - number]) for number in (1, 5, 2)]
    assert medians(visits) == (*[2] * 7, 7)


def test_a_copy_of_the_pages_leads_to_itself() -> None:
    text = '# One { #one }\n[two](two.md#two) [away](send.md#send)\n<input id="box" class="one"><label for="box">'
    pages = {
        "one.md": [Line(Path("one.md"), number, line) for number, line in enumerate(text.splitlines())],
        "two.md": [Line(Path("two.md"), 1, "# Two { #two }")],
    }
    assert copies(pages, 7) == {
        "one-copy-7.md": "# One { #one-copy-7 }\n[two](two-copy-7.md#two-copy-7) [away](send.md#send)\n"
        '<input id="box-copy-7" class="one"><label for="box-copy-7">',
        "two-copy-7.md": "# Two { #two-copy-7 }",
    }


def test_a_copy_has_all_of_a_page_and_all_of_its_partials() -> None:
    text = '---\ntitle: One\n---\n# One { #one }\n--8<-- "items/two.md"\n```\ncode\n```'
    lines = filled(Path("one.md"), text, {"items/two.md": 'Two\n--8<-- "three.md"', "three.md": "Three"})
    assert [line.text for line in lines] == [
        *("---", "title: One", "---", "# One { #one }", "Two", "Three", "```", "code", "```")
    ]


# ---- The search: what is right, and what is counted ----

FOUND = {"": "start", "page/": "page", "page/#one": "one", "page/#two": "two"}
ONE, NONE = Query("A1", "one", frozenset({"one", "two"})), Query("B1", "nothing of ours", frozenset())


def answer(*addresses: str, exact: bool = True, care: int = 0) -> Answer:
    return Answer([*addresses], exact, care)


def test_a_row_counts_where_it_leads_to_any_heading_that_is_expected() -> None:
    assert rank(ONE, answer("", "page/", "page/#two", "page/#one"), FOUND) == 3
    assert rank(ONE, answer("", "page/", "elsewhere/#one"), FOUND) == 0
    assert rank(NONE, answer("page/#one"), FOUND) == 0


def test_queries_with_an_answer_and_those_without_are_counted_apart() -> None:
    right, third, fourth, none = (
        answer("page/#one", care=2),
        answer("", "page/", "page/#two", exact=False),
        answer("", "", "", "page/#two"),
        answer(exact=False),
    )
    shown = answer("page/#one")
    assert score([ONE, ONE, ONE, ONE, NONE, NONE], [right, third, fourth, none, shown, none], FOUND) == Score(
        queries=6, answered=4, first=1, within_three=2, nothing=1, exact_with=2, exact_without=1, care=1
    )


def test_a_percentile_is_one_of_the_numbers() -> None:
    assert percentile(range(100, 0, -1), 0.95) == 95
    assert percentile([3, 1, 2], 0.95) == 3
    assert percentile([3, 1, 2], 0.5) == 2


def test_a_row_leads_to_its_heading_whatever_is_marked_there() -> None:
    assert address_of("http://127.0.0.1:8000/page/?h=one%20two#one") == "page/#one"
    assert address_of("http://127.0.0.1:8000/page/") == "page/"
    assert address_of("http://127.0.0.1:8000/?h=one") == ""


def test_every_page_and_item_has_its_heading_and_every_set_its_queries(site: Site) -> None:
    found = headings(site.folder)
    assert {item.section: item.id for item in ITEMS.values()}.items() <= found.items()
    assert {f"{item.page}/" for item in ITEMS.values()} <= found.keys()
    for name in SETS:
        queries = read_queries(name, found)
        assert any(query.expect for query in queries)
        assert any(not query.expect for query in queries)


def test_the_worker_is_asked_and_weights_that_are_given_count(
    site: Site, serve: Callable[[Site], str], browser: Browser
) -> None:
    queries = [Query("", CUES[0].title, frozenset({CUES[0].id})), Query("", "xylophone", frozenset())]
    with worker_of(browser, serve(site)) as ask:
        answers = ask([query.text for query in queries], {})
        (strict,) = ask([CUES[0].title], {"exact": 2})
    assert score(queries, answers, headings(site.folder)) == Score(
        queries=2, answered=1, first=1, within_three=1, nothing=0, exact_with=1, exact_without=0, care=0
    )
    assert answers[0].exact
    assert strict == answers[0]._replace(exact=False)


BOX = """<a class="search-open" href="#">Search</a>
<dialog class="search"><input type="text"><ol class="found"></ol></dialog>
<script>
  const [link, box, input, found] = ['a', 'dialog', 'input', 'ol'].map(name => document.querySelector(name));
  const worker = new Worker('assets/search.js');
  let number = 0;
  link.onclick = () => box.showModal();
  input.oninput = () => worker.postMessage({query: input.value, number: ++number});
  worker.onmessage = ({data}) => {
    if (data.number < number) return;
    const row = document.createElement('a');
    row.href = `page/?h=word#${data.query}`;
    found.replaceChildren(row);
    found.classList.toggle('closest', data.query.startsWith('x'));
  };
</script>"""
LATE = 50
"""Milliseconds that the stand-in for the worker thinks about each query, so that each is read only once it is there."""
ECHO = f"onmessage = ({{data}}) => setTimeout(postMessage, {LATE}, data)"


def test_the_box_is_read_once_it_shows_the_answer_to_all_that_was_typed(small_site: Path, browser: Browser) -> None:
    (small_site / "index.html").write_text(BOX, encoding="utf-8")
    (small_site / "assets").mkdir()
    (small_site / FILES[1]).write_text(ECHO, encoding="utf-8")
    with Host(small_site) as host:
        answers, times = ask_in_box(browser, host.home, ["knee", "xknee", "knee"])
    assert answers == [answer("page/#knee"), answer("page/#xknee", exact=False), answer("page/#knee")]
    assert min(times) > LATE / 2


# ---- The fit ----


def test_a_climb_keeps_what_is_better_and_nothing_that_is_only_as_good() -> None:
    def worth_of(weights: Mapping[str, float]) -> float:
        return -abs(weights["counts"] - 8)

    assert climb({"counts": 2.0, "counts not": 1.0}, worth_of, "") == {"counts": pytest.approx(8, 0.1), "counts not": 1}


def test_a_step_is_written_in_three_digits_and_nothing_is_surer_than_sure() -> None:
    weights = {"title": 1.2345, "typo": 0.9}
    assert moved(weights, "title", 2) == {"title": 2.47, "typo": 0.9}
    assert moved(weights, "typo", 2) == {"title": 1.2345, "typo": 1}


def test_a_fit_begins_with_a_rough_number_of_the_same_size() -> None:
    assert [rough(weight) for weight in (0.45, 1.1, 2.1, 6.3)] == [0.5, 1, 2, 8]


def test_a_voice_that_is_left_out_is_not_fitted_to() -> None:
    own, voices = [Query("", "own", frozenset())], [Query(f"{name}1", name, frozenset()) for name in "BAC"]
    *left_out, everything = ways_of(own, voices)
    assert [way.name for way in left_out] == ["A", "B", "C"]
    for way in left_out:
        assert {query.id[0] for query in way.asked} == {way.name}
        assert {*way.fitted} == {*own, *voices} - {*way.asked}
    assert {*everything.fitted} == {*own, *voices}


def test_no_weights_are_asked_twice() -> None:
    given = []

    def ask(texts: Iterable[str], weights: Mapping[str, float]) -> list[Answer]:
        given.append(weights)
        return [answer() for _ in texts]

    asked = remembering(ask, [ONE, NONE])
    assert asked({"title": 4, "typo": 1}) == asked({"typo": 1, "title": 4}) == {ONE: answer(), NONE: answer()}
    asked({"title": 1, "typo": 4})
    assert len(given) == 2


@pytest.mark.parametrize(("covered", "least"), [((0.1, 0.2, 0.4), 0.21), ((0.5, 0.5, 0.5), 0.51), ((), 0)])
def test_at_most_a_third_of_what_has_no_answer_is_shown_as_answered(covered: tuple[float, ...], least: float) -> None:
    assert least_exact(lambda exact: [answer(exact=share >= exact) for share in covered]) == least
