"""The real Sonic Pi server (what its window talks to) plays the shipped example, to a daemon."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from osc_listener import encode
from playing import Client, Daemon, eventually, playing
from readme import block
from real_parts import ROOT, Part, Stage, need, stage

EXAMPLE = ROOT / "patches" / "sonic-pi" / "first_sound.rb"
SERVER = "/usr/lib/sonic-pi/app/server/ruby/bin/sonic-pi-server.rb"


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that are free for UDP now."""
    for _ in range(50):
        with contextlib.ExitStack() as held:
            first = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                for k in range(1, count):
                    other = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                    other.bind(("127.0.0.1", port + k))
            except (OSError, OverflowError):
                continue
            return port
    raise AssertionError("no free ports side by side")


def taken(port: int) -> bool:
    """Whether somebody listens on that UDP port, on any address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        try:
            mine.bind(("", port))
        except OSError:
            return True
    return False


class SonicPi:
    """The server, and the window's place: what it would show is in `shown`."""

    def __init__(self, here: Stage) -> None:
        self.port = free_ports(8)
        self.cues = self.port + 3
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", self.port + 1))
        self._socket.settimeout(0.2)
        self.shown = ""
        assert Path(SERVER).is_file(), "Debian: apt-get install sonic-pi-server"
        ports = [self.port + k for k in (0, 1, 2, 2, 3, 4, 5, 6, 7)]
        self.part: Part = here.start(
            "sonic-pi", [need("ruby"), SERVER, "-u", *(str(port) for port in ports)]
        )
        end = time.monotonic() + 90
        while "/ack" not in self.look():
            assert time.monotonic() < end, self.part.output()[-2_000:]
            self.tell("/ping", "test", "1")
        # what sends its messages at their time comes up after it has answered
        eventually(lambda: taken(self.port + 4), 60)
        self.tell("/cue-port-start", "test")

    def tell(self, address: str, *args: str) -> None:
        self._socket.sendto(encode(address, *args), ("127.0.0.1", self.port))

    def look(self) -> str:
        """Everything that it has shown."""
        with contextlib.suppress(TimeoutError):
            while True:
                data = self._socket.recv(65_536)
                self.shown += data.replace(b"\0", b" ").decode(errors="replace") + "\n"
        return self.shown

    def close(self) -> None:
        self.tell("/stop-all-jobs", "test")
        self.tell("/exit", "test")
        self._socket.close()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("daemon")) as made:
        yield made


@pytest.fixture(scope="module")
def sonic_pi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SonicPi]:
    with stage(tmp_path_factory.mktemp("sonic-pi")) as here:
        here.jackd()
        try:
            made = SonicPi(here)
        except AssertionError:  # on a busy machine its own patience with scsynth may end first
            here.parts[-1].stop()
            made = SonicPi(here)
        yield made
        made.close()


def sure(what: Callable[[], object], sonic_pi: SonicPi) -> None:
    """Waits until `what()` is true; fails with what Sonic Pi has shown."""
    try:
        eventually(what, 60)
    except AssertionError:
        shown = sonic_pi.look()[-3_000:] + sonic_pi.part.output()[-1_000:]
        raise AssertionError(f"Sonic Pi showed:\n{shown}") from None


def code_for(daemon: Daemon, sonic_pi: SonicPi, code: str) -> str:
    return code.replace("57140", str(daemon.port)).replace("4560", str(sonic_pi.cues))


def test_readmes_lines_play(daemon: Daemon, sonic_pi: SonicPi) -> None:
    sonic_pi.tell("/run-code", "test", code_for(daemon, sonic_pi, block("ruby", "use_osc")))
    sure(lambda: [c for c in daemon.changes("prompt") if c[3] == ["acid bass", 1.0]], sonic_pi)


def test_the_example_plays(daemon: Daemon, sonic_pi: SonicPi) -> None:
    code = code_for(daemon, sonic_pi, EXAMPLE.read_text())
    sonic_pi.tell("/run-code", "test", code)
    warm = ["warm slow pad", 1.0]
    sure(lambda: [c for c in daemon.changes("prompt") if c[3] == warm], sonic_pi)
    sure(lambda: len(daemon.changes("clock")) > 1, sonic_pi)
    first, second = (c[3] for c in daemon.changes("clock")[:2])
    assert (first, second) == ([110.0, 0.0, 4], [110.0, 4.0, 4])
    eventually(lambda: [c[3] for c in daemon.changes("density") if c[3]][:2] == [1.0, 3.0])
    eventually(lambda: [c for c in daemon.changes("brightness") if c[4] == 8.0])
    eventually(lambda: [c for c in daemon.changes("note") if c[3][1] == 0.0])
    assert daemon.changes("note")[0][3] == [60, pytest.approx(0.8)]
    assert "/error" not in sonic_pi.look()
    assert "/syntax_error" not in sonic_pi.shown


def test_refusals_are_shown_and_meters_are_not(daemon: Daemon, sonic_pi: SonicPi) -> None:
    sonic_pi.tell(
        "/run-code", "test",
        code_for(daemon, sonic_pi, 'use_osc "127.0.0.1", 57140\nosc "/lmdm/param/densty", 3'),
    )  # fmt: skip
    sure(lambda: "lmdm refused /lmdm/param/densty" in sonic_pi.look(), sonic_pi)
    assert 'did you mean \\"density\\"' in sonic_pi.look() or 'mean "density"' in sonic_pi.look()
    other = Client(daemon.port)
    other.send("/lmdm/param/steps", 5)
    eventually(lambda: "/lmdm/param/steps" in sonic_pi.look())
    assert "/lmdm/meter" not in sonic_pi.shown
    assert "/lmdm/heartbeat" not in sonic_pi.shown
    other.close()
