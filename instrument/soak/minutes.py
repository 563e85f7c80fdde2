"""Minutes of a month, really played: what the programme asks for then, by a model that goes on from
the minute before it, through the output stage; and what is heard in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from instrument.audio.guard import Guard
from instrument.audio.limiter import Limiter
from instrument.engine.generator import Generator
from instrument.engine.planner import Planner
from instrument.evaluation.drift import minute
from instrument.front.listening import Listening
from instrument.front.recovery import Asked, finding
from instrument.nn.vocoder import DELAY
from instrument.soak.ear import longest, true_peak
from instrument.soak.made import quiet, sounds
from instrument.soak.result import CEILING_DB, LONGEST_SILENCE_MS, TOLERANCE_DB
from instrument.soak.simulated import MINUTE_S, Hall
from instrument.studio.loudness import lufs
from instrument.units import Rates, db_of, gain_of

LOOP = 0.95
"""Stretches of two seconds that are so alike are a loop."""
_BLOCK = 48
_PIECE = 480


@dataclass(frozen=True)
class Minute:
    """What one was like. `day`: since the beginning. `silence_ms`: in place of sound. `level_db`,
    `brightness` and `loop` as measure `drift` has them; `found`: what the watch over stuck music
    says, if anything."""

    day: float
    scene: str
    lufs: float
    peak_db: float
    silence_ms: float
    level_db: float
    brightness: float
    loop: float
    found: str

    @property
    def wrong(self) -> list[str]:
        """What nobody should have heard."""
        out = [self.found] if self.found else []
        if self.peak_db > CEILING_DB + TOLERANCE_DB:
            out.append(f"{self.peak_db:.1f} dB: beyond the ceiling")
        if self.silence_ms > LONGEST_SILENCE_MS:
            out.append(f"silent for {self.silence_ms:.0f} ms")
        if self.loop > LOOP:
            out.append(f"the same again and again ({self.loop:.2f})")
        return out


class Playing:
    """Plays minutes one after another; what was played last is what the next goes on from."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._rates = Rates()
        self._state = generator.start()
        self._made = 0

    def minute(self, hall: Hall, scene: str, day: float, turn: Callable[[float], None]) -> Minute:
        """The minute that begins now; `turn` moves the programme on by so many seconds."""
        sound = self._play(hall, turn)
        heard = Listening(self._rates.sample_rate)
        heard.hear(sound)
        controls, at = hall.controls, hall.reach()
        loudness, density = (controls.value(key, at) for key in ("loudness", "density"))
        prompts = [p[0] for p in controls.prompts if p is not None]
        asked = Asked(prompts, loudness, density, controls.notes is not None)  # type: ignore[arg-type]
        gain = controls.number("gain", at)
        left, delay = self._put_out(sound, gain)
        due = np.pad(sounds(sound, gain_of(gain)), (delay, 0))[: len(left)]
        missing = longest(due & quiet(left))
        return Minute(
            day, scene, lufs(left), float(db_of(true_peak(left))),
            missing * 1e3 / self._rates.sample_rate, **minute(sound),
            found=finding(heard.look(), asked),
        )  # fmt: skip

    def _play(self, hall: Hall, turn: Callable[[float], None]) -> np.ndarray:
        """What the model makes [N, 2], while the programme goes on."""
        rates, generator = self._rates, self._generator
        first: int = rates.frame_after(hall.sample)
        total, skip = rates.samples(MINUTE_S), 0 if self._made else DELAY
        planner = Planner(generator.model.encoder, tempo=generator.model.tempo)
        planner.receive(hall.controls.snapshot(hall.reach()), first)
        parts, done = [], 0
        for _ in range(rates.frame_after(total + skip)):
            if done >= total + skip:
                break
            plan = planner.plan(first, _BLOCK)
            parts.append(generator.sound(generator.latents(plan, self._state), self._state))
            first, done = first + plan.frames, done + len(parts[-1])
            self._made += plan.frames
            hall.sent.clear()
            turn(rates.seconds(plan.frames * rates.hop))
            planner.receive(list(hall.sent), first)
        return np.concatenate(parts)[skip:][:total]

    def _put_out(self, sound: np.ndarray, gain_db: float) -> tuple[np.ndarray, int]:
        """As it leaves the port, and how many samples later."""
        left = sound * np.float32(gain_of(gain_db))
        rate = self._rates.sample_rate
        guard, limiter = Guard(rate, _PIECE), Limiter(rate, _PIECE)
        for begin in range(0, len(left), _PIECE):
            piece = left[begin : begin + _PIECE]
            guard.process(piece, 0.0)
            limiter.process(piece, gain_of(CEILING_DB))
        return left, limiter.lookahead


def spelled(minute: Minute) -> str:
    """In a line."""
    line = f"day {minute.day:5.1f} {minute.scene}: {minute.lufs:.1f} LUFS, {minute.peak_db:.1f} dB"
    return line + f", loop {minute.loop:.2f}" + "".join(f"; {w}" for w in minute.wrong)


def slopes(minutes: list[Minute]) -> dict[str, tuple[float, float]]:
    """Measure -> its change over the whole time, and the standard error of that; scenes are
    different music, so each is held against its own mean."""
    out = {}
    days = np.array([m.day for m in minutes])
    scenes = np.array([m.scene for m in minutes])
    for key in ("lufs", "brightness", "loop"):
        values = np.array([getattr(m, key) for m in minutes])
        x, y = days.copy(), values.copy()
        for scene in set(scenes):
            x[scenes == scene] -= x[scenes == scene].mean()
            y[scenes == scene] -= y[scenes == scene].mean()
        spread = float(np.square(x).sum())
        free = len(minutes) - len(set(scenes)) - 1
        if spread == 0.0 or free < 1:
            continue
        slope = float(x @ y) / spread
        error = float(np.sqrt(np.square(y - slope * x).sum() / free / spread))
        span = float(np.ptp(days))
        out[key] = slope * span, error * span
    return out
