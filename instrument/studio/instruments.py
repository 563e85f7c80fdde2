"""Who can play what: General MIDI sounds, our SynthDefs and samples, with the words for each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

RENDERERS = ("fluid", "supercollider", "samples")


@dataclass(frozen=True)
class Instrument:
    """`words` name it in captions (the first is its plain name); lo..hi is its MIDI range."""

    words: tuple[str, ...]
    renderer: str
    sound: str
    lo: int = 36
    hi: int = 84
    params: tuple[tuple[str, float, float], ...] = ()  # name, lowest, highest: drawn per piece

    def draw(self, rng: random.Random) -> tuple[tuple[str, float], ...]:
        """Parameters for one piece."""
        return tuple((n, round(rng.uniform(a, b), 4)) for n, a, b in self.params)


def _read() -> Iterator[tuple[str, tuple[Instrument, ...]]]:
    text = Path(__file__).with_name("instruments.yaml").read_text(encoding="utf-8")
    for kind, rows in yaml.safe_load(text).items():
        yield kind, tuple(_instrument(row) for row in rows)


def _instrument(row: dict) -> Instrument:
    (renderer,) = row.keys() & RENDERERS
    sound, words, (lo, hi) = row.pop(renderer), row.pop("words"), row.pop("range")
    params = tuple((name, float(a), float(b)) for name, (a, b) in row.items())
    return Instrument(tuple(words), renderer, sound, lo, hi, params)


INSTRUMENTS: dict[str, tuple[Instrument, ...]] = dict(_read())
"""The instruments of each kind, from `instruments.yaml`."""
