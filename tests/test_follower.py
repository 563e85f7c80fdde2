"""The beat of the live input, as a clock, and its key."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.conditioning import CHANNELS, TextEncoder, key_input, phases
from instrument.controls import Change
from instrument.engine.follower import NOTHING, Follower
from instrument.engine.listener import Listener, Recorded
from instrument.engine.planner import Planner
from instrument.keys import KEYS
from instrument.units import Rates
from tests.chords import chords
from tests.models import tiny_model

RATE = 48_000
RATES = Rates()


def drums(bpm: float, seconds: float, first: float = 0.2) -> np.ndarray:
    """A kick on every beat and a hat between them [N, 2]."""
    rng, sound = np.random.default_rng(1), np.zeros((round(seconds * RATE), 2))
    time = np.arange(RATE // 8) / RATE
    kick = np.sin(2 * np.pi * 60 * time) * np.exp(-25 * time)
    for k, at in enumerate(np.arange(first, seconds - 0.2, 30 / bpm)):
        hit = 0.05 * rng.standard_normal(len(time)) * np.exp(-60 * time) if k % 2 else 0.5 * kick
        sound[round(at * RATE) :][: len(time)] += hit[:, None]
    return sound.astype(np.float32)


def follower(sound: np.ndarray) -> Follower:
    return Follower(Listener(tiny_model().codec.analysis, Recorded(sound)))


def off_beat(made: Follower, now: int, bpm: float, first: float = 0.2) -> float:
    """Seconds between the clock's first beats after `now` and the nearest eighths of the drums."""
    clock = made.follow(now).clock
    assert clock is not None
    beats = np.ceil(clock.beat_at(now, RATES)) + np.arange(4)
    times = clock.at / RATE + (beats - clock.beat) * 60 / clock.bpm
    eighths = (times - first) * bpm / 30
    return float(np.abs(eighths - np.round(eighths)).max() * 30 / bpm)


@pytest.mark.parametrize("bpm", [72.0, 97.0, 131.0])
def test_beats_that_are_still_to_come_lie_where_the_player_will_play_them(bpm):
    made = follower(drums(bpm, 14))
    assert off_beat(made, 12 * RATE, bpm) < 0.012
    clock = made.follow(12 * RATE).clock
    assert min(abs(clock.bpm * level / bpm - 1) for level in (0.5, 1, 2)) < 0.01


def test_beats_are_counted_on_while_the_tempo_stays():
    made = follower(drums(120.0, 30))
    counted = [made.follow(now * RATE).clock.beat_at(now * RATE, RATES) for now in range(11, 28)]
    assert np.diff(counted) == pytest.approx(np.full(16, counted[1] - counted[0]), abs=0.03)


def test_another_tempo_is_followed():
    made = follower(np.concatenate([drums(90.0, 15, 0.0), drums(132.0, 30, 0.0)]))
    assert off_beat(made, 14 * RATE, 90.0, 0.0) < 0.012
    for now in range(15, 34):
        made.follow(now * RATE)
    assert off_beat(made, 34 * RATE, 132.0, 15.0) < 0.012


def test_who_plays_nothing_has_no_beat():
    made = follower(np.concatenate([drums(120.0, 12), np.zeros((15 * RATE, 2), np.float32)]))
    assert made.follow(0) == NOTHING
    assert made.follow(12 * RATE).clock is not None
    assert made.follow(26 * RATE) == NOTHING


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(None, "mode", 0, "jam"), True),
        (Change(None, "mode", 0, "text"), False),
        (Change(None, "input/follow", 0, False), False),
    ],
)
def test_jam_goes_by_it_unless_told_not_to(change, told):
    model = tiny_model()
    listener = Listener(model.codec.analysis, Recorded(drums(120.0, 20)), least=8)
    planner = Planner(TextEncoder(), listener=listener)
    strength = Change(None, "guidance/clock", 0, 2.0)
    planner.receive([Change(None, "mode", 0, "jam"), strength, change], 0)
    first = RATES.frame_after(12 * RATE)
    plan = planner.plan(first, 8)
    assert bool(plan.add[:, CHANNELS.clock].any()) == told
    assert ("clock" in plan.guidance) == told


def test_a_clock_that_a_player_sets_goes_before_it():
    listener = Listener(tiny_model().codec.analysis, Recorded(drums(120.0, 20)), least=8)
    planner = Planner(TextEncoder(), listener=listener)
    first = RATES.frame_after(12 * RATE)
    changes = [Change(None, "mode", 0, "jam"), Change(0, "clock", 0, [75.0, 0.5, 3])]
    planner.receive(changes, 0)
    told = planner.plan(first, 1).add[0, CHANNELS.clock]
    beat = torch.tensor(0.5 + RATES.start_of(first) / RATE * 75 / 60, dtype=torch.float64)
    assert torch.allclose(told, phases(beat, 3), atol=1e-4)


@pytest.mark.parametrize("name", ["C", "Ebm", "F#", "Bm"])
def test_the_key_of_chords_is_found_and_that_of_drums_is_none(name):
    assert follower(chords(name, 14)).follow(12 * RATE).key == name
    assert follower(drums(120.0, 14)).follow(12 * RATE).key is None


def test_a_key_changes_when_it_is_found_twice():
    made = follower(np.concatenate([chords("C", 16), chords("Ebm", 32)]))
    found = [made.follow(now * RATE).key for now in range(12, 46)]
    assert found[0] == "C"
    assert found[-1] == "Ebm"
    changes = sum(a != b for a, b in zip(found, found[1:], strict=False))
    assert changes <= 3, "between the two a third key may be heard, and no more"


def told(planner: Planner, first: int) -> torch.Tensor:
    return planner.plan(first, 4).add[0, CHANNELS.key]


def test_jam_keeps_to_the_key_of_the_input_unless_one_is_set():
    model = tiny_model()
    listener = Listener(model.codec.analysis, Recorded(chords("Ebm", 40)))
    planner = Planner(model.encoder, listener=listener)
    frame = RATES.frame_after(12 * RATE)
    planner.receive([Change(None, "mode", 0, "jam")], 0)
    assert torch.equal(told(planner, frame), key_input(*KEYS["Ebm"]))
    planner.receive([Change(None, "key", 0, "C")], frame + 4)
    assert torch.equal(told(planner, frame + 4), key_input(*KEYS["C"]))
    planner.receive([Change(None, "key", 0, None)], frame + 8)
    planner.receive([Change(None, "input/follow", 0, False)], frame + 8)
    assert not told(planner, frame + 8).any()


def test_a_key_is_told_in_every_mode_and_counts_for_guidance():
    planner = Planner(tiny_model().encoder)
    assert planner.rows(0) == 1
    planner.receive([Change(None, "key", 0, "Gm")], 0)
    plan = planner.plan(0, 4)
    assert torch.equal(plan.add[:, CHANNELS.key], key_input(*KEYS["Gm"]).expand(4, -1))
    assert plan.guidance == {"key": 4.0}
    assert planner.rows(0) == 2
    assert key_input(*KEYS["Gm"])[:12].argmax() == 7, "G is the tonic"
