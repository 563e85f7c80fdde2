"""A codec whose levels are off is brought back to the sound's own."""

import numpy as np
import pytest
import torch

from instrument.model import load_codec
from instrument.nn.analysis import BANDS, FRAME, LOOKAHEAD, SAMPLE_RATE
from instrument.train.calibrate import FRAMES, calibrate, missing


class Chords:
    """A source of three tones in the middle and noise that differs left and right."""

    def crop(self, rng: np.random.Generator, samples: int) -> np.ndarray:
        time = np.arange(samples) / SAMPLE_RATE
        pitches = 110 * 2 ** (rng.integers(36, size=3) / 12)
        tones = sum(np.sin(2 * np.pi * pitch * time + rng.uniform(0, 6)) for pitch in pitches)
        noise = rng.standard_normal((2, samples))
        return (0.05 * tones + 0.03 * noise).astype(np.float32)


@pytest.fixture
def spoiled():
    """The shipped codec, 4 dB too soft in the upper half."""
    codec = load_codec().requires_grad_(False)
    codec.vocoder.aim.bias.view(-1, BANDS)[:, BANDS // 2 :] -= 4 / 20
    return codec


def heard() -> list[torch.Tensor]:
    rng = np.random.default_rng(99)
    samples = FRAMES * FRAME + 2 * LOOKAHEAD
    return [torch.from_numpy(Chords().crop(rng, samples))[None] for _ in range(8)]


def test_bands_come_to_the_level_of_the_original(spoiled):
    before = missing(spoiled, heard())
    assert before[BANDS // 2 + 4 :].median() > 2.0
    told = calibrate(spoiled, Chords(), crops=16)
    assert told == pytest.approx(float(before.median()), abs=1.0)
    assert abs(missing(spoiled, heard())).median() < 0.5


def test_silence_says_nothing(spoiled):
    class Silence:
        def crop(self, rng, samples):
            return np.zeros((2, samples), np.float32)

    weights = {name: value.clone() for name, value in spoiled.state_dict().items()}
    assert calibrate(spoiled, Silence(), crops=2) == 0.0
    for name, value in spoiled.state_dict().items():
        assert torch.equal(value, weights[name]), name
