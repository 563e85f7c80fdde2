"""The engine process: the generator on stage. `python -m instrument.engine.process --help`.

One thread plays. It hears the front through a socket (JSON, one message a line) between blocks;
another thread exists only while a model is loaded. It may die at any moment: the audio process
fades into the last good bars, and the next engine goes on from the latents in shared memory.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import click
import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.controls import Change
from instrument.door import Door
from instrument.engine import heap
from instrument.engine.cost import Cost, measure
from instrument.engine.generator import Generator
from instrument.engine.listener import Listener
from instrument.engine.memory import Memory
from instrument.engine.planner import Planner
from instrument.engine.player import Player
from instrument.health import Ready
from instrument.model import Model, from_argument, load
from instrument.nn.weights import WeightsError

ORPHANED_S = 60.0
"""How long the music goes on without a front."""
HANDOVER_S = 3.0
"""How long a new engine waits for the old one to be ended."""
BEQUEST_S = 0.8
"""How much sound an engine that is told to make way leaves queued for the next to go on from."""
TRIM_S = 60.0
"""How often memory that is free is given back to the system."""
IDLE_S = 0.5
"""Least wait in which that is done, as blocks of a second have: it takes milliseconds, and the next
block takes the pages anew."""
_LONGEST_LINE = 4 << 20


class Line:
    """The engine's end of the socket. Sending never waits: what doesn't fit is dropped, as the next
    block's health says the same again; an answer that matters is kept until it fits."""

    def __init__(self, fd: int) -> None:
        self._socket = socket.socket(fileno=fd)
        self._socket.setblocking(False)
        self._received = bytearray()
        self._unsent = bytearray()
        self.closed_at: float | None = None
        self._door: Door | None = None

    def wait(self, seconds: float) -> None:
        """Until something comes, at most `seconds`."""
        if self._door is not None:
            select.select([self._door], [], [], seconds)
        elif self.closed_at is not None:
            time.sleep(min(seconds, 0.05))
        else:
            select.select([self._socket], [], [], seconds)

    def is_called(self) -> bool:
        """Waits for the first message, which is left to be read; False if none will come."""
        select.select([self._socket], [], [])
        return bool(self._socket.recv(1, socket.MSG_PEEK))

    def messages(self) -> list[dict[str, Any]]:
        """What has come, without waiting."""
        if self.closed_at is not None:
            return []
        while True:
            try:
                data = self._socket.recv(1 << 16)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                data = b""
            if not data:
                self.closed_at = time.monotonic()
                with suppress(OSError):  # without one it ends in its time, as another is started
                    self._door = Door()
                break
            self._received += data
        *lines, rest = bytes(self._received).split(b"\n")
        self._received = bytearray(rest[:_LONGEST_LINE])
        return [json.loads(line) for line in lines if line]

    def is_taken_up(self) -> bool:
        """Whether another front has come, when there was none."""
        visitor = self._door.visitor() if self._door is not None else None
        if visitor is None:
            return False
        self.close()
        self._socket = visitor
        self._socket.setblocking(False)
        self._received.clear()
        self._unsent.clear()
        self.closed_at = None
        return True

    def close(self) -> None:
        """Nothing is heard or said any more."""
        self._socket.close()
        if self._door is not None:
            self._door.close()
            self._door = None

    def send(self, message: dict[str, Any], *, droppable: bool = False) -> None:
        if droppable and self._unsent:
            return
        self._unsent += json.dumps(message, separators=(",", ":")).encode() + b"\n"
        with suppress(OSError):
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]


