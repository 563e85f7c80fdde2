"""Recipes are strict; the tiny one goes through every stage, is killed, resumed, and runs twice."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile
import torch
from click.testing import CliRunner
from readme import block
from safetensors import SafetensorError

from instrument.cli import group
from instrument.errors import UserError
from instrument.model import CODEC, NETWORK, SHIPPED, digest, load
from instrument.nn.lora import fingerprint
from instrument.nn.weights import load_dit, read
from instrument.train import recipe
from instrument.train.loop import load_averages
from instrument.train.shelf import Shelf

HOME = Path(__file__).resolve().parent.parent


def lmdm(*arguments: str):
    done = CliRunner().invoke(group, [str(a) for a in arguments])
    assert done.exception is None, repr(done.exception)
    return done.output


def process(*arguments: str, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.Popen(command, cwd=HOME, stderr=subprocess.PIPE, text=True, **options)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("base:\n  schedule:\n    minutse: 3\n", 'r.yaml:3: no key "minutse".*"minutes"'),
        ("studoi:\n  hours: 1\n", 'r.yaml:1: no key "studoi".*"studio"'),
        ("arc:\n  recipe:\n    blocks: 48\n", "r.yaml:3: blocks is to be a list"),
        ("lora:\n  recipe:\n    batch: many\n", "r.yaml:3: batch is to be a whole number"),
        ("codec:\n  schedule:\n    rate: -1.0\n", "r.yaml:3: rate is not to be negative"),
        ("network:\n  width: 100\n  heads: 3\n", "r.yaml:2: width 100 is no multiple of heads 3"),
        ("base: 3\n", "r.yaml:1: base is to be a mapping"),
    ],
)
def test_a_recipe_is_read_strictly(text, what):
    with pytest.raises(UserError, match=what):
        recipe.parse(text, "r.yaml")


def test_recipes_come_by_name_or_path(tmp_path):
    assert recipe.load("default").network == recipe.SMALL
    assert recipe.load("tiny").arc.recipe.steps == (1, 2)
    ours, fast = recipe.load("default"), recipe.load("gpu")
    assert (fast.network, fast.vocoder, fast.few_steps) == (
        ours.network, ours.vocoder, ours.few_steps,
    )  # fmt: skip
    with pytest.raises(UserError, match='no recipe "tni"'):
        recipe.load("tni")
    with pytest.raises(UserError, match="No such file"):
        recipe.load(str(tmp_path / "mine.yaml"))


def in_words(word: str) -> list[list[str]]:
    """The `lmdm` commands of README's block with `word` in it."""
    lines = [shlex.split(line) for line in block("sh", word).splitlines()]
    return [words for program, *words in lines if program == ".venv/bin/lmdm"]


def test_readme_trains_as_long_as_the_default_recipe():
    default = recipe.load("default")
    lasts = {"studio": default.studio.hours, "wide": default.wide.minutes}
    for _, stage, *options in in_words("train codec"):
        if not hasattr(default, stage):  # export and serve
            continue
        given = dict(zip(options[::2], options[1::2], strict=True))
        told = given["--hours" if stage == "studio" else "--minutes"]
        recipes = lasts.get(stage) or getattr(default, stage).schedule.minutes
        assert float(told) == recipes, stage


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """What README's way through all stages by the tiny recipe leaves: one piece, and what became of
    it."""
    clone = tmp_path_factory.mktemp("clone")
    with contextlib.chdir(clone):
        for words in in_words("--recipe tiny"):
            assert ("report: " in lmdm(*words)) == (words[3] not in {"wide", "export"}), words
    return clone / "tiny"


def test_the_studio_ends_with_a_page_that_is_no_piece(place):
    folder = place / "studio" / "report"
    page = (folder / "index.html").read_text()
    for name in ("hours-of-each-family.png", "tempi.png", "arp.png", "arp.wav"):
        assert (folder / name).stat().st_size > 1000
        assert name in page
    assert json.loads((place / "studio" / "000000-arp.json").read_text())["captions"][0] in page
    assert Shelf([place / "studio"], split=None).scan() == [place / "studio" / "000000-arp.wav"]


