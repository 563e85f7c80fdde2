"""Just in time: blocks follow one another in the ring, shed work when late, and jump a gap."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.conditioning import CHANNELS, LOWEST_NOTE, NOTES, SUBFRAMES, SUSTAIN
from instrument.controls import Change
from instrument.controls import Clock as Beat
from instrument.engine.cost import Cost
from instrument.engine.generator import Generator
from instrument.engine.memory import Memory
from instrument.engine.planner import Planner
from instrument.engine.player import Player
from instrument.engine.process import Engine
from instrument.model import load_tempo
from instrument.nn.analysis import LATENTS
from instrument.nn.vocoder import DELAY
from tests.models import tiny_model

HOP = 2048


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.ns = 1

    def __call__(self) -> int:
        return self.ns


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(tiny_model())


@pytest.fixture
def player(generator) -> Player:
    panel = Panel.create()
    panel.playing = 1
    made = Player(
        generator,
        Planner(generator.model.encoder, tempo=load_tempo()),
        Ring.create(30, 48_000),
        panel,
        Memory(Segment.create("memory", 256 << 10)),
        Cost(2.0, 0.1, 1.0, 0.1),
        clock=Clock(),
    )
    made.planner.receive([Change(None, "prompt", 0, ["warm pad", 1.0])], 0)
    return made


def test_blocks_follow_without_a_gap(player):
    for _ in range(5):
        health = player.play()
        player.panel.position = max(0, player.ring.end - 9000)
    assert health.late == health.shed == 0
    begin, end = player.ring.span()
    assert end == HOP * player.next_frame - DELAY
    assert (begin + DELAY) % HOP == 0
    sound, (first, last) = player.ring.read(begin, end - begin)
    assert (first, last) == (begin, end)
    assert np.abs(sound).max() > 0


def test_each_block_tells_the_beat_and_the_key_that_it_was_told(player):
    first, second = player.play(), player.play()
    beats = (second.start - first.start) / 48_000 * first.bpm / 60
    assert (first.bpm, first.key) == (player.planner.pulse.bpm, "")
    assert second.beat - first.beat == pytest.approx(beats)
    asked = [Change(None, "clock", 0, [133.0, 2.0, 3]), Change(None, "key", 0, "Ebm")]
    player.planner.receive(asked, player.next_frame)
    third = player.play()
    assert (third.bpm, third.beats_per_bar, third.key) == (133.0, 3, "Ebm")
    free = [Change(None, "free", 0, "clock"), Change(None, "free", 0, "key")]
    player.planner.receive([*free, Change(None, "mode", 0, "jam")], player.next_frame)
    fourth = player.play()
    assert (fourth.bpm, fourth.beats_per_bar, fourth.key) == (0.0, 0, "")


def test_it_waits_until_the_queue_runs_down(player):
    player.play()
    player.panel.position = player.ring.begin
    assert player.wait_s() > 0
    player.panel.position = player.ring.end - 480
    assert player.wait_s() <= 0


def test_a_gap_is_jumped_on_the_frame_grid(player):
    player.play()
    state_frame = player.state.stream.frame
    player.panel.position = player.ring.end + 100_000
    assert player.wait_s() <= 0
    health = player.play()
    assert health.late == 1
    assert player.ring.begin > player.panel.position
    assert (player.ring.begin + DELAY) % HOP == 0
    assert player.state.stream.frame == state_frame + health.frames


def test_after_a_gap_the_beat_goes_on_where_the_music_does(player):
    player.play()
    before, state_frame = player.planner.pulse, player.state.stream.frame
    at = player.rates.start_of(player.next_frame)
    player.panel.position = player.ring.end + 100_000
    player.play()
    after = player.planner.pulse
    later = player.rates.start_of(state_frame + player.skew)
    assert later > at
    assert after.beat_at(later, player.rates) == before.beat_at(at, player.rates)


def test_little_time_sheds_steps_then_guidance(player):
    player.play()
    player.panel.position = player.ring.end - 2000
    player.cost = Cost(4.0, 0.1, 1.0, 0.1, 4.0)
    plan = player._affordable(player.planner.plan(player.next_frame, 8), 1500)
    assert plan.steps < 4
    assert plan.guidance == {}
    assert player.shed == 1


def test_stopped_means_resting(player):
    player.play()
    player.panel.playing, player.panel.play_fade_s = 0, 0.1
    player.wait_s()
    player.clock.ns += 2_000_000_000
    assert player.wait_s() > 0
    player.panel.playing = 1
    player.panel.position = player.ring.end + 5 * 48_000
    assert player.wait_s() <= 0
    assert player.play().late == 0


class Line:
    """To a front that only listens."""

    def send(self, message: dict) -> None:
        pass


def attacks(player: Player) -> set[int]:
    """Pitches that the next block strikes; the player does not move."""
    notes = player.planner.clone().plan(player.next_frame, 8).add[:, CHANNELS.notes][:, :-1]
    struck = notes.view(-1, NOTES, SUBFRAMES).gt(SUSTAIN).any(-1).any(0)
    return {LOWEST_NOTE + int(k) for k in struck.nonzero()}


def test_a_new_front_does_not_strike_the_notes_that_are_held(player):
    """It tells all that holds, and so do the notes that have been sounding for long."""
    player.receive([Change(None, "note", 0, [60, 1.0]), Change(None, "note", 0, [64, 1.0])])
    assert attacks(player) == {60, 64}
    player.play()
    player.receive([Change(None, "note", 0, [67, 1.0])])  # not in a block yet
    engine = Engine(Line(), player)
    engine._meet()
    told = [Change(None, "note", 0, [pitch, 1.0]) for pitch in (60, 67, 72)]
    engine._change(told)
    assert player.planner.controls.notes == {60: 1.0, 67: 1.0, 72: 1.0}
    assert attacks(player) == {67, 72}
    engine._change(told[:1])  # by a player, who strikes it again
    assert attacks(player) == {60, 67, 72}


def test_memory_survives_its_writer():
    segment = Segment.create("memory", 256 << 10)
    assert Memory(segment).read() is None
    past, beat = torch.randn(1, 192, LATENTS), Beat(117.0, 3.25, 4, 0)
    memory = Memory(segment)
    memory.write(past, beat)
    memory.write(past * 2, None)
    kept, none = Memory(segment).read()
    assert torch.equal(kept, past * 2)
    assert none is None
    memory._slots[memory._header[1] & 1][5] ^= 0xFF  # killed in the middle of writing
    kept, told = Memory(segment).read()
    assert torch.equal(kept, past)
    assert told == beat


def test_a_new_player_goes_on_from_memory(player, generator):
    for _ in range(4):
        player.play()
        player.panel.position = player.ring.end - 9000
    after = Player(
        generator, Planner(generator.model.encoder, tempo=player.planner.tempo), player.ring,
        player.panel, player.memory, player.cost, clock=player.clock,
    )  # fmt: skip
    after.planner.receive([Change(None, "prompt", 0, ["warm pad", 1.0])], 0)
    assert torch.equal(after.state.past, player.state.past)
    player.panel.position = player.ring.end - 30_000
    before, at = player.ring.end, player.rates.start_of(player.next_frame)
    assert after.play().start == before
    was, now = (p.planner.pulse.beat_at(at, p.rates) for p in (player, after))
    assert now == pytest.approx(was), "in the same bar"
    assert after.ring.begin == player.ring.begin


def test_cost_learns_from_what_it_sees():
    cost = Cost(2.0, 0.1, 1.0, 0.1)
    quiet = cost.expected(8, 4, 1)
    for _ in range(100):
        cost.learn(quiet * 3, 8, 4, 1)
    assert cost.likely(8, 4, 1) == pytest.approx(3 * quiet)
    assert cost.quantile(0.5) == pytest.approx(3 * quiet)


def test_a_machine_that_was_busy_at_the_start_is_not_taken_for_slow():
    cost = Cost(20.0, 1.0, 10.0, 1.0, 20.0)
    for _ in range(100):
        cost.learn(0.1 * cost.expected(8, 4, 3), 8, 4, 3)
    for likely in (cost.likely, cost.usual):
        assert likely(4, 2, 1) == pytest.approx(0.11 * cost.expected(4, 2, 1))


def test_a_network_that_makes_no_numbers_begins_anew(player, monkeypatch):
    for _ in range(3):
        player.play()
    right = player.generator.latents
    broken = iter([True])

    def latents(plan, state):
        return right(plan, state) * (float("nan") if next(broken, False) else 1.0)

    monkeypatch.setattr(player.generator, "latents", latents)
    health = player.play()
    assert health.broken == 1
    sound, (first, last) = player.ring.read(player.ring.begin, player.ring.end - player.ring.begin)
    assert last - first == len(sound)
    assert np.isfinite(sound).all()
    assert bool(torch.isfinite(player.memory.read()[0]).all())
    assert player.play().broken == 1
    monkeypatch.setattr(player.generator, "latents", lambda p, s: right(p, s) * float("nan"))
    with pytest.raises(FloatingPointError):
        player.play()
    assert bool(torch.isfinite(player.memory.read()[0]).all()), "what was good is kept for the next"
