"""Measure `drift`: is the tenth minute of a stream as good as its first?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from instrument.evaluation.distances import frechet
from instrument.evaluation.embedding import log_mel
from instrument.nn.analysis import HOPS
from instrument.train import labels

PROMPTS = (
    "drum loop", "ambient pad", "synth arpeggio", "solo piano",
    "acid bass", "string ensemble", "mallets", "bass line",
)  # fmt: skip
"""Of a stream each. Four are too few: by their noise alone they stray by a tenth or by a half."""
MINUTE_S = 60.0


def minute(sound: np.ndarray) -> dict[str, float]:
    """A minute [N, 2] in figures: level in dB, brightness 0..1, and how like the most alike two of
    its stretches of two seconds are (1: a loop)."""
    mel, _ = log_mel(sound)
    bright = labels.brightness(torch.from_numpy(mel).unflatten(0, (-1, HOPS)))
    return {
        "level_db": float(np.median(labels.loudness(np.ascontiguousarray(sound.T)))),
        "brightness": float(np.median(bright)),
        "loop": looping(mel),
    }


def looping(mel: np.ndarray, stretch: int = 188) -> float:
    """Log mel [T, bands] -> the median, over stretches of two seconds, of the best correlation with
    another stretch at least as far away, changes in time only (a held chord is no loop)."""
    moving = mel - mel.mean(0)
    power = np.square(moving).mean()
    if power < 1e-8 or len(mel) < 3 * stretch:
        return 0.0
    best = []
    for start in range(0, len(mel) - stretch, stretch):
        own = moving[start : start + stretch]
        size = 1 << (len(moving) + stretch - 1).bit_length()
        across = np.fft.irfft(
            (np.fft.rfft(moving, size, 0) * np.conj(np.fft.rfft(own, size, 0))).sum(1)
        )[: len(moving) - stretch + 1]
        energy = np.convolve(np.square(moving).sum(1), np.ones(stretch), "valid")
        like = across / np.sqrt(np.square(own).sum() * energy + 1e-9)
        places = np.arange(len(like))
        like[np.abs(places - start) < stretch] = -1
        best.append(like.max())
    return float(np.median(best))


def apart(minutes: Sequence[np.ndarray], real: np.ndarray) -> dict[str, Any]:
    """Fréchet distances from the studio's pieces [P, D] of the patches of each minute [P, D]: of
    the first and the last, of each, and of those after the first on average. A minute of a few
    streams lies a fifth nearer or farther than the next by chance."""
    each = [frechet(patches, real) for patches in minutes]
    return {
        "frechet_first": round(each[0], 2),
        "frechet_last": round(each[-1], 2),
        "worse_by": round(each[-1] / each[0] - 1, 3),
        "frechet_each": [round(distance, 2) for distance in each],
        "frechet_later": round(sum(each[1:]) / len(each[1:]), 2),
    }
