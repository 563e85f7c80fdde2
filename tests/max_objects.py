"""The Max objects that our patches use, as the reference pages describe them."""

from __future__ import annotations

import math
import re

from max_interpreter import BANG, Atom, Max, MaxError, Message, Node, parse
from max_patches import Patch, named
from max_validator import name_of


def number(message: Message) -> bool:
    return len(message) == 1 and isinstance(message[0], (int, float))


def is_list(message: Message) -> bool:
    return isinstance(message[0], (int, float))


class Patcher(Node):
    """A patcher: the top one, one within a box, or an abstraction."""

    def __init__(self, machine: Max, box: dict, args: list[Atom], patch: Patch, own: list[Atom]):
        self.patch = patch
        self.nodes: dict[str, Node] = {}
        super().__init__(machine, box, args)
        for each in patch.boxes:
            self.nodes[each["id"]] = make(machine, each, patch, own)
        # ports are counted from left to right
        for kind in ("inlet", "outlet"):
            ports = [b for b in patch.boxes if b["maxclass"] == kind]
            ports.sort(key=lambda b: b["patching_rect"][0])
            for i, port in enumerate(ports):
                self.nodes[port["id"]].place = (self, i)
        where = {b["id"]: b["patching_rect"] for b in patch.boxes}
        right_to_left = sorted(patch.cords, key=lambda c: (-where[c[1][0]][0], -where[c[1][0]][1]))
        for (source, outlet), (target, inlet) in right_to_left:
            self.nodes[source].cords[outlet].append((self.nodes[target], inlet))

    def receive(self, inlet: int, message: Message) -> None:
        for node in self.nodes.values():
            if isinstance(node, Inlet) and node.place[1] == inlet:
                node.out(0, message)

    def __getitem__(self, name: str) -> Node:
        """The box of that scripting name, or else text, here or in a patcher inside."""
        found = self.search(name)
        found = [n for n in found if n.box.get("varname") == name] or found
        assert len(found) == 1, f"{len(found)} boxes are called {name}"
        return found[0]

    def search(self, name: str) -> list[Node]:
        """Every box of that scripting name or text."""
        found = []
        for node in self.nodes.values():
            if name in (node.box.get("varname"), node.box.get("text")):
                found.append(node)
            if isinstance(node, Patcher):
                found += node.search(name)
        return found


class Inlet(Node):
    place: tuple[Patcher, int]


class Outlet(Node):
    place: tuple[Patcher, int]

    def receive(self, inlet: int, message: Message) -> None:
        patcher, index = self.place
        patcher.out(index, message)


class Still(Node):
    """What is only looked at; a comment shows what it is `set` to."""

    def start(self) -> None:
        self.shown = self.box.get("text", "")

    def receive(self, inlet: int, message: Message) -> None:
        if self.box["maxclass"] != "comment" or message[0] != "set":
            raise self.wrong(message)
        self.shown = " ".join(map(str, message[1:]))


class MessageBox(Node):
    def start(self) -> None:
        self.atoms = parse(self.box["text"], self.args)
        self.given: list[Atom] = [0] * 9

    def receive(self, inlet: int, message: Message) -> None:
        if isinstance(message[0], str) and message != BANG:
            raise self.wrong(message)  # a word does not trigger it
        if message != BANG:
            self.given[: len(message)] = message
        words = [
            self.given[int(a[1:]) - 1] if isinstance(a, str) and re.fullmatch(r"\$\d", a) else a
            for a in self.atoms
        ]
        self.out(0, tuple(words))


class Prepend(Node):
    def start(self) -> None:
        self.stored = tuple(self.args)

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] == "set":
            self.stored = message[1:]
        else:
            self.out(0, (*self.stored, *message))


class Route(Node):
    def receive(self, inlet: int, message: Message) -> None:
        for i, choice in enumerate(self.args):
            if same(choice, message[0]):
                self.out(i, message[1:] or BANG)
                return
        self.out(len(self.args), message)


def same(a: Atom, b: Atom) -> bool:
    return isinstance(a, str) == isinstance(b, str) and a == b


class Select(Node):
    def receive(self, inlet: int, message: Message) -> None:
        for i, choice in enumerate(self.args):
            if same(choice, message[0]):
                self.out(i, BANG)
                return
        self.out(len(self.args), message)


