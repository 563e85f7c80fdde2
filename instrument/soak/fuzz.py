"""Packets that nobody should send: valid ones, valid ones with wrong bytes, and noise."""

from __future__ import annotations

import random
import socket
import struct

from instrument.commands import COMMANDS
from instrument.osc.codec import encode
from instrument.params import PARAMS, SLOTS

_NEVER = (
    "quit", "load", "stop", "panic", "mute", "gain", "play", "input/gain", "capture", "loudness",
    "block", "steps", "margin", "latency_mode", "mode", *(k for k in PARAMS if "guidance" in k),
)  # fmt: skip
"""What a valid message may well do: stop the sound, or ask for more than the machine can."""
_TEXTS = ("", "a", "ü", "\0", "x" * 3_000, "../../etc/passwd", "%s%n", "1e999", "free", "nan")
_TO_A_SOCKET = 5_000
_NUMBERS = (0, 1, -1, 2**31 - 1, -(2**31), 0.5, 1e30, -1e30, float("nan"), float("inf"))


_KEYS = [k for k in COMMANDS if k not in _NEVER and not k.startswith(("trace", "st"))]
_NAMES = [k for k in PARAMS if k not in _NEVER]


def _address(rng: random.Random) -> str:
    key = rng.choice(_KEYS)
    return f"/lmdm/{key}".replace("NAME", rng.choice(_NAMES)).replace(
        "SLOT", str(rng.randrange(SLOTS))
    )


def packet(rng: random.Random) -> bytes:
    """One packet; a third each of well-formed, mutated and random ones."""
    kind = rng.randrange(3)
    if kind == 2:
        return rng.randbytes(rng.randrange(200))
    values = [
        rng.choice(_TEXTS) if rng.random() < 0.3 else rng.choice(_NUMBERS)
        for _ in range(rng.randrange(5))
    ]
    made = encode(_address(rng), *values)
    if rng.random() < 0.3:
        inner = b"".join(struct.pack(">i", len(made)) + made for _ in range(rng.randrange(1, 4)))
        made = b"#bundle\0" + rng.randbytes(8) + inner
    if kind == 0:
        return made
    wrong = bytearray(made)
    for _ in range(rng.randrange(1, 8)):
        wrong[rng.randrange(len(wrong))] = rng.randrange(256)
    return bytes(wrong[: rng.randrange(len(wrong) + 1)])


class Sender:
    """A context manager that sends packets, from one socket after another."""

    def __init__(self, port: int, rng: random.Random) -> None:
        self._port, self._rng = port, rng
        self._sent = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self) -> None:
        """Sends one."""
        self._sent += 1
        if self._sent % _TO_A_SOCKET == 0:
            self._socket.close()
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.sendto(packet(self._rng), ("127.0.0.1", self._port))
