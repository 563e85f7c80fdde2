"""Crops of sound for the vocoder, made more various than what stands on the shelves.

The studio's music is what the network plays; live input may be anything: denser, louder, tuned
otherwise, brighter or duller, off to one side.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import soxr

from instrument.nn.analysis import SAMPLE_RATE

MIDDLE = 1_000.0
"""Pitch in Hz at which `tilted` changes nothing."""


class Source(Protocol):
    """What crops come from: a `Shelf` or a `Blend`."""

    def crop(self, rng: np.random.Generator, samples: int) -> np.ndarray:
        """A random stretch [2, samples]."""
        ...


def various(source: Source, samples: int, rng: np.random.Generator) -> np.ndarray:
    """A crop [2, samples], each of whose changes is left out more often than not, at a random
    level."""
    if rng.random() < 0.04:
        sound = 0.1 * rng.standard_normal((2, samples), np.float32)
    else:
        sound = _retuned(source, samples, rng)
    if rng.random() < 0.15:
        sound = sound + 10 ** (rng.uniform(-12, 0) / 20) * _retuned(source, samples, rng)
    if rng.random() < 0.15:
        sound = tilted(sound, rng.uniform(-3, 4))
    if rng.random() < 0.15:
        sound = driven(sound, rng.uniform(0, 15))
    if rng.random() < 0.15:
        sound = sound.mean(0, keepdims=True).repeat(2, 0)
    if rng.random() < 0.25:
        sound = sound * np.array([[1.0], [rng.uniform(0.0, 0.7)]], np.float32)
    if rng.random() < 0.5:
        sound = sound[::-1]
    return sound * np.float32(10 ** (rng.uniform(-12, 3) / 20))


def _retuned(source: Source, samples: int, rng: np.random.Generator) -> np.ndarray:
    """A crop as it is or, one time of four, played up to a fifth faster or slower."""
    if rng.random() >= 0.25:
        return source.crop(rng, samples)
    speed = 2 ** (rng.uniform(-7, 7) / 12)
    sound = source.crop(rng, int(samples * speed) + 1)
    sound = soxr.resample(sound.T, SAMPLE_RATE * speed, SAMPLE_RATE).T[:, :samples]
    return np.pad(sound, ((0, 0), (0, samples - sound.shape[1])))


def tilted(sound: np.ndarray, slope: float) -> np.ndarray:
    """`sound` [2, N] brighter, or duller, by `slope` dB an octave, at most 24 dB anywhere."""
    octaves = np.log2(np.fft.rfftfreq(sound.shape[1], 1 / SAMPLE_RATE).clip(20) / MIDDLE)
    gain = 10 ** ((slope * octaves).clip(-24, 24) / 20)
    return np.fft.irfft(np.fft.rfft(sound) * gain, sound.shape[1]).astype(np.float32)


def driven(sound: np.ndarray, drive: float) -> np.ndarray:
    """`sound` [2, N], its peaks bent as by a limiter that is driven by `drive` dB."""
    peak = np.abs(sound).max() + 1e-6
    gain = 10 ** (drive / 20)
    return (peak * np.tanh(gain * sound / peak) / np.tanh(gain)).astype(np.float32)
