"""The HTTP server: OSCQuery at the addresses themselves, and a WebSocket at any of them.

It only reads; what changes anything comes as OSC over the WebSocket, through the same dispatcher as
from anywhere else. Everything runs on the front's event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import socket
import sys
from collections.abc import Sequence

from aiohttp import WSCloseCode, web
from aiohttp.http import HttpProcessingError
from aiohttp.typedefs import Handler

from instrument.config import Config
from instrument.errors import UserError
from instrument.http.announce import ANYWHERE, Announcement
from instrument.http.feed import Feed
from instrument.http.gate import Gate
from instrument.http.host import HttpHost
from instrument.http.metrics import CONTENT_TYPE, exposition
from instrument.http.namespace import ATTRIBUTES, OPTIONAL, Namespace
from instrument.http.page import Page
from instrument.http.session import Session
from instrument.http.spread import spread
from instrument.journal import Journal
from instrument.osc.codec import encode
from instrument.osc.dispatch import Dispatcher
from instrument.osc.echo import Outgoing
from instrument.osc.peers import Peer
from instrument.osc.server import AllowList
from instrument.params import ROOT

MAX_CONNECTIONS = 128
"""Connections at a time."""

MAX_SESSIONS = 32
"""Those of them that are OSCQuery's WebSockets."""

_IDLE = 30.0  # seconds that a connection without a request is kept

_PATIENCE = 0.5  # seconds that requests under way have when the server stops
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises UserError that says what to do."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError:
        raise UserError(f'http cannot listen on "{host}": no such address here') from None
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(32)
    except OSError as error:
        made.close()
        raise UserError(
            f"http cannot listen on port {port}: {error.strerror}; "
            "--http-port N takes another, --no-http none"
        ) from None
    made.setblocking(False)
    return made


def open_server(
    config: Config, host: HttpHost, dispatcher: Dispatcher, journal: Journal, osc_port: int
) -> HttpServer:
    """The server that `config` asks for, not yet started; raises UserError when it cannot be had.

    Without a port of its own it takes the one after OSC's.
    """
    http = config.http
    players = (*config.allow, *config.administer, *http.allow)
    gate = Gate(
        AllowList((*players, *config.read)), http.hosts,
        AllowList(players) if http.control else None,  # those of `read` look, here too
    )  # fmt: skip
    port = http.port
    if port is None:
        port = osc_port + 1 if config.port else 0
    address = http.bind or config.bind
    listener = bind(address, port)
    server = HttpServer(listener, address, host, dispatcher, gate, journal, osc_port)
    if http.announce:
        server.announcement = Announcement(address, server.port, osc_port, journal.warn)
    return server


