"""Jam mode: the network is told what was played, a constant way back, and nothing unknowable."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.conditioning import CHANNELS, LONGEST_GAP
from instrument.controls import Change
from instrument.engine.cost import Cost
from instrument.engine.generator import Generator
from instrument.engine.listener import Listener
from instrument.engine.memory import Memory
from instrument.engine.plan import Plan
from instrument.engine.planner import Planner
from instrument.engine.player import Player
from instrument.nn.analysis import LATENTS, LOOKAHEAD
from tests.models import tiny_model

HOP, RATE = 2048, 48_000
LATENCY = 1500
MODEL = tiny_model()


def stage_player(*parts) -> Player:
    """A player for whom no time passes: how busy this machine is changes nothing."""
    return Player(*parts, clock=lambda: 0)


class Stage:
    """A player whose input goes on as its output is read, by hand."""

    def __init__(self, *changes: Change, sound: np.ndarray | None = None) -> None:
        self.panel, self.into = Panel.create(), Ring.create(30, RATE)
        self.panel.playing = 1
        rng = np.random.default_rng(8)
        self.sound = rng.normal(size=(20 * RATE, 2)) * 0.1 if sound is None else sound
        self.plans: list[Plan] = []
        listener = Listener(MODEL.codec.analysis, self.into, lambda: LATENCY)
        planner = Planner(MODEL.encoder, listener=listener)
        planner.receive([Change(None, "prompt", 0, ["warm pad", 1.0]), *changes], 0)
        memory, cost = Memory(Segment.create("memory", 256 << 10)), Cost(2.0, 0.1, 1.0, 0.1)
        ring = Ring.create(30, RATE)
        self.player = stage_player(Generator(MODEL), planner, ring, self.panel, memory, cost)

    def hear(self, until: int) -> None:
        """The device has come to stream sample `until`."""
        self.panel.position = until
        self.into.write(self.into.end, self.sound[self.into.end : until].astype(np.float32))

    def play(self, blocks: int) -> list[Plan]:
        """Blocks just in time; what the network was told."""
        planner, made = self.player.planner, []
        plan_as_ever = planner.plan
        planner.plan = lambda *args: made.append(plan_as_ever(*args)) or made[-1]
        rng = np.random.default_rng(3)
        for _ in range(blocks):
            self.player.play()
            # the next is begun when little is left, give or take
            self.hear(max(self.panel.position, self.player.ring.end - int(rng.integers(4e3, 9e3))))
        planner.plan = plan_as_ever
        return made


def gaps(plans: list[Plan]) -> set[int]:
    seconds = [p.add[:, CHANNELS.partner][:, LATENTS] for p in plans]
    return {round(float(s) * RATE / HOP) for block in seconds for s in block.unique()}


def test_each_frame_is_told_what_was_played_a_gap_before_it():
    stage = Stage(Change(None, "mode", 0, "jam"))
    stage.play(20)
    plans = stage.play(12)
    (gap,) = gaps(plans)
    assert 8 < gap < 20
    for plan in plans:
        partner = plan.add[:, CHANNELS.partner]
        assert bool((partner[:, -1] == 1.0).all())
        # input and output of a moment are LATENCY apart in their counters
        start = (plan.first - gap) * HOP + LATENCY
        piece = stage.sound[start - LOOKAHEAD :][: plan.frames * HOP + 2 * LOOKAHEAD]
        heard = MODEL.codec.analysis.compress(
            *MODEL.codec.analysis.features(torch.from_numpy(piece.T.astype(np.float32))[None])
        )
        assert torch.allclose(partner[:, :LATENTS], heard[0], atol=1e-4)


def test_text_mode_hears_nobody():
    stage = Stage()
    stage.play(12)
    assert not bool(torch.cat([p.add for p in stage.play(4)])[:, CHANNELS.partner].any())
    stage.player.planner.receive([Change(None, "mode", 0, "jam")], stage.player.next_frame)
    assert bool(torch.cat([p.add for p in stage.play(4)])[:, CHANNELS.partner].any())


def test_the_longest_blocks_still_keep_to_what_was_trained():
    changes = [Change(None, "mode", 0, "jam"), Change(None, "block", 0, 48)]
    stage = Stage(*changes, Change(None, "margin", 0, 2.0))
    stage.play(4)
    plans = stage.play(6)
    assert max(gaps(plans)) < LONGEST_GAP
    assert all(bool(p.add[:, CHANNELS.partner.stop - 1].all()) for p in plans)


def test_the_input_is_heard_and_its_guidance_strengthens_it():
    def made(sound: np.ndarray | None, *changes: Change) -> torch.Tensor:
        stage = Stage(Change(None, "mode", 0, "jam"), *changes, sound=sound)
        stage.play(24)
        rows = stage.player.planner.rows(HOP * stage.player.next_frame)
        assert rows == 1 + len(stage.play(1)[0].guidance)
        return stage.player.state.past

    silent = np.zeros((20 * RATE, 2))
    alone, together = made(silent), made(None)
    assert not torch.allclose(alone, together, atol=1e-2)
    assert torch.equal(alone, made(silent))
    stronger = made(None, Change(None, "guidance/input", 0, 3.0))
    assert not torch.allclose(stronger, together, atol=1e-2)


def test_a_new_engine_hears_what_was_played_before_it_came():
    stage = Stage(Change(None, "mode", 0, "jam"))
    stage.play(20)
    old = stage.player
    planner = Planner(MODEL.encoder, listener=old.planner.listener)
    planner.receive([Change(None, "mode", 0, "jam")], 0)
    stage.player = stage_player(old.generator, planner, old.ring, old.panel, old.memory, old.cost)
    first = stage.play(1)[0].add[:, CHANNELS.partner]
    assert bool((first[:, -1] == 1.0).all())
    assert float(first[:, :LATENTS].std()) > 0.1


@pytest.mark.parametrize("level", [0.0, 1e-5, 50.0])
def test_silent_faint_and_clipped_input_does_no_harm(level):
    sound = np.random.default_rng(1).normal(size=(20 * RATE, 2)) * level
    stage = Stage(Change(None, "mode", 0, "jam"), sound=sound)
    plans = stage.play(30)
    told = torch.cat([p.add for p in plans])[:, CHANNELS.partner]
    assert bool(torch.isfinite(told).all())
    assert bool(told.any()) == (level > 1e-3)
    assert bool(torch.isfinite(stage.player.state.past).all())
