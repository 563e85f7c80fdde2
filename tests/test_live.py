"""`lmdm live`: what it finds in sound and in traces whose answer is known, and each measure, short,
on a real daemon in a real JACK server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from jack_parts import server

from instrument.conditioning import CHANNELS, LOWEST_NOTE, NOTES, SUBFRAMES
from instrument.live import ahead, cli, flood, jam, recall
from instrument.live.executed import found
from instrument.live.performance import EASY, Performance, performance
from instrument.nn import weights
from tests.models import tiny_model

RATE = 48_000


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(round(seconds * RATE), 2)) * 0.1


def test_a_piece_is_found_where_it_is_heard_among_louder_ones():
    recording = noise(4)
    recording[3 * RATE :] *= 300
    piece = 0.25 * recording[RATE : RATE + 9_000]
    at, alike = found(piece, recording)
    assert at == RATE
    assert alike > 0.999
    assert found(noise(0.2, 1), recording)[1] < 0.1


def test_what_is_heard_again_bit_by_bit_is_told_from_what_is_nearly_so():
    def unlike(seconds: float, again: int) -> list[int]:
        return recall.unlike(recording, 0, again, seconds, RATE, 480)

    recording = np.concatenate([noise(2), noise(1, 2), noise(2)]).astype(np.float32)
    assert unlike(2.0, 3 * RATE + 700) == []
    assert unlike(0.5, 2 * RATE + RATE // 4) == list(range(50))
    recording[3 * RATE + 5_000] += 1e-6
    assert unlike(2.0, 3 * RATE - 700) == [10]
    recording[3 * RATE : 3 * RATE + 480] = 0  # a dropped period where the two are looked for
    assert unlike(2.0, 3 * RATE) == [0, 10]


def test_dry_sound_in_the_wet_one_is_noticed():
    sent, wet = noise(2), noise(2, 3)
    assert jam.likeness(sent, wet, RATE) < 0.05
    assert jam.likeness(sent, wet + 0.3 * np.roll(sent, 9_000, 0), RATE) > 0.2


def test_memory_that_is_lost_is_told_from_what_comes_and_goes():
    at = np.arange(90.0)
    swings = 100 + 40 * (at % 10 > 5)
    assert jam.grown(at, swings) == [100.0, 100.0]
    assert jam.grown(at, swings + at) == [100.0, 160.0]


def test_onsets_and_turns_are_read_where_the_network_was_told_them():
    add = torch.zeros(8, CHANNELS.count)
    roll = add[:, CHANNELS.notes.start : CHANNELS.notes.stop - 1].view(-1, NOTES, SUBFRAMES)
    roll[2, 60 - LOWEST_NOTE, 3] = 0.9
    roll[3, 60 - LOWEST_NOTE] = 0.25  # held
    add[5:, CHANNELS.loudness.start] = 1.0
    assert ahead.columns(add, 60).tolist() == [2 * 2048 + 3 * 512]
    assert ahead.columns(add, 61).tolist() == []
    assert ahead.turns(add, CHANNELS.loudness.start).tolist() == [5 * 2048]
    assert ahead.nearest(np.array([480, 9_600]), 0, RATE) == 10.0
    figures = ahead.quantiles([1.0, -3.0, None])
    assert (figures["lost"], figures["median_ms"], figures["most_ms"]) == (1, -1.0, 3.0)


def test_what_is_wrong_is_said(tmp_path, monkeypatch):
    def said(*arguments: str) -> str:
        return str(CliRunner().invoke(cli.command, arguments, standalone_mode=False).exception)

    assert 'did you mean "flood"' in said("--only", "flod")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-none")
    assert "no JACK server runs" in said("--only", "recall")


def test_the_ear_leaves_jack_where_the_daemon_never_plays(tmp_path, monkeypatch):
    left = []

    class Silent:
        def __init__(self, *_: object) -> None:
            pass

        def close(self) -> None:
            left.append("ear")

    class Mute:
        def __init__(self, *_: object) -> None:
            pass

        def __enter__(self) -> None:
            raise RuntimeError("it never played")

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr("instrument.live.performance.Ear", Silent)
    monkeypatch.setattr("instrument.live.performance.Stage", Mute)
    with pytest.raises(RuntimeError), performance(tmp_path, "default", 1.0):
        pass
    assert left == ["ear"]


@pytest.fixture
def little(tmp_path: Path) -> str:
    """A network that costs nothing: what is asked of it arrives all the same."""
    path = tmp_path / "little.safetensors"
    weights.save_dit(path, tiny_model().dit, {})
    return str(path)


@contextlib.contextmanager
def live(folder: Path, model: str, *settings: object) -> Iterator[Performance]:
    with server(period=512), performance(folder, model, 60.0, (*EASY, *settings)) as made:
        yield made


def test_notes_and_curves_sent_ahead_land_where_they_should(little, tmp_path):
    with live(tmp_path, little, *ahead.SETTINGS, *EASY) as made:
        figures = ahead.measure(made, 4, None)
    for what in ("notes", "curve"):
        assert figures[what]["lost"] == 0
        assert figures[what]["p95_ms"] <= ahead.FRAME_MS
    assert figures["trace_in_recording"] > 0.99


def test_what_follows_a_recall_is_what_followed_the_save(little, tmp_path):
    with live(tmp_path, little, *recall.SETTINGS) as made:
        figures = recall.measure(made, 2.0, 1)
    assert figures["periods"] > 100
    assert figures["places"] <= figures["xruns"]
    assert figures["unlike"] <= 0.1 * figures["periods"]
    assert figures["rms"] > 1e-4
    assert figures["underruns"] == 0


def test_nothing_acknowledged_is_lost_at_a_thousand_messages_a_second(little, tmp_path):
    with live(tmp_path, little, *flood.SETTINGS) as made:
        figures = flood.measure(made, 6.0)
    assert figures["sent"] == 6_000
    assert figures["notes_acknowledged"] > 400
    assert (figures["notes_lost"], figures["values_lost"], figures["refused"]) == (0, 0, 0)
