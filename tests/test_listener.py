"""What is played in is known at the frame where it was played, and never hurts."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.audio.ring import Ring
from instrument.conditioning import LONGEST_GAP
from instrument.engine.listener import ATTENTION_S, Listener, Recorded
from instrument.nn.analysis import LATENTS, LOOKAHEAD
from tests.models import tiny_codec

HOP, RATE = 2048, 48_000
ANALYSIS = tiny_codec().analysis


def noise(samples: int, level: float = 0.1) -> np.ndarray:
    made = np.random.default_rng(5).normal(size=(samples, 2)) * level
    return made.astype(np.float32)


def listener(ring: Ring, latency: int = 0) -> Listener:
    return Listener(ANALYSIS, ring, lambda: latency)


def test_a_frame_is_what_the_codec_makes_of_its_samples():
    sound = noise(40 * HOP)
    whole = ANALYSIS.encode(torch.from_numpy(sound.T.copy())[None])[0]
    ring = Ring.create(2, RATE)
    ring.write(0, sound)
    heard = listener(ring).heard(10 * HOP, 7)
    assert heard.shape == (7, LATENTS)
    assert torch.allclose(heard, whole[10:17], atol=1e-4)
    assert torch.allclose(Listener(ANALYSIS, Recorded(sound)).heard(10 * HOP, 7), heard, atol=1e-6)


def test_device_latency_is_taken_out():
    """What arrives as stream sample s leaves lies `latency` further on in the ring."""
    sound, ring = noise(40 * HOP), Ring.create(2, RATE)
    ring.write(0, sound)
    late = listener(ring, 777).heard(10 * HOP, 3)
    assert torch.equal(late, listener(ring).heard(10 * HOP + 777, 3))


def test_every_frame_of_a_block_is_known_when_it_is_planned():
    ring = Ring.create(5, RATE)
    ring.write(0, noise(3 * RATE))
    hears = listener(ring, 1000)
    first, frames = 72, 8
    hears.note(first, frames)
    end = (first + frames - hears.gap) * HOP + LOOKAHEAD + 1000
    assert end <= ring.end < end + HOP
    assert hears.rates.start_of(first + frames) - hears.behind + LOOKAHEAD + 1000 == ring.end
    hears.note(first - 2, frames)
    assert hears.gap == hears.rates.frame_after(hears.behind), "it holds the longest way"


def test_a_gap_stays_within_what_was_trained():
    ring = Ring.create(5, RATE)
    ring.write(0, noise(3 * RATE))
    hears = listener(ring)
    first = 3 * RATE // HOP + 20
    for _ in range(3):
        hears.note(first, 200)  # as a long block of another mode needs
    frames = min(48, hears.longest(first))
    hears.note(first, frames)
    assert frames < 48
    assert hears.gap == LONGEST_GAP - 1


def test_the_partner_tells_what_was_played_and_how_long_ago():
    ring = Ring.create(9, RATE)
    ring.write(0, noise(8 * RATE))
    hears = listener(ring)
    first = 8 * RATE // HOP + 3
    hears.note(first, 6)
    partner = hears.partner(first, 6)
    assert partner.shape == (6, LATENTS + 2)
    assert torch.equal(partner[:, :LATENTS], hears.heard((first - hears.gap) * HOP, 6))
    assert torch.allclose(partner[:, LATENTS], torch.tensor(hears.gap * HOP / RATE))
    assert bool((partner[:, LATENTS + 1] == 1.0).all())


def test_nobody_plays_when_it_has_been_silent_for_long():
    ring = Ring.create(12, RATE)
    hears = listener(ring)
    hears.note(10, 4)
    assert hears.partner(10, 4) is None, "nothing came yet"
    ring.write(0, noise(RATE))
    rest = round((ATTENTION_S + 3) * RATE)
    ring.write(RATE, np.zeros((rest, 2), np.float32))
    hears.note(30, 4)
    assert hears.partner(30, 4) is not None
    late = (RATE + rest) // HOP
    hears.note(late, 4)
    assert hears.partner(late, 4) is None, "unplugged"


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf, 1e30])
def test_no_input_is_too_broken(broken):
    sound = noise(40 * HOP)
    sound[20 * HOP : 21 * HOP] = broken
    ring = Ring.create(2, RATE)
    ring.write(0, sound)
    assert bool(torch.isfinite(listener(ring).heard(15 * HOP, 10)).all())


def test_what_lies_outside_the_ring_is_silence():
    ring = Ring.create(1, RATE)
    ring.write(0, noise(3 * RATE))  # the first two seconds are forgotten
    hears = listener(ring)
    silence = Listener(ANALYSIS, Recorded(np.zeros((0, 2), np.float32))).heard(0, 4)
    assert torch.equal(hears.heard(HOP, 4), silence)
    assert torch.equal(hears.heard(10 * RATE, 4), silence)
