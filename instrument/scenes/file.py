"""The scene file: YAML, strict. What is wrong is said with its line and with what may be meant.
Nothing of it is played unless all of it is right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from instrument.config import Section
from instrument.controls import Change
from instrument.errors import Refused, UserError, did_you_mean
from instrument.params import MODES, PROMPT_CHARS, SLOTS, Param, Value, find
from instrument.scenes.calendar import Days, Hour, Place, sun_is_there, zone
from instrument.scenes.programme import Entry, Opening, Programme
from instrument.scenes.quantity import duration
from instrument.scenes.scene import Motion, Prompt, Ramp, Scene, Still, Walk
from instrument.scenes.sensors import Mapping

MAX_BYTES = 256 * 1024
SHORTEST_EVERY_S = 10.0

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ADDRESS = re.compile(r"(/[A-Za-z0-9_.:-]+)+")
_WEIGHT = re.compile(r"prompt/(\d+)/weight")
T = TypeVar("T")
Presets = Callable[[str], list[Change]]


@dataclass(frozen=True)
class SceneFile:
    """All that a scene file says."""

    scenes: dict[str, Scene]
    programme: Programme
    mappings: tuple[Mapping, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """Every parameter that some scene sets: those that each scene must say, or set back."""
        keys = {key for scene in self.scenes.values() for key in scene.motions}
        for scene in self.scenes.values():
            keys |= {c.value if c.key == "free" else c.key for c in scene.preset}
        return frozenset(keys - {"prompt", "mode"})


def load(path: Path, presets: Presets) -> SceneFile:
    """Reads a scene file; raises UserError. `presets` recalls one by name, or raises Refused."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path}: longer than {MAX_BYTES // 1024} KiB")
        return parse(path.read_text(encoding="utf-8"), str(path), presets)
    except UnicodeDecodeError:
        raise UserError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None


def parse(text: str, where: str, presets: Presets) -> SceneFile:
    """A scene file from its text; raises UserError."""
    top = Section.parse(text, where)
    seed = top.take("seed", int, 0)
    place = _place(top.section("place"))
    section = top.section("scenes")
    scenes = {}
    for name, value in section.items():
        if not _NAME.fullmatch(name):
            raise section.error(f'"{name:.80}" is no name: letters, digits, - and _', name)
        if not isinstance(value, Section):
            raise section.error(f"{name} is to be a mapping (key: value)", name)
        scenes[name] = _scene(name, value, seed, presets)
    if not scenes:
        raise top.error("there are no scenes (scenes: NAME: ...)", "scenes")
    first = top.take("first", str, next(iter(scenes)))
    _known(top, "first", first, scenes)
    entries = tuple(_entry(s, scenes, place) for s in _sections(top, "programme"))
    openings = tuple(_opening(s, place) for s in _sections(top, "hours"))
    mappings = tuple(_mapping(s, scenes) for s in _sections(top, "map"))
    top.finish()
    return SceneFile(scenes, Programme(first, entries, openings, place), mappings)


# Small readers


def _read(section: Section, key: str, reader: Callable[[Any], T], default: T) -> T:
    """What `reader` makes of the value of `key`; its ValueError becomes ours, with the line."""
    value = section.take(key, object, None)
    if value is None:
        return default
    try:
        return reader(value)
    except (ValueError, OverflowError) as error:
        raise section.error(f"{key}: {error}", key) from None


def _sections(top: Section, key: str) -> Iterator[Section]:
    for value in top.take(key, list, []):
        if not isinstance(value, Section):
            raise top.error(f"{key} is to be a list of mappings (- key: value)", key)
        yield value


def _known(section: Section, key: str, name: str, scenes: dict[str, Scene]) -> None:
    if name not in scenes:
        raise section.error(f'no scene "{name[:80]}"' + did_you_mean(name, scenes), key)


def _numbers(value: object, least: int, most: int) -> tuple[float, ...]:
    right = isinstance(value, list) and all(
        isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v) for v in value
    )
    if not right or not least <= len(value) <= most:  # type: ignore[arg-type]
        count = str(least) if least == most else f"{least} to {most}"
        raise ValueError(f"a list of {count} numbers is wanted")
    return tuple(float(v) for v in value)  # type: ignore[attr-defined]


