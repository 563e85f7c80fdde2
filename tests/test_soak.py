"""A short soak of each kind: what is killed comes back, bad packets do nothing, a month passes."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from playing import TESTS
from real_parts import ROOT

from instrument.cli import group
from instrument.errors import UserError
from instrument.osc.codec import PacketError, decode
from instrument.soak import fuzz
from instrument.soak.cli import soak
from instrument.soak.manager import Manager
from instrument.soak.report import Report
from instrument.soak.simulated import follow

SERVE = (sys.executable, str(TESTS / "fake_serve.py"), "serve")


def test_everything_that_fails_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMDM_FAKE_LOG", str(tmp_path / "log"))
    names = ["engine", "front", "packets", "power"]
    scene = tmp_path / "x.yaml"
    scene.write_text("scenes: {a: {prompts: [x], params: {density: {walk: [1, 4], every: 5}}}}")
    said: list[str] = []
    report = Report(tmp_path / "report")
    right = soak(report, 0.05, names, 4, 0.5, scene, None, 1, said.append, SERVE)
    words = (tmp_path / "report" / "report.md").read_text()
    assert right, words
    (run,) = json.loads((tmp_path / "report" / "report.json").read_text())["runs"]
    assert [f["fault"] for f in run["faults"]] == names
    assert run["longest_silence_ms"] <= 50.0
    assert run["loudest_peak"] <= 10 ** (-1 / 20)
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
    end = time.monotonic() + 20.0
    while manager.readies < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert manager.watchdog_kills == 1
    starts = manager.starts
    time.sleep(1.5)
    assert manager.starts == starts == 3, "what is fed is left alone"
    manager.stop()


def test_what_is_asked_wrongly_is_said(tmp_path: Path) -> None:
    words = ["soak", "--report", str(tmp_path)]
    for more, said in (
        (["--faults", "engin"], 'did you mean "engine"'),
        (["--simulate", "3"], "--simulate needs a --scene FILE"),
    ):
        done = CliRunner().invoke(group, [*words, *more])
        assert isinstance(done.exception, UserError)
        assert said in str(done.exception)
