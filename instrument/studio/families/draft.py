"""What a composer of one family makes, before captions and identity."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from instrument.studio.form import Form
from instrument.studio.piece import Track


@dataclass(frozen=True)
class Draft:
    """A composition before captions and identity."""

    form: Form
    tracks: tuple[Track, ...]
    words: tuple[tuple[str, ...], ...]
    mood: str
    genre: str = ""
    extras: tuple[str, ...] = ()
    beatless: bool = False
    room: tuple[float, float] = (1.4, 0.5)
    tail: float = 2.5


Composer = Callable[[random.Random], Draft]


def room(rng: random.Random, lo: float, hi: float) -> tuple[float, float]:
    return (round(rng.uniform(lo, hi), 1), round(rng.uniform(0.2, 0.8), 1))


def draft(
    form: Form, tracks: list[Track], words: list[tuple[str, ...]], mood: str, **more
) -> Draft:
    return Draft(form, tuple(tracks), tuple(words), mood, **more)
