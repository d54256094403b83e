"""Drives Debian's Firefox by WebDriver BiDi."""

import base64
import itertools
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from websockets.sync.client import ClientConnection, connect

import debian
from engines import WATCH, Engine, PageError

PREFERENCES = {
    # It would ask its makers for settings, experiments and plug-ins; the first of these it heeds with HEEDS alone.
    "services.settings.server": "data:,",
    "media.gmp-manager.updateEnabled": False,
    # Whatever else it might want to reach that is not on this machine, it finds nobody.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}
"""What this Firefox does otherwise; being driven, it leaves out updates, reports and the like by itself."""
HEEDS = {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}
PATIENCE = 60  # seconds for one answer


@contextmanager
def firefox(env: Mapping[str, str] = os.environ) -> Iterator[Engine]:
    """Start a Firefox with a home of its own, and leave nothing of it behind."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as home,
        started(Path(home), env) as address,
        connect(f"{address}/session", max_size=None, proxy=None) as socket,
    ):
        engine = Firefox(socket)
        yield engine
        engine.send("browser.close")


@contextmanager
def started(home: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Start it, and yield the address where it listens."""
    profile = home / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    path = debian.firefox()
    assert path, "run `make test`, which finds or installs a Firefox"
    command = [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
    alone = {**env, **HEEDS, "HOME": str(home)}
    with subprocess.Popen(command, env=alone, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = ""
        while not (found := re.search(r"listening on (\S+)", said)):
            line = process.stderr.readline()
            assert line, f"Firefox did not start: {said}"
            said += line
        reading = Thread(target=process.stderr.read)  # or else it would wait for somebody who reads
        reading.start()
        try:
            yield found[1]
        finally:
            process.terminate()
            process.wait()
            reading.join()


class Firefox(Engine):
    """Firefox at the other end of a WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = itertools.count()
        self.send("session.new", capabilities={})
        self.send("script.addPreloadScript", functionDeclaration=f"() => {{{WATCH}}}")
        # The window that it starts with never has the focus.
        self.here: str = self.send("browsingContext.create", type="window")["context"]

    def send(self, method: str, **params: Any) -> Any:
        """Send a command and return its result; events are not asked for."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv(PATIENCE)))["id"] != number:
            pass  # of one that was no longer waited for
        if answer["type"] == "error":
            raise PageError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.here, url=address, wait="complete")

    def run(self, expression: str) -> str:
        done = self.send("script.evaluate", expression=expression, target={"context": self.here}, awaitPromise=True)
        if done["type"] == "exception":
            raise PageError(done["exceptionDetails"]["text"])
        return str(done["result"]["value"])

    def press(self, keys: str) -> None:
        self.act(type="key", actions=[{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")])

    def tap(self, x: int, y: int) -> None:
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self.act(type="pointer", actions=[{"type": "pointerMove", "x": x, "y": y}, press, release])

    def act(self, **source: Any) -> None:
        self.send("input.performActions", context=self.here, actions=[{"id": source["type"], **source}])

    def resize(self, width: int, height: int) -> None:
        self.send("browsingContext.setViewport", context=self.here, viewport={"width": width, "height": height})

    def back(self) -> None:
        self.send("browsingContext.traverseHistory", context=self.here, delta=-1)

    def print(self) -> bytes:
        paper = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self.send("browsingContext.print", context=self.here, page=paper)["data"])

    @contextmanager
    def tab(self) -> Iterator[None]:
        before = self.here
        self.here = self.send("browsingContext.create", type="tab")["context"]
        try:
            yield
        finally:
            self.send("browsingContext.close", context=self.here)
            self.here = before
