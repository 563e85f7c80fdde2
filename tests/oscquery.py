"""An OSCQuery client written against the proposal with other people's parts: urllib, websockets and
python-osc's codec.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from playing import LIMIT, Daemon
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from websockets.sync.client import ClientConnection


def http_port(daemon: Daemon) -> int:
    """The port that the daemon says it serves."""
    return int(daemon.wait_said(r"http: http://127\.0\.0\.1:\d+").rpartition(":")[2])


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Status and body of a GET."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=LIMIT) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def get(port: int, path: str) -> Any:
    """The JSON of a GET that must succeed."""
    status, body = ask(port, path)
    assert status == 200, (path, status, body)
    return json.loads(body)


@dataclass
class Socket:
    """A WebSocket as the proposal has it: text commands, binary OSC both ways."""

    socket: ClientConnection
    commands: list[dict] = field(default_factory=list)
    messages: list[tuple] = field(default_factory=list)

    def command(self, command: str, data: object) -> None:
        self.socket.send(json.dumps({"COMMAND": command, "DATA": data}))

    def listen(self, *addresses: str) -> None:
        for address in addresses:
            self.command("LISTEN", address)

    def send(self, address: str, *args: object) -> None:
        builder = OscMessageBuilder(address)
        for arg in args:
            builder.add_arg(arg)
        self.socket.send(builder.build().dgram)

    def sync(self) -> None:
        """Everything sent so far has been read, and what that brought has been received."""
        self.send("/lmdm/sync", 7)
        self.expect("/lmdm/synced")

    def receive(self) -> None:
        got = self.socket.recv(timeout=LIMIT)
        if isinstance(got, str):
            self.commands.append(json.loads(got))
        else:
            message = OscMessage(got)
            self.messages.append((message.address, *message.params))

    def expect(self, address: str) -> tuple:
        """The next message from `address`; those before it are dropped."""
        while True:
            while self.messages:
                message = self.messages.pop(0)
                if message[0] == address:
                    return message
            self.receive()

    def told(self, command: str) -> object:
        """The DATA of the next command, which must be this one."""
        while not self.commands:
            self.receive()
        first = self.commands.pop(0)
        assert first["COMMAND"] == command
        return first["DATA"]
