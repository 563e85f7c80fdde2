"""The whole daemon with its real engine and the shipped model, its sound written to a file."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
from osc_listener import encode as osc
from playing import LIMIT, Client, eventually, panel_of, playing

from instrument.audio.panel import Panel

RATE = 48_000


def heard(file: Path) -> np.ndarray:
    """What left the port, mono, from the first sound to the last."""
    sound = soundfile.read(file)[0].mean(1)
    there = np.flatnonzero(np.abs(sound) > 1e-4)
    return sound[there[0] : there[-1] + 1]


def longest_silence(sound: np.ndarray) -> float:
    """Seconds."""
    quiet = np.concatenate([[0], (np.abs(sound) < 1e-5).astype(int), [0]])
    edges = np.flatnonzero(np.diff(quiet))
    return max(edges[1::2] - edges[::2], default=0) / RATE


def pass_seconds(panel: Panel, seconds: float) -> None:
    """Let the stream go on by its own clock."""
    start = panel.position
    eventually(lambda: panel.position > start + seconds * RATE, limit=10 * seconds + 10)


def test_killed_parts_come_back_and_the_sound_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "take.wav"
    options = ("--audio", f"file:{file}", "--prompt", "warm pad")
    with playing(tmp_path, *options, real=True) as daemon:
        client, panel = Client(daemon.port), panel_of(daemon)
        client.subscribe()
        client.send("/lmdm/param/brightness", 0.25)
        eventually(lambda: max(panel.rms) > 1e-3)
        pass_seconds(panel, 6)

        first = panel.engine_pid
        os.kill(first, signal.SIGKILL)
        eventually(lambda: panel.engine_pid not in (0, first), 4 * LIMIT)  # it loads torch
        eventually(lambda: not panel.filling)
        assert client.get("brightness") == (0.25,)
        pass_seconds(panel, 3)

        second, underruns = panel.engine_pid, panel.underruns
        daemon.kill()
        pass_seconds(panel, 1)
        with playing(tmp_path, *options, port=daemon.port, real=True) as successor:
            pass_seconds(panel, 3)
            assert "taking over the sound" in successor.said()
            assert "taking over the one that plays" in successor.said()
            client = Client(successor.port)
            assert client.get("brightness") == (0.25,)
            assert panel.engine_pid == second, "nothing had to be loaded"
            assert panel.underruns == underruns
            client.send("/lmdm/state/save", "still")
            client.expect("/lmdm/done", "/lmdm/state/save", "still")
            client.close()
    sound = heard(file)
    assert len(sound) > 12 * RATE
    body = sound[3 * RATE : -RATE]  # the fades at the beginning and the end left out
    assert longest_silence(body) < 0.05
    assert np.abs(sound).max() <= 10 ** (-1 / 20) + 1e-6


def test_wrong_messages_do_not_touch_the_sound(tmp_path: Path) -> None:
    """Every kind of bad packet while it plays: an answer each, no underrun, no fault."""
    with playing(tmp_path, real=True) as daemon:
        client, panel = Client(daemon.port), panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3)
        before = panel.underruns
        wrong: list[Callable[[], None]] = [
            lambda: client.send("/lmdm/parm/density", 1.0),
            lambda: client.send("/lmdm/param/density", "many"),
            lambda: client.send("/lmdm/param/density", float("nan")),
            lambda: client.packet(osc("/lmdm/prompt", 0, "x" * 10_000, 1.0)),
            lambda: client.send("/lmdm/load", "no such model"),
            lambda: client.bundle(3600.0, ("/lmdm/param/density", 2.0)),
        ]
        for attempt in wrong:
            attempt()
            client.expect("/lmdm/fail")
        client.packet(os.urandom(500))
        client.packet(b"/lmdm/param/density\0,f\0\0")
        client.sync()
        pass_seconds(panel, 3)
        assert panel.underruns == before
        assert panel.fault == 0


def test_loading_a_model_goes_on_playing(tmp_path: Path) -> None:
    with playing(tmp_path, real=True) as daemon:
        client, panel = Client(daemon.port), panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3)
        client.send("/lmdm/load", "default")
        client.expect("/lmdm/done", "/lmdm/load")
        pass_seconds(panel, 2)
        assert panel.fault == 0
        assert max(panel.rms) > 1e-4
