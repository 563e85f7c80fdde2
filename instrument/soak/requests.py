"""HTTP requests and WebSocket frames that nobody should send: valid ones, valid ones with wrong
bytes, and noise, over connections that are kept as long as the other side keeps them.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import struct

from instrument.params import PARAMS
from instrument.soak import fuzz

CONNECTIONS = 8
_LEAVES = 0.3
_PATHS = (
    "/",
    "/?HOST_INFO",
    "/ui",
    "/metrics",
    "/lmdm",
    "/lmdm?VALUE",
    "/../../etc/passwd",
    "/%00",
)
_METHODS = ("GET",) * 6 + ("HEAD", "POST", "PUT", "OPTIONS", "BREW")
_UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
_COMMANDS = ("LISTEN", "IGNORE", "PATH_CHANGED", "", "x" * 300)


def request(rng: random.Random, port: int, *, upgrade: bool = False) -> bytes:
    """A request; a third each of well-formed, mutated and random ones."""
    kind = 0 if upgrade else rng.randrange(3)
    if kind == 2:
        return rng.randbytes(rng.randrange(1, 300)) + b"\r\n\r\n"
    key = rng.choice([*PARAMS, "nothing"])
    asked = rng.choice(["VALUE", "RANGE", "TYPE", "ACCESS", "WRONG"])
    path = rng.choice([*_PATHS, f"/lmdm/param/{key}?{asked}"])
    origin = rng.choice(["", f"Origin: http://127.0.0.1:{port}\r\n", "Origin: http://evil\r\n"])
    head = f"{rng.choice(_METHODS)} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{origin}"
    if upgrade:
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{_UPGRADE}"
    made = (head + "\r\n").encode()
    return made if kind == 0 else mutated(rng, made)


def frame(rng: random.Random) -> bytes:
    """A masked WebSocket frame: OSC, a command, or bytes of any kind; a third of them wrong."""
    if rng.random() < 0.5:
        code, body = 2, fuzz.packet(rng)
    else:
        told = {"COMMAND": rng.choice(_COMMANDS), "DATA": rng.choice(["/lmdm", 1, None, ["x"]])}
        code, body = 1, json.dumps(told).encode()
    size = len(body)
    head = bytes([0x80 | code, 0x80 | size]) if size < 126 else struct.pack(
        ">BBH", 0x80 | code, 0xFE, size & 0xFFFF
    )  # fmt: skip
    mask = rng.randbytes(4)
    masked = bytes(b ^ mask[k % 4] for k, b in enumerate(body))
    made = head + mask + masked
    return mutated(rng, made) if rng.random() < 0.33 else made


def mutated(rng: random.Random, made: bytes) -> bytes:
    """With some wrong bytes, sometimes cut short."""
    wrong = bytearray(made)
    for _ in range(rng.randrange(1, 8)):
        wrong[rng.randrange(len(wrong))] = rng.randrange(256)
    return bytes(wrong[: rng.randrange(1, len(wrong) + 1)])


class Browsers:
    """A context manager: some connections to the HTTP port, half of them WebSockets."""

    def __init__(self, port: int, rng: random.Random) -> None:
        self._port, self._rng = port, rng
        self._open: dict[int, socket.socket] = {}
        self.answers = 0
        """Requests that were answered with a status line."""

    def __enter__(self) -> Browsers:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open.values():
            one.close()

    def ask(self) -> None:
        """One more request or frame, on a connection that may have to be made."""
        place = self._rng.randrange(CONNECTIONS)
        upgrade = place % 2 == 0
        try:
            if place not in self._open:
                self._open[place] = self._connect()
                made = request(self._rng, self._port, upgrade=upgrade)
            else:
                made = frame(self._rng) if upgrade else request(self._rng, self._port)
            self._open[place].send(made)
            self._read(place)
            if not upgrade and self._rng.random() < _LEAVES:  # a half request waits for its end
                self._drop(place)
        except OSError:
            self._drop(place)

    def _connect(self) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self._port), timeout=5.0)
        one.setblocking(False)
        return one

    def _read(self, place: int) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := self._open[place].recv(1 << 16):
                self.answers += data.count(b"HTTP/1.1 ")
            self._drop(place)

    def _drop(self, place: int) -> None:
        if (one := self._open.pop(place, None)) is not None:
            one.close()
