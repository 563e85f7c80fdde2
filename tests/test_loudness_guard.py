"""The loudness guard, against the loudness meter of the studio (filters, not spectra)."""

from __future__ import annotations

import numpy as np
import pytest

from instrument.audio.guard import OFF, Guard
from instrument.studio.loudness import lufs

RATE = 48_000


def through(x: np.ndarray, limit: float, rate: int = RATE) -> tuple[np.ndarray, Guard]:
    guard = Guard(rate, 480)
    y = x.copy()
    for begin in range(0, len(y), 480):
        guard.process(y[begin : begin + 480], limit)
    return y, guard


def noise(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    x = np.random.default_rng(seed).normal(0.0, level, (round(seconds * RATE), 2))
    return np.cumsum(x, axis=0).astype(np.float32) * 0.02 + x.astype(np.float32)


@pytest.mark.parametrize("hz", [40.0, 100.0, 997.0, 5_000.0])
def test_it_measures_what_the_standard_says(hz: float) -> None:
    t = np.arange(4 * RATE) / RATE
    x = np.stack([np.sin(2 * np.pi * hz * t)] * 2, 1).astype(np.float32) * np.float32(0.1)
    y, guard = through(x, OFF)
    np.testing.assert_array_equal(x, y)
    assert guard.short == pytest.approx(lufs(x), abs=0.2)


def test_what_is_too_loud_is_turned_down_and_given_back_without_a_leap() -> None:
    x = np.concatenate([noise(6, 0.02), noise(8, 0.3, 2), noise(14, 0.02, 3)])
    y, guard = through(x, -20.0)
    np.testing.assert_array_equal(y[: 5 * RATE], x[: 5 * RATE])
    assert lufs(x[10 * RATE : 14 * RATE]) > -12.0
    assert lufs(y[10 * RATE : 14 * RATE]) == pytest.approx(-20.0, abs=0.5)
    assert guard.gain_db == 0.0
    gain = y[:, 0] / np.where(np.abs(x[:, 0]) > 1e-3, x[:, 0], np.nan)
    gain = gain[np.isfinite(gain)]
    assert np.abs(np.diff(gain)).max() < 2e-3
    np.testing.assert_array_equal(y[-RATE:], x[-RATE:])
