"""Keeps an engine alive: starts it, talks to it, notices its death, starts another.

The engine is a process of its own at the other end of a socket pair; both ways go JSON objects, one
a line (health.py says which). Everything here runs on the front's event loop and never waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from instrument.controls import Change
from instrument.errors import Refused
from instrument.health import Health, Ready
from instrument.places import child_environment

START_LIMIT = 180.0
"""Seconds an engine may take until it is ready (torch, weights, a slow disk)."""

SILENCE_LIMIT = 8.0
"""Seconds without a word from a ready engine after which it is taken for hung."""

LOAD_LIMIT = 120.0
"""The same while it loads another model."""

_WAITS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY = 30.0  # an engine that lived so long does not count as failing again and again
_MAX_UNSENT = 8 << 20
_MAX_LINE = 4 << 20


@dataclass(frozen=True)
class Launch:
    """How an engine process is started: the command, the descriptors it inherits."""

    command: Sequence[str]
    descriptors: Sequence[int]


class EngineEvents:
    """What the keeper tells its owner; override what matters."""

    def engine_ready(self, ready: Ready) -> None:
        """A model can play: at the start, after a restart, after a load."""

    def engine_health(self, health: Health) -> None:
        """A block was made."""

    def engine_failed(self, code: str, text: str) -> None:
        """The engine refused something; before any ready, it could not start."""

    def engine_did(self, key: str, name: str, refusal: Refused | None) -> None:
        """It did what a change asked of it (controls.ACTS), or says why not."""

    def engine_lost(self, reason: str) -> None:
        """The engine is gone; another will be started."""


class EngineKeeper:
    """One engine at a time, for as long as close() has not been called.

    `launch(fd)` says how to start one that inherits the socket `fd`; `snapshot()` gives the changes
    that bring a fresh engine up to date.
    """

    def __init__(
        self,
        launch: Callable[[int], Launch],
        snapshot: Callable[[], list[Change]],
        events: EngineEvents,
    ) -> None:
        self.ready: Ready | None = None
        self.restarts = 0
        self._launch = launch
        self._snapshot = snapshot
        self._events = events
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._received = bytearray()
        self._unsent = bytearray()
        self._changes: list[list] = []
        self._flush_due = False
        self._writing = False
        self._born = 0.0
        self._heard = 0.0
        self._load_until = 0.0
        self._failures = 0
        self._pings = 0
        self._last_words = ""
        self._restart: asyncio.TimerHandle | None = None
        self._closed = False
        self._retired: list[subprocess.Popen[bytes]] = []

    @property
    def pid(self) -> int:
        """The engine's process id, 0 while there is none."""
        return self._process.pid if self._process is not None else 0

    def restart(self, reason: str) -> None:
        """Ends the engine at once and starts another."""
        self._lose(reason)

    def hand_over(self) -> int:
        """Starts another engine while this one plays on by itself; returns the old one's process
        id, 0 when there is none ready. Whoever called has it make way when the new one is ready."""
        if self._process is None or self.ready is None or self._socket is None:
            return 0
        old, pid = self._process, self._process.pid
        self._process = None
        self._drop()
        self._retired.append(old)
        self._again()
        return pid

    # Life

    def start(self) -> None:
        """Starts an engine; returns at once. Raises OSError when no process can be made."""
        ours, theirs = socket.socketpair()
        try:
            launch = self._launch(theirs.fileno())
            self._process = subprocess.Popen(
                list(launch.command),
                pass_fds=[theirs.fileno(), *launch.descriptors],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=child_environment(),
                start_new_session=True,  # Ctrl-C ends the front, which then ends this in order
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self._socket, self._born = ours, time.monotonic()
        self._heard, self._last_words = self._born, ""
        asyncio.get_running_loop().add_reader(ours, self._readable)
        self.send_changes(self._snapshot())

    def check(self) -> None:
        """Looks whether the engine lives and answers; to be called about once a second."""
        self._retired = [p for p in self._retired if p.poll() is None]
        if self._process is None:
            return
        now = time.monotonic()
        status = self._process.poll()
        if status is not None:
            self._lose(_ended(status))
        elif self.ready is None and now - self._born > START_LIMIT:
            self._lose(f"it was not ready after {START_LIMIT:.0f} s")
        elif self.ready and now > self._load_until and now - self._heard > SILENCE_LIMIT:
            self._lose(f"it said nothing for {SILENCE_LIMIT:.0f} s")
        elif self.ready:
            self._pings += 1
            self._send({"ping": self._pings})

    async def close(self, patience: float = 2.0) -> None:
        """Ends the engine, by force after `patience` seconds."""
        self._closed = True
        if self._restart is not None:
            self._restart.cancel()
        process = self._process
        if process is not None:
            self._send({"quit": True})
            end = time.monotonic() + patience
            while process.poll() is None and time.monotonic() < end:
                await asyncio.sleep(0.02)
        self._drop()

    def _lose(self, reason: str) -> None:
        if self._process is None:
            return
        self._drop()
        if time.monotonic() - self._born > _STEADY:
            self._failures = 0
        if self._closed:
            return
        self._events.engine_lost(self._last_words or reason)
        if not self._closed:
            wait = _WAITS[min(self._failures, len(_WAITS) - 1)]
            self._failures += 1
            self._restart = asyncio.get_running_loop().call_later(wait, self._again)

    def _again(self) -> None:
        self._restart = None
        if self._closed:
            return
        self.restarts += 1
        try:
            self.start()
        except OSError as error:
            self._events.engine_lost(f"it cannot be started: {error.strerror}")
            self._failures += 1
            wait = _WAITS[min(self._failures, len(_WAITS) - 1)]
            self._restart = asyncio.get_running_loop().call_later(wait, self._again)

    def _drop(self) -> None:
        loop = asyncio.get_running_loop()
        if self._socket is not None:
            loop.remove_reader(self._socket)
            loop.remove_writer(self._socket)
            self._socket.close()
            self._socket = None
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)  # a driver may keep it a little; it cannot come back
            self._process = None
        self.ready, self._load_until, self._writing = None, 0.0, False
        self._received.clear()
        self._unsent.clear()
        self._changes.clear()

    # Talking

    def send_changes(self, changes: Iterable[Change]) -> None:
        """Sends changes; what comes within one turn of the loop goes in one line.

        Without an engine they are dropped: the next one starts from a snapshot.
        """
        if self._socket is None:
            return
        self._changes += [c.to_json() for c in changes]
        if self._changes and not self._flush_due:
            self._flush_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def load(self, model: str) -> None:
        """Asks for another model; the answer is engine_ready or engine_failed."""
        self._flush_changes()
        self._load_until = time.monotonic() + LOAD_LIMIT
        self._send({"load": model})

    def _flush(self) -> None:
        self._flush_due = False
        self._flush_changes()

    def _flush_changes(self) -> None:
        if self._changes:
            changes, self._changes = self._changes, []
            self._send({"change": changes})

    def _send(self, message: dict) -> None:
        if self._socket is None:
            return
        self._unsent += json.dumps(message, separators=(",", ":")).encode() + b"\n"
        if len(self._unsent) > _MAX_UNSENT:
            self._lose("it does not read what it is sent")
        elif not self._writing:
            self._write()

    def _write(self) -> None:
        if self._socket is None:
            return
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._unsent.clear()  # it is gone: the reader or check() will say so
        if bool(self._unsent) != self._writing:
            loop = asyncio.get_running_loop()
            self._writing = bool(self._unsent)
            if self._writing:
                loop.add_writer(self._socket, self._write)
            else:
                loop.remove_writer(self._socket)

    def _readable(self) -> None:
        assert self._socket is not None
        try:
            data = self._socket.recv(65_536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            assert self._process is not None
            try:
                self._lose(_ended(self._process.wait(0.2)))
            except subprocess.TimeoutExpired:
                self._lose("it closed its socket")
            return
        self._received += data
        *lines, rest = bytes(self._received).split(b"\n")
        self._received = bytearray(rest)
        if len(rest) > _MAX_LINE:
            self._lose("it sends what is no message")
            return
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        self._heard = time.monotonic()
        try:
            message = json.loads(line)
            (kind,) = message
            body = message[kind]
            if kind == "ready":
                self.ready = Ready.from_json(body)
                self._load_until = 0.0
                self._events.engine_ready(self.ready)
            elif kind == "health":
                self._events.engine_health(Health.from_json(body))
            elif kind == "fail":
                self._load_until = 0.0
                if self.ready is None:
                    self._last_words = str(body["text"])
                self._events.engine_failed(str(body["code"]), str(body["text"]))
            elif kind == "did":
                self._events.engine_did(*map(str, body), None)
            elif kind == "refused":
                key, name, code, text = map(str, body)
                code = code if code in Refused.CODES else "model"
                self._events.engine_did(key, name, Refused(code, text))
        except (ValueError, TypeError, KeyError, AttributeError):
            self._lose("it sent what is no message")


def _ended(status: int) -> str:
    return f"it was killed by signal {-status}" if status < 0 else f"it ended with status {status}"
