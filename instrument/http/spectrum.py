"""The spectrum of what is heard now, in bands of equal width on a musical scale."""

from __future__ import annotations

import numpy as np

from instrument.audio.ring import Ring

BANDS = 96
LOWEST, HIGHEST = 40.0, 16_000.0
"""Hz."""

FLOOR_DB = -84.0
"""The level of 0; 255 is that of a sine at full scale."""

_WINDOW = 4_096


class Spectrum:
    """Reads the ring of generated sound; a column takes a tenth of a millisecond."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._window = np.hanning(_WINDOW).astype(np.float32)[:, None]
        edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1) * _WINDOW / ring.rate
        self._starts = np.floor(edges).astype(int)
        self._full = (self._window.sum() / 2) ** 2

    def column(self, at: int) -> bytes:
        """BANDS bytes, low to high, of the sound up to stream sample `at`; silence where none is.

        A band is as loud as its loudest bin, in either channel.
        """
        sound, _ = self._ring.read(at - _WINDOW, _WINDOW)
        power = np.square(np.abs(np.fft.rfft(sound * self._window, axis=0))).max(1)
        bands = np.maximum.reduceat(power, self._starts)[:BANDS] / self._full
        level = 10.0 * np.log10(np.maximum(bands, 1e-12))
        return np.clip(255.0 * (1.0 - level / FLOOR_DB), 0, 255).astype(np.uint8).tobytes()
