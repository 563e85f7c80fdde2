"""What systemd wants to hear of a service (sd_notify(3)): a datagram to $NOTIFY_SOCKET."""

from __future__ import annotations

import contextlib
import os
import socket


class Notify:
    """Says how it goes to the service manager, if there is one. Never waits, never fails."""

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "")
        self._socket: socket.socket | None = None
        if self._address[:1] in ("/", "@") and hasattr(socket, "AF_UNIX"):
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.setblocking(False)
            if self._address[0] == "@":  # the abstract namespace
                self._address = "\0" + self._address[1:]

    def say(self, **fields: object) -> None:
        """One message: say(READY=1, STATUS="playing")."""
        if self._socket is None:
            return
        lines = "\n".join(f"{key}={value}" for key, value in fields.items())
        with contextlib.suppress(OSError):
            self._socket.sendto(lines.encode(), self._address)

    def close(self) -> None:
        """No more messages."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
