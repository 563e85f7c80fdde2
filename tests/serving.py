"""An HTTP server in this process, around a front without engine or audio process."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.config import Config
from instrument.front.front import Front
from instrument.http.gate import Gate
from instrument.http.server import HttpServer, bind
from instrument.journal import Journal
from instrument.osc.dispatch import Dispatcher
from instrument.osc.server import AllowList
from instrument.units import Rates


class LookOnly(Gate):
    """This machine, seen as another one is."""

    def may_play(self, remote: str) -> bool:
        return False


class Serving:
    """What serves; `call` runs a function on its event loop and returns what it returns."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.panel, self.ring = Panel.create(), Ring.create(1.0, 48_000)
        self.front = Front(Config(), self.panel, self.ring, Rates())
        self._loop = asyncio.new_event_loop()
        gate, dispatcher = LookOnly(AllowList()), Dispatcher(self.front)
        self.server = HttpServer(
            bind("127.0.0.1", 0), "127.0.0.1", self.front, dispatcher, gate, self.journal, 57_140
        )
        self.port = self.server.port

    def call(self, what, *args):
        async def run():
            return what(*args)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def _wait(self, coroutine) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        self._wait(self.server.start())
        return thread

    def stop(self, thread: threading.Thread) -> None:
        self._wait(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        thread.join()
        self._loop.close()
        self.panel.close()
        self.ring.close()


@contextlib.contextmanager
def serving() -> Iterator[Serving]:
    """A Serving that ends with the block; those who connect may look only."""
    made = Serving()
    thread = made.start()
    try:
        yield made
    finally:
        made.stop(thread)
