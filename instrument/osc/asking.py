"""Asking a daemon on this machine a question by OSC."""

from __future__ import annotations

import socket

from instrument.osc.codec import decode, encode


def ask(port: int, address: str, *arguments: object, seconds: float = 5.0) -> tuple:
    """The arguments of the first reply; raises OSError when none comes in time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
        me.settimeout(seconds)
        me.connect(("127.0.0.1", port))
        me.send(encode(address, *arguments))
        return tuple(decode(me.recv(65_536))[0].messages[0].args)
