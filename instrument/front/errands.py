"""What the engine was asked to do once, and who waits until it is done: states, traces, models.

Everything runs on the event loop. Whoever waits is answered, whatever becomes of the engine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from instrument.errors import Refused


class Errands:
    """The errands of one instrument, over all its engines."""

    def __init__(self, model: str) -> None:
        self.model = model
        """The model that the next engine is to play."""
        self.tracing = ""
        """The trace that is being recorded, or nothing."""
        self._loading: asyncio.Future[None] | None = None
        self._acts: dict[tuple[str, str], list[asyncio.Future[None]]] = {}

    @property
    def waited_for(self) -> bool:
        """Whether somebody waits for the engine that is there."""
        return self._loading is not None or bool(self._acts)

    def act(self, key: str, name: str) -> Coroutine[None, None, tuple[object, ...]]:
        """Waits until the engine has done what a change of `key` (controls.ACTS) asks of it."""

        async def wait() -> tuple[object, ...]:
            asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._acts.setdefault((key, name), []).append(asked)
            await asked
            return (name,) if name else ()

        return wait()

    def unasked(self, key: str, name: str) -> None:
        """The change of an act() was refused, and that was said: no engine will hear of it."""
        # its task was begun in this turn of the loop: by the next it waits, as the last of its kind
        asyncio.get_running_loop().call_soon(self._drop_last, (key, name))

    def _drop_last(self, act: tuple[str, str]) -> None:
        if waiting := self._acts.get(act):
            waiting.pop().cancel()
            if not waiting:
                del self._acts[act]

    async def load(
        self, model: str, send: Callable[[str], None], progress: Callable[[float], None]
    ) -> None:
        """Has the engine load a model (`send` asks it); the old one plays until it is ready."""
        if self._loading is not None:
            raise Refused("busy", "a model is being loaded already")
        self._loading = asyncio.get_running_loop().create_future()
        try:
            progress(0.0)
            send(model)
            await self._loading
            self.model = model
            progress(1.0)
        finally:
            self._loading = None

    # The engine's news

    def ready(self) -> None:
        """It plays the model that it was to load."""
        if self._loading is not None:
            _answer(self._loading, None)

    def failed(self, code: str, text: str) -> bool:
        """It cannot do what it was to do last; False when that was no load."""
        if self._loading is None or self._loading.done():
            return False
        _answer(self._loading, Refused(code if code in Refused.CODES else "model", text))
        return True

    def did(self, key: str, name: str, refusal: Refused | None) -> None:
        """An act is done, or was refused."""
        if refusal is None and key.startswith("trace/"):
            self.tracing = name if key == "trace/start" else ""
        for asked in self._acts.pop((key, name), ()):
            _answer(asked, refusal)

    def lost(self, reason: str) -> str:
        """It is gone, and all that it was to do; returns the trace that ends with it, if any."""
        gone = Refused("model", f"the engine was lost: {reason}")
        for key, name in list(self._acts):
            self.did(key, name, gone)
        if self._loading is not None:
            _answer(self._loading, gone)
        trace, self.tracing = self.tracing, ""
        return trace


def _answer(asked: asyncio.Future[None], refusal: Refused | None) -> None:
    if asked.done():  # whoever asked has gone
        return
    if refusal is None:
        asked.set_result(None)
    else:
        asked.set_exception(refusal)
