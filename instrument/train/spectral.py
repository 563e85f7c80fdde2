"""How far a decoded sound is from the real one, in spectra at four resolutions.

In each the bins are compared, as logarithms and as compressed magnitudes, and so are mel bands and
how they change from one window to the next. Single bins of anything noisy are chance, and a loss on
them settles below their mean; a band has its level, and music that stands still should not waver.
"""

from __future__ import annotations

import torch
from torch import Tensor

from instrument.nn.analysis import mel_filters

RESOLUTIONS = {8192: 128, 2048: 96, 1024: 64, 512: 40}
"""Windows in samples -> mel bands. The longest tells bass notes apart, the shortest hears
attacks."""
OVERLAP = 4
"""Windows over each sample."""
BINS, CHANGE = 0.3, 0.5
"""Weights of the bins and of the bands' changes, beside the bands' 1."""


class SpectralLoss:
    """The loss on `device`, with its windows and filters at hand."""

    def __init__(self, device: torch.device) -> None:
        windows = (torch.hann_window(size, device=device) for size in RESOLUTIONS)
        self.windows = {len(window): window * (2 / window.sum()) for window in windows}
        self.filters = {n: mel_filters(b, size=n).to(device) for n, b in RESOLUTIONS.items()}

    def __call__(self, made: Tensor, real: Tensor) -> tuple[Tensor, dict[str, float]]:
        """Of sounds [B, C, N] each, and what it is made up of."""
        total = made.new_zeros(())
        logs = {}
        for size in RESOLUTIONS:
            ours = self._power(made, size)
            with torch.no_grad():
                theirs = self._power(real, size)
            a, b = ours.pow(0.25), theirs.pow(0.25)
            logarithmic = 0.5 * (ours.log() - theirs.log()).abs().mean()
            compressed = (a - b).abs().mean() / b.mean()
            away = 0.5 * ((ours @ self.filters[size]).log() - (theirs @ self.filters[size]).log())
            band, change = away.abs().mean(), away.diff(dim=-2).abs().mean()
            total = total + BINS * (logarithmic + 2.0 * compressed) + band + CHANGE * change
            logs[f"log{size}"] = float(logarithmic.detach())
            logs[f"mag{size}"] = float(compressed.detach())
            logs[f"band{size}"] = float(band.detach())
            logs[f"change{size}"] = float(change.detach())
        return total / len(RESOLUTIONS), logs

    def _power(self, sound: Tensor, size: int) -> Tensor:
        """[B, C, N] -> powers of bins [B, C, windows, size // 2 + 1], 1 for a full-scale sine."""
        return powers(sound, self.windows[size], OVERLAP) + 1e-9


def powers(sound: Tensor, window: Tensor, overlap: int) -> Tensor:
    """[.., N] -> powers of bins [.., windows, len(window) // 2 + 1], of windows of which `overlap`
    lie over each sample."""
    hop = len(window) // overlap
    blocks = sound[..., : sound.shape[-1] // hop * hop].unflatten(-1, (-1, hop))
    count = blocks.shape[-2] - overlap + 1
    # Neither torch.stft nor unfold: the gradient of overlapping views is slow.
    pieces = torch.cat([blocks[..., i : i + count, :] for i in range(overlap)], -1)
    spectrum = torch.fft.rfft(pieces * window)
    return spectrum.real.square() + spectrum.imag.square()
