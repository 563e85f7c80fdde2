"""Every gesture that is no parameter, and every message the instrument sends, declared once.

With params.PARAMS this is the whole OSC surface; `osc.dispatch` answers to it and `generate`
prints it. In an address, NAME stands for a parameter's name and SLOT for a prompt's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from instrument.params import MODES, ROOT, SLOTS


@dataclass(frozen=True, kw_only=True)
class Arg:
    """One argument: `type` i, f, s or * (a number or text); optional when it has a `default`."""

    name: str
    type: Literal["i", "f", "s", "*"]
    doc: str = ""
    lo: float | None = None
    hi: float | None = None
    unit: str = ""
    default: float | int | str | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Command:
    """One address. `repeat`: the arguments come any number of times, as pairs do.

    `when`: frame (a timed change, lands where its timetag says), now (the output stage, at its
    moment), answer (a question or a task, done at its moment). `reply` is what comes back.
    """

    key: str
    args: tuple[Arg, ...] = ()
    repeat: bool = False
    when: Literal["frame", "now", "answer"] = "answer"
    reply: str = ""
    doc: str

    @property
    def address(self) -> str:
        """The full OSC address."""
        return f"{ROOT}/{self.key}"


_SLOT = Arg(name="slot", type="i", lo=0, hi=SLOTS - 1, doc="which prompt")
_FADE = Arg(
    name="fade", type="f", lo=0.0, hi=30.0, unit="s", default=0.5, optional=True, doc="fade"
)
_PRESET = Arg(name="name", type="s", doc="letters, digits, - and _; never a path")
_STATE = Arg(name="name", type="s", doc="letters, digits, - and _; never a path")
_MOVED = Arg(name="name", type="s", doc="a parameter, or prompt/SLOT/weight")

_COMMANDS = (
    Command(
        key="prompt", when="frame", reply="echo",
        args=(
            Arg(name="slot", type="i", lo=0, hi=SLOTS - 1, default=0, optional=True),
            Arg(name="text", type="s", default="", optional=True),
            Arg(name="weight", type="f", lo=0.0, hi=1.0, default=1.0, optional=True),
        ),
        doc="Plays a text. Slots are mixed by weight (weights are normalised); slot alone clears "
        "it; text alone is slot 0 at weight 1. Unquoted words are joined; a last number from 0 to "
        '1 is the weight, other numbers are words ("808 kick").',
    ),
    Command(
        key="prompt/audio", reply="done s:text, echo",
        args=(
            _SLOT,
            Arg(name="name", type="s", doc="a file in the state folder's sounds or captures"),
        ),
        doc="A prompt that is a sound: the words from which the model would make it are found, "
        "which takes some seconds, and become the slot's text; its weight stays.",
    ),
    Command(
        key="prompt/clear", when="frame", reply="echo",
        doc="Clears every slot: the model plays what it likes.",
    ),
    Command(
        key="prompt/SLOT/text", when="frame", reply="echo",
        args=(Arg(name="text", type="s", doc="words are joined"),),
        doc="The text of one slot; its weight stays.",
    ),
    Command(
        key="prompt/SLOT/weight", when="frame", reply="echo",
        args=(Arg(name="weight", type="f", lo=0.0, hi=1.0),),
        doc="The weight of one slot; its text stays.",
    ),
    Command(key="prompt/SLOT/clear", when="frame", reply="echo", doc="Clears one slot."),
    Command(
        key="param/NAME", when="frame", reply="echo",
        args=(Arg(name="value", type="*"),),
        doc="Sets a parameter; a value out of range is clipped, and the echo tells.",
    ),
    Command(
        key="param/NAME/normalized", when="frame", reply="echo",
        args=(Arg(name="value", type="f", lo=0.0, hi=1.0),),
        doc="Sets a parameter on the scale 0 to 1 of its warp.",
    ),
    Command(
        key="set", when="frame", reply="echo", repeat=True,
        args=(Arg(name="name", type="s"), Arg(name="value", type="*")),
        doc="Sets parameters by name (TidalCycles' shape; its cps, cycle, delta and orbit are "
        'passed over). "prompt" and "mode" are taken as names too.',
    ),
    Command(
        key="ramp", when="frame", reply="echo",
        args=(
            Arg(name="name", type="s"),
            Arg(name="target", type="f"),
            Arg(name="seconds", type="f", lo=0.0, hi=3600.0, unit="s"),
        ),
        doc="Takes a parameter to a value in that time; any set of it ends the ramp. From free it "
        "steps. What was clipped comes back at once.",
    ),
    Command(
        key="curve/NAME", when="frame", reply="echo", repeat=True,
        args=(
            Arg(name="time", type="f", lo=0.0, hi=600.0, unit="s"),
            Arg(name="value", type="f"),
        ),
        doc="Draws a parameter as straight lines between points; times are seconds from the "
        "bundle's time (or from now) and rise. The last value is held until it is set or freed.",
    ),
    Command(
        key="note", when="frame", reply="echo",
        args=(
            Arg(name="pitch", type="i", lo=0, hi=127, doc="MIDI note"),
            Arg(name="velocity", type="f", lo=0.0, hi=1.0, doc="0 is off"),
            Arg(name="seconds", type="f", lo=0.0, hi=600.0, unit="s", default=0.0, optional=True,
                doc="after which it ends by itself (0: it does not)"),
        ),
        doc="A note begins or (velocity 0) ends; from the first one on, the notes are the "
        "player's until notes/off.",
    ),
    Command(
        key="notes/off", when="frame", reply="echo",
        doc="Ends every note and gives the notes back to the model.",
    ),
    Command(
        key="clock", when="frame", reply="echo",
        args=(
            Arg(name="bpm", type="f", lo=20.0, hi=400.0, unit="1/min"),
            Arg(name="beat", type="f", doc="the beat that falls on the bundle's time"),
            Arg(name="beats per bar", type="i", lo=1, hi=16, default=4, optional=True),
        ),
        doc="The player's tempo: at the bundle's time (or now) it is that beat.",
    ),
    Command(
        key="clock/cps", when="frame", reply="echo",
        args=(
            Arg(name="cps", type="f", lo=0.02, hi=20.0, unit="1/s"),
            Arg(name="cycle", type="f", doc="the one that it is at the bundle's time"),
            Arg(name="beats per cycle", type="i", lo=1, hi=16, default=4, optional=True),
        ),
        doc="The player's tempo as TidalCycles counts it; a cycle is a bar.",
    ),
    Command(
        key="clock/link", reply="done i:on, echo",
        args=(Arg(name="on", type="i", lo=0, hi=1),),
        doc="Follows the tempo and the bars of the Ableton Link session of this network (with "
        "`pip install 'lmdm[link]'`), until it is off or a clock is set; fail clock without the "
        "library.",
    ),
    Command(
        key="clock/off", when="frame", reply="echo", doc="Gives the tempo back to the model."
    ),
    Command(
        key="free", when="frame", reply="echo", args=(Arg(name="name", type="s"),),
        doc="Gives a control back to the model: a free parameter, notes or clock.",
    ),
    Command(
        key="mode", when="frame", reply="echo",
        args=(Arg(name="mode", type="s", choices=MODES),),
        doc="What the music is made from: text (the prompts), sketch (the same, with curves, notes "
        "and clock), jam (the live input is accompanied), delay (it comes back, transformed). Held "
        "notes end; fail model when the model cannot.",
    ),
    Command(key="play", when="now", reply="echo", args=(_FADE,), doc="Fades the sound in."),
    Command(key="stop", when="now", reply="echo", args=(_FADE,), doc="Fades the sound out."),
    Command(
        key="panic", when="now", reply="echo",
        doc="Silence at once, until play.",
    ),
    Command(
        key="freeze", when="frame", reply="echo",
        args=(
            Arg(name="on", type="i", lo=0, hi=1),
            Arg(name="beats", type="f", lo=0.0, hi=64.0, default=0.0, optional=True,
                doc="0: a bar; at most what 8 s hold"),
        ),
        doc="Repeats what was just played, in whole beats of the clock, or of the music's "
        "own, until it is off.",
    ),
    Command(
        key="reset", when="frame", reply="done",
        doc="The model forgets what it played and begins anew.",
    ),
    Command(
        key="load", reply="progress, then done or fail",
        args=(Arg(name="model", type="s", doc="a name that `lmdm models` lists"),),
        doc="Loads another model; the old one plays until it is ready.",
    ),
    Command(
        key="model/list", reply="/lmdm/model s:name for each, then done i:count s:the one played",
        doc="Names the models that can be loaded.",
    ),
    Command(
        key="preset/save", args=(_PRESET,), reply="done",
        doc="Keeps prompts, mode and the sound's parameters (not the output's) under a name.",
    ),
    Command(
        key="preset/load", when="frame", args=(_PRESET,), reply="done, echo",
        doc="Recalls a preset, all of it on one frame.",
    ),
    Command(
        key="preset/list", reply="/lmdm/preset s:name for each, then done",
        doc="Names the presets.",
    ),
    Command(
        key="scene", reply="done s:scene",
        args=(
            Arg(name="name", type="s", default="", optional=True, doc="one of the scene file's"),
        ),
        doc="Plays a scene until the programme goes on to its next; without a name, goes back to "
        "the programme.",
    ),
    Command(
        key="scene/list", reply="/lmdm/scene s:name for each, then done i:count s:the one played",
        doc="Names the scenes of the scene file.",
    ),
    Command(
        key="state/save", when="frame", args=(_STATE,), reply="done, echo",
        doc="Keeps the state of the music as of that frame under a name: what the model hears of "
        "its past, the decoder, the place in the noise.",
    ),
    Command(
        key="state/recall", when="frame", args=(_STATE,), reply="done, echo",
        doc="The music goes on from a saved state: under the same controls as it did then, sample "
        "for sample but for the first 16 ms, in which what was heard rings out.",
    ),
    Command(
        key="state/list", reply="/lmdm/state/name s:name for each, then done i:count",
        doc="Names the states that are kept.",
    ),
    Command(
        key="trace/start", when="frame", args=(_STATE,), reply="done, echo",
        doc="Records what is executed, block by block, for `lmdm render --trace`.",
    ),
    Command(
        key="trace/stop", when="frame", reply="done, echo",
        args=(Arg(name="name", type="s", default="", optional=True, doc="the one recorded"),),
        doc="Ends the trace and writes it to the state folder's traces.",
    ),
    Command(
        key="midi/learn", args=(_MOVED,), reply="done s:name i:channel i:controller",
        doc="The next MIDI controller that moves moves this from now on (lmdm serve --midi PORT).",
    ),
    Command(
        key="midi/forget", reply="done i:count",
        args=(
            Arg(name="name", type="s", default="", optional=True, doc="everything by default"),
        ),
        doc="Frees the MIDI controllers that move this.",
    ),
    Command(
        key="midi/list", reply="/lmdm/midi s:name i:channel i:controller for each, then done",
        doc="Names the MIDI controllers that were learned.",
    ),
    Command(
        key="capture", reply="done s:file name",
        args=(
            Arg(name="seconds", type="f", lo=0.1, hi=29.0, unit="s", default=10.0, optional=True),
            Arg(name="name", type="s", default="", optional=True),
        ),
        doc="Writes the last seconds heard to a wav in the state folder's captures.",
    ),
    Command(
        key="notify", reply='done "/lmdm/notify" i:client',
        args=(
            Arg(name="on", type="i", lo=0, hi=2, doc="2: without meters and heartbeat"),
            Arg(name="port", type="i", lo=0, hi=65_535, default=0, optional=True,
                doc="where to send to (Max, Pd: they listen on another port)"),
            Arg(name="host", type="s", default="", optional=True, doc="the sender's by default"),
        ),
        doc="Subscribes to echoes, meters and the heartbeat for 60 s, renewed by any message.",
    ),
    Command(
        key="status", doc="How it goes.",
        reply="/lmdm/status.reply s:state s:model i:rate f:block ms f:p95 making ms f:buffered ms "
        "i:underruns i:late f:uptime s:version",
    ),
    Command(
        key="sync", args=(Arg(name="id", type="i"),), reply="/lmdm/synced i:id",
        doc="Answers when everything asked before, the slow included, is done.",
    ),
    Command(
        key="latency", reply="/lmdm/latency.reply f:output s f:control s f:behind s",
        doc="Seconds from the making to the port, how far ahead to send (the horizon), and how "
        "long after it was played the live input is answered: jam listens so far behind, and no "
        "delay/time is shorter.",
    ),
    Command(
        key="playing", reply="/lmdm/playing.reply f:bpm f:beat i:beats per bar s:key",
        doc="The tempo of what is heard, which beat it is at, and its key, whoever set them; 0 bpm "
        "is no beat, an empty key none.",
    ),
    Command(
        key="version", reply="/lmdm/version.reply s:version s:model", doc="What is running."
    ),
    Command(
        key="get", args=(Arg(name="name", type="s", doc="a parameter, prompt, mode or clock"),),
        reply='/lmdm/get.reply s:name value ("free" when it is the model\'s; prompt answers for '
        "each slot)",
        doc="The value now.",
    ),
    Command(
        key="refresh", reply="the echo message of everything, then done",
        doc="All values, for a surface that has just connected.",
    ),
    Command(
        key="quit", reply="done",
        doc="Fades out and ends the instrument; refused unless the configuration allows it.",
    ),
)  # fmt: skip

COMMANDS: Mapping[str, Command] = MappingProxyType({c.key: c for c in _COMMANDS})

_SENT = (
    Command(
        key="done", args=(Arg(name="address", type="s"), Arg(name="more", type="*", optional=True)),
        doc="A task is done.",
    ),
    Command(
        key="fail",
        args=(
            Arg(name="address", type="s"), Arg(name="code", type="s"), Arg(name="text", type="s"),
        ),
        doc="A message was refused. Codes: unknown type range busy path clock model.",
    ),
    Command(
        key="free", args=(Arg(name="name", type="s"),),
        doc="Echo: the control is the model's.",
    ),
    Command(
        key="meter",
        args=tuple(Arg(name=n, type="f") for n in ("peak 1", "peak 2", "rms 1", "rms 2")),
        doc="Linear levels of the output, at most 30 times a second, to subscribers.",
    ),
    Command(
        key="heartbeat",
        args=(
            Arg(name="count", type="i"), Arg(name="uptime", type="f", unit="s"),
            Arg(name="state", type="s", doc="loading, playing, stopped, recovering, no audio"),
        ),
        doc="Once a second, to subscribers.",
    ),
    Command(
        key="underrun", args=(Arg(name="count", type="i"),),
        doc="The music was not ready in time and the last good bars are heard; to subscribers.",
    ),
    Command(
        key="state", args=(Arg(name="state", type="s"),), doc="The state changed; to subscribers."
    ),
    Command(
        key="playing",
        args=(
            Arg(name="bpm", type="f", doc="0: no beat"),
            Arg(name="beat", type="f", doc="that leaves the port as this is sent"),
            Arg(name="beats", type="i", doc="in a bar"),
            Arg(name="key", type="s", doc="empty: none"),
        ),
        doc="Tempo or key of what is heard are others than before; to subscribers.",
    ),
    Command(
        key="trouble",
        args=(
            Arg(name="kind", type="s", doc="engine, audio, device, music, memory, scene"),
            Arg(name="text", type="s"),
        ),
        doc="Something went wrong and was mended, or needs help; to subscribers and listeners.",
    ),
    Command(
        key="progress", args=(Arg(name="what", type="s"), Arg(name="fraction", type="f")),
        doc="A slow task goes on.",
    ),
)  # fmt: skip

SENT: Mapping[str, Command] = MappingProxyType({c.key: c for c in _SENT})
"""What the instrument sends besides echoes and the `.reply` messages."""
