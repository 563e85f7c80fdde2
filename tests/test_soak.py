"""A short soak of each kind: what is killed comes back, bad packets do nothing, a month passes."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from click.testing import CliRunner
from playing import TESTS
from real_parts import ROOT

from instrument.audio.mix import Mix
from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.cli import group
from instrument.engine.generator import Generator
from instrument.errors import UserError
from instrument.osc.codec import PacketError, decode
from instrument.soak import fuzz
from instrument.soak.cli import soak
from instrument.soak.ear import HEADER, Ear, Heard, true_peak
from instrument.soak.flood import growth
from instrument.soak.kills import lost_s
from instrument.soak.made import Made
from instrument.soak.manager import Manager
from instrument.soak.minutes import Minute, Playing, slopes
from instrument.soak.report import Report, least, limited, slope
from instrument.soak.shortage import _endured
from instrument.soak.simulated import Hall, follow
from instrument.soak.stage import Row, Stage
from instrument.units import SILENCE_DB
from tests.models import tiny_model

RATE = 48_000
SERVE = (sys.executable, str(TESTS / "fake_serve.py"), "serve")


def test_everything_that_fails_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMDM_FAKE_LOG", str(tmp_path / "log"))
    monkeypatch.setattr("instrument.soak.shortage.LONG_S", 0.5)
    monkeypatch.setattr("instrument.soak.shortage.MOST_MIB", 64)
    monkeypatch.setattr("instrument.soak.wallclock.STAY_S", 1.0)
    names = ["engine", "disk", "packets", "clock", "memory", "load", "front", "power"]
    scene = tmp_path / "x.yaml"
    scene.write_text(
        """
scenes: {a: {prompts: [x], params: {density: {walk: [1, 4], every: 5}}}, b: {prompts: [y]}}
programme:
  - {scene: a, at: "00:00"}
  - {scene: b, at: "00:02", every: 4 min, for: 2 min}
