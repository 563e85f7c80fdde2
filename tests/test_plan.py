"""Changes land on the latent frame of their time."""

from __future__ import annotations

import pytest
import torch

from instrument.conditioning import (
    CHANNELS,
    LOWEST_NOTE,
    NOTES,
    SUBFRAMES,
    SUSTAIN,
    TextEncoder,
    brightness,
    centroid,
    curve_input,
)
from instrument.controls import Change
from instrument.engine.morph import STILL, Morph
from instrument.engine.planner import LEAVING_S, MORPHING_BLOCK, Planner, shared

HOP = 2048
ENCODER = TextEncoder()


@pytest.fixture
def planner() -> Planner:
    made = Planner(ENCODER)
    made.receive([Change(None, "block", 0, 48), Change(None, "prompt", 0, ["warm pad", 1.0])], 0)
    return made


def test_a_curve_changes_on_its_frame(planner):
    planner.receive([Change(10 * HOP, "loudness", 0, -20.0)], 0)
    add = planner.plan(0, 48).add
    flags = add[:, CHANNELS.loudness.stop - 1]
    assert flags.tolist() == [0.0] * 10 + [1.0] * 38


def test_a_ramp_moves_frame_by_frame(planner):
    second = 48_000
    planner.receive([Change(None, "brightness", 0, 0.0)], 0)
    planner.receive([Change(0, "brightness", 0, 1.0, 1.0)], 0)
    values = planner.plan(0, 48).add[:, CHANNELS.brightness.start]
    frames = second / HOP
    assert torch.all(values.diff()[: int(frames) - 1] > 0)
    assert torch.allclose(values[int(frames) + 2 :], values[-1])


def test_a_brightness_of_a_half_is_the_middle_of_music(planner):
    for asked, told in ((0.0, 0.0), (0.5, 0.177), (1.0, 0.5)):
        planner.receive([Change(None, "brightness", 0, asked)], 0)
        value = float(planner.plan(0, 1).add[0, CHANNELS.brightness.start])
        assert value == pytest.approx(curve_input("brightness", told), abs=0.01)
        assert brightness(centroid(asked)) == pytest.approx(asked)


def test_a_prompt_starts_a_block_and_is_morphed(planner):
    planner.receive([Change(None, "morph", 0, 1.0)], 0)
    assert torch.equal(planner.plan(0, 4).text, ENCODER.encode("warm pad"))
    planner.receive([Change(20 * HOP, "prompt", 0, ["drum loop", 1.0])], 4)
    plan = planner.plan(4, 48)
    assert plan.frames == 16
    at, likeness = 20, []
    target = ENCODER.encode("drum loop")
    while at < 60:
        plan = planner.plan(at, 48)
        likeness.append(float((plan.text - target).norm()))
        if likeness[-1] > 0:
            assert plan.frames <= MORPHING_BLOCK
        at += plan.frames
    assert likeness == sorted(likeness, reverse=True)
    assert likeness[0] > 0
    assert likeness[-1] == 0.0


