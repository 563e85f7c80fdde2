"""Give decoded sound the levels of the original, band by band.

Losses on logarithms settle for the median of a noisy power, which lies below its mean.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool1d, pad

from instrument.nn.analysis import BANDS, FLOOR, FRAME, HOP, LOOKAHEAD
from instrument.nn.codec import Codec
from instrument.nn.excitation import STEP
from instrument.nn.vocoder import LEVEL_BANDS
from instrument.train.codec import SETTLE
from instrument.train.variety import Source

FRAMES = 24
"""Latent frames of a crop."""
FAINT = 10 * FLOOR
"""Power of a band below which a crop says nothing of it."""
MOST = 6.0
"""dB that a crop may say at most."""
ROUNDS = 2
"""What is added is in part evened away again (`nn/evener.py`)."""
SMOOTH = 5
"""Bands that are taken together."""


def calibrate(codec: Codec, source: Source, crops: int = 64, seed: int = 0) -> float:
    """Raise what is too soft, in place; returns by how many dB it was, at the median of the
    bands."""
    rng = np.random.default_rng(seed)
    samples = FRAMES * FRAME + 2 * LOOKAHEAD
    heard = [torch.from_numpy(source.crop(rng, samples))[None] for _ in range(crops)]
    total = torch.zeros(BANDS)
    with torch.no_grad():
        for _ in range(ROUNDS):
            short = missing(codec, heard)
            _raise(codec, short)
            total += short
    return float(total.median())


def missing(codec: Codec, heard: list[Tensor]) -> Tensor:
    """dB by which each mel band [BANDS] is too soft once a sound is decoded: the median of crops
    [1, 2, N]."""
    crops = []
    for sound in heard:
        made = codec.decode_whole(codec.analysis.compress(*codec.analysis.features(sound)))
        real, ours = (_powers(codec, x) for x in (sound[..., LOOKAHEAD:-LOOKAHEAD], made))
        away = 10.0 * torch.log10(real / ours.clamp(min=FLOOR))
        crops.append(torch.where(real > FAINT, away.clamp(-MOST, MOST), torch.nan))
    short = torch.stack(crops).nanmedian(0).values.nan_to_num()
    return avg_pool1d(pad(short[None], (SMOOTH // 2,) * 2, mode="replicate"), SMOOTH, 1)[0]


def _powers(codec: Codec, sound: Tensor) -> Tensor:
    """Mean powers of a sound's mel bands [BANDS], its first and last frames left out."""
    inner = sound[..., SETTLE * FRAME - LOOKAHEAD : LOOKAHEAD - FRAME]
    return (10.0 ** (2.0 * codec.analysis.features(inner)[0])).mean((0, 1, 2))


def _raise(codec: Codec, short: Tensor) -> None:
    """Add decibels to what the heads say of the mel bands [BANDS]."""
    vocoder, steps = codec.vocoder, HOP // STEP
    nepers = short * (math.log(10.0) / 20)
    tone = nepers @ vocoder.to_tone
    for head in (vocoder.tone, vocoder.chorus):
        head.bias[: len(tone)] += tone
    vocoder.noise.bias.view(-1, LEVEL_BANDS).add_(nepers @ vocoder.to_noise)
    vocoder.aim.bias.view(steps, BANDS).add_(short / 20)