"""
    )
    said: list[str] = []
    report = Report(tmp_path / "report")
    right = soak(report, 0.05, names, len(names), 0.5, scene, None, 1, said.append, SERVE)
    words = (tmp_path / "report" / "report.md").read_text()
    assert right, words
    (run,) = json.loads((tmp_path / "report" / "report.json").read_text())["runs"]
    assert [f["fault"] for f in run["faults"]] == names
    assert run["longest_gap_ms"] <= 50.0
    assert run["loudest_peak"] <= 10 ** (-1 / 20)
    assert all(f["silence_ms"] <= 50.0 for f in run["faults"] if f["fault"] != "power")
    assert all(-60.0 < f["peak_db"] <= -0.9 for f in run["faults"])
    assert run["starts_of_the_front"] == 3
    assert run["shared_memory_left"] == []
    assert (tmp_path / "report" / "run-1.png").read_bytes().startswith(b"\x89PNG")
    # the next run goes on with the totals
    again = Report(tmp_path / "report")
    assert soak(
        again, 0.0, [], 0, 1.0, ROOT / "instrument" / "scenes" / "museum.yaml", 2.0, 1, said.append
    )
    assert "in 2 runs" in again.words()
    assert "Simulated: 2 days" in again.words()


def test_the_ear_hears_a_gap_and_a_peak_where_they_are(tmp_path: Path) -> None:
    wave = 0.25 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    sound = np.stack([wave, wave], 1).astype("<f4")
    path = tmp_path / "x.wav"
    ear = Ear(path)
    begins = []
    for part in (slice(0, 9_000), slice(9_000, 14_000), slice(14_000, RATE)):
        begins.append(ear.hear())
        piece = sound[part]
        if len(begins) == 2:
            piece[1_000:4_600] = 0.0  # 75 ms
            piece[4_700] = 0.5
        with path.open("ab") as file:
            file.write((b"\0" * HEADER if len(begins) == 1 else b"") + piece.tobytes())
    ear.close()
    whole = ear.since(0)
    assert whole.gap_ms == whole.rest_ms == pytest.approx(75.0, abs=0.1)
    assert whole.peak_db == pytest.approx(-6.0, abs=0.5)
    assert ear.since(begins[1]).gap_ms == pytest.approx(75.0, abs=0.1)
    last = ear.since(begins[2])
    assert last.gap_ms < 0.1
    assert last.peak_db == pytest.approx(-12.0, abs=0.1)
    path.write_bytes(b"\0" * HEADER + b"\0" * 8 * 4_800)  # another audio process begins it anew
    begin = ear.hear() - 4_800
    assert ear.since(begin) == Heard(0.0, 0.0, SILENCE_DB), "which nobody has heard yet"


def test_the_ear_tells_a_rest_of_the_model_from_a_gap(tmp_path: Path) -> None:
    """The real way from the ring to the port, and a place where each kind of silence is made."""
    t = np.arange(3 * RATE)
    made = np.stack([0.25 * np.sin(2 * np.pi * 440 * t / RATE)] * 2, 1).astype(np.float32)
    made[RATE : RATE + 12_000] = 0.0  # the model rests for 250 ms
    ring, into, panel = Ring.create(4, RATE), Ring.create(1, RATE), Panel.create()
    panel.playing, panel.gain_db, panel.play_fade_s = 1, -6.0, 0.0
    mix, path = Mix(ring, into, panel), tmp_path / "x.wav"
    mix.set_device(RATE, 480, 480, 0)
    path.write_bytes(b"\0" * HEADER)
    ear = Ear(path)
    ear.compare(Made(panel, ring))
    ring.write(0, made)
    heards = []
    with path.open("ab", buffering=0) as file:
        for begin in range(0, 2 * RATE, 480):
            out = np.zeros((480, 2), np.float32)
            mix(out, None, 0)
            if begin in (RATE // 2, RATE * 3 // 2):
                heards.append(ear.hear())
            if 1.6 * RATE <= begin < 1.7 * RATE:
                out[:] = 0.0  # and here it is lost behind the ring, for 100 ms
            file.write(out.tobytes())
    ear.close()
    assert ear.since(heards[1]).gap_ms == pytest.approx(100.0, abs=1.0)
    rest = ear.since(heards[0])
    assert rest.rest_ms == pytest.approx(250.0, abs=12.0)
    assert rest.gap_ms == pytest.approx(100.0, abs=1.0), "of the rest nothing is missed"
    panel.close()


def test_silence_before_anything_is_known_is_no_gap_of_what_comes_after(tmp_path: Path) -> None:
    sound = np.full((RATE, 2), 0.1, "<f4")
    sound[4_800:9_600] = 0.0
    ring, panel = Ring.create(4, RATE), Panel.create()
    panel.playing, panel.period, panel.play_fade_s = 1, 480, 0.0
    ring.write(0, sound)
    panel.position = RATE
    path = tmp_path / "x.wav"
    path.write_bytes(b"\0" * HEADER + sound[:9_590].tobytes())
    ear = Ear(path)
    ear.hear()
    ear.compare(Made(panel, ring))
    begin = ear.hear()
    with path.open("ab") as file:
        file.write(sound[9_590:24_000].tobytes())
    ear.close()
    assert begin == 9_590
    assert ear.since(begin).gap_ms < 1.0
    panel.close()


def test_what_an_engine_was_too_late_to_make_is_a_gap() -> None:
    ring, panel = Ring.create(4, RATE), Panel.create()
    panel.playing, panel.period, panel.play_fade_s = 1, 480, 0.0
    panel.latency_samples = 480
    sound = np.full((RATE, 2), 0.1, "<f4")
    ring.write(0, sound[:24_000])
    made = Made(panel, ring)
    panel.position = RATE
    made.look(RATE)
    made.look(RATE)
    due = made.due(0, RATE)
    assert due.all(), "sound was made for the first half, and none at all for the other"
    ring.write(24_000, np.zeros((24_000, 2), np.float32))
    due = made.due(0, RATE)
    assert due[: 24_000 + 479].all()
    assert not due[24_000 + 481 :].any(), "silence was made for that"
    panel.playing = 0
    made.look(RATE)
    assert not made.due(0, RATE).any(), "nobody wants to hear anything"
    panel.play_fade_s = 60.0
    made.look(RATE)
    panel.playing = 1
    made.look(RATE)
    made.look(RATE)
    assert not made.due(0, RATE).any(), "it fades in"
    panel.close()


def test_the_ear_hears_the_wave_between_the_samples() -> None:
    wave = np.sin(np.pi / 2 * np.arange(4_800) + np.pi / 4)  # no sample comes near its top
    sound = np.stack([wave, 0.1 * wave], 1).astype("<f4")
    assert np.abs(sound).max() == pytest.approx(0.707, abs=0.001)
    assert true_peak(sound) == pytest.approx(1.0, abs=0.02)


def test_minutes_of_a_month_are_played_and_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("instrument.soak.minutes.MINUTE_S", 4.0)
    path = tmp_path / "x.yaml"
    path.write_text(
        "hours: [{from: '08:00', to: '10:00'}]\nscenes: {a: {prompts: [pad], params: {gain: -6}}}"
    )
    playing, heard, days = Playing(Generator(tiny_model())), [], []

    def listen(hall: Hall, scene: str, day: float, turn: Callable[[float], None]) -> None:
        days.append(day)
        if len(days) < 3:
            heard.append(playing.minute(hall, scene, day, turn))

    found = follow(path, 1_792_800_000.0, 4.0, 8, listen)
    assert found.missed == 0
    assert np.diff(days) == pytest.approx([1 / 24] * 7, abs=1.0) and len(days) == 8
    assert [m.scene for m in heard] == ["a", "a"]
    assert all(m.peak_db <= -0.9 and -120.0 < m.lufs < 0.0 for m in heard)
    report = Report(tmp_path / "report")
    asked = {"samples": 8}
    report.hear(asked, 5.0, heard)
    assert report.heard(asked) == (5.0, heard), "a run that was cut off is taken up"
    assert report.heard({"samples": 9}) is None
    assert (tmp_path / "report" / "minutes.png").exists()


def test_what_nobody_should_hear_is_a_finding() -> None:
    fine = Minute(1.0, "a", -30.0, -8.0, 3.0, -20.0, 0.4, 0.5, "")
    assert fine.wrong == []
    for change in ({"peak_db": -0.5}, {"silence_ms": 51.0}, {"loop": 0.97}, {"found": "noise"}):
        assert len(replace(fine, **change).wrong) == 1
    rising = [replace(fine, day=float(d), lufs=-30.0 + d + d % 2 * 0.1) for d in range(20)]
    change, error = slopes(rising)["lufs"]
    assert change == pytest.approx(19.0, abs=0.2)
    assert 0.0 < error < 0.2


def test_a_month_is_followed_to_the_second_over_a_change_of_clocks(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        """
place: {zone: Europe/Berlin}
hours: [{from: "08:00", to: "22:00", fade_in: 30 s, fade_out: 30 s}]
scenes: {a: {fade: 5}, b: {fade: 5, params: {gain: {walk: [-20, -10], every: 600}}}, c: {}}
programme:
  - {scene: a, at: "02:30"}
  - {scene: b, at: "12:00:07", on: weekdays}
  - {scene: c, at: "09:00", until: "21:00", every: 4 h, for: 90 s}
