"""`lmdm service`: has systemd start the instrument with the machine, and keep it alive.

A user's unit, so that it plays through the user's PipeWire or JACK; lingering, so that nobody needs
to log in. The front is the unit's main process; engine and audio process outlive it on purpose
(KillMode=process), and the next front takes the sound over.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click

from instrument.errors import UserError
from instrument.places import write_whole

WATCHDOG_S = 30
_UNIT = """\
[Unit]
Description=lmdm, a generative instrument
After=pipewire.service pipewire-jack.service wireplumber.service jack.service sound.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={command}
WorkingDirectory=%h
Restart=always
RestartSec=1
TimeoutStartSec=300
TimeoutStopSec=20
WatchdogSec={watchdog}
WatchdogSignal=SIGKILL
# the sound goes on without the front, and the next one takes it over
KillMode=process
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""

_NAME = click.option("--name", default="lmdm", show_default=True, help="The unit's name.")


def unit(arguments: list[str]) -> str:
    """The text of the unit that serves with these arguments."""
    words = [sys.executable, "-m", "instrument.cli", "serve", *arguments]
    # systemd reads % and $ in a command line, and " and \\ inside quotes
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        words = [w.replace(sign, escaped) for w in words]
    quoted = [f'"{w}"' for w in words]
    home = Path(__file__).resolve().parents[2]
    text = _UNIT.format(command=" ".join(quoted), watchdog=WATCHDOG_S)
    if not (home / "pyproject.toml").exists():
        return text
    return text.replace("[Service]\n", f'[Service]\nEnvironment="PYTHONPATH={home}"\n', 1)


def unit_path(name: str) -> Path:
    """Where a user's unit of that name lies; raises UserError for no plain name."""
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UserError(f'--name: "{name[:40]}" is no name: letters, digits, - and _')
    base = os.environ.get("XDG_CONFIG_HOME")
    folder = Path(base) if base else Path.home() / ".config"
    return folder / "systemd" / "user" / f"{name}.service"


@click.group()
def command() -> None:
    """Starts the instrument with the machine, and keeps it alive (systemd)."""


@command.command()
@_NAME
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="As of serve.")
@click.option("--scene", type=click.Path(path_type=Path), help="As of serve.")
@click.option("--port", type=click.IntRange(1, 65_535), help="As of serve.")
@click.option("--print", "only_print", is_flag=True, help="Shows the unit, and does nothing.")
def install(
    name: str, config_file: Path | None, scene: Path | None, port: int | None, only_print: bool
) -> None:
    """Writes the unit, starts it, and has it start with the machine."""
    from instrument import presets
    from instrument.config import load
    from instrument.scenes.file import load as load_scenes

    arguments = ["--resume", "--spare"]
    if config_file is not None:
        load(config_file)
        arguments += ["--config", str(config_file.resolve())]
    if scene is not None:
        load_scenes(scene, presets.load)
        arguments += ["--scene", str(scene.resolve())]
    if port is not None:
        arguments += ["--port", str(port)]
    text = unit(arguments)
    if only_print:
        click.echo(text, nl=False)
        return
    path = unit_path(name)
    _need_systemd()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    click.echo(f"wrote {path}")
    _run("systemctl", "--user", "daemon-reload")
    _run("systemctl", "--user", "enable", "--now", f"{name}.service")
    user = getpass.getuser()
    if _try("loginctl", "enable-linger", user):
        click.echo(
            f"it starts when {user} logs in; for a start with the machine: "
            f"sudo loginctl enable-linger {user}"
        )
    click.echo(f"it plays; lmdm service status{'' if name == 'lmdm' else f' --name {name}'}")


@command.command()
@_NAME
@click.option("--port", default=57_140, type=click.IntRange(1, 65_535), help="OSC  [57140]")
def status(name: str, port: int) -> None:
    """Says how the unit does, and how the daemon says it does."""
    from instrument.osc.asking import ask

    path = unit_path(name)
    click.echo(f"unit: {path}" if path.exists() else f"unit: not installed ({path})")
    if path.exists() and shutil.which("systemctl"):
        shown = ("ActiveState", "SubState", "NRestarts", "ActiveEnterTimestamp", "StatusText")
        properties = [f"--property={p}" for p in shown]
        subprocess.run(["systemctl", "--user", "show", *properties, f"{name}.service"], check=False)
    try:
        state, model, *_, uptime, version = ask(port, "/lmdm/status")
    except OSError:
        raise UserError(f"no daemon answers on port {port}") from None
    click.echo(f"daemon: {state}, model {model}, {uptime:.0f} s, lmdm {version}, port {port}")


@command.command()
@_NAME
@click.option("-n", "--lines", default=100, type=click.IntRange(1, 100_000), help="How many  [100]")
@click.option("-f", "--follow", is_flag=True, help="Goes on as lines come.")
def logs(name: str, lines: int, follow: bool) -> None:
    """Shows what it has said (journald keeps and rotates it)."""
    words = ["journalctl", "--user-unit", f"{name}.service", "-n", str(lines), "--no-pager"]
    if not shutil.which("journalctl"):
        raise UserError("journalctl is not here; serve --log FILE keeps a log of its own")
    sys.exit(subprocess.run([*words, *(["-f"] if follow else [])], check=False).returncode)


@command.command()
@_NAME
def uninstall(name: str) -> None:
    """Stops the unit and takes it away; presets, captures and settings stay."""
    path = unit_path(name)
    if not path.exists():
        raise UserError(f"{path} is not there")
    if shutil.which("systemctl"):
        _try("systemctl", "--user", "disable", "--now", f"{name}.service")
    path.unlink()
    if shutil.which("systemctl"):
        _try("systemctl", "--user", "daemon-reload")
    click.echo(f"removed {path}")


def _need_systemd() -> None:
    if sys.platform != "linux" or not shutil.which("systemctl"):
        raise UserError(
            "systemd is not here: service install --print shows the unit; "
            "launchd and Windows: see SERVICE.md in the repository"
        )


def _try(*words: str) -> int:
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 1
    return done.returncode


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise UserError(f"{shlex.join(words)}: {said}")
