"""Stuck music is noticed and mended, growth is noticed, trouble is told, the watchdog is fed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import psutil
import pytest
from playing import TESTS, Client, eventually, panel_of, playing

from instrument.audio.backend import BackendError, Options
from instrument.audio.panel import DEVICE_LOST, RUNNING, Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.audio.spawn import AudioHandle
from instrument.config import Config
from instrument.front.audio_keeper import WAITS, AudioKeeper
from instrument.front.duties import Duties
from instrument.front.front import Front
from instrument.front.listening import LONGEST_LAG_S, SAME_S, Listening, Look
from instrument.front.orphan import Orphan
from instrument.front.process import started
from instrument.front.recovery import Asked, Growth, Recovery, finding
from instrument.front.spare import Launch, Started
from instrument.front.supervisor import EngineEvents, EngineKeeper
from instrument.front.trouble import AGAIN_S, Trouble
from instrument.front.watch import Watch
from instrument.health import Ready
from instrument.units import Rates

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


def test_a_model_that_rests_for_long_is_noticed_though_its_blocks_come_in_time() -> None:
    """Nothing is missing at the port, and a rest of some seconds is music; a minute is not."""
    told: list[tuple[str, str]] = []

    async def run(rests: int, seconds: int) -> None:
        ring, panel = Ring.create(30, 48_000), Panel.create()
        front, panel.playing = Front(Config(), panel, ring, Rates()), 1
        front.engine = EngineKeeper(lambda fd: Launch([], []), list, front)
        front.engine.ready = Ready(model="x")
        trouble = Trouble(lambda text: None, lambda messages: None, "/x")
        trouble.tell = lambda kind, text: told.append((kind, text))
        watch = Watch(front, front.engine, AudioKeeper(0, Options(), Rates()), trouble, str)
        now = time.monotonic()
        for second in range(seconds):
            sound = np.random.default_rng(second).normal(0, 0.1, (48_000, 2))
            sound *= second % 60 >= rests
            ring.write(48_000 * second, sound.astype(np.float32) * (1 + second % 2))
            watch._listen(now + second)
            if watch._looking is not None:
                await watch._looking
        watch.close()

    asyncio.run(run(5, 55))
    assert not [text for _, text in told if "silence" in text]
    asyncio.run(run(60, 55))
    assert ("music", "the music is stuck (silence); remedy: other noise") in told


def test_a_device_that_went_away_is_told_also_before_the_state_says_so() -> None:
    """The audio process counts the loss first, and takes a moment to let the device go."""
    told: list[str] = []
    panel = Panel.create()
    front = Front(Config(), panel, Ring.create(30, 48_000), Rates())
    front.engine = EngineKeeper(lambda fd: Launch([], []), list, front)
    trouble = Trouble(lambda text: None, lambda messages: None, "/x")
    trouble.tell = lambda kind, text: told.append(kind)
    watch = Watch(front, front.engine, AudioKeeper(0, Options(), Rates()), trouble, str)
    panel.state = RUNNING
    panel.device_losses += 1
    watch.tick()
    panel.state = DEVICE_LOST
    watch.tick()
    assert told == ["device"]
    watch.close()


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


@pytest.fixture
def launch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Launch]:
    """How the fake engine is started."""
    monkeypatch.setenv("LMDM_FAKE_LOG", str(tmp_path / "log"))
    out, into, panel = Ring.create(30, 48_000), Ring.create(1, 48_000), Panel.create()
    memory = Segment.create("memory", 256 << 10)
    shared = {"out": out.segment, "in": into.segment, "panel": panel.segment, "memory": memory}

    def start(fd: int) -> Launch:
        specs = [w for name, s in shared.items() for w in (f"--{name}", s.spec)]
        command = [sys.executable, str(TESTS / "fake_engine.py"), "--socket-fd", str(fd), *specs]
        return Launch([*command, "--model", "default"], [s.fd for s in shared.values()])

    return start


def test_an_engine_hands_over_while_it_plays(launch: Callable[[int], Launch]) -> None:
    events = Events()

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


def test_an_engine_that_is_taken_up_and_does_not_answer_is_replaced(
    launch: Callable[[int], Launch],
) -> None:
    events = Events()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    hung = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])

    async def run() -> None:
        keeper = EngineKeeper(launch, list, events)
        keeper.take(Started(Orphan(hung.pid, started(hung.pid)), ours), 0.3)
        while events.ready < 1:
            keeper.check()
            await asyncio.sleep(0.02)
        assert events.lost == 1
        assert keeper.pid != hung.pid
        await keeper.close()

    asyncio.run(asyncio.wait_for(run(), 30))
    assert hung.wait(5.0) == -signal.SIGKILL
    theirs.close()


def test_a_spare_engine_waits_and_takes_over(
    launch: Callable[[int], Launch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("instrument.front.spare.AFTER_S", 0.1)
    events, born = Events(), []
    others = set(psutil.Process().children())  # what tests before this one have running

    def counted(fd: int) -> Launch:
        born.append(fd)
        return launch(fd)

    async def until(ready: int, engines: int) -> None:
        while events.ready < ready or len(born) < engines:
            keeper.check()
            await asyncio.sleep(0.02)

    async def run() -> None:
        keeper.start()
        await until(1, 2)
        await asyncio.sleep(0.3)
        assert events.ready == 1, "it waits"
        first = keeper.pid
        os.kill(first, signal.SIGKILL)
        await until(2, 2)
        assert keeper.pid != first
        assert len(born) == 2, "the spare one plays, no other was started"
        await until(2, 3)
        ours = set(psutil.Process().children()) - others
        (spare,) = (p for p in ours if p.pid != keeper.pid)
        await keeper.close()
        assert not spare.is_running(), "nobody is left behind"

    keeper = EngineKeeper(counted, list, events, spare=True)
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


def test_a_fault_in_one_duty_ends_no_other_and_is_told_once() -> None:
    said, told, done = [], [], []
    duties = Duties(said.append, lambda kind, text: told.append((kind, text)))

    def wrong() -> None:
        raise ValueError(len(done) // 3)

    for _ in range(5):
        duties.do(wrong, lambda: done.append(1))
    assert len(done) == 5
    assert [kind for kind, _ in told] == ["front", "front"]
    assert "ValueError(0)" in told[0][1] and "ValueError(1)" in told[1][1]
    assert all(text.startswith("Traceback") for text in said)


def test_a_spare_engine_has_the_model_that_plays(
    launch: Callable[[int], Launch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("instrument.front.spare.AFTER_S", 0.0)
    events, born = Events(), []

    def counted(fd: int) -> Launch:
        born.append(events.ready)
        return launch(fd)

    async def run() -> None:
        keeper = EngineKeeper(counted, list, events, spare=True)
        keeper.start()
        while len(born) < 2:
            keeper.check()
            await asyncio.sleep(0.02)
        keeper.load("other")
        while len(born) < 3:
            keeper.check()
            await asyncio.sleep(0.02)
        await keeper.close()

    asyncio.run(asyncio.wait_for(run(), 60))
    assert born == [0, 1, 2], "the next spare one is started when the other model plays"


def test_music_that_is_to_be_forgotten_may_be_looked_at_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is looked at on a thread; the loop forgets it as soon as nothing plays."""
    listening = Listening(RATE)
    listening.hear(notes(LONG, 1))
    mean = np.mean
    monkeypatch.setattr(np, "mean", lambda x: (listening.forget(), mean(x))[1])
    assert listening.look().same is not None
    assert listening.look() == Look()


