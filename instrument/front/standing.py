"""How the instrument stands: what clients are told of it, asked or by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

from instrument import __version__
from instrument.audio.panel import DEVICE_LOST, Panel
from instrument.audio.ring import Ring
from instrument.controls import Controls
from instrument.front.tune import Tune, Tunes
from instrument.health import Health, Ready
from instrument.osc import echo
from instrument.osc.timing import StreamTime
from instrument.params import ROOT
from instrument.units import Rates


class Instrument(Protocol):
    """What is told of."""

    controls: Controls
    panel: Panel
    out: Ring
    rates: Rates
    time: StreamTime
    late: int
    audio_lost: bool
    was_ready: asyncio.Event

    @property
    def ready(self) -> Ready | None:
        """The engine that plays, while there is one."""

    @property
    def model(self) -> str:
        """The model that is played, or will be."""

    def reach(self) -> int:
        """The stream sample as of which values hold now."""


class Standing:
    """Runs on the event loop."""

    def __init__(self, instrument: Instrument) -> None:
        self._of = instrument
        self.health = Health()
        """The engine's last report."""
        self._late_before = 0
        self._born = time.monotonic()
        self._told = ""
        self._tunes = Tunes()
        self._tune: tuple[float, int, str] = (0.0, 0, "")
        self._underruns = instrument.panel.underruns
        self._beats = 0

    def heard_from_engine(self, health: Health) -> None:
        """Keeps the last report; counters go on over restarts."""
        if health.late_changes < self.health.late_changes:
            self._late_before += self.health.late_changes
        self.health = health
        self._tunes.add(Tune.of(health))

    # Asked

    def state(self) -> str:
        """In a word."""
        of = self._of
        if of.audio_lost or of.panel.state == DEVICE_LOST:
            return "no audio"
        if of.ready is None:
            return "recovering" if of.was_ready.is_set() else "loading"
        return "playing" if of.controls.playing else "stopped"

    def status(self) -> Sequence[object]:
        """The arguments of /lmdm/status.reply."""
        of, health, rate = self._of, self.health, self._of.rates.sample_rate
        block = health.frames or of.controls.value("block", of.reach())
        queued = max(0, of.out.end - of.panel.position)
        return (
            self.state(),
            self.version()[1],
            rate,
            float(block) * of.rates.hop * 1e3 / rate,  # type: ignore[arg-type]
            health.p95_ms,
            queued * 1e3 / rate,
            of.panel.underruns,
            of.late + self._late_before + health.late_changes,
            time.monotonic() - self._born,
            __version__,
        )

    def latency(self) -> tuple[float, float, float]:
        """Output latency, how far ahead a change must be sent to land on its frame, and how long
        after it was played the live input is answered; seconds."""
        of, health = self._of, self.health
        output = of.panel.latency_samples / of.rates.sample_rate
        behind = health.behind_ms / 1e3
        if health.horizon_ms:
            return output, health.horizon_ms / 1e3 + output, behind
        block = health.frames or of.controls.value("block", of.reach())
        frames = float(block) + 1.0  # type: ignore[arg-type]
        margin = float(of.controls.value("margin", of.reach()))  # type: ignore[arg-type]
        made = (health.p99_ms or health.p95_ms) / 1e3
        control = output + made + margin + frames * of.rates.hop / of.rates.sample_rate
        return output, control, behind

    def version(self) -> tuple[str, str]:
        """The version, and the model that plays."""
        ready = self._of.ready
        return __version__, ready.model if ready is not None else self._of.model

    def playing(self) -> tuple[float, float, int, str]:
        """Of the music that leaves the port now: beats a minute, the beat, beats in a bar, and the
        key; 0 bpm is no beat, "" no key."""
        now = self._of.time.heard()
        return self._tunes.at(now).arguments(now, self._of.rates)

    # By itself

    def beat(self) -> list[echo.Outgoing]:
        """The heartbeat, once a second."""
        self._beats += 1
        return [(f"{ROOT}/heartbeat", self._beats, time.monotonic() - self._born, self.state())]

    def news(self) -> list[echo.Outgoing]:
        """Meters, and underruns, the state, tempo and key where they are others than before."""
        panel = self._of.panel
        messages: list[echo.Outgoing] = [(f"{ROOT}/meter", *panel.peak, *panel.rms)]
        if (underruns := panel.underruns) != self._underruns:
            self._underruns = underruns
            messages.append((f"{ROOT}/underrun", underruns))
        if (state := self.state()) != self._told:
            self._told = state
            messages.append((f"{ROOT}/state", state))
        bpm, beat, beats_per_bar, key = self.playing()
        if (tune := (bpm, beats_per_bar, key)) != self._tune:
            self._tune = tune
            messages.append((f"{ROOT}/playing", bpm, beat, beats_per_bar, key))
        return messages
