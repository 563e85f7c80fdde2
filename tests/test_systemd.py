"""The unit under systemd itself: process 1 of a namespace of its own, which has only this unit."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from real_parts import free_port, need, patient

from instrument.osc.asking import ask
from instrument.osc.codec import encode
from instrument.upkeep.service import unit

SYSTEMD = Path("/lib/systemd/systemd")
KILLS = int(os.environ.get("LMDM_KILLS", "1"))
BOOT = """
set -e
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
export SYSTEMD_UNIT_PATH="$1" container=lmdm
exec "$2" --system --unit=basic.target --log-target=console --show-status=0
"""


class Manager:
    """systemd, and what it is asked."""

    def __init__(self, units: Path) -> None:
        command = ["unshare", "--fork", "--kill-child=KILL", "--pid", "--mount", "--cgroup"]
        self._started = subprocess.Popen(
            [*command, "bash", "-c", BOOT, "boot", str(units), str(SYSTEMD)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.wait(lambda: self("is-active", "basic.target").strip() == "active", 20)

    def __call__(self, *words: str) -> str:
        """What systemctl says."""
        process = psutil.Process(self._started.pid).children()[0]
        inside = ["nsenter", "--target", str(process.pid), "--mount", "--pid", "systemctl"]
        done = subprocess.run(
            [*inside, *words], capture_output=True, text=True, timeout=patient(60)
        )
        return done.stdout

    def show(self, name: str) -> str:
        """A property of the unit."""
        return self("show", "--value", f"--property={name}", "lmdm.service").strip()

    def wait(self, holds, seconds: float) -> float:  # noqa: ANN001
        """How long it took until `holds`."""
        begun = time.monotonic()
        while time.monotonic() - begun < patient(seconds):
            assert self._started.poll() is None, self._started.stderr.read()  # type: ignore[union-attr]
            with suppress(psutil.Error, IndexError):
                if holds():
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise AssertionError(f"not so within {patient(seconds)} s")

    def pids(self, package: str) -> set[int]:
        """The processes of that package of ours."""
        found = psutil.Process(self._started.pid).children(recursive=True)
        return {p.pid for p in found if f"instrument.{package}.process" in p.cmdline()}

    def end(self) -> None:
        """Of all of it."""
        self._started.terminate()  # takes process 1 with it, and so everything
        with suppress(subprocess.TimeoutExpired):
            self._started.wait(10)
        self._started.kill()
        self._started.wait(10)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def systemd(tmp_path: Path, port: int) -> Iterator[Manager]:
    for command in ("systemd-analyze", "unshare"):
        need(command)
    tried = ["unshare", "--pid", "--fork", "--mount", "--cgroup", "true"]
    if subprocess.run(tried, capture_output=True, timeout=60).returncode:
        pytest.skip("systemd can be process 1 of a namespace only for root, where there are any")
    units = tmp_path / "units"
    (units / "lmdm.service.d").mkdir(parents=True)
    for target in ("sysinit", "basic", "shutdown", "default"):
        (units / f"{target}.target").write_text("[Unit]\nDefaultDependencies=no\n")
    words = ["--resume", "--audio", "null", "--port", str(port), "--http-port", str(port + 1)]
    (units / "lmdm.service").write_text(unit(words))
    (units / "lmdm.service.d" / "test.conf").write_text(
        f"[Service]\nEnvironment=HOME={tmp_path} XDG_STATE_HOME={tmp_path}\nWatchdogSec=8\n"
        f"StandardOutput=append:{tmp_path}/said\nStandardError=inherit\n"
    )
    manager = Manager(units)
    yield manager
    manager.end()


def test_systemd_keeps_it_alive(systemd: Manager, port: int, capsys) -> None:  # noqa: ANN001
    """Killed or stuck, the front is back soon, as it was; what sounds is what had sounded."""

    def is_as_it_was() -> bool:
        with suppress(OSError):  # nobody answers while there is no front
            return ask(port, "/lmdm/get", "density")[1] == 6.5
        return False

    def is_back(restarts: int) -> bool:
        return (
            systemd.show("NRestarts") == str(restarts) and systemd.show("ActiveState") == "active"
        )

    systemd("start", "lmdm.service")  # returns when it is told that it plays
    assert systemd.show("StatusText") == "playing"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
        me.sendto(encode("/lmdm/param/density", 6.5), ("127.0.0.1", port))
    systemd.wait(is_as_it_was, 10)
    time.sleep(6.0)  # at most the last 5 s of changes may be lost
    for kill in range(1, KILLS + 1):
        sounding = systemd.pids("audio"), systemd.pids("engine")
        systemd("kill", "--signal=KILL", "--kill-whom=main", "lmdm.service")
        took = systemd.wait(lambda n=kill: is_back(n), 15)
        with capsys.disabled():
            print(f"killed: back after {took:.1f} s")
        assert (systemd.pids("audio"), systemd.pids("engine")) == sounding
        systemd.wait(is_as_it_was, 5)
    systemd("kill", "--signal=STOP", "--kill-whom=main", "lmdm.service")
    took = systemd.wait(lambda: is_back(KILLS + 1), 8 + 15)
    with capsys.disabled():
        print(f"stuck: back after {took:.1f} s, 8 of them its watchdog's")
    systemd.wait(is_as_it_was, 5)
    systemd("stop", "lmdm.service")
    assert systemd.show("Result") == "success"
    systemd.wait(lambda: not systemd.pids("audio") | systemd.pids("engine"), 5)
