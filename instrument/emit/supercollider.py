"""PARAMS -> the SuperCollider class's setters, and the parameter list of its help.

`files()` gives every file this module makes, by its path in the repository; `generate` writes
them and checks that they are current.
"""

from __future__ import annotations

import re

from instrument.params import MODES, PARAMS, Param, Value

_HEADER = "Made from instrument/params.py by python -m instrument.generate. Do not edit."

_WHEN = {
    "now": "heard at its time, within a period of the sound device",
    "frame": "lands on its latent frame (43 ms)",
    "block": "from the next block that is not yet made",
    "reload": "after the next model is loaded",
}


def sc_name(key: str) -> str:
    """A parameter's method in SuperCollider: delay/time -> delayTime, latency_mode -> latencyMode.

    >>> sc_name("guidance/notes")
    'guidanceNotes'
    """
    first, *rest = re.split(r"[/_]", key)
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def files() -> dict[str, str]:
    """Path in the repository -> contents, of all that is made for SuperCollider."""
    return {
        "sc/Classes/LMDMParams.sc": _methods(),
        "sc/HelpSource/Reference/LMDMParameters.schelp": _help(),
    }


def _methods() -> str:
    rows = ",\n".join(f"\t\t\t{_row(p)}" for p in PARAMS.values())
    setters = "\n\n".join(_setter(p) for p in PARAMS.values())
    return (
        f"// {_HEADER}\n\n+ LMDM {{\n"
        f"\t*modes {{ ^#[{', '.join(MODES)}] }}\n\n"
        "\t// name, key, default (nil: left to the model), lo, hi, warp, step, unit, choices\n"
        f"\t*parameterTable {{\n\t\t^[\n{rows}\n\t\t]\n\t}}\n\n{setters}\n}}\n"
    )


def _row(p: Param) -> str:
    # `normalized` of a level is linear in dB, which is what SuperCollider calls \lin; its own
    # \db warp would run a fader's curve down to minus infinity
    warp = "lin" if p.warp == "db" else p.warp
    fields = (
        f"\\{sc_name(p.key)}",
        f"'{p.key}'",
        _literal(p.default),
        *(f"{x:.10g}" for x in (p.lo, p.hi)),
        f"\\{warp}",
        f"{p.step:g}",
        f'"{p.unit}"',
        f"#[{', '.join(map(_literal, p.choices))}]" if p.choices else "nil",
    )
    return f"[{', '.join(fields)}]"


def _setter(p: Param) -> str:
    name = sc_name(p.key)
    return (
        f"\t// {p.doc} {_range(p)}\n"
        f"\t{name} {{ ^this.valueOf('{p.key}') }}\n"
        f"\t{name}_ {{ |{_argument(p)}| this.setParam('{p.key}', {_argument(p)}) }}"
    )


def _example(p: Param) -> str:
    if p.type == "bool":
        return "true"
    if p.type == "choice":
        return _literal(p.choices[0])
    return "7" if p.key == "seed" else f"{p.from_normalized(0.5):.3g}"


def _argument(p: Param) -> str:
    if p.type in ("bool", "choice"):
        return {"bool": "on", "choice": "name"}[p.type]
    return {"s": "seconds", "dB": "db", "1/s": "perSecond", "frames": "frames"}.get(p.unit, "value")


def _range(p: Param) -> str:
    if p.type == "bool":
        return "true or false."
    if p.type == "choice":
        return "One of " + ", ".join(p.choices) + "."
    unit = f" {p.unit}" if p.unit else ""
    return f"{p.lo:g} to {p.hi:.10g}{unit}."


def _literal(value: Value) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"\\{value}" if value.isidentifier() else f"'{value}'"
    return f"{value:g}"


def _help() -> str:
    blocks = "\n\n".join(_entry(p) for p in PARAMS.values())
    return (
        "TITLE:: LMDM parameters\n"
        "SUMMARY:: Every parameter of the lmdm daemon, with its range, unit and time\n"
        "CATEGORIES:: Libraries>LMDM\n"
        "RELATED:: Classes/LMDM\n\n"
        "DESCRIPTION::\n"
        "Each is a pair of methods of link::Classes/LMDM:: and a key of events of type "
        "code::\\lmdm::. This line is heard:\n"
        "code::\n"
        "LMDM.default.waitForReady { |m| m.density = 6 }\n"
        "::\n\n"
        f"SECTION:: Parameters\n\n{blocks}\n\n"
        # a help file can hold no comment
        f"SECTION:: About this page\n{_HEADER}\n"
    )


def _entry(p: Param) -> str:
    default = "left to the model" if p.default is None else f"code::{_literal(p.default)}::"
    name = sc_name(p.key)
    lines = [
        f"SUBSECTION:: {name}",
        f"{p.doc}",
        "TABLE::",
        f"## Range || {_range(p)}",
        f"## Default || {default}",
        f"## Time || {_WHEN[p.when]}",
        f"## OSC || teletype::{p.address}::",
        "::",
        "CODE::",
        f"LMDM.default.{name} = {_example(p)};",
        "::",
    ]
    if p.free:
        lines.insert(-3, f"code::LMDM.default.free(\\{name}):: gives it back to the model.")
    return "\n".join(lines)
