"""Keeps the audio process alive, and the shared memory that it, the engine and the front use.

The audio process outlives its front: a new front finds it through a small file in the runtime
folder, maps the same memory by way of it, and goes on. It is never spoken to but by the panel.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from instrument.audio.panel import DEVICE_LOST, Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.errors import UserError
from instrument.places import runtime_dir, write_whole
from instrument.units import Rates

RING_SECONDS = 30.0
MEMORY_BYTES = 256 * 1024
START_LIMIT = 30.0
STALL_LIMIT = 5.0
"""Seconds without a callback after which the audio process is taken for hung."""

_WAITS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY = 30.0


@dataclass(frozen=True)
class Shared:
    """The segments of one stream."""

    out: Ring
    heard: Ring
    panel: Panel
    memory: Segment

    @classmethod
    def create(cls, rates: Rates) -> Shared:
        """New ones; raises OSError when memory is short."""
        return cls(
            Ring.create(RING_SECONDS, rates.sample_rate, "out"),
            Ring.create(RING_SECONDS, rates.sample_rate, "in"),
            Panel.create(),
            Segment.create("memory", MEMORY_BYTES),
        )

    @classmethod
    def attach(cls, specs: dict[str, str]) -> Shared:
        """Those another process holds; raises OSError or ValueError."""
        return cls(
            Ring.attach(specs["out"]),
            Ring.attach(specs["in"]),
            Panel.attach(specs["panel"]),
            Segment.attach(specs["memory"]),
        )

    @property
    def segments(self) -> dict[str, Segment]:
        """By the name of the option that hands them to a process."""
        return {
            "out": self.out.segment,
            "in": self.heard.segment,
            "panel": self.panel.segment,
            "memory": self.memory,
        }

    def descriptors(self) -> list[int]:
        """What a child must inherit."""
        return [s.fd for s in self.segments.values() if s.fd >= 0]

    def options(self, *names: str) -> list[str]:
        """--out SPEC and so on, for a child's command line."""
        return [part for n in names for part in (f"--{n}", self.segments[n].spec)]

    def close(self) -> None:
        """Unmaps all."""
        self.out.close()
        self.heard.close()
        self.panel.close()
        self.memory.close()


