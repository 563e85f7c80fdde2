"""The unit is one that systemd takes; what a power cut leaves is whole; help can be asked for."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from playing import (
    Client,
    Daemon,
    ask_and_wait_until_saved,
    playing,
)
from real_parts import ROOT, need

from instrument.cli import group
from instrument.errors import UserError
from instrument.journal import Journal
from instrument.upkeep.service import unit, unit_path

MUSEUM = ROOT / "instrument" / "scenes" / "museum.yaml"


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    config = tmp_path / 'the "best" 100% $HOME config.yaml'
    config.write_text("limits: {loudness: -20}")
    words = ["service", "install", "--print", "--config", str(config), "--scene", str(MUSEUM)]
    shown = CliRunner().invoke(group, words)
    assert shown.exit_code == 0, shown.output
    assert "Type=notify" in shown.output
    assert f'"{MUSEUM}"' in shown.output
    verify = need("systemd-analyze")
    path = tmp_path / "lmdm.service"
    path.write_text(shown.output)
    judged = subprocess.run(
        [verify, "--user", "verify", "--man=no", str(path)],
        capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        timeout=120,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stderr
    assert "lmdm.service" not in judged.stderr, judged.stderr
    path.write_text(shown.output.replace("Type=notify", "Tpye=notify"))
    again = subprocess.run(
        [verify, "--user", "verify", "--man=no", str(path)],
        capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        timeout=120,
    )  # fmt: skip
    assert "Tpye" in again.stderr, "it would have said so"


def test_what_is_wrong_is_said_before_anything_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(UserError, match="is no name"):
        unit_path("../lmdm")
    assert unit_path("lmdm") == tmp_path / "systemd" / "user" / "lmdm.service"
    broken = tmp_path / "x.yaml"
    broken.write_text("limts: {}")
    done = CliRunner().invoke(group, ["service", "install", "--config", str(broken)])
    assert 'did you mean "limits"' in str(done.exception)
    assert not unit_path("lmdm").exists()
    gone = CliRunner().invoke(group, ["service", "uninstall"])
    assert "is not there" in str(gone.exception)
    assert "--resume" in unit(["--resume"])


WRITER = """
import sys
from pathlib import Path
from instrument.places import write_whole
print("ready", flush=True)
k = 0
while True:
    k += 1
    write_whole(Path(sys.argv[1]), f"{k}:" + "x" * 20_000 + f":{k}")
"""


def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    path, rng, before = tmp_path / "state.json", random.Random(1), 0
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.05))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        if path.exists():
            first, middle, last = path.read_text().split(":")
            assert first == last
            assert len(middle) == 20_000
            before += 1
    assert before


def test_after_a_power_cut_it_goes_on_with_what_was_saved(tmp_path: Path) -> None:
    first = Daemon(tmp_path, "--resume").wait_playing()
    client = Client(first.port)
    client.send("/lmdm/param/key", "F#m")
    client.send("/lmdm/param/loudness", -20.0)
    client.send("/lmdm/free", "loudness")
    ask_and_wait_until_saved(first, client)
    audio, engine = first.trace()["audio"][0], first.engines()[-1]
    for pid in (first.process.pid, audio, engine):
        os.kill(pid, signal.SIGKILL)
    first.process.wait()
    with playing(tmp_path, "--resume", "--log", str(tmp_path / "log"), port=first.port) as second:
        assert "going on with what was saved last" in second.said()
        assert client.get("prompt/0") == ("acid bass", 0.5)
        assert client.get("gain") == (-9.0,)
        assert client.get("clock")[0] == 140.0
        assert client.get("key") == ("F#m",)
        assert client.get("loudness") == ("free",)
        assert "going on with what was saved last" in (tmp_path / "log").read_text()
        out = tmp_path / "bundle.zip"
        config = tmp_path / "config.yaml"
        config.write_text("{osc: {quit: true}, webhook: 'https://example.org/secret'}\n")
        done = CliRunner().invoke(
            group, ["support-bundle", str(out), "--port", str(second.port), "--config", str(config)]
        )
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile(out) as bundle:
            assert b"playing" in bundle.read("status.json")
            shown = b"{osc: {quit: true}, webhook: '(an address, left out)'}\n"
            assert bundle.read("config.yaml") == shown
            assert b"python" in bundle.read("doctor.txt")
    client.close()


def test_a_log_is_rotated_and_a_disk_that_is_full_is_no_end(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "log")
    for _ in range(3_000):
        journal.say("x" * 1_000)
    assert (tmp_path / "log.1").exists()
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) < 7 << 20
    with pytest.raises(UserError, match="--log"):
        Journal(tmp_path / "missing" / "log")
    if Path("/dev/full").exists():
        Journal(Path("/dev/full")).say("goes on")
