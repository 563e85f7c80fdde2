"""Freeze: a loop of what was just played, as latents, in time with the beat."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from instrument.controls import Clock
from instrument.model import CONTEXT
from instrument.nn.stream import State
from instrument.units import Rates

FREE_BEAT_S = 0.5
"""A beat where there is none."""
FREE_BAR = 4
"""Beats of a bar where there is none."""


@dataclass(frozen=True)
class Hold:
    """What a block repeats: for each of its frames, how many frames before stream frame `start`,
    at which the loop was begun, its latents were played (1 or more)."""

    start: int
    back: tuple[int, ...]


@dataclass(frozen=True)
class Loop:
    """A loop begun at stream frame `start`: `length` samples that ended at stream sample `seam`.

    It ends on the last bar line (or beat, where it is no whole number of bars) before `start`, if
    there is a clock and the past reaches so far; else at `start` itself. Each repeat begins on the
    frame next to its time, within 21 ms, and no error adds up.
    """

    start: int
    length: float
    seam: float
    rates: Rates

    @classmethod
    def begin(cls, start: int, beats: float, clock: Clock | None, rates: Rates) -> Loop:
        """A loop of so many beats (0: a bar), or as many as the past reaches."""
        reach, now = rates.start_of(CONTEXT - 1), rates.start_of(start)
        beat = rates.sample_rate * (60.0 / clock.bpm if clock else FREE_BEAT_S)
        bar = clock.beats_per_bar if clock else FREE_BAR
        beats = min(beats or bar, max(1.0, reach // beat))
        length = min(beats * beat, reach)
        since = 0.0
        if clock is not None:
            unit = bar if math.fmod(beats, bar) == 0 else 1
            since = beat * math.fmod(clock.beat_at(now, rates), unit)
            since += beat * unit if since < 0 else 0.0
        return cls(start, length, now - since if since + length <= reach else now, rates)

    def hold(self, first: int, frames: int) -> Hold:
        """What stream frames [first, first + frames) repeat."""
        back = []
        for frame in range(first, first + frames):
            at = self.rates.start_of(frame)
            turns = math.floor((at - self.seam) / self.length) + 1
            # rounded alike for all of a repeat
            source = frame - math.floor(turns * self.length / self.rates.hop + 0.5)
            back.append(max(1, self.start - source))
        return Hold(self.start, tuple(back))


@dataclass
class Held(State):
    """The latents [1, T, C] that were played before stream frame `start`."""

    latents: Tensor
    start: int

    def frames(self, hold: Hold) -> Tensor:
        """Those of a block [1, frames, C]; where the past was shorter, it repeats."""
        index = torch.tensor([-back for back in hold.back])
        return self.latents[:, index % self.latents.shape[1]]