@pytest.mark.parametrize("late", [0, HOP // 2], ids=["on its frame", "within it"])
def test_guidance_leads_away_from_the_prompt_that_was_left_for_a_while(planner, late):
    """By as much as the two are unlike: what a walk moves a little is not to lose its guidance."""
    assert planner.plan(0, 4).leaving is None
    planner.receive([Change(None, "morph", 0, 0.0)], 4)
    planner.receive([Change(4 * HOP + late, "prompt", 0, ["drum loop", 1.0])], 4)
    before = ENCODER.encode("warm pad")
    leaving = planner.plan(4, 48).leaving
    part = float(leaving[0] @ before[0] / before[0].square().sum())
    assert 0.4 < part < 1.0
    assert torch.allclose(leaving, part * before, atol=1e-5)
    at = 52
    while (at + 4) * HOP < 4 * HOP + late + LEAVING_S * 48_000:
        plan = planner.plan(at, 8)
        assert plan.leaving is not None
        assert plan.guidance == {"text": 2.0, "leaving": 2.0}
        assert planner.rows(at * HOP) == 3
        at += plan.frames
    plan = planner.plan(at, 8)
    assert plan.leaving is None
    assert plan.guidance == {"text": 2.0}
    assert planner.rows(at * HOP) == 2
    moved = [("drum loop", 1.0), ("drums", 0.1)]
    planner.receive([Change(None, "prompt", i, list(p)) for i, p in enumerate(moved)], at + 8)
    slightly = planner.plan(at + 8, 8).leaving
    assert slightly is None or float(slightly.norm()) < 0.02 * float(before.norm())


def test_a_prompt_that_is_not_morphed_leaves_blocks_as_long_as_they_are(planner):
    """What follows a recalled state depends on the lengths of blocks, too."""
    planner.receive([Change(None, "morph", 0, 0.0)], 0)
    planner.plan(0, 4)
    planner.receive([Change(20 * HOP, "prompt", 0, ["drum loop", 1.0])], 4)
    assert planner.plan(4, 48).frames == 16
    plan = planner.plan(20, 48)
    assert plan.frames == 48
    assert torch.equal(plan.text, ENCODER.encode("drum loop"))


def test_a_prompt_that_moves_slowly_leaves_blocks_long(planner):
    """As a scene's walk does, whose every step is a change of prompt with a morph of its own."""
    planner.receive([Change(None, "prompt", 0, ["warm pad", 1.0])], 0)
    planner.receive([Change(None, "prompt", 1, ["soft piano", 0.3])], 0)
    planner.skip(0, 100)
    planner.receive([Change(None, "prompt", 1, ["soft piano", 0.302])], 100)
    assert planner.plan(100, 48).frames == 48
    planner.receive([Change(None, "morph", 0, 60.0)], 148)
    planner.receive([Change(None, "prompt", 1, ["drum loop", 1.0])], 148)
    one = planner.plan(148, 48)
    assert MORPHING_BLOCK < one.frames <= 48
    two = planner.plan(148 + one.frames, 48)
    moved = (two.text - one.text).norm() / max(two.text.norm(), one.text.norm())
    assert 0.0 < moved < 2 * STILL


def test_late_changes_happen_at_once_and_are_counted(planner):
    planner.plan(0, 10)
    late = planner.receive([Change(3 * HOP, "density", 0, 4.0)], 10)
    assert len(late) == planner.late == 1
    assert bool((planner.plan(10, 4).add[:, CHANNELS.density.stop - 1] == 1).all())


def test_a_note_lands_on_its_quarter_frame(planner):
    planner.receive(
        [Change(5 * HOP + 1024, "note", 0, [60, 1.0]), Change(8 * HOP, "note", 0, [60, 0.0])], 0
    )
    add = planner.plan(0, 12).add
    notes = add[:, CHANNELS.notes.start : CHANNELS.notes.stop - 1]
    key = notes.view(12, NOTES, SUBFRAMES)[:, 60 - LOWEST_NOTE].flatten()
    assert key[5 * SUBFRAMES + 2] == 1.0
    assert bool((key[5 * SUBFRAMES + 3 : 8 * SUBFRAMES] == SUSTAIN).all())
    assert not bool(key[: 5 * SUBFRAMES + 2].any())
    assert not bool(key[8 * SUBFRAMES :].any())


def test_the_clock_gives_the_phase_of_each_frame(planner):
    planner.receive([Change(4 * HOP, "clock", 0, [120.0, 0.0, 4])], 0)
    add = planner.plan(0, 48).add[:, CHANNELS.clock]
    assert not bool(add[:4].any())
    assert torch.allclose(add[4, :2], torch.tensor([0.0, 1.0]), atol=1e-4)
    period = 48_000 / 2 / HOP  # frames in a beat
    assert torch.allclose(add[4 + round(3 * period), :2], add[4, :2], atol=0.35)


def test_guidance_is_for_what_is_given(planner):
    planner.receive([Change(None, "guidance", 0, 3.0), Change(None, "guidance/density", 0, 2.0)], 0)
    assert planner.plan(0, 4).guidance == {"text": 3.0}
    planner.receive([Change(None, "density", 0, 2.0)], 4)
    assert planner.plan(4, 4).guidance == {"text": 3.0, "density": 2.0}
    planner.receive([Change(None, "guidance", 0, 1.0)], 8)
    assert planner.plan(8, 4).guidance == {"density": 2.0}


def test_controls_that_are_given_at_once_share_the_strength_of_the_strongest(planner):
    assert shared({"text": 2.0, "notes": 5.0}) == {"text": 2.0, "notes": 5.0}
    assert shared({"text": 9.0, "notes": 5.0, "clock": 5.0}) == {
        "text": 9.0, "notes": 3.0, "clock": 3.0
    }  # fmt: skip
    assert shared({"density": 3.0, "loudness": 0.5}) == {"density": 3.0, "loudness": 0.5}
    given = {"density": 4.0, "guidance/density": 4.0, "brightness": 0.5, "guidance/brightness": 3.0}
    planner.receive([Change(None, key, 0, value) for key, value in given.items()], 0)
    told = planner.plan(0, 4).guidance
    assert told["density"] == pytest.approx(1 + 3 * 3 / 5)
    assert told["brightness"] == pytest.approx(1 + 2 * 3 / 5)


def test_rows_foretell_the_guidance(planner):
    changes = [Change(None, "guidance", 0, 3.0), Change(None, "guidance/density", 0, 2.0)]
    planner.receive([*changes, Change(None, "density", 0, 2.0)], 0)
    foretold = planner.rows(0)
    assert foretold == 1 + len(planner.plan(0, 4).guidance) == 3


def test_freeing_masks_a_control_again(planner):
    planner.receive([Change(None, "density", 0, 2.0)], 0)
    assert bool(planner.plan(0, 4).add[:, CHANNELS.density].any())
    planner.receive([Change(None, "free", 0, "density")], 4)
    assert not bool(planner.plan(4, 4).add[:, CHANNELS.density].any())


def test_blocks_of_any_plan_add_up(planner):
    """However blocks are cut, each frame is told the same."""
    changes = [Change(7 * HOP, "loudness", 0, -30.0), Change(9 * HOP, "loudness", 0, -10.0, 0.5)]
    planner.receive(changes, 0)
    whole = planner.plan(0, 30).add
    other = Planner(ENCODER)
    other.receive([Change(None, "block", 0, 48), *changes], 0)
    parts, at = [], 0
    for longest in (1, 3, 6, 2, 11, 7):
        parts.append(other.plan(at, longest).add)
        at += len(parts[-1])
    assert torch.equal(torch.cat(parts), whole[:at])


def test_a_morph_without_length_is_a_step_also_seen_from_before() -> None:
    before, after = torch.zeros(2), torch.ones(2)
    morph = Morph(before, after, 100, 100)
    assert morph.at(99) is before
    assert morph.at(100) is after
