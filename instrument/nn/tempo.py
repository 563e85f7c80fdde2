"""Which tempo a prompt's music has: a small network from a text's embedding to a bell over tempi.

Music that is told a beat keeps to it and repeats itself; music that is told none has to make one up
from its past, and hardly does. So what plays with nobody's clock is told a beat all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

SLOWEST, FASTEST = 60.0, 180.0
"""Beats a minute: hardly any music that was learned is slower or faster."""
_LEAST, _MOST = 0.05, 1.0
"""Octaves that tempi lie about their mean, at least and at most."""


@dataclass(frozen=True)
class TempoConfig:
    """The network's sizes."""

    text_channels: int = 256
    width: int = 64


@dataclass(frozen=True)
class Bell:
    """Tempi lie about `bpm` beats a minute, `octaves` (a standard deviation) up or down."""

    bpm: float
    octaves: float

    def at(self, away: float) -> float:
        """The tempo, whole beats a minute, `away` standard deviations from the middle."""
        bpm = self.bpm * 2.0 ** (away * self.octaves)
        return float(round(min(max(bpm, SLOWEST), FASTEST)))

    def away(self, bpm: float) -> float:
        """Standard deviations of a tempo from the middle."""
        return math.log2(bpm / self.bpm) / self.octaves


class Tempo(nn.Module):
    """A text's pooled embedding [.., C] -> log2 of the mean tempo and log of its spread [.., 2]."""

    def __init__(self, config: TempoConfig | None = None) -> None:
        super().__init__()
        self.config = config or TempoConfig()
        self.hidden = nn.Linear(self.config.text_channels, self.config.width)
        self.out = nn.Linear(self.config.width, 2)

    def forward(self, pooled: Tensor) -> Tensor:
        mean, spread = self.out(gelu(self.hidden(pooled))).unbind(-1)
        return torch.stack((mean, spread.clamp(math.log(_LEAST), math.log(_MOST))), -1)

    def bell(self, text: Tensor) -> Bell:
        """Of a text [S, C] (mixed from several, too)."""
        with torch.inference_mode():
            mean, spread = self(text[0]).tolist()
        return Bell(2.0**mean, math.exp(spread))
