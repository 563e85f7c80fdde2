"""A real `lmdm serve` (with the fake engine) and a real OSC client, for tests of the front.

Nothing here sleeps for a fixed time: everything waits for the event it wants, with a limit.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from instrument.audio.panel import Panel
from instrument.osc.codec import Message, decode, encode, encode_bundle
from instrument.osc.slip import Unframer, frame
from instrument.osc.timing import timetag_of

TESTS = Path(__file__).resolve().parent
LIMIT = 10.0

Heard = Callable[[Message], bool]


def eventually(what: Callable[[], object], limit: float = LIMIT, about: str = "") -> object:
    """Waits until `what()` is true, and returns it."""
    end = time.monotonic() + limit
    while not (result := what()):
        assert time.monotonic() < end, about or f"not within {limit} s"
        time.sleep(0.01)
    return result


class Client:
    """An OSC client on UDP that keeps every message it gets, until it is asked for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.server = ("127.0.0.1", port)
        self.port: int = self.socket.getsockname()[1]
        self.inbox: list[Message] = []
        self._ids = 0

    def close(self) -> None:
        self.socket.close()

    def packet(self, data: bytes) -> None:
        self.socket.sendto(data, self.server)

    def send(self, address: str, *args: object) -> None:
        self.packet(encode(address, *args))

    def bundle(self, ahead: float, *messages: tuple) -> None:
        """Messages in a bundle whose timetag lies `ahead` seconds from now."""
        tag = timetag_of(time.time_ns() + int(ahead * 1e9))
        self.packet(encode_bundle(tag, *(encode(*m) for m in messages)))

    def listen(self, seconds: float) -> None:
        self.socket.settimeout(max(seconds, 0.0005))
        with contextlib.suppress(TimeoutError):
            while True:
                data = self.socket.recv(65_536)
                assert len(data) <= 1_400
                (group,) = decode(data)
                self.inbox += group.messages
                self.socket.settimeout(0.0005)

    def expect(self, address: str, *args: object, limit: float = LIMIT) -> Message:
        """The first message to `address` that begins with `args`; all before it are dropped."""
        end = time.monotonic() + limit
        while True:
            for i, message in enumerate(self.inbox):
                if message.address == address and message.args[: len(args)] == args:
                    del self.inbox[: i + 1]
                    return message
            assert time.monotonic() < end, f"no {address} {args}, but {self.inbox[-5:]}"
            self.listen(0.2)

    def fail(self, code: str) -> str:
        """The text of the next refusal, which must have that code."""
        message = self.expect("/lmdm/fail")
        assert message.args[1] == code, message
        return str(message.args[2])

    def sync(self) -> list[Message]:
        """Everything that came until the daemon has answered all that was sent."""
        self._ids += 1
        self.send("/lmdm/sync", self._ids)
        end = time.monotonic() + LIMIT
        while True:
            for i, message in enumerate(self.inbox):
                if message.address == "/lmdm/synced" and message.args == (self._ids,):
                    before, self.inbox = self.inbox[:i], self.inbox[i + 1 :]
                    return before
            assert time.monotonic() < end, "not synced"
            self.listen(0.2)

    def get(self, name: str) -> tuple:
        """The value of a parameter."""
        self.send("/lmdm/get", name)
        return self.expect("/lmdm/get.reply", name).args[1:]

    def subscribe(self) -> None:
        self.send("/lmdm/notify", 1)
        self.expect("/lmdm/done", "/lmdm/notify")


class TcpClient:
    """The same on TCP, framed by SLIP; just enough to see that it answers."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), LIMIT)
        self._unframer = Unframer()
        self.inbox: list[Message] = []

    def send(self, address: str, *args: object) -> None:
        self.socket.sendall(frame(encode(address, *args)))

    def expect(self, address: str) -> Message:
        while True:
            for i, message in enumerate(self.inbox):
                if message.address == address:
                    del self.inbox[: i + 1]
                    return message
            data = self.socket.recv(65_536)
            assert data, "the daemon closed the connection"
            for packet in self._unframer.feed(data):
                assert packet is not None
                self.inbox += decode(packet)[0].messages


class Daemon:
    """One running `lmdm serve --audio null`; its files lie in `folder`."""

    def __init__(self, folder: Path, *options: str, port: int = 0, real: bool = False) -> None:
        """`real`: with the real engine and the shipped model instead of the fake one."""
        self.folder = folder
        self.log = folder / "engine.log"
        self.output = folder / f"serve-{time.monotonic_ns()}.txt"
        self.state = folder / "state"
        runtime = folder / "runtime"
        runtime.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "LMDM_FAKE_LOG": str(self.log),
            "LMDM_STATE": str(self.state),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(TESTS.parent),
            "OMP_NUM_THREADS": "1",
        }
        self.traces = runtime / "lmdm"
        program = ["-m", "instrument.cli"] if real else [str(TESTS / "fake_serve.py")]
        command = [sys.executable, *program, "serve", "--port", str(port)]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--audio", "null", *options],
                stdout=out, stderr=subprocess.STDOUT, env=environment,
            )  # fmt: skip
        self.port = port

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def wait_said(self, text: str) -> str:
        """Waits until it has printed a match of `text`, which is returned."""

        def look() -> str | None:
            found = re.search(text, self.said())
            assert found or self.process.poll() is None, self.said()
            return found and found[0]

        return str(eventually(look, 60.0, f"never said {text!r}"))

    def wait_playing(self) -> Daemon:
        self.port = int(self.wait_said(r"127\.0\.0\.1:\d+").rpartition(":")[2])
        self.wait_said("model: ")
        return self

    def told(self) -> list[dict]:
        """What the engines were told so far."""
        if not self.log.exists():
            return []
        return [
            json.loads(x) for x in self.log.read_text().splitlines(keepends=True) if x[-1] == "\n"
        ]

    def changes(self, key: str) -> list[list]:
        """The changes of `key` that engines were told so far."""
        return [c for line in self.told() for c in line.get("change", ()) if c[1] == key]

    def engines(self) -> list[int]:
        """Process ids of the engines, in the order of their start."""
        return [line["started"] for line in self.told() if "started" in line]

    def trace(self) -> dict:
        return json.loads((self.traces / f"{self.port}.json").read_text())

    def stop(self) -> int:
        """Ends it as Ctrl-C does; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(15)

    def kill(self) -> None:
        """Kills the front, and nothing else."""
        self.process.kill()
        self.process.wait()


def panel_of(daemon: Daemon) -> Panel:
    """The panel of its audio process."""
    trace = daemon.trace()
    return Panel.attach(f"pid:{trace['audio'][0]}:{trace['held']['panel'].removeprefix('fd:')}")


@contextlib.contextmanager
def playing(folder: Path, *options: str, port: int = 0, real: bool = False) -> Iterator[Daemon]:
    """A daemon that is playing, ended with the block."""
    daemon = Daemon(folder, *options, port=port, real=real)
    try:
        yield daemon.wait_playing()
    finally:
        daemon.stop()
