"""A prompt that is a sound: the model's own words for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playing import Client, playing

from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.errors import Refused, UserError
from instrument.model import load
from instrument.offline.describe import KINDS, describe, words
from instrument.offline.render import blocks
from instrument.sounds import find, read_sound
from tests.models import tiny_model

RATE = 48_000


@pytest.mark.parametrize("prompt", ["drum loop", "organ"])
def test_the_model_knows_what_it_plays(prompt: str) -> None:
    model = load()
    changes = [
        Change(None, "prompt", 0, [prompt, 1.0]),
        Change(None, "steps", 0, 2),
        Change(None, "block", 0, 48),
    ]
    sound = np.concatenate(list(blocks(Generator(model), changes, 192, 48)))[: 6 * RATE]
    found = describe(model, sound)
    assert set(found) == set(KINDS)
    assert prompt in list(found)[:3], found
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_words_name_two_kinds_only_when_both_fit() -> None:
    assert words({"pad": 1.0, "choir": 0.9, "bass": 0.1}) == "pad and choir"
    assert words({"pad": 1.0, "choir": 0.5, "bass": 0.1}) == "pad"
    assert words({"pad": -0.1, "choir": -0.2}) == "pad"


@pytest.mark.parametrize(
    ("sound", "says"),
    [(np.zeros((RATE, 2)), "silent"), (np.ones((100, 2)), "shorter than")],
)
def test_what_tells_nothing_is_refused(sound: np.ndarray, says: str) -> None:
    with pytest.raises(UserError, match=says):
        describe(tiny_model(), sound.astype(np.float32))


def test_names_are_never_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMDM_STATE", str(tmp_path))
    (tmp_path / "sounds").mkdir()
    soundfile.write(tmp_path / "sounds" / "door.flac", np.ones((10, 1)) * 0.1, RATE)
    assert find("door").name == "door.flac"
    for name in ("../door", "/etc/passwd", "door.flac", ""):
        with pytest.raises(Refused, match="no name"):
            find(name)
    with pytest.raises(Refused, match='did you mean "door"'):
        find("doors")
    assert read_sound(find("door")).shape == (10, 2)


def test_a_slot_takes_the_words_of_a_sound(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "captures"
    folder.mkdir(parents=True)
    t = np.arange(2 * RATE) / RATE
    soundfile.write(folder / "hum.wav", 0.2 * np.sin(2 * np.pi * 110 * t), RATE)
    (folder / "text.wav").write_text("no sound at all")
    with playing(tmp_path) as daemon:
        client = Client(daemon.port)
        client.send("/lmdm/prompt", 2, "anything", 0.25)
        client.send("/lmdm/prompt/audio", 2, "hum")
        client.send("/lmdm/prompt/audio", 2, "hum")
        assert "listened to" in client.fail("busy")
        done = client.expect("/lmdm/done", "/lmdm/prompt/audio", limit=280)
        assert done.args[1] == 2
        assert done.args[2].split(" and ")[0] in KINDS
        assert client.get("prompt/2") == (done.args[2], 0.25)
        client.send("/lmdm/prompt/audio", 2, "../hum")
        assert "no name" in client.fail("path")
        client.send("/lmdm/prompt/audio", 2, "text")
        end = client.expect("/lmdm/fail", "/lmdm/prompt/audio", limit=280)
        assert "cannot read" in end.args[2]
        assert client.get("prompt/2") == (done.args[2], 0.25)


def test_the_command_says_it_in_a_line(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(size=(RATE, 2)) * 0.1
    soundfile.write(tmp_path / "in.wav", noise, RATE)
    command = [sys.executable, "-m", "instrument.cli", "describe", "--json", tmp_path / "in.wav"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["text"].startswith(max(said["kinds"], key=said["kinds"].get))
    done = subprocess.run(
        [*command[:-1], tmp_path / "no.wav"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
