"""Sample rate conversion whose bookkeeping is exact.

A windowed sinc, one row of taps per phase. Positions are whole numbers of 1/L source samples, so
the ratio is exact for ever, and how many source samples a callback needs is known beforehand, which
a general streaming resampler does not promise.
"""

from __future__ import annotations

import math

import numpy as np

from instrument.audio.sinc import LONGEST, Sinc

_MOST_PHASES = 4096


class Resampler:
    """Stereo float32, from `source` to `target` Hz, streaming. One thread; no large allocation.

    Target frame k lies at source position ``k * source / target``; source sample 0 is the first
    one fed, and what came before it is silence.
    """

    def __init__(self, source: int, target: int, longest_feed: int) -> None:
        """Rates in Hz; `longest_feed` is the most samples that are fed before some are taken."""
        common = math.gcd(source, target)
        self._up, self._down = target // common, source // common
        self._phases = min(self._up, _MOST_PHASES)
        self._sinc = Sinc(self._phases, source / target)
        taps, self._half = self._sinc.taps, self._sinc.taps // 2
        step = LONGEST * source // target + taps + 2
        self._source = np.zeros((2, longest_feed + taps + 2 * step), np.float32)
        self._have = self._half - 1
        self._first = 1 - self._half
        self._next = 0
        self._count = np.arange(LONGEST, dtype=np.int64) * self._down
        self._at = np.empty(LONGEST, np.int64)
        self._phase = np.empty(LONGEST, np.int64)

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
        for begin in range(0, len(out), LONGEST):
            self._take(out[begin : begin + LONGEST])

    def _take(self, out: np.ndarray) -> None:
        n = len(out)
        at, phase = self._at[:n], self._phase[:n]
        np.add(self._count[:n], self._next - self._first * self._up, out=at)
        np.divmod(at, self._up, out=(at, phase))
        if self._phases != self._up:
            phase *= self._phases
            phase //= self._up
        at -= self._half - 1
        self._sinc.read(self._source, at, phase, out, "clip")
        self._next += n * self._down
        spent = self._next // self._up - (self._half - 1) - self._first
        if spent > 0:
            left = self._have - spent
            self._source[:, :left] = self._source[:, spent : self._have]
            self._first += spent
            self._have = left
