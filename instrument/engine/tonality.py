"""The key that a prompt says, in words.

No key is made up where none is said: takes of twelve seconds that are told one a seed has drawn lie
nearer to the studio's pieces (8.0 instead of 8.7), but streams of ten minutes stray from their
prompts (basses and drums become tonal), which without one they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from instrument.keys import meant

_MINOR = "minor|min|dorian|phrygian|aeolian"
_NAMED = re.compile(
    rf"\b([A-G](?:[#b\u266f\u266d]|\b))[ -]?(?:({_MINOR})|major|maj|lydian|mixolydian)\b"
)


def said(prompts: Iterable[tuple[str, float] | None]) -> str | None:
    """The name (one of `keys.KEYS`) of the key that the weightiest of the prompts that say one
    says: "pad in F# minor"."""
    keys = [
        (weight, f"{meant(found[1])}{'m' if found[2] else ''}")
        for text, weight in filter(None, prompts)
        if weight > 0 and (found := _NAMED.search(text))
    ]
    return max(keys)[1] if keys else None
