"""The key that a prompt says, in words.

No key is made up where none is said. Takes of twelve seconds that are told one that the seed draws
lie nearer to the studio's pieces (8.0 instead of 8.7 by the judge), but tenth minutes of streams
lie 27 and 53 % farther from them than first ones; without one 35 and 3 %.
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
