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
from instrument.nn.analysis import FLOOR, SAMPLE_RATE, mel_filters
from instrument.nn.excitation import WINDOW, Group

LIMIT = 1.2 * math.log(10.0)
"""The largest gain, up or down: 12 dB, as a logarithm of power."""
NOISE = 4 / (WINDOW * analysis.WINDOW)
"""Power of the white spectra of overlapping frames -> power in a bin of the analysis."""
EAR = 4_000.0
"""Pitch in Hz up to which beats are heard out; above it the powers of oscillators are added."""
GROUPS = 8
REACH = 4
"""Bins on each side of a pitch in which the analysis hears it; the rest lies 50 dB below."""


class Evener(nn.Module):
    """For oscillators of `pitches` in Hz [P], ascending. Nothing in it is learned."""

    heard: Tensor
    low: Tensor
    high: Tensor
    noise: Tensor

    def __init__(self, pitches: Tensor) -> None:
        super().__init__()
        filters, heard = mel_filters(), heard_spectra(pitches)
        self.groups = low_groups(pitches)
        count, bins = self.groups[-1].pitches.stop, self.groups[-1].bins.stop
        self.register_buffer("heard", heard[:, :count, :bins].contiguous(), persistent=False)
        self.register_buffer("low", filters[:bins], persistent=False)
        high = heard[:, count:].square().mean(0) @ filters
        self.register_buffer("high", high, persistent=False)
        self.register_buffer("noise", NOISE * noise_filters(filters), persistent=False)

    def powers(self, tones: Tensor, noise: Tensor) -> Tensor:
        """Amplitudes of cosines and sines in mid and side [B, K, 2, 2, P] and powers of noise in
        the bins of synthesis frames [B, K, WINDOW // 2 + 1] -> mean powers of the mel bands
        [B, K, BANDS]. Of noise the expected: evened to the last, it would not be noise."""
        heard = tones.new_zeros(*tones.shape[:-1], self.heard.shape[-1])
        for group in self.groups:
            kinds = zip(tones[..., group.pitches].unbind(-2), self.heard, strict=True)
            parts = [kind @ basis[group.pitches, group.bins] for kind, basis in kinds]
            heard[..., group.bins] += torch.stack(parts, -2)
        high = tones[..., self.heard.shape[1] :].square().sum((2, 3))
        return heard.square().sum((2, 3)) @ self.low + high @ self.high + noise @ self.noise

    def forward(self, tones: Tensor, noise: Tensor, mel: Tensor, hold: Tensor) -> Tensor:
        """Log amplitudes [B, K, BANDS] that bring what `powers` takes as near to the log mel `mel`
        (as the features have it) as `hold` says, 0 to 1 [B, K, BANDS]."""
        wanted = torch.log((10.0 ** (2 * mel) - FLOOR).clamp(min=0.0) + FLOOR)
        away = wanted - torch.log(self.powers(tones, noise) + FLOOR)
        return 0.5 * hold * away.clamp(-LIMIT, LIMIT)


def heard_spectra(pitches: Tensor) -> Tensor:
    """What the analysis hears of cosines and sines of `pitches` in Hz [P] around its window's
    centre [2, P, bins]: real parts of the former, imaginary parts of the latter."""
    window = torch.hann_window(analysis.WINDOW, dtype=torch.float64)
    time = torch.arange(-analysis.WINDOW // 2, analysis.WINDOW // 2, dtype=torch.float64)
    angle = 2 * math.pi / SAMPLE_RATE * pitches[:, None].double() * time
    cosines, sines = (
        torch.fft.rfft(wave * (window * (2 / window.sum())))
        for wave in (torch.cos(angle), -torch.sin(angle))
    )
    return torch.stack([cosines.real, sines.imag]).float()


def low_groups(pitches: Tensor) -> list[Group]:
    """The oscillators up to EAR, parted so that each group is heard in few bins."""
    low, found = pitches[pitches <= EAR], []
    for i in range(GROUPS):
        own = slice(i * len(low) // GROUPS, (i + 1) * len(low) // GROUPS)
        first, last = (int(f * analysis.WINDOW / SAMPLE_RATE) for f in low[own][[0, -1]])
        found.append(Group(own, slice(max(0, first - REACH), last + REACH + 2)))
    return found


def noise_filters(filters: Tensor) -> Tensor:
    """The mel `filters` [analysis.WINDOW // 2 + 1, BANDS] for what is as smooth as noise, known in
    the bins of a synthesis frame only [WINDOW // 2 + 1, BANDS]."""
    place = torch.arange(len(filters)) * (WINDOW / analysis.WINDOW)
    near = (1 - (place[:, None] - torch.arange(WINDOW // 2 + 1)).abs()).clamp(min=0)
    return near.T @ filters
