"""A small service manager, for machines and tests where PID 1 is not systemd.

It does what the unit of `lmdm service` asks of systemd: Type=notify, Restart=always, WatchdogSec
with SIGKILL, KillMode=process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

RESTART_S = 0.2


class Manager:
    """One service, kept alive on a thread of its own from start() to stop()."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path, watchdog_s: float = 30.0
    ) -> None:
        self.starts = 0
        self.readies = 0
        self.watchdog_kills = 0
        self.pid = 0
        self._command = list(command)
        self._watchdog_s = watchdog_s
        address = folder / "notify"
        address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))
        self._socket.settimeout(0.05)
        self._env = {**env, "NOTIFY_SOCKET": str(address)}
        self._log = (folder / "serve.txt").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Starts the service."""
        self._thread.start()

    def stop(self, patience: float = 20.0) -> None:
        """Ends the service as systemd would."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(patience + 5.0)
        self._socket.close()
        self._log.close()

    def kill(self) -> None:
        """Kills the main process, and nothing else."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command, env=self._env, stdout=self._log, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.pid = self._process.pid
        self.starts += 1

    def _keep(self) -> None:
        while not self._ending.is_set():
            self._start()
            self._watch()
            self._ending.wait(RESTART_S)
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _watch(self) -> None:
        assert self._process is not None
        fed: float | None = None
        while self._process.poll() is None and not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                words = self._socket.recv(4096).split(b"\n")
                if b"READY=1" in words:
                    self.readies += 1
                    fed = time.monotonic()
                if b"WATCHDOG=1" in words and fed is not None:
                    fed = time.monotonic()
            if fed is not None and time.monotonic() - fed > self._watchdog_s:
                self.watchdog_kills += 1
                self._process.kill()
                self._process.wait()


def environment(folder: Path) -> dict[str, str]:
    """State and runtime folders of its own under `folder`, so that nobody else's are touched."""
    for name in ("state", "runtime"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "LMDM_STATE": str(folder / "state"),
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        "PYTHONUNBUFFERED": "1",
    }
