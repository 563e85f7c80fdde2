"""A beat where nobody sets a clock: at a tempo that suits the prompt, without a leap."""

from __future__ import annotations

import pytest
import torch

from instrument.conditioning import CHANNELS, TextEncoder, phases
from instrument.controls import Change, Clock
from instrument.engine.planner import Planner
from instrument.engine.pulse import DRAWN, LEAST, paced, suited
from instrument.model import load_tempo
from instrument.nn.tempo import FASTEST, SLOWEST
from instrument.units import Rates

ENCODER, TEMPO, RATES = TextEncoder(), load_tempo(), Rates()


def playing(*changes: Change, prompt: str = "techno drum loop") -> Planner:
    planner = Planner(ENCODER, tempo=TEMPO)
    planner.receive([Change(None, "prompt", 0, [prompt, 1.0]), *changes], 0)
    return planner


def told(planner: Planner, first: int, frames: int = 8) -> torch.Tensor:
    return planner.plan(first, frames, frames).add[:, CHANNELS.clock]


def beats(clock: Clock, first: int, frames: int = 8) -> torch.Tensor:
    at = [clock.beat_at(RATES.start_of(first + k), RATES) for k in range(frames)]
    return phases(torch.tensor(at, dtype=torch.float64), clock.beats_per_bar)


@pytest.mark.parametrize(
    ("text", "slowest", "fastest"),
    [
        ("ambient pad", 60, 100),
        ("house drum beat", 108, 140),
        ("acid bass line", 115, 150),
        ("slow solo piano", SLOWEST, 95),
        ("fast solo piano", 100, FASTEST),
    ],
)
def test_it_has_a_tempo_that_suits_the_prompt(text, slowest, fastest):
    bell = TEMPO.bell(ENCODER.encode(text))
    assert slowest <= bell.bpm <= fastest
    tempi = {suited(TEMPO, ENCODER.encode(text), seed, None) for seed in range(40)}
    assert len(tempi) > 5, "another seed, another tempo"
    assert all(SLOWEST <= t <= FASTEST and t == round(t) for t in tempi)
    assert all(abs(bell.away(t)) <= DRAWN + 0.2 for t in tempi - {SLOWEST, FASTEST})


def test_the_same_seed_has_the_same_beat_and_every_block_goes_on_in_it():
    one, other = playing(), playing()
    lines = torch.cat([told(one, first) for first in range(0, 64, 8)])
    assert torch.equal(lines, torch.cat([told(other, first, 16) for first in range(0, 64, 16)]))
    bpm = suited(TEMPO, ENCODER.encode("techno drum loop"), 0, None)
    assert torch.allclose(lines, beats(Clock(bpm, 0.0, 4, 0), 0, 64), atol=1e-4)


def test_a_prompt_whose_music_has_that_tempo_too_keeps_it_and_another_does_not():
    planner = playing(Change(None, "morph", 0, 0.0))
    told(planner, 0)
    before = planner.pulse
    planner.receive([Change(None, "prompt", 0, ["acid bass line", 1.0])], 8)
    told(planner, 8)
    assert planner.pulse == before
    planner.receive([Change(None, "prompt", 0, ["ambient drone", 1.0])], 16)
    told(planner, 16)
    after = planner.pulse
    assert after.bpm < before.bpm
    at = RATES.start_of(16)
    assert after.beat_at(at, RATES) == pytest.approx(before.beat_at(at, RATES)), "no leap"


def test_what_is_asked_goes_before_what_is_said_and_what_suits():
    planner = playing(prompt="techno at 128 bpm")
    told(planner, 0)
    assert planner.pulse.bpm == 128.0
    planner.receive([Change(None, "tempo", 0, 96.0)], 8)
    told(planner, 8)
    assert planner.pulse.bpm == 96.0
    planner.receive([Change(None, "tempo", 0, LEAST - 1.0)], 16)
    assert not told(planner, 16).any(), "no beat at all"
    planner.receive([Change(None, "free", 0, "tempo")], 24)
    assert told(planner, 24).any()


def test_a_tempo_that_glides_never_leaps_in_the_beat():
    planner = playing(Change(0, "tempo", 0, 60.0), Change(0, "tempo", 0, 180.0, 4.0))
    clocks = []
    for first in range(0, 160, 8):
        told(planner, first)
        clocks.append((RATES.start_of(first), planner.pulse))
    for (_, before), (at, after) in zip(clocks, clocks[1:], strict=False):
        assert after.beat_at(at, RATES) == pytest.approx(before.beat_at(at, RATES))
        assert after.bpm >= before.bpm
    assert clocks[-1][1].bpm == 180.0


def test_it_goes_on_from_a_clock_that_is_let_go():
    clock = Change(0, "clock", 0, [121.0, 0.25, 3])
    planner = playing(clock)
    told(planner, 0)
    planner.receive([Change(None, "free", 0, "clock")], 8)
    assert torch.allclose(told(planner, 8), beats(Clock(121.0, 0.25, 3, 0), 8), atol=1e-4)


@pytest.mark.parametrize("change", [("mode", "jam"), ("mode", "delay"), ("note", [60, 0.8])])
def test_who_plays_has_the_beat(change):
    planner = playing(Change(None, change[0], 0, change[1]))
    assert not told(planner, 0).any()


def test_nothing_is_told_without_a_prompt():
    planner = Planner(ENCODER, tempo=TEMPO)
    assert not told(planner, 0).any()


def test_music_that_begins_anew_has_its_seeds_tempo():
    planner = playing(Change(None, "tempo", 0, 117.0))
    told(planner, 0)
    planner.receive([Change(None, "tempo", 0, None), Change(None, "reset")], 8)
    told(planner, 8)
    assert planner.pulse.bpm == suited(TEMPO, ENCODER.encode("techno drum loop"), 0, None)
    assert planner.pulse.at == RATES.start_of(8)


def test_a_bar_that_is_frozen_is_one_of_its_own():
    planner = playing(Change(None, "tempo", 0, 120.0))
    for first in range(0, 96, 8):
        told(planner, first)
    planner.receive([Change(None, "freeze", 0, 0.0)], 96)
    assert planner.plan(96, 8, 8).hold is not None
    assert planner._loop.length == RATES.samples(2.0), "four beats of half a second"
    assert planner._loop.seam % RATES.samples(2.0) == 0, "a bar line"


def test_the_same_tempo_is_the_same_clock():
    clock = Clock(90.0, 1.5, 4, 48_000)
    assert paced(clock, 90.0, 96_000, RATES) is clock
    assert paced(clock, LEAST - 1.0, 96_000, RATES) is None
