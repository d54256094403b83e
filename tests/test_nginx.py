"""The recipe for nginx in README.md, as it stands there: the site that Debian's nginx makes of it."""

import gzip
import http.client
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest
from playwright.sync_api import Browser, expect

import debian
from conftest import BASES, KINDS, PAGES, PLAIN, ROOT, Site, page_of

RECIPE = (ROOT / "README.md").read_text(encoding="utf-8").partition("### nginx on Debian")[2]
SERVER: str
ERROR_PAGE_UNDER_A_PATH: str
COMPRESS: str
SERVER, ERROR_PAGE_UNDER_A_PATH = re.findall(r"```nginx\n(.*?)```", RECIPE, re.DOTALL)
(COMPRESS,) = re.findall(r"```sh\n(find .*?)```", RECIPE, re.DOTALL)
# What Debian's nginx.conf says, in a folder of its own, which only root or the user who made it may read.
AROUND = """\
daemon off;
user root;
pid nginx.pid;
error_log stderr crit;
load_module MODULE;
events {}
http {
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    gzip on;
    client_body_temp_path temp;
    proxy_temp_path temp;
    fastcgi_temp_path temp;
    uwsgi_temp_path temp;
    scgi_temp_path temp;
    include site.conf;
}
"""
DECODE: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "identity": bytes,
}
TYPES = {
    "": "text/html; charset=utf-8",
    f"{PLAIN}/": "text/html; charset=utf-8",
    "assets/site.js": "text/javascript; charset=utf-8",
    "assets/favicon.svg": "image/svg+xml; charset=utf-8",
    "downloads/exercise.json": "application/json; charset=utf-8",
    "downloads/goals.csv": "text/csv; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "cards/index.png": "image/png",
    "manifest.webmanifest": "application/manifest+json; charset=utf-8",
}
"""A file of each kind, and the type that it must have."""
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Server": "nginx",
    "X-Content-Type-Options": "nosniff",
}
NOT_THERE = ["nothing", "nothing/", f"{PLAIN}/nothing", f"{PLAIN}/nothing/at/all/", "assets/", "_headers", "_redirects"]


