"""Keeps an engine alive: starts it, talks to it, notices its death, starts another.

The engine is a process of its own at the other end of a socket pair; both ways go JSON objects, one
a line (health.py says which). Everything here runs on the front's event loop and never waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
from collections.abc import Callable, Iterable

from instrument import priority
from instrument.controls import Change
from instrument.errors import Refused
from instrument.front.line import GONE, Line
from instrument.front.spare import Launch, Process, Spare, Started, start
from instrument.health import Health, Ready

START_LIMIT = 180.0
"""Seconds an engine may take until it is ready (torch, weights, a slow disk)."""

ANSWER_LIMIT = 5.0
"""The same for one that is taken up, and has all that already."""

SILENCE_LIMIT = 8.0
"""Seconds without a word from a ready engine after which it is taken for hung."""

LOAD_LIMIT = 120.0
"""The same while it loads another model."""

_WAITS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY = 5.0  # an engine that was ready for so long does not count as failing again and again


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
        spare: bool = False,
    ) -> None:
        """`spare`: another engine waits, loaded, to take over."""
        self.ready: Ready | None = None
        self.restarts = 0
        self._launch = launch
        self._spare = Spare(launch, spare)
        self._ready_at = 0.0
        self._snapshot = snapshot
        self._events = events
        self._process: Process | None = None
        self._line: Line | None = None
        self._changes: list[list] = []
        self._flush_due = False
        self._born = 0.0
        self._patience = START_LIMIT
        self._heard = 0.0
        self._load_until = 0.0
        self._failures = 0
        self._pings = 0
        self._last_words = ""
        self._restart: asyncio.TimerHandle | None = None
        self._closed = False
        self._retired: list[Process] = []

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
        if self._process is None or self.ready is None or self._line is None:
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
        self.take(self._spare.take() or start(self._launch))

    def take(self, started: Started, patience: float = START_LIMIT) -> None:
        """Begins with an engine that has been started, and that has so many seconds until it is
        ready; returns at once."""
        self._patience = patience
        priority.take(priority.ENGINE, started.process.pid)
        self._process, self._born = started.process, time.monotonic()
        self._heard, self._last_words = self._born, ""
        self._line = Line(started.socket, self._take, self._broke)
        self._send({"wake": True})
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
        elif self.ready is None and now - self._born > self._patience:
            self._lose(f"it was not ready after {self._patience:.0f} s")
        elif self.ready and now > self._load_until and now - self._heard > SILENCE_LIMIT:
            self._lose(f"it said nothing for {SILENCE_LIMIT:.0f} s")
        elif self.ready:
            self._pings += 1
            self._send({"ping": self._pings})
            if not self._load_until:  # one that is started meanwhile would have the model before
                self._spare.keep(self._ready_at)

    async def close(self, patience: float = 2.0) -> None:
        """Ends the engine, by force after `patience` seconds."""
        self._closed = True
        self._spare.end()
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
        played = self.ready is not None and time.monotonic() - self._ready_at > _STEADY
        self._drop()
        if played:
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
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)  # a driver may keep it a little; it cannot come back
            self._process = None
        self.ready, self._load_until = None, 0.0
        self._changes.clear()

    # Talking

    def send_changes(self, changes: Iterable[Change]) -> None:
        """Sends changes; what comes within one turn of the loop goes in one line.

        Without an engine they are dropped: the next one starts from a snapshot.
        """
        if self._line is None:
            return
        self._changes += [c.to_json() for c in changes]
        if self._changes and not self._flush_due:
            self._flush_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def load(self, model: str) -> None:
        """Asks for another model; the answer is engine_ready or engine_failed."""
        self._spare.end()  # it has the one before
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
        if self._line is not None:
            self._line.send(message)

    def _broke(self, why: str) -> None:
        if why == GONE:
            assert self._process is not None
            try:
                why = _ended(self._process.wait(0.2))
            except subprocess.TimeoutExpired:
                why = "it closed its socket"
        self._lose(why)

    def _take(self, message: object) -> None:
        self._heard = time.monotonic()
        try:
            ((kind, body),) = message.items()  # type: ignore[attr-defined]
            if kind == "ready":
                self.ready = Ready.from_json(body)
                self._load_until, self._ready_at = 0.0, self._heard
                self._events.engine_ready(self.ready)
            elif kind == "health":
                self._events.engine_health(Health.from_json(body))
            elif kind == "fail":
                self._load_until = 0.0
                if self.ready is None:
                    self._last_words = str(body["text"])
                self._events.engine_failed(str(body["code"]), str(body["text"]))
            elif kind == "did":
                key, name = map(str, body)
                self._events.engine_did(key, name, None)
            elif kind == "refused":
                key, name, code, text = map(str, body)
                code = code if code in Refused.CODES else "model"
                self._events.engine_did(key, name, Refused(code, text))
        except (ValueError, TypeError, KeyError, AttributeError):
            self._lose("it sent what is no message")


def _ended(status: int) -> str:
    return f"it was killed by signal {-status}" if status < 0 else f"it ended with status {status}"
