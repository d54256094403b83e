"""Drives Debian's WebKitGTK by its own WebDriver, on a screen that nobody sees."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Remote, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection

from engines import Engine, PageError

HERE = Path(__file__).parent
PATIENCE = 60  # seconds for one answer
SCREEN = (1400, 1000)  # pixels


@contextmanager
def webkit(env: Mapping[str, str] = os.environ) -> Iterator[Engine]:
    """Start a WebKitGTK with a home of its own, and leave nothing of it behind."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home, screen() as display:
        alone = {"HOME": home, "DISPLAY": display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        options = WebKitGTKOptions()
        options.binary_location = "/usr/bin/python3"
        for argument in ("window.py", "watch.js"):
            options.add_argument(str(HERE / argument))
        options.set_capability("browserName", "window")
        service = WebKitGTKService("/usr/bin/WebKitWebDriver", env={**env, **alone})
        service.start()
        try:
            connection = RemoteConnection(
                client_config=ClientConfig(service.service_url, timeout=PATIENCE), ignore_proxy=True
            )
            with Remote(connection, options=options) as driver:
                yield WebKit(driver, Path(home))
        finally:
            service.stop()


@contextmanager
def screen() -> Iterator[str]:
    """Yield the name of a screen that is in memory only."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        number = process.stdout.readline().strip()
        assert number, "Xvfb did not start"
        try:
            yield f":{number}"
        finally:
            process.terminate()


class WebKit(Engine):
    """WebKitGTK, and a folder for what it prints."""

    def __init__(self, driver: Remote, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(self, address: str) -> None:
        self.driver.get(address)

    def run(self, expression: str) -> str:
        try:
            return str(self.driver.execute_script(f"return {expression}"))
        except WebDriverException as error:
            raise PageError(error.msg) from error

    def press(self, keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(keys).perform()

    def tap(self, x: int, y: int) -> None:
        actions = ActionBuilder(self.driver, duration=0)
        actions.pointer_action.move_to_location(x, y).click()
        actions.perform()

    def resize(self, width: int, height: int) -> None:
        # Around the screen's middle, where the mouse is: the window below it has the focus.
        self.driver.set_window_rect((SCREEN[0] - width) // 2, (SCREEN[1] - height) // 2, width, height)
        self.until("(width, height) => innerWidth === width && innerHeight === height", width, height)

    def back(self) -> None:
        self.driver.back()

    def print(self) -> bytes:
        file = self.folder / "printed.pdf"
        self.evaluate("address => webkit.messageHandlers.print.postMessage(address)", file.as_uri())
        return file.read_bytes()

    @contextmanager
    def tab(self) -> Iterator[None]:
        before = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        try:
            yield
        finally:
            self.driver.close()
            self.driver.switch_to.window(before)
