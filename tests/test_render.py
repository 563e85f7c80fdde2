"""`lmdm render` as a user calls it, with the shipped weights."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from instrument.model import SHIPPED


def lmdm(*args: str | Path, **kwargs) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "instrument.cli", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **kwargs)


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    files = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for file in files:
        done = lmdm("render", "--prompt", "warm pad", "--seconds", 20, "--seed", 1, file)
        assert done.returncode == 0, done.stderr
    assert files[0].read_bytes() == files[1].read_bytes()
    sound, rate = soundfile.read(files[0])
    assert rate == 48_000
    assert sound.shape == (20 * 48_000, 2)
    assert np.abs(sound).max() <= 1.0
    quiet = np.abs(sound).max(1) < 1e-4
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet, [0]])))
    assert max(edges[1::2] - edges[::2], default=0) < 48_000
    assert np.sqrt((sound**2).mean()) > 1e-3


def test_another_seed_is_other_music(tmp_path):
    sounds = []
    for seed in (1, 2):
        file = tmp_path / f"{seed}.wav"
        assert lmdm("render", "--seconds", 3, "--seed", seed, file).returncode == 0
        sounds.append(soundfile.read(file)[0])
    assert np.abs(sounds[0] - sounds[1]).max() > 0.01


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--prompt", "a:7"], "between 0 and 1"),
        (["--prompt", ""], "empty"),
        (["--prompt", "x" * 10_000], "at most 2000 characters"),
        (["--prompt", "a"] * 7, "at most 6"),
        (["--steps", "99"], "1<=x<=8"),
        (["--seconds", "nan"], "finite number"),
        (["--model", "/nowhere/x.safetensors"], "no such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, args, says):
    done = lmdm("render", *args, tmp_path / "x.wav")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_wrong_places_are_named(tmp_path):
    assert "no folder" in lmdm("render", tmp_path / "no" / "x.wav").stderr
    assert "must end in" in lmdm("render", tmp_path / "x.mp3").stderr


@pytest.mark.parametrize("cut", [0, 100, 100_000])
def test_truncated_weights_are_refused(tmp_path, cut):
    file = tmp_path / "half.safetensors"
    file.write_bytes((SHIPPED / "small.safetensors").read_bytes()[:cut])
    done = lmdm("render", "--model", file, tmp_path / "x.wav")
    assert done.returncode == 2
    assert "half.safetensors" in done.stderr
    assert "Traceback" not in done.stderr


def test_weights_of_another_version_are_refused(tmp_path):
    data = (SHIPPED / "small.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header["__metadata__"]["format"] = "99"
    text = json.dumps(header).encode()
    file = tmp_path / "later.safetensors"
    file.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + size :])
    done = lmdm("render", "--model", file, tmp_path / "x.wav")
    assert done.returncode == 2
    assert "format 99" in done.stderr


def test_a_full_disk_leaves_no_half_file(tmp_path):
    """A file size limit stands in for the disk's end: both fail in the middle of writing."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "sys.argv = ['lmdm', 'render', '--seconds', '8', sys.argv[1]]\n"
        "from instrument.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "x.wav")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith("x.wav: File too large\n"), done.stderr
    assert not list(tmp_path.iterdir())
