"""The real daemon and the shipped model: what was played while messages came is rendered again."""

from __future__ import annotations

import json
import os
import signal
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from playing import Client, Daemon, eventually, panel_of, playing, ring_of

from instrument.errors import UserError
from instrument.offline.render import command


@pytest.fixture(scope="module")
def performance(tmp_path_factory) -> Daemon:
    """A trace "set" recorded while messages came, and a capture "heard" of a part of it."""
    with playing(tmp_path_factory.mktemp("set"), "--prompt", "piano", real=True) as daemon:
        me = Client(daemon.port)
        me.send("/lmdm/trace/start", "set")
        me.expect("/lmdm/done", "/lmdm/trace/start", "set")
        me.send("/lmdm/trace/start", "set")
        assert "being recorded" in me.fail("busy")
        me.send("/lmdm/state/recall", "nothing")
        assert "no state" in me.fail("path")
        me.send("/lmdm/state/save", "../x")
        assert "is no name" in me.fail("path")
        me.send("/lmdm/param/latency_mode", "low")
        for k in range(25):
            me.send("/lmdm/param/loudness", -30.0 + (k % 5) * 4)
            if k == 5:
                me.send("/lmdm/state/save", "early")
                me.expect("/lmdm/done", "/lmdm/state/save", "early")
            if k == 12:
                me.send("/lmdm/prompt", "drum loop")
            if k == 18:
                me.bundle(0.3, ("/lmdm/state/recall", "early"))
                me.expect("/lmdm/done", "/lmdm/state/recall", "early")
            me.listen(0.13)
        ring, panel = ring_of(daemon), panel_of(daemon)
        # a slow machine may have left a gap, behind which nothing is kept
        eventually(lambda: panel.position - ring.begin > 4 * ring.rate, 120.0)
        me.send("/lmdm/capture", 3.5, "heard")
        me.expect("/lmdm/done", "/lmdm/capture")
        me.send("/lmdm/trace/stop")
        me.expect("/lmdm/done", "/lmdm/trace/stop")
        me.close()
    return daemon


def render(*options: str | Path) -> str:
    """What `lmdm render` says, or the one line of what is wrong."""
    try:
        return (
            CliRunner()
            .invoke(
                command, [str(o) for o in options], standalone_mode=False, catch_exceptions=False
            )
            .output
        )
    except UserError as error:
        return f"wrong: {error}"


def test_a_trace_renders_to_what_was_played(performance: Daemon, tmp_path: Path) -> None:
    trace = performance.state / "traces" / "set.trace"
    files = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for file in files:
        said = render("--trace", trace, file)
        assert " s" in said
        assert "near the live run" not in said
    assert files[0].read_bytes() == files[1].read_bytes()
    heard, rate = soundfile.read(performance.state / "captures" / "heard.wav", dtype="int32")
    made, _ = soundfile.read(files[0], dtype="float32")
    made = np.round(np.clip(made, -1.0, 1.0) * (2**23 - 1)).astype(np.int32)
    heard >>= 8
    places = np.flatnonzero((made[:, 0] == heard[100, 0]) & (made[:, 1] == heard[100, 1])) - 100
    same = [at for at in places if np.array_equal(made[at : at + len(heard)], heard)]
    assert len(same) == 1, f"{len(places)} places looked at"
    assert len(heard) == 3.5 * rate


def test_a_trace_in_better_quality_and_what_is_wrong_with_one(
    performance: Daemon, tmp_path: Path
) -> None:
    trace = performance.state / "traces" / "set.trace"
    out = tmp_path / "x.wav"
    assert "wrong" not in render("--trace", trace, "--steps", 8, out)
    out.unlink()
    wrong = {
        "what a trace played": ["--trace", str(trace), "--seconds", "3"],
        "no such file": ["--trace", str(tmp_path / "none.trace")],
        "not a whole trace": ["--trace", str(tmp_path / "half.trace")],
        "network is 0000": ["--trace", str(tmp_path / "other.trace")],
    }
    (tmp_path / "half.trace").write_bytes(trace.read_bytes()[:-100])
    with zipfile.ZipFile(trace) as good, zipfile.ZipFile(tmp_path / "other.trace", "w") as other:
        for name in good.namelist()[:3]:
            data = good.read(name)
            size = int.from_bytes(data[:8], "little")
            header = json.loads(data[8 : 8 + size])
            about = json.loads(header["__metadata__"]["about"])
            if "identity" in about:
                about["identity"]["network"] = "0000"
                header["__metadata__"]["about"] = json.dumps(about)
            text = json.dumps(header).encode()
            text += b" " * (-len(text) % 8)
            other.writestr(name, len(text).to_bytes(8, "little") + text + data[8 + size :])
    for says, options in wrong.items():
        said = render(*options, out)
        assert said.startswith("wrong: ")
        assert says in said
        assert "\n" not in said
        assert not out.exists()


def test_what_was_recorded_outlives_the_engine(tmp_path: Path) -> None:
    with playing(tmp_path, "--prompt", "piano", real=True) as daemon:
        me = Client(daemon.port)
        me.subscribe()
        me.send("/lmdm/trace/start", "short")
        me.expect("/lmdm/done", "/lmdm/trace/start", "short")
        part = daemon.state / "traces" / "short.trace.part"
        eventually(lambda: part.read_bytes().count(b"-block.safetensors") >= 20, 60.0)
        os.kill(panel_of(daemon).engine_pid, signal.SIGKILL)
        assert "short ends with the engine" in me.fail("model")
        kept = daemon.state / "traces" / "short.trace"
        eventually(kept.exists, 60.0)
        me.close()
    said = render("--trace", kept, tmp_path / "short.wav")
    assert "wrong" not in said
    assert len(soundfile.read(tmp_path / "short.wav")[0]) > 18 * 2048, "a block is a frame at least"
