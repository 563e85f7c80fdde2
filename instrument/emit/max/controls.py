"""A group of parameters: a dial, a menu or a switch for each, kept true to the daemon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from py2max.core.box import Box

from instrument.emit.max.bus import Bus
from instrument.emit.max.sheet import Point, Sheet, spread
from instrument.params import Param

CELL = 62.0
"""The width of a control in a presentation, in pixels."""

_MARGIN = 7.0
_PITCH = 264.0  # between the columns of a group's patch
_LEFT = 30.0

_FLOAT, _INT, _ENUM = 0, 1, 2  # Max's parameter types
_UNITS = {"dB": 4}  # Max's unit styles; 9 is a unit of one's own
_OWN_UNIT = 9


def name_of(param: Param) -> str:
    """The parameter's name below its group's title."""
    return param.key.rpartition("/")[2].replace("_", " ")


def group_width(params: Sequence[Param]) -> float:
    """The width of a group's presentation, in pixels."""
    return len(params) * CELL + 2 * _MARGIN


def group_height(params: Sequence[Param]) -> float:
    """The least height of a group's presentation, in pixels."""
    return 91.0 if any(p.free for p in params) else 72.0


def draw_group(sheet: Sheet, title: str, params: Sequence[Param], bus: Bus, size: Point) -> None:
    """Draws the group: a column for each parameter, from what is heard to what is sent."""
    sheet.paper((0.0, 0.0, *size))
    sheet.comment(title, (_LEFT, 14.0), present=(4.0, 1.0, size[0] - 8.0, 18.0), size=11.0,
                  bold=True)  # fmt: skip
    heard = sheet.box(f"r {bus.value}", (_LEFT, 44.0))
    names = " ".join(p.key for p in params)
    route = sheet.box(f"route {names}", (_LEFT, 80.0), width=spread(len(params) + 1, _PITCH))
    sheet.cord(heard, route)
    for i, param in enumerate(params):
        x, seen = _LEFT + i * _PITCH, _MARGIN + i * CELL
        box = _control(sheet, param, (x, 280.0), seen)
        show = sheet.box("prepend setsymbol" if param.type == "choice" else "prepend set", (x, 124))
        sheet.cord(route, show, outlet=i)
        sheet.cord(show, box)
        out = sheet.box(f"prepend {param.key}", (x, 356.0))
        sheet.cord(box, out, outlet=1 if param.type == "choice" else 0)
        sheet.cord(out, sheet.box(f"s {bus.turned}", (x, 392.0)))
        if param.free:
            _free(sheet, param, bus, x, seen, (route, i), box)


def _control(sheet: Sheet, param: Param, at: Point, seen: float) -> Box:
    name = name_of(param)
    if param.type == "bool":
        return sheet.ui(
            "live.text", (*at, 56.0, 18.0), (seen + 2.0, 40.0, 56.0, 18.0),
            **parameter(param.key, _ENUM, name=name, enum=("off", "on")),
            text=name, texton=name, mode=1,
        )  # fmt: skip
    if param.type == "choice":
        _label(sheet, name, at, seen)
        return sheet.ui(
            "live.menu", (*at, 62.0, 16.0), (seen, 42.0, 60.0, 16.0),
            **parameter(param.key, _ENUM, name=name, enum=param.choices),
        )  # fmt: skip
    if param.type == "int" and param.span > 255:  # more than Live's integers can be
        _label(sheet, name, at, seen)
        return sheet.ui(
            "number", (*at, 58.0, 22.0), (seen + 1.0, 40.0, 58.0, 22.0),
            minimum=int(param.lo), maximum=int(param.hi), parameter_enable=0,
            varname=_varname(param.key),
        )  # fmt: skip
    return sheet.ui(
        "live.dial", (*at, 58.0, 48.0), (seen + 1.0, 22.0, 58.0, 48.0),
        **parameter(
            param.key, _INT if param.type == "int" else _FLOAT, name=name,
            lo=param.lo, hi=param.hi, unit=param.unit, exponential=param.warp == "exp",
        ),
    )  # fmt: skip


def _label(sheet: Sheet, name: str, at: Point, seen: float) -> None:
    below = (at[0] + 70.0, at[1] + 46.0, 80.0, 18.0)  # beside it stands what frees it
    sheet.comment(name, below, present=(seen, 22.0, CELL, 18.0), size=9.0, textjustification=1)


def _free(
    sheet: Sheet, param: Param, bus: Bus, x: float, seen: float, route: tuple[Box, int], knob: Box
) -> None:
    """A switch: on, the model decides; off, the dial or menu does. Turning that puts it off."""
    side = x + 116.0
    given = sheet.box("t b", (side, 124.0))  # a menu's value is a word: no message box takes one
    off, on = sheet.message("set 0", (side, 152.0)), sheet.message("set 1", (side + 48.0, 176.0))
    switch = sheet.ui(
        "live.text", (side, 206.0, 56.0, 16.0), (seen + 2.0, 74.0, 56.0, 15.0),
        **parameter(f"{param.key} free", _ENUM, name="model", enum=("mine", "model")),
        text="model", texton="model", mode=1,
    )  # fmt: skip
    sheet.chain(sheet.box(f"r {bus.free}", (side + 48.0, 112.0)),
                sheet.box(f"sel {param.key}", (side + 48.0, 144.0)), on, switch)  # fmt: skip
    sheet.cord(route[0], given, outlet=route[1])
    sheet.chain(given, off, switch)
    which = sheet.box("sel 1 0", (side, 232.0), width=60.0)
    free = sheet.message(f"/lmdm/free {param.key}", (side, 266.0))
    sheet.chain(switch, which, free, sheet.box(f"s {bus.send}", (side, 298.0)))
    sheet.cord(which, knob, outlet=1)


def parameter(
    key: str,
    kind: int,
    *,
    name: str,
    lo: float = 0.0,
    hi: float = 1.0,
    unit: str = "",
    exponential: bool = False,
    enum: Sequence[str] = (),
) -> dict[str, Any]:
    """The attributes that make a live.* object a named parameter, which Live can automate.

    None has an initial value: opening a patch changes nothing that plays.
    """
    value: dict[str, Any] = {
        "parameter_longname": key.replace("/", " ").replace("_", " "),
        "parameter_shortname": name,
        "parameter_type": kind,
    }
    if enum:
        value |= {"parameter_enum": list(enum), "parameter_mmax": len(enum) - 1}
    else:
        value |= {"parameter_mmin": lo, "parameter_mmax": hi}
        if kind == _INT:
            value["parameter_unitstyle"] = 0
        elif unit in _UNITS:
            value["parameter_unitstyle"] = _UNITS[unit]
        elif unit:
            value |= {"parameter_unitstyle": _OWN_UNIT, "parameter_units": f"%.2f {unit}"}
        else:
            value["parameter_unitstyle"] = 1
    if exponential:
        value["parameter_exponent"] = 3.0
    return {
        "varname": _varname(key),
        "parameter_enable": 1,
        "saved_attribute_attributes": {"valueof": value},
    }


def _varname(key: str) -> str:
    return key.replace("/", "_").replace(" ", "_")
