"""A performance that is measured: the daemon, the hand that plays it and the ear that hears it."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from instrument.errors import UserError
from instrument.live.ear import Ear
from instrument.osc.asking import ask
from instrument.osc.codec import Message, decode, encode, encode_bundle
from instrument.osc.timing import timetag_of
from instrument.soak.stage import Stage

LIMIT_S = 30.0


EASY = ("block", 12, "steps", 2, "guidance", 1.0, "margin", 1.5)
"""Settings under which a machine that is busy with other things has nothing to shed."""


class Hand:
    """An OSC client of the daemon at `port`; it keeps what it is sent."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.connect(("127.0.0.1", port))
        self.heard: list[Message] = []

    def send(self, address: str, *args: object) -> None:
        """One message, to happen as soon as possible."""
        self._socket.send(encode(address, *args))

    def bundle(self, wall_ns: int, *messages: tuple) -> None:
        """Messages in a bundle that is due at a wall time."""
        self._socket.send(encode_bundle(timetag_of(wall_ns), *(encode(*m) for m in messages)))

    def listen(self, seconds: float) -> None:
        """Take in what comes in so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._socket.settimeout(left)
            with contextlib.suppress(TimeoutError):
                self.heard += decode(self._socket.recv(65_536))[0].messages

    def expect(self, address: str, *args: object) -> Message:
        """The first message to `address` that begins with `args`, among what came and will come;
        what came before it is dropped. Raises UserError if none does, or the daemon refuses."""
        end = time.monotonic() + LIMIT_S
        while True:
            for i, message in enumerate(self.heard):
                if message.address == "/lmdm/fail":
                    raise UserError(f"refused: {message.args}")
                if message.address == address and message.args[: len(args)] == args:
                    del self.heard[: i + 1]
                    return message
            if time.monotonic() > end:
                raise UserError(f"the daemon never said {address} {args}")
            self.listen(0.05)

    def close(self) -> None:
        """No more."""
        self._socket.close()


class Performance:
    """What a measure is given. `folder` holds the daemon's state."""

    def __init__(self, stage: Stage, hand: Hand, ear: Ear, model: str) -> None:
        self.stage, self.hand, self.ear, self.model = stage, hand, ear, model

    def ahead(self, seconds: float) -> tuple[int, int]:
        """A moment so far ahead: its wall time in ns, and the sample of the ear that leaves the
        daemon's port then, which is a period after the cycle in which it is heard begins."""
        wall, now = time.time_ns(), self.ear.now()
        return wall + round(1e9 * seconds), now + round(seconds * self.ear.rate) - self.ear.period

    def horizon(self) -> float:
        """How far ahead to send, with half a second more."""
        return float(ask(self.stage.port, "/lmdm/latency")[1]) + 0.5

    def state_file(self, folder: str, name: str) -> Path:
        """A file that the daemon wrote."""
        return self.stage.folder / "state" / folder / name

    def counts(self) -> dict[str, int]:
        """Counters of the daemon so far; their names as in its status and panel."""
        panel = self.stage.panel
        assert panel is not None
        status = ask(self.stage.port, "/lmdm/status")
        return {
            "underruns": int(status[6]), "late_changes": int(status[7]), "shed": int(panel.shed),
            "late_blocks": int(panel.late), "xruns": self.ear.xruns,
        }  # fmt: skip

    @contextlib.contextmanager
    def counted(self, figures: dict) -> Iterator[None]:
        """Adds to `figures` by how much each counter rises meanwhile."""
        before = self.counts()
        yield
        figures |= {key: count - before[key] for key, count in self.counts().items()}


@contextlib.contextmanager
def performance(
    folder: Path, model: str, seconds: float, settings: Sequence[object] = (),
    play: np.ndarray | None = None,
) -> Iterator[Performance]:  # fmt: skip
    """A daemon in the JACK server that runs, told `settings` (names and values), and an ear that
    keeps the last `seconds` of it and plays `play` [N, 2] into it. Raises UserError."""
    ear = Ear(seconds, play)
    options = ["--audio", "jack", "--connect", "none", "--model", model, "--no-http"]
    with (
        contextlib.closing(ear),
        Stage(folder, options) as stage,
        contextlib.closing(Hand(stage.port)) as hand,
    ):
        hand.send("/lmdm/set", *settings)
        with ear:
            yield Performance(stage, hand, ear, model)
