"""Who talks to us is remembered as long as there is room, and nobody is answered without end."""

from __future__ import annotations

import asyncio

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.config import Config
from instrument.controls import MAX_PENDING, Change
from instrument.front.front import Front
from instrument.front.spare import Launch
from instrument.front.supervisor import EngineKeeper
from instrument.health import Ready
from instrument.osc.codec import decode, encode
from instrument.osc.dispatch import Dispatcher
from instrument.osc.peers import MAX_PEERS, Peer, Peers
from instrument.osc.server import AllowList, OscServer, Sockets
from instrument.units import Rates


class Ear:
    """A client in this process, that keeps what it is sent."""

    def __init__(self) -> None:
        self.heard: list[tuple] = []
        self.peer = Peer("ear", self._take)

    def _take(self, packet: bytes) -> None:
        for message in decode(packet)[0].messages:
            self.heard.append((message.address, *message.args))


def front() -> Front:
    """One whose engine is ready, and told nothing."""
    made = Front(Config(), Panel.create(), Ring.create(1.0, 48_000), Rates())
    made.engine = EngineKeeper(lambda fd: Launch([], []), list, made)
    made.engine.ready = Ready(model="x")
    return made


def test_whoever_is_subscribed_is_not_forgotten_for_the_many_that_are_not() -> None:
    """A client that opens a socket for each message it sends is a thousand clients."""
    peers, ear = Peers(), Ear()
    subscriber = peers.peer("ear", lambda: ear.peer)
    peers.subscribe(subscriber)
    for port in range(2 * MAX_PEERS):
        peers.peer(port, lambda: Peer("other", lambda packet: None))
    assert len(peers._known) == MAX_PEERS
    assert peers.peer("ear", lambda: Peer("ear", lambda packet: None)) is subscriber


def test_a_refusal_is_not_refused() -> None:
    """Two instruments that were led to each other, or one to itself, would not end."""

    async def run() -> None:
        ear, dispatcher = Ear(), Dispatcher(front())
        dispatcher.receive(encode("/lmdm/fail", "/lmdm/done", "unknown", "no"), ear.peer)
        assert not ear.heard
        assert dispatcher.refused == 0

    asyncio.run(run())


def test_who_waits_for_what_was_refused_is_answered_and_nobody_waits_for_it() -> None:
    async def run() -> None:
        ear, here = Ear(), front()
        dispatcher = Dispatcher(here)
        later = [Change(1 << 40, "density", 0, 1.0)] * MAX_PENDING
        here.controls.submit(later, 0)
        dispatcher.receive(encode("/lmdm/state/save", "a"), ear.peer)
        assert ear.heard[0][:3] == ("/lmdm/fail", "/lmdm/state/save", "busy")
        dispatcher.receive(encode("/lmdm/sync", 7), ear.peer)
        for _ in range(10):
            await asyncio.sleep(0)
        assert ear.heard[1:] == [("/lmdm/synced", 7)]
        assert not here.errands.waited_for
        dispatcher.close()
        here.close()

    asyncio.run(run())


class Gone:
    """The stream of a client that has hung up before it was looked at."""

    closed = False

    def get_extra_info(self, _: str) -> None:
        return None

    def close(self) -> None:
        self.closed = True


def test_a_connection_that_has_gone_again_is_closed() -> None:
    async def run() -> None:
        sockets, writer = Sockets.bind("127.0.0.1", 0), Gone()
        server = OscServer(sockets, Dispatcher(front()), Peers(), AllowList())
        await server._connected(asyncio.StreamReader(), writer)  # type: ignore[arg-type]
        assert writer.closed
        await server.stop()

    asyncio.run(run())
