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
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.osc.codec import Message, decode, encode, encode_bundle
from instrument.osc.slip import Unframer, frame
from instrument.osc.timing import timetag_of

TESTS = Path(__file__).resolve().parent
LIMIT = 30.0
"""Seconds until what has not come never will: only tests that fail take them."""

Heard = Callable[[Message], bool]


def eventually(what: Callable[[], object], limit: float = LIMIT, about: str = "") -> object:
    """Waits until `what()` is true, and returns it."""
    end = time.monotonic() + limit
    while not (result := what()):
        assert time.monotonic() < end, about or f"not within {limit} s"
        time.sleep(0.01)
    return result


class Client:
    """An OSC client on UDP that keeps every message it gets, until it is asked for.

    A thread of its own empties the socket at all times: a subscribed client is sent meters without
    end, and the kernel keeps no more than some 270 packets for a test that is waiting elsewhere.
    """

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.server = ("127.0.0.1", port)
        self.port: int = self.socket.getsockname()[1]
        self.inbox: list[Message] = []
        self._ids = 0
        self._came: SimpleQueue[bytes] = SimpleQueue()
        self._ears = threading.Thread(target=self._hear, daemon=True)
        self._ears.start()

    def _hear(self) -> None:
        while packet := self.socket.recv(65_536):
            self._came.put(packet)

    def close(self) -> None:
        """Hears no more; may be called twice."""
        if self._ears.is_alive():
            self.socket.sendto(b"", self.socket.getsockname())
            self._ears.join(LIMIT)
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
        """Takes what has come into the inbox; if nothing has, waits so long for a packet."""
        with contextlib.suppress(Empty):
            data = self._came.get(timeout=seconds)
            while True:
                assert len(data) <= 1_400
                (group,) = decode(data)
                self.inbox += group.messages
                data = self._came.get_nowait()

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

        return str(eventually(look, 4 * LIMIT, f"never said {text!r}"))

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
        return self.process.wait(LIMIT)

    def kill(self) -> None:
        """Kills the front, and nothing else."""
        self.process.kill()
        self.process.wait()


def last(daemon: Daemon, key: str, value: object) -> None:
    """Waits until the engine was told `value` of `key` last: it writes down what it is told a
    little after the front has answered."""
    eventually(
        lambda: daemon.changes(key)[-1:] and daemon.changes(key)[-1][3] == value,
        about=f"{key} did not become {value}",
    )


def panel_of(daemon: Daemon) -> Panel:
    """The panel of its audio process."""
    panel = Panel.attach(_shared(daemon, "panel"))
    panel.segment.drop_descriptor()
    return panel


def ring_of(daemon: Daemon) -> Ring:
    """What its engine makes."""
    ring = Ring.attach(_shared(daemon, "out"))
    ring.segment.drop_descriptor()
    return ring


def shared_names() -> set[str]:
    """What lies in /dev/shm and is ours by name."""
    return {p.name for p in Path("/dev/shm").glob("*lmdm*")} | {
        p.name for p in Path("/dev/shm").glob("psm_*")
    }


def _shared(daemon: Daemon, name: str) -> str:
    trace = daemon.trace()
    return f"pid:{trace['audio'][0]}:{trace['held'][name].removeprefix('fd:')}"


@contextlib.contextmanager
def playing(folder: Path, *options: str, port: int = 0, real: bool = False) -> Iterator[Daemon]:
    """A daemon that is playing, ended with the block."""
    daemon = Daemon(folder, *options, port=port, real=real)
    try:
        yield daemon.wait_playing()
    finally:
        daemon.stop()


def ask_and_wait_until_saved(daemon: Daemon, client: Client) -> None:
    """Ask for a prompt ("acid bass", 0.5), a gain (-9) and a clock (140 bpm, beat 3, 3 beats a
    bar), and wait until the front has written them where another one finds them."""
    client.send("/lmdm/prompt", 0, "acid bass", 0.5)
    client.send("/lmdm/param/gain", -9.0)
    client.bundle(0.0, ("/lmdm/clock", 140.0, 3.0, 3))
    client.sync()
    saved = daemon.state / "ports" / f"{daemon.port}.json"

    def written() -> bool:
        text = saved.read_text() if saved.exists() else ""
        return {"acid bass", "clock"} <= set(text.split('"')) and "140.0" in text

    eventually(written)
