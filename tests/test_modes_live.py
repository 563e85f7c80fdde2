"""Jam and delay live: a client plays into the daemon through a real JACK server, and hears it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jack_parts import RATE, Recorder, no_xruns, patiently, server
from playing import Client, eventually, panel_of, playing
from recording import onsets

from instrument.audio.panel import Panel
from tests.models import little_model

FRAME = 2048
TIME = 2.5
KNOCKS = (0.3, 0.7, 1.25, 1.5, 2.1, 2.75, 3.0, 3.8)
JACK = ("--audio", "jack", "--connect", "none")
EASY = ("gain", 0.0, "block", 12, "steps", 2, "guidance", 1.0, "margin", 0.4)
"""Easy on a machine that is busy with something else."""


def knocks() -> np.ndarray:
    """Bursts of noise of 20 ms, unevenly spaced, of one side and the other."""
    sound = np.zeros((round(5 * RATE), 2), np.float32)
    rng = np.random.default_rng(6)
    for at in KNOCKS:
        start = round(at * RATE)
        sound[start : start + RATE // 50] = 0.25 * rng.normal(size=(RATE // 50, 1))
    return sound


def likeness(sent: np.ndarray, heard: np.ndarray, longest: float = 0.06) -> float:
    """How much of the very wave that was sent is heard, at any lag up to `longest` seconds."""
    a, b = sent.mean(1), heard.mean(1)
    size = 1 << (2 * len(a)).bit_length()
    match = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)))
    return float(np.abs(match[: round(longest * RATE)]).max() / np.sqrt((a @ a) * (b @ b) + 1e-12))


def pass_seconds(panel: Panel, seconds: float) -> None:
    start = panel.position
    eventually(lambda: panel.position > start + seconds * RATE, limit=10 * seconds + 10)


def test_what_is_played_comes_back_when_it_should_and_not_before(tmp_path: Path) -> None:
    def run() -> None:
        options = (*JACK, "--model", str(little_model(tmp_path / "little.safetensors")))
        with server(period=512) as made, playing(tmp_path, *options, real=True) as daemon:
            client, panel = Client(daemon.port), panel_of(daemon)
            client.send("/lmdm/set", *EASY, "delay/time", TIME, "delay/blur", 0.0)
            client.send("/lmdm/mode", "delay")
            client.sync()
            assert client.get("mode") == ("delay",)
            with Recorder() as player:
                pass_seconds(panel, 3)
                with no_xruns(made):
                    comes_back(client, panel, player)
                monitored(client, player)
                broken_input_does_no_harm(panel, player)
                modes_change_without_a_gap(client, panel, player)
            assert panel.fault == 0

    patiently(run)


def comes_back(client: Client, panel: Panel, player: Recorder) -> None:
    client.send("/lmdm/latency")
    behind = client.expect("/lmdm/latency.reply").args[2]
    assert 0.0 < behind < TIME
    underruns = panel.underruns
    sent, heard = player.answer(knocks(), 4.0 + TIME + 0.5)
    assert panel.underruns == underruns
    played, back = onsets(sent, RATE), onsets(heard, RATE)
    assert len(back) == len(played) == len(KNOCKS)
    late = back - played
    print(f"a delay of {TIME} s comes after {late / RATE} s; it listens {behind:.3f} s behind")
    assert np.abs(late - TIME * RATE).max() <= FRAME
    assert likeness(sent, heard) < 0.05, "the dry input is in the wet output"


def monitored(client: Client, player: Recorder) -> None:
    client.send("/lmdm/param/input/monitor", 1)
    client.sync()
    assert likeness(*player.answer(knocks(), 2.0)) > 0.3
    client.send("/lmdm/param/input/monitor", 0)
    client.sync()


def broken_input_does_no_harm(panel: Panel, player: Recorder) -> None:
    underruns = panel.underruns
    broken = np.full((RATE, 2), np.nan, np.float32)
    broken[::3], broken[1::3] = np.inf, 1e20
    _, heard = player.answer(broken, TIME + 2)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0
    for k in (1, 2):
        player.client.disconnect(f"recorder:out_{k}", f"lmdm:in_{k}")
    pass_seconds(panel, 1.0)
    assert np.sqrt(np.square(player.record(0.5)).mean()) < 1e-3, "unplugged is silent"
    for k in (1, 2):
        player.client.connect(f"recorder:out_{k}", f"lmdm:in_{k}")
    assert panel.underruns == underruns


def modes_change_without_a_gap(client: Client, panel: Panel, player: Recorder) -> None:
    underruns = panel.underruns
    client.subscribe()
    for mode in ("text", "jam", "delay", "sketch", "jam"):
        client.send("/lmdm/note", 60, 1.0)
        client.send("/lmdm/mode", mode)
        client.expect("/lmdm/notes/off")
        pass_seconds(panel, 1.0)
    sent, heard = player.answer(knocks(), 4.0)
    assert likeness(sent, heard) < 0.05
    assert client.get("mode") == ("jam",)
    assert panel.underruns == underruns
