"""The tables -> OSC.md, the reference page of every address."""

from __future__ import annotations

from collections.abc import Iterable

from instrument.commands import COMMANDS, SENT, Arg, Command
from instrument.config import DEFAULT_PORT
from instrument.params import FREEABLE, LATENCY_MODES, PARAMS, Param

_WHEN = {
    "now": "at its moment, within a period of the sound device",
    "frame": "on its latent frame (43 ms)",
    "block": "with the next block not yet made",
    "reload": "after the next load",
    "answer": "answered at its moment",
}

_HEAD = f"""<!-- Made from instrument/params.py and instrument/commands.py by
python -m instrument.generate. Do not edit. -->

# OSC reference

UDP and TCP (framed by SLIP, or by lengths) on port {DEFAULT_PORT}. Numbers are taken in any type
(i f d h T F), and sent as i, f or s, one message a packet. Addresses may be patterns
(`* ? [] {{}}`); where one packet has too many for others to wait for, the rest is refused.

**Time.** A bundle's timetag is the moment its changes leave the output port. All changes of a
bundle take effect together. Later than now: at once, and counted as late. More than 60 s ahead:
refused. `/lmdm/latency` tells how far ahead to send, so that a change lands on its very frame.

Addresses of one letter are Orca's; `patches/README.md` says what they mean.

**Replies** go to the sender, or to the port it named with `/lmdm/notify`. Every value that takes
effect is echoed to all subscribers; to its sender only if it was changed (clipped).

"""


def files() -> dict[str, str]:
    """Path in the repository -> contents."""
    return {"instrument/OSC.md": _HEAD + _params() + _latency_modes() + _commands() + _sent()}


def _params() -> str:
    rows = [
        f"| `{p.key}` | {_type(p)} | {_range(p)} | {_default(p)} | {p.when} | {p.doc} |"
        for p in PARAMS.values()
    ]
    whens = {p.when for p in PARAMS.values()}
    legend = "; ".join(f"*{k}*: {v}" for k, v in _WHEN.items() if k in whens)
    return (
        "## Parameters\n\n"
        "`/lmdm/param/NAME value` sets one, `/lmdm/param/NAME/normalized` sets it on a scale of 0\n"
        "to 1. Controls that are *free* are the model's until they are set, and again after\n"
        f"`/lmdm/free` ({', '.join(f'`{name}`' for name in FREEABLE)}).\n\n"
        f"When it is heard: {legend}.\n\n"
        "| name | type | range | default | when | |\n|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\n"
    )


def _latency_modes() -> str:
    rows = "\n".join(
        f"| {name} | {v['block']} | {v['steps']} | {v['margin']:g} |"
        for name, v in LATENCY_MODES.items()
    )
    return f"| latency_mode | block | steps | margin |\n|---|---|---|---|\n{rows}\n\n"


def _type(p: Param) -> str:
    return "one of " + " ".join(p.choices) if p.type == "choice" else p.type


def _range(p: Param) -> str:
    if p.type in ("bool", "choice"):
        return ""
    return f"{p.lo:.10g} to {p.hi:.10g} {p.unit}".rstrip()


def _default(p: Param) -> str:
    if p.default is None:
        return "free"
    return str(p.default).lower() if isinstance(p.default, bool) else str(p.default)


def _commands() -> str:
    return "## Commands\n\n" + "\n".join(_command(c) for c in COMMANDS.values())


def _sent() -> str:
    return "## Messages it sends\n\n" + "\n".join(_command(c, sent=True) for c in SENT.values())


def _command(c: Command, sent: bool = False) -> str:
    lines = [f"### `{' '.join([c.address, *_args(c)])}`\n", c.doc]
    if not sent:
        lines.append(f"Takes effect {_WHEN[c.when]}." if c.when != "answer" else "")
        lines.append(f"Reply: {c.reply}." if c.reply else "")
    return "\n".join(line for line in lines if line) + "\n" + "\n".join(_details(c.args)) + "\n"


def _args(c: Command) -> Iterable[str]:
    for arg in c.args:
        word = f"{arg.type}:{arg.name}"
        yield f"[{word}]" if arg.optional else word
    if c.repeat:
        yield "..."


def _details(args: Iterable[Arg]) -> Iterable[str]:
    for arg in args:
        parts = [arg.doc] if arg.doc else []
        if arg.lo is not None and arg.hi is not None:
            parts.append(f"{arg.lo:g} to {arg.hi:g} {arg.unit}".rstrip())
        if arg.choices:
            parts.append("one of " + " ".join(arg.choices))
        if arg.optional and arg.default not in (None, ""):
            parts.append(f"{arg.default} when left out")
        if parts:
            yield f"\n- *{arg.name}*: {', '.join(parts)}"
