"""Models by name; a name from the network is never a path."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from instrument.model import DEFAULT, from_argument, path_of
from instrument.nn.weights import WeightsError
from instrument.places import models


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LMDM_STATE", str(tmp_path))
    return tmp_path


def test_names_lead_into_the_models_folder(state):
    assert models() == [DEFAULT]
    (state / "models").mkdir()
    shutil.copy(path_of(DEFAULT), state / "models" / "mine.safetensors")
    assert models() == [DEFAULT, "mine"]
    assert path_of("mine") == path_of("mine.safetensors") == state / "models" / "mine.safetensors"
    with pytest.raises(WeightsError, match='did you mean "mine"'):
        path_of("mime")


@pytest.mark.parametrize("name", ["../mine", "/etc/passwd", "a/b", "", ".", "..", "x" * 100])
def test_paths_are_no_names(state, name):
    with pytest.raises(WeightsError):
        path_of(name)


def test_what_is_typed_may_be_a_path():
    assert from_argument("mine") == "mine"
    assert from_argument("./mine.safetensors") == Path("mine.safetensors")
    assert from_argument("folder/mine") == Path("folder/mine")
