"""Musical keys: their names, and which pitch classes they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""Names of the pitch classes, as most keys are spelled."""
MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
KEYS = MappingProxyType(
    {name: (tonic, MAJOR) for tonic, name in enumerate(TONICS)}
    | {f"{name}m": (tonic, MINOR) for tonic, name in enumerate(TONICS)}
)
"""Name of a key -> its tonic, as a pitch class, and its scale above that, in semitones."""

_SAME = MappingProxyType(
    {
        "Db": "C#", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb", "Cb": "B", "B#": "C",
        "Fb": "E", "E#": "F", "H": "B", "H#": "C", "Hb": "Bb",
    }
)  # fmt: skip
_WRITTEN = re.compile(
    r"([A-Ha-h])([#b\u266f\u266d]?)[ _-]?(?:(m|(?i:min|minor|moll))|(?:M|(?i:maj|major|dur))?)"
)


def meant(text: str) -> str | None:
    """The name of the key that was written in another way, if it can be read as one.

    >>> meant("Db"), meant("a minor"), meant("H")
    ('C#', 'Am', 'B')
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    letter, sign, minor = found.groups()
    tonic = letter.upper() + sign.replace("\u266f", "#").replace("\u266d", "b")
    return _SAME.get(tonic, tonic) + ("m" if minor else "")


def classes(tonic: int, scale: Sequence[int]) -> list[int]:
    """The pitch classes of a key, its tonic first."""
    return [(tonic + above) % 12 for above in scale]


TONIC, TRIAD, SCALE = 2.0, 1.5, 1.0


def weights(tonic: int, scale: Sequence[int]) -> list[float]:
    """How much each of the twelve pitch classes, from C on, belongs to a key: its tonic most, then
    the third and the fifth above it, then the rest of the scale, others not at all."""
    out = [0.0] * 12
    for degree, pitch_class in enumerate(classes(tonic, scale)):
        out[pitch_class] = {0: TONIC, 2: TRIAD, 4: TRIAD}.get(degree, SCALE)
    return out
