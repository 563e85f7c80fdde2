"""Messages that ask: questions, answered at once, and tasks, answered when they are done.

Methods are named as in gestures.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence

from instrument.controls import Change
from instrument.errors import Refused
from instrument.osc import echo
from instrument.osc.batch import Batch
from instrument.osc.host import Host
from instrument.osc.peers import Peer
from instrument.params import ROOT

MAX_TASKS = 64
"""Slow tasks that may be under way; more are refused with `busy`."""


class Answers:
    """The handlers; they raise Refused. `fail` says a refusal that comes later."""

    def __init__(self, host: Host, fail: Callable[[Peer, str, Refused], None]) -> None:
        self._host = host
        self._fail = fail
        self._tasks: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Drops what is under way."""
        for task in self._tasks:
            task.cancel()

    # Tasks

    def on_load(self, batch: Batch, _: str, args: tuple) -> None:
        peer, (model,) = batch.peer, args

        async def load() -> tuple[object, ...]:
            await self._host.load(model, lambda part: peer.send(f"{ROOT}/progress", "load", part))
            return (model,)

        self.start(f"{ROOT}/load", peer, load())

    def on_prompt_audio(self, batch: Batch, _: str, args: tuple) -> None:
        peer, (slot, name) = batch.peer, args

        async def listen() -> tuple[object, ...]:
            text = await self._host.describe(name)
            before = self._host.controls.prompts[slot]
            prompt = [text, before[1] if before else 1.0]
            self._host.submit([Change(None, "prompt", slot, prompt)], peer, {"prompt"})
            return slot, text

        self.start(f"{ROOT}/prompt/audio", peer, listen())

    def on_preset_save(self, batch: Batch, _: str, args: tuple) -> None:
        async def save() -> tuple[object, ...]:
            await self._host.save_preset(args[0])
            return (args[0],)

        self.start(f"{ROOT}/preset/save", batch.peer, save())

    def on_preset_list(self, batch: Batch, _: str, args: tuple) -> None:
        self._name(batch.peer, "preset", self._host.presets())

    def on_state_list(self, batch: Batch, _: str, args: tuple) -> None:
        self._name(batch.peer, "state", self._host.states(), item="state/name")

    def on_model_list(self, batch: Batch, _: str, args: tuple) -> None:
        self._name(batch.peer, "model", self._host.models(), self._host.version()[1])

    def on_scene(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.done(f"{ROOT}/scene", self._host.scene(args[0]))

    def on_scene_list(self, batch: Batch, _: str, args: tuple) -> None:
        playing, *names = self._host.scenes()
        self._name(batch.peer, "scene", names, playing)

    def on_clock_link(self, batch: Batch, _: str, args: tuple) -> None:
        self._host.follow_link(bool(args[0]))
        batch.peer.done(f"{ROOT}/clock/link", args[0])

    def on_midi_learn(self, batch: Batch, _: str, args: tuple) -> None:
        self.start(f"{ROOT}/midi/learn", batch.peer, self._host.midi().learn(args[0]))

    def on_midi_forget(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.done(f"{ROOT}/midi/forget", self._host.midi().forget(args[0]))

    def on_midi_list(self, batch: Batch, _: str, args: tuple) -> None:
        bound = list(self._host.midi().items())
        for controller, name in bound:
            batch.peer.send(f"{ROOT}/midi", name, *controller)
        batch.peer.done(f"{ROOT}/midi/list", len(bound))

    def on_capture(self, batch: Batch, _: str, args: tuple) -> None:
        async def capture() -> tuple[object, ...]:
            return (await self._host.capture(float(args[0]), args[1]),)

        self.start(f"{ROOT}/capture", batch.peer, capture())

    def _name(
        self, peer: Peer, kind: str, names: Sequence[str], *more: object, item: str = ""
    ) -> None:
        """Each name in a message of its own (at `item`, else at `kind`), then that it is done."""
        for name in names:
            peer.send(f"{ROOT}/{item or kind}", name)
        peer.done(f"{ROOT}/{kind}/list", len(names), *more)

    # Clients

    def on_notify(self, batch: Batch, _: str, args: tuple) -> None:
        if batch.clipped:  # never to another port than was meant
            raise Refused("range", "notify wants 0, 1 or 2, and a port of at most 65535")
        on, port, host = args
        peer = batch.peer
        if on:
            client = self._host.notify(peer, port, host)
            peer.quiet = on == 2
            peer.done(f"{ROOT}/notify", client)
        else:
            peer.done(f"{ROOT}/notify", peer.client)
            peer.unsubscribe()

    def on_status(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/status.reply", *self._host.status())

    def on_sync(self, batch: Batch, _: str, args: tuple) -> None:
        peer, before = batch.peer, list(self._tasks)
        if not before:
            peer.send(f"{ROOT}/synced", args[0])
            return

        async def wait() -> None:
            await asyncio.wait(before)
            peer.send(f"{ROOT}/synced", args[0])

        if len(self._tasks) >= MAX_TASKS:
            raise Refused("busy", f"{MAX_TASKS} tasks are under way already")
        running = asyncio.get_running_loop().create_task(wait())
        self._tasks.add(running)
        running.add_done_callback(self._tasks.discard)

    def on_latency(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/latency.reply", *self._host.latency())

    def on_playing(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/playing.reply", *self._host.playing())

    def on_version(self, batch: Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/version.reply", *self._host.version())

    def on_get(self, batch: Batch, _: str, args: tuple) -> None:
        for line in echo.named(args[0], self._host.controls, self._host.reach()):
            batch.peer.send(f"{ROOT}/get.reply", *line)

    def on_refresh(self, batch: Batch, _: str, args: tuple) -> None:
        for message in echo.everything(self._host.controls, self._host.reach()):
            batch.peer.send(*message)  # type: ignore[arg-type]
        batch.peer.done(f"{ROOT}/refresh")

    def on_quit(self, batch: Batch, _: str, args: tuple) -> None:
        self._host.quit()
        batch.peer.done(f"{ROOT}/quit")

    def start(
        self, address: str, peer: Peer, task: Coroutine[None, None, tuple[object, ...]]
    ) -> None:
        async def run() -> None:
            try:
                peer.done(address, *(await task))
            except Refused as error:
                self._fail(peer, address, error)

        if len(self._tasks) >= MAX_TASKS:
            task.close()
            raise Refused("busy", f"{MAX_TASKS} tasks are under way already")
        running = asyncio.get_running_loop().create_task(run())
        self._tasks.add(running)
        running.add_done_callback(self._tasks.discard)
