"""Who may look and who may play, from the configuration's keys to a refused packet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from oscquery import Socket, ask
from playing import eventually
from serving import serving
from websockets.sync.client import connect

from instrument.commands import COMMANDS
from instrument.config import Config, Http, load, parse
from instrument.errors import UserError
from instrument.http.gate import Gate
from instrument.http.server import open_server
from instrument.http.session import QUESTIONS
from instrument.osc.codec import encode, encode_bundle
from instrument.osc.server import AllowList


def test_other_machines_look_and_play_only_when_allowed() -> None:
    private = Gate(AllowList())
    lan = Gate(AllowList(["192.168.1.0/24"]))
    open_lan = Gate(AllowList(["192.168.1.0/24"]), players=AllowList(["192.168.1.0/24"]))
    assert [g.may_look("192.168.1.9") for g in (private, lan, open_lan)] == [False, True, True]
    assert [g.may_play("192.168.1.9") for g in (private, lan, open_lan)] == [False, False, True]
    for gate in (private, lan, open_lan):
        assert gate.may_look("127.0.0.1") and gate.may_play("127.0.0.1") and gate.may_play("::1")
        assert not gate.may_look("192.168.2.9") and not gate.may_play("192.168.2.9")
        assert not gate.may_look("") and not gate.may_play("nonsense")


def test_the_page_gives_nobody_more_than_the_lists_do() -> None:
    """Who may only look by `osc: read`, looks at the page, too, also where others play on it."""
    text = "osc: {allow: [10.0.0.1], read: [10.0.0.2], administer: [10.0.0.3]}\n"
    text += "http: {port: 0, allow: [10.0.0.4], control: true}\n"

    def open_gate(text: str) -> Gate:
        with serving() as here:
            server = open_server(parse(text, "x.yaml"), here.front, None, here.journal, 57_140)
            server._listener.close()
            return server._gate

    gate = open_gate(text)
    hosts = [f"10.0.0.{n}" for n in range(1, 6)]
    assert [gate.may_look(h) for h in hosts] == [True, True, True, True, False]
    assert [gate.may_play(h) for h in hosts] == [True, False, True, True, False]
    gate = open_gate(text.replace("true", "false"))
    assert [gate.may_look(h) for h in hosts] == [True, True, True, True, False]
    assert not any(gate.may_play(h) for h in hosts)


def test_names_of_this_machine() -> None:
    gate = Gate(AllowList(), hosts=["Studio.example"])
    for host in ("localhost:57141", "studio.example", "STUDIO.example:80", "10.0.0.1", "[::1]:9"):
        assert gate.is_ours(host), host
    for host in ("evil.example", "studio.example.evil", "localhost.evil", "", "[", "a@localhost.x"):
        assert not gate.is_ours(host), host


def config(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "lmdm.yaml"
    file.write_text(text)
    return load(file)


def test_the_configuration(tmp_path: Path) -> None:
    assert config(tmp_path, "").http == Http()
    said = "http: {port: 8080, bind: 0.0.0.0, allow: [10.0.0.0/8], control: true, "
    said += "hosts: [studio], announce: false}"
    assert config(tmp_path, said).http == Http(
        port=8080,
        bind="0.0.0.0",
        allow=("10.0.0.0/8",),
        control=True,
        hosts=("studio",),
        announce=False,
    )
    assert not config(tmp_path, "http: {enabled: false}").http.enabled
    for text, wrong in (
        ("http: {prot: 1}", 'no key "prot" here - did you mean "port"?'),
        ("http: {port: 70000}", "port is 0 to 65535"),
        ("http: {control: 1}", "control is to be true or false"),
        ("http: off", "http is to be a mapping"),
    ):
        with pytest.raises(UserError, match=":1: ") as error:
            config(tmp_path, text)
        assert wrong in str(error.value)


def test_who_may_look_only_cannot_play() -> None:
    with serving() as here, connect(f"ws://127.0.0.1:{here.port}/") as connection:
        socket = Socket(connection)
        socket.listen("/lmdm/param/steps")
        socket.send("/lmdm/param/steps", 7)
        assert "control: true" in socket.expect("/lmdm/fail")[3]
        for address in ("/lmdm/*", "/lmdm/param/s*", "/lmdm/quit", "/lmdm/load", "/lmdm/notify"):
            socket.send(address, 7)
            assert "control: true" in socket.expect("/lmdm/fail")[3], address
        bundle = encode_bundle(1, encode("/lmdm/version"), encode("/lmdm/param/steps", 7))
        socket.socket.send(bundle)
        assert "control: true" in socket.expect("/lmdm/fail")[3]
        assert here.call(here.front.controls.value, "steps", 0) == 4
        socket.send("/lmdm/get", "steps")
        assert socket.expect("/lmdm/get.reply") == ("/lmdm/get.reply", "steps", 4)
        assert {command.address for command in COMMANDS.values()} > QUESTIONS
        here.call(here.front.peers.publish, [("/lmdm/param/steps", 5)])
        assert socket.expect("/lmdm/param/steps")[1] == 5, "it does hear"


def test_who_may_look_only_reads_no_log() -> None:
    """It names files of this machine."""
    with serving() as here, connect(f"ws://127.0.0.1:{here.port}/ui/feed") as socket:
        here.call(here.journal.say, "loading model /home/somebody/secret.safetensors")
        seen = [socket.recv(timeout=10) for _ in range(40)]
        texts = [json.loads(message) for message in seen if isinstance(message, str)]
        assert texts and all("log" not in message for message in texts)
        assert not texts[0]["may_play"]
        assert {len(message) for message in seen if isinstance(message, bytes)} == {96}


def test_nothing_is_computed_while_nobody_looks() -> None:
    with serving() as here:
        feed = here.server.feed
        assert not feed.busy
        with connect(f"ws://127.0.0.1:{here.port}/ui/feed") as socket:
            socket.recv(timeout=10)
            assert feed.busy
        eventually(lambda: not feed.busy)


def test_a_fault_of_ours_is_said_in_a_line() -> None:
    with serving() as here:
        here.front.latency = lambda: 1 // 0  # type: ignore[assignment]
        assert ask(here.port, "/metrics")[0] == 500
        (line,) = [text for _, text in here.journal.since(0)]
        assert line.startswith("http: ") and "ZeroDivisionError" in line
        assert ask(here.port, "/lmdm/mode")[0] == 200
