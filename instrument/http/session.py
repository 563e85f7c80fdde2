"""One WebSocket: a client that listens to addresses and plays by binary OSC.

Nothing here waits for a client: what it is sent is queued, and one that leaves too much unread is
disconnected, comes back, and reads the tree anew (to drop some values would leave it wrong).
"""

from __future__ import annotations

import asyncio
import contextlib
import json

from aiohttp import WSCloseCode, WSMsgType, web

from instrument.errors import Refused
from instrument.osc.codec import MAX_PACKET, PacketError, decode
from instrument.osc.dispatch import Dispatcher
from instrument.osc.peers import Peer, Peers
from instrument.osc.rights import ADMINISTER, PLAY
from instrument.osc.server import AllowList
from instrument.params import ROOT

MAX_LISTENED = 1_024
"""Addresses one client may listen to."""

_MAX_UNSENT = 4_096
_HEARTBEAT = 20.0  # seconds between pings: a phone that went to sleep is noticed

QUESTIONS = frozenset(
    f"{ROOT}/{key}"
    for key in (
        "status", "get", "latency", "playing", "version", "refresh", "sync",
        "preset/list", "state/list", "model/list", "scene/list", "midi/list",
    )
)  # fmt: skip
"""What those who may only look may send."""

LOOK_ONLY = Refused(
    "range",
    "this connection may look only (http: control: true in the configuration lets other machines "
    "play)",
)


class Session:
    """The connection of one client. `peer` is how OSC answers it."""

    def __init__(self, number: int, remote: str, may_play: bool) -> None:
        self.key = ("ws", remote, number)
        self.peer = Peer(self.key, self.put, ADMINISTER if AllowList().permits(remote) else PLAY)
        self.peer.listens = True
        self.may_play = may_play
        self.listening: set[str] = set()
        self._unsent: asyncio.Queue[bytes | str] = asyncio.Queue(_MAX_UNSENT)
        self._socket = web.WebSocketResponse(max_msg_size=MAX_PACKET, heartbeat=_HEARTBEAT)
        self._writer: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[bool] | None = None

    def put(self, message: bytes | str) -> None:
        """Sends a packet, or a text, when the client takes it."""
        try:
            self._unsent.put_nowait(message)
        except asyncio.QueueFull:
            self.close(WSCloseCode.TRY_AGAIN_LATER, b"too much is unread")

    def command(self, command: str, data: object) -> None:
        """Sends one of the proposal's commands."""
        self.put(json.dumps({"COMMAND": command, "DATA": data}))

    def close(self, code: int = WSCloseCode.GOING_AWAY, why: bytes = b"") -> None:
        """Begins to end the connection; may be called twice."""
        if self._closing is None:
            ending = self._socket.close(code=code, message=why)
            self._closing = asyncio.get_running_loop().create_task(ending)

    async def run(
        self, request: web.Request, dispatcher: Dispatcher, peers: Peers, known: set[str]
    ) -> web.WebSocketResponse:
        """Serves the client until it goes; `known` are the addresses it may listen to."""
        await self._socket.prepare(request)
        self._writer = asyncio.get_running_loop().create_task(self._write())
        try:
            async for message in self._socket:
                peers.peer(self.key, lambda: self.peer)
                if message.type == WSMsgType.BINARY:
                    self._packet(message.data, dispatcher)
                elif message.type == WSMsgType.TEXT:
                    self._text(message.data, known)
        finally:
            self._writer.cancel()
            if self._closing is not None:
                with contextlib.suppress(ConnectionError):
                    await self._closing
        return self._socket

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                message = await self._unsent.get()
                if isinstance(message, str):
                    await self._socket.send_str(message)
                else:
                    await self._socket.send_bytes(message)

    def _packet(self, packet: bytes, dispatcher: Dispatcher) -> None:
        if self.may_play or _only_asks(packet):
            dispatcher.receive(packet, self.peer)
        else:
            dispatcher.refuse(self.peer, LOOK_ONLY)

    def _text(self, text: str, known: set[str]) -> None:
        try:
            message = json.loads(text)
            command, data = message["COMMAND"], message["DATA"]
        except (ValueError, TypeError, KeyError, RecursionError):
            self.peer.fail(ROOT, Refused("type", 'text is {"COMMAND": "LISTEN", "DATA": address}'))
            return
        if command not in ("LISTEN", "IGNORE"):
            self.peer.fail(ROOT, Refused("unknown", f"no command {command!r:.40}: LISTEN, IGNORE"))
        elif not isinstance(data, str) or data not in known:
            self.peer.fail(ROOT, Refused("unknown", f"nothing is sent from {data!r:.80}"))
        elif command == "LISTEN":
            if len(self.listening) < MAX_LISTENED:
                self.listening.add(data)
        else:
            self.listening.discard(data)


def _only_asks(packet: bytes) -> bool:
    try:
        messages = [message for group in decode(packet) for message in group.messages]
    except PacketError:
        return True  # nothing in it can be carried out; the dispatcher says what is wrong
    return all(message.address in QUESTIONS for message in messages)
