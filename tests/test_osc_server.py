"""The UDP socket: what comes faster than it is worked off waits for its turn."""

from __future__ import annotations

import asyncio
import socket
import time

from instrument.osc.peers import Peer, Peers
from instrument.osc.server import AllowList, OscServer, Sockets

A_TURN, TURNS = 75, 40
ROOM = 65_536
"""A receive buffer of this size holds the packets of two turns, and not of three."""


class Taker:
    """Stands in for the dispatcher; one of the packets is its undoing."""

    def __init__(self) -> None:
        self.taken: list[int] = []

    def receive(self, packet: bytes, _: Peer) -> None:
        number = int(packet)
        self.taken.append(number)
        if number == A_TURN:
            raise ValueError(number)


class Slow(Taker):
    """Takes as long over each as over the largest packet that there is."""

    def receive(self, packet: bytes, peer: Peer) -> None:
        super().receive(packet, peer)
        time.sleep(0.03)


def test_packets_that_are_long_work_leave_others_their_turn():
    taker, seen = Slow(), []

    async def others() -> None:
        while len(taker.taken) < 8:
            seen.append(len(taker.taken))
            await asyncio.sleep(0)

    async def flood() -> None:
        sockets = Sockets.bind("127.0.0.1", 0)
        server = OscServer(sockets, taker, Peers(), AllowList())
        await server.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
            me.connect(("127.0.0.1", sockets.port))
            for number in range(8):
                me.send(b"%d" % number)
        await asyncio.wait_for(others(), 10.0)
        await server.stop()

    asyncio.run(flood())
    assert set(seen) >= set(range(1, 8))


def test_what_comes_faster_than_it_is_worked_off_is_kept_in_its_order():
    taker = Taker()

    async def flood() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        sockets = Sockets.bind("127.0.0.1", 0)
        sockets.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        server = OscServer(sockets, taker, Peers(), AllowList())
        await server.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:
            me.connect(("127.0.0.1", sockets.port))
            for number in range(A_TURN * TURNS):
                me.send(b"%d" % number)
                if number % A_TURN == A_TURN - 1:
                    await asyncio.sleep(0)
        for _ in range(A_TURN * TURNS):
            if len(taker.taken) == A_TURN * TURNS:
                break
            await asyncio.sleep(0)
        await server.stop()

    asyncio.run(flood())
    assert taker.taken == list(range(A_TURN * TURNS))
