"""Windowed tones as spectra: a tone lies in a few bins, so that oscillators are taken in groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from instrument.nn.analysis import SAMPLE_RATE

GROUPS = 8


@dataclass(frozen=True)
class Group:
    """Oscillators of neighbouring pitches, and the bins that they spread over."""

    pitches: slice
    bins: slice


class Spread(nn.Module):
    """How oscillators of `pitches` in Hz [P], ascending, spread under a window [N] over the bins up
    to `reach` beyond each. Nothing in it is learned."""

    spectra: Tensor

    def __init__(self, pitches: Tensor, window: Tensor, reach: int) -> None:
        super().__init__()
        count, size = len(pitches), len(window)
        self.groups = []
        for i in range(GROUPS):
            own = slice(i * count // GROUPS, (i + 1) * count // GROUPS)
            low, high = (int(f * size / SAMPLE_RATE) for f in pitches[own][[0, -1]].tolist())
            bins = slice(max(0, low - reach), min(size // 2, high + 1 + reach) + 1)
            self.groups.append(Group(own, bins))
        spectra = tone_spectra(pitches, window)[..., : self.groups[-1].bins.stop].contiguous()
        self.register_buffer("spectra", spectra, persistent=False)

    def forward(self, tones: Tensor) -> Tensor:
        """Amplitudes of cosines and sines [.., 2, P] -> real and imaginary parts of their sum's
        spectrum around the window's centre [.., 2, bins], up to the last that any reaches."""
        total = tones.new_zeros(*tones.shape[:-1], self.spectra.shape[-1])
        for group in self.groups:
            kinds = zip(tones[..., group.pitches].unbind(-2), self.spectra, strict=True)
            parts = [kind @ basis[group.pitches, group.bins] for kind, basis in kinds]
            total[..., group.bins] += torch.stack(parts, -2)
        return total


def tone_spectra(pitches: Tensor, window: Tensor) -> Tensor:
    """Spectra of cosines and sines of `pitches` in Hz [P] around the centre of a window [N]
    [2, P, N // 2 + 1]: real parts of the former, imaginary parts of the latter, their others
    are 0."""
    time = torch.arange(-len(window) // 2, len(window) // 2, dtype=torch.float64) / SAMPLE_RATE
    angle = 2 * math.pi * pitches[:, None] * time
    cosines, sines = torch.cos(angle) * window, -torch.sin(angle) * window
    return torch.stack([torch.fft.rfft(cosines).real, torch.fft.rfft(sines).imag]).float()
