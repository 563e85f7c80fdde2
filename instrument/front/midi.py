"""MIDI in, without any host: notes are notes, controllers move what they were taught to.

What comes is sent on as OSC to the instrument's own dispatcher, so that it is checked, clipped and
echoed like anybody's. Threads: python-rtmidi calls from a thread of its own, which does nothing but
hand over to the event loop, where all the rest runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from instrument.config import Section
from instrument.errors import Refused, UserError, did_you_mean
from instrument.osc.codec import decode, encode
from instrument.osc.dispatch import Dispatcher
from instrument.osc.peers import Peer
from instrument.params import PARAMS, ROOT, SLOTS
from instrument.places import state_dir, write_whole

VIRTUAL = "virtual"
"""The name that makes a port of our own, for other programs to send to."""

LEARN_LIMIT = 30.0
"""Seconds in which a controller must move to be learned."""

_CLIENT = "lmdm-midi"
_LOOK_EVERY = 2.0  # seconds between looks whether the device is still there
_NOTE_OFF, _NOTE_ON, _CONTROL = 0x80, 0x90, 0xB0
_ALL_OFF = (120, 123)  # controllers that end every note

Controller = tuple[int, int]
"""(channel 1 to 16, number 0 to 127)."""

TARGETS = {key: f"{ROOT}/param/{key}/normalized" for key in PARAMS} | {
    f"prompt/{slot}/weight": f"{ROOT}/prompt/{slot}/weight" for slot in range(SLOTS)
}
"""What a controller may move -> the address that takes it from 0 to 1."""


def target(name: str) -> str:
    """`name`, if a controller may move it; raises Refused."""
    if name not in TARGETS:
        text = f'a controller cannot move "{name[:80]}"' + did_you_mean(name, TARGETS)
        raise Refused("unknown", text)
    return name


class Bindings:
    """Which controller moves what; kept in a file that a person may edit."""

    def __init__(self, path: Path) -> None:
        """Reads the file, if there is one; raises UserError with the line."""
        self._path = path
        self._bound: dict[Controller, str] = {}
        self._learning: asyncio.Future[Controller] | None = None
        if self._path.exists():
            self._read(self._path.read_text(encoding="utf-8"))

    @classmethod
    def here(cls) -> Bindings:
        """Those of this user; raises UserError, also when there is no library to use them with."""
        library()
        return cls(state_dir() / "midi.yaml")

    def _read(self, text: str) -> None:
        top = Section.parse(text, str(self._path))
        for key, name in top.items():
            channel, _, number = key.partition("/")
            whole = channel.isdigit() and number.isdigit()
            if not whole or not (1 <= int(channel) <= 16 and int(number) <= 127):
                raise top.error(f'"{key}" is no controller (such as 1/74: channel/number)', key)
            try:
                self._bound[int(channel), int(number)] = target(str(name))
            except Refused as refused:
                raise top.error(refused.text, key) from None

    def _write(self) -> None:
        rows = {f"{channel}/{number}": name for (channel, number), name in self.items()}
        try:
            write_whole(self._path, yaml.safe_dump(rows, sort_keys=False))
        except OSError as error:
            text = f"{self._path.name} cannot be written: {error.strerror}"
            raise Refused("path", text) from None

    def items(self) -> Iterator[tuple[Controller, str]]:
        """Every controller and what it moves."""
        yield from sorted(self._bound.items())

    def get(self, controller: Controller) -> str | None:
        """What it moves. While something is being learned, it is bound to that first."""
        if self._learning is not None and not self._learning.done():
            self._learning.set_result(controller)
        return self._bound.get(controller)

    async def learn(self, name: str) -> tuple[object, ...]:
        """Waits for the next controller to move, and has it move `name`; raises Refused."""
        target(name)
        if self._learning is not None:
            self._learning.cancel()
        asked = self._learning = asyncio.get_running_loop().create_future()
        try:
            controller = await asyncio.wait_for(asked, LEARN_LIMIT)
        except TimeoutError:
            raise Refused("busy", f"no controller moved within {LEARN_LIMIT:.0f} s") from None
        except asyncio.CancelledError:
            if self._learning is asked:
                raise
            raise Refused("busy", "another one is to be learned instead") from None
        finally:
            if self._learning is asked:
                self._learning = None
        self._bound[controller] = name
        self._write()
        return (name, *controller)

    def forget(self, name: str) -> int:
        """Frees the controllers that move `name` ("": all); how many. Raises Refused."""
        if name:
            target(name)
        gone = [c for c, bound in self._bound.items() if not name or bound == name]
        for controller in gone:
            del self._bound[controller]
        self._write()
        return len(gone)


def packet_of(message: list[int], bindings: Bindings) -> bytes | None:
    """The OSC message that a MIDI message is here; None when it is nothing to us."""
    if len(message) < 3:
        return None
    status, first, second = message[0], message[1] & 0x7F, message[2] & 0x7F
    kind, channel = status & 0xF0, (status & 0x0F) + 1
    if kind in (_NOTE_ON, _NOTE_OFF):
        velocity = second / 127.0 if kind == _NOTE_ON else 0.0
        return encode(f"{ROOT}/note", first, velocity)
    if kind != _CONTROL:
        return None
    if first in _ALL_OFF:
        return encode(f"{ROOT}/notes/off")
    name = bindings.get((channel, first))
    return None if name is None else encode(TARGETS[name], second / 127.0)


class MidiInput:
    """One MIDI input; a device that is unplugged is taken again when it is back."""

    def __init__(
        self, wanted: str, dispatcher: Dispatcher, bindings: Bindings, say: Callable[[str], None]
    ) -> None:
        self._wanted = wanted
        self._dispatcher = dispatcher
        self._bindings = bindings
        self._say = say
        self._peer = Peer(("midi",), self._answered)
        self._loop = asyncio.get_running_loop()
        self._inputs: list[Any] = []
        self._port: Any = None
        self._name = ""
        self._looking: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Opens the port, or says that it is not there and takes it when it comes."""
        self._inputs = list(_inputs())
        if self._wanted == VIRTUAL:
            self._open_virtual()
            return
        if not self._take():
            names = [name for port in self._inputs for name in port.get_ports()]
            self._say(
                f'midi: no input "{self._wanted}" yet; there are: {", ".join(names) or "none"} '
                f'(or "{VIRTUAL}", a port for other programs to send to)'
            )
        self._looking = self._loop.create_task(self._look())

    def close(self) -> None:
        """Closes the port."""
        if self._looking is not None:
            self._looking.cancel()
        if self._port is not None:
            self._port.close_port()
            self._port = None
        self._inputs.clear()

    def _open_virtual(self) -> None:
        for port in self._inputs:
            with contextlib.suppress(RuntimeError, OSError, NotImplementedError):
                port.open_virtual_port("in")
                self._begin(port, f"virtual port {_CLIENT}")
                return
        self._say("midi: no virtual port can be had (no ALSA sequencer, JACK server or CoreMIDI)")

    def _take(self) -> bool:
        """Opens the port whose name is, or else has in it, what is wanted."""
        ports = [(p, i, name) for p in self._inputs for i, name in enumerate(p.get_ports())]
        ports.sort(key=lambda found: found[2] != self._wanted)
        for port, i, name in ports:
            if self._wanted.lower() in name.lower():
                try:
                    port.open_port(i, "in")
                except (OSError, RuntimeError, ValueError):  # it has gone again, or is in use
                    continue
                self._begin(port, name)
                return True
        return False

    def _begin(self, port: Any, name: str) -> None:
        port.set_callback(self._came)
        self._port, self._name = port, name
        self._say(f"midi: {name}")

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self._port is not None and self._name not in self._port.get_ports():
                self._say(f"midi: {self._name} is gone; it is taken again when it is back")
                self._port.close_port()
                self._port = None
                self._dispatcher.receive(encode(f"{ROOT}/notes/off"), self._peer)
            elif self._port is None:
                self._take()

    def _came(self, event: tuple[list[int], float], _: object) -> None:
        """On python-rtmidi's thread."""
        if event[0][0] & 0xF0 in (_NOTE_ON, _NOTE_OFF, _CONTROL):
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self.receive, event[0])

    def receive(self, message: list[int]) -> None:
        """Carries out one MIDI message (bytes as numbers)."""
        packet = packet_of(message, self._bindings)
        if packet is not None:
            self._dispatcher.receive(packet, self._peer)

    def _answered(self, packet: bytes) -> None:
        for group in decode(packet):
            for message in group.messages:
                if message.address == f"{ROOT}/fail":
                    self._say(f"midi: {message.args[2]!s}")


def library() -> Any:
    """python-rtmidi; raises UserError that says how to get it."""
    try:
        return importlib.import_module("rtmidi")
    except ImportError:
        raise UserError("--midi needs python-rtmidi: pip install 'lmdm[midi]'") from None


def _inputs() -> Iterator[Any]:
    """An input of each system that answers: ALSA, JACK, CoreMIDI, Windows."""
    rtmidi = library()
    for api in rtmidi.get_compiled_api():
        if api == rtmidi.API_RTMIDI_DUMMY:
            continue
        if api == rtmidi.API_LINUX_ALSA and not Path("/dev/snd/seq").exists():
            continue  # it would complain on standard error
        with contextlib.suppress(OSError, RuntimeError):
            yield rtmidi.MidiIn(api, name=_CLIENT)
