"""OSCQuery from a real daemon, read by clients that are not ours: urllib, websockets, python-osc's
codec, and python-oscquery for as much of the proposal as it reads (nodes without children).
"""

from __future__ import annotations

import contextlib
import queue
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

import pytest
from oscquery import Socket, ask, get, http_port
from playing import LIMIT, Client, Daemon, eventually, playing
from pythonoscquery.osc_query_client import OSCQueryClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from zeroconf import ServiceBrowser, ServiceInfo, Zeroconf

from instrument.commands import SENT
from instrument.http.server import MAX_CONNECTIONS
from instrument.osc.dispatch import addresses as answered
from instrument.params import PARAMS


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("http")) as made:
        yield made


@pytest.fixture(scope="module")
def port(daemon: Daemon) -> int:
    return http_port(daemon)


def nodes(tree: dict) -> Iterator[dict]:
    yield tree
    for child in tree.get("CONTENTS", {}).values():
        yield from nodes(child)


@pytest.fixture
def socket(port: int) -> Iterator[Socket]:
    with connect(f"ws://127.0.0.1:{port}/") as made:
        yield Socket(made)


# The tree


def test_the_tree_is_the_tables(port: int, daemon: Daemon) -> None:
    tree = get(port, "/")
    addresses = {node["FULL_PATH"] for node in nodes(tree) if "TYPE" in node}
    assert addresses == {a for a, _, _ in answered()} | {c.address for c in SENT.values()}
    for node in nodes(tree):
        assert node["FULL_PATH"].rpartition("/")[2] in ("", *node["FULL_PATH"].split("/"))
        if "TYPE" not in node:
            assert node["ACCESS"] == 0 and node["CONTENTS"]
            continue
        count = len(node["TYPE"].replace("N", ""))
        for name in ("VALUE", "RANGE", "UNIT", "CLIPMODE"):
            assert len(node.get(name, [None] * count)) == count, node
        assert ("VALUE" in node) <= bool(node["ACCESS"] & 1)


def test_parameters_are_described_in_full(port: int) -> None:
    for param in PARAMS.values():
        node = get(port, param.address)
        assert node["DESCRIPTION"] == param.doc
        assert node["TYPE"] == {"float": "f", "int": "i", "bool": "T", "choice": "s"}[param.type]
        assert node["ACCESS"] == 3
        if param.type in ("float", "int"):
            assert node["RANGE"] == [{"MIN": param.lo, "MAX": param.hi}]
            assert node["CLIPMODE"] == ["both"]
        if param.choices:
            assert node["RANGE"] == [{"VALS": list(param.choices)}]
    assert get(port, "/lmdm/param/gain")["UNIT"] == ["gain.db"]
    assert get(port, "/lmdm/param/morph?UNIT") == {"UNIT": ["time.second"]}
    assert get(port, "/lmdm/param/density")["VALUE"] == [None], "the model's own"
    assert get(port, "/lmdm/param/mute?VALUE") == {"VALUE": [False]}


def test_queries_of_one_attribute(port: int) -> None:
    assert get(port, "/lmdm/mode?RANGE") == {"RANGE": [{"VALS": ["text", "sketch"]}]}
    assert ask(port, "/lmdm?TYPE") == (204, "")
    assert ask(port, "/lmdm/param?RANGE") == (204, ""), "the proposal's own example"
    assert ask(port, "/lmdm/param/gain?CRITICAL") == (204, "")
    assert get(port, "/lmdm/param?FULL_PATH") == {"FULL_PATH": "/lmdm/param"}
    assert set(get(port, "/?CONTENTS")["CONTENTS"]) == {"lmdm"}
    assert ask(port, "/lmdm/panic?VALUE") == (204, "")
    assert ask(port, "/lmdm/param?VALUE") == (204, "")
    assert ask(port, "/lmdm/param/nothing")[0] == 404
    assert ask(port, "/lmdm/param/gain?COLOUR")[0] == 400


def test_host_info_names_the_osc_port(port: int, daemon: Daemon) -> None:
    info = get(port, "/lmdm/param/gain?HOST_INFO")
    assert (info["OSC_PORT"], info["OSC_TRANSPORT"]) == (daemon.port, "UDP")
    assert all(info["EXTENSIONS"][name] for name in ("ACCESS", "VALUE", "LISTEN", "PATH_CHANGED"))


def test_values_follow_what_is_played(port: int, daemon: Daemon) -> None:
    client = Client(daemon.port)
    client.send("/lmdm/param/steps", 6)
    client.send("/lmdm/prompt", 2, "slow bells", 0.25)
    client.send("/lmdm/clock", 120.0, 3.0, 3)
    client.send("/lmdm/param/key", "F#m")
    client.sync()
    assert get(port, "/lmdm/param/key?VALUE") == {"VALUE": ["F#m"]}
    assert get(port, "/lmdm/param/key/normalized?VALUE") == {"VALUE": [18 / 23]}
    client.send("/lmdm/free", "key")
    client.sync()
    assert get(port, "/lmdm/param/key?VALUE") == {"VALUE": [None]}
    assert get(port, "/lmdm/param/key/normalized?VALUE") == {"VALUE": [None]}
    assert get(port, "/lmdm/param/steps?VALUE") == {"VALUE": [6]}
    assert get(port, "/lmdm/prompt/2/text?VALUE") == {"VALUE": ["slow bells"]}
    assert get(port, "/lmdm/prompt/2/weight?VALUE") == {"VALUE": [0.25]}
    assert get(port, "/lmdm/clock?VALUE") == {"VALUE": [120.0, 3.0, 3]}
    client.close()


