"""mDNS: lets OSCQuery clients find the instrument by themselves (`_oscjson._tcp`, and `_osc._udp`).

It needs the zeroconf package, which the extra `mdns` brings; without it, or without a network, the
instrument is merely not found by itself. A server on one address is announced there only.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

ANYWHERE = ("", "0.0.0.0", "::")
"""What stands for every address of this machine."""


class Announcement:
    """Begun in the background, for probing takes its seconds; taken back with stop()."""

    def __init__(
        self, address: str, http_port: int, osc_port: int, say: Callable[[str], None]
    ) -> None:
        self._address = address
        self._ports = {"_oscjson._tcp.local.": http_port, "_osc._udp.local.": osc_port}
        self._say = say
        self._zeroconf: Any = None
        self._beginning: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to announce, if zeroconf is installed."""
        self._beginning = asyncio.get_running_loop().create_task(self._begin())

    async def stop(self) -> None:
        """Takes it back."""
        if self._beginning is not None:
            self._beginning.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beginning
        if self._zeroconf is not None:
            with contextlib.suppress(OSError, TimeoutError):
                await self._zeroconf.async_unregister_all_services()
                await self._zeroconf.async_close()

    async def _begin(self) -> None:
        try:
            from zeroconf import Error, InterfaceChoice, ServiceInfo
            from zeroconf.asyncio import AsyncZeroconf
        except ImportError:
            return
        machine = socket.gethostname().partition(".")[0]
        try:
            where = InterfaceChoice.All if self._address in ANYWHERE else [self._numeric()]
            self._zeroconf = AsyncZeroconf(interfaces=where)
            for kind, port in self._ports.items():
                addresses = None if self._address in ANYWHERE else [self._numeric()]
                info = ServiceInfo(
                    kind, f"lmdm on {machine} {port}.{kind}", port,
                    parsed_addresses=addresses or _own_addresses(), server=f"{machine}.local.",
                )  # fmt: skip
                await self._zeroconf.async_register_service(info, allow_name_change=True)
        except (OSError, Error) as error:
            self._say(f"mdns: not announced: {error or type(error).__name__}")

    def _numeric(self) -> str:
        with contextlib.suppress(ValueError):
            return str(ipaddress.ip_address(self._address))
        return socket.gethostbyname(self._address)


def _own_addresses() -> list[str]:
    found = {"127.0.0.1"}
    with contextlib.suppress(OSError):
        found |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: the system names the way out
        found.add(probe.getsockname()[0])
    real = {a for a in found if not ipaddress.ip_address(a.partition("%")[0]).is_loopback}
    return sorted(real or found)
