"""The vocoder's discriminators: they learn to hear, and what they say is weighed as it is told."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.train.adversary import (
    Adversary,
    BandDiscriminator,
    Discriminator,
    Pull,
    balanced,
    excerpt,
)

SAMPLES = 8192


def tones(rows: int) -> torch.Tensor:
    """Steady tones of random pitch [rows, SAMPLES]."""
    time = torch.arange(SAMPLES) / 48_000
    hertz = torch.empty(rows, 1).uniform_(200, 2000)
    return 0.3 * torch.sin(2 * torch.pi * (hertz * time + torch.rand(rows, 1)))


def hissing(rows: int) -> torch.Tensor:
    """The like, in noise."""
    return tones(rows) + 0.1 * torch.randn(rows, SAMPLES)


def close() -> Adversary:
    return Adversary(Discriminator(size) for size in (2048, 1024, 512))


def bands() -> Adversary:
    return Adversary([BandDiscriminator(1536)])


@pytest.mark.parametrize(("kind", "steps"), [(close, 12), (bands, 40)])
def test_discriminators_are_small_and_learn_to_tell_noise_from_tones(kind, steps):
    torch.manual_seed(0)
    adversary = kind()
    assert sum(p.numel() for p in adversary.parameters()) <= 1_000_000
    optimiser = torch.optim.AdamW(adversary.parameters(), lr=2e-3)
    for _ in range(steps):
        lost, _ = adversary.own_loss(hissing(4), tones(4))
        optimiser.zero_grad()
        lost.backward()
        optimiser.step()
    _, logs = adversary.own_loss(hissing(8), tones(8))
    assert logs["right"] > 0.9
    told_apart, _ = adversary.losses(hissing(8), tones(8))
    told_alike, _ = adversary.losses(tones(8), tones(8))
    assert told_apart > told_alike


@pytest.mark.parametrize("kind", [close, bands])
def test_features_of_like_sounds_match(kind):
    adversary, sound = kind(), tones(2)
    _, same = adversary.losses(sound, sound)
    _, other = adversary.losses(hissing(2), sound)
    assert same < 1e-6 < other


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_each_loss_pulls_as_hard_as_its_weight_says_however_large_it_is(weight):
    torch.manual_seed(0)
    parameter = torch.randn(2, 100, requires_grad=True)
    sound = 3.0 * parameter
    heard = sound.detach().requires_grad_()
    a, b = torch.randn(2, 100), torch.randn(2, 100)
    loss = balanced(sound, heard, (heard * a).sum(), [Pull(1e6 * (heard * b).sum(), weight)])
    assert torch.isclose(loss, (heard * a).sum())
    loss.backward()
    wanted = 3.0 * (a + weight * b / b.norm() * a.norm())
    assert torch.allclose(parameter.grad, wanted, atol=1e-4)


def test_an_excerpt_is_of_the_same_time_in_both():
    made = torch.arange(20.0).expand(2, 2, 20)
    ours, theirs = excerpt(made, made + 100, 5, np.random.default_rng(0))
    assert ours.shape == (2, 5)
    assert torch.equal(theirs - ours, torch.full((2, 5), 100.0))
