"""Keeps the audio process alive, and the shared memory that it, the engine and the front use.

The audio process outlives its front: a new front finds it through a small file in the runtime
folder, maps the same memory by way of it, and goes on. It is never spoken to but by the panel.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple

from instrument.audio.backend import BackendError, Options
from instrument.audio.panel import DEVICE_LOST, Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.audio.spawn import AudioHandle, adopt, start_audio
from instrument.errors import UserError
from instrument.front.orphan import take_up
from instrument.front.process import end_process, started
from instrument.front.spare import Started
from instrument.places import runtime_dir, write_whole
from instrument.units import Rates

MEMORY_BYTES = 256 * 1024
"""What the engine may keep of its context for the engine after it."""

STALL_LIMIT = 5.0
"""Seconds without a callback after which the audio process is taken for hung."""

WAITS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY = 30.0
_PATIENCE = 2.0  # seconds that an engine has to make way


class AudioKeeper:
    """One audio process at a time. Runs on the front's event loop."""

    def __init__(self, port: int, options: Options, rates: Rates) -> None:
        """`port` names the instrument to later fronts."""
        self.options = options
        self.adopted = False
        self.restarts = 0
        self.say: Callable[[str], None] = lambda _: None
        self._traces = runtime_dir() / f"{port}.json"
        self._rates = rates
        self._handle: AudioHandle | None = None
        self._memory: Segment | None = None
        self._held: dict[str, str] = {}
        self._born = 0.0
        self._failures = 0
        self._restarting: asyncio.Task[None] | None = None
        self._old_engine = (0, 0)
        self._old_plays: list[str] = []
        self._noted = ""

    @property
    def handle(self) -> AudioHandle:
        """The audio process and what is shared with it; after start()."""
        assert self._handle is not None
        return self._handle

    @property
    def panel(self) -> Panel:
        """The stream's panel; after start()."""
        return self.handle.panel

    @property
    def out(self) -> Ring:
        """The ring of what the engine makes; after start()."""
        return self.handle.out

    def engine_options(self) -> list[str]:
        """--out SPEC and so on: the shared memory, for an engine's command line."""
        assert self._memory is not None
        specs = {**self.handle.engine_specs, "memory": self._memory.spec}
        return [part for name, spec in specs.items() for part in (f"--{name}", spec)]

    def engine_descriptors(self) -> list[int]:
        """What an engine must inherit for that."""
        assert self._memory is not None
        return [*self.handle.fds, *([self._memory.fd] if self._memory.fd >= 0 else [])]

    # Start and end

    def start(self) -> None:
        """Adopts a living audio process of this port, or starts one and waits until it plays.

        Raises UserError when the audio that was asked for cannot be had. It blocks, and is called
        before anything else runs.
        """
        if self._adopt():
            return
        try:
            self._memory = Segment.create("memory", MEMORY_BYTES)
            self._handle = start_audio(
                self.options, rate=self._rates.sample_rate, keep=self._memory_fd()
            )
        except OSError as error:
            raise UserError(f"no audio process can be started: {error.strerror}") from None
        except BackendError as error:
            raise UserError(str(error)) from None
        self._born = time.monotonic()
        self._held = {**self._handle.specs, "memory": self._memory.spec}

    def _memory_fd(self) -> tuple[int, ...]:
        assert self._memory is not None
        return (self._memory.fd,) if self._memory.fd >= 0 else ()

    def _adopt(self) -> bool:
        trace = self._read_traces()
        pid, since = trace["audio"]
        self._old_engine, self._old_plays = trace["engine"], trace["plays"]
        if since and started(pid) == since:
            with contextlib.suppress(BackendError, OSError, ValueError, KeyError):
                if trace["options"] == list(astuple(self.options)):
                    number = int(trace["held"]["memory"].removeprefix("fd:"))
                    self._memory = Segment.attach(f"pid:{pid}:{number}")
                    self._handle = adopt(pid, trace["held"])
            if self._handle is not None:
                self._held, self._born, self.adopted = trace["held"], time.monotonic(), True
                return True
            end_process(pid, since)  # it plays elsewhere than asked, or is of another version
        self.end_old_engine()
        return False

    def _read_traces(self) -> dict:
        """What note() wrote, of the right shape; zeros when there is nothing."""
        try:
            data = json.loads(self._traces.read_text())
            return {
                "audio": (int(data["audio"][0]), int(data["audio"][1])),
                "engine": (int(data["engine"][0]), int(data["engine"][1])),
                "plays": [str(word) for word in data["plays"]],
                "held": {str(k): str(v) for k, v in data["held"].items()},
                "options": list(data["options"]),
            }
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            return {"audio": (0, 0), "engine": (0, 0), "plays": [], "held": {}, "options": []}

    def note(self, engine: int, plays: Sequence[str]) -> None:
        """Writes the file by which a later front finds us, if it has changed; `engine` is its
        process id, `plays` what another must want to play to take it up.

        A disk that does not take it costs the adoption only.
        """
        data = {
            "audio": self.identity(),
            "engine": [engine, started(engine)] if engine else [0, 0],
            "plays": list(plays),
            "held": self._held,
            "options": astuple(self.options),
        }
        text = json.dumps(data)
        if text != self._noted:
            with contextlib.suppress(OSError):
                write_whole(self._traces, text)
                self._noted = text

    def orphan(self, plays: Sequence[str]) -> Started | None:
        """The engine of the front before this one, if it plays on just what this one wants."""
        if not self.adopted or self._old_plays != list(plays):
            return None
        found = take_up(*self._old_engine)
        if found is not None:
            self._old_engine = (0, 0)
        return found

    def identity(self) -> list[int]:
        """Process id and start of the audio process: which stream this is."""
        return [self.handle.pid, started(self.handle.pid)]

    def retire(self, engine: int) -> None:
        """That engine is to make way as soon as another is ready."""
        self._old_engine = (engine, started(engine))

    def end_old_engine(self) -> None:
        """Has the engine of the front before this one make way for the new one, which is ready."""
        old, self._old_engine = self._old_engine, (0, 0)
        end_process(*old, signal.SIGTERM)
        asyncio.get_running_loop().call_later(_PATIENCE, end_process, *old)

    async def close(self) -> None:
        """Lets it fade out and end, by force if it does not; unmaps the memory."""
        if self._restarting is not None:
            self._restarting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._restarting
        if self._handle is not None:
            await asyncio.to_thread(self._handle.stop)
            self._handle.close()
            self._handle = None
            with contextlib.suppress(OSError):
                self._traces.unlink()
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    # Watching

    def check(self, on_restart: Callable[[], None]) -> bool:
        """Looks after it, about once a second; whether it lives. It is started again if not."""
        if self._restarting is not None:
            return False
        handle = self.handle
        if handle.alive:
            age = time.monotonic() - max(handle.panel.audio_ns / 1e9, self._born)
            if handle.panel.state == DEVICE_LOST or age < STALL_LIMIT:
                return True
            self.say(f"audio stood still for {STALL_LIMIT:.0f} s; starting it again")
            end_process(handle.pid, started(handle.pid))
            if handle.process is not None:
                handle.process.kill()
        else:
            self.say("audio process lost; starting another")
        if time.monotonic() - self._born > _STEADY:
            self._failures = 0
        self._restarting = asyncio.get_running_loop().create_task(self._again(on_restart))
        return False

    async def _again(self, on_restart: Callable[[], None]) -> None:
        try:
            await asyncio.sleep(WAITS[min(self._failures, len(WAITS) - 1)])
            self._failures += 1
            self.restarts += 1
            old = self.handle
            self._handle = await asyncio.to_thread(
                start_audio, self.options, again=old, keep=self._memory_fd()
            )
            if old.errors is not None:
                old.errors.close()
            self._born = time.monotonic()
            assert self._memory is not None
            self._held = {**self.handle.specs, "memory": self._memory.spec}
            on_restart()
        except (BackendError, OSError) as error:
            self._born = time.monotonic()  # what was never born has not been steady: wait longer
            self.say(f"audio cannot be started: {error}")
        finally:
            self._restarting = None
