"""The output limiter: a ceiling that no sample passes, nor the wave between the samples, as far as
four-fold interpolation tells (ITU-R BS.1770-4, annex 2: true peak). Transparent below it.

The gain that a sample needs is known `lookahead` frames before it leaves. The reduction is the
sliding maximum of what the window needs, falling back in a straight line when nothing needs it any
more, then averaged over the window: it arrives smoothly, and in time, since every term of the
average already covers the sample that leaves. All of it is a handful of vector operations: the one
recursion, the release, is a running maximum of (reduction + release * time).
"""

from __future__ import annotations

import math

import numpy as np

_RELEASE_S = 0.4
"""Seconds in which a full reduction is given back."""

_TAPS = 20
_SHARP = 5.0
_AHEAD = _TAPS // 2
_WORTH = 0.4
"""Below this part of the ceiling no wave between samples can reach it: it is not looked for."""


def _between() -> np.ndarray:
    """Filters [3, _TAPS] for the places 1/4, 1/2, 3/4 between the two samples in their middle: true
    to 0.02 dB up to 20 kHz (the twelve taps of the norm read hissing sound half a dB too low).
    """
    at = np.arange(_TAPS)[None, :] - (_AHEAD - 1) - np.array([0.25, 0.5, 0.75])[:, None]
    window = np.i0(_SHARP * np.sqrt(np.clip(1.0 - (at / _AHEAD) ** 2, 0.0, None)))
    taps = np.sinc(at) * window
    return (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)


_BETWEEN = _between()


class Limiter:
    """Stereo-linked lookahead limiter. One thread; allocates nothing large."""

    def __init__(self, rate: int, longest: int) -> None:
        """For a device of `rate` Hz; `longest` is the most frames of one `process`."""
        steps = max(4, round(math.log2(rate * 128 / 48_000)))
        window = 1 << steps
        L = window - 1
        self.lookahead = L + _AHEAD
        """Frames by which the sound is delayed: 137 at 48 kHz, 2.9 ms."""
        self.reduction = 0.0
        """The strongest reduction in the last `process`: 0 (none) to 1."""
        self._late = L
        self._recent = np.zeros((_TAPS - 1 + longest, 2), np.float32)
        self._level = np.empty((_TAPS - 1 + longest, 2), np.float32)
        self._steps = steps
        self._window = window
        self._release = 1.0 / (_RELEASE_S * rate)
        self._ceiling = np.float32(0.0)
        self._active = False
        self._sound = np.zeros((L + longest, 2), np.float32)
        self._peak = np.empty(longest, np.float32)
        self._need = np.zeros(L + longest)
        self._most = np.empty(L + longest)
        self._held = np.zeros(L + longest)
        self._sum = np.zeros(L + longest + 1)
        self._mean = np.empty(longest)
        self._gain = np.empty((longest, 1), np.float32)
        self._slope = self._release * np.arange(longest)
        self._last = 0.0

    def process(self, x: np.ndarray, ceiling: float) -> None:
        """Limit x [n, 2] in place, `lookahead` frames late. It has to be finite."""
        n, L = len(x), self._late
        top = np.float32(max(ceiling, 1e-6))
        if top > ceiling:
            top = np.nextafter(top, np.float32(0.0))
        if top != self._ceiling:
            self._move(top)
        sound = self._sound
        recent = self._recent[: _TAPS - 1 + n]
        recent[_TAPS - 1 :] = x
        sound[L : L + n] = recent[_AHEAD - 1 : _AHEAD - 1 + n]
        peak = self._peak[:n]
        self._find_peaks(recent, peak, top)
        recent[: _TAPS - 1] = recent[n:].copy() if n < _TAPS else recent[n:]
        if self._active or peak.max() > top:
            self._limit(x, n)
        else:
            x[:] = sound[:n]
            self.reduction = 0.0
        sound[:L] = sound[n : n + L]

    def _find_peaks(self, recent: np.ndarray, peak: np.ndarray, top: np.float32) -> None:
        """The peak [n] of each frame and of the wave between it and the next."""
        n = len(peak)
        level = self._level[: len(recent)]
        np.abs(recent, out=level)
        here = level[_AHEAD - 1 : _AHEAD - 1 + n]
        np.maximum(here[:, 0], here[:, 1], out=peak)
        if level.max() <= _WORTH * top:
            return
        for channel in (0, 1):
            for taps in _BETWEEN:
                wave = np.correlate(recent[:, channel], taps, "valid")
                np.maximum(peak, np.abs(wave, out=wave), out=peak)

    def _limit(self, x: np.ndarray, n: int) -> None:
        L, W, top = self._late, self._window, self._ceiling
        need, most, held, total = self._need, self._most, self._held, self._sum
        fresh = need[L : L + n]
        np.maximum(self._peak[:n], top, out=fresh)
        np.divide(top, fresh, out=fresh)
        np.subtract(1.0, fresh, out=fresh)

        size = L + n
        most[:size] = need[:size]
        for k in range(self._steps):
            size -= 1 << k
            np.maximum(most[:size], most[(1 << k) : (1 << k) + size], out=most[:size])
        # size is n now: most[i] is the greatest need of the window that ends with frame i
        now, slope = held[L : L + n], self._slope[:n]
        np.add(most[:n], slope, out=now)
        now[0] = max(now[0], self._last - self._release)
        np.maximum.accumulate(now, out=now)
        now -= slope
        self._last = float(now[-1])

        total[0] = 0.0
        np.cumsum(held[: L + n], out=total[1 : L + n + 1])
        mean, gain = self._mean[:n], self._gain[:n]
        np.subtract(total[W : W + n], total[:n], out=mean)
        mean /= W
        np.subtract(1.0, mean, out=gain[:, 0], casting="same_kind")
        np.multiply(self._sound[:n], gain, out=x)
        np.clip(x, -top, top, out=x)
        self.reduction = max(0.0, float(mean.max()))

        need[:L] = need[n : n + L]
        held[:L] = held[n : n + L]
        self._active = bool(need[:L].any() or held[:L].any())
        if not self._active:
            self._last = 0.0

    def _move(self, top: np.float32) -> None:
        """Another ceiling: what is on its way is measured anew."""
        L = self._late
        self._ceiling = top
        peak = np.abs(self._sound[:L]).max(axis=1)
        self._need[:L] = 1.0 - top / np.maximum(peak, top)
        self._active = True
