"""The daemon under test, as its manager, its panel and OSC show it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from instrument.asking import ask
from instrument.audio.panel import Panel
from instrument.places import child_environment
from instrument.soak.manager import Manager, environment

SERVE = (sys.executable, "-m", "instrument.cli", "serve")
LOOK_S = 0.25
START_LIMIT_S = 180.0


@dataclass(frozen=True)
class Row:
    """One look: seconds since the start, levels, counters, memory of all processes in MiB, and the
    longest silence so far of this audio process while sound was due.
    """

    at: float
    rms: float
    peak: float
    underruns: int
    filler_s: float
    filling: bool
    mib: float
    silence_ms: float = 0.0


def until(what: Callable[[], object], limit: float) -> float | None:
    """Seconds until it is true, None when it is not within `limit`."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
            if what():
                return time.monotonic() - begun
        time.sleep(0.02)
    return None


class Stage:
    """A context manager: inside, the service runs."""

    def __init__(
        self, folder: Path, options: Sequence[str] = (), serve: Sequence[str] = SERVE,
        extra: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.port = _free_port()
        self.rows: list[Row] = []
        env = {**child_environment(), **environment(folder), **(extra or {})}
        command = [*serve, "--port", str(self.port), "--resume", *options]
        self.manager = Manager(command, env, folder)
        self._born = time.monotonic()
        self._ending = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self.panel: Panel | None = None

    def __enter__(self) -> Stage:
        if until(self.plays, START_LIMIT_S) is None:
            said = (self.folder / "serve.txt").read_text(errors="replace")[-2_000:]
            self.manager.stop()
            raise RuntimeError(f"it never played: {said}")
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._looking.join()
        self.manager.stop()

    # What there is

    def trace(self) -> dict:
        """What the front has noted: process ids and shared memory."""
        path = self.folder / "runtime" / "lmdm" / f"{self.port}.json"
        return json.loads(path.read_text())

    def attach(self) -> Panel:
        """The panel of the audio process that lives now."""
        trace = self.trace()
        number = trace["held"]["panel"].removeprefix("fd:")
        return Panel.attach(f"pid:{trace['audio'][0]}:{number}")

    def plays(self) -> bool:
        """Whether a live engine is heard, and the front answers."""
        self.panel = self.attach()
        panel = self.panel
        live = time.monotonic_ns() - panel.live_ns < 1_000_000_000 and not panel.filling
        return bool(live and panel.playing and max(panel.rms) > 1e-4 and self.state() == "playing")

    def settled(self) -> bool:
        """Whether the engine that is heard is the one that this front has started."""
        return self.panel is not None and self.panel.engine_pid == self.trace()["engine"][0]

    def state(self) -> str:
        """What the daemon says it does."""
        return str(ask(self.port, "/lmdm/status", seconds=1.0)[0])

    def pids(self) -> list[int]:
        """Front, audio process, engine."""
        trace = self.trace()
        engine = self.panel.engine_pid if self.panel is not None else 0
        return [p for p in (self.manager.pid, trace["audio"][0], engine or trace["engine"][0]) if p]

    def send(self, packet: bytes) -> None:
        """A packet from a client."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
            me.sendto(packet, ("127.0.0.1", self.port))

    def get(self, name: str) -> tuple:
        """A value, as the daemon tells it."""
        return ask(self.port, "/lmdm/get", name)[1:]

    @staticmethod
    def end(pid: int) -> None:
        """kill -9."""
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)

    # Looking

    def _look(self) -> None:
        while not self._ending.wait(LOOK_S):
            panel = self.panel
            if panel is None:
                continue
            with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
                if panel.audio_pid and not psutil.pid_exists(panel.audio_pid):
                    panel = self.panel = self.attach()
                mib = sum(_mib(pid) for pid in self.pids())
                self.rows.append(
                    Row(
                        time.monotonic() - self._born, max(panel.rms), max(panel.peak),
                        panel.underruns, panel.filler_samples / 48_000, bool(panel.filling), mib,
                        panel.longest_silence * 1e3 / max(1, panel.device_rate),
                    )
                )  # fmt: skip


def _mib(pid: int) -> float:
    try:
        return psutil.Process(pid).memory_info().rss / 2**20
    except psutil.Error:
        return 0.0


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
