"""PARAMS -> a session for Open Stage Control: a fader, button or choice for each, and the prompts.

The format is that of version 1 (its widgets' default properties, and session files of 1.25).
"""

from __future__ import annotations

import json

from instrument.config import DEFAULT_PORT
from instrument.params import FREEABLE, PARAMS, ROOT, SLOTS, Param

_TARGET = [f"127.0.0.1:{DEFAULT_PORT}"]
_VERSION = "1.25.0"
_SIDE_BY_SIDE = 8  # as many choices are buttons beside each other; of more, one is shown


def files() -> dict[str, str]:
    """Path in the repository -> contents, of all that is made for Open Stage Control."""
    session = {
        "createdWith": "Open Stage Control",
        "version": _VERSION,
        "type": "session",
        "content": {
            "type": "root",
            "id": "root",
            "layout": "horizontal",
            "comments": "Made from instrument/params.py by python -m instrument.generate.",
            # what holds is the daemon's to say: no widget has a value to begin with
            "onCreate": _script(),
            "widgets": [_prompts(), _parameters()],
        },
    }
    text = json.dumps(session, indent=2) + "\n"
    return {"patches/open-stage-control/lmdm.json": text}


def _script() -> str:
    target = json.dumps(_TARGET[0])
    return (
        f'send({target}, "{ROOT}/notify", {{type: "i", value: 2}})\n'
        f'send({target}, "{ROOT}/refresh")\n'
        "setInterval(function() {\n"
        f'  send({target}, "{ROOT}/notify", {{type: "i", value: 2}})\n'
        "}, 20000)"
    )


def _widget(kind: str, name: str, address: str, **more: object) -> dict:
    return {"type": kind, "id": name, "address": address, "target": _TARGET, **more}


def _label(text: str) -> dict:
    return {"type": "text", "id": f"{text} label", "value": text, "height": 24, "bypass": True}


def _row(text: str, widget: dict) -> dict:
    return {
        "type": "panel", "id": f"{text} panel", "layout": "vertical", "height": 76,
        "alphaStroke": 0, "padding": 1, "scroll": False, "bypass": True,
        "widgets": [_label(text), {**widget, "expand": True}],
    }  # fmt: skip


def _prompts() -> dict:
    rows: list[dict] = []
    for slot in range(SLOTS):
        text = _widget("input", f"prompt {slot}", f"{ROOT}/prompt/{slot}/text", typeTags="s")
        weight = _widget(
            "fader", f"weight {slot}", f"{ROOT}/prompt/{slot}/weight", horizontal=True,
            design="compact", range={"min": 0, "max": 1}, typeTags="f",
        )  # fmt: skip
        rows += [_row(f"prompt {slot}", text), _row(f"weight {slot}", weight), _heard(slot)]
    for name in ("play", "stop", "panic", "reset"):
        rows.append(_button(name, f"{ROOT}/{name}"))
    return _column("prompts", rows)


def _heard(slot: int) -> dict:
    """Takes the echo of a slot, its text and weight in one message, to the two widgets."""
    return _widget(
        "variable", f"slot {slot}", f"{ROOT}/prompt", preArgs=[slot], bypass=True,
        onValue="var held = Array.isArray(value) ? value : []\n"
        f'set("prompt {slot}", held[0] || "", {{send: false, external: true}})\n'
        f'if (held.length > 1) set("weight {slot}", held[1], {{send: false, external: true}})',
    )  # fmt: skip


def _parameters() -> dict:
    rows = [_row(key, _parameter(p)) for key, p in PARAMS.items()]
    free = [_button(f"free {name}", f"{ROOT}/free", preArgs=[name]) for name in FREEABLE]
    return _column("parameters", [*rows, *free])


def _button(name: str, address: str, **more: object) -> dict:
    """One that sends its address without a value."""
    return _widget("button", name, address, mode="momentary", height=50, **more)


def _column(name: str, rows: list[dict]) -> dict:
    return {
        "type": "panel", "id": name, "layout": "vertical", "expand": True, "contain": False,
        "scroll": True, "bypass": True, "widgets": rows,
    }  # fmt: skip


def _parameter(p: Param) -> dict:
    if p.type == "bool":
        return _widget("button", p.key, p.address, mode="toggle", on=1, off=0, typeTags="i")
    if p.type == "choice":
        values = {choice: choice for choice in p.choices}
        if len(p.choices) > _SIDE_BY_SIDE:
            return _widget("dropdown", p.key, p.address, values=values, typeTags="s")
        return _widget("switch", p.key, p.address, values=values, layout="horizontal", typeTags="s")
    whole = p.type == "int"
    more: dict[str, object] = {}
    if p.warp == "exp":
        more["logScale"] = True
    if whole and p.hi - p.lo < 100:
        more["steps"] = int(p.hi - p.lo) + 1
    return _widget(
        "fader", p.key, p.address, horizontal=True, design="compact",
        range={"min": p.lo, "max": p.hi}, decimals=0 if whole else 3,
        typeTags="i" if whole else "f", **more,
    )  # fmt: skip
