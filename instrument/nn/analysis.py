"""The encoder: a fixed linear analysis of the sound, with nothing learned but two PCAs.

For each latent frame (2048 samples) it takes four short spectra (window 2048, hop 512) of both
channels, and keeps

- the log power in `BANDS` mel bands of the mean of both channels, for each of the four hops;
- in `STEREO_BANDS` coarse bands, over the whole frame, the balance (R - L) / (R + L) of powers and
  the width side / (mid + side).

Both are compressed linearly (PCA with statistics of broad material) to `MEL_LATENTS` and
`STEREO_LATENTS` values. A frame is centred on its own samples: it hears 768 samples before it
and 768 after it (`LOOKAHEAD`). DESIGN.md section 6 says why the analysis is fixed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from instrument.nn.stream import State

SAMPLE_RATE = 48_000
FRAME = 2_048
HOP = 512
HOPS = FRAME // HOP
WINDOW = 2_048
BANDS = 96
STEREO_BANDS = 12
MEL_LATENTS = 64
STEREO_LATENTS = 8
LATENTS = MEL_LATENTS + STEREO_LATENTS
LOOKAHEAD = HOP // 2 + WINDOW // 2 - HOP
"""Samples after a frame's end that its analysis needs."""
HISTORY = FRAME + LOOKAHEAD
"""Samples that a streaming analysis keeps."""
FLOOR = 1e-8
"""Power added before the logarithm: -80 dB below a full-scale sine."""


def _mel_edges(bands: int, lowest: float, highest: float) -> Tensor:
    """Corner frequencies in Hz [bands + 2], even on the HTK mel scale (float64)."""

    def mel(hz: float) -> float:
        return 1127.0 * math.log(1.0 + hz / 700.0)

    edges = torch.linspace(mel(lowest), mel(highest), bands + 2, dtype=torch.float64)
    return 700.0 * (torch.exp(edges / 1127.0) - 1.0)


def mel_centres(bands: int = BANDS, lowest: float = 20.0, highest: float = 20_000.0) -> Tensor:
    """Centre frequencies of the mel bands in Hz [bands] (float64)."""
    return _mel_edges(bands, lowest, highest)[1:-1]


