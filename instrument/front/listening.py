"""Listening to what the engine makes: is it still music, or is it stuck?

Measured on the sound before the output's gain: the level, how flat the spectrum is, how much it
changes, and whether the last minutes are the same bars again and again. Pure functions of the sound
that is handed in; a second of it costs about a millisecond.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

RATE_HZ = 10
"""Looks a second."""
_SIZE = 4096
_BANDS = 24
_FLOOR = 1e-9

SILENCE_DB = -65.0
NOISE_FLATNESS = 0.42
DRONE_CHANGE = 0.06
SAME = 0.05

SILENT_S, NOISE_S, DRONE_S, SAME_S = 20, 40, 90, 150
LONGEST_LAG_S = 20
_SHORTEST_LAG_S = 1


@dataclass(frozen=True)
class Look:
    """What the last time was like. `db`: level of the last SILENT_S seconds. `flatness`: 0 (tones)
    to 1 (white), over NOISE_S. `change`: how far the spectrum is from that two seconds later, in
    bels, over DRONE_S. `same`: the smallest difference to the sound one lag earlier, over SAME_S,
    relative to that between any two of its moments; `lag` in seconds. None: not heard long enough.
    """

    db: float | None = None
    flatness: float | None = None
    change: float | None = None
    same: float | None = None
    lag: float = 0.0


class Listening:
    """The last minutes in a few numbers for each tenth of a second. One thread."""

    def __init__(self, rate: int) -> None:
        self._hop = rate // RATE_HZ
        self._rest = np.zeros((0, 2), np.float32)
        self._window = np.hanning(_SIZE)
        frequency = np.fft.rfftfreq(_SIZE, 1.0 / rate)
        edges = np.geomspace(50.0, min(16_000.0, 0.45 * rate), _BANDS + 1)
        which = np.digitize(frequency, edges) - 1
        self._sums = (which[None, :] == np.arange(_BANDS)[:, None]).astype(np.float64)
        self._inner = (which >= 0) & (which < _BANDS)
        keep = SAME_S * RATE_HZ + LONGEST_LAG_S * RATE_HZ
        self._bands: deque[np.ndarray] = deque(maxlen=keep)
        self._power: deque[float] = deque(maxlen=keep)
        self._flat: deque[float] = deque(maxlen=keep)

    def forget(self) -> None:
        """Begins anew: what comes is not to be measured by what was."""
        for memory in (self._bands, self._power, self._flat):
            memory.clear()
        self._rest = self._rest[:0]

    def hear(self, x: np.ndarray) -> None:
        """Takes the next samples [n, 2]."""
        sound = np.concatenate([self._rest, x])
        count = max(0, (len(sound) - _SIZE) // self._hop + 1)
        for k in range(count):
            self._take(sound[k * self._hop : k * self._hop + _SIZE].mean(axis=1))
        self._rest = sound[count * self._hop :]

    def _take(self, mono: np.ndarray) -> None:
        power = np.abs(np.fft.rfft(mono * self._window)) ** 2
        level = float(np.mean(np.square(mono, dtype=np.float64)))
        self._power.append(level if np.isfinite(level) else 0.0)
        if not np.isfinite(power).all():
            power = np.zeros_like(power)
        self._bands.append(np.log10(self._sums @ power + _FLOOR))
        inner = power[self._inner] + 1e-15
        self._flat.append(float(np.exp(np.log(inner).mean()) / inner.mean()))

    def look(self) -> Look:
        """What the last time was like."""
        # copies: whoever called may forget() while this, on a thread, goes on
        powers, flats, bands = list(self._power), list(self._flat), list(self._bands)
        heard = min(len(powers), len(flats), len(bands))
        db = flatness = change = same = None
        lag = 0.0
        if heard >= SILENT_S * RATE_HZ:
            mean = np.mean(powers[-SILENT_S * RATE_HZ :])
            db = float(10.0 * np.log10(mean + 1e-12))
        if heard >= NOISE_S * RATE_HZ:
            flatness = float(np.median(flats[-NOISE_S * RATE_HZ :]))
        if heard >= DRONE_S * RATE_HZ:
            change = _change(np.stack(bands[-DRONE_S * RATE_HZ :]))
        if heard >= (SAME_S + LONGEST_LAG_S) * RATE_HZ:
            same, lag = _sameness(np.stack(bands))
        return Look(db, flatness, change, same, lag)


def _change(bands: np.ndarray) -> float:
    """How far the spectrum of [T, B] is from that two seconds later, in bels, in bands that are
    heard. Averaged over two seconds at a time: the grain of a noise is no change."""
    block = 2 * RATE_HZ
    count = len(bands) // block
    power = (10.0 ** bands[: count * block]).reshape(count, block, -1).mean(axis=1)
    level = np.log10(power)
    heard = level[1:] > level.max() - 4.0
    return float(np.abs(np.diff(level, axis=0))[heard].mean()) if heard.any() else 0.0


def _sameness(bands: np.ndarray) -> tuple[float, float]:
    """The smallest relative difference of [T, B] to itself some lag earlier, and that lag."""
    longest = LONGEST_LAG_S * RATE_HZ
    bands = np.maximum(bands, bands.max() - 4.0)  # what is hardly heard is not compared
    last = bands[longest:]
    spread = float(np.square(last - last.mean(axis=0)).mean()) * 2.0
    if spread < 1e-6:  # nothing moves at all: that is a drone, whatever the lag
        return 1.0, 0.0
    best, at = np.inf, 0
    for lag in range(_SHORTEST_LAG_S * RATE_HZ, longest + 1):
        # block by block: music that comes back once in a while is no loop
        apart = np.square(last - bands[longest - lag : -lag]).mean(axis=1)
        worst = float(np.quantile(apart, 0.9)) / spread
        if worst < best:
            best, at = worst, lag
    return best, at / RATE_HZ
