from __future__ import annotations

import pytest
import torch

from instrument.conditioning import (
    CHANNELS,
    CURVES,
    TEXT_CHANNELS,
    TEXT_TOKENS,
    TextEncoder,
    curve_input,
    phases,
    with_context,
)
from instrument.nn.analysis import LATENTS


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


def likeness(encoder: TextEncoder, one: str, other: str) -> float:
    a, b = encoder.encode(one)[0], encoder.encode(other)[0]
    return float(torch.cosine_similarity(a, b, dim=0))


def test_words_of_one_meaning_lie_together(encoder):
    assert likeness(encoder, "piano", "gentle piano melody") > likeness(encoder, "piano", "drums")
    assert likeness(encoder, "drum loop", "techno beat") > likeness(
        encoder, "warm pad", "techno beat"
    )


def test_text_has_its_shape_whatever_it_says(encoder):
    for text in ("", "x", "many words " * 200, "日本語 éà", "\x00\n\t"):
        made = encoder.encode(text)
        assert made.shape == (TEXT_TOKENS, TEXT_CHANNELS)
        assert bool(made.isfinite().all())
    assert not bool(encoder.encode("").any())


def test_mixing_is_the_weighted_mean_and_ignores_scale(encoder):
    one, other = encoder.encode("warm pad"), encoder.encode("drum loop")
    mixed = encoder.mix([("warm pad", 0.2), ("drum loop", 0.6)])
    assert torch.allclose(mixed, 0.25 * one + 0.75 * other, atol=1e-6)
    assert not bool(encoder.mix([]).any())


def test_channels_do_not_overlap_and_fill_all():
    taken = torch.zeros(CHANNELS.count, dtype=torch.int)
    for name in ("context", "latents", *CURVES, "clock", "notes", "partner", "key"):
        taken[getattr(CHANNELS, name)] += 1
    assert bool((taken == 1).all())


def test_context_channels_carry_flag_and_latents():
    latents = torch.randn(2, 3, LATENTS)
    made = with_context(torch.zeros(2, 3, CHANNELS.count), latents)
    assert torch.equal(made[..., CHANNELS.latents], latents)
    assert bool((made[..., CHANNELS.context] == 1).all())


def test_phases_turn_once_a_beat_and_once_a_bar():
    made = phases(torch.tensor([0.0, 1.0, 2.0, 4.0], dtype=torch.float64), 4)
    assert torch.allclose(made[0], made[3], atol=1e-6)
    assert torch.allclose(made[0, :2], made[1, :2], atol=1e-6)
    assert not torch.allclose(made[0, 2:4], made[2, 2:4], atol=1e-3)
    grid = phases(torch.tensor([0.25, 0.5, 0.125], dtype=torch.float64), 4)
    assert torch.allclose(grid[0, 7:], made[0, 7:], atol=1e-6), "a sixteenth is a whole turn"
    assert torch.allclose(grid[1, 5:7], made[0, 5:7], atol=1e-6), "an eighth is a whole turn"
    assert not torch.allclose(grid[2, 7:], made[0, 7:], atol=1e-3)
    with pytest.raises(KeyError):
        curve_input("volume", 1.0)
