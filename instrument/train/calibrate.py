"""Give decoded sound the levels of the original, band by band, in the middle and at the sides.

Losses on logarithms settle for the median of a noisy power, which lies below its mean.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool1d, pad

from instrument.nn.analysis import BANDS, FLOOR, FRAME, HOP, LOOKAHEAD, STEREO_BANDS
from instrument.nn.codec import Codec
from instrument.nn.excitation import STEP
from instrument.nn.vocoder import LEVEL_BANDS
from instrument.train.codec import SETTLE
from instrument.train.variety import Source

FRAMES = 24
"""Latent frames of a crop."""
FAINT = 10 * FLOOR
"""Power of a band below which a crop says nothing of it."""
ROUNDS = 3
"""What the sides gain is in part evened away again (`nn/evener.py`)."""
SMOOTH = 5
"""Bands that are taken together."""
DB = math.log(10.0) / 20
"""A decibel in nepers."""


def calibrate(codec: Codec, source: Source, crops: int = 64, seed: int = 0) -> tuple[float, float]:
    """Raise what is too soft, in place; returns by how many dB bands and sides were, at the
    median."""
    rng = np.random.default_rng(seed)
    samples = FRAMES * FRAME + 2 * LOOKAHEAD
    heard = [torch.from_numpy(source.crop(rng, samples))[None] for _ in range(crops)]
    first = None
    with torch.no_grad():
        for _ in range(ROUNDS):
            short, narrow = missing(codec, heard)
            first = first or (float(short.median()), float(narrow.median()))
            _raise(codec, short, narrow)
    return first


def missing(codec: Codec, heard: list[Tensor]) -> tuple[Tensor, Tensor]:
    """dB by which each mel band [BANDS] is too soft once a sound is decoded, and by which the sides
    of each stereo band [STEREO_BANDS] are beside that: the median of crops [1, 2, N]."""
    bands, sides = [], []
    for sound in heard:
        made = codec.decode_whole(codec.analysis.compress(*codec.analysis.features(sound)))
        real = sound[..., LOOKAHEAD:-LOOKAHEAD]
        (ours, our_side), (theirs, their_side) = (_powers(codec, each) for each in (made, real))
        bands.append(_decibels(theirs, ours))
        sides.append(_decibels(their_side, our_side))
    short = torch.stack(bands).nanmedian(0).values.nan_to_num()
    narrow = torch.stack(sides).nanmedian(0).values.nan_to_num()
    short = avg_pool1d(pad(short[None], (SMOOTH // 2,) * 2, mode="replicate"), SMOOTH, 1)[0]
    return short, narrow - short.view(STEREO_BANDS, -1).mean(1)


def _powers(codec: Codec, sound: Tensor) -> tuple[Tensor, Tensor]:
    """Mean powers of a sound's mel bands [BANDS], and of the sides in its stereo bands
    [STEREO_BANDS]."""
    mel, stereo = codec.analysis.features(
        sound[..., SETTLE * FRAME - LOOKAHEAD : LOOKAHEAD - FRAME]
    )
    power = (10.0 ** (2.0 * mel))[0].mean(1)
    width = stereo[0, :, STEREO_BANDS:].clamp(0.0, 1.0)
    side = width * power.view(len(power), STEREO_BANDS, -1).mean(-1)
    return power.mean(0), side.mean(0)


def _decibels(real: Tensor, made: Tensor) -> Tensor:
    """By how many dB powers fall short of real ones; not a number where those are next to none."""
    away = 10.0 * torch.log10(real / made.clamp(min=1e-12))
    return torch.where(real > FAINT, away.clamp(-6.0, 6.0), torch.nan)


def _raise(codec: Codec, short: Tensor, narrow: Tensor) -> None:
    """Add decibels to what the heads say: mel bands [BANDS] and sides [STEREO_BANDS]."""
    vocoder, steps = codec.vocoder, HOP // STEP
    tone, noise = DB * short @ vocoder.to_tone, DB * short @ vocoder.to_noise
    for head in (vocoder.tone, vocoder.chorus):
        head.bias[: len(tone)] += tone
    vocoder.chorus.bias[len(tone) :] += DB * narrow @ vocoder.lean_to_tone
    of_noise = vocoder.noise.bias.view(steps, 2, LEVEL_BANDS)
    of_noise += noise
    of_noise[:, 1] += DB * narrow @ vocoder.lean_to_noise
    vocoder.aim.bias.view(steps, BANDS).add_(short / 20)
