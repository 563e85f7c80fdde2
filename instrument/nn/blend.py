"""Latents as sounds: added, weakened and measured as powers, so that levels add as sound does.

A latent frame tells log power in mel bands for each of its hops, and where the sound stands between
the channels. Powers of sounds that have nothing to do with one another add, and so do the products
of power and direction; both are linear, which latents are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from instrument.nn.analysis import BANDS, FLOOR, HOPS, STEREO_BANDS, Analysis

_LEAST = 1e-3 * FLOOR
_LOUDEST = 0.5
"""Log power (dB / 20) beyond which no latent is believed: 10 dB over a full-scale sine."""


@dataclass(frozen=True)
class Powers:
    """`mel` [B, H, BANDS] for each hop, `sides` [B, H, 2 * STEREO_BANDS]: power times balance, and
    power times width, in coarse bands. Four hops are a latent frame."""

    mel: Tensor
    sides: Tensor

    def __add__(self, other: Powers) -> Powers:
        return Powers(self.mel + other.mel, self.sides + other.sides)

    def __mul__(self, gain: float | Tensor) -> Powers:
        """Another level: `gain` of power, one number or one for each hop [B, H, 1]."""
        return Powers(self.mel * gain, self.sides * gain)

    def tilted(self, gains: Tensor) -> Powers:
        """Another colour: a gain of power for each coarse band [STEREO_BANDS]."""
        fine = gains.repeat_interleave(BANDS // STEREO_BANDS)
        return Powers(self.mel * fine, self.sides * gains.repeat(2))

    def nearer(self, part: float) -> Powers:
        """Nearer to the middle: `part` of the balance in each band, 0 to 1."""
        balance, width = self.sides.chunk(2, -1)
        return Powers(self.mel, torch.cat((balance * part, width), -1))

    def narrower(self, part: float) -> Powers:
        """Less wide: `part` of what is in the sides in each band, 0 to 1."""
        balance, width = self.sides.chunk(2, -1)
        return Powers(self.mel, torch.cat((balance, width * part), -1))

    def hops(self, index: Tensor) -> Powers:
        """The hops of those numbers [N], silence where a number is not among ours."""
        there = (index >= 0) & (index < self.mel.shape[1])
        kept = index.clamp(0, max(0, self.mel.shape[1] - 1))
        return Powers(self.mel[:, kept], self.sides[:, kept]) * there[:, None].float()


def powers(analysis: Analysis, latents: Tensor) -> Powers:
    """Latents [B, T, C] -> powers of their T * HOPS hops, without the floor. What latents tell is
    near the truth only, so that in silence a power may be less than nothing; kept as it is, what is
    told comes back exactly from `latents_of`."""
    log, stereo = analysis.expand(latents)
    mel = 10.0 ** (2.0 * log.clamp(max=_LOUDEST)) - FLOOR
    sides = stereo[:, :, None] * _coarse(mel).repeat(1, 1, 1, 2)
    return Powers(mel.flatten(1, 2), sides.flatten(1, 2))


def latents_of(analysis: Analysis, sound: Powers) -> Tensor:
    """Powers of T * HOPS hops -> the nearest latents [B, T, C]."""
    mel = sound.mel.unflatten(1, (-1, HOPS))
    sides = sound.sides.unflatten(1, (-1, HOPS)).mean(2)
    coarse = _coarse(mel).mean(2).repeat(1, 1, 2)
    log = 0.5 * torch.log10((mel + FLOOR).clamp(min=_LEAST))
    return analysis.compress(log, sides / (coarse + _LEAST))


def added(analysis: Analysis, parts: Sequence[tuple[Tensor, float]]) -> Tensor:
    """The sound of several latents [B, T, C] at once, each with its gain of amplitude."""
    whole = None
    for latents, gain in parts:
        one = powers(analysis, latents) * gain**2
        whole = one if whole is None else whole + one
    assert whole is not None
    return latents_of(analysis, whole)


def levels(analysis: Analysis, sound: Powers) -> Tensor:
    """The power of each hop [B, H] over all bands; a full-scale sine has about 1.5."""
    return colours(analysis, sound).sum(-1)


def leans(analysis: Analysis, sound: Powers) -> Tensor:
    """How much more power the right channel has than the left, of each hop [B, H], as `levels`."""
    return _of_colours(analysis, sound, sound.sides[..., :STEREO_BANDS])


def widths(analysis: Analysis, sound: Powers) -> Tensor:
    """How much power is in the sides (half of the channels' difference), of each hop [B, H], as
    `levels`: none of what is mono, half of two channels that have nothing in common."""
    return _of_colours(analysis, sound, sound.sides[..., STEREO_BANDS:])


def _of_colours(analysis: Analysis, sound: Powers, sides: Tensor) -> Tensor:
    return (sides / (_coarse(sound.mel) + _LEAST) * colours(analysis, sound)).sum(-1)


def colours(analysis: Analysis, sound: Powers) -> Tensor:
    """The power of each hop in coarse bands [B, H, STEREO_BANDS]."""
    # A filter sums to 1 over the bins that it averages: it stands for 1 / its height of them.
    mel = sound.mel.clamp(min=0.0) / analysis.filters.amax(0)
    return mel.unflatten(-1, (STEREO_BANDS, BANDS // STEREO_BANDS)).sum(-1)


def _coarse(mel: Tensor) -> Tensor:
    return mel.clamp(min=0.0).unflatten(-1, (STEREO_BANDS, BANDS // STEREO_BANDS)).mean(-1)