def _two_numbers(value: object) -> tuple[float, float]:
    first, second = _numbers(value, 2, 2)
    return first, second


def _days(value: object) -> Days:
    return Days.parse(value if isinstance(value, list) else [value])


def _place(section: Section) -> Place:
    latitude = section.take("latitude", float, None)
    longitude = section.take("longitude", float, None)
    for key, number, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if number is not None and not -most <= number <= most:
            raise section.error(f"{key} is -{most} to {most} degrees", key)
    there = _read(section, "zone", lambda v: zone(str(v)), None)
    section.finish()
    return Place(latitude, longitude, there)


def _hour(section: Section, key: str, place: Place, default: Hour | None) -> Hour | None:
    hour = _read(section, key, Hour.parse, default)
    if hour is not None and hour.sun:
        if place.latitude is None or place.longitude is None:
            raise section.error(
                f"{key}: the sun needs a place (place: {{latitude: 52.5, longitude: 13.4}})", key
            )
        if not sun_is_there():
            raise section.error(f"{key}: the sun needs a package: pip install 'lmdm[sun]'", key)
    return hour


# Scenes


def _scene(name: str, section: Section, seed: int, presets: Presets) -> Scene:
    preset: tuple[Change, ...] = ()
    if called := section.take("preset", str, ""):
        try:
            preset = tuple(presets(called))
        except Refused as refused:
            raise section.error(refused.text, "preset") from None
    mode = section.take("mode", str, None)
    if mode is not None and mode not in MODES:
        raise section.error(f"mode is one of {' '.join(MODES)}" + did_you_mean(mode, MODES), "mode")
    prompts = None
    listed = section.take("prompts", list, None)
    if listed is not None:
        if len(listed) > SLOTS:
            raise section.error(f"there are {len(listed)} prompts (at most {SLOTS})", "prompts")
        prompts = tuple(
            _prompt(value, section, f"{seed}:{name}:prompt/{slot}")
            for slot, value in enumerate(listed)
        )
    fade = _read(section, "fade", duration, 10.0)
    motions = {}
    params = section.section("params")
    for key, value in params.items():
        try:
            param = find(key)
            motions[key] = _motion(param, value, params, f"{seed}:{name}:{key}")
        except Refused as refused:
            raise params.error(refused.text, key) from None
    section.finish()
    return Scene(name, fade, preset, mode, prompts, motions, section.line)


def _prompt(value: object, section: Section, seed: str) -> Prompt:
    weight: Motion = Still(1.0)
    text: object = value
    if isinstance(value, Section):
        text = value.take("text", str, "")
        weighed = value.take("weight", object, None)
        if weighed is not None:
            try:
                weight = _motion(_WEIGHT_PARAM, weighed, value, seed)
            except Refused as refused:
                raise value.error(refused.text, "weight") from None
        value.finish()
        section = value
    if not isinstance(text, str) or not 0 < len(text.strip()) <= PROMPT_CHARS:
        raise section.error(
            f"a prompt is a text of 1 to {PROMPT_CHARS} characters, or {{text: ..., weight: ...}}",
            "text" if isinstance(value, Section) else "prompts",
        )
    return Prompt(" ".join(text.split()), weight)


_WEIGHT_PARAM = Param(key="weight", default=1.0, lo=0.0, hi=1.0, doc="A prompt's weight.")


def _motion(param: Param, value: object, section: Section, seed: str) -> Motion:
    """Raises Refused or UserError."""
    if value == "free" and param.free:
        return Still(None)
    if not isinstance(value, Section):
        return Still(_within(param, value))
    if param.type not in ("float", "int"):
        raise Refused("type", f"{param.key} has no values between to move through")
    kinds = [key for key in ("ramp", "walk") if key in value]
    if len(kinds) != 1:
        for key in ("ramp", "walk", "over", "every"):
            value.take(key, object, None)
        value.finish()
        raise value.error(f"{param.key} is a value, {{ramp: [..], over: ..}} or {{walk: [..], ..}}")
    most = 64 if kinds[0] == "ramp" else 2
    none: tuple[float, ...] = ()
    numbers = _read(value, kinds[0], lambda v: _numbers(v, 2, most), none)
    for number in numbers:
        try:
            _within(param, number)
        except Refused as refused:
            raise value.error(refused.text, kinds[0]) from None
    if kinds[0] == "ramp":
        over = _read(value, "over", duration, None)
        value.finish()
        if over is None:
            raise value.error("a ramp needs over (such as over: 10 min)", "ramp")
        return Ramp(numbers, over)
    every = _read(value, "every", duration, 60.0)
    value.finish()
    if every < 1.0:
        raise value.error("every is 1 s or more", "every")
    return Walk(min(numbers), max(numbers), every, seed)


