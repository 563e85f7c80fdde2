"""What a client is told that it would else not know, and its ways of framing packets on TCP."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from playing import Client, Daemon, TcpClient, playing

from instrument.osc import prefix
from instrument.osc.codec import MAX_PACKET, decode, encode


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Daemon, Client]]:
    with playing(tmp_path_factory.mktemp("told")) as daemon:
        client = Client(daemon.port)
        yield daemon, client
        client.close()


def test_what_was_clipped_of_a_ramp_and_of_a_fade(told) -> None:
    _, me = told
    me.send("/lmdm/ramp", "density", 99.0, 50.0)
    me.expect("/lmdm/ramp", "density", 16.0, 50.0)
    me.send("/lmdm/ramp", "density", 8.0, -1.0)
    me.expect("/lmdm/ramp", "density", 8.0, 0.0)
    me.send("/lmdm/ramp", "density", 3.0, 0.0)
    assert not [m for m in me.sync() if m.address == "/lmdm/ramp"]
    me.send("/lmdm/stop", 99.0)
    me.expect("/lmdm/stop", 30.0)
    me.send("/lmdm/play", -1.0)
    me.expect("/lmdm/play", 0.0)


def test_a_slot_that_is_none_became_a_word(told) -> None:
    _, me = told
    me.send("/lmdm/prompt", 6, "choir", 0.5)
    me.expect("/lmdm/prompt", 0, "6 choir", 0.5)
    me.send("/lmdm/prompt", 1, "choir", 5.0)
    me.expect("/lmdm/prompt", 1, "choir 5", 1.0)
    me.send("/lmdm/prompt", 1, "choir", 0.5)
    assert not [m for m in me.sync() if m.address == "/lmdm/prompt"]


def test_a_port_that_is_none_is_refused_and_answers_go_on(told) -> None:
    _, me = told
    me.send("/lmdm/notify", 1, 99_999)
    assert "65535" in me.fail("range")
    me.subscribe()


def test_lengths_frame_packets_on_tcp(told) -> None:
    daemon, _ = told
    with socket.create_connection(("127.0.0.1", daemon.port), 10) as tcp:
        packet = prefix.frame(encode("/lmdm/sync", 5))
        tcp.sendall(packet[:6])
        tcp.sendall(packet[6:] + (MAX_PACKET + 1).to_bytes(4, "big") + bytes(MAX_PACKET + 1))
        tcp.sendall(prefix.frame(encode("/lmdm/sync", 6)))
        unframer, heard = prefix.Unframer(), []
        while len(heard) < 3:
            heard += [decode(packet)[0].messages[0] for packet in unframer.feed(tcp.recv(4096))]
    assert [m.address for m in heard] == ["/lmdm/synced", "/lmdm/fail", "/lmdm/synced"]
    assert [heard[0].args, heard[2].args] == [(5,), (6,)]


def test_localhost_may_be_the_other_one(told) -> None:
    """python-osc, for one, sends to ::1 where that is the first that the system names."""
    daemon, _ = told
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as me:
        try:
            me.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        me.settimeout(10)
        me.sendto(encode("/lmdm/sync", 5), ("::1", daemon.port))
        assert decode(me.recv(4096))[0].messages[0].args == (5,)
        me.sendto(encode("/lmdm/notify", 1, me.getsockname()[1]), ("::1", daemon.port))
        assert decode(me.recv(4096))[0].messages[0].args[0] == "/lmdm/notify"


def test_it_ends_quietly_while_clients_are_connected(told) -> None:
    daemon, _ = told
    tcp = TcpClient(daemon.port)
    tcp.send("/lmdm/notify", 1)
    tcp.expect("/lmdm/done")
    assert daemon.stop() == 0
    assert "Traceback" not in daemon.said()
