"""A JACK server without hardware, a client that plays into `lmdm` and records it, and patience.

Where the server itself reports a dropped period a run is repeated, at most twice, and says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import jack
import numpy as np
import pytest
from playing import eventually
from real_parts import Stage, need, stage

RATE = 48_000


class XrunError(Exception):
    """The server dropped a period; this run tells nothing."""


@contextlib.contextmanager
def no_xruns(made: Stage) -> Iterator[None]:
    """XrunError if the server had one meanwhile: it is the only one to know of all of them."""
    log = made.folder / "jackd.log"
    before = log.read_bytes().count(b"XRun")
    yield
    count = log.read_bytes().count(b"XRun") - before
    if count:
        raise XrunError(f"{count} in the server's log")


def patiently(run: Callable[[], None]) -> None:
    """Once, and again as long as the server has xruns, at most seven times: on a virtual machine
    they come in bursts, of whatever runs beside it."""
    for left in reversed(range(8)):
        try:
            return run()
        except XrunError as error:
            print(f"repeated after an xrun: {error}")
            if not left:
                raise
    return None


def jackd(made: Stage, rate: int = RATE, period: int = 256) -> None:
    """A JACK server, real-time where that is permitted: the machine may be busy with other things.

    Where it is not, the server says so and goes on.
    """
    command = [need("jackd"), "-n", made.jack_name, "-R", "-P", "20", "-m", "-d", "dummy"]
    made.start("jackd", [*command, "-r", str(rate), "-p", str(period)])
    eventually(lambda: "system:playback_2" in made.jack_ports())


@contextlib.contextmanager
def server(rate: int = RATE, period: int = 256) -> Iterator[Stage]:
    """A stage with a JACK server on it; what the stage's environment says holds for us as well."""
    need("jackd")
    with stage() as made:
        jackd(made, rate, period)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JACK_DEFAULT_SERVER", made.jack_name)
            patch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
            yield made
    # a server that was killed leaves its clients' semaphores behind; they bear its name
    for left in Path("/dev/shm").glob(f"jack_sem.*_{made.jack_name}_*"):
        left.unlink(missing_ok=True)


class Recorder:
    """A JACK client that records `lmdm`'s outputs, and may play something into its inputs."""

    def __init__(self, play: np.ndarray | None = None) -> None:
        self.client = jack.Client("recorder", no_start_server=True)
        self.ins = [self.client.inports.register(f"in_{k}") for k in (1, 2)]
        self.outs = [self.client.outports.register(f"out_{k}") for k in (1, 2)]
        self.pieces: list[np.ndarray] = []
        self.sent: list[np.ndarray] = []
        self.play = play
        self.played = 0
        self.client.set_process_callback(self._process)

    def _process(self, frames: int) -> None:
        self.pieces.append(np.stack([port.get_array() for port in self.ins], axis=1))
        sent = np.zeros((frames, 2), np.float32)
        if self.play is not None:
            piece = self.play[self.played : self.played + frames]
            sent[: len(piece)] = piece
        for channel, port in enumerate(self.outs):
            port.get_array()[:] = sent[:, channel]
        self.sent.append(sent)
        self.played += frames

    def __enter__(self) -> Recorder:
        jack.set_error_function(None)
        self.client.activate()
        for k in (1, 2):
            self.client.connect(f"lmdm:out_{k}", f"recorder:in_{k}")
            self.client.connect(f"recorder:out_{k}", f"lmdm:in_{k}")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.deactivate()
        self.client.close()

    def answer(self, sound: np.ndarray, seconds: float) -> tuple[np.ndarray, np.ndarray]:
        """Play sound [N, 2] from now on; what was played and what was heard in so many seconds,
        period by period beside each other."""
        self.play, self.played = sound, 0
        begin = len(self.pieces)
        heard = self.record(seconds)
        return np.concatenate(self.sent[begin:])[: len(heard)], heard

    def record(self, seconds: float) -> np.ndarray:
        """The next so many seconds."""
        begin = len(self.pieces)
        frames = round(seconds * self.client.samplerate)
        eventually(lambda: sum(map(len, self.pieces[begin:])) >= frames, seconds + 10)
        return np.concatenate(self.pieces[begin:])[:frames]
