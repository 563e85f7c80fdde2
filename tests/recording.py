"""What a recording says: where sound stops and begins, where its level steps, what it is made of.

Everything is in samples of the recording; marks are the clicks that scsynth put beside the sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

Array = np.ndarray


@dataclass(frozen=True)
class Recording:
    """`heard` [N,2] is what SuperCollider received, `played` [N,2] what it sent to the speakers,
    `marks` [N] its clicks; all of one server, so that they share their time exactly."""

    rate: int
    heard: Array
    played: Array
    marks: Array

    @classmethod
    def read(cls, path: Path) -> Recording:
        """From a file of five channels."""
        x, rate = soundfile.read(path, dtype="float32", always_2d=True)
        return cls(rate, x[:, 0:2], x[:, 2:4], x[:, 4])

    def clicks(self, level: float) -> Array:
        """Samples at which a click of that height (within a tenth) stands."""
        return np.flatnonzero(np.abs(self.marks - level) < 0.1 * level)

    def seconds(self, a: float, b: float) -> Array:
        """What was heard from a to b, in samples."""
        return self.heard[max(0, int(a)) : max(0, int(b))]


def db(x: Array) -> float:
    """Level of [N,C] in dBFS, as RMS."""
    return float(10.0 * np.log10(np.mean(np.square(x, dtype=np.float64)) + 1e-12))


def longest_silence(x: Array, below: float = 1e-6) -> int:
    """Samples of the longest run in which every channel of [N,C] stays under `below`."""
    loud = np.flatnonzero(np.abs(x).max(axis=1) >= below)
    edges = np.concatenate(([-1], loud, [len(x)]))
    return int(np.diff(edges).max() - 1)


def stops(x: Array, below: float = 1e-5) -> int | None:
    """The first sample of [N,C] from which on it stays silent, if it ends silent."""
    loud = np.flatnonzero(np.abs(x).max(axis=1) >= below)
    if len(loud) == 0:
        return 0
    return None if loud[-1] >= len(x) - 100 else int(loud[-1] + 1)


def starts(x: Array, above: float = 1e-5) -> int | None:
    """The first sample of [N,C] that is not silent."""
    loud = np.flatnonzero(np.abs(x).max(axis=1) >= above)
    return int(loud[0]) if len(loud) else None


def step(features: Array) -> int:
    """Where [T] or [T,D] splits best into two different halves (least squares)."""
    f = np.asarray(features, np.float64)
    f = f[:, None] if f.ndim == 1 else f
    n = len(f)
    total = np.cumsum(f, axis=0)
    k = np.arange(1, n)[:, None]
    left, right = total[:-1] / k, (total[-1] - total[:-1]) / (n - k)
    gain = (k * (n - k) / n * (left - right) ** 2).sum(axis=1)
    edge = max(1, n // 10)  # a split at the very edge says nothing
    return int(np.argmax(gain[edge : n - edge]) + edge + 1)


def levels(x: Array, hop: int) -> Array:
    """dB of each `hop` samples of [N,C]."""
    n = len(x) // hop
    power = np.square(x[: n * hop], dtype=np.float64).reshape(n, -1).mean(axis=1)
    return 10.0 * np.log10(power + 1e-10)


def onsets(x: Array, rate: int) -> Array:
    """Samples at which [N,2] becomes as loud as its loudest 15 dB, after 0.1 s of less."""
    hop = rate // 200
    power = np.square(x[: len(x) // hop * hop]).reshape(-1, 2 * hop).mean(axis=1)
    level = 10.0 * np.log10(power + 1e-9)
    loud = np.flatnonzero(level > level.max() - 15.0)
    return loud[np.diff(loud, prepend=-100) > 20] * hop


def bands(x: Array, rate: int, hop: int, count: int = 24) -> Array:
    """Log energies [T, count] of [N,C] in bands of equal ratio from 60 Hz to 16 kHz."""
    size = 2 * hop
    mono = x.mean(axis=1)
    n = (len(mono) - size) // hop + 1
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[::hop][:n]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
    frequency = np.fft.rfftfreq(size, 1.0 / rate)
    edges = np.geomspace(60.0, 16_000.0, count + 1)
    which = np.digitize(frequency, edges) - 1
    out = np.stack([power[:, which == b].sum(axis=1) for b in range(count)], axis=1)
    return np.log10(out + 1e-9)


def way(features: Array, first: slice, last: slice) -> Array:
    """How far [T,D] has come [T], from its mean over `first` (0) to that over `last` (1). Each
    feature counts by how well it tells the two apart."""
    start, end = features[first], features[last]
    axis = (end.mean(axis=0) - start.mean(axis=0)) / (start.var(axis=0) + end.var(axis=0) + 0.1)
    line = (features - start.mean(axis=0)) @ axis
    return line / line[last].mean()


def onset_strength(x: Array, rate: int) -> Array:
    """[T] at 10 ms: how much the bands of [N,C] rise."""
    rise = np.diff(bands(x, rate, rate // 100), axis=0)
    return np.maximum(rise, 0.0).mean(axis=1)
