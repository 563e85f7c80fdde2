"""Who may look and who may play, from the configuration's keys to a refused packet."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.config import Config, Http, load
from instrument.errors import UserError
from instrument.front import Front
from instrument.http.gate import Gate
from instrument.http.server import HttpServer, bind
from instrument.journal import Journal
from instrument.osc.codec import decode, encode
from instrument.osc.dispatch import Dispatcher
from instrument.osc.server import AllowList
from instrument.units import Rates


def test_other_machines_look_and_play_only_when_allowed() -> None:
    private = Gate(AllowList())
    lan = Gate(AllowList(["192.168.1.0/24"]))
    open_lan = Gate(AllowList(["192.168.1.0/24"]), control=True)
    assert [g.may_look("192.168.1.9") for g in (private, lan, open_lan)] == [False, True, True]
    assert [g.may_play("192.168.1.9") for g in (private, lan, open_lan)] == [False, False, True]
    for gate in (private, lan, open_lan):
        assert gate.may_look("127.0.0.1") and gate.may_play("127.0.0.1") and gate.may_play("::1")
        assert not gate.may_look("192.168.2.9") and not gate.may_play("192.168.2.9")
        assert not gate.may_look("") and not gate.may_play("nonsense")


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
    said = "http: {port: 8080, bind: 0.0.0.0, allow: [10.0.0.0/8], control: true, hosts: [studio]}"
    assert config(tmp_path, said).http == Http(
        port=8080, bind="0.0.0.0", allow=("10.0.0.0/8",), control=True, hosts=("studio",)
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


class LookOnly(Gate):
    """This machine as another one is seen."""

    def may_play(self, remote: str) -> bool:
        return False


def test_who_may_look_only_cannot_play() -> None:
    async def run() -> None:
        panel, ring, rates = Panel.create(), Ring.create(1.0, 48_000), Rates()
        front = Front(Config(), panel, ring, rates)
        dispatcher = Dispatcher(front)
        gate = LookOnly(AllowList())
        listener = bind("127.0.0.1", 0)
        server = HttpServer(listener, "127.0.0.1", front, dispatcher, gate, Journal(), 57_140)
        url = f"http://127.0.0.1:{server.port}/"
        await server.start()
        try:
            async with aiohttp.ClientSession() as client, client.ws_connect(url) as socket:
                await socket.send_json({"COMMAND": "LISTEN", "DATA": "/lmdm/param/steps"})
                await socket.send_bytes(encode("/lmdm/param/steps", 7))
                (group,) = decode(await socket.receive_bytes())
                (refused,) = group.messages
                assert refused.address == "/lmdm/fail"
                assert "control: true" in str(refused.args[2])
                assert front.controls.value("steps", 0) == 4
                front.peers.publish([("/lmdm/param/steps", 5)])
                (group,) = decode(await socket.receive_bytes())
                assert group.messages[0].args == (5,), "it does hear"
        finally:
            await server.stop()
            panel.close()
            ring.close()

    asyncio.run(run())
