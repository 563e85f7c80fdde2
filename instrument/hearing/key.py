"""The key of a sound: the one whose scale has most of its partials."""

from __future__ import annotations

import numpy as np

from instrument.hearing.onsets import RATE
from instrument.keys import KEYS, classes

SIZE = 16_384
"""Samples of a spectrum: 2.9 Hz from one value to the next, a semitone at 50 Hz."""
LOWEST, HIGHEST = 65.0, 2_000.0
ABOVE = 4.0
"""How far a partial stands above the middle of its spectrum, at least."""
IN_TUNE = 0.35
"""Semitones by which a partial may lie beside a pitch."""
OVERTONES = 200.0
"""Hz above which partials count less and less: most of them are overtones."""
SURE = 0.6
"""Least correlation with the scale of a key. Of the studio's chords and melodies 87 of 100 pass, 96
of those in the right scale; of drums with a bass 44, three quarters within a note of it."""
TONIC = 1.2
"""By how much more than the rest of its scale a tonic is expected."""


def _profile(tonic: int, scale: tuple[int, ...]) -> np.ndarray:
    out = np.zeros(12)
    out[classes(tonic, scale)] = 1.0
    out[tonic] = TONIC
    out -= out.mean()
    return out / np.linalg.norm(out)


_NAMES = tuple(KEYS)
_PROFILES = np.array([_profile(*KEYS[name]) for name in _NAMES])


def chroma(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] -> how strong each of the twelve pitch classes is, of unit length [12]; zeros
    for silence, and for less than SIZE samples. Loud moments count no more than usual ones."""
    mono = sound.mean(1)
    if len(mono) < SIZE:
        return np.zeros(12)
    frames = np.lib.stride_tricks.sliding_window_view(mono, SIZE)[:: SIZE // 2]
    level = np.abs(np.fft.rfft(frames * np.hanning(SIZE), axis=1))
    first, last = (round(hertz * SIZE / RATE) for hertz in (LOWEST, HIGHEST))
    before, here, after = (level[:, first + k : last + k] for k in (-1, 0, 1))
    partial = (here > before) & (here >= after)
    partial &= here > ABOVE * np.median(here, axis=1, keepdims=True)
    # the top of a parabola through three values lies between them
    bend = np.where(partial, before - 2 * here + after, -1.0)
    hertz = (np.arange(first, last) + 0.5 * (before - after) / bend) * RATE / SIZE
    pitch = 69 + 12 * np.log2(np.where(partial, hertz, 440.0) / 440)
    partial &= np.abs(pitch - np.round(pitch)) < IN_TUNE
    weight = np.where(partial, np.sqrt(here) / np.maximum(hertz / OVERTONES, 1.0), 0.0)
    whole = weight.sum(1, keepdims=True)
    weight *= np.minimum(1.0, np.median(whole) / (whole + 1e-9))
    out = np.bincount(np.round(pitch).astype(int).ravel() % 12, weight.ravel(), 12)
    return out / (np.linalg.norm(out) + 1e-9)


def find(heard: np.ndarray) -> str | None:
    """The key (a name in `keys.KEYS`) of pitch classes [12]; None if they are like none."""
    spread = heard - heard.mean()
    alike = _PROFILES @ spread / (np.linalg.norm(spread) + 1e-9)
    best = int(np.argmax(alike))
    return _NAMES[best] if alike[best] >= SURE else None
