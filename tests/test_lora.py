"""A player's own sounds: read whatever they are, learned in low rank, loaded on their base."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from click.testing import CliRunner
from safetensors import SafetensorError

from instrument.cli import group
from instrument.conditioning import TextEncoder
from instrument.errors import UserError
from instrument.model import load, path_of
from instrument.nn import weights
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
    assert told[0].startswith("reading 1 of 6: ")
    told.clear()
    assert sounds.encode(analysis, folder, out, 192, None, told.append) == found
    assert not told  # not read again
    (out / "index.json").write_text("")
    assert sounds.kept(out) is None
    assert sounds.encode(analysis, folder, out, 192, None) == found == sounds.kept(out)


def test_what_cannot_be_read_is_named_and_nothing_else_is_said(tmp_path, monkeypatch, capfd):
    folder = tmp_path / "my_sounds"
    for name in ("locked", "open"):
        (folder / name).mkdir(parents=True)
        tone(folder / name / "bell.wav", 9)
    (folder / "text.mp3").write_text("this is no music\n" * 500)
    (folder / "gone.wav").symlink_to("nowhere")
    tone(folder / "mine.wav", 9)
    scan, opened = os.scandir, Path.open

    def scandir(path):
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    def open_(path, *arguments, **options):
        if path.name == "mine.wav":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "scandir", scandir)  # the tests may run as root, who may read all
    monkeypatch.setattr(Path, "open", open_)
    found = sounds.encode(tiny_codec().analysis, folder, tmp_path / "out", 192, None)
    assert found.sounds == 1
    assert sorted(found.left_out) == [
        f"{folder}/gone.wav: No such file or directory",
        f"{folder}/locked: Permission denied",
        f"{folder}/mine.wav: Permission denied",
        f"{folder}/text.mp3: not a sound file",
    ]
    assert capfd.readouterr().err == ""


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
        (lambda f: tone(f.with_suffix(".wav"), 2) or f.with_suffix(".wav").rename(f), "a file: "),
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

    tone(state / "bells" / "gong.wav", 10)
    (state / "models" / "mine.safetensors").unlink()
    again = run(*arguments, "--minutes", "0.05", "--rank", "4")
    assert again.exception is None, again.exception
    assert "nothing was trained" in again.output
    same = load("mine").provenance["lora"]
    assert same == mine.provenance["lora"]  # a gong was never learned
    longer = run(*arguments, "--minutes", "0.1", "--rank", "4")
    assert longer.exception is None, longer.exception
    assert "nothing was trained" not in longer.output
    assert load("mine").provenance["lora"]["sounds"] == 2
    rank = run(*arguments, "--minutes", "0.1", "--rank", "8")
    assert "another rank" in str(rank.exception)
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


def test_a_model_is_not_written_over(state):
    (state / "bells").mkdir()
    tone(state / "bells" / "bell.wav", 10)
    before = (state / "models" / "base.safetensors").read_bytes()
    (state / "other.safetensors").write_bytes(b"something else")
    for out, what in (
        ("default", "is the model that ships"),
        ("default.safetensors", "is the model that ships"),
        ("base", "is no LoRA"),
        (state / "other", "is no LoRA"),
    ):
        refused = run("train", "lora", "bells", "-o", out, "--base", "base")
        assert isinstance(refused.exception, UserError), out
        assert what in str(refused.exception)
    assert (state / "models" / "base.safetensors").read_bytes() == before
    assert not (state / "runs").exists()


def test_a_folder_that_gave_nothing_does_not_bind_a_run(state):
    (state / "empty").mkdir()
    (state / "bells").mkdir()
    tone(state / "bells" / "bell.wav", 10)
    lora = ["train", "--recipe", "tiny", "lora"]
    assert "no sound files" in str(run(*lora, "empty", "-o", "em", "--base", "base").exception)
    (state / "empty" / "short.wav").write_bytes(b"nothing")
    assert "less than a second" in str(run(*lora, "empty", "-o", "em", "--base", "base").exception)
    done = run(*lora, "bells", "-o", "em", "--base", "base", "--minutes", "0")
    assert done.exception is None, done.exception
    other = run(*lora, "empty", "-o", "em", "--base", "base")
    assert "another folder" in str(other.exception)


@pytest.mark.parametrize("where", ["sounds/0", "rehearsal/000", "models/mine"])
def test_a_full_disk_is_a_line(state, monkeypatch, where):
    (state / "bells").mkdir()
    tone(state / "bells" / "bell.wav", 10)
    kept = weights.save_file

    def save(tensors, part, metadata) -> None:
        if where in str(part):
            raise SafetensorError("I/O error: No space left on device (os error 28)")
        kept(tensors, part, metadata)

    monkeypatch.setattr(weights, "save_file", save)
    arguments = "train", "--recipe", "tiny", "lora", "bells", "-o", "mine", "--base", "base"
    done = run(*arguments)
    assert isinstance(done.exception, UserError), repr(done.exception)
    assert f"{where}" in str(done.exception)
    assert "No space left on device; make room" in str(done.exception)
    monkeypatch.setattr(weights, "save_file", kept)
    assert run(*arguments).exception is None
    assert load("mine").provenance["lora"]["steps"] == 4


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
