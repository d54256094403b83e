"""Serves a site as a host on a content delivery network would, and counts every byte that it sends."""

import hashlib
import mimetypes
import time
from collections.abc import Mapping
from email.utils import formatdate
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlsplit

import brotli

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
"""What is text, and so sent as brotli; anything else is packed already."""
HEADERS = "_headers"
CACHING = {"cache-control": "public, max-age=0, must-revalidate"}
"""What hosts of static sites send where a site doesn't say otherwise."""


class Answer(NamedTuple):
    """What is sent for a file: its mark, the bytes in front of it, and its own."""

    etag: str
    head: bytes
    body: bytes


class Sent(NamedTuple):
    """An answer on the wire: its address, its bytes with the headers, and whether it is a service worker's script."""

    address: str
    size: int
    starts_worker: bool


class Host(ThreadingHTTPServer):
    """A host of one site, on a free port of this machine."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        self.answers = read_site(site)
        self.sent: list[Sent] = []
        self.last = time.monotonic()
        super().__init__(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "Host":
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        """Send the file, or 304 where the browser has it, or the page for 404, and note how many bytes that took."""
        address = urlsplit(self.path).path
        found = self.server.answers.get(address)
        answer = found or self.server.answers["/404.html"]
        if found and self.headers["If-None-Match"] == answer.etag:
            whole = b"HTTP/1.1 304 Not Modified\r\n" + answer.head + b"\r\n"
        else:
            status = b"200 OK" if found else b"404 Not Found"
            length = b"Content-Length: %d\r\n\r\n" % len(answer.body)
            whole = b"HTTP/1.1 " + status + b"\r\n" + answer.head + length + answer.body
        self.server.sent.append(Sent(address, len(whole), self.headers["Service-Worker"] == "script"))
        self.wfile.write(whole)
        self.server.last = time.monotonic()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def read_site(site: Path) -> dict[str, Answer]:
    """Return the answer for each address of the site, so that no visitor waits while a file is packed."""
    rules_file = site / HEADERS
    rules = parse_headers(rules_file.read_text(encoding="utf-8")) if rules_file.is_file() else []
    files = [path for path in site.rglob("*") if path.is_file() and path.name != HEADERS]
    addresses = {f"/{path.relative_to(site).as_posix()}".removesuffix("index.html"): path for path in files}
    return {address: answer(path, CACHING | headers_for(address, rules)) for address, path in addresses.items()}


def answer(path: Path, headers: Mapping[str, str]) -> Answer:
    """Return a file's answer with these headers; text is packed as brotli, and the mark is of the bytes before that."""
    body = path.read_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kind = TYPES.get(path.suffix)
    sent = {"date": formatdate(usegmt=True), "etag": etag, **headers}
    sent["content-type"] = kind or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind:
        body = brotli.compress(body, quality=11)
        sent |= {"content-encoding": "br", "vary": "Accept-Encoding"}
    return Answer(etag, "".join(f"{name}: {value}\r\n" for name, value in sent.items()).encode(), body)


def parse_headers(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the rules of a `_headers` file in its order: an address, in which * is anything, and its headers."""
    rules: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append((line.strip(), {}))
        else:
            name, _, value = line.strip().partition(":")
            rules[-1][1][name.lower()] = value.strip()
    return rules


def headers_for(address: str, rules: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Return the headers of every rule that an address meets; the last one has the last word."""
    return {
        name: value for pattern, headers in rules if fnmatchcase(address, pattern) for name, value in headers.items()
    }
