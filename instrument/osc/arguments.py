"""Arguments as the table of commands declares them: counted, coerced, clipped."""

from __future__ import annotations

import math
from collections.abc import Sequence

from instrument.commands import Arg, Command
from instrument.errors import Refused, did_you_mean
from instrument.osc.codec import Arg as Value
from instrument.osc.prompts import is_number
from instrument.params import kind_of


def checked(command: Command, args: Sequence[Value]) -> tuple[tuple[Value, ...], bool]:
    """The arguments with defaults for those left out, and whether any was clipped.

    Raises Refused when there are too many or too few, or one is of another kind. A command that
    takes none passes over any: buttons send a bang or a 1.
    """
    wanted = command.args
    if not wanted:
        return (), False
    least = sum(not a.optional for a in wanted)
    if not least <= len(args) <= len(wanted):
        names = ", ".join(f"{a.name}" + (" (optional)" if a.optional else "") for a in wanted)
        raise Refused("type", f"{command.key} wants {names}; {len(args)} arguments came")
    given = [one(command.key, arg, value) for arg, value in zip(wanted, args, strict=False)]
    clipped = any(
        is_number(value) and got != (round(value) if arg.type == "i" else value)
        for arg, value, got in zip(wanted, args, given, strict=False)
        if arg.type in "if"
    )
    return (*given, *(arg.default for arg in wanted[len(args) :])), clipped


def one(command: str, arg: Arg, value: Value) -> Value:
    """`value` as `arg` declares it; raises Refused."""
    if arg.type == "*":
        return value
    if arg.type == "s":
        return _text(command, arg, value)
    return number(command, arg, value)


def number(command: str, arg: Arg, value: Value) -> int | float:
    """`value` as the number that `arg` declares, clipped to its range; raises Refused."""
    if not isinstance(value, (int, float)):
        raise Refused("type", f"{command}: {arg.name} is a number, not {kind_of(value)}")
    if not math.isfinite(value):
        raise Refused("range", f"{command}: {arg.name} is a finite number, not {value}")
    got = round(value) if arg.type == "i" else value
    if arg.lo is not None:
        got = max(got, arg.lo)
    if arg.hi is not None:
        got = min(got, arg.hi)
    return int(got) if arg.type == "i" else got


def _text(command: str, arg: Arg, value: Value) -> str:
    if is_number(value):
        value = f"{value:g}"
    if not isinstance(value, str):
        raise Refused("type", f"{command}: {arg.name} is a text, not {kind_of(value)}")
    if arg.choices and value not in arg.choices:
        raise Refused(
            "range",
            f'{command}: {arg.name} is one of {" ".join(arg.choices)}, not "{value[:40]}"'
            + did_you_mean(value, arg.choices),
        )
    return value
