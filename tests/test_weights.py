"""Weights on disk: what is written comes back, and every fault has its sentence."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import save_file

from instrument.nn import weights
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.weights import (
    HALF_FROM,
    WeightsError,
    kind_of,
    load_dit,
    read,
    restore,
    save_dit,
    write,
)
from tests.nets import CONFIG, lively

MADE = {"by": "a test", "steps": 3}


@pytest.fixture
def dit() -> DiT:
    return lively()


def test_round_trip(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "x.safetensors"
    save_dit(path, dit, MADE)
    again, provenance = load_dit(path, expect=CONFIG)
    assert provenance == MADE
    assert again.config == CONFIG
    for name, value in again.state_dict().items():
        own = dit.state_dict()[name]
        assert value.dtype == torch.float32
        if own.numel() < HALF_FROM:
            assert torch.equal(value, own), name
        else:
            assert torch.equal(value, own.half().float()), name
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_full_precision_round_trip(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "x.safetensors"
    save_dit(path, dit, MADE, half=False)
    again = load_dit(path)[0].state_dict()
    assert all(torch.equal(again[name], value) for name, value in dit.state_dict().items())


def reference(dit: DiT, split: bool) -> dict[str, torch.Tensor]:
    state = {f"model.model.{k}": v.clone() for k, v in dit.state_dict().items()}
    if split:
        for key in [k for k in state if k.endswith("to_qkv.weight")]:
            whole = state.pop(key)
            state[key.replace("to_qkv", "to_q")] = whole[: CONFIG.width].clone()
            state[key.replace("to_qkv", "to_kv")] = whole[CONFIG.width :].clone()
    return state


@pytest.mark.parametrize("split", [False, True])
def test_reference_names(tmp_path: Path, dit: DiT, split: bool) -> None:
    path = tmp_path / "paper.safetensors"
    save_file({**reference(dit, split), "pretransform.x": torch.zeros(2)}, path)
    again, _ = load_dit(path)
    assert again.config == CONFIG
    assert all(torch.equal(again.state_dict()[k], v) for k, v in dit.state_dict().items())


@pytest.mark.parametrize("fault", ["missing", "unknown"])
def test_reference_faults_are_named(tmp_path: Path, dit: DiT, fault: str) -> None:
    path = tmp_path / "paper.safetensors"
    state = reference(dit, split=False)
    key = "model.model.transformer.layers.1.ff.ff.2.bias"
    value = state.pop(key)
    if fault == "unknown":
        state[key] = value
        state["model.model.transformer.memory"] = value.clone()
        key = "transformer.memory"
    save_file(state, path)
    with pytest.raises(WeightsError, match=f"{key.removeprefix('model.model.')} is {fault}"):
        load_dit(path)


def test_other_architecture_names_the_difference(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "x.safetensors"
    save_dit(path, dit, MADE)
    wider = DiTConfig(6, 192, 3, 3, 5, 4, 8)
    with pytest.raises(WeightsError, match="width 128, not 192; heads 2, not 3"):
        load_dit(path, expect=wider)
    with pytest.raises(WeightsError, match="weight is 128x256, not 192x256"):
        restore(DiT(wider), read(path, "dit").tensors, "x")


@pytest.mark.parametrize("size", [0, 5, 500, -100])
def test_truncated(tmp_path: Path, dit: DiT, size: int) -> None:
    path = tmp_path / "x.safetensors"
    save_dit(path, dit, MADE)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(WeightsError, match="not a whole safetensors file"):
        load_dit(path)


def test_pickle_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    torch.save({"a": torch.zeros(3)}, path)
    with pytest.raises(WeightsError, match="not a whole safetensors file"):
        load_dit(path)


def test_other_faults(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "x.safetensors"
    with pytest.raises(WeightsError, match="no such file"):
        load_dit(path)
    write(path, "codec", {"a": 1}, {"x": torch.zeros(3)}, {})
    assert read(path, "codec").config == {"a": 1}
    with pytest.raises(WeightsError, match="'codec' weights, 'dit' is needed"):
        load_dit(path)
    write(path, "dit", {**CONFIG.__dict__, "colour": 1}, dit.state_dict(), {})
    with pytest.raises(WeightsError, match="unknown in its configuration: colour"):
        load_dit(path)
    save_file({"x": torch.zeros(3)}, path, metadata={"format": "99"})
    with pytest.raises(WeightsError, match="format 99; this program reads 1"):
        load_dit(path)
    save_file({"x": torch.zeros(3)}, path, metadata={"format": "1", "kind": "dit"})
    with pytest.raises(WeightsError, match="damaged"):
        load_dit(path)
    save_file({"x": torch.zeros(3)}, path)
    with pytest.raises(WeightsError, match=r"no array's name starts with model\.model"):
        load_dit(path)
    with pytest.raises(WeightsError, match="float16"):
        write(path, "dit", {}, {"x": torch.full((HALF_FROM,), 1e6)}, {})


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "x.safetensors"
    write(path, "codec", {}, {"x": torch.zeros(3)}, MADE)
    before = path.read_bytes()

    def full(tensors, part: Path, metadata) -> None:
        part.write_bytes(b"as much as there was room for")
        raise SafetensorError(
            "Error while serializing: I/O error: No space left on device (os error 28)"
        )

    monkeypatch.setattr(weights, "save_file", full)
    with pytest.raises(OSError, match="No space left on device") as error:
        write(path, "codec", {}, {"x": torch.ones(3)}, MADE)
    assert error.value.errno == errno.ENOSPC
    assert error.value.filename == str(path)
    assert error.value.strerror == "No space left on device"
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_who_may_read_other_files_may_read_weights(tmp_path: Path) -> None:
    """As a service does that runs as another user."""
    write(tmp_path / "x.safetensors", "codec", {}, {"x": torch.zeros(3)}, MADE)
    (tmp_path / "other").touch()
    modes = {p.stat().st_mode for p in tmp_path.iterdir()}
    assert len(modes) == 1


def test_the_state_of_a_run_is_no_weights(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "state.safetensors"
    save_file({"model.x": torch.zeros(3)}, path, {"step": "3", "elapsed": "0.5"})
    for load in (load_dit, kind_of, lambda p: read(p, "codec")):
        with pytest.raises(WeightsError, match="state of a training run.*`lmdm train export`"):
            load(path)


def test_a_file_from_before_a_condition_plays_as_it_did(tmp_path: Path, dit: DiT) -> None:
    path = tmp_path / "x.safetensors"
    save_dit(path, dit, MADE, half=False)
    wider, _ = load_dit(path, channels=CONFIG.add_channels + 3)
    told = torch.randn(1, 5, CONFIG.add_channels + 3)
    assert torch.allclose(wider.added(told), dit.added(told[..., :-3]), atol=1e-5)