class Trigger(Node):
    def receive(self, inlet: int, message: Message) -> None:
        first = message[0] if isinstance(message[0], (int, float)) else 0
        for i, kind in reversed(list(enumerate(self.args))):
            symbol = message[0] if isinstance(message[0], str) and message != BANG else ""
            as_kind = {
                "b": BANG, "i": (int(first),), "f": (float(first),), "s": (symbol,),
                "l": (0,) if message == BANG else message,
            }  # fmt: skip
            self.out(i, as_kind[kind] if isinstance(kind, str) else (kind,))


class Send(Node):
    def receive(self, inlet: int, message: Message) -> None:
        for node in list(self.max.receives[str(self.args[0])]):
            self.give(node, 0, message)


class Receive(Node):
    def start(self) -> None:
        self.max.receives[str(self.args[0])].append(self)

    def receive(self, inlet: int, message: Message) -> None:
        self.out(0, message)


class Gate(Node):
    def start(self) -> None:
        self.open = int(self.args[1]) if len(self.args) > 1 else 0

    def receive(self, inlet: int, message: Message) -> None:
        if inlet == 1:
            if self.open:
                self.out(self.open - 1, message)
        elif number(message):
            self.open = int(message[0])
        else:
            raise self.wrong(message)


class Int(Node):
    def start(self) -> None:
        self.held = int(self.args[0])

    def receive(self, inlet: int, message: Message) -> None:
        if number(message):
            self.held = int(message[0])
        elif message != BANG:
            raise self.wrong(message)
        if inlet == 0:
            self.out(0, (self.held,))


class Change(Node):
    def start(self) -> None:
        self.held: Atom = 0

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] == "set":
            self.held = message[1]
        elif not is_list(message):
            raise self.wrong(message)
        elif message[0] != self.held:
            self.held = message[0]
            self.out(0, (self.held,))


class Metro(Node):
    def start(self) -> None:
        self.timer = -1  # one that counts in bars stands as long as the transport does: always

    def receive(self, inlet: int, message: Message) -> None:
        if inlet != 0 or not (number(message) or message == BANG):
            raise self.wrong(message)
        self.max.forget(self.timer)
        if message[0]:
            self.tick()

    def tick(self) -> None:
        self.timer = self.max.after(float(self.args[0]) / 1000, self.tick)
        self.out(0, BANG)


class Delay(Node):
    def start(self) -> None:
        self.timer = -1

    def receive(self, inlet: int, message: Message) -> None:
        if message != BANG or inlet != 0:
            raise self.wrong(message)
        self.max.forget(self.timer)
        self.timer = self.max.after(float(self.args[0]) / 1000, lambda: self.out(0, BANG))


class Load(Node):
    """loadmess, loadbang; live.thisdevice says the same when the device is there."""

    def start(self) -> None:
        self.max.on_load.append(lambda: self.out(0, tuple(self.args) or BANG))


class Sprintf(Node):
    def start(self) -> None:
        self.form = self.box["text"].split(None, 1)[1]
        self.places = re.findall(r"%[^%\s]*?(?:ld|[a-z])", self.form)
        self.values: list[Atom] = ["" if p == "%s" else 0 for p in self.places]

    def receive(self, inlet: int, message: Message) -> None:
        for i, value in enumerate(message if message != BANG else ()):
            if self.places[inlet + i] == "%s" and not isinstance(value, str):
                value = f"{value}"
            elif self.places[inlet + i] != "%s" and isinstance(value, str):
                raise self.wrong(message)
            self.values[inlet + i] = value
        if inlet == 0:
            given = tuple(int(v) if p.endswith("ld") else v for p, v in
                          zip(self.places, self.values, strict=True))  # fmt: skip
            self.out(0, tuple(parse(self.form.replace("%ld", "%d") % given)))


class Unpack(Node):
    def receive(self, inlet: int, message: Message) -> None:
        parts = list(enumerate(message[: len(self.args)]))
        for i, value in reversed(parts):
            wanted = self.args[i]
            if isinstance(wanted, str) != isinstance(value, str):
                raise self.wrong(message)
            self.out(i, (value if isinstance(value, str) else type(wanted)(value),))


class Pack(Node):
    def start(self) -> None:
        self.held = list(self.args)

    def receive(self, inlet: int, message: Message) -> None:
        if message != BANG:
            if not is_list(message):
                raise self.wrong(message)
            for i, value in enumerate(message[: len(self.held) - inlet]):
                self.held[inlet + i] = type(self.args[inlet + i])(value)
        if inlet == 0:
            self.out(0, tuple(self.held))


