"""Presets: the sound's own settings under a name, as YAML that a person may edit."""

from __future__ import annotations

import yaml

from instrument import places
from instrument.config import Section, params_of
from instrument.controls import Change, Controls
from instrument.errors import Refused, UserError
from instrument.params import MODES, PARAMS, SLOTS
from instrument.places import named, write_whole

_FOLDER, _SUFFIX = "presets", ".yaml"


def dump(controls: Controls, at: int) -> str:
    """The preset of what `controls` holds at stream sample `at`.

    Level, mute and the live input's settings are the room's, not the sound's, and are left out.
    """
    params = {
        key: "free" if (value := controls.value(key, at)) is None else value
        for key, param in PARAMS.items()
        if param.when != "now" and key != "latency_mode"
    }
    prompts = {
        slot: {"text": prompt[0], "weight": prompt[1]}
        for slot, prompt in enumerate(controls.prompts)
        if prompt is not None
    }
    data = {"mode": controls.mode, "prompts": prompts, "params": params}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def parse(text: str, where: str) -> list[Change]:
    """The changes that recall a preset; raises UserError with the line."""
    top = Section.parse(text, where)
    mode = top.take("mode", str, MODES[0])
    if mode not in MODES:
        raise top.error(f"mode is one of {' '.join(MODES)}", "mode")
    changes = [Change(None, "mode", 0, mode)]
    slots = top.section("prompts")
    prompts: list[list | None] = [None] * SLOTS
    for key, value in slots.items():
        if key not in {str(s) for s in range(SLOTS)} or not isinstance(value, Section):
            raise slots.error(f"prompts are 0 to {SLOTS - 1}, each with text and weight", key)
        words = value.take("text", str, "")
        weight = value.take("weight", float, 1.0)
        value.finish()
        if not words or not 0.0 <= weight <= 1.0:
            raise slots.error("a prompt has a text and a weight of 0 to 1", key)
        prompts[int(key)] = [words, weight]
    changes += [Change(None, "prompt", slot, value) for slot, value in enumerate(prompts)]
    changes += changes_of(top.section("params"))
    top.finish()
    return changes


def changes_of(params: Section) -> list[Change]:
    """The changes that set parameters, or free them; raises UserError with the line."""
    return [
        Change(None, "free", 0, key) if value is None else Change(None, key, 0, value)
        for key, value in params_of(params).items()
    ]


def save(name: str, text: str) -> None:
    """Writes a preset; raises Refused. It may take a while: not for the event loop."""
    path = named(_FOLDER, name, _SUFFIX)
    try:
        write_whole(path, text)
    except OSError as error:
        raise Refused("path", f"preset {name} cannot be written: {error.strerror}") from None


def load(name: str) -> list[Change]:
    """Reads a preset; raises Refused."""
    path = named(_FOLDER, name, _SUFFIX)
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        raise Refused(
            "path", f'no preset "{name}"; there are: {" ".join(names()) or "none"}'
        ) from None
    except (OSError, UnicodeDecodeError):
        raise Refused("path", f"preset {name} cannot be read") from None
    except UserError as error:
        raise Refused("path", str(error)) from None


def names() -> list[str]:
    """The names of all presets, sorted."""
    return places.names(_FOLDER, _SUFFIX)
