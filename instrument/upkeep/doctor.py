"""`lmdm doctor`: looks whether everything is there that playing needs, and says how to mend it.

Each check is a function that returns a Finding and changes nothing on the machine.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import platform
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from instrument.config import DEFAULT_PORT

OLDEST_PYTHON = (3, 11)
LINUX = sys.platform.startswith("linux")
_MARKS = {"ok": "ok   ", "warning": "warn ", "missing": "MISS "}
_REAL_TIME_PRIORITY = 10
_PACKAGES = {
    "numpy": "numpy", "yaml": "pyyaml", "click": "click", "pythonosc": "python-osc",
    "sounddevice": "sounddevice", "soundfile": "soundfile", "soxr": "soxr",
    "safetensors": "safetensors", "tokenizers": "tokenizers", "wordllama": "wordllama",
    "aiohttp": "aiohttp", "psutil": "psutil",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `missing` keeps the instrument from playing, `warning` does not."""

    name: str
    state: Literal["ok", "warning", "missing"]
    text: str
    mend: str = ""


def _by_platform(linux: str, mac: str, windows: str) -> str:
    return {"darwin": mac, "win32": windows}.get(sys.platform, linux)


def _reason(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1][:200]


def python() -> Finding:
    """Python itself."""
    version = platform.python_version()
    if sys.version_info[:2] < OLDEST_PYTHON:
        mend = _by_platform(
            "apt-get install python3 python3-venv (Debian 12 has 3.11)",
            "brew install python",
            "winget install Python.Python.3.12",
        )
        return Finding("python", "missing", f"{version}; 3.11 or newer is needed", mend)
    return Finding("python", "ok", version)


def packages() -> Finding:
    """The Python packages that need no library of the system."""
    lacking = []
    for module, package in _PACKAGES.items():
        try:
            importlib.import_module(module)
        except ImportError:
            lacking.append(package)
        except OSError:  # a library of the system is missing: another check says which
            continue
    if lacking:
        mend = f"{Path(sys.executable).name} -m pip install {' '.join(lacking)}"
        return Finding("packages", "missing", f"not installed: {' '.join(lacking)}", mend)
    return Finding("packages", "ok", f"{len(_PACKAGES)} of {len(_PACKAGES)}")


def torch() -> Finding:
    """The engine's library."""
    try:
        module = importlib.import_module("torch")
    except (ImportError, OSError) as error:
        return Finding(
            "torch", "missing", _reason(error), f"{Path(sys.executable).name} -m pip install torch"
        )
    where = "CUDA" if module.cuda.is_available() else "CPU"
    return Finding("torch", "ok", f"{module.__version__}, plays on {where}")


def weights() -> Finding:
    """The model that ships in the package, read in full."""
    try:
        model = importlib.import_module("instrument.model")
        failure: type[Exception] = importlib.import_module("instrument.nn.weights").WeightsError
    except (ImportError, OSError) as error:
        return Finding("weights", "missing", f"cannot be looked at: {_reason(error)}")
    mend = "install lmdm again: its weights are part of the package"
    try:
        model.load()
    except (failure, OSError) as error:
        return Finding("weights", "missing", _reason(error), mend)
    files = list(model.SHIPPED.glob("*.safetensors"))
    count = sum(map(_values, files))
    size = sum(f.stat().st_size for f in files)
    return Finding("weights", "ok", f"{count / 1e6:.1f} M values, {size / 2**20:.0f} MiB")


def _values(file: Path) -> int:
    from safetensors import safe_open

    with safe_open(file, "np") as tensors:
        return sum(math.prod(tensors.get_slice(name).get_shape()) for name in tensors.keys())  # noqa: SIM118


def portaudio() -> Finding:
    """Sound devices without JACK."""
    from instrument.audio.backend import BackendError
    from instrument.audio.portaudio import list_devices

    try:
        devices = list_devices()
    except BackendError as error:
        mend = _by_platform(
            "apt-get install libportaudio2",
            "pip install --force-reinstall sounddevice",
            "pip install --force-reinstall sounddevice",
        )
        return Finding("portaudio", "warning", _reason(error), mend)
    if not devices:
        mend = "connect a sound device, or use JACK; lmdm serve --list-devices shows them"
        return Finding("portaudio", "warning", "no output device", mend)
    return Finding("portaudio", "ok", f"{len(devices)} output devices, first: {devices[0]}")


