"""Measure `key`: is the music in the key that was asked for?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from instrument.controls import Change
from instrument.evaluation.play import Ask
from instrument.hearing.key import chroma
from instrument.hearing.onsets import RATE
from instrument.keys import KEYS, classes

SECONDS = 10.0
SKIP_S = 1.5
"""Seconds at the start that are not judged."""
PROMPTS = (
    "ambient pad",
    "solo piano",
    "synth arpeggio",
    "string ensemble",
    "choir",
    "mallets",
    "bass line",
    "plucked melody",
)


@dataclass(frozen=True)
class Case:
    """A key asked of a prompt."""

    prompt: str
    key: str
    seed: int


def cases(count: int) -> list[Case]:
    """The first `count` cases, each in another key until there are no more."""
    names = np.random.default_rng(13).permutation(list(KEYS))
    return [Case(PROMPTS[i % len(PROMPTS)], str(names[i % len(names)]), i) for i in range(count)]


def ask(case: Case) -> Ask:
    """The take of a case."""
    return Ask(case.prompt, SECONDS, (Change(0, "key", 0, case.key),), case.seed)


def inside(heard: np.ndarray, key: str) -> float:
    """The part of the power of pitch classes [12] that is in the scale of a key."""
    power = np.square(heard)
    return float(power[classes(*KEYS[key])].sum() / (power.sum() + 1e-12))


def kept(asked: list[Case], sounds: list[np.ndarray]) -> dict:
    """How much of the music is in the scale, and in how many takes no other scale has more of it (a
    major key and its relative minor have one); `shuffled`: the same takes against what others were
    asked for."""
    heard = [chroma(sound[int(SKIP_S * RATE) :]) for sound in sounds]
    keys = [case.key for case in asked]
    pairs = [(c, k) for i, c in enumerate(heard) for j, k in enumerate(keys) if i != j]
    return {
        "inside": _median([inside(c, k) for c, k in zip(heard, keys, strict=True)]),
        "inside_shuffled": _median([inside(c, k) for c, k in pairs]),
        "right": _part([_best(c, k) for c, k in zip(heard, keys, strict=True)]),
        "right_shuffled": _part([_best(c, k) for c, k in pairs]),
        "cases": len(sounds),
    }


def _best(heard: np.ndarray, key: str) -> bool:
    """Whether there is something to hear, and no key has more of it inside."""
    most = max(inside(heard, k) for k in KEYS)
    return bool(heard.any()) and inside(heard, key) > most - 1e-6  # they are summed in turn


def _median(values: list[float]) -> float | None:
    return round(float(np.median(values)), 3) if values else None


def _part(right: list[bool]) -> float | None:
    return round(float(np.mean(right)), 3) if right else None
