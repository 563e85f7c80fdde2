"""OSC packets to messages and back, strictly: nothing is guessed, nothing is skipped.

python-osc's classes read on after an unknown type tag (later arguments are then wrong), swallow
parse errors and refuse a whole packet for one text that is not UTF-8; hence this small codec.
It reads every tag of OSC 1.0 and 1.1 and writes only i, f and s, which every client understands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from numbers import Integral

IMMEDIATE = 1
"""The timetag that means now."""

MAX_DEPTH = 8
"""Bundles may be nested so deep."""

MAX_PACKET = 65_536
"""No packet is longer, in bytes."""

MAX_SENT = 1_400
"""What we send fits into one frame of an Ethernet."""

_BUNDLE = b"#bundle\0"
_INT, _FLOAT, _LONG, _DOUBLE = (struct.Struct(f) for f in (">i", ">f", ">q", ">d"))
_TIME = struct.Struct(">Q")
_CONSTANTS = {"T": True, "F": False, "N": None, "I": True}

Arg = int | float | str | bool | bytes | None


class PacketError(ValueError):
    """The packet is not OSC; the text says where it fails."""


@dataclass(frozen=True)
class Message:
    """An address and its arguments; `fault` says why the arguments could not be read."""

    address: str
    args: tuple[Arg, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Group:
    """Messages that take effect together, at an NTP timetag."""

    timetag: int = IMMEDIATE
    messages: list[Message] = field(default_factory=list)


def decode(packet: bytes) -> list[Group]:
    """The groups of a packet, in the order of their first message; raises PacketError."""
    groups: dict[int, Group] = {}
    for timetag, message in _elements(packet, IMMEDIATE, 0):
        groups.setdefault(timetag, Group(timetag, [])).messages.append(message)
    return list(groups.values())


def _elements(data: bytes, timetag: int, depth: int) -> Iterator[tuple[int, Message]]:
    if not data.startswith(_BUNDLE):
        yield timetag, _message(data)
        return
    if depth >= MAX_DEPTH:
        raise PacketError(f"bundles are nested too deep (at most {MAX_DEPTH})")
    if len(data) < 16:
        raise PacketError("the bundle ends before its timetag")
    (timetag,) = _TIME.unpack_from(data, 8)
    at = 16
    while at < len(data):
        if at + 4 > len(data):
            raise PacketError("the bundle ends within an element's size")
        (size,) = _INT.unpack_from(data, at)
        at += 4
        if size <= 0 or size % 4 or at + size > len(data):
            raise PacketError(f"an element of {size} bytes does not fit the bundle")
        yield from _elements(data[at : at + size], timetag, depth + 1)
        at += size


def _message(data: bytes) -> Message:
    if not data.startswith(b"/"):
        raise PacketError("a packet begins with / or #bundle")
    raw, at = _text(data, 0)
    try:
        address = raw.decode("ascii")
    except UnicodeDecodeError:
        raise PacketError("the address is not ASCII") from None
    if at >= len(data):
        return Message(address)
    if data[at : at + 1] != b",":
        return Message(address, (), "the arguments have no type tags")
    raw, at = _text(data, at)
    args: list[Arg] = []
    for tag in raw[1:].decode("latin-1"):
        try:
            arg, at = _argument(tag, data, at)
        except PacketError as error:
            return Message(address, tuple(args), str(error))
        if tag not in "[]":
            args.append(arg)
    return Message(address, tuple(args))


def _argument(tag: str, data: bytes, at: int) -> tuple[Arg, int]:
    if tag in _CONSTANTS:
        return _CONSTANTS[tag], at
    if tag in "[]":
        return None, at
    if tag in "sS":
        raw, at = _text(data, at)
        try:
            return raw.decode("utf-8"), at
        except UnicodeDecodeError:
            raise PacketError("a text is not UTF-8") from None
    if tag == "b":
        _need(data, at, 4)
        (size,) = _INT.unpack_from(data, at)
        if size < 0:
            raise PacketError("a blob has a negative size")
        _need(data, at + 4, size)
        return data[at + 4 : at + 4 + size], at + 4 + size + -size % 4
    layout = {"i": _INT, "f": _FLOAT, "h": _LONG, "d": _DOUBLE, "t": _LONG}.get(tag)
    if layout is None and tag not in "crm":
        raise PacketError(f'the type tag "{tag}" is not known')
    layout = layout or _INT
    _need(data, at, layout.size)
    return layout.unpack_from(data, at)[0], at + layout.size


def _need(data: bytes, at: int, size: int) -> None:
    if at + size > len(data):
        raise PacketError("the message ends within an argument")


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    end = data.find(b"\0", at)
    if end < 0:
        raise PacketError("a text has no end")
    return data[at:end], end + 4 - end % 4


def encode(address: str, *args: object, truths: bool = False) -> bytes:
    """A message of i, f and s arguments: booleans as i, integers beyond 32 bits as f.

    A text too long for MAX_SENT is cut, and ends with three dots. With `truths`, for clients that
    were told a type, booleans are T and F, and None is N.
    """
    tags, body = ",", b""
    for arg in args:
        if truths and (arg is None or isinstance(arg, bool)):
            tags += "N" if arg is None else "T" if arg else "F"
        elif isinstance(arg, str):
            tags += "s"
            body += _padded(arg.replace("\0", " ").encode("utf-8", "replace"), MAX_SENT - 400)
        elif isinstance(arg, Integral) and -(2**31) <= int(arg) < 2**31:
            tags += "i"
            body += _INT.pack(int(arg))
        else:
            tags += "f"
            body += _FLOAT.pack(min(max(float(arg), -3e38), 3e38))  # type: ignore[arg-type]
    return _padded(address.encode("ascii", "replace"), 256) + _padded(tags.encode(), 256) + body


def encode_bundle(timetag: int, *packets: bytes) -> bytes:
    """A bundle of packets (for tests and clients; the instrument itself sends none)."""
    parts = (_INT.pack(len(p)) + p for p in packets)
    return _BUNDLE + _TIME.pack(timetag) + b"".join(parts)


def _padded(text: bytes, limit: int) -> bytes:
    if len(text) > limit:
        text = text[: limit - 3].decode("utf-8", "ignore").encode() + b"..."
    return text + b"\0" * (4 - len(text) % 4)
