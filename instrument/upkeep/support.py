"""`lmdm support-bundle`: what somebody needs to know who is asked for help, in one zip file.

Nothing of the music, no sound, no address of a webhook.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile
from importlib import metadata
from pathlib import Path

import click

from instrument import __version__
from instrument.errors import UserError
from instrument.osc.asking import ask
from instrument.places import state_dir
from instrument.upkeep.service import unit_path

_SECRET = re.compile(r"https?://[^\s\"',}\]]+")
"""A webhook's address lets whoever has it write there, wherever it stands: YAML has many ways."""
_MOST = 1 << 20


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Goes in, if named.")
@click.option("--scene", type=click.Path(path_type=Path), help="Goes in, if named.")
@click.option(
    "--log", type=click.Path(path_type=Path), help="The file of serve --log, if it is used."
)
@click.option("--port", default=57_140, type=click.IntRange(1, 65_535), help="OSC  [57140]")
def command(
    out: Path, config_file: Path | None, scene: Path | None, log: Path | None, port: int
) -> None:
    """Gathers what helps to find out what is wrong into OUT.zip."""
    parts: dict[str, str] = {
        "about.json": json.dumps(_about(), indent=1),
        "doctor.txt": _said([sys.executable, "-m", "instrument.cli", "doctor"]),
        "status.json": json.dumps(_status(port)),
        "journal.txt": _without_secrets(
            _said(["journalctl", "--user-unit", "lmdm.service", "-n", "2000"])
        ),
        "processes.txt": _said(["ps", "-eo", "pid,ppid,etime,pcpu,rss,args"]),
    }
    files = {"config.yaml": config_file, "scene.yaml": scene, "log.txt": log}
    files |= {"lmdm.service": unit_path("lmdm")}
    files |= {f"state/{p.name}": p for p in (state_dir() / "ports").glob("*.json")}
    for name, path in files.items():
        if path is not None:
            parts[name] = _without_secrets(_text(path))
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in parts.items():
                bundle.writestr(name, text)
    except OSError as error:
        raise UserError(f"{out}: {error.strerror}") from None
    click.echo(f"{out}: {', '.join(sorted(parts))}")


def _about() -> dict[str, object]:
    packages = {d.metadata["Name"]: d.version for d in metadata.distributions()}
    kept = {
        k: v for k, v in os.environ.items() if k.startswith(("JACK", "LMDM", "OMP", "PIPEWIRE"))
    }
    return {
        "lmdm": __version__, "python": sys.version, "platform": platform.platform(),
        "cores": os.cpu_count(), "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "packages": packages, "environment": kept,
    }  # fmt: skip


def _status(port: int) -> list[object]:
    try:
        return list(ask(port, "/lmdm/status", seconds=2.0))
    except OSError as error:
        return [f"no answer on port {port}: {error}"]


def _without_secrets(text: str) -> str:
    return _SECRET.sub("(an address, left out)", text)


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[-_MOST:].decode(errors="replace")
    except OSError as error:
        return f"{path}: {error.strerror}"


def _said(words: list[str]) -> str:
    if not shutil.which(words[0]):
        return f"{words[0]} is not here"
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stdout + done.stderr)[-_MOST:]
