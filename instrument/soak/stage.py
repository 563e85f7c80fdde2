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

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.osc.asking import ask
from instrument.osc.codec import decode, encode
from instrument.places import child_environment
from instrument.soak.ear import Ear
from instrument.soak.made import Made
from instrument.soak.manager import Manager, environment

SERVE = (sys.executable, "-m", "instrument.cli", "serve")
LOOK_S = 0.25
START_LIMIT_S = 180.0
LIMIT_S = 120.0
"""Whatever is not back by then, is not coming back."""

SAVED_S = 5.0
"""A change is on the disk after this: it is written every other second."""


@dataclass(frozen=True)
class Row:
    """One look: seconds since the start, levels, counters, memory in MiB of their own (see
    `Stage.mib`) of all processes, and of front, audio process and engine, the longest silence so
    far of this audio process while it should be heard, and what the limiter takes away, in dB (0 or
    less).
    """

    at: float
    rms: float
    peak: float
    underruns: int
    filler_s: float
    filling: bool
    mib: float
    each_mib: tuple[float, ...] = ()
    silence_ms: float = 0.0
    limiter_db: float = 0.0


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
        extra: Mapping[str, str] | None = None, ear: Ear | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.ear = ear
        self.port = _free_port(socket.SOCK_DGRAM)
        self.http_port = _free_port(socket.SOCK_STREAM)
        self.rows: list[Row] = []
        env = {**child_environment(), **environment(folder), **(extra or {})}
        command = [*serve, "--port", str(self.port), "--resume", "--spare", *options]
        command += ["--http-port", str(self.http_port)]
        self.manager = Manager(command, env, folder)
        self._born = time.monotonic()
        self._ending = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self.panel: Panel | None = None

    def __enter__(self) -> Stage:
        try:  # whoever is interrupted here leaves nothing behind that plays
            self.manager.start()
            if until(self.plays, START_LIMIT_S) is None:
                raise RuntimeError(f"it never played: {self.said()[-2_000:]}")
            self._compare()
            self._looking.start()
        except BaseException:
            self.manager.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._ending.set()
            self._looking.join()
        finally:
            self.manager.stop()

    # What there is

    def trace(self) -> dict:
        """What the front has noted: process ids and shared memory."""
        path = self.folder / "runtime" / "lmdm" / f"{self.port}.json"
        return json.loads(path.read_text())

    def attach(self) -> Panel:
        """The panel of the audio process that lives now. It is unmapped with its last user; other
        threads may still look at the one before it."""
        panel = Panel.attach(self._shared("panel"))
        panel.segment.drop_descriptor()
        return panel

    def _shared(self, name: str) -> str:
        trace = self.trace()
        return f"pid:{trace['audio'][0]}:{trace['held'][name].removeprefix('fd:')}"

    def _compare(self) -> None:
        """Has the ear know what the engine made for the port."""
        if self.ear is not None and not self.ear.compares:
            ring = Ring.attach(self._shared("out"))
            ring.segment.drop_descriptor()
            self.ear.compare(Made(self.attach(), ring))

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

    def said(self) -> str:
        """Its log."""
        return (self.folder / "serve.txt").read_text(errors="replace")

    def scene(self) -> str:
        """The scene that is played."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
            me.settimeout(1.0)
            me.connect(("127.0.0.1", self.port))
            me.send(encode("/lmdm/scene/list"))
            while (message := decode(me.recv(65_536))[0].messages[0]).address == "/lmdm/scene":
                pass
            return str(message.args[-1])

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

    def mib(self) -> list[float]:
        """Memory that front, audio process and engine hold of their own: pages of files, which the
        kernel drops and reads again as it likes, do not count."""
        held = [psutil.Process(pid).memory_info() for pid in self.pids()]
        return [(own.rss - getattr(own, "shared", 0)) / 2**20 for own in held]  # Linux knows both

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
                self._compare()
                mib = self.mib()
                self.rows.append(
                    Row(
                        time.monotonic() - self._born, max(panel.rms), max(panel.peak),
                        panel.underruns, panel.filler_samples / 48_000, bool(panel.filling),
                        sum(mib), tuple(mib),
                        panel.longest_silence * 1e3 / max(1, panel.device_rate),
                        panel.limiter_db,
                    )
                )  # fmt: skip


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