def test_python_oscquery_reads_it(port: int, daemon: Daemon) -> None:
    """A client of other people's; it takes no node that has both a value and children."""
    where = ServiceInfo(
        "_oscjson._tcp.local.", "lmdm._oscjson._tcp.local.", port, addresses=[b"\x7f\0\0\1"]
    )
    client = OSCQueryClient(where)
    info = client.get_host_info()
    assert info is not None and info.name == "lmdm" and info.osc_port == daemon.port
    node = client.query_node("/lmdm/param/gain/normalized")
    assert node is not None and node.value == pytest.approx([0.8]) and node.access.value == 3
    assert client.query_node("/lmdm/param/nothing") is None


# The socket


def test_listening_and_ignoring(socket: Socket, daemon: Daemon) -> None:
    client = Client(daemon.port)
    socket.listen("/lmdm/param/guidance", "/lmdm/param/guidance/normalized", "/lmdm/param/mute")
    socket.listen("/lmdm/prompt/1/text", "/lmdm/prompt/1/weight", "/lmdm/meter")
    socket.sync()
    client.send("/lmdm/param/guidance", 5.0)
    assert socket.expect("/lmdm/param/guidance") == ("/lmdm/param/guidance", 5.0)
    assert socket.expect("/lmdm/param/guidance/normalized")[1] == 0.5
    client.send("/lmdm/param/mute", 1)
    assert socket.expect("/lmdm/param/mute")[1] is True
    client.send("/lmdm/param/mute", 0)
    assert socket.expect("/lmdm/param/mute")[1] is False
    client.send("/lmdm/prompt", 1, "tape loop", 0.5)
    assert socket.expect("/lmdm/prompt/1/text")[1] == "tape loop"
    assert socket.expect("/lmdm/prompt/1/weight")[1] == 0.5
    client.send("/lmdm/prompt", 1)
    assert socket.expect("/lmdm/prompt/1/text")[1] == ""
    assert len(socket.expect("/lmdm/meter")) == 5
    socket.listen("/lmdm/param/key", "/lmdm/param/key/normalized", "/lmdm/free")
    socket.sync()
    client.send("/lmdm/param/key", "C#")
    assert socket.expect("/lmdm/param/key")[1] == "C#"
    assert socket.expect("/lmdm/param/key/normalized")[1] == pytest.approx(1 / 23)
    client.send("/lmdm/free", "key")
    assert socket.expect("/lmdm/free")[1] == "key"
    socket.listen("/lmdm/freeze")
    socket.sync()
    for on, beats in ((1, 2.0), (0, 0.0)):
        client.send("/lmdm/freeze", on, 2.0)
        assert socket.expect("/lmdm/freeze") == ("/lmdm/freeze", on, beats)

    socket.command("IGNORE", "/lmdm/param/guidance")
    socket.sync()
    client.send("/lmdm/param/guidance", 2.0)
    client.sync()
    assert socket.expect("/lmdm/param/guidance/normalized")[1] == pytest.approx(0.2)
    assert not [m for m in socket.messages if m[0] == "/lmdm/param/guidance"]
    client.close()


def test_playing_through_the_socket(socket: Socket, daemon: Daemon, port: int) -> None:
    client = Client(daemon.port)
    client.subscribe()
    socket.listen("/lmdm/param/gain", "/lmdm/param/input/monitor")
    socket.send("/lmdm/param/gain", -30.0)
    assert client.expect("/lmdm/param/gain").args == (-30.0,)
    socket.send("/lmdm/param/input/monitor", True)
    assert client.expect("/lmdm/param/input/monitor").args == (1,)
    socket.sync()
    assert not socket.messages, "the sender hears no echo of what it sent"
    socket.send("/lmdm/param/gain", 99.0)
    assert socket.expect("/lmdm/param/gain")[1] == 0.0, "but what was clipped it is told"
    socket.sync()
    assert not socket.messages, "once"
    socket.send("/lmdm/param/input/monitor", False)
    socket.send("/lmdm/param/gain", -12.0)
    socket.sync()
    assert get(port, "/lmdm/param/gain?VALUE") == {"VALUE": [-12.0]}
    socket.send("/lmdm/prompt", 3, "x", 0.1)
    socket.send("/lmdm/parm/gain", 1.0)
    assert socket.expect("/lmdm/fail")[2] == "unknown"
    client.close()


