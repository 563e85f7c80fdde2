"""SLIP (RFC 1055), as OSC 1.1 frames packets on TCP."""

from __future__ import annotations

from instrument.osc.codec import MAX_PACKET

_END, _ESC, _ESC_END, _ESC_ESC = b"\xc0", b"\xdb", b"\xdb\xdc", b"\xdb\xdd"


def frame(packet: bytes) -> bytes:
    """A packet between two END bytes."""
    return _END + packet.replace(_ESC, _ESC_ESC).replace(_END, _ESC_END) + _END


class Unframer:
    """Packets out of a stream of bytes, never keeping more than MAX_PACKET of them."""

    def __init__(self) -> None:
        self._open = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> list[bytes | None]:
        """The packets that `data` completes; None for one that was too long or wrongly escaped."""
        out: list[bytes | None] = []
        *ended, rest = data.split(_END)
        for part in ended:
            self._take(part)
            if self._too_long:
                out.append(None)
            elif self._open:
                out.append(_unescaped(bytes(self._open)))
            self._open.clear()
            self._too_long = False
        self._take(rest)
        return out

    def _take(self, part: bytes) -> None:
        if len(self._open) + len(part) > 2 * MAX_PACKET:
            self._too_long = True
            self._open.clear()
        elif not self._too_long:
            self._open += part


def _unescaped(data: bytes) -> bytes | None:
    out = bytearray()
    head, *parts = data.split(_ESC)
    out += head
    for part in parts:
        if part[:1] not in (b"\xdc", b"\xdd"):
            return None
        out += (_END if part[:1] == b"\xdc" else _ESC) + part[1:]
    return bytes(out) if len(out) <= MAX_PACKET else None