class Loading:
    """A model on its way in, in a thread of its own; the old one plays meanwhile."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result: tuple[Model, Cost] | None = None
        self.error: str | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            model = load(self.name)
            self.result = model, measure(Generator(model))
        except (WeightsError, ImportError, OSError) as error:
            self.error = str(error)


class Engine:
    """The loop between the socket and the player."""

    def __init__(self, line: Line, player: Player) -> None:
        self.line, self.player = line, player
        self._loading: Loading | None = None
        self._ended = self._making_way = self._meeting = False
        self._trimmed = time.monotonic()

    def make_way(self) -> None:
        """Another engine is ready (SIGTERM): leave it time to begin, and end."""
        self._making_way = True

    def run(self) -> None:
        """Play until told to quit or to make way, or until orphaned for too long."""
        while not self._ended:
            if self._making_way and self.player.queued_s() > BEQUEST_S:
                break
            if self.line.is_taken_up():
                self._meet()
            self._hear()
            self._look_after()
            if (health := self.player.revise()) is not None:
                self.line.send({"health": health.to_json()}, droppable=True)
                continue
            wait = 0.0 if self._making_way else self.player.wait_s()
            if wait > IDLE_S and time.monotonic() - self._trimmed > TRIM_S:
                heap.trim()
                self._trimmed = time.monotonic()
            elif wait > 0:
                self.line.wait(min(wait, 0.25))
            else:
                self.line.send({"health": self.player.play().to_json()}, droppable=True)
            if self._loading is not None and self._loading.done:
                self._loaded(self._loading)
            gone = self.line.closed_at
            if gone is not None and time.monotonic() - gone > ORPHANED_S:
                break
        self.player.keepsakes.close()
        self.player.panel.engine_pid = 0
        self.line.close()

    def _meet(self) -> None:
        """A new front says by its first message all that is asked for; the music goes on."""
        self._meeting = True
        self.line.send({"ready": ready_of(self.player.generator.model).to_json()})
        if (tracer := self.player.keepsakes.tracer) is not None:
            self.line.send({"did": ["trace/start", tracer.path.stem]})

    def _hear(self) -> None:
        changes: list[Change] = []
        for message in self.line.messages():
            for kind, body in message.items():
                if kind == "change":
                    changes += [Change.from_json(c) for c in body]
                elif kind == "load":
                    self._load(str(body))
                elif kind == "ping":
                    self.line.send({"pong": body})
                elif kind == "quit":
                    self._ended = True
        self._change(changes)

    def _change(self, changes: list[Change]) -> None:
        if not (changes := self.player.keepsakes.admit(changes)):
            return
        if self._meeting:
            self.player.meet(changes)
            self._meeting = False
        else:
            self.player.receive(changes)

    def _look_after(self) -> None:
        """Files that were read or written meanwhile."""
        for answer in self.player.keepsakes.answers():
            self.line.send(answer)
        if back := self.player.keepsakes.returned():
            self._change(back)
        self.player.rest()

    def _load(self, name: str) -> None:
        if self._loading is not None:
            text = f'"{self._loading.name}" is being loaded: wait for it'
            self.line.send({"fail": {"code": "busy", "text": text}})
            return
        self._loading = Loading(name)

    def _loaded(self, loading: Loading) -> None:
        self._loading = None
        if loading.result is None:
            text = loading.error or "it could not be loaded"
            self.line.send({"fail": {"code": "model", "text": text}})
            return
        self.player.change_model(*loading.result)
        self.line.send({"ready": ready_of(loading.result[0]).to_json()})


def ready_of(model: Model) -> Ready:
    """What the front is told about a model."""
    return Ready(model=model.name, context=model.context, modes=model.modes)


def await_predecessor(panel: Panel) -> None:
    """A ring has one writer: wait until the engine before this one has ended."""
    end = time.monotonic() + HANDOVER_S
    while time.monotonic() < end and panel.engine_pid not in (0, os.getpid()):
        try:
            os.kill(panel.engine_pid, 0)
        except OSError:
            return
        time.sleep(0.01)


@click.command()
@click.option("--socket-fd", type=int, required=True)
@click.option("--out", "out_spec", required=True)
@click.option("--in", "in_spec", required=True)
@click.option("--panel", "panel_spec", required=True)
@click.option("--memory", "memory_spec", required=True)
@click.option("--model", "name", default="default")
@click.option("--threads", default=1)
@click.option("--wait", is_flag=True, help="Be a spare one: play when the first message comes.")
def main(
    socket_fd: int, out_spec: str, in_spec: str, panel_spec: str, memory_spec: str, name: str,
    threads: int, wait: bool,
) -> None:  # fmt: skip
    """The engine process; started by the front."""
    heap.bound()
    torch.set_num_threads(threads)
    line = Line(socket_fd)
    ring, panel = Ring.attach(out_spec), Panel.attach(panel_spec)
    memory = Memory(Segment.attach(memory_spec))
    try:
        model = load(from_argument(name))
    except (WeightsError, ImportError, OSError) as error:
        line.send({"fail": {"code": "model", "text": str(error)}})
        raise SystemExit(2) from None
    generator = Generator(model)
    cost = measure(generator)
    if wait and not line.is_called():
        return
    line.send({"ready": ready_of(model).to_json()})
    await_predecessor(panel)
    listener = Listener(
        model.codec.analysis,
        Ring.attach(in_spec),
        lambda: panel.latency_samples + panel.input_latency_samples,
    )
    planner = Planner(model.encoder, listener=listener, tempo=model.tempo)
    player = Player(generator, planner, ring, panel, memory, cost)
    player.keepsakes.rescue()
    engine = Engine(line, player)
    signal.signal(signal.SIGTERM, lambda *_: engine.make_way())
    engine.run()


if __name__ == "__main__":
    main()
