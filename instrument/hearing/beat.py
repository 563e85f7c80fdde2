"""The beat of a sound: its tempo, and where its beats lie.

The tempo is the one after whose beat, two and four beats the rises of the sound repeat; beats lie
where the rises of beat, eighth and sixteenth together are highest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from instrument.hearing.onsets import HOP, RATE

SLOWEST, FASTEST = 60.0, 180.0
USUAL, OCTAVES = 110.0, 0.8
"""Of a tempo, its half and its double, the one nearest to the usual is taken, on a bell of so many
octaves."""
HARMONICS = (1, 2, 4)
NEAR = 0.025
"""By how much a tempo is corrected at most, once it is roughly known."""
SIZE = 1 << 16
HZ = RATE / HOP / SIZE
"""From one value of the spectrum of the rises to the next: a fifth of a beat a minute."""


@dataclass(frozen=True)
class Beat:
    """`beat`: the beat, with its fraction, at the first sample; its whole part says nothing.
    `sure`: how alike the rises are a beat later, from 0 to 1."""

    bpm: float
    beat: float
    sure: float


def repeats(rise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tempi in bpm, and for each how alike the rises of a sound of some seconds (its
    `onsets.envelope`) are one, two and four beats later, from -1 to 1; 0 if nothing repeats."""
    again = np.fft.irfft(np.abs(_spectrum(rise)) ** 2)[: len(rise) // 2 + 1]
    tempi = np.geomspace(SLOWEST, FASTEST, 1200)
    if again[0] <= 1e-9:
        return tempi, np.zeros(len(tempi))
    again /= again[0] * np.linspace(1, 0.5, len(again))  # of fewer and fewer pairs
    lags = 60.0 / tempi[:, None] * np.array([1.0, 2.0, 4.0]) * RATE / HOP
    return tempi, np.interp(lags, np.arange(len(again)), again).mean(1)


def find(rise: np.ndarray) -> Beat | None:
    """The beat of a sound of some seconds, given its `onsets.envelope`; None if nothing repeats."""
    tempi, alike = repeats(rise)
    if not alike.any():
        return None
    usual = np.exp(-0.5 * (np.log2(tempi / USUAL) / OCTAVES) ** 2)
    best = int(np.argmax(alike.clip(0) * usual))
    spectrum = _spectrum(rise)

    def harmonic(hertz: np.ndarray, h: int) -> np.ndarray:
        return spectrum[np.round(h * hertz / HZ).astype(int)]

    near = tempi[best] * np.linspace(1 - NEAR, 1 + NEAR, 201) / 60
    hertz = near[[np.argmax(sum(np.abs(harmonic(near, h)) for h in HARMONICS))]]
    late = np.arange(192) / 192  # of a beat
    risen = sum((harmonic(hertz, h) * np.exp(2j * np.pi * h * late)).real for h in HARMONICS)
    return Beat(float(60 * hertz[0]), -float(late[np.argmax(risen)]), float(alike[best]))


def _spectrum(rise: np.ndarray) -> np.ndarray:
    rise = np.minimum(rise, 4 * rise.mean() + 1e-9)  # one loud hit is not the beat
    return np.fft.rfft(rise - rise.mean(), SIZE)
