"""A player's own sounds: read whatever they are, learned in low rank, loaded on their base."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from click.testing import CliRunner

from instrument.cli import group
from instrument.conditioning import TextEncoder
from instrument.errors import UserError
from instrument.model import load, path_of
from instrument.nn.dit import DiT
from instrument.nn.lora import LoraConfig, attach, fingerprint, merge, tensors_of
from instrument.nn.weights import WeightsError, load_dit, save_dit, write
from instrument.places import models
from instrument.train import sounds
from instrument.train.latents import LatentSet
from tests.models import tiny_codec, tiny_model


def tone(path, seconds: float, rate: int = 48_000, channels: int = 2, hertz: float = 440.0) -> None:
    time = np.arange(int(seconds * rate)) / rate
    one = 0.2 * np.sin(2 * np.pi * hertz * time)
    soundfile.write(path, np.repeat(one[:, None], channels, 1), rate)


def test_additions_start_as_nothing_and_merge_into_what_was_trained():
    torch.manual_seed(0)
    config = tiny_model().dit.config
    plain, trained = DiT(config), None
    trained = DiT(config)
    trained.load_state_dict(plain.state_dict())
    added = attach(trained, LoraConfig(rank=3))
    x, t = torch.randn(1, 8, config.io_channels), torch.full((1, 1), 0.5)
    cross = torch.randn(1, 4, config.cond_channels)

    def play(net: DiT) -> torch.Tensor:
        return net(x, t, [8], cross, cross[:, 0])

    assert torch.equal(play(plain), play(trained))
    learning = [n for n, p in trained.named_parameters() if p.requires_grad]
    assert learning
    assert all(".addition." in n for n in learning)
    with torch.no_grad():
        for addition in added.values():
            addition.up.normal_(std=0.1)
    changed = play(trained)
    assert not torch.allclose(changed, play(plain))
    merge(plain, LoraConfig(rank=3), tensors_of(added))
    assert torch.allclose(play(plain), changed, atol=1e-5)
    with pytest.raises(ValueError, match="is 3x"):
        merge(plain, LoraConfig(rank=2), tensors_of(added))


def test_any_rate_any_channels_any_length_one_bad_file(tmp_path):
    folder = tmp_path / "my_sounds"
    (folder / "Kalimba").mkdir(parents=True)
    tone(folder / "Kalimba" / "slowTake-03.wav", 12, 44_100, 1)
    tone(folder / "bell.flac", 11, 96_000)
    tone(folder / "short_1.wav", 1.0)
    tone(folder / "short_2.wav", 1.0, 22_050, 4)
    (folder / "broken.wav").write_bytes(b"RIFF is not enough")
    (folder / "notes.txt").write_text("no sound")
    tone(folder / "silent.wav", 9, hertz=0)
    told: list[str] = []
    out = tmp_path / "encoded"
    analysis = tiny_codec().analysis
    found = sounds.encode(analysis, folder, out, 192, None, told.append)
    assert found.sounds == 4
    assert abs(found.seconds - 25) < 0.5
    assert ["broken.wav" in found.left_out[0], "silent" in found.left_out[1]] == [True, True]
    data = LatentSet(out, TextEncoder())
    data.scan()
    captions = {c for p in data.pieces for c in p["captions"]}
    assert {"slow take", "kalimba", "kalimba slow take", "bell", "short"} <= captions
    assert all(len(p["latents"]) >= 192 for p in data.pieces)
    assert len(data.pieces) == 3  # both short ones are one
    told.clear()
    assert sounds.encode(analysis, folder, out, 192, None, told.append) == found
    assert not told  # not read again


def test_streaming_hears_what_a_whole_file_gives(tmp_path):
    path = tmp_path / "noise.wav"
    rng = np.random.default_rng(0)
    soundfile.write(path, 0.1 * rng.standard_normal((23 * 48_000, 2)), 48_000, "FLOAT")
    analysis = tiny_codec().analysis
    heard, _ = soundfile.read(path, dtype="float32")
    whole = analysis.encode(torch.from_numpy(heard.T.copy())[None])[0]
    parts = sounds.encoded(analysis, path)["latents"].float()
    assert parts.shape == whole.shape
    assert torch.allclose(parts, whole, atol=2e-2)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda f: None, "no such folder"),
        (lambda f: f.mkdir(), "no sound files"),
        (lambda f: (f.mkdir(), (f / "a.wav").write_bytes(b"x" * 99)), "less than a second"),
        (lambda f: (f.mkdir(), tone(f / "a.wav", 0.3)), "less than a second"),
    ],
)
def test_a_folder_that_gives_nothing_is_refused(tmp_path, make, what):
    make(tmp_path / "sounds")
    with pytest.raises(UserError, match=what):
        sounds.encode(tiny_codec().analysis, tmp_path / "sounds", tmp_path / "out", 192, None)


@pytest.fixture
def state(tmp_path, monkeypatch):
    """A state's folder with a small model `base` in it."""
    monkeypatch.setenv("LMDM_STATE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    save_dit(tmp_path / "models" / "base.safetensors", tiny_model().dit, {"stage": "lmdm"})
    return tmp_path


def run(*arguments: str):
    return CliRunner().invoke(group, [str(a) for a in arguments])


def measured(name: str) -> dict:
    return json.loads(Path(name).read_text())["measures"]["taught"]


def test_it_is_trained_named_loaded_and_refused_on_another_base(state):
    (state / "bells").mkdir()
    tone(state / "bells" / "bell.wav", 10)
    arguments = ["train", "lora", "bells", "-o", "mine.safetensors", "--base", "base"]
    done = run(*arguments, "--minutes", "0.05", "--rank", "4")
    assert done.exception is None, done.exception
    assert "/lmdm/load mine" in done.output
    assert models() == ["default", "base", "mine"]
    base, mine = load("base"), load("mine")
    assert mine.provenance["lora"]["base"] == "base"
    assert mine.provenance["lora"]["captions"] == ["bell", "bells", "bells bell"]
    assert mine.name == "mine"
    assert not all(
        torch.equal(a, b) for a, b in zip(_weights(base.dit), _weights(mine.dit), strict=True)
    )
    rows = {r["name"]: r for r in json.loads(run("models", "--json").output)}
    assert rows["mine"]["stage"].startswith("LoRA on base, from 1 sounds")

    eval_ = ["eval", "--only", "taught", "--minutes", "0.1", "--json", "figures.json"]
    for options, left_out in ([], "learned sounds"), (["--model", "mine"], "give --sounds"):
        done = run(*eval_, *options)
        assert done.exception is None, done.exception
        assert left_out in measured("figures.json")["left_out"]
    done = run(*eval_, "--model", "mine", "--sounds", "bells")
    assert done.exception is None, done.exception
    figures = measured("figures.json")
    assert figures["prompts"] == ["bell", "bells", "bells bell"]
    assert figures["cases"] == figures["base_cases"] >= 1

    again = run(*arguments, "--minutes", "0.05", "--rank", "4")  # it is at its end already
    assert again.exception is None, again.exception
    other = run("train", "lora", "bells", "-o", "mine", "--base", "base", "--caption", "gong")
    assert "another caption" in str(other.exception)

    torch.manual_seed(9)
    changed, _ = load_dit(path_of("base"))
    with torch.no_grad():
        changed.transformer.project_in.weight += 0.1
    save_dit(path_of("base"), changed, {"stage": "arc"})
    with pytest.raises(WeightsError, match=r'made on other weights of "base".*lmdm'):
        load("mine")
    path_of("base").unlink()
    with pytest.raises(WeightsError, match='a LoRA on the model "base": no model "base"'):
        load("mine")
    shutil.copy(path_of("default"), state / "models" / "base.safetensors")
    with pytest.raises(WeightsError, match="another architecture now: .*width 384, not 64"):
        load("mine")
    assert (
        "width 384"
        in {r["name"]: r for r in json.loads(run("models", "--json").output)}["mine"]["error"]
    )


def _weights(dit) -> list[torch.Tensor]:
    return [p for p in dit.parameters() if p.ndim > 1] + [
        torch.as_tensor(m.weight.to_dense() if m.weight.is_mkldnn else m.weight)
        for m in dit.modules()
        if type(m).__name__ == "PackedLinear"
    ]


def test_a_name_for_the_output_is_a_name(state):
    (state / "bells").mkdir()
    tone(state / "bells" / "bell.wav", 10)
    assert "there is no folder" in str(run("train", "lora", "bells", "-o", "no/mine").exception)
    assert "is no name" in str(run("train", "lora", "bells", "-o", "a b").exception)
    assert "no model" in str(run("train", "lora", "bells", "-o", "x", "--base", "bse").exception)


def test_a_fingerprint_is_of_values_not_of_files():
    dit = tiny_model().dit
    tensors = {k: v for k, v in dit.state_dict().items() if isinstance(v, torch.Tensor)}
    halves = {k: v.half().float() for k, v in tensors.items()}
    assert fingerprint(tensors) == fingerprint(halves)
    name = next(iter(halves))
    halves[name] = halves[name] + 1
    assert fingerprint(tensors) != fingerprint(halves)


def test_a_damaged_addition_is_refused(state):
    write(state / "models" / "bad.safetensors", "lora", LoraConfig(), {}, {"base": "base"})
    with pytest.raises(WeightsError, match="made on other weights"):
        load("bad")
