"""Packets on TCP with their length in front, as OSC 1.0 has them: sclang and liblo send so."""

from __future__ import annotations

from instrument.osc.codec import MAX_PACKET

_SIZE = 4


def is_prefix(data: bytes) -> bool:
    """Whether a stream that begins so has lengths: neither a packet nor SLIP begins with 0."""
    return data[:1] == b"\0"


def frame(packet: bytes) -> bytes:
    """A packet behind its length."""
    return len(packet).to_bytes(_SIZE, "big") + packet


class Unframer:
    """Packets out of a stream of bytes, never keeping more than MAX_PACKET of them."""

    def __init__(self) -> None:
        self._open = bytearray()
        self._left_out = 0  # bytes of a packet that is too long and still comes

    def feed(self, data: bytes) -> list[bytes | None]:
        """The packets that `data` completes; None for one that is too long."""
        out: list[bytes | None] = []
        self._open += data
        while self._open:
            if self._left_out:
                gone = min(self._left_out, len(self._open))
                del self._open[:gone]
                self._left_out -= gone
                continue
            size = int.from_bytes(self._open[:_SIZE], "big")
            if len(self._open) < _SIZE or (size <= MAX_PACKET and len(self._open) < _SIZE + size):
                break
            if size > MAX_PACKET:
                out.append(None)
                self._left_out = _SIZE + size
            else:
                out.append(bytes(self._open[_SIZE : _SIZE + size]))
                del self._open[: _SIZE + size]
        return out