class Join(Node):
    def start(self) -> None:
        self.held: list[Message] = [(0,)] * int(self.args[0])

    def receive(self, inlet: int, message: Message) -> None:
        if message != BANG:
            self.held[inlet] = message
        if inlet == 0 or message == BANG:
            self.out(0, tuple(a for part in self.held for a in part))


class Slice(Node):
    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG or inlet:
            raise self.wrong(message)
        size = int(self.args[0])
        if message[size:]:
            self.out(1, message[size:])
        self.out(0, message[:size])


class Expr(Node):
    def start(self) -> None:
        self.rule = self.box["text"].split(None, 1)[1]
        self.values = [0.0] * 9

    def receive(self, inlet: int, message: Message) -> None:
        if not is_list(message):
            raise self.wrong(message)
        self.values[inlet : inlet + len(message)] = [float(v) for v in message]
        rule = re.sub(r"\$f(\d)", lambda m: f"({self.values[int(m[1]) - 1]!r})", self.rule)
        rule = re.sub(r"\$i(\d)", lambda m: f"({int(self.values[int(m[1]) - 1])})", rule)
        if not re.fullmatch(r"[\d\s.()*/+e-]+", rule):
            raise MaxError(f"expr: {rule}")
        if inlet == 0:
            self.out(0, (eval(rule),))


class Sum(Node):
    """+ and /: a float when the argument is one."""

    def receive(self, inlet: int, message: Message) -> None:
        if not number(message) or inlet:
            raise self.wrong(message)
        a, b = message[0], self.args[0]
        self.out(0, (type(b)(a + b if self.box["text"][0] == "+" else a / b),))


class Decibels(Node):
    def receive(self, inlet: int, message: Message) -> None:
        if not number(message):
            raise self.wrong(message)
        self.out(0, (20 * math.log10(message[0]) if message[0] > 0 else -999.0,))


class Sender(Node):
    def start(self) -> None:
        self.host, self.port = str(self.args[0]), int(self.args[1])

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] == "host":
            self.host = str(message[1])
        elif message[0] == "port":
            self.port = int(message[1])
        else:
            self.said.append(message)
            self.max.sendto(self.host, self.port, message)


class Receiver(Node):
    def start(self) -> None:
        self.max.bind(int(self.args[0]), self)

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] != "port":
            raise self.wrong(message)
        self.max.bind(int(message[1]), self)


class Clock(Node):
    def receive(self, inlet: int, message: Message) -> None:
        if number(message):
            self.max.transport.running = int(message[0] != 0)
            return
        if message[0] == "tempo":
            self.max.transport.tempo = float(message[1])
            return
        if message != BANG:
            raise self.wrong(message)
        for i, said in reversed(list(enumerate(self.max.transport.report()))):
            self.out(i, said)


class Midi(Node):
    def play(self, pitch: int, velocity: int, channel: int = 1) -> None:
        """A key of a keyboard; of kslider, which has no channel, the mouse."""
        for i, value in reversed(list(enumerate((pitch, velocity, channel)))):
            if i < self.box["numoutlets"]:
                self.out(i, (value,))


class Value(Node):
    """live.dial, live.numbox, live.menu, live.text, number: a value with limits, and a face."""

    def start(self) -> None:
        about = self.box.get("saved_attribute_attributes", {}).get("valueof", {})
        self.kind = about.get("parameter_type", 1)
        self.items = about.get("parameter_enum", [])
        self.lo = about.get("parameter_mmin", self.box.get("minimum", 0))
        self.hi = about.get("parameter_mmax", self.box.get("maximum", 127))
        self.value: float = self.lo
        if about.get("parameter_initial_enable"):
            self.max.on_load.append(lambda: self.turn(about["parameter_initial"][0]))

    def put(self, value: float) -> None:
        value = min(max(value, self.lo), self.hi)
        self.value = float(value) if self.kind == 0 else int(value)

    def turn(self, value: float) -> None:
        """The mouse, or a number at the inlet."""
        self.put(value)
        if self.box["maxclass"] == "live.menu":
            self.out(1, (self.items[int(self.value)],))
        if self.box.get("mode") == 0:  # of live.text: a button
            self.out(0, BANG)
        else:
            self.out(0, (self.value,))

    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG:
            self.turn(self.value)
        elif number(message):
            self.turn(message[0])
        elif message[0] == "set" and number(message[1:]):
            self.put(message[1])
        elif message[0] == "setsymbol" and self.items and message[1] in self.items:
            self.put(self.items.index(message[1]))
        else:
            raise self.wrong(message)