"""
    )
    begin = 1_792_800_000.0  # 2026-10-24, a day before the clocks go back
    found = follow(path, begin, 10.0)
    assert found.missed == 0
    assert found.due > 80


def test_a_flood_that_leaks_is_told_from_one_that_needs_more_memory_than_nothing() -> None:
    needs = [400.0] * 10 + [600.0 + k % 7 for k in range(390)]
    assert abs(growth(needs)) < 1.0
    assert growth([m + 0.2 * k for k, m in enumerate(needs)]) == pytest.approx(40.0, abs=2.0)
    assert growth(needs[:60]) is None


def test_the_packets_are_of_every_kind() -> None:
    rng = random.Random(1)
    right = wrong = 0
    for _ in range(2_000):
        try:
            decode(fuzz.packet(rng))
            right += 1
        except PacketError:
            wrong += 1
    assert right > 500
    assert wrong > 500


def test_the_manager_restarts_what_ends_and_kills_what_is_silent(tmp_path: Path) -> None:
    program = """
import os, socket, sys, time
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.connect(os.environ["NOTIFY_SOCKET"])
count = os.path.getsize("count") if os.path.exists("count") else 0
open("count", "a").write("x")
if count == 0:
    sys.exit(1)
ear.send(b"READY=1")
while True:
    if count > 1:
        ear.send(b"WATCHDOG=1")
    time.sleep(0.05)
