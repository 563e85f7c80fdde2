"""The real parts that tests play with: a JACK server, sclang, the daemon; none of them faked.

A part that is missing fails the test that needs it, with the Debian package that brings it.
Every process started here is ended by its own id.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "jackd": "jackd2",
    "pd": "puredata-core",
    "ghci": "libghc-tidal-dev ghc",
    "chuck": "chuck",
    "ruby": "sonic-pi-server",
    "jack_lsp": "jackd2",
    "jack_connect": "jackd2",
    "sclang": "supercollider-language",
    "scsynth": "supercollider-server",
    "chromium": "chromium",
    "systemd-analyze": "systemd",
    "unshare": "util-linux",
}


def need(command: str) -> str:
    """The path of `command`; fails the test, naming the Debian package, when it is missing."""
    path = shutil.which(command)
    assert path, f"{command} is missing; Debian: apt-get install {PACKAGES[command]}"
    return path


def free_port() -> int:
    """A port that is free now for UDP and TCP, and so is the next one (OSCQuery's)."""
    for _ in range(50):
        with contextlib.ExitStack() as held:
            first = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            wanted = [(port, socket.SOCK_DGRAM), (port + 1, socket.SOCK_STREAM)]
            try:
                for number, kind in wanted:
                    held.enter_context(socket.socket(socket.AF_INET, kind)).bind(
                        ("127.0.0.1", number)
                    )
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports side by side")


def may_run_in_real_time() -> bool:
    """Whether this user's processes may ask for SCHED_FIFO."""
    look = "import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))"
    return (
        subprocess.run([sys.executable, "-c", look], capture_output=True, timeout=120).returncode
        == 0
    )


PATIENCE = 3
"""Limits are given in seconds of a quick machine that is not busy; any other has so many times as
long, but never more than MOST_S. Only tests that fail take them."""
MOST_S = 300.0
"""No wait is longer, whatever hangs: all tests together have 25 minutes."""


def patient(seconds: float) -> float:
    """So many seconds of a quick machine, on this one."""
    return min(MOST_S, PATIENCE * seconds)


@dataclass
class Part:
    """A running process with its output in a file."""

    process: subprocess.Popen
    log: Path

    def output(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, text: str, seconds: float) -> None:
        """Waits until it has printed `text`; fails with its output when it ends or takes long."""
        end = time.monotonic() + patient(seconds)
        while text not in self.output():
            ended = self.process.poll()
            assert ended is None or text in self.output(), (
                f"ended with status {ended}:\n{self.output()}"
            )
            assert time.monotonic() < end, f"never {text!r}:\n{self.output()}"
            time.sleep(0.02)

    def finish(self, seconds: float, fatal: str = "\nERROR: ") -> str:
        """Waits until it ends by itself, with status 0; returns what it printed.

        Fails with its output when that takes long, or as soon as it prints `fatal`.
        """
        end = time.monotonic() + patient(seconds)
        while self.process.poll() is None:
            assert fatal not in self.output(), self.output()
            assert time.monotonic() < end, f"not done:\n{self.output()}"
            time.sleep(0.05)
        assert self.process.returncode == 0, f"status {self.process.returncode}:\n{self.output()}"
        return self.output()

    def stop(self, seconds: float = 10.0) -> None:
        """Asks its process group to end, then insists."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                return


def start(command: Sequence[str], log: Path, env: Mapping[str, str]) -> Part:
    """Starts `command` in a process group of its own, with its output in `log`."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=dict(env),
            start_new_session=True,
            cwd=ROOT,
        )
    return Part(process, log)


@dataclass
class Stage:
    """A folder and an environment of its own for one test's parts: home, runtime, JACK server."""

    folder: Path
    parts: list[Part] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def jack_name(self) -> str:
        """The name of this stage's JACK server; no other program's is ever touched."""
        return f"lmdm-test-{os.getpid()}-{abs(hash(str(self.folder))) % 10_000}"

    @property
    def env(self) -> dict[str, str]:
        """The environment of every part."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_RUNTIME_DIR": str(self.folder),
            "JACK_DEFAULT_SERVER": self.jack_name,
            "JACK_NO_AUDIO_RESERVATION": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            "LMDM_STATE": str(self.folder / "state"),
            **self.extra,
        }

    def start(self, name: str, command: Sequence[str]) -> Part:
        """Starts one part; its output goes to NAME.log in the stage's folder."""
        part = start(command, self.folder / f"{name}.log", self.env)
        self.parts.append(part)
        return part

    def jackd(self, rate: int = 48_000, period: int = 512) -> Part:
        """A JACK server without hardware, and with a name of its own.

        In real time where that is allowed, as a player's would be; and synchronous: on a machine
        that is busy with something else a period may come late, but nobody's is left out.
        """
        priority = "-R" if may_run_in_real_time() else "-r"
        part = self.start(
            "jackd",
            [
                need("jackd"), "-S", "-n", self.jack_name, priority, "-d", "dummy",
                "-r", str(rate), "-p", str(period),
            ],
        )  # fmt: skip
        end = time.monotonic() + patient(15)
        while "system:playback_2" not in self.jack_ports():
            assert part.process.poll() is None, f"jackd ended:\n{part.output()}"
            assert time.monotonic() < end, f"jackd offers no ports:\n{part.output()}"
            time.sleep(0.05)
        return part

    def jack_ports(self, *options: str) -> str:
        """What jack_lsp prints."""
        return subprocess.run(
            [need("jack_lsp"), *options], env=self.env, capture_output=True, text=True, timeout=120
        ).stdout

    def connections(self) -> dict[str, set[str]]:
        """Port -> the ports it is connected to."""
        found: dict[str, set[str]] = {}
        port = ""
        for line in self.jack_ports("-c").splitlines():
            if line.startswith("   "):
                found[port].add(line.strip())
            else:
                port = line
                found[port] = set()
        return found

    def sclang(self, code: str, name: str = "sclang") -> Part:
        """Real sclang with the Quark of this checkout, running `code`."""
        script = self.folder / f"{name}.scd"
        script.write_text(code)
        conf = self.folder / "sclang_conf.yaml"
        conf.write_text(
            f"includePaths:\n  - {ROOT / 'sc'}\nexcludePaths: []\npostInlineWarnings: false\n"
        )
        return self.start(name, [need("sclang"), "-l", str(conf), str(script)])

    def program(self) -> Path:
        """The `lmdm` command of this checkout, as one file."""
        path = self.folder / "bin" / "lmdm"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m instrument.cli "$@"\n')
        path.chmod(0o755)
        return path

    def serve(self, port: int, *arguments: str) -> Part:
        """`lmdm serve` on `port`."""
        command = [sys.executable, "-m", "instrument.cli", "serve", "--port", str(port)]
        return self.start("serve", [*command, *arguments])

    def close(self) -> None:
        """Ends every part, the last started first."""
        for part in reversed(self.parts):
            part.stop()
        self.parts.clear()


@contextlib.contextmanager
def stage(folder: Path | None = None):
    """A Stage whose parts are ended when the block ends."""
    with contextlib.ExitStack() as held:
        if folder is None:
            folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lmdm-")))
        made = Stage(folder)
        held.callback(made.close)
        yield made
