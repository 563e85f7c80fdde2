"""The namespace as OSCQuery describes it: a node for every address of the tables.

Source: the OSCQuery proposal (github.com/Vidvox/OSCQueryProposal). Nothing is declared here: types,
ranges, units and words come from params.PARAMS, commands.COMMANDS and commands.SENT. The attribute
PARAM is ours: what the proposal has no word for (default, step, warp, when a change is heard, and
whether the value may be given back to the model, when VALUE is null).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from instrument.commands import COMMANDS, SENT, Arg, Command
from instrument.http.host import HttpHost
from instrument.osc import echo
from instrument.osc.dispatch import addresses
from instrument.params import PARAMS, ROOT, Param

NO_VALUE, READ, WRITE = 0, 1, 2
"""Bits of ACCESS."""

OPTIONAL = (
    "ACCESS", "VALUE", "RANGE", "DESCRIPTION", "TAGS", "UNIT", "CRITICAL", "CLIPMODE", "OVERLOADS",
    "PARAM",
)  # fmt: skip
"""The attributes besides the required ones that nodes may have."""

ATTRIBUTES = frozenset({"FULL_PATH", "CONTENTS", "TYPE", *OPTIONAL})

_UNITS = {"dB": "gain.db", "s": "time.second", "1/min": "time.bpm", "1/s": "time.hz"}
_TAGS = {"float": "f", "int": "i", "bool": "T", "choice": "s"}

Read = Callable[[HttpHost], "list[Any] | None"]


@dataclass(frozen=True)
class Node:
    """One OSC method: its fixed attributes, and how its value is read (None: it cannot be)."""

    attributes: Mapping[str, Any] = field(default_factory=dict)
    read: Read | None = None


class Namespace:
    """The tree. It is made once; what a loaded model changes is asked of `host` each time."""

    def __init__(self, host: HttpHost) -> None:
        self._host = host
        self._nodes = dict(_nodes())
        self._children: dict[str, list[str]] = {}
        for address in self._nodes:
            parts = address.split("/")
            for depth in range(1, len(parts)):
                parent = "/".join(parts[:depth]) or "/"
                names = self._children.setdefault(parent, [])
                if parts[depth] not in names:
                    names.append(parts[depth])

    def __contains__(self, address: str) -> bool:
        return address in self._nodes or address in self._children

    def methods(self) -> list[str]:
        """Every address that takes or sends messages."""
        return list(self._nodes)

    def describe(self, address: str) -> dict[str, Any]:
        """All attributes of the node and of all beneath it; KeyError when there is none."""
        out = {"FULL_PATH": address, **self._own(address)}
        if names := self._children.get(address):
            base = "" if address == "/" else address
            out["CONTENTS"] = {name: self.describe(f"{base}/{name}") for name in names}
        return out

    def attribute(self, address: str, name: str) -> dict[str, Any] | None:
        """{name: its value}; None when this node has none. KeyError when there is no such node."""
        whole = name in ("CONTENTS", "FULL_PATH")
        found = self.describe(address) if whole else self._own(address)
        return {name: found[name]} if name in found else None

    def _own(self, address: str) -> dict[str, Any]:
        node = self._nodes.get(address)
        if node is None:
            if address not in self._children:
                raise KeyError(address)
            about = "The instrument." if address == ROOT else ""
            return {"ACCESS": NO_VALUE, **({"DESCRIPTION": about} if about else {})}
        out = dict(node.attributes)
        if address == COMMANDS["mode"].address:
            out["RANGE"] = [{"VALS": list(self._host.modes())}]
        if node.read is not None and (value := node.read(self._host)) is not None:
            out["VALUE"] = value
        return out


def _nodes() -> list[tuple[str, Node]]:
    nodes: list[tuple[str, Node]] = []
    for address, command, name in addresses():
        if command.key == "param/NAME":
            nodes.append((address, _param(PARAMS[name])))
        elif command.key == "param/NAME/normalized":
            nodes.append((address, _normalized(PARAMS[name])))
        else:
            nodes.append((address, _gesture(command, name)))
    for sent in SENT.values():
        if sent.key not in COMMANDS:
            nodes.append((sent.address, Node(_of_args(sent, READ), _SENT_VALUES.get(sent.key))))
    return nodes


# Parameters


def _param(param: Param) -> Node:
    def read(host: HttpHost) -> list[Any]:
        return [host.controls.value(param.key, host.reach())]

    number = param.type in ("float", "int")
    span = {"MIN": param.lo, "MAX": param.hi}
    if param.type == "int":
        span = {"MIN": int(param.lo), "MAX": int(param.hi)}
    attributes: dict[str, Any] = {
        "TYPE": _TAGS[param.type],
        "ACCESS": READ | WRITE if param.access == "rw" else READ,
        "DESCRIPTION": param.doc,
        "TAGS": ["parameter", param.when],
        "PARAM": {
            "default": param.default, "step": param.step, "warp": param.warp, "when": param.when,
            "free": param.free,
        },
    }  # fmt: skip
    if number:
        attributes |= {"RANGE": [span], "CLIPMODE": ["both"]}
    elif param.choices:
        attributes |= {"RANGE": [{"VALS": list(param.choices)}], "OVERLOADS": [{"TYPE": "i"}]}
    if param.unit:
        attributes["UNIT"] = [_UNITS.get(param.unit, param.unit)]
    return Node(attributes, read)


def _normalized(param: Param) -> Node:
    def read(host: HttpHost) -> list[Any]:
        return [param.normalized(host.controls.value(param.key, host.reach()))]

    attributes = {
        "TYPE": "f",
        "ACCESS": READ | WRITE if param.access == "rw" else READ,
        "DESCRIPTION": f"{param.key} on the scale 0 to 1 of its warp.",
        "TAGS": ["normalized", param.when],
        "RANGE": [{"MIN": 0.0, "MAX": 1.0}],
        "CLIPMODE": ["both"],
    }
    return Node(attributes, read)


# Gestures and what is sent


def _gesture(command: Command, name: str) -> Node:
    read = _GESTURE_VALUES.get(command.key)
    if command.key in _SLOT_VALUES:
        slot, of_slot = int(name), _SLOT_VALUES[command.key]

        def read(host: HttpHost) -> list[Any]:
            return [of_slot(host.controls.prompts[slot])]

    attributes = _of_args(command, WRITE if read is None else READ | WRITE)
    attributes["TAGS"] = ["gesture" if command.when != "answer" else "question", command.when]
    # what is lost here is not mended by the next message of its kind
    attributes["CRITICAL"] = command.when != "frame"
    return Node(attributes, read)


def _of_args(command: Command, access: int) -> dict[str, Any]:
    """TYPE and what goes with it; "N" is the type of what takes no arguments: a bang."""
    args = command.args
    attributes: dict[str, Any] = {
        "TYPE": "".join("f" if a.type == "*" else a.type for a in args) or "N",
        "ACCESS": access,
        "DESCRIPTION": command.doc,
    }
    if not args:
        return attributes
    attributes["RANGE"] = [_span(arg) for arg in args]
    if any(a.lo is not None or a.hi is not None for a in args):
        attributes["CLIPMODE"] = [_clipmode(arg) for arg in args]
    if any(a.unit for a in args):
        attributes["UNIT"] = [_UNITS.get(a.unit, a.unit) or None for a in args]
    least = sum(not a.optional for a in args)
    others = [attributes["TYPE"][:n] or "N" for n in range(len(args) - 1, least - 1, -1)]
    if any(a.type == "*" for a in args):
        others.append("".join("s" if a.type == "*" else a.type for a in args))
    if others := _OVERLOADS.get(command.key, others):
        attributes["OVERLOADS"] = [{"TYPE": type_} for type_ in others]
    return attributes


_OVERLOADS = {"prompt": ["is", "s", "sf", "i"]}
"""Where more may be left out than the end."""


def _span(arg: Arg) -> dict[str, Any]:
    if arg.choices:
        return {"VALS": list(arg.choices)}
    ends = {"MIN": arg.lo, "MAX": arg.hi}
    return {name: end for name, end in ends.items() if end is not None}


def _clipmode(arg: Arg) -> str:
    if arg.lo is not None:
        return "both" if arg.hi is not None else "low"
    return "high" if arg.hi is not None else "none"


_GESTURE_VALUES: dict[str, Read] = {
    "mode": lambda host: [host.controls.mode],
    "clock": lambda host: list(echo.clock(host.controls.clock)[1:]) or None,
    "freeze": lambda host: [int(host.controls.freeze is not None), host.controls.freeze or 0.0],
    "load": lambda host: [host.version()[1]],
}

_SLOT_VALUES: dict[str, Callable[[tuple[str, float] | None], str | float]] = {
    "prompt/SLOT/text": lambda prompt: prompt[0] if prompt else "",
    "prompt/SLOT/weight": lambda prompt: prompt[1] if prompt else 0.0,
}

_SENT_VALUES: dict[str, Read] = {
    "meter": lambda host: [*host.panel.peak, *host.panel.rms],
    "underrun": lambda host: [host.panel.underruns],
    "state": lambda host: [host.state()],
}