def test_every_stage_ends_with_a_page_to_look_at_and_listen_to(place):
    for stage in ("codec", "base", "lmdm", "distil", "arc"):
        folder = place / "runs" / stage / "report"
        page = (folder / "index.html").read_text()
        assert '<img src="loss.png"' in page
        assert page.count("<audio") >= 2
        for name in ("loss.png", *(p.name for p in folder.glob("*.wav"))):
            assert (folder / name).stat().st_size > 1000
            assert name in page


def test_what_the_stages_made_can_be_played_and_taught(place, monkeypatch):
    monkeypatch.setenv("LMDM_STATE", str(place / "state"))
    out = place / "state" / "models"
    where = ["--data", place / "studio", "--runs", place / "runs"]
    shutil.copytree(place / "weights", out)
    assert load("small").provenance["stage"] == "lmdm"
    few = read(out / "few_steps.safetensors", "few_steps")
    assert few.provenance["stage"] == "mean"
    weights = load_dit(out / "small.safetensors")[0].state_dict()
    assert few.provenance["base_fingerprint"] == fingerprint(weights)
    assert load("small").sight == 48  # as much of the past as the recipe trained on
    assert load("small").usual is not None
    assert all(0.0 <= told.widest < 0.9 for told in load("small").usual.portraits)
    model = load(out / "small.safetensors")  # with what lies beside it, and not as shipped
    assert model.identity["codec"] == digest(out / "codec.safetensors")
    assert len(model.codec.vocoder.state_dict()) < len(load().codec.vocoder.state_dict())
    assert model.few_steps is not None
    assert model.few_steps.digest == digest(out / "few_steps.safetensors")
    halves = []
    for stage in ("distil", "arc"):
        one = place / stage
        lmdm("train", "--recipe", "tiny", "export", *where, "--few-steps", stage, "--out", one)
        halves.append(read(one / "few_steps.safetensors", "few_steps").tensors)
    for name, between in few.tensors.items():
        first, second = (half[name].float() for half in halves)
        torch.testing.assert_close(between.float(), (first + second) / 2, atol=2e-3, rtol=2e-3)
    assert any(not torch.equal(half, few.tensors[name]) for name, half in halves[1].items())
    for name in ("codec", "few_steps"):
        (out / f"{name}.safetensors").unlink()
    piece = next((place / "studio").glob("0*.json")).with_suffix(".wav")
    sounds = place / "my_sounds"
    sounds.mkdir()
    (sounds / "rain.wav").write_bytes(piece.read_bytes())
    runs = ["--runs", place / "runs"]
    lmdm("train", "--recipe", "tiny", "lora", sounds, "-o", "mine", "--base", "small", *runs)
    mine = load("mine").provenance["lora"]
    assert (mine["steps"], mine["base"], mine["base_stage"]) == (4, "small", "lmdm")


def test_a_run_that_is_killed_goes_on_where_it_was(place, tmp_path):
    slow = tmp_path / "slow.yaml"
    text = (recipe.FOLDER / "tiny.yaml").read_text()
    slow.write_text(text.replace("steps: 4", "steps: 100000\n    save_every_s: 0.0"))
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "latents").symlink_to(place / "runs" / "latents")
    where = ["--data", place / "studio", "--runs", runs]
    state, log = runs / "base" / "state.safetensors", runs / "base" / "log.jsonl"
    running = process("instrument.cli", "train", "--recipe", slow, "base", *where)
    try:
        until = time.monotonic() + 120
        while not state.exists() and time.monotonic() < until and running.poll() is None:
            time.sleep(0.1)
    finally:
        running.kill()
        running.communicate()
    assert state.exists()
    state.with_suffix(".part").write_bytes(b"a checkpoint that was being written")
    done = len(log.read_text().splitlines())
    some = tmp_path / "some.yaml"
    some.write_text(text.replace("steps: 4", f"steps: {done + 2}"))
    lmdm("train", "--recipe", some, "base", *where)
    steps = [json.loads(line)["step"] for line in log.read_text().splitlines()]
    assert steps[-1] == done + 2
    assert steps[done] in (done, done + 1)  # the last step may have been told but not kept


def test_another_architecture_is_refused_with_the_difference(place):
    net = recipe.load("default").network
    from instrument.nn.dit import DiT

    with pytest.raises(UserError, match=r"another architecture: .*\(64, .*, not \(384, "):
        load_averages(DiT(net), place / "runs" / "base" / "state.safetensors")


