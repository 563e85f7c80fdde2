"""The configuration file and the command line: strict, with the line and a suggestion."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playing import TESTS

from instrument.config import Config, load, parse
from instrument.controls import Change, Controls
from instrument.errors import UserError
from instrument.presets import dump
from instrument.presets import parse as parse_preset


def test_an_empty_file_is_the_defaults() -> None:
    assert parse("", "x.yaml") == Config()
    assert parse("# nothing\n", "x.yaml") == Config()


def test_everything_can_be_said() -> None:
    config = parse(
        """
osc:
  port: 57200
  bind: 0.0.0.0
  allow: [192.168.1.0/24]
  listeners: ["127.0.0.1:9000"]
  quit: true
audio: {backend: jack, connect: none, device: USB, client: lmdm2}
model: big
threads: 2
midi: nanoKONTROL
prompt: dub techno
fade_in: 1
params: {gain: -20, density: free, steps: 8, latency_mode: low, guidance/notes: 3}
""",
        "x.yaml",
    )
    assert (config.port, config.bind, config.allow_quit) == (57_200, "0.0.0.0", True)
    assert (config.audio, config.connect, config.client) == ("jack", "none", "lmdm2")
    assert (config.fade_in, config.midi) == (1.0, "nanoKONTROL")
    assert config.params == {
        "gain": -20.0, "density": None, "steps": 8, "latency_mode": "low", "guidance/notes": 3.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model: a\nprot: 5", 'x.yaml:2: no key "prot"'),
        ("promt: hello", 'x.yaml:1: no key "promt" here - did you mean "prompt"?'),
        ("osc:\n  prot: 5", 'x.yaml:2: no key "prot" here - did you mean "port"?'),
        ("params:\n  gain: -3\n  densty: 5", 'x.yaml:3: no parameter "densty" - did you mean'),
        ("params:\n  gain: 3", "x.yaml:2: gain is -60 to 0 dB"),
        ("params:\n  gain: loud", "x.yaml:2: gain wants one number"),
        ("params: {gain: .nan}", "x.yaml:1: gain wants a finite number"),
        ("osc: {port: 70000}", "x.yaml:1: port is 0 to 65535"),
        ("osc: {port: yes}", "x.yaml:1: port is to be a whole number"),
        ("osc: 5", "x.yaml:1: osc is to be a mapping"),
        ("- a\n- b", "x.yaml:1: a mapping"),
        ("a: [", "x.yaml:1: "),
        ("model: a\nmodel: b", 'x.yaml:2: "model" is there twice'),
        ("osc: {listeners: [nobody]}", 'x.yaml:1: "nobody" is no listener'),
        ("prompt: ''", "x.yaml:1: prompt has 1 to 2000 characters"),
        ("a: &x [*x]", "x.yaml:1: "),
        ("threads: 0", "x.yaml:1: threads is 1 to 256"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        parse(text, "x.yaml")
    assert said in str(error.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        load(tmp_path / "missing.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"prompt: caf\xe9")
    with pytest.raises(UserError, match="not UTF-8"):
        load(tmp_path / "latin.yaml")


def test_a_preset_goes_there_and_back() -> None:
    controls = Controls()
    changes = [
        Change(None, "prompt", 3, ["übung: a #1", 0.5]),
        Change(None, "density", 0, 3.0),
        Change(None, "mode", 0, "sketch"),
    ]
    controls.submit(changes, 0)
    other = Controls()
    other.submit([Change(None, "brightness", 0, 1.0), Change(None, "prompt", 0, ["x", 1.0])], 0)
    other.submit(parse_preset(dump(controls, 0), "p.yaml"), 0)
    assert other.prompts == controls.prompts
    assert other.mode == "sketch"
    assert {k: other.value(k, 0) for k in other.glides} == {
        k: controls.value(k, 0) for k in controls.glides
    }


def lmdm(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "instrument.cli", *arguments],
        capture_output=True, text=True, cwd=TESTS.parent, timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serv"], 'lmdm: no command "serv" - did you mean "serve"?'),
        (["serve", "--port", "99999"], "lmdm: Invalid value for '--port'"),
        (["serve", "--config", "missing.yaml"], "lmdm: missing.yaml: No such file or directory"),
        (["serve", "--prompt", "x" * 2_001], "lmdm: --prompt: the text has 2001 characters"),
        (["serve", "--allow", "everyone"], 'lmdm: "everyone" is no address or network'),
        (["serve", "--bind", "192.0.2.1", "--port", "0"], 'lmdm: cannot listen on "192.0.2.1"'),
    ],
)
def test_a_users_error_is_one_line_and_status_two(arguments: list[str], said: str) -> None:
    ended = lmdm(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_params_as_a_table_and_as_json() -> None:
    assert "density" in lmdm("params").stdout
    table = json.loads(lmdm("params", "--json").stdout)
    gain = next(p for p in table["params"] if p["key"] == "gain")
    assert (gain["address"], gain["lo"], gain["default"]) == ("/lmdm/param/gain", -60.0, -12.0)
    assert "/lmdm/prompt" in {c["address"] for c in table["commands"]}


def test_limits_are_the_files_alone() -> None:
    limits = parse("limits: {ceiling: -3, loudness: -20}", "x.yaml").limits
    assert (limits.ceiling, limits.loudness) == (-3.0, -20.0)
    with pytest.raises(UserError, match="x.yaml:1: loudness is -60 to 0"):
        parse("limits: {loudness: 3}", "x.yaml")