def test_audio_that_cannot_be_started_is_tried_more_and_more_seldom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    async def no_wait(seconds: float) -> None:
        waits.append(seconds)

    def refuse(*_: object, **__: object) -> None:
        raise BackendError("no JACK server runs")

    monkeypatch.setattr("instrument.front.audio_keeper.asyncio.sleep", no_wait)
    monkeypatch.setattr("instrument.front.audio_keeper.start_audio", refuse)

    async def run() -> None:
        keeper, dead = AudioKeeper(0, Options(), Rates()), Panel.create()
        ring = Ring.create(0.1, 48_000)
        keeper._handle = AudioHandle(0, ring, ring, dead, {})
        keeper._memory = Segment.create("memory", 64)
        keeper._born = time.monotonic() - 3_600.0  # it has played for an hour
        for _ in range(4):
            assert not keeper.check(lambda: None)
            await asyncio.gather(keeper._restarting)

    asyncio.run(run())
    assert waits == list(WAITS[:4])


def test_what_an_engine_says_after_it_is_lost_is_not_heard(
    launch: Callable[[int], Launch],
) -> None:
    events = Events()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])

    async def run() -> None:
        keeper = EngineKeeper(launch, list, events)
        keeper.take(Started(other, ours))
        ready = json.dumps({"ready": Ready(model="x").to_json()})
        theirs.sendall(b"nonsense\n" + ready.encode() + b"\n")
        while not events.lost:
            await asyncio.sleep(0.01)
        assert events.ready == 0
        assert keeper.ready is None
        await keeper.close()

    asyncio.run(asyncio.wait_for(run(), 30))
    theirs.close()
