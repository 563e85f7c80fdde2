"""Who talks to us is remembered as long as there is room, and nobody is answered without end."""

from __future__ import annotations

import asyncio

import pytest

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.config import Config
from instrument.controls import MAX_PENDING, Change
from instrument.front.front import Front
from instrument.front.spare import Launch
from instrument.front.supervisor import EngineKeeper
from instrument.health import Ready
from instrument.osc import patterns
from instrument.osc.codec import IMMEDIATE, decode, encode, encode_bundle
from instrument.osc.dispatch import Dispatcher
from instrument.osc.matches import MOST_ADDRESSES, MOST_PATTERNS
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


FULL = 65_536
"""Bytes of the largest packet."""


def filled(*messages: bytes) -> bytes:
    """A bundle of as many of them, again and again, as there is room for."""
    size = sum(len(message) + 4 for message in messages)
    return encode_bundle(IMMEDIATE, *(messages * ((FULL - 16) // size)))


@pytest.mark.parametrize(
    "packet",
    [
        filled(encode("/lmdm/param/*", 0.5)),
        filled(encode("/lmdm/[!c]*")),
        filled(*(encode(f"/lmdm/*/{{{k:03},densit}}?", 3.0) for k in range(1_000))),
        filled(*(encode(f"/lmdm/*/{'*[!/]' * 40}{{{k:03},densit}}?", 3.0) for k in range(200))),
    ],
    ids=["the same", "of nearly everything", "different", "long"],
)
def test_a_packet_full_of_patterns_is_carried_out_so_far_and_no_further(
    packet, tmp_path, monkeypatch
) -> None:
    """Work is counted, not time: addresses that are compared, and that are carried out."""
    monkeypatch.setenv("LMDM_STATE", str(tmp_path))
    compared = carried_out = 0
    matches, run_one = patterns._matches, Dispatcher._run_one

    def counted_matches(*args: object) -> bool:
        nonlocal compared
        compared += 1
        return matches(*args)

    def counted_run(*args: object) -> None:
        nonlocal carried_out
        carried_out += 1
        run_one(*args)

    monkeypatch.setattr(patterns, "_matches", counted_matches)
    monkeypatch.setattr(Dispatcher, "_run_one", counted_run)

    async def run() -> None:
        ear, here = Ear(), front()
        dispatcher = Dispatcher(here)
        assert len(packet) <= FULL
        monkeypatch.setattr(ear.peer, "may_be_told", lambda: True)  # of all that is refused
        dispatcher.receive(packet, ear.peer)
        assert compared <= MOST_PATTERNS * len(dispatcher.addresses())
        assert carried_out <= MOST_ADDRESSES
        fails = [heard[2:] for heard in ear.heard if heard[0] == "/lmdm/fail"]
        assert any(code == "range" and "64 different patterns" in text for code, text in fails)
        # nobody else is harmed, nor the same client's next packet
        dispatcher.receive(encode("/lmdm/param/guidance/*", 3.0), Ear().peer)
        assert here.controls.value("guidance/notes", 0) == 3.0
        dispatcher.close()
        here.close()

    asyncio.run(run())


def test_in_a_packet_with_too_many_patterns_all_other_messages_are_carried_out() -> None:
    async def run() -> None:
        ear, here = Ear(), front()
        dispatcher = Dispatcher(here)
        many = [encode("/lmdm/param/*", 0.5)] * 500
        first = encode("/lmdm/param/density", 3.0)
        last = encode("/lmdm/param/guidance/notes", 4.0)
        dispatcher.receive(encode_bundle(IMMEDIATE, first, *many, last), ear.peer)
        assert here.controls.value("guidance", 0) == 0.5
        assert here.controls.value("guidance/notes", 0) == 4.0
        dispatcher.close()
        here.close()

    asyncio.run(run())


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