@pytest.mark.parametrize(
    ("stage", "start", "what"),
    [
        ("lmdm", NETWORK, "small.safetensors: another architecture: width 384, not 64; depth 5"),
        ("distil", CODEC, "codec.safetensors: holds 'codec' weights, 'dit' is needed"),
        ("arc", NETWORK, "another architecture: width 384, not 64"),
        ("codec", CODEC, "codec.safetensors: another architecture: width 320, not 32; depth 6"),
        ("codec", NETWORK, "holds 'dit' weights, 'codec' is needed"),
        ("lmdm", None, "the state of a training run, not weights: `lmdm train export`"),
    ],
)
def test_weights_that_do_not_fit_are_no_start(place, tmp_path, stage, start, what):
    start = place / "runs" / "lmdm" / "state.safetensors" if start is None else SHIPPED / start
    where = ["--data", place / "studio", "--runs", tmp_path / "runs"]
    arguments = ["train", "--recipe", "tiny", stage, *where, "--start", start]
    with pytest.raises(UserError, match=what):
        CliRunner().invoke(group, [str(a) for a in arguments], catch_exceptions=False)
    assert not (tmp_path / "runs" / stage).exists()


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "^No space left on device; make room"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), "^x: Permission denied$"),
        (soundfile.LibsndfileError(2), "^a sound cannot be .*: System error. Is the disk full"),
        (SafetensorError("header too small"), "^header too small$"),
    ],
)
def test_what_a_file_does_to_a_stage_is_a_line(place, monkeypatch, fault, what):
    def fail(*_) -> None:
        raise fault

    where = ["--data", str(place / "studio"), "--runs", str(place / "runs")]
    arguments = ["train", "--recipe", "tiny", "base", *where]
    monkeypatch.setattr("instrument.train.latents.encode", fail)
    with pytest.raises(UserError, match=what):
        CliRunner().invoke(group, arguments, catch_exceptions=False)
    monkeypatch.undo()
    monkeypatch.setattr("instrument.train.report.of_base", fail)
    with pytest.raises(UserError, match="^no report: " + what.removeprefix("^")):
        CliRunner().invoke(group, arguments, catch_exceptions=False)


def test_nobody_listening_is_no_fault(monkeypatch):
    def fail(_) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("instrument.train.recipe.load", fail)
    with pytest.raises(BrokenPipeError):
        CliRunner().invoke(group, ["train", "base"], catch_exceptions=False)


def test_a_full_disk_is_said_and_the_last_state_stays(place, tmp_path):
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "latents").symlink_to(place / "runs" / "latents")
    (runs / "base").mkdir()
    before = (place / "runs" / "base" / "state.safetensors").read_bytes()
    (runs / "base" / "state.safetensors").write_bytes(before)
    more = tmp_path / "more.yaml"
    text = (recipe.FOLDER / "tiny.yaml").read_text()
    more.write_text(text.replace("steps: 4", "steps: 6"))
    train = ["train", "--recipe", more, "base", "--data", place / "studio", "--runs", runs]
    quoted = " ".join(f"'{a}'" for a in (sys.executable, "-m", "instrument.cli", *train))
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 500; exec {quoted}"],
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert (runs / "base" / "state.safetensors").read_bytes() == before


def torchrun(*arguments) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOME), "OMP_NUM_THREADS": "1"}
    running = process(
        "torch.distributed.run", "--standalone", "--nproc-per-node", 2, *arguments, env=environment
    )
    _, errors = running.communicate(timeout=300)
    assert running.returncode == 0, errors


def test_two_processes_start_alike_and_step_down_the_mean_gradient(tmp_path):
    torchrun("-m", "tests.two_processes", tmp_path)
    both = [json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1)]
    assert both[0] == both[1]
    assert both[0]["size"] == 2
    assert abs(both[0]["gradient"] - 0.2) < 1e-6
    assert abs(both[0]["weight"] - 0.9) < 1e-4


def test_two_processes_train_one_run(place, tmp_path):
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "latents").symlink_to(place / "runs" / "latents")
    where = ["--data", place / "studio", "--runs", runs]
    torchrun("-m", "instrument.cli", "train", "--recipe", "tiny", "base", *where)
    steps = [json.loads(x)["step"] for x in (runs / "base" / "log.jsonl").read_text().splitlines()]
    assert steps == [1, 2, 3, 4]
