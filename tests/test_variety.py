"""What the vocoder hears besides the studio's music as it is."""

import numpy as np
import pytest

from instrument.nn.analysis import SAMPLE_RATE
from instrument.train.variety import driven, tilted, various

SAMPLES = 48_000


class Tone:
    """A source of one tone, quieter to the right."""

    def __init__(self, hertz: float) -> None:
        self.hertz = hertz

    def crop(self, rng: np.random.Generator, samples: int) -> np.ndarray:
        wave = np.sin(2 * np.pi * self.hertz * np.arange(samples) / SAMPLE_RATE)
        return np.stack([0.5 * wave, 0.25 * wave]).astype(np.float32)


def power(sound: np.ndarray) -> float:
    """In dB."""
    return 10 * float(np.log10(np.square(sound).mean()))


@pytest.mark.parametrize(("hertz", "gain"), [(1_000, 0), (4_000, 6), (250, -6)])
def test_a_tilt_is_so_many_db_an_octave(hertz, gain):
    sound = Tone(hertz).crop(np.random.default_rng(0), SAMPLES)
    assert power(tilted(sound, 3.0)) - power(sound) == pytest.approx(gain, abs=0.1)
    assert power(tilted(sound, -3.0)) - power(sound) == pytest.approx(-gain, abs=0.1)


def test_a_driven_sound_keeps_its_peak_and_gains_power_up_to_a_square():
    sound = Tone(440).crop(np.random.default_rng(0), SAMPLES)
    some, much = driven(sound, 6.0), driven(sound, 40.0)
    assert np.abs(some).max() == pytest.approx(0.5, abs=1e-3)
    assert power(sound) < power(some) < power(much)
    assert power(much[0]) == pytest.approx(20 * np.log10(0.5), abs=0.2)
    assert not driven(np.zeros_like(sound), 6.0).any()


def test_crops_differ_in_pitch_level_and_panning_and_are_the_seeds():
    pitches, levels, balances = [], [], []
    for seed in range(80):
        sound = various(Tone(440), SAMPLES, np.random.default_rng(seed))
        assert sound.shape == (2, SAMPLES)
        assert sound.dtype == np.float32
        assert np.isfinite(sound).all()
        again = various(Tone(440), SAMPLES, np.random.default_rng(seed))
        assert np.array_equal(sound, again)
        pitches.append(float(np.abs(np.fft.rfft(sound[0])).argmax()))
        levels.append(power(sound))
        balances.append(power(sound[0]) - power(sound[1]))
    tuned = [440 * 2 ** (-7.2 / 12) < pitch < 440 * 2 ** (7.2 / 12) for pitch in pitches]
    assert sum(tuned) > 70  # the rest is noise
    assert sum(pitch == 440 for pitch in pitches) > 40
    assert len(set(pitches)) > 10
    assert max(levels) - min(levels) > 10
    assert min(balances) < -5 < 5 < max(balances)


def test_a_crop_that_is_played_faster_is_as_long_and_does_not_end_in_silence():
    for seed in range(40):
        sound = various(Tone(440), SAMPLES, np.random.default_rng(seed))
        assert power(sound[:, -2_000:]) > power(sound) - 6
