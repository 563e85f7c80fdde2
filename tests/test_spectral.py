"""The vocoder's loss: nothing for what is real, more for what wavers."""

from __future__ import annotations

import math

import pytest
import torch

from instrument.nn.analysis import SAMPLE_RATE
from instrument.train.spectral import SpectralLoss


@pytest.fixture(scope="module")
def loss() -> SpectralLoss:
    return SpectralLoss(torch.device("cpu"))


def tone(wobble: float = 0.0) -> torch.Tensor:
    """A second of 440 Hz in both channels, which swells and fades five times by `wobble` of it."""
    time = torch.arange(SAMPLE_RATE) / SAMPLE_RATE
    level = 0.1 * (1 + wobble * torch.sin(2 * math.pi * 5 * time))
    return (level * torch.sin(2 * math.pi * 440 * time)).expand(1, 2, -1)


def test_what_is_real_costs_nothing(loss):
    sound = 0.1 * torch.randn(2, 2, 24_000)
    assert float(loss(sound, sound)[0]) == 0.0


def test_louder_and_softer_cost_alike_in_bands(loss):
    real = 0.1 * torch.randn(1, 2, 48_000)
    up, down = (loss(gain * real, real)[1] for gain in (2.0, 0.5))
    assert up["band2048"] == pytest.approx(math.log(2), abs=0.02)
    assert down["band2048"] == pytest.approx(up["band2048"], abs=0.02)
    assert up["change2048"] < 0.02


def test_what_wavers_costs_more_than_what_is_as_far_off_but_steady(loss):
    real = tone()
    wavering, steady = loss(tone(0.5), real)[1], loss(real * 1.4, real)[1]
    assert wavering["change1024"] > 3 * steady["change1024"]


def test_another_pitch_costs_and_its_gradient_is_finite(loss):
    real = tone()
    made = (0.1 * torch.randn(1, 2, SAMPLE_RATE)).requires_grad_()
    total = loss(made, real)[0]
    total.backward()
    assert float(total.detach()) > 1.0
    assert made.grad is not None
    assert bool(made.grad.isfinite().all())


def test_silence_beside_silence_costs_nothing_and_has_a_gradient(loss):
    made = torch.zeros(1, 2, 24_000, requires_grad=True)
    total = loss(made, torch.zeros(1, 2, 24_000))[0]
    total.backward()
    assert float(total.detach()) == 0.0
    assert made.grad is not None
    assert bool(made.grad.isfinite().all())
