"""`lmdm render --input`: jam and delay offline, by the engine that plays them live."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

RATE = 48_000


def lmdm(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "instrument.cli", "render", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def knocks(path: Path, rate: int = RATE, every: float = 0.7) -> list[float]:
    """A file with short bursts of noise in it, and when they begin."""
    times = [0.4 + every * n for n in range(3)]
    sound = np.zeros(round(3 * rate))
    burst = np.random.default_rng(1).normal(size=round(0.02 * rate)) * 0.25
    for at in times:
        sound[round(at * rate) :][: len(burst)] += burst
    soundfile.write(path, sound, rate)
    return times


def onsets(path: Path) -> np.ndarray:
    """Seconds at which it becomes loud."""
    sound, rate = soundfile.read(path, always_2d=True)
    hop = rate // 200
    power = np.square(sound[: len(sound) // hop * hop]).mean(1).reshape(-1, hop).mean(1)
    db = 10 * np.log10(power + 1e-9)
    loud = np.flatnonzero(db > db.max() - 12)
    return loud[np.diff(loud, prepend=-100) > 20] * hop / rate


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_what_is_played_comes_back_in_time(tmp_path, rate):
    times = knocks(tmp_path / "in.wav", rate)
    args = ["--input", tmp_path / "in.wav", "--mode", "delay", "--blur", 0, "--time", 1.3]
    outs = [tmp_path / "a.wav", tmp_path / "b.wav"][: 2 if rate == RATE else 1]
    for out in outs:
        done = lmdm(*args, "--seconds", 4, "--seed", 3, out)
        assert done.returncode == 0, done.stderr
    assert outs[0].read_bytes() == outs[-1].read_bytes()
    assert onsets(outs[0]) == pytest.approx([at + 1.3 for at in times], abs=2048 / RATE)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--mode", "delay"], "--input goes with"),
        (["--input", "IN"], "--input goes with"),
        (["--input", "IN", "--mode", "text"], "--input goes with"),
        (["--input", "NOWHERE.wav", "--mode", "delay"], "cannot read"),
        (["--input", "TEXT", "--mode", "delay"], "cannot read"),
        (["--input", "EMPTY", "--mode", "delay"], "no sound in it"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, args, says):
    soundfile.write(tmp_path / "IN", np.zeros(100), RATE, format="WAV")
    (tmp_path / "TEXT").write_text("no sound")
    soundfile.write(tmp_path / "EMPTY", np.zeros((0, 2)), RATE, format="WAV")
    paths = [tmp_path / a if a.isupper() or a == "NOWHERE.wav" else a for a in args]
    done = lmdm(*paths, tmp_path / "x.wav")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x.wav").exists()
