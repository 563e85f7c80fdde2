"""Prompts that cross over."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

STILL = 0.03
"""Part of itself by which text that moves slowly may be elsewhere at a block's end: a scene's walks
and long fades never end, and blocks of 8 frames take twice the work of long ones."""


@dataclass
class Morph:
    """Prompts crossing over from one text to another, in stream samples."""

    before: Tensor
    after: Tensor
    start: int = 0
    end: int = 0

    def at(self, sample: int) -> Tensor:
        if sample >= self.end:
            return self.after
        if sample <= self.start:  # it begins behind the centre of the block that it was noticed in
            return self.before
        part = (sample - self.start) / (self.end - self.start)
        return torch.lerp(self.before, self.after, part)

    def leaving(self, sample: int, most: int) -> Tensor | None:
        """The text before, if it was left less than `most` samples ago; the less of it, the more
        the new one is like it, as guidance away from what is wanted would be none."""
        if not self.start <= sample < self.start + most:
            return None
        alike = cosine_similarity(self.before[0], self.after[0], 0)
        part = float(1.0 - alike.clamp(min=0.0))
        return self.before * part if part > 0.0 and bool(self.before.any()) else None

    def still(self, sample: int) -> float:
        """Samples from `sample` on in which the text stays about where it is (`STILL`)."""
        if sample >= self.end or self.end <= self.start:
            return math.inf
        way = float((self.after - self.before).norm())
        size = float(torch.maximum(self.before.norm(), self.after.norm()))
        return STILL * size / way * (self.end - self.start) if way else math.inf
