"""For the front: start an audio process, or adopt one that outlived its front."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from instrument.audio.backend import BackendError, Options
from instrument.audio.panel import Panel
from instrument.audio.ring import Ring

START_LIMIT = 60.0
"""Seconds in which an audio process must begin to play; a busy machine needs many to load it."""

OUT_SECONDS = 30.0
"""Length of the rings: what a new engine can hear of what was played."""


@dataclass
class AudioHandle:
    """An audio process and what is shared with it. Any thread; nothing in it blocks."""

    pid: int
    out: Ring
    into: Ring
    panel: Panel
    specs: dict[str, str]
    """out, in, panel: specs as the audio process itself knows them, for `adopt`."""
    ready: dict[str, Any] = field(default_factory=dict)
    """Its ready line: backend, rate, period, latency, warning; empty if adopted."""
    process: subprocess.Popen[str] | None = None
    """The child; None if adopted, it is then not ours to wait for."""
    errors: IO[bytes] | None = None

    @property
    def alive(self) -> bool:
        """The process runs."""
        if self.process is not None:
            return self.process.poll() is None
        return _is_audio(self.pid)

    @property
    def fds(self) -> list[int]:
        """What an engine's `pass_fds` needs so that `engine_specs` mean something to it."""
        return [
            s.fd for s in (self.out.segment, self.into.segment, self.panel.segment) if s.fd >= 0
        ]

    @property
    def engine_specs(self) -> dict[str, str]:
        """out, in, panel: specs for a child of this process that got `fds`."""
        return {"out": self.out.spec, "in": self.into.spec, "panel": self.panel.spec}

    def beat(self) -> None:
        """The front lives: to be called at least once a minute."""
        self.panel.front_ns = time.monotonic_ns()

    def log(self) -> str:
        """What it has said on standard error (the last 4 kB; only of a child of ours)."""
        if self.errors is None:
            return ""
        with contextlib.suppress(OSError, ValueError):
            size = os.fstat(self.errors.fileno()).st_size
            start = max(0, size - 4096)
            return os.pread(self.errors.fileno(), size - start, start).decode(errors="replace")
        return ""

    def stop(self, timeout: float = 3.0) -> int | None:
        """Ask it to fade out and end; its exit status, None if it had to be killed or was adopted.

        Blocks until then, for `timeout` seconds at most.
        """
        self.panel.quit = 1
        deadline = time.monotonic() + timeout
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.01)
        if self.process is None:
            if self.alive:
                with contextlib.suppress(ProcessLookupError):  # it has ended just now
                    os.kill(self.pid, 9)
            return None
        if self.alive:
            self.process.kill()
            self.process.wait()
            return None
        return self.process.returncode

    def close(self) -> None:
        """Unmap what is shared; the process, if it runs, keeps its own."""
        for shared in (self.out, self.into, self.panel):
            shared.close()
        if self.errors is not None:
            self.errors.close()


def start_audio(
    options: Options,
    *,
    rate: int = 48_000,
    seconds: float = OUT_SECONDS,
    timeout: float = START_LIMIT,
    again: AudioHandle | None = None,
    env: dict[str, str] | None = None,
    keep: tuple[int, ...] = (),
) -> AudioHandle:
    """Start an audio process and wait until it plays.

    `again`: the handle of one that died; its rings and panel are used on, and the stream goes on as
    if it had not stopped. BackendError with the one line for the user if there can be no sound (the
    segments are then closed again, unless they are `again`'s). `keep`: descriptors that the process
    merely holds, at the same numbers, so that a later front finds them there.
    """
    if again is None:
        out, into = Ring.create(seconds, rate, "out"), Ring.create(seconds, rate, "in")
        panel = Panel.create()
    else:
        out, into, panel = again.out, again.into, again.panel
        panel.quit = 0
    panel.front_ns = time.monotonic_ns()
    specs = {"out": out.spec, "in": into.spec, "panel": panel.spec}
    fds = [s.fd for s in (out.segment, into.segment, panel.segment) if s.fd >= 0]
    command = [sys.executable, "-m", "instrument.audio.process"]
    for name, spec in specs.items():
        command += [f"--{name}", spec]
    for name, value in asdict(options).items():
        command.append(f"--{name.replace('_', '-')}={value}")
    errors = tempfile.TemporaryFile(prefix="lmdm-audio-")  # noqa: SIM115 - lives as long as it
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        pass_fds=[*fds, *keep] if os.name == "posix" else (),
        start_new_session=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **_path(), **(env or {})},
    )
    handle = AudioHandle(process.pid, out, into, panel, specs, {}, process, errors)
    try:
        handle.ready = _await_ready(handle, timeout)
    except BaseException:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        if again is None:
            handle.close()
        raise
    finally:
        assert process.stdout is not None
        process.stdout.close()
    return handle


def adopt(pid: int, specs: dict[str, str]) -> AudioHandle:
    """Take over a living audio process; `specs` as in its first handle.

    BackendError if there is no such process any more, or it is not one of ours.
    """
    if not _is_audio(pid):
        raise BackendError(f"process {pid} is no audio process of lmdm")
    opened: list[Ring | Panel] = []
    try:
        for name, kind in (("out", Ring), ("in", Ring), ("panel", Panel)):
            number = specs[name].removeprefix("fd:")
            spec = specs[name] if specs[name].startswith("shm:") else f"pid:{pid}:{int(number)}"
            opened.append(kind.attach(spec))
    except (OSError, ValueError, KeyError) as error:
        for shared in opened:
            shared.close()
        raise BackendError(f"cannot adopt audio process {pid}: {error}") from error
    out, into, panel = opened
    assert isinstance(out, Ring)
    assert isinstance(into, Ring)
    assert isinstance(panel, Panel)
    handle = AudioHandle(pid, out, into, panel, specs)
    handle.beat()
    return handle


def _path() -> dict[str, str]:
    """The child must find the same package as we did, installed or not."""
    home = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (home, others)))}


def _is_audio(pid: int) -> bool:
    """Process `pid` runs and is an audio process (by its command line, where one can look)."""
    if sys.platform == "win32":
        return False  # its segments have names and go with their creator: nothing to adopt
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    command = Path(f"/proc/{pid}/cmdline")
    if not Path("/proc/self").exists():
        return True
    try:
        return b"instrument.audio.process" in command.read_bytes()
    except OSError:
        return False


def _await_ready(handle: AudioHandle, timeout: float) -> dict[str, Any]:
    """The ready line as a dictionary. BackendError with the process's own words if none comes."""
    process = handle.process
    assert process is not None
    assert process.stdout is not None
    lines: list[str] = []
    # a thread, since one cannot wait for a pipe with a timeout on every system
    reader = threading.Thread(
        target=lambda out: lines.append(out.readline()), args=[process.stdout]
    )
    reader.daemon = True
    reader.start()
    reader.join(timeout)
    if not lines:
        process.kill()
        reader.join(1.0)
        raise BackendError(f"the audio process did not start within {timeout:.0f} s")
    if not lines[0]:
        process.wait()
        said = handle.log().strip().splitlines()
        last = said[-1] if said else f"it ended with status {process.returncode}"
        raise BackendError(last.removeprefix("lmdm: "))
    return json.loads(lines[0])
