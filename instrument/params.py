"""The one namespace: every parameter of the instrument, declared once.

OSC dispatch, `lmdm params --json`, the OSC reference, the SuperCollider setters and the checks of
YAML files are made from PARAMS (and from commands.COMMANDS, the gestures that are no parameters).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from instrument.errors import Refused, did_you_mean
from instrument.keys import KEYS, meant

ROOT = "/lmdm"
"""The root of every OSC address."""

SLOTS = 6
"""Prompts that can be mixed at a time."""

PROMPT_CHARS = 2_000
"""The longest prompt, in characters."""

MODES = ("text", "sketch", "jam", "delay")

Value = float | int | bool | str | None
"""A parameter's value; None means free: the control is masked and the model decides."""


@dataclass(frozen=True, kw_only=True)
class Param:
    """One parameter.

    `type` float | int | bool | choice. `lo`, `hi` are clipped to; `step` is the smallest useful
    move (0: continuous). `warp` uses SuperCollider's ControlSpec names (lin, exp, db). `when` says
    when a change is heard: now (output stage, within a device period), frame (lands on its latent
    frame), block (the next block not yet made), reload (after a model is loaded). A `free`
    parameter may be None: given back to the model, which is its default.
    """

    key: str
    type: Literal["float", "int", "bool", "choice"] = "float"
    default: Value = 0.0
    lo: float = 0.0
    hi: float = 1.0
    step: float = 0.0
    warp: Literal["lin", "exp", "db"] = "lin"
    unit: str = ""
    count: int = 1
    access: Literal["rw", "r"] = "rw"
    when: Literal["now", "frame", "block", "reload"] = "frame"
    free: bool = False
    choices: tuple[str, ...] = ()
    doc: str

    @property
    def address(self) -> str:
        """The OSC address that sets it."""
        return f"{ROOT}/param/{self.key}"

    @property
    def tag(self) -> str:
        """The OSC type tag of its echo: i, f or s."""
        return {"float": "f", "int": "i", "bool": "i", "choice": "s"}[self.type]

    def coerce(self, value: object) -> Value:
        """`value` as this parameter's type, not yet clipped.

        Numbers of any width and booleans are taken for numbers; a choice takes its name or its
        number. Raises Refused("type") for what is neither, Refused("range") for NaN, infinity
        and names that are no choice.
        """
        if self.free and isinstance(value, str) and value.lower() == "free":
            raise Refused("type", f"{self.key} is given back to the model by /lmdm/free {self.key}")
        if self.type == "choice" and isinstance(value, str):
            if value not in self.choices:
                near = _MEANT.get(self.key, lambda _: None)(value[:40])
                raise Refused(
                    "range",
                    f'{self.key} is one of {" ".join(self.choices)}, not "{value[:40]}"'
                    + did_you_mean(near or value, self.choices),
                )
            return value
        if value is None or isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
            wanted = "a name or number" if self.type == "choice" else "one number"
            raise Refused("type", f"{self.key} wants {wanted}, not {kind_of(value)}")
        number = float(value)
        if not math.isfinite(number):
            raise Refused("range", f"{self.key} wants a finite number, not {number}")
        if self.type == "bool":
            return number != 0.0
        if self.type == "choice":
            index = round(number)
            if not 0 <= index < len(self.choices):
                raise Refused("range", f"{self.key} is one of {' '.join(self.choices)}")
            return self.choices[index]
        if self.type == "int":
            return int(value) if isinstance(value, int) else round(number)
        return number

    def clip(self, value: Value) -> Value:
        """`value`, as coerce() returns it, brought into range."""
        if value is None or isinstance(value, (bool, str)):
            return value
        if self.type == "int":
            return int(min(max(value, int(self.lo)), int(self.hi)))
        return min(max(float(value), self.lo), self.hi)

    def normalized(self, value: Value) -> float | None:
        """`value` on the scale 0 to 1 of its warp; None when free."""
        if value is None:
            return None
        if isinstance(value, str):
            return self.choices.index(value) / max(1, len(self.choices) - 1)
        if self.type == "bool":
            return float(bool(value))
        if self.warp == "exp":
            return math.log(value / self.lo) / math.log(self.hi / self.lo)
        return (value - self.lo) / (self.hi - self.lo)

    def from_normalized(self, position: object) -> Value:
        """The value at `position` (clipped to 0 to 1) of its warp; raises Refused as coerce."""
        if (
            position is None
            or isinstance(position, (str, bytes))
            or not hasattr(position, "__float__")
        ):
            raise Refused("type", f"{self.key}/normalized wants one number, {kind_of(position)}")
        x = float(position)
        if not math.isfinite(x):
            raise Refused("range", f"{self.key}/normalized wants a finite number, not {x}")
        x = min(max(x, 0.0), 1.0)
        if self.type == "bool":
            return x >= 0.5
        if self.type == "choice":
            return self.choices[round(x * (len(self.choices) - 1))]
        y = self.lo * (self.hi / self.lo) ** x if self.warp == "exp" else self.lo + x * self.span
        return self.clip(self.coerce(y))

    @property
    def span(self) -> float:
        """hi - lo."""
        return self.hi - self.lo