def jack() -> Finding:
    """A JACK server that runs now."""
    if not LINUX:
        return Finding("jack", "ok", "not used here; choose a sound device with serve --device")
    try:
        import jack as binding
    except ImportError:
        return Finding("jack", "warning", "no JACK-Client", "python -m pip install JACK-Client")
    except OSError:
        mend = "apt-get install libjack-jackd2-0 (or pipewire-jack)"
        return Finding("jack", "warning", "libjack is missing", mend)
    binding.set_error_function(lambda _: None)
    binding.set_info_function(lambda _: None)
    try:
        client = binding.Client("lmdm-doctor", no_start_server=True)
    except binding.JackError:
        mend = "apt-get install jackd2; jackd -d alsa (or qjackctl, or PipeWire with pipewire-jack)"
        return Finding("jack", "warning", "no server runs", mend)
    with contextlib.closing(client):
        text = f"{client.samplerate} Hz, {client.blocksize} samples a period"
    return Finding("jack", "ok", text)


def _program(name: str) -> Path | None:
    """A program of SuperCollider's, also where its installers put it."""
    if found := shutil.which(name):
        return Path(found)
    inside = {"sclang": "MacOS", "scsynth": "Resources"}[name]
    places = [Path(f"/Applications/SuperCollider.app/Contents/{inside}/{name}")]
    if base := os.environ.get("PROGRAMFILES"):
        places += sorted(Path(base).glob(f"SuperCollider*/{name}.exe"))
    return next((place for place in places if place.exists()), None)


def supercollider() -> Finding:
    """sclang and scsynth."""
    lacking = [name for name in ("sclang", "scsynth") if _program(name) is None]
    if lacking:
        mend = _by_platform(
            "apt-get install supercollider",
            "brew install --cask supercollider",
            "winget install SuperCollider.SuperCollider",
        )
        return Finding("supercollider", "warning", f"not found: {' '.join(lacking)}", mend)
    return Finding("supercollider", "ok", str(_program("sclang")))


def _sc_folders() -> tuple[list[Path], list[Path]]:
    """Where sclang looks for classes: (folders of configuration, folders of extensions)."""
    home = Path.home()
    if sys.platform == "darwin":
        user = [home / "Library/Application Support/SuperCollider"]
        return user, [*(u / "Extensions" for u in user), Path("/Library/Application Support/"
                      "SuperCollider/Extensions")]  # fmt: skip
    if sys.platform == "win32":
        user = [Path(os.environ.get("LOCALAPPDATA", home)) / "SuperCollider"]
        return user, [u / "Extensions" for u in user]
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "SuperCollider"
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "SuperCollider"
    system = [Path("/usr/share/SuperCollider/Extensions"), Path("/usr/local/share/SuperCollider/"
              "Extensions")]  # fmt: skip
    return [config, data], [data / "Extensions", *system]


def _quarks() -> Iterator[Path]:
    """Every LMDM.sc that sclang would find."""
    configs, extensions = _sc_folders()
    roots = list(extensions)
    for config in configs:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            text = (config / "sclang_conf.yaml").read_text("utf-8").partition("excludePaths")[0]
            entries = re.findall(r"^\s*-\s+(.+?)\s*$", text, re.MULTILINE)
            roots += [Path(entry.strip("\"'")) for entry in entries]
    for root in roots:
        with contextlib.suppress(OSError):
            yield from root.rglob("LMDM.sc")


def quark() -> Finding:
    """Whether SuperCollider sees the LMDM class."""
    found = sorted({path.resolve() for path in _quarks()})
    if not found:
        here = Path(__file__).resolve().parents[2] / "sc"
        where = here if (here / "lmdm.quark").exists() else "/path/to/lmdm/sc"
        mend = f'in SuperCollider: Quarks.install("{where}"); then recompile the class library'
        return Finding("quark", "warning", "SuperCollider does not see the LMDM class", mend)
    if len(found) > 1:
        text = "the LMDM class is there more than once: " + ", ".join(map(str, found))
        return Finding("quark", "warning", text, "remove all but one, or sclang won't compile")
    return Finding("quark", "ok", str(found[0].parent.parent))


