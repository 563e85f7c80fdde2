"""Packets that nobody should send: valid ones, valid ones with wrong bytes, and noise."""

from __future__ import annotations

import random
import socket
import struct
import time

from instrument.commands import COMMANDS
from instrument.osc.codec import encode
from instrument.params import PARAMS, SLOTS

_NEVER = (
    "quit", "load", "stop", "panic", "mute", "gain", "play", "input/gain", "capture", "loudness",
    "block", "steps", "margin", "latency_mode", "mode", *(k for k in PARAMS if "guidance" in k),
)  # fmt: skip
"""What a valid message may well do: stop the sound, or ask for more than the machine can."""
_TEXTS = ("", "a", "ü", "\0", "x" * 3_000, "../../etc/passwd", "%s%n", "1e999", "free", "nan")
_NUMBERS = (0, 1, -1, 2**31 - 1, -(2**31), 0.5, 1e30, -1e30, float("nan"), float("inf"))


def _address(rng: random.Random) -> str:
    key = rng.choice([k for k in COMMANDS if k not in _NEVER and not k.startswith(("trace", "st"))])
    names = [k for k in PARAMS if k not in _NEVER]
    return f"/lmdm/{key}".replace("NAME", rng.choice(names)).replace(
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


def flood(port: int, count: int, rate: float, seed: int) -> float:
    """Sends `count` packets at `rate` a second, from one socket after another; seconds it took."""
    rng, begun = random.Random(seed), time.monotonic()
    me = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        for k in range(count):
            if k % 5_000 == 4_999:
                me.close()
                me = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            me.sendto(packet(rng), ("127.0.0.1", port))
            ahead = begun + k / rate - time.monotonic()
            if ahead > 0.002:
                time.sleep(ahead)
    finally:
        me.close()
    return time.monotonic() - begun
