"""Runs the message path of a Max patch: loads it as Max does, and carries messages along its cords.

Only what our patches use is here (max_objects.py), each object as its reference page says; what an
object would complain of in Max's console, and an object that is not known, is an error. Messages of
one outlet go right to left, as Max orders cords by where they lead. Time is real, and so is UDP:
nothing happens but in `run`.
"""

from __future__ import annotations

import heapq
import itertools
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from max_patches import Patch
from osc_listener import encode
from playing import LIMIT

from instrument.osc.codec import decode

Atom = int | float | str
Message = tuple[Atom, ...]
"""A selector or a number first; a bang is ("bang",)."""

BANG: Message = ("bang",)
DEEPEST = 250
"""Objects that may call each other; Max gives up with a stack overflow, too."""


class MaxError(Exception):
    """What Max would say in its console."""


def atom(word: str) -> Atom:
    """A word as Max reads it: an int, a float (with a point), or a symbol."""
    try:
        return int(word)
    except ValueError:
        pass
    try:
        return float(word) if "." in word else word
    except ValueError:
        return word


def parse(text: str, args: Sequence[Atom] = ()) -> list[Atom]:
    """The atoms of a box's text, with #1.. replaced (by 0 when there is no such argument)."""
    found: list[Atom] = []
    for i, part in enumerate(text.split('"')):
        if i % 2:
            found.append(part)
            continue
        for word in part.split():
            if word[0] == "#" and word[1:].isdigit():
                n = int(word[1:]) - 1
                found.append(args[n] if n < len(args) else 0)
            else:
                found.append(atom(word))
    return found


class Max:
    """One Max: the patches that are open in it, its named sends, its clock and its sockets."""

    def __init__(self, ports: Mapping[int, int] = MappingProxyType({})) -> None:
        """`ports`: what stands for which port of the patches, so that tests have their own."""
        self.ports = ports
        self.receives: dict[str, list[Node]] = defaultdict(list)
        self.listening: dict[int, Node] = {}
        self.transport = Transport()
        self.on_load: list[Callable[[], None]] = []
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._sockets: dict[int, socket.socket] = {}
        self._sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.depth = 0

    def open(self, patch: Patch, *args: Atom) -> Node:
        """Opens a patch and does what loading it does."""
        from max_objects import Patcher

        patch = patch.on_ports(self.ports)
        node = Patcher(self, {"maxclass": "patcher", "id": "top"}, [], patch, list(args))
        loads, self.on_load = self.on_load, []
        for load in loads:
            load()
        return node

    def close(self) -> None:
        """Ends it."""
        for each in (self._sender, *self._sockets.values()):
            each.close()

    # Time and UDP

    def after(self, seconds: float, call: Callable[[], None]) -> int:
        """Calls later; gives a number to forget it by."""
        number = next(self._order)
        heapq.heappush(self._timers, (time.monotonic() + seconds, number, call))
        return number

    def forget(self, number: int) -> None:
        self._timers = [t for t in self._timers if t[1] != number]
        heapq.heapify(self._timers)

    def bind(self, port: int, node: Node) -> None:
        """Lets `node` have what comes to `port`."""
        for old in [p for p, n in self.listening.items() if n is node]:
            self._sockets.pop(old).close()
            del self.listening[old]
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", port))
        made.setblocking(False)
        self._sockets[port], self.listening[port] = made, node

    def sendto(self, host: str, port: int, message: Message) -> None:
        """Sends a message as OSC: ints as i, floats as f, symbols as s."""
        if not str(message[0]).startswith("/"):
            raise MaxError(f"udpsend: {message[0]} is no OSC address")
        self._sender.sendto(encode(str(message[0]), *message[1:]), (host, port))

    def run(
        self, until: Callable[[], object], limit: float = LIMIT, about: str = "", least: float = 0.0
    ) -> None:
        """Lets time go on until `until()` is true (and `least` seconds are over)."""
        start = time.monotonic()
        while time.monotonic() - start < least or not until():
            assert time.monotonic() - start < limit, about or f"not within {limit} s"
            self._turn()
            time.sleep(0.002)

    def _turn(self) -> None:
        for port, each in list(self._sockets.items()):
            try:
                data = each.recv(65_536)
            except BlockingIOError:
                continue
            for group in decode(data):
                for message in group.messages:
                    self.listening[port].out(0, (message.address, *message.args))
        while self._timers and self._timers[0][0] <= time.monotonic():
            heapq.heappop(self._timers)[2]()


class Transport:
    """Max's transport, moved by the test."""

    def __init__(self) -> None:
        self.tempo, self.ticks, self.running, self.signature = 120.0, 0.0, 0, (4, 4)

    def report(self) -> list[Message]:
        """What its nine outlets say when it is banged, the leftmost first."""
        beats, value = self.signature
        unit = 480 * 4 / value
        whole = int(self.ticks // unit)
        return [
            (whole // beats + 1,), (whole % beats + 1,), (self.ticks % unit,), (480.0,),
            (self.tempo,), self.signature, (self.running,), (self.ticks,), ("clocksource",),
        ]  # fmt: skip


class Node:
    """A box at work. A subclass does what `receive` is given."""

    def __init__(self, machine: Max, box: dict, args: list[Atom]) -> None:
        self.max, self.box, self.args = machine, box, args
        self.cords: dict[int, list[tuple[Node, int]]] = defaultdict(list)
        self.said: list[Message] = []
        """What came out of outlet 0, for tests to look at."""
        self.start()

    def start(self) -> None:
        """What the object does when it is made."""

    def receive(self, inlet: int, message: Message) -> None:
        """A message at an inlet."""
        raise self.wrong(message)

    def wrong(self, message: Message) -> MaxError:
        name = self.box.get("text") or self.box.get("varname") or self.box["maxclass"]
        return MaxError(f"{name}: doesn't understand {message!r}")

    def out(self, outlet: int, message: Message) -> None:
        """Says a message, to where the cords lead."""
        if outlet == 0:
            self.said.append(message)
        for target, inlet in self.cords[outlet]:
            self.give(target, inlet, message)

    def give(self, target: Node, inlet: int, message: Message) -> None:
        self.max.depth += 1
        try:
            if self.max.depth > DEEPEST:
                raise MaxError("stack overflow")
            target.receive(inlet, message)
        finally:
            self.max.depth -= 1
