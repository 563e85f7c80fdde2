"""What prompts say in so many words: a tempo, a key.

No key is made up where none is said. Takes of twelve seconds that are told one that the seed draws
lie nearer to the studio's pieces (8.0 instead of 8.7 by the judge), but tenth minutes of streams
lie 27 and 53 % farther from them than first ones; without one 35 and 3 %.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from instrument.engine.pulse import LEAST
from instrument.keys import meant

T = TypeVar("T", float, str)
Prompts = Iterable[tuple[str, float] | None]
"""Texts and their weights."""

_TEMPO = re.compile(r"(\d{2,3}(?:\.\d+)?) ?bpm\b", re.IGNORECASE)
_MINOR = "minor|min|dorian|phrygian|aeolian"
_KEY = re.compile(
    rf"\b([A-G](?:[#b\u266f\u266d]|\b))[ -]?(?:({_MINOR})|major|maj|lydian|mixolydian)\b"
)


def tempo(prompts: Prompts) -> float | None:
    """The tempo that the weightiest of the prompts that say one says ("techno, 128 bpm")."""

    def of(text: str) -> float | None:
        found = _TEMPO.search(text)
        return float(found[1]) if found and float(found[1]) >= LEAST else None

    return _weightiest(prompts, of)


def key(prompts: Prompts) -> str | None:
    """The name (one of `keys.KEYS`) of the key that the weightiest of the prompts that say one
    says: "pad in F# minor"."""

    def of(text: str) -> str | None:
        found = _KEY.search(text)
        return f"{meant(found[1])}{'m' if found[2] else ''}" if found else None

    return _weightiest(prompts, of)


def _weightiest(prompts: Prompts, of: Callable[[str], T | None]) -> T | None:
    values = [
        (weight, value)
        for text, weight in filter(None, prompts)
        if weight > 0 and (value := of(text)) is not None
    ]
    return max(values)[1] if values else None