def started(pid: int) -> int:
    """When a process was started, in the kernel's ticks (so that a number used again is not taken
    for the same process); 0 when there is none, or the system does not say.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = stat.rpartition(")")[2].split()
    return 0 if fields[0] == "Z" else int(fields[19])


class Traces:
    """The file by which a later front finds the processes of this one."""

    def __init__(self, port: int) -> None:
        self.path = runtime_dir() / f"{port}.json"

    def read(self) -> dict:
        """What was written last; empty when there is nothing."""
        try:
            data = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def write(self, audio: int, fds: dict[str, int], options: Sequence[str], engine: int) -> None:
        """Notes the processes; a disk that does not take it only costs the adoption."""
        data = {
            "audio_pid": audio,
            "audio_started": started(audio),
            "fds": fds,
            "options": list(options),
            "engine_pid": engine,
            "engine_started": started(engine) if engine else 0,
        }
        with contextlib.suppress(OSError):
            write_whole(self.path, json.dumps(data))

    def remove(self) -> None:
        """There is nothing left to find."""
        with contextlib.suppress(OSError):
            self.path.unlink()


def end_process(pid: int, since: int) -> None:
    """Kills a process, if it is still the one started `since`."""
    if pid > 0 and since and started(pid) == since:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)


class AudioKeeper:
    """One audio process at a time. Runs on the front's event loop."""

    def __init__(self, port: int, options: Sequence[str], rates: Rates) -> None:
        """`options` are the audio process's own (--audio, --connect, --device, --client)."""
        self.options = list(options)
        self.pid = 0
        self.adopted = False
        self.restarts = 0
        self.description: dict = {}
        self.say: Callable[[str], None] = lambda _: None
        self._rates = rates
        self._traces = Traces(port)
        self._shared: Shared | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0
        self._born = 0.0
        self._fds: dict[str, int] = {}
        self._failures = 0
        self._restarting: asyncio.Task[None] | None = None
        self._old_engine = (0, 0)

    @property
    def shared(self) -> Shared:
        """The memory of the stream; after start()."""
        assert self._shared is not None
        return self._shared

    async def start(self) -> None:
        """Adopts a living audio process of this port, or starts one.

        Raises UserError when the audio that was asked for cannot be had.
        """
        if not self._adopt():
            try:
                self._shared = Shared.create(self._rates)
            except OSError as error:
                raise UserError(f"no shared memory: {error.strerror}") from None
            await self._spawn()

    def _adopt(self) -> bool:
        trace = self._traces.read()
        pid, since = int(trace.get("audio_pid", 0)), int(trace.get("audio_started", 0))
        self._old_engine = int(trace.get("engine_pid", 0)), int(trace.get("engine_started", 0))
        if not since or started(pid) != since:
            self.end_old_engine()
            return False
        if trace.get("options") == self.options:
            fds = {str(k): int(v) for k, v in dict(trace.get("fds", {})).items()}
            try:
                self._shared = Shared.attach({k: f"pid:{pid}:{fd}" for k, fd in fds.items()})
            except (OSError, ValueError, KeyError):
                self._shared = None
        if self._shared is None:  # it plays elsewhere than asked, or is of another version
            end_process(pid, since)
            self.end_old_engine()
            return False
        self.pid, self._since, self._fds, self.adopted = pid, since, fds, True
        self._born = time.monotonic()
        return True

    def end_old_engine(self) -> None:
        """Ends the engine of the front before this one; the new one has taken over."""
        end_process(*self._old_engine)
        self._old_engine = (0, 0)

    async def _spawn(self) -> None:
        shared = self.shared
        self._fds = {name: s.fd for name, s in shared.segments.items() if s.fd >= 0}
        command = [sys.executable, "-m", "instrument.audio.process"]
        command += [*shared.options("out", "in", "panel"), *self.options]
        shared.panel.front_ns = time.monotonic_ns()
        self._process = subprocess.Popen(
            command,
            pass_fds=shared.descriptors(),  # the engine's memory too, for a later front to find
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        process = self._process
        self.pid, self._born = process.pid, time.monotonic()
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), START_LIMIT)
        except TimeoutError:
            process.kill()
            raise UserError("the audio process did not start in time") from None
        try:
            self.description = dict(json.loads(line))
        except ValueError:
            status = await asyncio.to_thread(process.wait)
            raise AudioRefusedError(status) from None
        self._since = started(self.pid)

    def note(self, engine: int) -> None:
        """Writes the file by which a later front finds us; `engine` is its process id."""
        self._traces.write(self.pid, self._fds, self.options, engine)

    def alive(self) -> bool:
        """Whether the process is there."""
        if self._process is not None:
            return self._process.poll() is None
        return self._since != 0 and started(self.pid) == self._since

    def check(self, on_restart: Callable[[], None]) -> bool:
        """Looks after it, about once a second; whether it lives. It is started again if not."""
        if self._restarting is not None:
            return False
        panel = self.shared.panel
        if self.alive():
            age = time.monotonic() - max(panel.audio_ns / 1e9, self._born)
            if panel.state == DEVICE_LOST or age < STALL_LIMIT:
                return True
            self.say(f"audio stood still for {STALL_LIMIT:.0f} s")
            self._kill()
        else:
            self.say("audio process lost; starting another")
        if time.monotonic() - self._born > _STEADY:
            self._failures = 0
        self._restarting = asyncio.get_running_loop().create_task(self._again(on_restart))
        return False

    async def _again(self, on_restart: Callable[[], None]) -> None:
        try:
            await asyncio.sleep(_WAITS[min(self._failures, len(_WAITS) - 1)])
            self._failures += 1
            self.restarts += 1
            await self._spawn()
            on_restart()
        except (UserError, OSError) as error:
            self.say(f"audio cannot be started: {error}")
        finally:
            self._restarting = None

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
        else:
            end_process(self.pid, self._since)

    async def close(self, patience: float = 3.0) -> None:
        """Lets it fade out and end, by force after `patience` seconds; unmaps the memory."""
        if self._restarting is not None:
            self._restarting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._restarting
        if self._shared is None:
            return
        self.shared.panel.quit = 1
        end = time.monotonic() + patience
        while self.pid and self.alive() and time.monotonic() < end:
            await asyncio.sleep(0.02)
        if self.pid and self.alive():
            self._kill()
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._traces.remove()
        self.shared.close()
        self._shared = None


class AudioRefusedError(UserError):
    """The audio process ended at once; it has said why on standard error itself."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the audio process ended with status {status}")
        self.status = status
