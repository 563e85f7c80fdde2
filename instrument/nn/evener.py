"""What evens a synthesis frame to what its features say.

Oscillators of one band beat against each other, so that a steady tone wavers, and a network that
knows no phases cannot foresee how. What the features say of a band is known, and how the analysis
would hear a frame whose oscillators all went on is known as well: a gain in each band evens the one
to the other.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from instrument.nn import analysis
from instrument.nn.analysis import FLOOR, mel_filters
from instrument.nn.excitation import WINDOW
from instrument.nn.spread import Spread, tone_spectra

LIMIT = 1.2 * math.log(10.0)
"""The largest gain, up or down: 12 dB, as a logarithm of power."""
NOISE = 4 / (WINDOW * analysis.WINDOW)
"""Power of the white spectra of overlapping frames -> power in a bin of the analysis."""
EAR = 4_000.0
"""Pitch in Hz up to which beats are heard out; above it the powers of oscillators are added."""
REACH = 4
"""Bins on each side of a pitch in which the analysis hears it; the rest lies 50 dB below."""


class Evener(nn.Module):
    """For oscillators of `pitches` in Hz [P], ascending. Nothing in it is learned."""

    low: Tensor
    high: Tensor
    noise: Tensor

    def __init__(self, pitches: Tensor) -> None:
        super().__init__()
        filters = mel_filters()
        window = torch.hann_window(analysis.WINDOW, dtype=torch.float64)
        window = window * (2 / window.sum())
        self.count = int((pitches <= EAR).sum())
        self.spread = Spread(pitches[: self.count], window, REACH)
        bins = self.spread.spectra.shape[-1]
        self.register_buffer("low", filters[:bins], persistent=False)
        high = tone_spectra(pitches[self.count :], window).square().mean(0) @ filters
        self.register_buffer("high", high, persistent=False)
        self.register_buffer("noise", NOISE * noise_filters(filters), persistent=False)

    def powers(self, tones: Tensor, noise: Tensor) -> Tensor:
        """Amplitudes of cosines and sines in mid and side [B, K, 2, 2, P] and powers of noise in
        the bins of synthesis frames [B, K, WINDOW // 2 + 1] -> mean powers of the mel bands
        [B, K, BANDS]. Of noise the expected: evened to the last, it would not be noise."""
        low, high = tones[..., : self.count], tones[..., self.count :]
        low, high = (x.square().sum((2, 3)) for x in (self.spread(low), high))
        return low @ self.low + high @ self.high + noise @ self.noise

    def forward(self, tones: Tensor, noise: Tensor, mel: Tensor, hold: Tensor) -> Tensor:
        """Log amplitudes [B, K, BANDS] that bring what `powers` takes as near to the log mel `mel`
        (as the features have it) as `hold` says, 0 to 1 [B, K, BANDS]."""
        wanted = 2 * math.log(10.0) * mel
        away = wanted.clamp(min=math.log(FLOOR)) - torch.log(self.powers(tones, noise) + FLOOR)
        return 0.5 * hold * away.clamp(-LIMIT, LIMIT)


def noise_filters(filters: Tensor) -> Tensor:
    """The mel `filters` [analysis.WINDOW // 2 + 1, BANDS] for what is as smooth as noise, known in
    the bins of a synthesis frame only [WINDOW // 2 + 1, BANDS]."""
    place = torch.arange(len(filters)) * (WINDOW / analysis.WINDOW)
    near = (1 - (place[:, None] - torch.arange(WINDOW // 2 + 1)).abs()).clamp(min=0)
    return near.T @ filters
