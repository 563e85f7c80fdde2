"""Some seconds of music in a few figures: by them what a network plays is told from what it was
asked for. None needs the sound; they are read from latents.

Level and its hops tell drums from their roar; the peaks of the spectrum tones from noise; the
colour, as its first cepstra (Davis and Mermelstein 1980), a bass from cymbals.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from instrument.nn.analysis import FRAME, SAMPLE_RATE, STEREO_BANDS, Analysis
from instrument.nn.blend import colours, levels, powers, widths

SPAN = round(8.0 * SAMPLE_RATE / FRAME)
"""Latent frames of a portrait: breaks and swells are shorter."""
CEPSTRA = 6
FIGURES = ("level", "spread", "hop", "peaks", "flicker", *(f"cepstrum {k}" for k in range(CEPSTRA)))
"""In dB: the mean level; how far the levels of hops lie about their mean, and from one to the next;
how far the mel bands stand out of their neighbours; how far coarse bands lie about their mean; and
the colour."""
TOLD = {
    "notes": ("spread", "hop", "flicker"),
    "density": ("spread", "hop", "flicker"),
    "brightness": FIGURES[-CEPSTRA:],
}
"""Figures that are no longer the prompt's own where a control is asked for."""
_LEAST_SPREAD = 0.3
_NEIGHBOURS = 9
_SOFTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Portrait:
    """Of one kind of music, by its name: the middle of its FIGURES, `figures` [F], and how far they
    lie about it as a rule, `spreads` [F]. `widest`: the part of its power that is in the sides (see
    `blend.widths`), in all but its widest stretches."""

    name: str
    figures: Tensor
    spreads: Tensor
    widest: float = 1.0

    def sane(self) -> bool:
        """Whether these can be figures of music."""
        whole = all(x.shape == (len(FIGURES),) and bool(x.isfinite().all()) for x in self._both())
        sane = float(self.figures[0]) < 0.0 and bool((self.spreads >= 0.0).all())
        return whole and sane and 0.0 <= self.widest <= 1.0

    def apart(self, heard: Tensor, asked: Collection[str] = ()) -> float:
        """How far the figures of a stretch of music [F] lie from these, about 0.8 as a rule; those
        that `asked` controls tell do not count."""
        told = {figure for control in asked for figure in TOLD.get(control, ())}
        kept = torch.tensor([figure not in told for figure in FIGURES])
        off = (heard - self.figures) / (self.spreads + _LEAST_SPREAD)
        return float(off[kept].square().mean().sqrt())

    def _both(self) -> tuple[Tensor, Tensor]:
        return self.figures, self.spreads


def figures(analysis: Analysis, latents: Tensor) -> Tensor:
    """Latents [1, T, C] -> FIGURES [F]."""
    sound = powers(analysis, latents)
    coarse = colours(analysis, sound)[0]
    power = coarse.sum(-1).clamp(min=_SOFTEST)
    level, fine = _db(power), _db(sound.mel[0].clamp(min=1e-3 * _SOFTEST))
    around = F.avg_pool1d(fine[:, None], _NEIGHBOURS, 1, _NEIGHBOURS // 2, count_include_pad=False)
    peaks = (fine - around[:, 0]).clamp(-20.0, 20.0).std(-1)
    mean = coarse.mean(0)
    shape = _db((mean / mean.sum().clamp(min=_SOFTEST)).clamp(min=10.0 * _SOFTEST))
    told = (
        _db(mean.sum().clamp(min=_SOFTEST)),
        level.std(),
        level.diff().abs().mean(),
        (peaks * power).sum() / power.sum(),
        _db(coarse.clamp(min=0.1 * _SOFTEST)).std(0).mean(),
    )
    return torch.cat([torch.stack(told), shape @ _cosines(STEREO_BANDS)])


def width(analysis: Analysis, latents: Tensor) -> float:
    """The part of the power of latents [1, T, C] that is in the sides."""
    sound = powers(analysis, latents)
    return float(widths(analysis, sound).sum() / levels(analysis, sound).sum().clamp(min=_SOFTEST))


def _cosines(bands: int) -> Tensor:
    """The first cepstra's weights of so many bands [bands, CEPSTRA], the mean's left out."""
    places = (torch.arange(bands) + 0.5) * math.pi / bands
    return torch.cos(places[:, None] * torch.arange(1, CEPSTRA + 1)) * math.sqrt(2.0 / bands)


def _db(power: Tensor) -> Tensor:
    return 10.0 * power.log10()
