"""Three ways to make the next block with one network, behind one call: for `bench` and the tests.

naive        outpainting: the whole window at every step, nothing kept
encdec       the context's keys once for each block, then the block's own tokens at each step
blockcausal  the context's keys kept from block to block: what the instrument plays with
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import torch
from torch import Tensor

from instrument.nn.dit import Condition, DiT
from instrument.nn.noise import Noise
from instrument.nn.sampler import (
    OURS,
    Compat,
    Guidance,
    StreamState,
    advance,
    new_stream,
    sample_block,
)

Layout = Callable[[Tensor], Tensor]
"""Clean latents [B, T, C] -> additive channels of context frames [B, T, A]."""


def inpaint_layout(latents: Tensor) -> Tensor:
    """The paper's text model: a mask of ones, then the latents."""
    return torch.cat((torch.ones_like(latents[..., :1]), latents), -1)


@dataclass(kw_only=True)
class Regime(ABC):
    """What the three share. `past` [B, context, C], clean latents, slides on with every block.

    condition  2B rows with guidance, B without
    times      noise levels, from `sampler.schedule`
    block      frames made by one call of `next_block`
    """

    dit: DiT
    condition: Condition
    past: Tensor
    times: tuple[float, ...]
    block: int = 48
    frame: int = 0
    layout: Layout = inpaint_layout
    guidance: Guidance | None = None
    method: str = "pingpong"
    compat: Compat = OURS

    @property
    def rows(self) -> int:
        """Rows of the cache."""
        return len(self.condition.cross.k[0])

    def next_block(self, noise: Noise) -> Tensor:
        """Latents of the next block [B, block, C]."""
        with torch.no_grad():
            made = self._make(noise)
        self.past = torch.cat((self.past, made), 1)[:, self.block :]
        self.frame += self.block
        return made

    @abstractmethod
    def _make(self, noise: Noise) -> Tensor:
        """The next block, from `past`."""

    def _sample(self, state: StreamState, noise: Noise, compat: Compat) -> Tensor:
        channels = self.dit.config.add_channels
        return sample_block(
            self.dit,
            state,
            self.condition,
            self.block,
            times=self.times,
            noise=noise,
            add=self.past.new_zeros(len(self.past), self.block, channels),
            guidance=self.guidance,
            method=self.method,
            compat=compat,
        )


class Naive(Regime):
    """No cache, no two kinds of token: the context is noised like the target at every step, and
    everything sees everything. Its context noise is drawn as steps S + 1, S + 2, ... (S steps)."""

    def _make(self, noise: Noise) -> Tensor:
        context, block, steps = self.past.shape[1], self.block, len(self.times) - 1
        begin = self.frame - context
        clean = self.layout(self.past)
        add = torch.cat((clean, clean.new_zeros(len(clean), block, clean.shape[2])), 1)
        extra = self.dit.added(add.repeat(self.rows // len(add), 1, 1))
        global_at = begin - 1 if self.compat.global_at_window else self.frame
        rope = self.dit.rope([*range(begin, self.frame + block), global_at])
        x = noise(self.frame, block, 0)
        for index, (t, after) in enumerate(pairwise(self.times)):
            around = noise(begin, context, steps + 1 + index)
            window = torch.cat(((1.0 - t) * self.past + t * around, x), 1)
            both = window if self.guidance is None else torch.cat((window, window))
            level = torch.full((len(both), 1), t, device=both.device)
            tokens = (self.dit.noised(both) + extra, self.dit.global_tokens(level, self.condition))
            hidden = self.dit.body(torch.cat(tokens, 1), rope, self.condition, first=context)
            v = self.dit.velocity(hidden[:, :-1])
            last = after == 0.0 or self.method == "euler"
            renoise = None if last else noise(self.frame, block, index + 1)
            x = advance(x, v, t, after, renoise, self.guidance)
        return x


class EncDec(Regime):
    """The context is one block, seen whole by itself; its keys live for one block."""

    def _make(self, noise: Noise) -> Tensor:
        context = self.past.shape[1]
        begin = self.frame - context
        state = new_stream(self.dit, self.rows, frame=begin, context=context)
        state.append(self.layout(self.past))
        return self._sample(state, noise, self.compat)


@dataclass(kw_only=True)
class BlockCausal(Regime):
    """Keys are computed once for each frame and kept for as long as the frame is in sight."""

    state: StreamState = field(init=False)

    def __post_init__(self) -> None:
        context = self.past.shape[1]
        begin = self.frame - context
        self.state = new_stream(self.dit, self.rows, frame=begin, context=context)
        for piece in self.past.split(self.block, 1):
            self.state.append(self.layout(piece))

    def _make(self, noise: Noise) -> Tensor:
        made = self._sample(self.state, noise, self.compat)
        self.state.append(self.layout(made))
        return made


REGIMES: dict[str, type[Regime]] = {"naive": Naive, "encdec": EncDec, "blockcausal": BlockCausal}
