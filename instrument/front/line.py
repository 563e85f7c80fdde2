"""The line to an engine: JSON objects, one a line, both ways, by a socket that nobody waits for."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable

_MAX_UNSENT = 8 << 20
_MAX_LINE = 4 << 20

GONE = ""
"""Why a line broke whose other end was closed."""


class Line:
    """One connection. Runs on the event loop, and owns the socket."""

    def __init__(
        self, ours: socket.socket, take: Callable[[object], None], broke: Callable[[str], None]
    ) -> None:
        """`take` is given what comes; `broke` why nothing more can (GONE, or a few words), unless
        close() was called before."""
        self._socket: socket.socket | None = ours
        self._take = take
        self._broke = broke
        self._received = bytearray()
        self._unsent = bytearray()
        self._writing = False
        asyncio.get_running_loop().add_reader(ours, self._readable)

    def send(self, message: dict) -> None:
        """Sends an object, as soon as the other end takes it; nothing on a line that is closed."""
        if self._socket is None:
            return
        self._unsent += json.dumps(message, separators=(",", ":")).encode() + b"\n"
        if len(self._unsent) > _MAX_UNSENT:
            self._break("it does not read what it is sent")
        elif not self._writing:
            self._write()

    def close(self) -> None:
        """Neither takes nor sends anything more; may be called twice."""
        if self._socket is not None:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._socket)
            loop.remove_writer(self._socket)
            self._socket.close()
            self._socket = None

    def _break(self, why: str) -> None:
        if self._socket is not None:
            self.close()
            self._broke(why)

    def _write(self) -> None:
        if self._socket is None:
            return
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._unsent.clear()  # it is gone, as the reader will find
        if bool(self._unsent) != self._writing:
            loop = asyncio.get_running_loop()
            self._writing = bool(self._unsent)
            if self._writing:
                loop.add_writer(self._socket, self._write)
            else:
                loop.remove_writer(self._socket)

    def _readable(self) -> None:
        assert self._socket is not None
        try:
            data = self._socket.recv(65_536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._break(GONE)
            return
        *lines, self._received = (self._received + data).split(b"\n")
        if len(self._received) > _MAX_LINE:
            self._break("it sends what is no message")
            return
        for line in lines:
            if self._socket is None:
                return  # closed over what came before
            try:
                message = json.loads(line)
            except ValueError:
                self._break("it sent what is no message")
            else:
                self._take(message)
