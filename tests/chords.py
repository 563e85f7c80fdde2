"""Music that is in a key beyond doubt."""

from __future__ import annotations

import numpy as np

from instrument.keys import KEYS

RATE = 48_000


def chords(name: str, seconds: float) -> np.ndarray:
    """The chords of a key on its first, fourth and fifth degree, two seconds each, the first
    chord twice, in tones with octaves [N, 2]."""
    tonic, scale = KEYS[name]
    sound, time = np.zeros((round(seconds * RATE), 2)), np.arange(2 * RATE) / RATE
    for k, degree in enumerate((0, 3, 4, 0) * (int(seconds) // 8 + 1)):
        pitches = [48 + tonic + scale[(degree + i) % 7] for i in (0, 2, 4)]
        hertz = [440 * 2 ** ((pitch - 69) / 12) for pitch in pitches]
        chord = 0.1 * sum(np.sin(2 * np.pi * h * n * time) / n for h in hertz for n in (1, 2, 4))
        part = sound[2 * k * RATE :][: len(time)]
        part += chord[: len(part), None]
    return sound.astype(np.float32)
