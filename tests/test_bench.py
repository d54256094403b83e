"""The bench: what it serves and how it counts; the figures themselves are no promise."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from bench.content import copies, filled
from bench.host import Host, Sent, headers_for, parse_headers
from bench.visits import Visit, blocked, medians, without_worker
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