def mel_filters(
    bands: int = BANDS, lowest: float = 20.0, highest: float = 20_000.0, size: int = WINDOW
) -> Tensor:
    """Triangular filters [size // 2 + 1, bands] on the HTK mel scale, each summing to 1, for
    spectra of `size` samples."""
    edges = _mel_edges(bands, lowest, highest)
    width = SAMPLE_RATE / size
    bins = torch.arange(size // 2 + 1, dtype=torch.float64)[:, None] * width
    # A band narrower than one bin would fall between bins, so none is.
    low = torch.minimum(edges[:-2], edges[1:-1] - width)
    high = torch.maximum(edges[2:], edges[1:-1] + width)
    rise = (bins - low) / (edges[1:-1] - low)
    fall = (high - bins) / (high - edges[1:-1])
    filters = torch.minimum(rise, fall).clamp(min=0.0)
    return (filters / filters.sum(0)).float()


@dataclass
class AnalysisState(State):
    """Samples not yet analysed: `heard` [B, 2, HISTORY]."""

    heard: Tensor


class Analysis(nn.Module):
    """Sound -> latents. All tensors are buffers: there is nothing to train."""

    window: Tensor
    filters: Tensor
    mel_mean: Tensor
    mel_basis: Tensor
    mel_scale: Tensor
    stereo_mean: Tensor
    stereo_basis: Tensor
    stereo_scale: Tensor

    def __init__(self) -> None:
        super().__init__()
        window = torch.hann_window(WINDOW)
        # A full-scale sine has power 1 in its bin.
        self.register_buffer("window", window * (2.0 / window.sum()), persistent=False)
        self.register_buffer("filters", mel_filters(), persistent=False)
        self.register_buffer("mel_mean", torch.zeros(HOPS * BANDS))
        self.register_buffer("mel_basis", torch.zeros(HOPS * BANDS, MEL_LATENTS))
        self.register_buffer("mel_scale", torch.ones(MEL_LATENTS))
        self.register_buffer("stereo_mean", torch.zeros(2 * STEREO_BANDS))
        self.register_buffer("stereo_basis", torch.zeros(2 * STEREO_BANDS, STEREO_LATENTS))
        self.register_buffer("stereo_scale", torch.ones(STEREO_LATENTS))

    def features(self, sound: Tensor) -> tuple[Tensor, Tensor]:
        """Sound [B, 2, T * FRAME + 2 * LOOKAHEAD] -> log mel [B, T, HOPS, BANDS] (dB / 20) and
        stereo [B, T, 2 * STEREO_BANDS]; the first frame starts LOOKAHEAD samples in."""
        pieces = sound.unfold(-1, WINDOW, HOP)
        spectrum = torch.fft.rfft(pieces * self.window)
        left, right = spectrum[:, 0], spectrum[:, 1]
        power_left = left.real.square() + left.imag.square()
        power_right = right.real.square() + right.imag.square()
        cross = left.real * right.real + left.imag * right.imag
        powers = torch.stack([power_left, power_right, cross], 1) @ self.filters
        batch, _, hops, _ = powers.shape
        frames = hops // HOPS
        powers = powers.view(batch, 3, frames, HOPS, BANDS)
        both = 0.5 * (powers[:, 0] + powers[:, 1])
        mel = 0.5 * torch.log10(both + FLOOR)
        coarse = powers.mean(3).view(batch, 3, frames, STEREO_BANDS, BANDS // STEREO_BANDS).mean(-1)
        total = coarse[:, 0] + coarse[:, 1]
        # Below the floor there is no direction: both measures tend to zero.
        balance = (coarse[:, 1] - coarse[:, 0]) / (total + 10 * FLOOR)
        width = (0.5 * total - coarse[:, 2]) / (total + 10 * FLOOR)
        return mel, torch.cat([balance, width], -1)

    def compress(self, mel: Tensor, stereo: Tensor) -> Tensor:
        """The two PCAs: features -> latents [B, T, LATENTS]."""
        flat = mel.flatten(-2) - self.mel_mean
        a = flat @ self.mel_basis / self.mel_scale
        b = (stereo - self.stereo_mean) @ self.stereo_basis / self.stereo_scale
        return torch.cat([a, b], -1)

    def expand(self, latents: Tensor) -> tuple[Tensor, Tensor]:
        """Latents [B, T, LATENTS] -> the nearest features, as `features` gives them."""
        a, b = latents.split([MEL_LATENTS, STEREO_LATENTS], -1)
        mel = (a * self.mel_scale) @ self.mel_basis.T + self.mel_mean
        stereo = (b * self.stereo_scale) @ self.stereo_basis.T + self.stereo_mean
        return mel.unflatten(-1, (HOPS, BANDS)), stereo

    def encode(self, sound: Tensor) -> Tensor:
        """A whole sound [B, 2, N] -> latents [B, ceil(N / FRAME), LATENTS], silence around it."""
        frames = -(-sound.shape[-1] // FRAME)
        after = frames * FRAME - sound.shape[-1] + LOOKAHEAD
        return self.compress(*self.features(nn.functional.pad(sound, (LOOKAHEAD, after))))

    def init_state(self, batch: int = 1) -> AnalysisState:
        """The state before the first sample: silence."""
        return AnalysisState(torch.zeros(batch, 2, HISTORY, device=self.window.device))

    def step(self, sound: Tensor, state: AnalysisState) -> Tensor:
        """Sound [B, 2, T * FRAME] -> latents [B, T, LATENTS], one frame late: a frame's analysis
        needs LOOKAHEAD samples of the next, so the samples of frames k... give frames k - 1..."""
        assert sound.shape[-1] % FRAME == 0, "whole latent frames only"
        heard = torch.cat([state.heard, sound], -1)
        state.heard = heard[..., -HISTORY:]
        return self.compress(*self.features(heard[..., : sound.shape[-1] + 2 * LOOKAHEAD]))