def test_a_loaded_model_changes_the_tree(socket: Socket) -> None:
    socket.send("/lmdm/load", "other")
    assert socket.told("PATH_CHANGED") == "/lmdm"
    assert socket.expect("/lmdm/done")[1:] == ("/lmdm/load", "other")


def test_what_is_wrong_is_answered(socket: Socket) -> None:
    for text in ("{", "[]", '{"COMMAND": "LISTEN"}', '{"COMMAND": "LISTEN", "DATA": 5}',
                 '{"COMMAND": "LISTEN", "DATA": "/lmdm/param/gone"}',
                 '{"COMMAND": {}, "DATA": "/lmdm"}', "[" * 60_000):  # fmt: skip
        socket.socket.send(text)
        assert socket.expect("/lmdm/fail")[1] == "/lmdm", text
    socket.socket.send(b"no osc at all")
    assert socket.expect("/lmdm/fail")[2] == "type"
    socket.sync()


def test_a_message_that_is_too_long_ends_that_connection_only(port: int, socket: Socket) -> None:
    with connect(f"ws://127.0.0.1:{port}/") as other:
        other.send(b"/" * 100_000)
        with pytest.raises(Exception, match="1009"):
            other.recv(timeout=LIMIT)
    socket.sync()


def test_garbage_costs_its_sender_only(port: int, daemon: Daemon) -> None:
    for data in (
        b"\x16\x03\x01\x02\x00" * 50, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 5_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ):  # fmt: skip
        with (
            create_connection(("127.0.0.1", port), LIMIT) as raw,
            contextlib.suppress(ConnectionError),
        ):
            raw.sendall(data)
            assert raw.recv(12)[:10] in (b"HTTP/1.1 4", b"HTTP/1.0 4")
    get(port, "/lmdm")
    assert "Traceback" not in daemon.said() and "http: " not in daemon.said().split("/ui\n", 1)[1]


def test_only_so_many_connections(port: int) -> None:
    """Silent ones too: the descriptors are needed elsewhere."""
    with contextlib.ExitStack() as held:
        for _ in range(MAX_CONNECTIONS + 20):
            held.enter_context(create_connection(("127.0.0.1", port), LIMIT))
        last = held.enter_context(create_connection(("127.0.0.1", port), LIMIT))
        assert last.recv(1) == b"", "closed at once"
    eventually(lambda: _answers(port))


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return ask(port, "/lmdm/mode")[0] == 200
    return False


# Who may


def test_strangers_pages_are_refused(port: int) -> None:
    """By Host (a name that was pointed here) and by Origin (a page from elsewhere)."""
    for host in ("evil.example", "127.0.0.1.evil.example", f"evil.example:{port}", "[", ""):
        assert ask(port, "/lmdm/param/gain", Host=host)[0] in (400, 403), host
    for host in ("localhost", f"LOCALHOST:{port}", "127.0.0.1", "[::1]:5"):
        assert ask(port, "/lmdm/param/gain", Host=host)[0] == 200, host
    for origin in ("http://evil.example", "null", "http://127.0.0.1", f"http://localhost:{port}"):
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"ws://127.0.0.1:{port}/", origin=origin)  # type: ignore[arg-type]
    with connect(f"ws://127.0.0.1:{port}/", origin=f"http://127.0.0.1:{port}"):  # type: ignore[arg-type]
        pass


def test_nothing_but_reading(port: int) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/lmdm", method=method)
        with pytest.raises(urllib.error.HTTPError, match="405"):
            urllib.request.urlopen(request, timeout=LIMIT)
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/lmdm/%00", "//", "/ui/../x"):
        assert ask(port, path)[0] in (200, 302, 400, 404), path


def test_a_port_that_is_taken_costs_http_only(port: int, tmp_path: Path) -> None:
    with playing(tmp_path, "--http-port", str(port)) as second:
        assert f"http cannot listen on port {port}" in second.said()
        assert "--http-port" in second.said()
        client = Client(second.port)
        client.subscribe()
        client.close()


def test_it_can_be_off(tmp_path: Path) -> None:
    with playing(tmp_path, "--no-http") as quiet:
        assert "http:" not in quiet.said()


def test_it_is_found_by_itself(daemon: Daemon, port: int) -> None:
    """By mDNS, and on the address that it listens at only."""
    found: queue.Queue[tuple[str, str]] = queue.Queue()

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: object) -> None:
        found.put((service_type, name))

    kinds = ["_oscjson._tcp.local.", "_osc._udp.local."]
    wanted = dict(zip(kinds, (port, daemon.port), strict=True))
    with Zeroconf(interfaces=["127.0.0.1"]) as zeroconf:
        browser = ServiceBrowser(zeroconf, kinds, handlers=[heard])
        while wanted:
            kind, name = found.get(timeout=2 * LIMIT)
            info = zeroconf.get_service_info(kind, name)
            if info is not None and info.port == wanted.get(kind):
                assert info.parsed_addresses() == ["127.0.0.1"]
                if kind == kinds[0]:
                    assert OSCQueryClient(info).get_host_info().osc_port == daemon.port
                del wanted[kind]
        browser.cancel()
