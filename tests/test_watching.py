"""Stuck music is noticed and mended, growth is noticed, trouble is told, the watchdog is fed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest
from playing import TESTS, Client, eventually, panel_of, playing

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.audio_keeper import started
from instrument.listening import LONGEST_LAG_S, SAME_S, Listening, Look
from instrument.recovery import Asked, Growth, Recovery, finding
from instrument.supervisor import EngineEvents, EngineKeeper, Launch
from instrument.trouble import AGAIN_S, Trouble

RATE = 16_000  # enough to tell, and quick
LONG = SAME_S + LONGEST_LAG_S + 4


def notes(seconds: float, seed: int) -> np.ndarray:
    """Plucked notes of a pentatonic scale, six a second, [N, 2]."""
    rng = np.random.default_rng(seed)
    x = np.zeros((round(seconds * RATE), 2), np.float32)
    t = np.arange(RATE // 2) / RATE
    for k in range(round(seconds * 6)):
        hz = 110.0 * 2 ** (rng.choice([0, 3, 5, 7, 10, 12, 15, 17, 19]) / 12)
        sound = rng.uniform(0.05, 0.3) * np.exp(-6 * t) * np.sign(np.sin(2 * np.pi * hz * t))
        at = k * RATE // 6
        n = min(len(sound), len(x) - at)
        x[at : at + n] += sound[:n, None].astype(np.float32)
    return x


def heard(x: np.ndarray) -> Look:
    listening = Listening(RATE)
    for begin in range(0, len(x), 50_001):
        listening.hear(x[begin : begin + 50_001])
    return listening.look()


def test_music_is_no_finding_and_a_loop_is() -> None:
    assert finding(heard(notes(LONG, 1)), Asked(["marimba"])) == ""
    bars = np.tile(notes(3.2, 2), (LONG * 10 // 32 + 1, 1))[: LONG * RATE]
    bars += np.random.default_rng(3).normal(0, 1e-3, bars.shape).astype(np.float32)
    look = heard(bars)
    assert "again and again" in finding(look, Asked(["marimba"]))
    assert finding(look, Asked(["drum loop"])) == "", "a loop was asked for"


def test_silence_noise_and_a_drone_are_findings_unless_they_were_asked_for() -> None:
    silence = np.full((100 * RATE, 2), 1e-5, np.float32)
    assert finding(heard(silence), Asked(["drums"])) == "silence"
    assert finding(heard(silence), Asked(["drums"], loudness=-58.0)) == ""
    noise = np.random.default_rng(1).normal(0, 0.1, (100 * RATE, 2)).astype(np.float32)
    assert finding(heard(noise), Asked(["drums"])) == "noise"
    assert finding(heard(noise), Asked(["ocean waves"])) == ""
    t = np.arange(100 * RATE) / RATE
    hum = sum(np.sin(2 * np.pi * hz * t) for hz in (110.0, 165.0, 220.5)) * 0.1
    drone = np.stack([hum, hum], 1).astype(np.float32)
    assert finding(heard(drone), Asked(["drums"])) == "a drone"
    assert finding(heard(drone), Asked(["Warm pads, slowly"])) == ""
    assert finding(heard(drone), Asked(["drums"], notes=True)) == ""
    assert finding(heard(drone[: 30 * RATE]), Asked(["drums"])) == "", "too early to tell"


def test_remedies_go_from_gentle_to_strong_and_begin_anew_after_a_while() -> None:
    done: list[str] = []
    recovery = Recovery([(name, lambda name=name: done.append(name)) for name in "abc"])
    for k in range(6):
        recovery.judge("silence", 100.0 * k)
    assert done == ["a", "b", "c"], "then it waits"
    recovery.judge("silence", 200.0 + 3700.0)
    assert done == ["a", "b", "c", "a"]
    recovery.judge("", 200.0 + 3700.0 + 1000.0)
    recovery.judge("silence", 200.0 + 3700.0 + 1001.0)
    assert done[-1] == "a"


def test_a_leak_is_told_from_what_settles() -> None:
    rng = np.random.default_rng(1)
    steady, leaking = Growth(200.0), Growth(200.0)
    for minute in range(24 * 60):
        settling = 600.0 * (1.0 - 0.5 ** (minute / 2)) + rng.normal(0, 5)
        steady.note(7, 900.0 + settling, 60.0 * minute)
        leaking.note(8, 900.0 + settling + minute * 0.2, 60.0 * minute)
    assert steady.too_much == 0.0
    assert abs(steady.slope) < 1.0
    assert 200.0 < leaking.too_much < 300.0
    assert leaking.slope == pytest.approx(12.0, abs=1.0)
    leaking.note(9, 900.0, 60.0 * 24 * 60)
    assert leaking.too_much == 0.0, "another process"


class Hook(BaseHTTPRequestHandler):
    """A webhook's far end."""

    got: list[dict] = []  # noqa: RUF012

    def do_POST(self) -> None:  # noqa: N802
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_trouble_is_told_once_and_counted_meanwhile() -> None:
    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said, sent, now = [], [], [0.0]
    hook = f"http://127.0.0.1:{server.server_port}/x"
    trouble = Trouble(said.append, sent.extend, "/lmdm/trouble", hook, lambda: now[0])
    for _ in range(3):
        trouble.tell("engine", "engine lost")
    assert len(said) == 3
    assert sent == [("/lmdm/trouble", "engine", "engine lost")]
    eventually(lambda: len(Hook.got) == 1)
    assert (Hook.got[0]["kind"], Hook.got[0]["text"]) == ("engine", "engine lost")
    now[0] += AGAIN_S
    trouble.tell("engine", "engine lost")
    assert sent[-1][2] == "engine lost (and 2 more of this kind before)"
    server.shutdown()
    server.server_close()
    Trouble(said.append, sent.extend, "/x", hook).tell("audio", "no")
    eventually(lambda: any("webhook: " in s for s in said))


