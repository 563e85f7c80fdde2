"""The loudness guard: turns down what stays too loud, so that no message can drive people out.

Loudness is that of ITU-R BS.1770-4, measured every tenth of a second before the guard acts: the
last three seconds may not be louder than the limit, the last 0.4 s not by more than 3 LU. What is
too much is taken away within a tenth of a second, and given back at 3 dB a second.
"""

from __future__ import annotations

import math

import numpy as np

from instrument.audio.ramp import Ramp

OFF = 0.0
"""A limit of 0 LUFS and above is none."""

_BLOCKS, _MOMENTARY = 30, 4
_BURST_LU = 3.0
_BACK_DB = 0.3
_OFFSET = -0.691
_SILENCE = -120.0
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def k_weights(rate: int, size: int) -> np.ndarray:
    """Power response of the K weighting at the bins of a real FFT of `size`, [size // 2 + 1]."""
    z = np.exp(-2j * np.pi * np.minimum(np.fft.rfftfreq(size, 1.0 / rate), 24_000.0) / 48_000.0)
    response = np.ones_like(z)
    for b, a in (_SHELF, _HIGH_PASS):
        response *= np.polyval(b[::-1], z) / np.polyval(a[::-1], z)
    return np.abs(response) ** 2


def _lufs(power: float) -> float:
    return max(_SILENCE, _OFFSET + 10.0 * math.log10(power)) if power > 1e-12 else _SILENCE


class Guard:
    """One thread, the device callback; allocates a few kilobytes ten times a second."""

    def __init__(self, rate: int, longest: int) -> None:
        """For a device of `rate` Hz; `longest` is the most frames of one `process`."""
        self.short = _SILENCE
        """Loudness of the last three seconds as they came in, LUFS."""
        self.gain_db = 0.0
        """What is taken away, 0 or negative."""
        self._size = rate // 10
        self._block = np.zeros((self._size, 2), np.float32)
        self._filled = 0
        # a one-sided spectrum holds all but its edges twice; Parseval's sum is divided by size^2
        self._weights = 2.0 * k_weights(rate, self._size) / self._size**2
        self._powers = np.zeros(_BLOCKS)
        self._turn = 0
        self._ramp = Ramp(1.0, longest)

    def process(self, x: np.ndarray, limit: float) -> None:
        """Measures x [n, 2] and turns it down in place as far as `limit` (LUFS) asks."""
        begin = 0
        while begin < len(x):
            n = min(len(x) - begin, self._size - self._filled)
            self._block[self._filled : self._filled + n] = x[begin : begin + n]
            self._filled += n
            begin += n
            if self._filled == self._size:
                self._filled = 0
                self._measure(limit)
        if not self._ramp.resting or self._ramp.value != 1.0:
            self._ramp.apply(x)

    def _measure(self, limit: float) -> None:
        spectrum = np.fft.rfft(self._block, axis=0)
        power = float(self._weights @ np.square(np.abs(spectrum)).sum(axis=1))
        if not math.isfinite(power):
            power = 0.0
        self._powers[self._turn % _BLOCKS] = power
        self._turn += 1
        last = [(self._turn - 1 - k) % _BLOCKS for k in range(_MOMENTARY)]
        self.short = _lufs(float(self._powers.mean()))
        momentary = _lufs(float(self._powers[last].mean()))
        excess = max(self.short - limit, momentary - limit - _BURST_LU, 0.0)
        wanted = -excess if limit < OFF else 0.0
        self.gain_db = min(wanted, self.gain_db + _BACK_DB) if wanted > self.gain_db else wanted
        self._ramp.aim(10.0 ** (self.gain_db / 20.0), self._size)
