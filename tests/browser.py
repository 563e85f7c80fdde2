"""Real Chromium without a window, steered through its DevTools protocol."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from real_parts import need
from websockets.sync.client import ClientConnection, connect

LIMIT = 40.0


class Browser:
    """One Chromium with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self._held = contextlib.ExitStack()
        self._log = (folder / "chromium.log").open("wb")
        self._process = subprocess.Popen(
            [
                need("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
                f"--user-data-dir={folder / 'profile'}", "about:blank",
            ],
            stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        port_file = folder / "profile" / "DevToolsActivePort"
        end = time.monotonic() + LIMIT
        while not (port_file.exists() and port_file.read_text().count("\n")):
            assert self._process.poll() is None, (folder / "chromium.log").read_text()
            assert time.monotonic() < end, "Chromium does not start"
            time.sleep(0.05)
        self._address = f"http://127.0.0.1:{port_file.read_text().split()[0]}"

    def open(self, width: int = 1280, height: int = 900) -> Tab:
        """A new tab of that size in CSS pixels; below 600 it is a phone's."""
        request = urllib.request.Request(f"{self._address}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=LIMIT) as answer:
            url = json.load(answer)["webSocketDebuggerUrl"]
        # events that nobody asks for fill its queue: what answers the end of it is not read, either
        socket = connect(url, max_size=None, ping_interval=None, close_timeout=0.5)
        tab = Tab(self._held.enter_context(socket))
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            tab.call(f"{domain}.enable")
        tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        return tab

    def close(self) -> None:
        self._held.close()
        self._process.terminate()
        self._process.wait(LIMIT)
        self._log.close()


class Tab:
    """One page; `complaints` are errors it logged, what its policy refused among them."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.complaints: list[str] = []

    def call(self, method: str, **params: Any) -> dict:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=LIMIT))
            if message.get("id") == number:
                assert "error" not in message, (method, message)
                return message["result"]
            self._event(message)

    def _event(self, message: dict) -> None:
        name, params = message.get("method"), message.get("params", {})
        if name == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"])[:500])
        elif name == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(params["entry"]["text"])

    def go(self, url: str) -> None:
        self.call("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, (script, found)
        return found["result"].get("value")

    def until(self, script: str) -> Any:
        """Waits until a JavaScript expression is true, and returns it."""
        end = time.monotonic() + LIMIT
        while True:
            with contextlib.suppress(AssertionError):  # the page may still be coming
                if found := self.run(script):
                    return found
            assert time.monotonic() < end, f"never: {script}"
            time.sleep(0.05)

    def key(self, key: str, code: int, text: str = "") -> None:
        """A key pressed and let go."""
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def accessible(self) -> list[tuple[str, str]]:
        """(role, name) of everything that assistive technology is told of."""
        tree = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            (n["role"]["value"], n.get("name", {}).get("value", ""))
            for n in tree
            if not n.get("ignored")
        ]

    def picture(self, path: Path, *, whole: bool = True) -> bytes:
        """A PNG of the page, all of its length."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(data["data"]))
        return path.read_bytes()


@contextlib.contextmanager
def browsing(folder: Path) -> Iterator[Browser]:
    """A Browser, closed with the block."""
    browser = Browser(folder)
    try:
        yield browser
    finally:
        browser.close()
