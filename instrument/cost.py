"""How long a block takes: measured once at the start, then corrected by every block made."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.generator import Generator
from instrument.nn.analysis import LATENTS
from instrument.plan import Plan

REMEMBERED = 256


def timed_ms(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of some runs, in milliseconds; the first, which sets things up, not counted."""
    work()
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, 1e3 * (time.perf_counter() - start))
    return best


@dataclass
class Cost:
    """Milliseconds: a pass of the network over n frames takes `pass_ms + n * frame_ms` for each row
    of guidance, decoding n frames `decode_ms + n * sound_ms`."""

    pass_ms: float
    frame_ms: float
    decode_ms: float
    sound_ms: float
    made: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    ratios: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def expected(self, frames: int, steps: int, rows: int) -> float:
        """Milliseconds that a block takes on a quiet machine."""
        network = steps * rows * (self.pass_ms + frames * self.frame_ms)
        return network + self.decode_ms + frames * self.sound_ms

    def likely(self, frames: int, steps: int, rows: int) -> float:
        """Milliseconds that 99 of 100 such blocks stay under, as things have been of late."""
        return self.expected(frames, steps, rows) * self.pressure

    @property
    def pressure(self) -> float:
        """By how much the slow ones of the last blocks exceeded the expectation."""
        if len(self.ratios) < 8:
            return 2.0
        return max(1.1, float(np.quantile(self.ratios, 0.99)))

    def learn(self, took_ms: float, frames: int, steps: int, rows: int) -> None:
        """Take in how long a block really took."""
        self.made.append(took_ms)
        self.ratios.append(took_ms / self.expected(frames, steps, rows))

    def quantile(self, q: float) -> float:
        """Of the times of the last blocks, in milliseconds."""
        return float(np.quantile(self.made, q)) if self.made else 0.0


def measure(generator: Generator) -> Cost:
    """Time the networks on this machine, about a second."""

    def plan(frames: int, steps: int) -> Plan:
        text = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS)
        return Plan(0, frames, steps, 0, {}, text, torch.zeros(frames, CHANNELS.count))

    state = generator.resume(torch.zeros(1, generator.model.context, LATENTS))
    generator.latents(plan(8, 2), state)
    short = timed_ms(lambda: generator.latents(plan(2, 4), state)) / 4
    long = timed_ms(lambda: generator.latents(plan(34, 4), state), 2) / 4
    frame_ms = max(1e-3, (long - short) / 32)
    one = timed_ms(lambda: generator.sound(torch.zeros(1, 1, LATENTS), state))
    many = timed_ms(lambda: generator.sound(torch.zeros(1, 33, LATENTS), state), 2)
    sound_ms = max(1e-3, (many - one) / 32)
    return Cost(max(0.1, short - 2 * frame_ms), frame_ms, max(0.1, one - sound_ms), sound_ms)
