"""Timed changes: what takes effect when, what a ramp and a curve are, what a snapshot restores."""

from __future__ import annotations

import json

import pytest

from instrument.controls import MAX_PENDING, Change, Controls
from instrument.errors import Refused


def test_a_change_takes_effect_at_its_sample() -> None:
    controls = Controls()
    controls.submit([Change(1_000, "density", 0, 3.0)], now=0)
    assert controls.value("density", 0) is None
    assert controls.next_change() == 1_000
    assert controls.advance(999) == []
    assert controls.advance(1_000) == [Change(1_000, "density", 0, 3.0)]
    assert controls.value("density", 1_000) == 3.0


def test_a_late_change_takes_effect_at_once() -> None:
    controls = Controls()
    controls.submit([Change(10, "density", 0, 3.0)], now=500)
    assert controls.value("density", 500) == 3.0


def test_a_ramp_is_linear_and_any_set_ends_it() -> None:
    controls = Controls()
    controls.submit([Change(None, "gain", 0, -20.0)], 0)
    controls.submit([Change(None, "gain", 0, -10.0, 1.0)], 0)
    assert controls.value("gain", 24_000) == pytest.approx(-15.0)
    assert controls.gliding(24_000) == ["gain"]
    controls.submit([Change(None, "gain", 0, -30.0)], 24_000)
    assert controls.value("gain", 30_000) == -30.0
    assert controls.gliding(24_000) == []


def test_a_ramp_starts_from_where_another_one_is() -> None:
    controls = Controls()
    controls.submit([Change(None, "gain", 0, 0.0, 1.0)], 0)
    controls.submit([Change(None, "gain", 0, -12.0, 1.0)], 24_000)
    assert controls.value("gain", 24_000) == pytest.approx(-6.0)
    assert controls.value("gain", 72_000) == -12.0


def curve(key: str, gesture: int, *points: tuple[float, float]) -> list[Change]:
    changes = [Change(int(points[0][0] * 48_000), key, 0, points[0][1], 0.0, -gesture)]
    for (t0, _), (t1, v1) in zip(points, points[1:], strict=False):
        changes.append(Change(int(t0 * 48_000), key, 0, v1, t1 - t0, gesture))
    return changes


def test_a_curve_goes_through_its_points_and_holds_the_last() -> None:
    controls = Controls()
    controls.submit(curve("density", 1, (1, 0), (2, 10), (4, 4)), 0)
    for second, value in [(1.5, 5), (2, 10), (3, 7), (4, 4), (9, 4)]:
        controls.advance(int(second * 48_000))
        assert controls.value("density", int(second * 48_000)) == pytest.approx(value)


def test_a_set_ends_a_curve_but_not_another_ones_future() -> None:
    controls = Controls()
    controls.submit(curve("density", 1, (0, 0), (1, 8), (2, 0)), 0)
    controls.submit([Change(48_000 * 3, "density", 0, 1.0)], 0)
    controls.submit([Change(None, "density", 0, 16.0)], 24_000)
    controls.advance(48_000 * 2)
    assert controls.value("density", 48_000 * 2) == 16.0
    controls.advance(48_000 * 3)
    assert controls.value("density", 48_000 * 3) == 1.0


def test_free_gives_a_control_back_and_ends_its_curve() -> None:
    controls = Controls()
    controls.submit(curve("density", 1, (0, 0), (1, 8), (2, 0)), 0)
    controls.submit([Change(None, "free", 0, "density")], 100)
    controls.advance(200_000)
    assert controls.value("density", 200_000) is None


def test_latency_mode_sets_others_and_is_custom_when_one_is_set() -> None:
    controls = Controls()
    sent = controls.submit([Change(None, "latency_mode", 0, "low")], 0)
    assert [c.key for c in sent] == ["latency_mode", "block", "steps", "margin", "replan"]
    assert controls.value("block", 0) == 4
    sent = controls.submit([Change(None, "steps", 0, 7)], 0)
    assert sent[-1].value == "custom"
    assert controls.value("latency_mode", 0) == "custom"


def test_a_snapshot_restores_everything_and_survives_json() -> None:
    controls = Controls()
    controls.submit(
        [
            Change(None, "prompt", 2, ["acid bass", 0.5]),
            Change(None, "mode", 0, "sketch"),
            Change(4_800, "clock", 0, [120.0, 8.0, 4]),
            Change(None, "note", 0, [60, 0.8]),
            Change(None, "guidance", 0, 5.0),
            Change(None, "freeze", 0, 8.0),
            Change(None, "gain", 0, -3.0),
            Change(None, "play", 0, 0, 1.0),
            Change(900_000, "density", 0, 9.0),
        ],
        4_800,
    )
    controls.submit(curve("brightness", 3, (1, 0), (3, 1), (5, 0)), 4_800)
    controls.advance(96_000)
    lines = json.loads(json.dumps([c.to_json() for c in controls.snapshot(96_000, engine=False)]))
    other = Controls()
    other.restore([Change.from_json(line) for line in lines], 96_000)
    for at in (96_000, 120_000, 200_000, 900_000):
        controls.advance(at)
        other.advance(at)
        for key in controls.glides:
            assert other.value(key, at) == pytest.approx(controls.value(key, at)), (key, at)
    assert other.prompts == controls.prompts
    assert other.clock == controls.clock
    assert (other.mode, other.notes, other.playing) == ("sketch", {60: 0.8}, False)
    assert other.freeze == other.clone().freeze == 8.0


def test_the_engines_snapshot_leaves_out_the_output_stage() -> None:
    keys = {c.key for c in Controls().snapshot(0)}
    assert "gain" not in keys
    assert {"guidance", "prompt", "mode"} <= keys


def test_a_clone_goes_its_own_way() -> None:
    controls = Controls()
    controls.submit([Change(100, "density", 0, 3.0)], 0)
    other = controls.clone()
    other.advance(100)
    assert other.value("density", 100) == 3.0
    assert controls.value("density", 100) is None


def test_too_many_waiting_changes_are_refused() -> None:
    controls = Controls()
    controls.submit([Change(10, "note", 0, [60, 1.0])] * MAX_PENDING, 0)
    with pytest.raises(Refused) as refused:
        controls.submit([Change(10, "note", 0, [60, 1.0])], 0)
    assert refused.value.code == "busy"


def test_listeners_hear_what_was_entailed_and_from_whom() -> None:
    controls, heard = Controls(), []
    controls.listen(heard.append)
    controls.submit([Change(None, "latency_mode", 0, "rich")], 0, origin="me")
    assert [(a.change.key, a.tell) for a in heard] == [
        ("latency_mode", False), ("block", True), ("steps", True), ("margin", True),
        ("replan", True),
    ]  # fmt: skip
    assert {a.origin for a in heard} == {"me"}


@pytest.mark.parametrize(("gesture", "haste"), [(0, True), (3, True), (0, False), (-3, False)])
def test_a_change_comes_back_from_json(gesture: int, haste: bool) -> None:
    change = Change(5, "density", 0, 2.0, 0.5, gesture, haste)
    assert Change.from_json(json.loads(json.dumps(change.to_json()))) == change
