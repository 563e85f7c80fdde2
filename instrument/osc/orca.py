"""Orca's messages: an address of one letter, and whole numbers 0 to 35, one for each glyph.

Orca can send no names and no fractions, so each letter stands for a gesture. A value 0 to 35 is the
whole way from a parameter's lowest to its highest value, in its warp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from instrument.errors import Refused
from instrument.osc.codec import Arg
from instrument.params import FREEABLE, PARAMS, ROOT, SLOTS

HIGHEST = 35
"""The value of the glyph z."""

NAMED = MappingProxyType(
    {
        "b": "brightness", "d": "density", "g": "guidance", "l": "loudness", "m": "morph",
        "v": "gain",
    }
)  # fmt: skip
"""Letters that stand for a parameter."""

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **{letter: f"{key}, 0 to z" for letter, key in NAMED.items()},
        "k": "the key: semitone 0 to b, and 1 for minor (91 is Am)",
        "n": "a note: octave, semitone 0 to b, loudness (g), length in eighths of a second (2)",
        "c": "beats a minute in two glyphs: 36 times the first and the second (3c is 120)",
        "w": "the weight of a prompt: slot 0 to 5, and 0 to z",
        "s": "recalls the preset of that one glyph as its name",
        "f": "gives back to the model: b d k l as above, n the notes, c the tempo",
        "p": "plays (1) or stops (0)",
        "r": "begins anew",
    }
)
"""What each letter means, for the reference."""

_GLYPHS = "0123456789abcdefghijklmnopqrstuvwxyz"


def is_orca(address: str) -> bool:
    """Whether the address is of Orca's kind."""
    return len(address) == 2 and address[0] == "/"


def translated(address: str, args: Sequence[Arg]) -> tuple[str, tuple[Arg, ...]]:
    """The message of ours that it means; raises Refused."""
    letter = address[1]
    if letter not in LETTERS:
        raise Refused("unknown", f'the letter "{letter}" is none of lmdm\'s: {" ".join(LETTERS)}')
    values = [_value(letter, arg) for arg in args]
    if letter in NAMED:
        (x,) = _wanted(letter, values, 1)
        return f"{ROOT}/param/{NAMED[letter]}/normalized", (x / HIGHEST,)
    if letter == "n":
        octave, semitone, *more = _wanted(letter, values, 2, 4)
        loudness = more[0] if more else 16
        eighths = more[1] if len(more) > 1 else 2
        return f"{ROOT}/note", (12 * (octave + 1) + semitone, loudness / HIGHEST, eighths / 8)
    if letter == "k":
        semitone, minor = (*_wanted(letter, values, 1, 2), 0)[:2]
        if semitone >= 12:
            raise Refused("range", f"semitones are 0 to b, not {_GLYPHS[semitone]}")
        return f"{ROOT}/param/key", (PARAMS["key"].choices[semitone + 12 * (minor > 0)],)
    if letter == "c":
        high, low = _wanted(letter, values, 2)
        return f"{ROOT}/clock", (36 * high + low, 0.0)
    if letter == "w":
        slot, weight = _wanted(letter, values, 2)
        if slot >= SLOTS:
            raise Refused("range", f"slots are 0 to {SLOTS - 1}, not {_GLYPHS[slot]}")
        return f"{ROOT}/prompt/{slot}/weight", (weight / HIGHEST,)
    (x,) = _wanted(letter, values, 1)
    if letter == "s":
        return f"{ROOT}/preset/load", (_GLYPHS[x],)
    if letter == "f":
        name = {**NAMED, "k": "key", "n": "notes", "c": "clock"}.get(_GLYPHS[x], "")
        if name not in FREEABLE:
            raise Refused("range", f'"{_GLYPHS[x]}" is no control of the model: b d k l n c')
        return f"{ROOT}/free", (name,)
    if letter == "p":
        return f"{ROOT}/play" if x else f"{ROOT}/stop", ()
    return f"{ROOT}/reset", ()


def _value(letter: str, arg: Arg) -> int:
    """0 to 35; Orca's `=` sends i, and a glyph as text from other programs is taken too."""
    if isinstance(arg, str) and len(arg) == 1 and arg.lower() in _GLYPHS:
        return _GLYPHS.index(arg.lower())
    if isinstance(arg, (int, float)) and not isinstance(arg, bool) and arg == int(arg):
        return min(max(int(arg), 0), HIGHEST)
    raise Refused("type", f"{letter} wants glyphs, 0 to z, not {arg!r:.40}")


def _wanted(letter: str, values: list[int], least: int, most: int = 0) -> list[int]:
    if not least <= len(values) <= (most or least):
        raise Refused("type", f"{letter} is {LETTERS[letter]}; {len(values)} glyphs came")
    return values


assert set(NAMED.values()) <= set(PARAMS)
