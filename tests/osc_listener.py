"""A UDP socket that keeps what a client sends, with its timetags, and answers as the daemon does.

It takes the daemon's place only where the subject of a test is what a client *sends*.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder


@dataclass(frozen=True)
class Packet:
    """One packet: when it came (Unix time), its timetag (Unix time, None for a bare message).

    `messages` is empty for what sclang sends to scsynth: numbers stand for the addresses there.
    """

    arrived: float
    due: float | None
    messages: tuple[tuple[Any, ...], ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of each message."""
        return tuple(m[0] for m in self.messages)


def parse(data: bytes, arrived: float) -> Packet:
    """The packet's messages as tuples (address, argument, ...)."""
    if OscBundle.dgram_is_bundle(data):
        bundle = OscBundle(data)
        return Packet(arrived, bundle.timestamp, tuple(_flat(m) for m in bundle))
    return Packet(arrived, None, (_flat(OscMessage(data)),))


def _flat(message: OscMessage) -> tuple[Any, ...]:
    return (message.address, *message.params)


def encode(address: str, *arguments: int | float | str) -> bytes:
    """One OSC message."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


class Listener:
    """Listens on a free port in a thread of its own until closed; a context manager."""

    QUIET = (("/lmdm/notify",), ("/lmdm/status",))
    """Questions that are answered and not kept: a client repeats them for as long as it lives."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port: int = self._socket.getsockname()[1]
        self.packets: list[Packet] = []
        self.client: tuple[str, int] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.answers: dict[str, Callable[..., tuple[Any, ...] | None]] = {
            "/lmdm/notify": lambda on: ("/lmdm/done", "/lmdm/notify", 1) if on else None,
            "/lmdm/status": lambda: (
                "/lmdm/status.reply", "playing", "test", 48_000, 341.0, 20.0, 400.0, 0, 0, 1.0,
                "0.1.0",
            ),
            "/lmdm/refresh": lambda: ("/lmdm/done", "/lmdm/refresh"),
            "/lmdm/sync": lambda n: ("/lmdm/synced", n),
            "/lmdm/playing": lambda: ("/lmdm/playing.reply", 122.0, 17.5, 4, "F#m"),
            "/lmdm/latency": lambda: ("/lmdm/latency.reply", 0.012, 0.431),
            "/lmdm/get": lambda name: ("/lmdm/get.reply", name, 0.25),
        }  # fmt: skip

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def tell(self, address: str, *arguments: int | float | str) -> None:
        """Sends one message to the client that was last heard."""
        assert self.client is not None
        self._socket.sendto(encode(address, *arguments), self.client)

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                data, self.client = self._socket.recvfrom(65_536)
            except TimeoutError:
                continue
            packet = parse(data, time.time())
            for address, *arguments in packet.messages:
                answer = self.answers.get(address)
                reply = answer(*arguments) if answer else None
                if reply:
                    self.tell(*reply)
            if packet.addresses[:1] not in self.QUIET:
                self.packets.append(packet)

    def sections(self) -> dict[str, list[Packet]]:
        """Packets by the `/test/section NAME` message that came before them."""
        found: dict[str, list[Packet]] = {}
        here: list[Packet] = []
        for packet in self.packets:
            if packet.addresses == ("/test/section",):
                here = found.setdefault(packet.messages[0][1], [])
            else:
                here.append(packet)
        return found
