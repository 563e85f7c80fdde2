"""Sound between its samples: a windowed sinc, one row of taps for each of many phases."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

_TAPS = 64
"""Taps per row at the lower of the two rates: stopband below -80 dB, flat up to 0.84 of Nyquist."""

_BETA = 8.0

LONGEST = 512
"""Frames read at once, at most."""


class Sinc:
    """Reads stereo float32 at places between samples. One thread; no large allocation."""

    def __init__(self, phases: int, ratio: float) -> None:
        """`phases` places between two samples; `ratio` is that of source to target rate."""
        self._bank = _bank(phases, ratio)
        self.taps = self._bank.shape[1]
        self._offsets = np.arange(self.taps)
        self._index = np.empty((LONGEST, self.taps), np.int64)
        self._window = np.empty((LONGEST, self.taps), np.float32)
        self._rows = np.empty((LONGEST, self.taps), np.float32)
        self._made = np.empty(LONGEST, np.float32)

    def read(
        self, source: np.ndarray, first: np.ndarray, phase: np.ndarray, out: np.ndarray,
        mode: Literal["clip", "wrap"],
    ) -> None:  # fmt: skip
        """Into out [n, 2], n at most LONGEST: source [2, M], `phase` behind the middle of the
        taps whose first weighs sample `first` (both [n]). `mode`: as np.take has it."""
        n = len(out)
        index, rows = self._index[:n], self._rows[:n]
        window, made = self._window[:n], self._made[:n]
        np.add(first[:, None], self._offsets, out=index)
        np.take(self._bank, phase, axis=0, out=rows, mode="clip")
        for channel in (0, 1):
            np.take(source[channel], index, out=window, mode=mode)
            np.einsum("nt,nt->n", rows, window, out=made)
            out[:, channel] = made


def _bank(phases: int, ratio: float) -> np.ndarray:
    """[phases, taps] float32: row p weighs the samples around a place p / phases after one, the
    middle one of an even number; `ratio` is that of source to target rate.
    """
    stretch = max(1.0, ratio)
    half = math.ceil(_TAPS / 2 * stretch)
    taps = 2 * half
    width = (80.0 - 8.0) / (2.285 * 2 * math.pi * _TAPS)  # of the transition, cycles per sample
    cutoff = (0.5 - width / 2) / stretch
    place = np.arange(taps) - (half - 1) - np.arange(phases)[:, None] / phases
    window = np.i0(_BETA * np.sqrt(np.clip(1.0 - (place / half) ** 2, 0.0, None))) / np.i0(_BETA)
    bank = 2 * cutoff * np.sinc(2 * cutoff * place) * window
    return (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
