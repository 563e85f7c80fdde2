"""Measure `clock`: do onsets fall on the grid of the tempo clock, and is its tempo heard?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from instrument.controls import Change
from instrument.evaluation.play import Ask
from instrument.hearing.beat import repeats
from instrument.hearing.onsets import envelope, onsets

SECONDS = 10.0
SKIP_S = 1.5
"""Seconds at the start that are not judged."""
TEMPI = (88.0, 104.0, 122.0, 140.0, 87.5, 103.5, 121.5, 139.5)
"""Beats a minute that the studio leaves out: 87 to 89, 103 to 105, 121 to 123, 139 to 141."""
PROMPTS = (
    "drum loop",
    "techno drums",
    "synth arpeggio",
    "bass line",
    "plucked melody",
    "acid bass",
)
LEVELS = (0.5, 1.0, 2.0)
"""Half and double of a tempo are the same tempo, counted otherwise."""
NEAR = 0.02


@dataclass(frozen=True)
class Beat:
    """A tempo asked of a prompt; `beat` is the beat at the first sample."""

    prompt: str
    bpm: float
    beat: float
    seed: int


def beats(count: int) -> list[Beat]:
    """The first `count` cases; prompts and tempi change from one to the next."""
    rng = np.random.default_rng(12)
    return [
        Beat(PROMPTS[i % len(PROMPTS)], TEMPI[i % len(TEMPI)], float(rng.uniform(0, 4)), i)
        for i in range(count)
    ]


def ask(case: Beat) -> Ask:
    """The take of a case."""
    clock = Change(0, "clock", 0, [case.bpm, case.beat, 4])
    return Ask(case.prompt, SECONDS, (clock,), case.seed)


def from_grid(times: np.ndarray, bpm: float, beat: float) -> np.ndarray:
    """Onsets in seconds -> their distance in ms from the nearest sixteenth, positive when late."""
    sixteenths = 4 * (beat + np.asarray(times) * bpm / 60)
    return (sixteenths - np.round(sixteenths)) * 15_000 / bpm


def tempo(sound: np.ndarray) -> float:
    """The tempo of a sound [N, 2] in bpm: the one that its rises repeat in most, whether or not
    that is a usual one; 0 when nothing repeats."""
    tempi, alike = repeats(envelope(sound))
    return float(tempi[np.argmax(alike)]) if alike.any() else 0.0


def near(heard: float, asked: float) -> bool:
    """Whether a tempo is the asked one, within 2 %, counted in halves or doubles or not."""
    return any(abs(heard / (asked * level) - 1) <= NEAR for level in LEVELS)


def lock(cases: list[Beat], sounds: list[np.ndarray]) -> dict:
    """Distances of all onsets to the asked sixteenths, and the part of takes in the asked tempo;
    `shuffled`: the same takes against what others were asked for. A take with fewer than 4 onsets
    has none of them to judge, and counts as one in another tempo."""
    heard = [onsets(s) for s in sounds]
    heard = [t[t >= SKIP_S] for t in heard]
    tempi = [tempo(s) for s in sounds]
    own, wrong, locked = [], [], []
    for i, (case, times) in enumerate(zip(cases, heard, strict=True)):
        locked.append(len(times) >= 4 and near(tempi[i], case.bpm))
        if len(times) < 4:
            continue
        own.append(from_grid(times, case.bpm, case.beat))
        wrong += [from_grid(times, o.bpm, o.beat) for o in cases if o.bpm != case.bpm]
    mixed = [near(t, c.bpm) for i, t in enumerate(tempi) for j, c in enumerate(cases) if i != j]
    return {
        "onset_ms": _median(own),
        "onset_ms_shuffled": _median(wrong),
        "onset_ms_chance": round(float(np.mean([3750 / c.bpm for c in cases])), 1),
        "late_ms": round(float(np.median(np.concatenate(own))), 1) if own else None,
        "within_12_ms": _within(own),
        "tempo": round(float(np.mean(locked)), 3),
        "tempo_shuffled": round(float(np.mean(mixed)), 3) if mixed else None,
        "cases": len(cases),
        "onsets": int(sum(map(len, heard))),
        "by_prompt": {
            p: _median(
                [d for c, d in zip(_judged(cases, heard), own, strict=True) if c.prompt == p]
            )
            for p in dict.fromkeys(c.prompt for c in cases)
        },
    }


def _judged(cases: list[Beat], heard: list[np.ndarray]) -> list[Beat]:
    return [c for c, t in zip(cases, heard, strict=True) if len(t) >= 4]


def _median(distances: list[np.ndarray]) -> float | None:
    return round(float(np.median(np.abs(np.concatenate(distances)))), 1) if distances else None


def _within(distances: list[np.ndarray]) -> float | None:
    return round(float((np.abs(np.concatenate(distances)) <= 12).mean()), 3) if distances else None
