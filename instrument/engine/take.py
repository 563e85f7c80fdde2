"""A take: one stream being made, and the way back into its last blocks.

Stage and offline renderer make their blocks through it, so that what was executed on stage (blocks,
cuts, recalled states) gives the same samples again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from torch import Tensor

from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.plan import Plan

KEPT = 8
"""Blocks that can be gone back into."""
CACHES = 3
"""Caches that are kept for it: whenever guidance gains or loses a row there is another, of some MiB
for each row."""


@dataclass
class Made:
    """A block of the take: marks (see `State.mark`) of the states around it, latents [1, T, C]."""

    before: GeneratorState
    after: GeneratorState
    latents: Tensor

    @property
    def first(self) -> int:
        """Its first frame, as the model counts."""
        return self.before.stream.frame


@dataclass
class Take:
    """Owns `state`. Frames are the model's own."""

    generator: Generator
    state: GeneratorState
    made: deque[Made] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def frame(self) -> int:
        """The next frame to be made."""
        return self.state.stream.frame

    def make(self, plan: Plan) -> np.ndarray:
        """The plan's block -> its sound, float32 [frames * FRAME, 2]."""
        before = self.state.mark()
        latents = self.generator.latents(plan, self.state)
        sound = self.generator.sound(latents, self.state)
        self.made.append(Made(before, self.state.mark(), latents))
        self._thin_out()
        return sound

    def _thin_out(self) -> None:
        """Forget the blocks that more caches than CACHES would be kept for."""
        seen: set[int] = set()
        for age, made in enumerate(reversed(self.made)):
            seen |= {id(state.stream.cache.k) for state in (made.after, made.before)}
            if len(seen) > CACHES:
                while len(self.made) > age:
                    self.made.popleft()
                return

    def earliest(self) -> int:
        """The first frame that `cut` can go back to."""
        return self.made[0].first if self.made else self.frame

    def cut(self, frame: int) -> None:
        """Go back to `frame`, at least `earliest`: what was made before it is played, the rest is
        not. The sound of the next block begins where that of the frames before `frame` ended, and
        overlaps with it as one block with the next always does."""
        assert self.earliest() <= frame <= self.frame
        while self.made and self.made[-1].first >= frame:
            self.state = self.made.pop().before
        if self.frame == frame:
            return
        last = self.made.pop()
        kept, dropped = frame - last.first, last.latents.shape[1] - (frame - last.first)
        state = last.after.mark()
        state.stream.cut(kept)
        state.past = state.past[:, : state.past.shape[1] - dropped]
        if state.line is not None:
            state.line.cut(dropped)
        state.decode = last.before.decode.mark()
        self.generator.sound(last.latents[:, :kept], state)
        self.state = state
        self.made.append(Made(last.before, state.mark(), last.latents[:, :kept]))

    def settle(self) -> None:
        """Forget the way back: what was made is played."""
        self.made.clear()

    def recall(self, saved: GeneratorState, first: int) -> None:
        """Go on from a saved state, at stream frame `first`. The windows that are open ring
        out into it, so that nothing clicks; behind them (16 ms) it is sample for sample what
        followed when it was saved."""
        state = saved.clone()
        state.decode.overlap = self.state.decode.overlap
        if state.line is not None:
            state.line.end = first
        self.state = state
        self.settle()