def kind_of(value: object) -> str:
    """What a client sent, in a player's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, bytes):
        return "a blob"
    return f"the number {value}" if isinstance(value, (int, float)) else type(value).__name__


LATENCY_MODES: Mapping[str, Mapping[str, float | int]] = MappingProxyType(
    {
        "low": MappingProxyType({"block": 4, "steps": 2, "margin": 0.03, "replan": True}),
        "normal": MappingProxyType({"block": 8, "steps": 4, "margin": 0.06, "replan": True}),
        "rich": MappingProxyType({"block": 24, "steps": 8, "margin": 0.25, "replan": False}),
    }
)
"""What `latency_mode` sets; "custom" is what it becomes when one of these is set by itself."""

_DECLARED = (
    Param(
        key="gain", default=-12.0, lo=-60.0, hi=0.0, step=0.1, warp="db", unit="dB", when="now",
        doc="Level of the output; -60 is silence.",
    ),
    Param(key="mute", type="bool", default=False, when="now", doc="Silences the output."),
    Param(
        key="loudness", default=None, lo=-60.0, hi=0.0, step=0.5, warp="db", unit="dB", free=True,
        doc="How loud the music itself is to be played, in LUFS-like dB.",
    ),
    Param(
        key="brightness", default=None, lo=0.0, hi=1.0, step=0.01, free=True,
        doc="Where the weight of the spectrum lies: dark (0), middling (0.5), bright (1).",
    ),
    Param(
        key="density", default=None, lo=0.0, hi=16.0, step=0.1, unit="1/s", free=True,
        doc="Onsets per second.",
    ),
    Param(
        key="key", type="choice", default=None, choices=tuple(KEYS), lo=0, hi=len(KEYS) - 1,
        free=True,
        doc="The key that the music keeps to (Ebm is minor); free: in jam mode that of the live "
        "input, else the one that the prompt says (\"pad in F# minor\"), if it does.",
    ),
    Param(
        key="tempo", default=None, lo=0.0, hi=240.0, step=0.1, unit="bpm", when="block", free=True,
        doc="Beats per minute while no clock is set; free: what the prompt says or suits it; less "
        "than 30: no beat is told. Where notes are played, and in jam and delay mode, none is.",
    ),
    Param(
        key="guidance", default=2.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the text; 1 is plain (and halves the work), more follows it harder. "
        "Eases by up to 1 while the music is what the text says.",
    ),
    Param(
        key="guidance/notes", default=2.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the notes, while there are any; 1 is plain.",
    ),
    Param(
        key="guidance/clock", default=1.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the tempo clock, while there is one; 1 is plain.",
    ),
    Param(
        key="guidance/loudness", default=2.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the loudness control, while it is given; 1 is plain.",
    ),
    Param(
        key="guidance/brightness", default=1.5, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the brightness control, while it is given; 1 is plain.",
    ),
    Param(
        key="guidance/density", default=2.5, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the density control, while it is given; 1 is plain.",
    ),
    Param(
        key="guidance/key", default=4.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the key, while there is one; 1 is plain.",
    ),
    Param(
        key="guidance/input", default=1.0, lo=0.0, hi=10.0, step=0.1, when="block",
        doc="Strength of the live input in jam mode; 1 is plain.",
    ),
    Param(
        key="steps", type="int", default=4, lo=1, hi=8, step=1, when="block",
        doc="Denoising steps of a block: more is finer and slower. In 1 or 2 a prompt is followed "
        "as at a guidance of 2 at least.",
    ),
    Param(
        key="block", type="int", default=8, lo=1, hi=48, step=1, unit="frames", when="block",
        doc="Length of a block in latent frames: shorter answers sooner, longer is cheaper.",
    ),
    Param(
        key="margin", default=0.06, lo=0.005, hi=2.0, step=0.005, warp="exp", unit="s",
        when="block",
        doc="Spare time kept between the end of a block's making and its being heard.",
    ),
    Param(
        key="replan", type="bool", default=True, when="block",
        doc="Whether what is made but not yet heard is made again when a change comes for it, if "
        "there is time: answers sooner, at the cost of computing.",
    ),
    Param(
        key="latency_mode", type="choice", default="normal", when="block",
        choices=(*LATENCY_MODES, "custom"), lo=0, hi=len(LATENCY_MODES),
        doc="Sets block, steps, margin and replan together; custom when one of them was set by "
        "itself.",
    ),
    Param(
        key="seed", type="int", default=0, lo=0, hi=2**31 - 1, step=1, when="block",
        doc="Seed of the noise that the music is made from.",
    ),
    Param(
        key="morph", default=2.0, lo=0.0, hi=60.0, step=0.1, unit="s",
        doc="How long the prompts take to cross over when they change.",
    ),
    Param(
        key="delay/time", default=2.0, lo=0.1, hi=20.0, step=0.01, warp="exp", unit="s",
        when="block",
        doc="Delay mode: how long ago the input was that comes back; not less than the third "
        "figure of /lmdm/latency.",
    ),
    Param(
        key="delay/blur", default=0.5, lo=0.0, hi=1.0, step=0.01, when="block",
        doc="Delay mode: how far the input is transformed, from not at all (0: itself through the "
        "codec) to entirely (1: the prompt's).",
    ),
    Param(
        key="delay/feedback", default=0.0, lo=0.0, hi=1.0, step=0.01, when="block",
        doc="Delay mode: how much of what came back goes round again, transformed once more.",
    ),
    Param(
        key="delay/mix", default=1.0, lo=0.0, hi=1.0, step=0.01, when="block",
        doc="Delay mode: from free music alone (0) to what comes back alone (1); between them the "
        "work is twice as much.",
    ),
    Param(
        key="delay/freeze", type="bool", default=False, when="block",
        doc="Delay mode: what is in the delay goes round and round, and nothing new enters.",
    ),
    Param(
        key="input/gain", default=0.0, lo=-60.0, hi=12.0, step=0.1, warp="db", unit="dB",
        when="now", doc="Level of the live input; -60 is silence.",
    ),
    Param(
        key="input/follow", type="bool", default=True, when="block",
        doc="Jam mode: goes by beat and key of the live input while no clock or key is set.",
    ),
    Param(
        key="input/monitor", type="bool", default=False, when="now",
        doc="Lets the live input be heard.",
    ),
)  # fmt: skip

PARAMS: Mapping[str, Param] = MappingProxyType({p.key: p for p in _DECLARED})

_MEANT: Mapping[str, Callable[[str], str | None]] = MappingProxyType({"key": meant})
"""Parameter -> the choice that a name which is none may stand for."""

FREEABLE: Mapping[str, str] = MappingProxyType(
    {
        **{p.key: p.doc for p in _DECLARED if p.free},
        "notes": "The notes that sound.",
        "clock": "The tempo clock.",
    }
)
"""What `/lmdm/free` takes: name -> what it is."""


def find(name: str) -> Param:
    """The parameter of that name; raises Refused("unknown") with the nearest one."""
    param = PARAMS.get(name)
    if param is None:
        raise Refused("unknown", f'no parameter "{name[:80]}"' + did_you_mean(name, PARAMS))
    return param