def _within(param: Param, value: object) -> Value:
    coerced = param.coerce(value)
    if param.clip(coerced) != coerced:
        raise Refused("range", f"{param.key} is {param.lo:g} to {param.hi:g} {param.unit}".rstrip())
    return coerced


# The programme


def _entry(section: Section, scenes: dict[str, Scene], place: Place) -> Entry:
    scene = section.take("scene", str, "")
    if not scene:
        raise section.error("an entry of the programme needs a scene")
    _known(section, "scene", scene, scenes)
    days = _read(section, "on", _days, Days())
    at = _hour(section, "at", place, Hour())
    every = _read(section, "every", duration, 0.0)
    lasts = _read(section, "for", duration, 0.0)
    until = _hour(section, "until", place, None)
    section.finish()
    assert at is not None
    if every and every < SHORTEST_EVERY_S:
        raise section.error(f"every is {SHORTEST_EVERY_S:.0f} s or more", "every")
    if lasts > 86_400:
        raise section.error("for is at most 24 h", "for")
    if every and not lasts:
        raise section.error("what comes every so often needs for: how long it lasts", "every")
    if lasts and until is not None and not every:
        raise section.error("for and until both say when it ends: only one of them can", "until")
    return Entry(scene, days, at, every, lasts, until)


def _opening(section: Section, place: Place) -> Opening:
    days = _read(section, "on", _days, Days())
    begin = _hour(section, "from", place, None)
    end = _hour(section, "to", place, None)
    fade_in = _read(section, "fade_in", duration, 10.0)
    fade_out = _read(section, "fade_out", duration, 10.0)
    section.finish()
    if begin is None or end is None:
        raise section.error("opening hours need from and to")
    if max(fade_in, fade_out) > 3600.0:
        raise section.error("a fade is at most 1 h")
    return Opening(days, begin, end, fade_in, fade_out)


def _mapping(section: Section, scenes: dict[str, Scene]) -> Mapping:
    source = section.take("from", str, "")
    if not _ADDRESS.fullmatch(source) or source.startswith("/lmdm/") or len(source) > 200:
        raise section.error(
            f'"{source[:80]}" is no sensor\'s address (such as /sensor/distance)', "from"
        )
    target = section.take("to", str, "")
    found = _WEIGHT.fullmatch(target)
    try:
        param = _WEIGHT_PARAM if found and int(found[1]) < SLOTS else find(target)
    except Refused as refused:
        raise section.error(refused.text, "to") from None
    if param.type not in ("float", "int"):
        raise section.error(f"{target} has no values between", "to")
    span = _read(section, "range", _two_numbers, (0.0, 1.0))
    onto = _read(section, "onto", _two_numbers, (param.lo, param.hi))
    if span[0] == span[1]:
        raise section.error("range needs two different numbers", "range")
    for number in onto:
        try:
            _within(param, number)
        except Refused as refused:
            raise section.error(refused.text, "onto") from None
    smooth = _read(section, "smooth", duration, 1.0)
    hold = _read(section, "hold", duration, 60.0)
    argument = section.take("argument", int, 0)
    if not 0 <= argument < 64:
        raise section.error("argument is 0 (the first) to 63", "argument")
    names: Sequence[str] = section.texts("scenes")
    for name in names:
        _known(section, "scenes", name, scenes)
    section.finish()
    pair = (span[0], span[1]), (onto[0], onto[1])
    return Mapping(source, target, *pair, smooth, hold, argument, tuple(names))
