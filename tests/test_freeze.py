"""Freeze: a loop in whole beats, aligned with the bar, and out of it again."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.controls import Change, Clock
from instrument.engine.freeze import Held, Hold, Loop
from instrument.engine.generator import Generator
from instrument.engine.planner import Planner
from instrument.engine.take import Take
from instrument.nn.analysis import FRAME
from instrument.units import Rates
from tests.models import tiny_model

RATES = Rates()


@pytest.mark.parametrize(("bpm", "beats"), [(120.0, 4.0), (97.3, 4.0), (174.0, 2.0), (61.0, 4.0)])
def test_every_repeat_is_a_loop_later_within_half_a_frame(bpm, beats):
    clock = Clock(bpm, 0.37, 4, 1000)
    loop = Loop.begin(500, beats, clock, RATES)
    hold = loop.hold(500, 2000)
    length = beats * 60.0 / bpm * RATES.sample_rate
    assert loop.length == pytest.approx(length)
    sources = 500 - np.array(hold.back)
    assert sources.max() < 500
    assert sources.min() >= 500 - 192
    turns = (np.arange(500, 2500) - sources) * FRAME / length
    assert np.abs(turns - np.round(turns)).max() * length <= FRAME, "in time, for ever"
    seam = clock.beat_at(loop.seam, RATES)
    unit = 4 if beats == 4 else 1
    assert seam / unit == pytest.approx(round(seam / unit)) or loop.seam == 500 * FRAME
    jumps = np.flatnonzero(np.diff(sources) != 1)
    begins = clock.beat_at((501 + jumps) * FRAME, RATES) if loop.seam < 500 * FRAME else []
    off = [abs(b / unit - round(b / unit)) * unit * 60.0 / bpm for b in begins]
    assert max(off, default=0.0) <= 1.5 * FRAME / RATES.sample_rate, "it begins anew on the bar"


def test_without_a_clock_a_beat_is_half_a_second_and_too_many_are_as_many_as_fit():
    assert Loop.begin(500, 0.0, None, RATES).length == 2.0 * RATES.sample_rate
    assert Loop.begin(500, 3.0, None, RATES).length == 1.5 * RATES.sample_rate
    assert Loop.begin(500, 64.0, None, RATES).length == 8.0 * RATES.sample_rate
    slow = Loop.begin(500, 8.0, Clock(40.0, 0.0, 4, 0), RATES)
    assert slow.length == 5 * 1.5 * RATES.sample_rate
    assert min(Loop.begin(0, 4.0, None, RATES).hold(0, 60).back) >= 1


def test_a_past_that_is_shorter_than_the_loop_repeats():
    held = Held(torch.arange(5.0).view(1, 5, 1), 0)
    assert held.frames(Hold(0, (7, 6, 5, 4, 3, 2, 1))).flatten().tolist() == [3, 4, 0, 1, 2, 3, 4]


def test_frozen_music_repeats_and_goes_on_from_there():
    model = tiny_model(context=192)
    planner, generator = Planner(model.encoder), Generator(model)
    planner.receive([Change(None, "prompt", 0, ["pad", 1.0])], 0)
    take = Take(generator, generator.start())
    sounds = []

    def play(frames: int) -> None:
        end = take.frame + frames
        while take.frame < end:
            sounds.append(take.make(planner.plan(take.frame, end - take.frame)))

    play(60)
    planner.receive([Change(70 * FRAME, "freeze", 0, 2.0)], 60)
    play(100)
    assert take.frame == 160
    past = take.state.past[0, -160:]
    loop = Loop.begin(70, 2.0, None, RATES).hold(70, 90)
    assert torch.equal(past[70:160], past[[70 - back for back in loop.back]])
    assert not torch.equal(past[60:69], past[70:79])
    assert take.state.stream.pending.shape[1] <= 8, "what was repeated is taken in block by block"
    planner.receive([Change(None, "freeze")], 160)
    play(16)
    assert take.state.held is None
    new = take.state.past[0, -16:]
    assert (new[:, None] - past[None]).abs().amax(-1).min() > 1e-4, "nothing is repeated any more"
    sound = np.concatenate(sounds)
    jumps = np.abs(np.diff(sound, axis=0)).max(1)
    assert jumps[70 * FRAME - 2000 :].max() <= 2 * jumps[: 70 * FRAME - 2000].max()


def test_a_note_that_comes_at_any_time_has_its_attack():
    planner = Planner(tiny_model().encoder)
    plan = planner.plan(0, 8)
    assert not plan.add[:, 84:437].any()
    planner.receive([Change(None, "note", 0, [60, 1.0])], 8)
    early = 16 * FRAME + FRAME // 8  # in the first quarter of a block's first frame
    planner.receive([Change(early, "note", 0, [64, 1.0])], 8)
    first, second = planner.plan(8, 8), planner.plan(16, 8)
    for plan, pitch in ((first, 60), (second, 64)):
        roll = plan.add[:, 84 + (pitch - 21) * 4 : 88 + (pitch - 21) * 4].flatten()
        assert roll[0] == 1.0
        assert (roll[1:] == 0.25).all()