class Events(EngineEvents):
    """Counts what the keeper tells."""

    ready = 0
    lost = 0

    def engine_ready(self, ready: object) -> None:
        self.ready += 1

    def engine_lost(self, reason: str) -> None:
        self.lost += 1


def test_an_engine_hands_over_while_it_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMDM_FAKE_LOG", str(tmp_path / "log"))
    out, into, panel = Ring.create(30, 48_000), Ring.create(1, 48_000), Panel.create()
    memory = Segment.create("memory", 256 << 10)
    shared = {"out": out.segment, "in": into.segment, "panel": panel.segment, "memory": memory}
    events = Events()

    def launch(fd: int) -> Launch:
        specs = [w for name, s in shared.items() for w in (f"--{name}", s.spec)]
        command = [sys.executable, str(TESTS / "fake_engine.py"), "--socket-fd", str(fd), *specs]
        return Launch([*command, "--model", "default"], [s.fd for s in shared.values()])

    async def run() -> None:
        keeper = EngineKeeper(launch, list, events)
        keeper.start()
        for wanted in (1, 2):
            while events.ready < wanted:
                await asyncio.sleep(0.02)
            if wanted == 1:
                assert keeper.hand_over() > 0
                assert keeper.hand_over() == 0, "one at a time"
                (old,) = (p.pid for p in keeper._retired)
                assert started(old), "it plays on"
        assert started(old)
        assert keeper.pid != old
        os.kill(old, signal.SIGTERM)
        while keeper._retired:
            keeper.check()
            await asyncio.sleep(0.02)
        assert events.lost == 0
        await keeper.close()

    asyncio.run(asyncio.wait_for(run(), 30))


def test_the_watchdog_hears_of_a_daemon_only_while_sound_advances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(tmp_path / "notify"))
    ear.settimeout(10.0)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))

    def until(text: bytes) -> None:
        while text not in ear.recv(4096):
            pass

    with playing(tmp_path) as daemon:
        until(b"READY=1")
        until(b"WATCHDOG=1\nSTATUS=playing")
        audio = daemon.trace()["audio"][0]
        os.kill(audio, signal.SIGSTOP)
        client = Client(daemon.port)
        client.subscribe()
        ear.settimeout(2.5)
        with pytest.raises(TimeoutError):
            while True:  # what was on its way may still come
                ear.recv(4096)
        client.expect("/lmdm/trouble", "audio")
        ear.settimeout(10.0)
        until(b"WATCHDOG=1")
        assert panel_of(daemon).audio_pid != audio
        client.close()
    until(b"STOPPING=1")
    ear.close()
