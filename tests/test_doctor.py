"""`lmdm doctor` on this machine, with its parts there and not there."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from osc_listener import Listener
from real_parts import ROOT, Stage, free_port

from instrument.upkeep import doctor
from instrument.upkeep.doctor import Finding, verdict

LOOK = "import sys; from instrument.upkeep import doctor; print(doctor.{check}())"


def look(check: str, stage: Stage) -> str:
    """One check in a fresh interpreter with the stage's environment."""
    return subprocess.run(
        [sys.executable, "-c", LOOK.format(check=check)],
        env=stage.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip


def test_whole_report(stage_here: Stage) -> None:
    stage_here.jackd()
    part = subprocess.run(
        [sys.executable, "-m", "instrument.cli", "doctor", "--json", "--port", str(free_port())],
        env=stage_here.env, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    report = json.loads(part.stdout)
    findings = {f["name"]: f for f in report["findings"]}
    needed = ("python", "packages", "torch", "weights", "shared memory", "ports", "jack")
    for name in (*needed, "supercollider"):
        assert findings[name]["state"] == "ok", findings[name]
    assert "48000 Hz, 512 samples" in findings["jack"]["text"]
    values = float(re.match(r"([\d.]+) M values", findings["weights"]["text"])[1])
    assert 10 < values < 24  # so many at most, by the design
    assert report["plays"] is True
    assert report["verdict"] == "lmdm can play."
    assert part.returncode == 0


def test_jack_that_does_not_run_is_said_and_not_started(stage_here: Stage) -> None:
    said = look("jack", stage_here)
    assert "no server runs" in said and "jackd" in said
    assert stage_here.jack_ports() == ""


def test_quark(stage_here: Stage) -> None:
    assert "Quarks.install" in look("quark", stage_here)
    folder = Path(stage_here.env["XDG_CONFIG_HOME"]) / "SuperCollider"
    folder.mkdir(parents=True)
    (folder / "sclang_conf.yaml").write_text(f"includePaths:\n  - {ROOT / 'sc'}\n")
    said = look("quark", stage_here)
    assert "state='ok'" in said and str(ROOT / "sc") in said
    extension = Path(stage_here.env["XDG_DATA_HOME"]) / "SuperCollider" / "Extensions" / "lmdm"
    extension.mkdir(parents=True)
    (extension / "LMDM.sc").touch()
    assert "more than once" in look("quark", stage_here)


def test_ports() -> None:
    port = free_port()
    assert doctor.ports(port).state == "ok"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))
        finding = doctor.ports(port)
    assert finding.state == "missing" and f"UDP {port}" in finding.text and "--port" in finding.mend


def test_an_lmdm_at_the_port_is_ours(listener: Listener) -> None:
    listener.answers["/lmdm/version"] = lambda: ("/lmdm/version.reply", "0.1.0", "default")
    finding = doctor.ports(listener.port)
    assert finding.state == "ok" and "0.1.0" in finding.text


def test_a_broken_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    finding = doctor.torch()
    assert finding.state == "missing" and "pip install torch" in finding.mend
    monkeypatch.setitem(sys.modules, "soxr", None)
    finding = doctor.packages()
    assert finding.state == "missing" and finding.mend.endswith("pip install soxr")


def test_programs_that_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = doctor.supercollider()
    assert finding.state == "warning" and "sclang scsynth" in finding.text and finding.mend


def test_verdict() -> None:
    good = [Finding("torch", "ok", ""), Finding("jack", "ok", ""), Finding("portaudio", "ok", "")]
    assert verdict(good) == (True, "lmdm can play.")
    deaf = [Finding("jack", "warning", ""), Finding("portaudio", "warning", "")]
    plays, line = verdict(deaf)
    assert plays and "nobody would hear it" in line
    plays, line = verdict([*good, Finding("weights", "missing", "")])
    assert not plays and "weights" in line


def test_it_looks_for_every_package_that_a_plain_installation_brings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.match(r"[\w-]+", line).group() for line in project["dependencies"]}
    assert needed - {"torch", "JACK-Client"} == set(doctor._PACKAGES.values())