class Reply(NamedTuple):
    """What nginx answers; `size` is that of the status line and the headers, in bytes."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    size: int


class Served(NamedTuple):
    """A site behind nginx: what was uploaded, and where it answers."""

    site: Site
    port: int

    def get(self, address: str, encoding: str = "identity", **headers: str) -> Reply:
        """Ask for an address below the site's own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", self.site.base + address, headers={"Accept-Encoding": encoding} | sent)
            reply = connection.getresponse()
            lines = [f"HTTP/1.1 {reply.status} {reply.reason}", *(f"{k}: {v}" for k, v in reply.getheaders()), ""]
            return Reply(reply.status, reply.headers, reply.read(), sum(len(line) + len("\r\n") for line in lines))
        finally:
            connection.close()

    def file(self, address: str) -> bytes:
        return (self.site.folder / address / ("" if Path(address).suffix else "index.html")).read_bytes()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def recipe(root: Path, port: int, base: str) -> str:
    """Return the recipe's server with another root and port, and for a path with the line that it then needs."""
    server = SERVER.replace("listen [::]:80;", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("root /var/www/example.org;", f"root {root};")
    if base != "/":
        server = re.sub(r" *error_page .*\n", ERROR_PAGE_UNDER_A_PATH.replace("/guide/", base), server)
    return server


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """Run nginx in a folder with its configuration, from when it takes connections on."""
    program = debian.nginx()
    assert program, "run `make test`, which finds or installs nginx"
    with subprocess.Popen([program, "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"]) as process:
        try:
            while not answers(port):
                assert process.poll() is None, "nginx ended; what it said is above"
            yield
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module", params=BASES, ids=["at the root", "under a path"])
def served(
    request: pytest.FixtureRequest, build_site: Callable[[str], Site], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Upload a copy of the site, compressed as the recipe says, and serve it."""
    folder = tmp_path_factory.mktemp("nginx")
    base, port, root = request.param, free_port(), folder / "www"
    shutil.copytree(build_site(base).folder, folder / "site")
    (folder / "site" / "_redirects").write_text("/old/ /new/ 301\n")
    subprocess.run(["sh", "-c", COMPRESS], cwd=folder, check=True)
    place = root / base.strip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    (folder / "site").rename(place)
    (folder / "nginx.conf").write_text(AROUND.replace("MODULE", str(debian.BROTLI_MODULE)))
    (folder / "site.conf").write_text(recipe(root, port, base))
    with running(folder, port):
        yield Served(Site(place, base), port)


@pytest.mark.parametrize("address", TYPES)
def test_a_file_of_each_kind_has_its_type(served: Served, address: str) -> None:
    reply = served.get(address)
    assert (reply.status, reply.headers["Content-Type"]) == (200, TYPES[address])


def test_no_kind_of_file_is_without_a_type(served: Served) -> None:
    kinds = {path.suffix for path in served.site.folder.rglob("*") if path.is_file() and path.name[0] != "_"}
    typed = set(re.findall(r"(?<=/)\S+ (\w+);", SERVER.partition("types {")[2].partition("}")[0]))
    assert {kind.removeprefix(".") for kind in kinds} - {"br"} <= typed


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("address", TYPES)
def test_a_file_arrives_as_it_was_made(served: Served, address: str, encoding: str) -> None:
    reply = served.get(address, encoding)
    used = "identity" if address.endswith("png") else encoding
    assert reply.headers.get("Content-Encoding", "identity") == used
    assert DECODE[used](reply.body) == served.file(address)
    assert reply.headers["Vary"] == (None if address.endswith("png") else "Accept-Encoding")


def test_a_browser_that_takes_both_gets_brotli(served: Served) -> None:
    assert served.get("", "gzip, deflate, br, zstd").headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("address", ["", f"{PLAIN}/", PLAIN, "assets/site.js", "cards/index.png", *NOT_THERE])
def test_each_answer_has_the_headers_once(served: Served, address: str, encoding: str) -> None:
    headers = served.get(address, encoding).headers
    assert {name: headers.get_all(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}


def test_the_headers_are_those_that_other_hosts_send(served: Served) -> None:
    for_all = (served.site.folder / "_headers").read_text(encoding="utf-8").removeprefix("/*\n").partition("\n/")[0]
    assert dict(line.strip().split(": ") for line in for_all.splitlines()).items() <= HEADERS.items()


@pytest.mark.parametrize("page", [PLAIN, *KINDS])
def test_a_folder_without_its_slash_leads_to_the_page_on_any_scheme_and_port(served: Served, page: str) -> None:
    reply = served.get(f"{page}?from=a-chat", Host="example.org")
    assert (reply.status, reply.headers["Location"]) == (301, f"{served.site.base}{page}/?from=a-chat")


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("address", NOT_THERE)
def test_where_there_is_nothing_the_site_says_so_itself(served: Served, address: str, encoding: str) -> None:
    reply = served.get(address, encoding)
    assert (reply.status, reply.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert DECODE[encoding](reply.body) == served.file("404.html")


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("address", ["", f"{PLAIN}/", "assets/site.js", "cards/index.png"])
def test_what_is_still_fresh_is_not_sent_again(served: Served, address: str, encoding: str) -> None:
    tag = served.get(address, encoding).headers["ETag"]
    again = served.get(address, encoding, If_None_Match=tag)
    assert (again.status, again.body, again.headers["Cache-Control"]) == (304, b"", "no-cache")
    assert served.get(address, encoding, If_None_Match='"another"').status == 200


def test_each_encoding_has_a_tag_of_its_own(served: Served) -> None:
    assert len({served.get("", encoding).headers["ETag"] for encoding in DECODE}) == len(DECODE)


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("page", PAGES)
def test_the_headers_leave_the_first_packets_to_the_page(served: Served, page: str, encoding: str) -> None:
    assert served.get("" if page == "index" else f"{page}/", encoding).size <= 540


def test_a_page_works_and_asks_nobody_else(served: Served, browser: Browser) -> None:
    home, complaints, asked = f"http://127.0.0.1:{served.port}{served.site.base}", list[str](), list[str]()
    with page_of(browser) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(home + PLAIN)
        expect(page).to_have_url(f"{home}{PLAIN}/")
        with page.expect_response("**/search/**") as index:
            page.keyboard.press("/")
        assert index.value.ok
    assert complaints == []
    assert [address for address in asked if not address.startswith((home, "data:"))] == []
