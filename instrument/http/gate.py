"""Who may look, who may play, and by which name: the checks before anything is answered.

A browser is a stranger's program on a friend's machine. It sends its page's address as Origin,
which must be ours; and a page that had its own name pointed at this machine (DNS rebinding) is
found out by the Host it asks for, which must be an address, localhost, this machine's name, or one
that the configuration lists. Programs that are no browsers send no Origin.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from instrument.osc.server import AllowList


class Gate:
    """Pure questions; nothing is remembered."""

    def __init__(
        self, allow: AllowList, hosts: Iterable[str] = (), players: AllowList | None = None
    ) -> None:
        """`allow`: who may look; `players`: who may play, where it is not this machine alone."""
        machine = socket.gethostname().lower()
        self._allow = allow
        self._players = players or AllowList()
        self._names = {"localhost", machine, f"{machine}.local", *(h.lower() for h in hosts)}

    def may_look(self, remote: str) -> bool:
        """Whether `remote`, a numeric address, is answered at all."""
        return self._allow.permits(remote)

    def may_play(self, remote: str) -> bool:
        """Whether what `remote` sends changes anything."""
        return self._players.permits(remote)

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this machine."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower().rstrip(".")
        except ValueError:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True

    def same_origin(self, origin: str | None, host: str) -> bool:
        """Whether a request comes from our own page, or from no page at all."""
        if origin is None:
            return True
        return origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())
