"""How long a block takes: measured once at the start, then corrected by every block made."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.engine.generator import Generator
from instrument.engine.plan import Plan
from instrument.nn.analysis import LATENTS

STRONG = ("text", "notes", "clock")
"""Conditions by whose guidance it is measured what a row costs."""
REMEMBERED = 256
RECENT = 32
"""Blocks by which it is judged what usually suffices."""


def timed_ms(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of some runs, in milliseconds; the first, which sets things up, not counted.
    Time in which others had the processor is not counted either: an engine that starts while
    others do would think for ever that it is ten times slower than it is."""
    work()
    best = float("inf")
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        took = min(time.perf_counter() - start, time.process_time() - used)
        best = min(best, 1e3 * took)
    return best


@dataclass
class Cost:
    """Milliseconds: a pass of the network over n frames takes `pass_ms`, `row_ms` for each row that
    guidance adds, and `frame_ms` for each frame of each row; decoding n frames takes
    `decode_ms + n * sound_ms`. A row that is added reads no weights anew: it costs far less than
    the first. Up to `few` steps are taken by a network of their own (`FewSteps`), which needs no
    row for the text; that of before takes in the past, in a pass more."""

    pass_ms: float
    frame_ms: float
    decode_ms: float
    sound_ms: float
    row_ms: float = 0.0
    few: int = 0
    made: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    ratios: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def expected(self, frames: int, steps: int, rows: int) -> float:
        """Milliseconds that a block takes on a quiet machine."""
        if steps <= self.few:
            steps, rows = steps + 1, max(1, rows - 1)
        added = (rows - 1) * self.row_ms
        network = steps * (self.pass_ms + added + rows * frames * self.frame_ms)
        return network + self.decode_ms + frames * self.sound_ms

    def likely(self, frames: int, steps: int, rows: int) -> float:
        """Milliseconds that such blocks stay under, as things have been of late: see `pressure`."""
        return self.expected(frames, steps, rows) * self.pressure

    def usual(self, frames: int, steps: int, rows: int) -> float:
        """Milliseconds that four of five such blocks stay under: for what may come too late, too.
        On a busy machine the slowest of a hundred takes several times as long as that."""
        return self.expected(frames, steps, rows) * self._ratio(list(self.ratios)[-RECENT:], 0.8)

    @property
    def pressure(self) -> float:
        """By how much 99 of 100 of the last blocks exceeded the expectation at most, and half as
        much again as that is more than the middle one: of 620 blocks on a busy machine two came too
        late for the rest and the usual margin, none for this."""
        return self._ratio(list(self.ratios), 0.99, beyond=0.5)

    def _ratio(self, ratios: list[float], q: float, beyond: float = 0.0) -> float:
        """That quantile of them, and so much of its distance from the middle beyond it; a tenth
        more than is usual at least."""
        if len(ratios) < 8:
            return 2.0
        middle, slow = (float(x) for x in np.quantile(ratios, (0.5, q)))
        return max(1.1 * min(1.0, middle), slow + beyond * (slow - middle))

    def learn(self, took_ms: float, frames: int, steps: int, rows: int) -> None:
        """Take in how long a block really took."""
        self.made.append(took_ms)
        self.ratios.append(took_ms / self.expected(frames, steps, rows))

    def quantile(self, q: float) -> float:
        """Of the times of the last blocks, in milliseconds."""
        return float(np.quantile(self.made, q)) if self.made else 0.0


def measure(generator: Generator) -> Cost:
    """Time the networks on this machine, about a second."""

    def plan(frames: int, steps: int, rows: int = 1) -> Plan:
        text, add = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(frames, CHANNELS.count)
        guidance = dict.fromkeys(STRONG[: rows - 1], 2.0)
        return Plan(0, frames, steps, 0, guidance, text, add)

    def timed(*asked: int, times: int = 3) -> float:
        return timed_ms(lambda: generator.latents(plan(*asked), state), times) / asked[1]

    state = generator.resume(torch.zeros(1, generator.model.context, LATENTS))
    generator.latents(plan(8, 2), state)
    short, long = timed(2, 4), timed(34, 4, times=2)
    frame_ms = max(1e-3, (long - short) / 32)
    more = len(STRONG)
    row_ms = max(0.0, (timed(2, 4, 1 + more) - short - 2 * more * frame_ms) / more)
    one = timed_ms(lambda: generator.sound(torch.zeros(1, 1, LATENTS), state))
    many = timed_ms(lambda: generator.sound(torch.zeros(1, 33, LATENTS), state), 2)
    sound_ms = max(1e-3, (many - one) / 32)
    pass_ms, decode_ms = max(0.1, short - 2 * frame_ms), max(0.1, one - sound_ms)
    few = generator.model.few_steps
    most = 0 if few is None else few.config.steps
    return Cost(pass_ms, frame_ms, decode_ms, sound_ms, row_ms, most)
