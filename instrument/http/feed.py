"""`/ui/feed`: what the page shows and OSC does not say, sent while somebody looks.

Text is JSON: {"report": ..., "may_play": ...} twice a second, {"log": [[time, line], ...]} when
something was said (only to who may play: it names files of this machine). Binary is a column of the
spectrogram, RATE times a second. Nothing is computed while nobody is connected.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass

from aiohttp import WSCloseCode, web

from instrument.http.host import HttpHost
from instrument.http.report import processes, report
from instrument.http.spectrum import Spectrum
from instrument.journal import Journal

RATE = 20
"""Columns a second."""

MAX_VIEWERS = 16
_REPORT_EVERY = RATE // 2
_HEARTBEAT = 20.0


@dataclass(eq=False)
class _Viewer:
    socket: web.WebSocketResponse
    may_play: bool
    said: int = 0
    sending: asyncio.Task[None] | None = None

    def send(self, messages: list[bytes | str]) -> bool:
        """Sends, unless the last is still under way: then this one is not seen. Never waits."""
        if self.sending is not None and not self.sending.done():
            return False
        self.sending = asyncio.get_running_loop().create_task(self._send(messages))
        return True

    async def _send(self, messages: list[bytes | str]) -> None:
        with contextlib.suppress(ConnectionError):
            for message in messages:
                if isinstance(message, str):
                    await self.socket.send_str(message)
                else:
                    await self.socket.send_bytes(message)


class Feed:
    """All viewers; one timer serves them, and runs only while there are any."""

    def __init__(self, host: HttpHost, journal: Journal) -> None:
        self._host = host
        self._journal = journal
        self._spectrum = Spectrum(host.out)
        self._viewers: set[_Viewer] = set()
        self._ticking: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is computed."""
        return self._ticking is not None

    async def serve(self, request: web.Request, may_play: bool) -> web.WebSocketResponse:
        """One viewer, until it goes."""
        if len(self._viewers) >= MAX_VIEWERS:
            raise web.HTTPServiceUnavailable(text=f"{MAX_VIEWERS} pages are open already")
        socket = web.WebSocketResponse(max_msg_size=1_024, heartbeat=_HEARTBEAT)
        await socket.prepare(request)
        viewer = _Viewer(socket, may_play)
        self._viewers.add(viewer)
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().create_task(self._tick())
        try:
            async for _ in socket:
                pass  # it only looks
        finally:
            self._viewers.discard(viewer)
            if viewer.sending is not None:
                viewer.sending.cancel()
        return socket

    async def close(self) -> None:
        """Sends every viewer away."""
        if self._ticking is not None:
            self._ticking.cancel()
        for viewer in list(self._viewers):
            await viewer.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _tick(self) -> None:
        ticks = 0
        try:
            while self._viewers:
                column = self._spectrum.column(self._host.time.heard())
                text = self._report() if ticks % _REPORT_EVERY == 0 else None
                for viewer in self._viewers:
                    self._show(viewer, column, text)
                ticks += 1
                await asyncio.sleep(1.0 / RATE)
        finally:
            self._ticking = None

    def _report(self) -> dict[str, object]:
        memory = {name: bytes_ for name, (bytes_, _) in processes(self._host).items()}
        return {**report(self._host), "memory": memory}

    def _show(self, viewer: _Viewer, column: bytes, text: dict[str, object] | None) -> None:
        messages: list[bytes | str] = [column]
        if text is not None:
            messages.append(json.dumps({"report": text, "may_play": viewer.may_play}))
        lines = self._journal.since(viewer.said) if viewer.may_play else []
        if lines:
            messages.append(json.dumps({"log": lines}))
        if viewer.send(messages) and lines:
            viewer.said = self._journal.count
