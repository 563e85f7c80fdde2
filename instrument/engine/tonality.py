"""The key of music that nobody has set one for: what the prompt says, else a seed's own, and every
few minutes one beside it.

Music that is told no key has to make one up from its past, and wanders: the studio's pieces keep to
one.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable

from instrument.keys import KEYS, TONICS, meant

STAY_S = 240.0
"""How long the music stays in a key, so that hours are not all in one."""
FIFTH = 7
MINOR = 0.6
"""The part of seeds whose key is a minor one, as of the studio's pieces."""
_WANDER = ((2.0, 0.5), (2.0, 0.19))
"""Fifths, and radians a stay, of the waves by which keys move: never far, never twice the same."""
_MINOR = "minor|min|dorian|phrygian|aeolian"
_NAMED = re.compile(
    rf"\b([A-G](?:[#b\u266f\u266d]|\b))[ -]?(?:({_MINOR})|major|maj|lydian|mixolydian)\b"
)
_MODE = re.compile(r"\b(?:(minor)|major)\b", re.IGNORECASE)


def told(prompts: Iterable[tuple[str, float] | None], seed: int, seconds: float) -> str:
    """The name of the key (one of `KEYS`) for slots of prompts with their weights, `seconds` into
    the stream. "in F# minor" is that key, "in a minor key" a minor one."""
    texts = [text for text, weight in sorted(filter(None, prompts), key=_weight) if weight > 0]
    for text in texts:
        if named := _NAMED.search(text):
            return _name(meant(named[1]), bool(named[2]))
    mode = next((found for text in texts if (found := _MODE.search(text))), None)
    rng = random.Random(seed)
    home, minor = rng.randrange(len(TONICS)), rng.random() < MINOR
    turn, starts = int(seconds / STAY_S), [rng.uniform(0, 2 * math.pi) for _ in _WANDER]
    waves = zip(_WANDER, starts, strict=True)
    fifths = round(sum(size * math.sin(start + pace * turn) for (size, pace), start in waves))
    tonic = TONICS[(home + FIFTH * fifths) % len(TONICS)]
    return _name(tonic, minor if mode is None else bool(mode[1]))


def _weight(prompt: tuple[str, float]) -> float:
    """The weightiest first."""
    return -prompt[1]


def _name(tonic: str, minor: bool) -> str:
    name = f"{tonic}m" if minor else tonic
    assert name in KEYS
    return name
