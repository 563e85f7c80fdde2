"""Sample rate conversion whose bookkeeping is exact.

A windowed sinc, one row of taps per phase. Positions are whole numbers of 1/L source samples, so
the ratio is exact for ever, and how many source samples a callback needs is known beforehand, which
a general streaming resampler does not promise.
"""

from __future__ import annotations

import math

import numpy as np

_TAPS = 64
"""Taps per row at the lower of the two rates: stopband below -80 dB, flat up to 0.84 of Nyquist."""

_BETA = 8.0
_MOST_PHASES = 4096
_LONGEST = 512
"""Target frames made at once."""


class Resampler:
    """Stereo float32, from `source` to `target` Hz, streaming. One thread; no large allocation.

    Target frame k lies at source position ``k * source / target``; source sample 0 is the first
    one fed, and what came before it is silence.
    """

    def __init__(self, source: int, target: int, longest_feed: int) -> None:
        """Rates in Hz; `longest_feed` is the most samples that are fed before some are taken."""
        common = math.gcd(source, target)
        self._up, self._down = target // common, source // common
        stretch = max(1.0, source / target)
        taps = 2 * math.ceil(_TAPS / 2 * stretch)
        self._half = taps // 2
        self._phases = min(self._up, _MOST_PHASES)
        self._bank = _bank(self._phases, taps, stretch)
        step = _LONGEST * source // target + taps + 2
        self._source = np.zeros((2, longest_feed + taps + 2 * step), np.float32)
        self._have = self._half - 1
        self._first = 1 - self._half
        self._next = 0
        self._offsets = np.arange(taps)
        self._count = np.arange(_LONGEST, dtype=np.int64) * self._down
        self._at = np.empty(_LONGEST, np.int64)
        self._phase = np.empty(_LONGEST, np.int64)
        self._index = np.empty((_LONGEST, taps), np.int64)
        self._window = np.empty((_LONGEST, taps), np.float32)
        self._rows = np.empty((_LONGEST, taps), np.float32)
        self._made = np.empty(_LONGEST, np.float32)

    @property
    def delay(self) -> int:
        """Source samples that must be fed beyond the place of a target frame."""
        return self._half

    @property
    def room(self) -> int:
        """Source samples that may be fed now."""
        return self._source.shape[1] - self._have

    @property
    def place(self) -> tuple[int, int]:
        """Where the next target frame lies: (numerator, denominator) in source samples."""
        return self._next, self._up

    def need(self, n: int) -> int:
        """Source samples still to be fed before n target frames can be taken."""
        last = (self._next + (n - 1) * self._down) // self._up
        return max(0, last + self._half + 1 - self._first - self._have) if n else 0

    def ready(self) -> int:
        """Target frames that can be taken."""
        last = self._first + self._have - self._half - 1
        return max(0, ((last + 1) * self._up - 1 - self._next) // self._down + 1)

    def feed(self, x: np.ndarray) -> None:
        """Take source samples x [n, 2]; n at most `room`."""
        n = len(x)
        self._source[:, self._have : self._have + n] = x.T
        self._have += n

    def take(self, out: np.ndarray) -> None:
        """The next n target frames into out [n, 2]; n at most `ready`."""
        for begin in range(0, len(out), _LONGEST):
            self._take(out[begin : begin + _LONGEST])

    def _take(self, out: np.ndarray) -> None:
        n = len(out)
        at, phase, index = self._at[:n], self._phase[:n], self._index[:n]
        np.add(self._count[:n], self._next - self._first * self._up, out=at)
        np.divmod(at, self._up, out=(at, phase))
        if self._phases != self._up:
            phase *= self._phases
            phase //= self._up
        at -= self._half - 1
        np.add(at[:, None], self._offsets, out=index)
        rows, window, made = self._rows[:n], self._window[:n], self._made[:n]
        np.take(self._bank, phase, axis=0, out=rows, mode="clip")
        for channel in (0, 1):
            np.take(self._source[channel], index, out=window, mode="clip")
            np.einsum("nt,nt->n", rows, window, out=made)
            out[:, channel] = made
        self._next += n * self._down
        spent = self._next // self._up - (self._half - 1) - self._first
        if spent > 0:
            left = self._have - spent
            self._source[:, :left] = self._source[:, spent : self._have]
            self._first += spent
            self._have = left


def _bank(phases: int, taps: int, stretch: float) -> np.ndarray:
    """[phases, taps] float32: row p weighs the samples around a place p / phases after one."""
    half = taps // 2
    width = (80.0 - 8.0) / (2.285 * 2 * math.pi * _TAPS)  # of the transition, cycles per sample
    cutoff = (0.5 - width / 2) / stretch
    place = np.arange(taps) - (half - 1) - np.arange(phases)[:, None] / phases
    window = np.i0(_BETA * np.sqrt(np.clip(1.0 - (place / half) ** 2, 0.0, None))) / np.i0(_BETA)
    bank = 2 * cutoff * np.sinc(2 * cutoff * place) * window
    return (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
