"""Where sounds begin: a detector of onsets that is right to a few milliseconds on percussion."""

from __future__ import annotations

import numpy as np

RATE = 48_000
HOP = 240
"""Samples from one frame of the envelope to the next: 5 ms."""
WINDOW = 1_024
BANDS = 24
MASK = 4
"""Frames before, of which the loudest is what a rise is measured from: 20 ms, so that neither the
beating of partials nor the tail of an attack is a second one."""
TOGETHER_S = 0.04
"""Onsets nearer than this are one."""


def envelope(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] -> how much its bands rise, in dB, every 5 ms [N // HOP]. An attack at sample n
    shows at n / HOP."""
    mono = np.pad(sound.mean(1), (WINDOW // 2, WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(mono, WINDOW)[::HOP][: len(sound) // HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW))) ** 2 / WINDOW
    edges = np.unique(np.geomspace(1, WINDOW // 2, BANDS + 1).round().astype(int))
    bands = np.add.reduceat(power, edges[:-1], axis=1)
    floor = 1e-6 * bands.max() + 1e-9
    level = 10 * np.log10(bands + floor)
    before = np.stack([np.roll(level, k, axis=0) for k in range(2, 2 + MASK)]).max(0)
    rise = np.maximum(level - before, 0).mean(1)
    rise[: 2 + MASK] = 0
    return rise


def onsets(sound: np.ndarray, least_db: float = 2.5) -> np.ndarray:
    """Times in seconds at which something begins in sound [N, 2]."""
    rise = envelope(sound)
    if len(rise) < 3:
        return np.zeros(0)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(rise, 8), 17)
    peak = (rise >= around.max(1)) & (rise > least_db) & (rise > 2.0 * np.median(around, 1))
    found: list[float] = []
    for k in map(int, np.flatnonzero(peak)):
        # Half of the rise lies behind the middle of the climb: a parabola finds the top between.
        a, b, c = rise[max(0, k - 1)], rise[k], rise[min(len(rise) - 1, k + 1)]
        bend = a - 2 * b + c
        at = (k + (0.5 * (a - c) / bend if bend < 0 else 0.0)) * HOP / RATE
        if not found or at - found[-1] > TOGETHER_S:
            found.append(at)
    return np.array(found)
