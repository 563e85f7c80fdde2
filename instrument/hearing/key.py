"""The key of a sound: the one whose pitch classes it has most of."""

from __future__ import annotations

import numpy as np

from instrument.hearing.onsets import RATE
from instrument.keys import KEYS, weights

SIZE = 16_384
"""Samples of a spectrum: 2.9 Hz from one value to the next, a semitone at 50 Hz."""
LOWEST, HIGHEST = 65.0, 2_000.0
AROUND = 41
"""Values of the spectrum around a partial that it must stand out from."""
SURE = 0.6
"""Least correlation of pitch classes with those of a key; drums without pitch lie below it."""

_NAMES = tuple(KEYS)
_PROFILES = np.array([weights(*KEYS[name]) for name in _NAMES])
_PROFILES -= _PROFILES.mean(1, keepdims=True)
_PROFILES /= np.linalg.norm(_PROFILES, axis=1, keepdims=True)


def chroma(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] of at least SIZE samples -> how strong each of the twelve pitch classes is, of
    unit length [12]; zeros for silence."""
    mono = sound.mean(1)
    if len(mono) < SIZE:
        return np.zeros(12)
    frames = np.lib.stride_tricks.sliding_window_view(mono, SIZE)[:: SIZE // 2]
    power = np.sqrt(np.abs(np.fft.rfft(frames * np.hanning(SIZE)))).mean(0)
    power = np.maximum(power - np.convolve(power, np.ones(AROUND) / AROUND, "same"), 0)
    hertz = np.fft.rfftfreq(SIZE, 1 / RATE)
    inside = (hertz > LOWEST) & (hertz < HIGHEST)
    pitch = 69 + 12 * np.log2(hertz[inside] / 440)
    out = np.bincount(np.round(pitch).astype(int) % 12, power[inside], 12)
    return out / (np.linalg.norm(out) + 1e-9)


def find(classes: np.ndarray) -> str | None:
    """The key (a name in `keys.KEYS`) of pitch classes [12]; None if they are like none."""
    spread = classes - classes.mean()
    alike = _PROFILES @ spread / (np.linalg.norm(spread) + 1e-9)
    best = int(np.argmax(alike))
    return _NAMES[best] if alike[best] >= SURE else None
