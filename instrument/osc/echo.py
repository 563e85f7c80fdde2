"""The messages that tell a client what holds now."""

from __future__ import annotations

from instrument.controls import Change, Clock, Controls
from instrument.errors import Refused, did_you_mean
from instrument.params import PARAMS, ROOT, SLOTS, Value

Outgoing = tuple[object, ...]
"""(address, *arguments)."""


def param(key: str, value: Value) -> Outgoing:
    """A parameter's value, or that it is free."""
    if value is None:
        return (f"{ROOT}/free", key)
    return (PARAMS[key].address, int(value) if isinstance(value, bool) else value)


def prompt(slot: int, value: tuple[str, float] | list | None) -> Outgoing:
    """A slot's text and weight, or the slot alone when it is clear."""
    return (f"{ROOT}/prompt", slot, *(value or ()))


def clock(value: Clock | None) -> Outgoing:
    """The player's tempo, or that there is none."""
    if value is None:
        return (f"{ROOT}/clock/off",)
    return (f"{ROOT}/clock", float(value.bpm), float(value.beat), value.beats_per_bar)


def change(applied: Change, controls: Controls) -> list[Outgoing]:
    """The echo of a change that has just taken effect; none for one that glides (it is told
    on its way).
    """
    key, value = applied.key, applied.value
    if key in PARAMS:
        return [] if controls.glides[key].end > controls.glides[key].start else [param(key, value)]
    if key == "prompt":
        return [prompt(applied.index, value)]
    if key == "clock":
        return [clock(controls.clock)]
    if key == "free" and value == "clock":
        return [clock(None)]
    if key == "free" and value == "notes":
        return [(f"{ROOT}/notes/off",)]
    if key == "free":
        return [(f"{ROOT}/free", value)]
    if key == "note":
        return [(f"{ROOT}/note", int(value[0]), float(value[1]))]
    if key == "play":
        return [(f"{ROOT}/play" if value else f"{ROOT}/stop", float(applied.over))]
    return [(f"{ROOT}/{key}", *(() if value is None else (value,)))]


def named(name: str, controls: Controls, at: int) -> list[Outgoing]:
    """What `/lmdm/get name` answers; raises Refused("unknown")."""
    if name in PARAMS:
        return [param(name, controls.value(name, at))]
    if name == "prompt":
        return [prompt(slot, value) for slot, value in enumerate(controls.prompts)]
    if name in {f"prompt/{slot}" for slot in range(SLOTS)}:
        return [prompt(int(name[-1]), controls.prompts[int(name[-1])])]
    if name == "mode":
        return [(f"{ROOT}/mode", controls.mode)]
    if name == "clock":
        return [clock(controls.clock)]
    if name == "play":
        return [(f"{ROOT}/play" if controls.playing else f"{ROOT}/stop", controls.play_fade)]
    names = [*PARAMS, "prompt", "mode", "clock", "play"]
    raise Refused("unknown", f'nothing is called "{name[:80]}"' + did_you_mean(name, names))


def everything(controls: Controls, at: int) -> list[Outgoing]:
    """What `/lmdm/refresh` answers."""
    names = ["play", "mode", "clock", *PARAMS, "prompt"]
    return [message for name in names for message in named(name, controls, at)]
