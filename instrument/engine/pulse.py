"""The beat of music that nobody has set a clock for: a tempo that suits the prompt, kept as long as
it does, and never a leap in the beat."""

from __future__ import annotations

import random
from dataclasses import replace

from torch import Tensor

from instrument.controls import Clock
from instrument.nn.tempo import Tempo
from instrument.units import Rates

LEAST = 30.0
"""Beats a minute: a slower tempo that is asked for is no beat at all."""
BAR = 4
DRAWN = 1.25
"""Standard deviations about a prompt's mean tempo between which a seed's tempo lies."""
KEPT = 2.0
"""From that many on, music that goes on in the tempo it has is no longer what the prompt means."""


def suited(tempo: Tempo, text: Tensor, seed: int, before: Clock | None) -> float:
    """Beats a minute for a text [S, C]: those it has, if they suit it, else a seed's own."""
    bell = tempo.bell(text)
    if before is not None and abs(bell.away(before.bpm)) <= KEPT:
        return before.bpm
    return bell.at(random.Random(seed).uniform(-DRAWN, DRAWN))


def paced(before: Clock | None, bpm: float, at: int, rates: Rates) -> Clock | None:
    """The clock from stream sample `at` on, at `bpm`: its beat goes on where that `before` is."""
    if bpm < LEAST:
        return None
    if before is None:
        return Clock(bpm, 0.0, BAR, at)
    return before if before.bpm == bpm else replace(anchored(before, at, rates), bpm=bpm)


def anchored(clock: Clock, at: int, rates: Rates) -> Clock:
    """The same clock, told by its beat at stream sample `at`."""
    return replace(clock, beat=clock.beat_at(at, rates), at=at)


def moved(clock: Clock, samples: int) -> Clock:
    """The clock of music that is moved so far along the stream."""
    return replace(clock, at=clock.at + samples)
