"""Measure `notes`: are the notes heard that were asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from instrument.controls import Change
from instrument.evaluation.onsets import RATE, onsets
from instrument.evaluation.play import RATES, Ask

SECONDS = 12.0
SKIP_S = 1.0
"""Seconds at the start that are not judged."""
PROMPTS = ("solo piano", "mallets", "plucked melody", "synth lead")
SCALE = (0, 2, 4, 5, 7, 9, 11)
NEAR_S = 0.05
"""A note is met within this time of its onset, at its pitch."""
LOWEST, HIGHEST = 48, 96
PARTIALS = 6
WINDOW = 4_800
"""Samples after an onset in which a pitch is heard: 100 ms."""

Notes = Sequence[tuple[float, int]]
"""(onset in seconds, MIDI pitch)."""


@dataclass(frozen=True)
class Tune:
    """A melody, one note at a time, that is asked of a prompt."""

    prompt: str
    notes: Notes
    seed: int


def tunes(seeds: int) -> list[Tune]:
    """`seeds` melodies for each prompt."""
    return [Tune(p, melody((s, i)), s) for s in range(seeds) for i, p in enumerate(PROMPTS)]


def melody(seed: tuple[int, ...]) -> Notes:
    """Steps and small leaps in a major scale, two to four notes a second."""
    rng = np.random.default_rng((5, *seed))
    key, degree = int(rng.integers(55, 67)), int(rng.integers(0, 7))
    out, at = [], 0.2
    while at < SECONDS - 0.5:
        octave, step = divmod(degree, len(SCALE))
        out.append((at, key + 12 * octave + SCALE[step]))
        degree = int(np.clip(degree + rng.choice([-3, -2, -1, -1, 1, 1, 2, 3]), 0, 13))
        at += float(rng.choice([0.25, 0.25, 0.375, 0.5]))
    return out


def ask(tune: Tune) -> Ask:
    """The take of a melody: each note held until the next."""
    changes = []
    ends = [at for at, _ in tune.notes[1:]] + [SECONDS]
    for (at, pitch), end in zip(tune.notes, ends, strict=True):
        changes.append(Change(RATES.samples(at), "note", 0, [pitch, 0.8]))
        changes.append(Change(RATES.samples(end - 0.03), "note", 0, [pitch, 0.0]))
    return Ask(tune.prompt, SECONDS, tuple(changes), tune.seed)


def transcribe(sound: np.ndarray) -> Notes:
    """Sound [N, 2] -> its notes: at every onset the pitch whose partials rise most. It hears one
    note at a time, and takes noise for a note too."""
    mono = np.pad(sound.mean(1), WINDOW)
    out = []
    for at in onsets(sound):
        place = int(at * RATE) + WINDOW
        after = _spectrum(mono[place + 480 : place + 480 + WINDOW])
        before = _spectrum(mono[place - 480 - WINDOW : place - 480])
        rise = np.sqrt(np.maximum(after - before, 0))
        out.append((float(at), LOWEST + int(np.argmax(_salience(rise)))))
    return out


def f1(asked: Notes, heard: Notes) -> float:
    """Harmonic mean of the part of asked notes that were heard and of heard ones that were asked;
    each note is met by one other at most."""
    asked = [n for n in asked if n[0] >= SKIP_S]
    heard = [n for n in heard if n[0] >= SKIP_S]
    if not asked or not heard:
        return 0.0
    free, met = list(asked), 0
    for at, pitch in heard:
        near = [n for n in free if n[1] == pitch and abs(n[0] - at) <= NEAR_S]
        if near:
            free.remove(min(near, key=lambda n: abs(n[0] - at)))
            met += 1
    return 2 * met / (len(asked) + len(heard))


def follow(asked: list[Tune], heard: list[Notes]) -> dict:
    """Mean F1; `shuffled`: with the melodies that others were asked for; `onsets`: how well the
    times alone are met, pitches left out."""
    scores = [f1(t.notes, h) for t, h in zip(asked, heard, strict=True)]
    wrong = [f1(t.notes, h) for i, t in enumerate(asked) for j, h in enumerate(heard) if i != j]

    def bare(notes: Notes) -> Notes:
        return [(at, 0) for at, _ in notes]

    times = [f1(bare(t.notes), bare(h)) for t, h in zip(asked, heard, strict=True)]
    return {
        "f1": _mean(scores),
        "shuffled": _mean(wrong),
        "onsets": _mean(times),
        "cases": len(asked),
        "by_prompt": {
            p: _mean([s for t, s in zip(asked, scores, strict=True) if t.prompt == p])
            for p in dict.fromkeys(t.prompt for t in asked)
        },
    }


def _mean(scores: list[float]) -> float | None:
    return round(float(np.mean(scores)), 3) if scores else None


_SIZE = 32_768


def _spectrum(sound: np.ndarray) -> np.ndarray:
    return np.abs(np.fft.rfft(sound * np.hanning(len(sound)), _SIZE))


def _salience(rise: np.ndarray) -> np.ndarray:
    """Weighted sum of each pitch's partials, each the highest within a third of a semitone."""
    bin_hz = RATE / _SIZE
    out = np.zeros(HIGHEST - LOWEST)
    for k in range(len(out)):
        hertz = 440 * 2 ** ((LOWEST + k - 69) / 12)
        for n in range(1, PARTIALS + 1):
            low, high = (int(n * hertz * 2 ** (d / 36) / bin_hz) for d in (-1, 1))
            out[k] += 0.8 ** (n - 1) * rise[low : high + 2].max(initial=0.0)
    return out
