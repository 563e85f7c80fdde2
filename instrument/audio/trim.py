"""The input of a device with a clock of its own, at the pace of the output's.

No two clocks agree: what comes in is a few samples a second too many, or too few, for ever. So it
is read at a rate that is corrected all the time, little by little, by how much of it lies waiting:
a loop that settles within a minute and moves the pitch by nothing that anybody hears.
"""

from __future__ import annotations

import math

import numpy as np

from instrument.audio.sinc import LONGEST, Sinc

MOST = 0.002
"""The most that a clock is corrected by; those of sound cards differ by a tenth of that."""

_PACE = 0.1
"""Angular frequency of the loop, 1/s; it is critically damped."""
_SMOOTH_S = 1.0
"""Input and output come in lumps, at any moment of each other: what waits is averaged so long."""
_MARGIN_S, _MOST_MARGIN_S = 0.004, 0.2
_PHASES = 2048
_ROOM = 1 << 17


class Trim:
    """Stereo float32, from a source of about `source` Hz to a target of about `target` Hz.

    Threads: `feed` belongs to the input's, `take` to the output's; neither waits nor allocates
    anything large. Numbers may be read by anyone.
    """

    def __init__(self, source: int, target: int) -> None:
        """Rates in Hz, as the devices name them."""
        self._source, self._nominal = source, source / target
        self._sinc = Sinc(_PHASES, self._nominal)
        self._half = self._sinc.taps // 2
        self._waiting = np.zeros((2, _ROOM), np.float32)
        self._fed = self._lump = self._gulp = 0
        self._begun = 0
        self._at = 0.0
        self._flows = False
        self._error = self._drift = 0.0
        self._margin = _MARGIN_S
        self.correction = 0.0
        """By how much the input is read faster than its nominal rate, now."""
        self.slips = 0
        """Times that it ran dry, or over, and began anew."""
        self._count = np.arange(LONGEST, dtype=np.float64)
        self._place = np.empty(LONGEST, np.float64)
        self._whole = np.empty(LONGEST, np.int64)
        self._phase = np.empty(LONGEST, np.int64)

    @property
    def wanted(self) -> int:
        """Source samples that should wait behind a take: a lump of each side, and some to spare."""
        return self._half + self._lump + self._gulp + round(self._margin * self._source)

    @property
    def delay(self) -> int:
        """Target frames that it takes a sample to go through."""
        return round(self.wanted / self._nominal)

    def feed(self, x: np.ndarray) -> None:
        """The next source samples [n, 2]."""
        n, slot = len(x), self._fed % _ROOM
        first = min(n, _ROOM - slot)
        self._waiting[:, slot : slot + first] = x[:first].T
        self._waiting[:, : n - first] = x[first:].T
        self._lump = max(self._lump, n)
        self._fed += n

    def take(self, out: np.ndarray) -> None:
        """The next target frames into out [n, 2]; silence while too little has come."""
        n, fed = len(out), self._fed
        step = self._nominal * (1.0 + self.correction)
        self._gulp = max(self._gulp, math.ceil(n * self._nominal))
        if not self._flows:
            self._at = float(fed - self.wanted - n * step)
            self._flows, self._error = self._at >= self._begun + self._half, 0.0
        elif fed - self._at > _ROOM // 2 or self._at + n * step + self._half >= fed:
            self.slips += 1
            self._margin = min(_MOST_MARGIN_S, 1.5 * self._margin)
            self._flows, self._begun = False, fed
        if not self._flows:
            out[:] = 0.0
            return
        for begin in range(0, n, LONGEST):
            self._read(out[begin : begin + LONGEST], step)
        self._steer(fed - self._at - self.wanted, n * step / self._source)

    def _read(self, out: np.ndarray, step: float) -> None:
        n = len(out)
        place, whole, phase = self._place[:n], self._whole[:n], self._phase[:n]
        np.multiply(self._count[:n], step, out=place)
        place += self._at
        np.floor(place, out=whole, casting="unsafe")
        place -= whole
        place *= _PHASES
        np.floor(place, out=phase, casting="unsafe")
        whole -= self._half - 1
        self._sinc.read(self._waiting, whole, phase, out, "wrap")
        self._at += n * step

    def _steer(self, error: float, seconds: float) -> None:
        """Read a little faster when too much waits, and slower when too little."""
        self._error += (error - self._error) * (1.0 - math.exp(-seconds / _SMOOTH_S))
        self._drift += _PACE**2 * self._error * seconds / self._source
        self._drift = min(MOST, max(-MOST, self._drift))
        wanted = self._drift + 2.0 * _PACE * self._error / self._source
        self.correction = min(MOST, max(-MOST, wanted))
