"""Jam and delay live: a client plays into the daemon through a real JACK server, and hears it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from jack_parts import RATE, Recorder, no_xruns, patiently, server
from playing import Client, eventually, panel_of, playing

from instrument.audio.panel import Panel
from instrument.conditioning import CHANNELS
from instrument.model import SHIPPED
from instrument.nn import weights

FRAME = 2048
TIME = 2.0
KNOCKS = (0.3, 0.7, 1.25, 1.5, 2.1, 2.75, 3.0, 3.8)
JACK = ("--audio", "jack", "--connect", "none")


def knocks() -> np.ndarray:
    """Bursts of noise of 20 ms, unevenly spaced, of one side and the other."""
    sound = np.zeros((round(5 * RATE), 2), np.float32)
    rng = np.random.default_rng(6)
    for at in KNOCKS:
        start = round(at * RATE)
        sound[start : start + RATE // 50] = 0.25 * rng.normal(size=(RATE // 50, 1))
    return sound


def onsets(sound: np.ndarray) -> np.ndarray:
    """Samples at which it becomes loud."""
    hop = RATE // 200
    db = 10 * np.log10(
        np.square(sound[: len(sound) // hop * hop]).reshape(-1, 2 * hop).mean(1) + 1e-9
    )
    loud = np.flatnonzero(db > db.max() - 15)
    return loud[np.diff(loud, prepend=-100) > 20] * hop


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
        with server(period=512) as made, playing(tmp_path, *JACK, real=True) as daemon:
            client, panel = Client(daemon.port), panel_of(daemon)
            for key, value in (
                ("gain", 0.0),
                ("margin", 0.5),
                ("delay/time", TIME),
                ("delay/blur", 0.0),
            ):
                client.send(f"/lmdm/param/{key}", value)
            client.send("/lmdm/mode", "delay")
            client.sync()
            assert client.get("mode") == ("delay",)
            with Recorder() as player, no_xruns(made):
                pass_seconds(panel, 4)
                client.send("/lmdm/latency")
                behind = client.expect("/lmdm/latency.reply").args[2]
                assert 0.0 < behind < TIME
                underruns = panel.underruns
                sent, heard = player.answer(knocks(), 6.5)
                late = onsets(heard) - onsets(sent)
                print(f"delay of {TIME} s: {late / RATE}")
                assert len(late) == len(KNOCKS)
                assert np.abs(late - TIME * RATE).max() <= FRAME
                assert likeness(sent, heard) < 0.05, "the dry input is in the wet output"

                client.send("/lmdm/param/input/monitor", 1)
                client.sync()
                assert likeness(*player.answer(knocks(), 2.0)) > 0.3
                client.send("/lmdm/param/input/monitor", 0)

                loud = np.full((RATE, 2), np.nan, np.float32)
                loud[::3], loud[1::3] = np.inf, 1e20
                _, heard = player.answer(loud, 4.0)
                assert np.isfinite(heard).all()
                assert np.abs(heard).max() <= 1.0
                for k in (1, 2):  # unplugged
                    player.client.disconnect(f"recorder:out_{k}", f"lmdm:in_{k}")
                pass_seconds(panel, 1.5 * TIME)
                assert np.sqrt(np.square(player.record(1.0)).mean()) < 1e-3
                assert panel.underruns == underruns
                assert panel.fault == 0

    patiently(run)


def hearing_model(path: Path) -> Path:
    """The shipped network with weights, if random ones, where it hears a partner."""
    dit, provenance = weights.load_dit(SHIPPED / "small.safetensors")
    with torch.no_grad():
        columns = dit.to_input_add_embed.weight[:, CHANNELS.partner]
        columns.normal_(std=0.02, generator=torch.Generator().manual_seed(1))
    weights.save_dit(path, dit, provenance)
    return path


def test_a_model_that_hears_plays_along_and_another_says_that_it_cannot(tmp_path: Path) -> None:
    def run() -> None:
        model = hearing_model(tmp_path / "hears.safetensors")
        options = (*JACK, "--model", str(model))
        with server(period=512) as made, playing(tmp_path, *options, real=True) as daemon:
            client, panel = Client(daemon.port), panel_of(daemon)
            client.send("/lmdm/note", 60, 1.0)
            client.send("/lmdm/param/gain", 0.0)
            client.send("/lmdm/param/margin", 0.5)
            client.subscribe()
            client.send("/lmdm/mode", "jam")
            client.expect("/lmdm/notes/off")
            with Recorder() as player, no_xruns(made):
                pass_seconds(panel, 2)
                underruns = panel.underruns
                sent, heard = player.answer(knocks(), 4.5)
                assert likeness(sent, heard) < 0.05
                assert np.sqrt(np.square(heard).mean()) > 1e-4
                assert panel.underruns == underruns
                for mode in ("text", "delay", "sketch", "jam"):
                    client.send("/lmdm/mode", mode)
                    pass_seconds(panel, 1)
                assert client.get("mode") == ("jam",)
                assert panel.underruns == underruns

    patiently(run)
