"""Watching over what plays, once a second: is it still music, does anything grow, whom to tell.

Runs on the front's event loop; only the search for repeated bars goes to a thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from instrument.audio.panel import FAULTS, NO_FAULT
from instrument.controls import Change
from instrument.front.audio_keeper import AudioKeeper
from instrument.front.front import Front
from instrument.front.listening import Listening, Look
from instrument.front.notify import Notify
from instrument.front.recovery import Asked, Growth, Recovery, finding
from instrument.front.supervisor import EngineKeeper
from instrument.front.trouble import Trouble

LOOK_S = 10.0
MOST_GROWTH_MIB = 512.0
_SETTLE_S = 20.0
_DAY_S = 86_400.0
_PRIME = 104_729
_LONGEST_HEARD_S = 8.0


@dataclass
class Counters:
    """What the daily digest counts; differences of two of these are a day's."""

    underruns: int = 0
    filler_samples: int = 0
    engines: int = 0
    audios: int = 0
    losses: int = 0
    remedies: int = 0
    troubles: int = 0


class Watch:
    """One for each daemon. tick() about once a second."""

    def __init__(
        self, front: Front, engine: EngineKeeper, audio: AudioKeeper, trouble: Trouble,
        digest: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.front, self.engine, self.audio, self.trouble = front, engine, audio, trouble
        self.notify = Notify()
        self._digest = digest
        self._listening = Listening(front.rates.sample_rate)
        self._looking: asyncio.Task[None] | None = None
        self._recovery = Recovery(
            [("other noise", self._reseed), ("a new beginning", self._reset),
             ("another engine", self._restart)]
        )  # fmt: skip
        self._growth = {"engine": Growth(MOST_GROWTH_MIB), "front": Growth(MOST_GROWTH_MIB)}
        self._heard_to = 0
        self._looked = self._paused = time.monotonic()
        self._callbacks = -1
        self._ready = False
        self._device = (front.panel.device_losses, front.panel.device_returns)
        self._broken = 0
        self._fault = 0
        self._day = time.monotonic()
        self._before = self._counters()

    def tick(self) -> None:
        """Looks at everything that is watched."""
        now = time.monotonic()
        self._ping()
        self._look_at_device()
        self._listen(now)
        self._weigh(now)
        if now - self._day >= _DAY_S:
            self._day = now
            self.tell_digest()

    def close(self) -> None:
        """Says that it ends."""
        self.notify.say(STOPPING=1, STATUS="ending")
        self.notify.close()
        if self._looking is not None:
            self._looking.cancel()

    # The service manager

    def _ping(self) -> None:
        """The watchdog hears of us only while the audio process makes sound, or silence on time."""
        callbacks, state = self.front.panel.callbacks, self.front.state()
        advanced, self._callbacks = callbacks != self._callbacks, callbacks
        if not self._ready and self.front.was_ready.is_set():
            self._ready = True
            self.notify.say(READY=1)
        conductor = self.front.conductor
        scene = f", scene {conductor.scene}" if conductor is not None else ""
        if advanced:
            self.notify.say(WATCHDOG=1, STATUS=state + scene)

    # Devices

    def _look_at_device(self) -> None:
        panel = self.front.panel
        losses, returns = panel.device_losses, panel.device_returns
        if losses > self._device[0]:  # counted before the state turns, which takes a moment
            self.trouble.tell("device", "the sound device or server went away; waiting for it")
        if returns > self._device[1]:
            self.front.say(f"device: there, at {panel.device_rate} Hz")
        self._device = losses, returns
        broken = self.front.health.broken
        if broken > self._broken:
            self.trouble.tell("music", "the network made no numbers and began anew")
        self._broken = broken
        if panel.fault not in (NO_FAULT, self._fault):
            self.trouble.tell("audio", FAULTS.get(panel.fault, f"fault {panel.fault}"))
        self._fault = panel.fault

    # The music

    def _listen(self, now: float) -> None:
        out, panel = self.front.out, self.front.panel
        playing = panel.playing and not panel.filling and self.front.state() == "playing"
        live = self.front.controls.mode in ("jam", "delay")  # there the player decides
        if not playing or live:
            self._paused = now
            self._listening.forget()
        end = out.end
        most = round(_LONGEST_HEARD_S * self.front.rates.sample_rate)
        if now - self._paused < _SETTLE_S or not 0 <= end - self._heard_to <= most:
            self._heard_to = end
        elif self._looking is None or self._looking.done():
            sound, (first, last) = out.read(self._heard_to, end - self._heard_to)
            self._listening.hear(sound[first - self._heard_to : last - self._heard_to])
            self._heard_to = end
            if now - self._looked >= LOOK_S:
                self._looked = now
                self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        look = await asyncio.to_thread(self._listening.look)
        self.judge(look, time.monotonic())

    def judge(self, look: Look, now: float) -> None:
        """Does something about music that is stuck."""
        found = finding(look, self._asked())
        if not found:
            self._recovery.judge("", now)
            return
        remedy = self._recovery.judge(found, now)
        if remedy:
            self._listening.forget()
            self.trouble.tell("music", f"the music is stuck ({found}); remedy: {remedy}")

    def _asked(self) -> Asked:
        controls, at = self.front.controls, self.front.reach()
        loudness, density = (controls.value(key, at) for key in ("loudness", "density"))
        return Asked(
            [p[0] for p in controls.prompts if p is not None],
            loudness,  # type: ignore[arg-type]
            density,  # type: ignore[arg-type]
            controls.notes is not None,
        )

    def _reseed(self) -> None:
        seed = int(self.front.controls.value("seed", self.front.reach()))  # type: ignore[arg-type]
        self.front.submit([Change(None, "seed", 0, (seed + _PRIME) % 2**31)])

    def _reset(self) -> None:
        self.front.submit([Change(None, "reset")])

    def _restart(self) -> None:
        self.front.reset_when_ready = True
        self.engine.restart("the music is stuck")

    # Memory

    def _weigh(self, now: float) -> None:
        sizes = {"engine": self.engine.pid, "front": psutil.Process().pid}
        for name, pid in sizes.items():
            growth = self._growth[name]
            try:
                growth.note(pid, psutil.Process(pid).memory_info().rss / 2**20 if pid else 0.0, now)
            except psutil.Error:
                continue
        # whoever waits for what this engine is doing is answered by it first
        if (much := self._growth["engine"].too_much) and not self.front.errands.waited_for:
            self.trouble.tell("memory", f"the engine has grown by {much:.0f} MiB: handing over")
            self.hand_over()
        if much := self._growth["front"].too_much:
            self._growth["front"] = Growth(MOST_GROWTH_MIB)
            self.trouble.tell("memory", f"the front has grown by {much:.0f} MiB")

    def hand_over(self) -> None:
        """Another engine takes over from this one, which plays on until then."""
        if pid := self.engine.hand_over():
            self.audio.retire(pid)
            self._growth["engine"] = Growth(MOST_GROWTH_MIB)

    # The day

    def _counters(self) -> Counters:
        panel = self.front.panel
        return Counters(
            panel.underruns, panel.filler_samples, self.engine.restarts, self.audio.restarts,
            panel.device_losses, self._recovery.count, self.trouble.count,
        )  # fmt: skip

    def tell_digest(self) -> None:
        """One line about the time since the last one."""
        was, self._before = self._before, self._counters()
        now = self._before
        filler = (now.filler_samples - was.filler_samples) / self.front.rates.sample_rate
        slopes = ", ".join(f"{name} {g.slope:+.1f}" for name, g in self._growth.items())
        self._digest(
            f"digest: {now.underruns - was.underruns} underruns ({filler:.1f} s of the last good "
            f"bars), {now.engines - was.engines} engines and {now.audios - was.audios} audio "
            f"processes started again, {now.losses - was.losses} devices lost, "
            f"{now.remedies - was.remedies} remedies, {now.troubles - was.troubles} troubles; "
            f"MiB an hour: {slopes}"
        )
