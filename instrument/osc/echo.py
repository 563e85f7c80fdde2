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


def freeze(beats: float | None) -> Outgoing:
    """Whether the music is frozen, and how many beats of it (0: a bar)."""
    return (f"{ROOT}/freeze", 0) if beats is None else (f"{ROOT}/freeze", 1, float(beats))


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
    if key == "freeze":
        return [freeze(value)]
    if key == "play":
        return [(f"{ROOT}/play" if value else f"{ROOT}/stop", float(applied.over))]
    return [(f"{ROOT}/{key}", *(() if value is None else (value,)))]


def named(name: str, controls: Controls, at: int) -> list[tuple[object, ...]]:
    """The values of `name`, one list for each line of the answer; raises Refused("unknown").

    What is the model's own is the text "free".
    """
    if name in PARAMS:
        value = controls.value(name, at)
        return [(name, "free" if value is None else value)]
    if name == "prompt":
        return [(f"prompt/{slot}", *(p or ())) for slot, p in enumerate(controls.prompts)]
    if name in {f"prompt/{slot}" for slot in range(SLOTS)}:
        return [(name, *(controls.prompts[int(name[-1])] or ()))]
    if name == "mode":
        return [(name, controls.mode)]
    if name == "clock":
        return [(name, *(clock(controls.clock)[1:] or ("free",)))]
    if name == "freeze":
        return [(name, *freeze(controls.freeze)[1:])]
    if name == "play":
        return [(name, int(controls.playing))]
    names = [*PARAMS, "prompt", "mode", "clock", "freeze", "play"]
    raise Refused("unknown", f'nothing is called "{name[:80]}"' + did_you_mean(name, names))


def everything(controls: Controls, at: int) -> list[Outgoing]:
    """What `/lmdm/refresh` answers: the echo of every value."""
    return [
        (f"{ROOT}/play" if controls.playing else f"{ROOT}/stop", controls.play_fade),
        (f"{ROOT}/mode", controls.mode),
        clock(controls.clock),
        freeze(controls.freeze),
        *(param(key, controls.value(key, at)) for key in PARAMS),
        *(prompt(slot, value) for slot, value in enumerate(controls.prompts)),
    ]
