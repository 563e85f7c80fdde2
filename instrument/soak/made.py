"""What the engine had made for the samples that left the port: silence that it made is a rest, and
silence in place of sound that it made, or of what it was too late to make, is a gap.
"""

from __future__ import annotations

import time
from collections import deque

import numpy as np

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.units import gain_of

SILENT = 1e-4
"""A sample of which neither side is beyond this (-80 dB) is silence."""

_SURE = 3.0
"""What is made so much louder than silence does not become silence by a limiter or a guard."""
_NEAR = 480
"""Within so many samples of sound there is sound: waves pass through nothing."""
_LOOKS = 100


class Made:
    """The rings and the panel of one audio process, beside the file that it writes."""

    def __init__(self, panel: Panel, ring: Ring) -> None:
        self._panel, self._ring = panel, ring
        self._ahead: deque[int] = deque(maxlen=_LOOKS)
        self._level = 0.0
        self._before = 0.0
        self._faded_in = time.monotonic() + panel.play_fade_s

    def look(self, frames: int) -> None:
        """The file held so many frames a moment ago. Now and then that is all that was played, and
        tells which sample of the stream its first is."""
        panel = self._panel
        self._ahead.append(panel.position - frames)
        heard = panel.playing and not panel.mute and not panel.panic
        # while it fades out or in, what is soft is meant to be
        now = time.monotonic()
        if not heard:
            self._faded_in = now + panel.play_fade_s
        open_ = heard and now >= self._faded_in
        level = gain_of(panel.gain_db + panel.guard_db) if open_ else 0.0
        self._level, self._before = min(level, self._before), level

    def due(self, begin: int, n: int) -> np.ndarray:
        """Whether something should be heard at frames [begin, begin + n) of the file; [n]."""
        if not self._ahead or self._level == 0.0:
            return np.zeros(n, bool)
        panel = self._panel
        at = begin + min(self._ahead) - (panel.latency_samples - panel.period) - _NEAR
        size = n + 2 * _NEAR
        sound, (first, last) = self._ring.read(at, size)
        loud = np.zeros(size, bool)
        loud[_NEAR : _NEAR + n] = True  # what is not there should have been
        there = slice(max(0, first - at), max(0, last - at))
        loud[there] = np.abs(sound[there]).max(axis=1) * self._level > _SURE * SILENT
        return near(loud)


def quiet(x: np.ndarray) -> np.ndarray:
    """Whether x [n, 2] is silent there; [n]."""
    return np.abs(x).max(axis=1) <= SILENT


def near(loud: np.ndarray) -> np.ndarray:
    """Whether any of loud [n + 2 * 480] is true near each [n] of its middle."""
    count = np.concatenate([[0], np.cumsum(loud)])
    return count[2 * _NEAR + 1 :] > count[: -2 * _NEAR - 1]


def sounds(x: np.ndarray, gain: float) -> np.ndarray:
    """Whether x [n, 2], put out at `gain`, is sound there, and not a rest; [n]."""
    loud = np.abs(x).max(axis=1) * gain > _SURE * SILENT
    return near(np.pad(loud, _NEAR))