class Text(Node):
    """textedit in outputmode 1: its text is one symbol."""

    def start(self) -> None:
        self.text = ""

    def type(self, text: str) -> None:
        """Typing, and return."""
        self.text = text
        self.receive(0, BANG)

    def receive(self, inlet: int, message: Message) -> None:
        if message == BANG:
            self.out(0, ("text", self.text) if self.text else ("text",))
        elif message[0] in ("set", "clear"):
            self.text = " ".join(map(str, message[1:]))
        else:
            raise self.wrong(message)


class Bars(Node):
    """multislider and button: the last thing that they showed."""

    def start(self) -> None:
        self.shown: Message = ()
        self.count = 0

    def receive(self, inlet: int, message: Message) -> None:
        if self.box["maxclass"] == "multislider":
            if not is_list(message) or len(message) != self.box["size"]:
                raise self.wrong(message)
            lo, hi = self.box["setminmax"]
            message = tuple(min(max(float(v), lo), hi) for v in message)
        self.shown, self.count = message, self.count + 1
        self.out(0, message)


class Signal(Node):
    """What carries sound: the numbers and `set` messages that it is given."""

    def start(self) -> None:
        self.told: list[tuple[int, Message]] = []

    def receive(self, inlet: int, message: Message) -> None:
        if message[0] != "set" and not number(message):
            raise self.wrong(message)
        self.told.append((inlet, message))


class Opens(Node):
    """pcontrol: opens the patch of a file's name, once."""

    def start(self) -> None:
        self.opened: list[Patcher] = []

    def receive(self, inlet: int, message: Message) -> None:
        patch = named(str(message[-1])) if message[0] == "load" and len(message) == 2 else None
        if patch is None:
            raise self.wrong(message)
        self.opened.append(self.max.open(patch))


class Toggle(Node):
    def start(self) -> None:
        self.value = 0

    def receive(self, inlet: int, message: Message) -> None:
        if not (number(message) or message == BANG):
            raise self.wrong(message)
        self.value = int(not self.value) if message == BANG else int(message[0])
        self.out(0, (self.value,))


class Prints(Node):
    def start(self) -> None:
        self.lines: list[Message] = []

    def receive(self, inlet: int, message: Message) -> None:
        self.lines.append(message)


OBJECTS: dict[str, type[Node]] = {
    "prepend": Prepend, "route": Route, "select": Select, "trigger": Trigger, "send": Send,
    "receive": Receive, "gate": Gate, "int": Int, "change": Change, "metro": Metro, "delay": Delay,
    "loadmess": Load, "loadbang": Load, "live.thisdevice": Load, "sprintf": Sprintf,
    "unpack": Unpack, "pack": Pack, "join": Join, "zl.slice": Slice, "expr": Expr, "plus": Sum,
    "div": Sum, "atodb": Decibels, "udpsend": Sender, "udpreceive": Receiver, "transport": Clock,
    "notein": Midi, "kslider": Midi, "live.dial": Value, "live.numbox": Value, "live.menu": Value,
    "live.text": Value, "number": Value, "flonum": Value, "textedit": Text, "multislider": Bars,
    "button": Bars, "adc~": Signal, "dac~": Signal, "times~": Signal, "meter~": Signal,
    "plugin~": Signal, "plugout~": Signal, "cycle~": Signal, "ezdac~": Signal, "midiin": Signal,
    "midiout": Signal, "pcontrol": Opens, "toggle": Toggle, "print": Prints,
    "message": MessageBox, "comment": Still, "panel": Still,
    "inlet": Inlet, "outlet": Outlet,
}  # fmt: skip


def make(machine: Max, box: dict, patch: Patch, args: list[Atom]) -> Node:
    """The object that a box is; MaxError when there is no such object."""
    words = parse(box.get("text", ""), args)
    inner = patch.inside(box)
    if inner:
        given = box.get("args", []) if box["maxclass"] == "bpatcher" else words[1:]
        return Patcher(machine, box, [], inner, list(given))
    name = name_of(box)
    if name not in OBJECTS:
        raise MaxError(f"{name}: No such object")
    own = args if box["maxclass"] == "message" else words[1:]
    return OBJECTS[name](machine, box, [a for a in own if not str(a).startswith("@")])
