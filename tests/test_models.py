"""Models by name; a name from the network is never a path."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from instrument.cli import group
from instrument.conditioning import TextEncoder
from instrument.errors import UserError
from instrument.model import CONTEXT, DEFAULT, from_argument, load, path_of
from instrument.nn.weights import WeightsError, save_dit
from instrument.places import models
from tests.models import tiny_model


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


def test_who_asks_for_a_model_that_is_not_there_is_told_which_are(state):
    """A name, and what it could have meant; of many models the first are enough."""
    with pytest.raises(WeightsError, match='^no model "nix"; there are: default$'):
        path_of("nix")
    for name in ("mine", *(f"x{k}" for k in range(20))):
        shutil.copy(path_of(DEFAULT), state / "models" / f"{name}.safetensors")
    with pytest.raises(WeightsError) as error:
        path_of("mime")
    said = str(error.value)
    assert said.startswith('no model "mime" - did you mean "mine"? There are: default, mine, x0')
    assert said.endswith(" and 10 more")


@pytest.mark.parametrize(
    "words",
    [
        ["render", "--model", "defalt", "--seconds", "1", "out.wav"],
        ["eval", "--model", "defalt", "--only", "drift"],
        ["bench", "--model", "defalt", "--latency", "low"],
        ["live", "--model", "defalt", "--only", "recall"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_tells_it_at_once(state, words):
    said = CliRunner().invoke(group, words, standalone_mode=False).exception
    assert isinstance(said, UserError)
    assert str(said) == 'no model "defalt" - did you mean "default"? There are: default'


@pytest.mark.parametrize("name", ["../mine", "/etc/passwd", "a/b", "", ".", "..", "x" * 100])
def test_paths_are_no_names(state, name):
    with pytest.raises(WeightsError):
        path_of(name)


def test_a_file_says_how_much_of_the_past_its_network_sees(tmp_path):
    for sight, file in ((96, tmp_path / "one.safetensors"), (None, tmp_path / "two.safetensors")):
        save_dit(file, tiny_model().dit, {} if sight is None else {"sight": sight})
        assert load(file).sight == (sight or CONTEXT)
    for wrong in (0, 193, "all", True):
        save_dit(file, tiny_model().dit, {"sight": wrong})
        with pytest.raises(WeightsError, match=r"two.safetensors: a sight of .* frames, not 1 to"):
            load(file)


def kind(level: float, *words: str) -> dict:
    """What a file tells of a kind of music."""
    return {"words": words, "figures": [level] + 10 * [3.0], "spreads": 11 * [1.0]}


def test_a_file_tells_what_its_prompts_are_like_as_a_rule(tmp_path):
    file, encoder = tmp_path / "one.safetensors", TextEncoder()
    save_dit(file, tiny_model().dit, {})
    assert load(file).usual is None
    table = {"pad": kind(-21.0, "ambient pad"), "drums": kind(-15.5, "drum loop")}
    save_dit(file, tiny_model().dit, {"usual": table})
    usual = load(file).usual
    assert usual is not None
    assert usual.level(encoder.encode("drum loop")) == pytest.approx(-15.5, abs=0.1)
    assert usual.level(encoder.encode("a warm ambient pad")) == pytest.approx(-21.0, abs=0.1)
    both = encoder.mix([("drum loop", 1.0), ("ambient pad", 1.0)])
    assert -20.0 < usual.level(both) < -16.5
    assert usual.level(encoder.encode("")) == pytest.approx(-18.25)
    drums, pad = (usual.portrait(encoder.encode(p)) for p in ("drum loop", "a warm ambient pad"))
    assert [float(p.figures[0]) for p in (drums, pad)] == [-15.5, -21.0]
    assert usual.portrait(both) is None
    assert usual.widest(encoder.encode("drum loop")) == 1.0, "where nothing is told of it"
    table["drums"]["widest"] = 0.2
    save_dit(file, tiny_model().dit, {"usual": table})
    usual = load(file).usual
    assert usual.widest(encoder.encode("drum loop")) == pytest.approx(0.2, abs=0.01)
    assert usual.widest(encoder.encode("ambient pad")) > 0.9
    lacks, short = {"pad": {"words": ["pad"]}}, {"pad": kind(-20.0, "pad") | {"spreads": [1.0]}}
    wrong = [[1], {}, lacks, short, {"pad": 3.0}, {"pad": kind(-20.0)}]
    wrong += [{"pad": kind(level, "pad")} for level in (3.0, math.nan)]
    wrong += [{"pad": kind(-20.0, "pad") | {"widest": wide}} for wide in ("", 1.5, math.nan)]
    for table in wrong:
        save_dit(file, tiny_model().dit, {"usual": table})
        with pytest.raises(WeightsError, match=r"one.safetensors: what is usual"):
            load(file)


def test_the_shipped_model_knows_that_drums_are_louder_than_pads():
    model = load()
    assert model.usual is not None
    drums, pad = (
        model.usual.level(model.encoder.encode(p)) for p in ("jazz drums", "warm slow pad")
    )
    assert drums > pad + 3.0


def test_what_is_typed_may_be_a_path():
    assert from_argument("mine") == "mine"
    assert from_argument("./mine.safetensors") == Path("mine.safetensors")
    assert from_argument("folder/mine") == Path("folder/mine")
