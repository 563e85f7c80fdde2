"""Two devices whose clocks differ: what comes in goes on, for as long as one likes, without a slip,
at an even delay and as clean as it was.
"""

from __future__ import annotations

import numpy as np
import pytest

from instrument.audio.trim import Trim

TONE = 997.0


def play(
    trim: Trim, source: float, target: float, seconds: float, lumps: tuple[int, int],
    jitter: float = 0.0, lost: float = -1.0,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """What is taken [n], by two simulated clocks of so many Hz, and what waited behind each take.

    Input comes in `lumps[0]` samples, each up to `jitter` seconds late, none in the half second
    from `lost` on; output is asked for in `lumps[1]`.
    """
    rng = np.random.default_rng(1)
    fed, out, waits = 0, [], []
    frames = np.zeros((lumps[1], 2), np.float32)
    arrival = lumps[0] / source
    for k in range(int(seconds * target / lumps[1])):
        now = (k + 1) * lumps[1] / target
        while arrival <= now:
            t = (fed + np.arange(lumps[0])) / source
            wave = 0.5 * np.sin(2 * np.pi * TONE * t)
            fed += lumps[0]
            if not lost <= now < lost + 0.5:
                trim.feed(np.stack([wave, -wave], 1).astype(np.float32))
            arrival = (fed + lumps[0]) / source + jitter * rng.random()
        trim.take(frames)
        out.append(frames[:, 0].copy())
        waits.append(trim._fed - trim._at)
        assert np.array_equal(frames[:, 1], -frames[:, 0])
    return np.concatenate(out), np.array(waits)


def purity(x: np.ndarray, rate: float) -> float:
    """dB by which a tone stands above all that is more than 30 Hz beside it."""
    power = np.abs(np.fft.rfft(x * np.blackman(len(x)))) ** 2
    tone = np.abs(np.fft.rfftfreq(len(x), 1 / rate) - TONE) < 30.0
    return float(10 * np.log10(power[tone].sum() / power[~tone].sum()))


@pytest.mark.parametrize("ppm", [300.0, -300.0])
def test_clocks_that_differ_are_trimmed_without_a_slip(ppm: float) -> None:
    source = 48_000 * (1 + ppm * 1e-6)
    trim = Trim(48_000, 48_000)
    x, waits = play(trim, source, 48_000, 100.0, (441, 512), jitter=0.002)
    assert trim.slips == 0
    assert trim.correction * 1e6 == pytest.approx(ppm, abs=60.0)
    settled = waits[-2_000:]
    assert settled.mean() == pytest.approx(trim.wanted, abs=24), "half a millisecond"
    assert np.ptp(settled) < 441 + 512 + 200, "its lumps, and no more"
    assert np.abs(x[48_000:]).max() == pytest.approx(0.5, abs=0.002)
    assert purity(x[-24_000:], 48_000) > 55.0


def test_an_input_of_another_rate_is_converted_too() -> None:
    trim = Trim(44_100, 48_000)
    x, _ = play(trim, 44_100 * 1.0001, 48_000, 60.0, (256, 480))
    assert trim.slips == 0
    assert purity(x[-24_000:], 48_000) > 55.0


def test_an_input_that_stops_is_silent_and_goes_on_when_it_comes_back() -> None:
    trim = Trim(48_000, 48_000)
    x, _ = play(trim, 48_010, 48_000, 20.0, (480, 480), lost=10.0)
    assert trim.slips == 1
    assert not x[round(10.1 * 48_000) : round(10.4 * 48_000)].any()
    assert np.abs(x[11 * 48_000 :]).max() == pytest.approx(0.5, abs=0.002)
