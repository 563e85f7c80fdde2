"""The sockets: OSC on UDP, and on TCP framed by SLIP or by lengths, on one port.

Everything runs on the event loop. Datagrams are taken off the socket as soon as they are there, for
the system keeps few and drops the rest, and are worked off in their order; sending never waits: a
client that does not take its messages loses them, and nobody else notices.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from instrument.errors import Refused, UserError
from instrument.osc import prefix, slip
from instrument.osc.codec import MAX_PACKET
from instrument.osc.dispatch import Dispatcher
from instrument.osc.peers import Peer, Peers
from instrument.osc.rights import ADMINISTER, LOOK, PLAY, Rates

_READ_A_TURN, _PACKETS_A_TURN, _TURN_S = 1_024, 64, 0.02
_MOST_WAITING = 16 << 20  # bytes of datagrams that were taken in and not worked off
_EACH = 256  # what a datagram costs besides its bytes
_TCP_BACKLOG = 262_144  # bytes a TCP client may leave unread before it loses messages
MAX_CONNECTIONS = 64
MOST_A_SECOND = 1_000
"""Packets that another machine may send in a second; this one twenty times as many."""
TOO_MUCH = Refused("busy", "too many packets a second (osc: rate in the configuration)")


class AllowList:
    """Who may talk to us: this machine, and the addresses and networks named.

    Those of `read` may only look, those of `administer` may do all that this machine may.
    """

    def __init__(
        self,
        allowed: Iterable[str] = (),
        read: Iterable[str] = (),
        administer: Iterable[str] = (),
    ) -> None:
        """Raises UserError for what is no address."""
        self._rights = [
            (PLAY, _Networks(allowed)),
            (LOOK, _Networks(read)),
            (ADMINISTER, _Networks((*_HERE, *administer))),
        ]

    def permits(self, host: str) -> bool:
        """Whether `host`, a numeric address, is answered at all."""
        return any(networks.hold(host) for _, networks in self._rights)

    def right(self, host: str) -> int:
        """What `host` may do: LOOK, PLAY or ADMINISTER."""
        return max((r for r, networks in self._rights if networks.hold(host)), default=LOOK)


_HERE = ("127.0.0.0/8", "::1/128")


class _Networks:
    def __init__(self, allowed: Iterable[str]) -> None:
        self._networks = []
        for text in allowed:
            try:
                self._networks.append(ipaddress.ip_network(text, strict=False))
            except ValueError:
                raise UserError(
                    f'"{text}" is no address or network (such as 192.168.1.20 or 192.168.1.0/24)'
                ) from None

    def hold(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host.split("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address  # bound to ::, both are heard
        return any(address in network for network in self._networks)


@dataclass(frozen=True)
class Sockets:
    """Both sockets on one port, bound: holding them is what makes this the only instrument.

    `udp6` is ::1's, beside 127.0.0.1: "localhost" is either, and who sends a datagram to the wrong
    one never finds out. None where there is no IPv6, or another address was asked for.
    """

    udp: socket.socket
    tcp: socket.socket
    port: int
    udp6: socket.socket | None = None

    @classmethod
    def bind(cls, host: str, port: int) -> Sockets:
        """Binds both (port 0: any free one); raises UserError when that cannot be."""
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0][0]
        except OSError:
            raise UserError(f'cannot listen on "{host}": no such address on this machine') from None
        for _ in range(16):
            udp = socket.socket(family, socket.SOCK_DGRAM)
            tcp = socket.socket(family, socket.SOCK_STREAM)
            try:
                if sys.platform != "win32":  # there it would let a second instrument in
                    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                udp.bind((host, port))
                tcp.bind((host, udp.getsockname()[1]))
                tcp.listen(16)
            except OSError as error:
                udp.close()
                tcp.close()
                if error.errno == errno.EADDRNOTAVAIL:
                    raise UserError(f'cannot listen on "{host}": not of this machine') from None
                if error.errno != errno.EADDRINUSE:
                    raise UserError(f"cannot listen on port {port}: {error.strerror}") from None
                if port == 0:
                    continue  # the free UDP port was taken on TCP: another one
                raise UserError(
                    f"port {port} is taken: another lmdm may be running; end it, or choose "
                    "another port with --port"
                ) from None
            udp6 = _beside(udp)
            tcp.setblocking(False)
            for each in filter(None, (udp, udp6)):
                each.setblocking(False)
                with contextlib.suppress(OSError):  # room for a burst; fewer is no fault
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            return cls(udp, tcp, udp.getsockname()[1], udp6)
        raise UserError("no free port was found")

    @property
    def datagrams(self) -> list[socket.socket]:
        """Those that receive datagrams and are open."""
        return [s for s in (self.udp, self.udp6) if s is not None and s.fileno() >= 0]

    def close(self) -> None:
        """Closes them; may be called twice."""
        for each in (*self.datagrams, self.tcp):
            each.close()


def _beside(udp: socket.socket) -> socket.socket | None:
    """The same port of ::1, where `udp` listens to 127.0.0.1."""
    host, port = udp.getsockname()[:2]
    if host not in ("127.0.0.1", "0.0.0.0") or not socket.has_ipv6:
        return None
    try:
        made = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    except OSError:
        return None
    try:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(("::1", port))
    except OSError:
        made.close()
        return None
    return made


class OscServer:
    """Carries packets between the sockets and a Dispatcher."""

    def __init__(
        self, sockets: Sockets, dispatcher: Dispatcher, peers: Peers, allow: AllowList,
        rate: float = MOST_A_SECOND,
    ) -> None:  # fmt: skip
        """`rate`: packets a second that another machine may send."""
        self.sockets = sockets
        self.unwelcome = 0
        self._dispatcher = dispatcher
        self._peers = peers
        self._allow = allow
        self._tcp: asyncio.AbstractServer | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._rates = Rates(rate, AllowList().permits)
        self._waiting: deque[tuple[bytes, tuple]] = deque()
        self._waiting_bytes = 0

    async def start(self) -> None:
        """Begins to listen."""
        for each in self.sockets.datagrams:
            asyncio.get_running_loop().add_reader(each, self._readable, each)
        self._tcp = await asyncio.start_server(self._connected, sock=self.sockets.tcp)

    async def stop(self) -> None:
        """Stops, and closes every connection and both sockets."""
        self._waiting.clear()
        for each in self.sockets.datagrams:
            asyncio.get_running_loop().remove_reader(each)
        if self._tcp is not None:
            self._tcp.close()
        for writer in list(self._writers):
            writer.close()
        self.sockets.close()

    # UDP

    def _readable(self, udp: socket.socket) -> None:
        idle = not self._waiting
        for _ in range(_READ_A_TURN):
            if self._waiting_bytes > _MOST_WAITING:
                break
            try:
                packet, source = udp.recvfrom(MAX_PACKET + 1)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                continue  # an ICMP refusal of something sent before: not this client's fault
            if not self._allow.permits(source[0]):
                self.unwelcome += 1
            elif self._rates.admit(source[0]):
                self._waiting.append((packet, source))
                self._waiting_bytes += len(packet) + _EACH
            elif self._rates.to_tell(source[0]):
                self._dispatcher.refuse(self.udp_peer(source), TOO_MUCH)
        if idle:
            self._work_off()

    def _work_off(self) -> None:
        """Some of what waits; the rest when the loop has looked after all else, and read more."""
        try:
            begun = time.monotonic()
            for _ in range(min(_PACKETS_A_TURN, len(self._waiting))):
                if time.monotonic() - begun > _TURN_S:
                    break
                packet, source = self._waiting.popleft()
                self._waiting_bytes -= len(packet) + _EACH
                self._dispatcher.receive(packet, self.udp_peer(source))
        finally:
            if self._waiting:
                asyncio.get_running_loop().call_soon(self._work_off)

    def udp_peer(self, source: tuple) -> Peer:
        """The client at that address."""
        key = ("udp", *source[:2])
        right = self._allow.right(source[0])
        return self._peers.peer(key, lambda: Peer(key, self.udp_send(source), right))

    def udp_send(self, target: tuple) -> Callable[[bytes], None]:
        """A sender to that address, which drops what the network does not take at once."""

        udp = self.sockets.udp
        if self.sockets.udp6 is not None and ":" in str(target[0]):
            udp = self.sockets.udp6

        def send(packet: bytes) -> None:
            with contextlib.suppress(OSError):
                udp.sendto(packet, target)

        return send

    def redirect(self, peer: Peer, port: int, host: str) -> None:
        """Replies to `peer` go to that UDP port from now on; raises Refused.

        `host` empty is the sender's own; another one must be on the allow-list, so that nobody
        makes us flood a stranger.
        """
        host = "127.0.0.1" if host == "localhost" else host or str(peer.target[1])  # type: ignore[index]
        if not self._allow.permits(host):
            raise Refused("range", f'"{host}" is not on the allow-list (--allow)')
        target = (host, port)
        peer.reply_to(("udp", *target), self.udp_send(target))

    # TCP

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        source = writer.get_extra_info("peername") or ("",)  # of one that has gone again
        if not self._allow.permits(source[0]) or len(self._writers) >= MAX_CONNECTIONS:
            self.unwelcome += 1
            writer.close()
            return
        key = ("tcp", *source[:2])
        unframer: slip.Unframer | prefix.Unframer = slip.Unframer()
        frame = slip.frame

        def send(packet: bytes) -> None:
            transport = writer.transport
            if transport.is_closing() or transport.get_write_buffer_size() > _TCP_BACKLOG:
                return
            writer.write(frame(packet))

        peer = Peer(key, send, self._allow.right(source[0]))
        self._writers.add(writer)
        first = True
        try:
            while data := await reader.read(MAX_PACKET):
                if first and prefix.is_prefix(data):
                    unframer, frame = prefix.Unframer(), prefix.frame
                first = False
                for packet in unframer.feed(data):
                    self._peers.peer(key, lambda: peer)
                    if packet is None or len(packet) > MAX_PACKET:
                        text = f"a packet is wrongly framed or longer than {MAX_PACKET} bytes"
                        self._dispatcher.refuse(peer, Refused("range", text))
                    elif self._rates.admit(source[0]):
                        self._dispatcher.receive(packet, peer)
                    elif self._rates.to_tell(source[0]):
                        self._dispatcher.refuse(peer, TOO_MUCH)
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            pass  # cancelled: the instrument ends
        finally:
            self._writers.discard(writer)
            self._peers.forget(key)
            writer.close()
