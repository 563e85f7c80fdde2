"""One block of music, decided."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from instrument.controls import Clock
from instrument.engine.delay import Delay, passes
from instrument.engine.freeze import Hold

TEXTS = ("text", "leaving")
"""Guidance by the prompt: away from none at all, and away from the one before."""


@dataclass(frozen=True)
class Plan:
    """One block, decided: stream frames [first, first + frames).

    `text` [S, 256], `add` [frames, A]. `guidance`: strength of the text ("text", and "leaving":
    away from the text before) and of each given control that is not 1. `leaving` [S, 256]: that
    text. `reset`: the past is to be forgotten before it. `delay`: what comes back in delay mode.
    `acts`: what is done before it, (key, name) in order. `hold`: what it repeats, while the music
    is frozen; nothing is denoised then. `pulse`: the beat that the music has, told or not; `beat`
    and `key`: those that it is told at its start.
    """

    first: int
    frames: int
    steps: int
    seed: int
    guidance: dict[str, float]
    text: Tensor
    add: Tensor
    reset: bool = False
    delay: Delay | None = None
    acts: tuple[tuple[str, str], ...] = ()
    hold: Hold | None = None
    leaving: Tensor | None = None
    pulse: Clock | None = None
    beat: Clock | None = None
    key: str | None = None

    def effort(self, steps: int | None = None) -> int:
        """Passes of the network over the block, with `steps` instead of the plan's own if given."""
        steps = self.steps if steps is None else steps
        delay = self.delay
        if self.hold is not None:
            return 1
        return steps if delay is None else passes(steps, delay.blur, delay.mix)