def _ours(port: int) -> str:
    """The version of an lmdm that answers at `port`, or ''."""
    from pythonosc.osc_message import OscMessage, ParseError
    from pythonosc.osc_message_builder import OscMessageBuilder

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(1.0)
        try:
            asker.sendto(OscMessageBuilder("/lmdm/version").build().dgram, ("127.0.0.1", port))
            reply = OscMessage(asker.recv(4096))
        except (OSError, ParseError):
            return ""
    return str(reply.params[0]) if reply.address == "/lmdm/version.reply" else ""


def ports(port: int = DEFAULT_PORT) -> Finding:
    """The OSC port and the one after it."""
    if version := _ours(port):
        return Finding("ports", "ok", f"an lmdm ({version}) plays already at {port}")
    kinds = [
        (port, socket.SOCK_DGRAM, "UDP"),
        (port, socket.SOCK_STREAM, "TCP"),
        (port + 1, socket.SOCK_STREAM, "TCP"),
    ]
    taken = []
    for number, kind, name in kinds:
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                taken.append(f"{name} {number}")
    if taken:
        mend = "end the program that holds them, or choose another: lmdm serve --port N"
        return Finding("ports", "missing", f"taken: {', '.join(taken)}", mend)
    return Finding("ports", "ok", f"{port} and {port + 1} are free")


def shared_memory() -> Finding:
    """Memory that the three processes share."""
    size = 16 * 2**20
    try:
        if hasattr(os, "memfd_create"):
            handle = os.memfd_create("lmdm-doctor")
            try:
                os.ftruncate(handle, size)
                os.posix_fallocate(handle, 0, size)
            finally:
                os.close(handle)
        else:
            from multiprocessing.shared_memory import SharedMemory

            memory = SharedMemory(create=True, size=size)
            memory.close()
            memory.unlink()
    except OSError as error:
        mend = "free some memory; in a container, give it more (docker run --memory)"
        return Finding("shared memory", "missing", _reason(error), mend)
    return Finding("shared memory", "ok", f"{size // 2**20} MiB can be shared")


def processor() -> Finding:
    """Cores: one for the engine and one for everything else."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if (count or 1) < 2:
        mend = "use longer blocks: lmdm serve, then latency_mode rich"
        return Finding("processor", "warning", "one core: the sound may be interrupted", mend)
    return Finding("processor", "ok", f"{count} cores")


def real_time() -> Finding:
    """Whether the sound's process may go before others."""
    if not LINUX:
        return Finding("real time", "ok", "the sound system sees to it here")
    import resource

    priority = resource.getrlimit(resource.RLIMIT_RTPRIO)[1]
    if os.geteuid() == 0 or priority == resource.RLIM_INFINITY or priority >= _REAL_TIME_PRIORITY:
        return Finding("real time", "ok", "allowed")
    mend = (
        "apt-get install jackd2, answer yes to real-time priority, then: "
        "adduser $USER audio, and log in again"
    )
    return Finding("real time", "warning", f"priority is limited to {priority}", mend)


def examine(port: int = DEFAULT_PORT) -> list[Finding]:
    """Every check, in the order of the report."""
    checks: list[Callable[[], Finding]] = [
        python, packages, torch, weights, shared_memory, lambda: ports(port),
        jack, portaudio, supercollider, quark, processor, real_time,
    ]  # fmt: skip
    return [check() for check in checks]


def verdict(findings: list[Finding]) -> tuple[bool, str]:
    """(whether it can play, one line that says so)."""
    lacking = [f.name for f in findings if f.state == "missing"]
    if lacking:
        return False, f"lmdm cannot play: {', '.join(lacking)}."
    ways = [f.state for f in findings if f.name in ("jack", "portaudio")]
    if (LINUX and "ok" not in ways) or (not LINUX and ways[-1] != "ok"):
        return True, "lmdm can play, but nobody would hear it: no JACK server, no sound device."
    return True, "lmdm can play."


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="The OSC port to look at.")
def command(as_json: bool, port: int) -> None:
    """Looks whether everything is there, and says how to mend what is not.

    Ends with status 0 if lmdm can play, else 1.
    """
    findings = examine(port)
    plays, line = verdict(findings)
    if as_json:
        report = {"plays": plays, "verdict": line, "findings": [asdict(f) for f in findings]}
        click.echo(json.dumps(report, indent=2))
    else:
        for f in findings:
            click.echo(f"{_MARKS[f.state]}{f.name + ':':16}{f.text}")
            if f.state != "ok" and f.mend:
                click.echo(f"{'':21}-> {f.mend}")
        click.echo(line)
    sys.exit(0 if plays else 1)
