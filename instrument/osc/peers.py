"""Who talks to us: replies, subscriptions, and limits on both."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence

from instrument.errors import Refused
from instrument.osc.codec import encode
from instrument.osc.rights import ADMINISTER
from instrument.params import ROOT

LEASE = 60.0
"""Seconds a subscription lasts after the client's last message."""

ALL_THE_TIME = frozenset({f"{ROOT}/meter", f"{ROOT}/heartbeat"})
MAX_PEERS = 1_024
MAX_SUBSCRIBERS = 64
FAILS_PER_SECOND = 20.0
_FAIL_BURST = 40.0

Send = Callable[[bytes], None]
Tap = Callable[["Sequence[tuple[object, ...]]", "Peer | None"], None]


class Peer:
    """One client. `send` never blocks: what the client does not take is dropped.

    `target` names where replies arrive, so that one client is not served twice; a `quiet` one is
    told of changes, not of what comes all the time; one that `listens` by itself (a WebSocket) is
    told of what it chose.
    """

    def __init__(self, target: Hashable, send: Send, right: int = ADMINISTER) -> None:
        self.target = target
        self.right = right
        self.client = 0
        self.quiet = False
        self.listens = False
        self._send = send
        self._home = target, send
        self._lease_end = -math.inf
        self._tokens = _FAIL_BURST
        self._token_time = time.monotonic()
        self._unsaid = 0

    def send(self, address: str, *args: object) -> None:
        """Sends one message (i, f and s arguments)."""
        self._send(encode(address, *args))

    def send_packet(self, packet: bytes) -> None:
        """Sends an encoded message."""
        self._send(packet)

    def done(self, address: str, *more: object) -> None:
        """Says that what `address` asked is done."""
        self.send(f"{ROOT}/done", address, *more)

    def fail(self, address: str, error: Refused) -> None:
        """Says why `address` was refused; too many of them are counted instead."""
        if not self.may_be_told():
            self._unsaid += 1
            return
        self._tokens -= 1.0
        text = error.text + (f" (and {self._unsaid} more refusals)" if self._unsaid else "")
        self._unsaid = 0
        self.send(f"{ROOT}/fail", address[:200], error.code, text)

    def may_be_told(self) -> bool:
        """Whether a refusal would be sent now."""
        now = time.monotonic()
        self._tokens += (now - self._token_time) * FAILS_PER_SECOND
        self._tokens, self._token_time = min(self._tokens, _FAIL_BURST), now
        return self._tokens >= 1.0

    def reply_to(self, target: Hashable, send: Send) -> None:
        """From now on replies go there (a client that listens on another port)."""
        self.target, self._send = target, send

    def renew(self) -> None:
        """The client showed that it lives."""
        if self._lease_end < math.inf and self.subscribed:
            self._lease_end = time.monotonic() + LEASE

    def subscribe(self, permanent: bool = False) -> None:
        """Begins or renews a subscription."""
        self._lease_end = math.inf if permanent else time.monotonic() + LEASE

    def unsubscribe(self) -> None:
        """Ends the subscription; replies go to the sender's own address again."""
        self._lease_end = -math.inf
        self.target, self._send = self._home

    @property
    def subscribed(self) -> bool:
        """Whether the subscription has not lapsed."""
        return time.monotonic() < self._lease_end


class Peers:
    """Everyone heard from lately, the oldest forgotten first. One owner calls it."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Peer] = OrderedDict()
        self._listening: list[Peer] = []
        self._clients = 0
        self._taps: list[Tap] = []

    def tap(self, tap: Tap) -> None:
        """Hands what is published to `tap` too: (messages, whom to leave out)."""
        self._taps.append(tap)

    def peer(self, key: Hashable, make: Callable[[], Peer]) -> Peer:
        """The peer of that key, made at its first message; its lease is renewed."""
        peer = self._known.get(key)
        if peer is None:
            peer = self._known[key] = make()
            if len(self._known) > MAX_PEERS:  # who is subscribed is still told, and renews that
                del self._known[next(k for k, p in self._known.items() if not p.subscribed)]
        else:
            self._known.move_to_end(key)
        peer.renew()
        return peer

    def subscribe(self, peer: Peer, permanent: bool = False) -> int:
        """Subscribes `peer` and returns its client number; raises Refused("busy")."""
        others = [p for p in self.subscribers() if p.target != peer.target]
        if len(others) >= MAX_SUBSCRIBERS:
            raise Refused("busy", f"{MAX_SUBSCRIBERS} clients are subscribed already")
        if not peer.client:
            self._clients += 1
            peer.client = self._clients
        peer.subscribe(permanent)
        self._listening = [*others, peer]
        return peer.client

    def forget(self, key: Hashable) -> None:
        """A connection was closed."""
        peer = self._known.pop(key, None)
        if peer is not None:
            peer.unsubscribe()

    def subscribers(self) -> Iterator[Peer]:
        """Those whose lease holds."""
        self._listening = [p for p in self._listening if p.subscribed]
        return iter(self._listening)

    def publish(self, messages: Sequence[tuple[object, ...]], without: Peer | None = None) -> None:
        """Sends messages (address, *args) to every subscriber but `without`."""
        for tap in self._taps:
            tap(messages, without)
        listeners = list(self.subscribers())
        if without is not None:
            listeners = [p for p in listeners if p.target != without.target]
        if not listeners:
            return
        for address, *args in messages:
            packet = encode(str(address), *args)
            for peer in listeners:
                if not (peer.quiet and address in ALL_THE_TIME):
                    peer.send_packet(packet)