class HttpServer:
    """Started and stopped once. `osc_port` is what clients are told."""

    def __init__(
        self, listener: socket.socket, address: str, host: HttpHost, dispatcher: Dispatcher,
        gate: Gate, journal: Journal, osc_port: int,
    ) -> None:  # fmt: skip
        self.port: int = listener.getsockname()[1]
        name = "localhost" if address in ANYWHERE else address
        self.url = f"http://{f'[{name}]' if ':' in name else name}:{self.port}/ui"
        self._listener = listener
        self._host = host
        self._dispatcher = dispatcher
        self._gate = gate
        self._journal = journal
        self._osc_port = osc_port
        self._namespace = Namespace(host)
        self._known = set(self._namespace.methods())
        self._page = Page()
        self.feed = Feed(host, journal)
        self._sessions: set[Session] = set()
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._accepting: asyncio.Task[None] | None = None
        self.announcement: Announcement | None = None

    async def start(self) -> None:
        """Begins to answer."""
        app = web.Application(middlewares=[self._guard], client_max_size=1_024)
        app.router.add_get("/ui", self._show)
        app.router.add_get("/ui/feed", self._watch)
        app.router.add_get("/ui/{name:.*}", self._show)
        app.router.add_get("/metrics", self._measure)
        app.router.add_get("/{path:.*}", self._query)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=_PATIENCE, keepalive_timeout=_IDLE,
            logger=_faults(self._journal),
        )  # fmt: skip
        await self._runner.setup()
        self._accepting = asyncio.get_running_loop().create_task(self._accept(self._runner))
        self._host.peers.tap(self._published)
        if self.announcement is not None:
            self.announcement.start()

    async def stop(self) -> None:
        """Closes every connection and the socket."""
        if self.announcement is not None:
            await self.announcement.stop()
        await self.feed.close()
        for session in list(self._sessions):
            session.close(WSCloseCode.GOING_AWAY, b"the instrument ends")
        if self._accepting is not None:
            self._accepting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._accepting
        if self._runner is not None:
            await self._runner.cleanup()
        self._listener.close()

    async def _accept(self, runner: web.AppRunner) -> None:
        """Lets in who may look, and no more than there is room for: a connection costs a
        descriptor, and those are needed elsewhere.
        """
        loop, server = asyncio.get_running_loop(), runner.server
        assert server is not None  # it is set up
        while True:
            try:
                connection, source = await loop.sock_accept(self._listener)
            except OSError:  # it was gone again, or no descriptor is left for now
                await asyncio.sleep(0.1)
                continue
            full = len(server.connections) >= MAX_CONNECTIONS
            if full or not self._gate.may_look(source[0]):
                connection.close()
                continue
            with contextlib.suppress(OSError):
                await loop.connect_accepted_socket(server, connection)

    def model_changed(self) -> None:
        """Tells every client to read the tree anew: another model may play other modes."""
        for session in self._sessions:
            session.command("PATH_CHANGED", ROOT)

    def _published(self, messages: Sequence[Outgoing], without: Peer | None) -> None:
        sessions = [s for s in self._sessions if s.listening and not s.peer.subscribed]
        if without is not None:
            sessions = [s for s in sessions if s.peer.target != without.target]
        if not sessions:
            return
        for address, *args in itertools.chain.from_iterable(map(spread, messages)):
            if listeners := [s for s in sessions if address in s.listening]:
                packet = encode(str(address), *args, truths=True)
                for session in listeners:
                    session.put(packet)

    # Answering

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._gate.is_ours(request.host):
            raise web.HTTPForbidden(
                text="this name is not known to be this machine's (http: hosts)"
            )
        response = await handler(request)
        if not response.prepared:
            response.headers.update(
                {k: v for k, v in _HEADERS.items() if k not in response.headers}
            )
        return response

    async def _query(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._connect(request)
        if _by_a_person(request):
            raise web.HTTPFound("/ui")
        path = request.path.rstrip("/") or "/"
        name = request.query_string.partition("&")[0].partition("=")[0]
        if name == "HOST_INFO":
            return _json(self._host_info())
        if path not in self._namespace:
            raise web.HTTPNotFound(text=f"there is no {path[:200]}")
        if not name:
            return _json(self._namespace.describe(path))
        if name not in ATTRIBUTES:
            raise web.HTTPBadRequest(
                text=f"no attribute {name[:80]}: {' '.join(sorted(ATTRIBUTES))}"
            )
        found = self._namespace.attribute(path, name)
        return web.Response(status=204) if found is None else _json(found)

    def _host_info(self) -> dict[str, object]:
        return {
            "NAME": "lmdm",
            "OSC_PORT": self._osc_port,
            "OSC_TRANSPORT": "UDP",
            "EXTENSIONS": dict.fromkeys((*OPTIONAL, "LISTEN", "PATH_CHANGED"), True),
        }

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return self._page.answer(request.match_info.get("name", ""))

    async def _watch(self, request: web.Request) -> web.StreamResponse:
        self._check_origin(request)
        return await self.feed.serve(request, self._gate.may_play(request.remote or ""))

    async def _measure(self, request: web.Request) -> web.StreamResponse:
        text = exposition(self._host, self._dispatcher.refused, len(self._sessions))
        return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})

    def _check_origin(self, request: web.Request) -> None:
        if not self._gate.same_origin(request.headers.get("Origin"), request.host):
            raise web.HTTPForbidden(text="pages from elsewhere may not connect")

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        self._check_origin(request)
        if len(self._sessions) >= MAX_SESSIONS:
            raise web.HTTPServiceUnavailable(text=f"{MAX_SESSIONS} clients are connected already")
        remote = request.remote or ""
        session = Session(next(self._numbers), remote, self._gate.may_play(remote))
        self._sessions.add(session)
        try:
            return await session.run(request, self._dispatcher, self._host.peers, self._known)
        finally:
            self._sessions.discard(session)
            self._host.peers.forget(session.key)


def _by_a_person(request: web.Request) -> bool:
    """Whether it is a browser that was given the bare address; programs ask for anything."""
    wants_text = "text/html" in request.headers.get("Accept", "")
    return request.path == "/" and request.query_string in ("", "HTML") and wants_text


class _Faults(logging.Handler):
    """Says what went wrong in here, in a line; what a client got wrong is the client's affair."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.ERROR)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            self._journal.warn(f"http: {record.getMessage()}: {error!r}")


def _faults(journal: Journal) -> logging.Logger:
    logger = logging.Logger("http", logging.ERROR)
    logger.addHandler(_Faults(journal))
    return logger


def _json(data: object) -> web.Response:
    return web.Response(text=json.dumps(data), content_type="application/json")