"""
    command = [sys.executable, "-c", f"import os; os.chdir({str(tmp_path)!r})\n{program}"]
    manager = Manager(command, {}, tmp_path, watchdog_s=0.8)
    manager.start()
    end = time.monotonic() + 20.0
    while manager.readies < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert manager.watchdog_kills == 1
    starts = manager.starts
    time.sleep(1.5)
    assert manager.starts == starts == 3, "what is fed is left alone"
    manager.stop()


def test_who_is_interrupted_at_the_start_leaves_nothing_that_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    program = f"open({str(begun)!r}, 'w').close(); import time; time.sleep(600)"

    def interrupted(*_: object) -> None:
        while not begun.exists():
            time.sleep(0.02)
        raise KeyboardInterrupt

    monkeypatch.setattr("instrument.soak.stage.until", interrupted)
    stage = Stage(tmp_path, serve=[sys.executable, "-c", program])
    with pytest.raises(KeyboardInterrupt), stage:
        pass
    assert stage.manager.starts == 1
    assert not psutil.pid_exists(stage.manager.pid)


def test_looking_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A soak looks hundreds of thousands of times; a process may have a thousand files open."""
    monkeypatch.setenv("LMDM_FAKE_LOG", str(tmp_path / "log"))
    me, heard = psutil.Process(), tmp_path / "heard.wav"
    ear = Ear(heard)
    try:
        with Stage(tmp_path, ["--audio", f"file:{heard}"], SERVE, ear=ear) as stage:
            before = me.num_fds()
            looks = [stage.attach() for _ in range(10)]
            assert all(panel.audio_pid == stage.trace()["audio"][0] for panel in looks)
            del looks
            for _ in range(10):
                assert stage.plays()
                ear._made = None  # as when the audio process has begun its file anew
                stage._compare()
            assert me.num_fds() <= before + 3  # what the thread that looks has open just now
    finally:
        ear.close()


def test_who_interrupts_a_shortage_gets_his_machine_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("instrument.soak.shortage.time.sleep", interrupted)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    before = psutil.Process().children()
    with pytest.raises(KeyboardInterrupt):
        _endured(SimpleNamespace(panel=SimpleNamespace(underruns=0)), "load", [command, command])
    assert psutil.Process().children() == before


def test_what_a_cut_of_power_costs_is_counted_from_the_first_change_that_is_lost() -> None:
    turned = [(0.0, -12.0), (10.0, -11.0), (11.0, -10.0), (12.0, -9.0)]
    assert lost_s(turned, -9.0, 12.5) == 0.0
    assert lost_s(turned, -11.0, 12.5) == 1.5
    assert lost_s(turned, -12.0, 12.5) == 2.5
    assert lost_s(turned, -8.0, 12.5) is None


def test_memory_that_leaks_is_told_from_caches_that_come_and_go() -> None:
    times = np.arange(0.0, 6_000.0, 0.25)
    scenes = 500.0 + 30.0 * (times % 1_200.0 > 700.0) + 15.0 * (times % 7.0 > 5.0)
    rise, error = slope(times, scenes)
    assert abs(rise) < 1e-6
    assert error < 1e-6
    rise, error = slope(times, scenes + 3.0 * times / 3_600.0)
    assert rise == pytest.approx(3.0, abs=0.1)
    assert error < 0.1
    assert slope(times[:2_000], scenes[:2_000]) is None


def test_what_is_held_at_least_is_told_for_every_ten_minutes() -> None:
    """Caches that fill in twenty minutes are no leak, though a line through them rises."""
    rows = [
        Row(
            float(t), 0.1, 0.5, 0, 0.0, False, 1.0, (50.0, 60.0, 400.0 + min(t, 1_200) / 60 + t % 7)
        )
        for t in range(2_900)
    ]
    told = least(rows)
    assert [round(m) for m in told["engine"]] == [403, 413, 420, 420]
    assert told["front"] == [50.0] * 4
    assert least(rows[:300])["audio"] == least([])["audio"] == []


def test_music_that_the_limiter_holds_down_is_told_from_a_loud_moment() -> None:
    rows = [
        Row(0.25 * k, 0.1, 0.5, 0, 0.0, False, 1.0, limiter_db=-3.0 if 40 <= k < 81 else -0.5)
        for k in range(100)
    ]
    assert limited(rows) == (0.41, 10.0)
    assert limited(rows[:40]) == (0.0, 0.0)


def test_what_is_asked_wrongly_is_said(tmp_path: Path) -> None:
    words = ["soak", "--report", str(tmp_path)]
    for more, said in (
        (["--faults", "engin"], 'did you mean "engine"'),
        (["--simulate", "3"], "--simulate needs a --scene FILE"),
    ):
        done = CliRunner().invoke(group, [*words, *more])
        assert isinstance(done.exception, UserError)
        assert said in str(done.exception)
