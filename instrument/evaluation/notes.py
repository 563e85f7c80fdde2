"""Measure `notes`: are the notes heard that were asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from instrument.controls import Change
from instrument.evaluation import prompts
from instrument.evaluation.play import RATES, Ask
from instrument.hearing.onsets import RATE, onsets

SECONDS = 12.0
SKIP_S = 1.0
"""Seconds at the start that are not judged."""
PROMPTS = ("solo piano", "mallets", "plucked melody", "synth lead")
SCALE = (0, 2, 4, 5, 7, 9, 11)
NEAR_S = 0.05
"""A note is met within this time of its onset, at its pitch."""
LOWEST, HIGHEST = 48, 96
PARTIALS = 6
HOP_S = 0.01
TRACK_WINDOW = 4_096
"""Samples in which the pitch is heard that sounds: 85 ms."""
SHORTEST_S = 0.06
"""A pitch that sounds for less is none."""
SOFT_DB = 40.0
"""Below the loudest of a take by more than this, nothing sounds."""
TOGETHER_S = 0.08
"""A change of pitch so near to an attack is the attack's."""
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
    """Sound [N, 2] -> its notes: one begins at every onset, and wherever the pitch changes without
    one, as when a voice or a bow goes on. It hears one note at a time, and takes noise for a note
    too."""
    mono = sound.mean(1)
    pitches = _track(mono)
    attacks = onsets(sound)
    changes = [n for n in _changes(pitches) if not (abs(attacks - n[0]) < TOGETHER_S).any()]
    out = [(float(at), _after(pitches, at) or _struck(mono, at)) for at in attacks]
    return sorted([*out, *changes])


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


def follow(asked: list[Tune], heard: list[Notes], families: list[str]) -> dict:
    """Mean F1; `shuffled`: with the melodies that others were asked for; `onsets`: how well the
    times alone are met, pitches left out; `family`: how many takes are of the prompt's family all
    the same, of `families` as they were heard."""
    scores = [f1(t.notes, h) for t, h in zip(asked, heard, strict=True)]
    wrong = [f1(t.notes, h) for i, t in enumerate(asked) for j, h in enumerate(heard) if i != j]

    def bare(notes: Notes) -> Notes:
        return [(at, 0) for at, _ in notes]

    times = [f1(bare(t.notes), bare(h)) for t, h in zip(asked, heard, strict=True)]
    return {
        "f1": _mean(scores),
        "shuffled": _mean(wrong),
        "onsets": _mean(times),
        "family": prompts.kept((t.prompt for t in asked), families),
        "cases": len(asked),
        "by_prompt": {
            p: _mean([s for t, s in zip(asked, scores, strict=True) if t.prompt == p])
            for p in dict.fromkeys(t.prompt for t in asked)
        },
    }


def _mean(scores: list[float]) -> float | None:
    return round(float(np.mean(scores)), 3) if scores else None


_SIZE = 32_768


def _spectra(windows: np.ndarray) -> np.ndarray:
    return np.abs(np.fft.rfft(windows * np.hanning(windows.shape[-1]), _SIZE))


def _partials() -> list[list[slice]]:
    """For each pitch its partials, each the bins within a third of a semitone."""
    bin_hz = RATE / _SIZE
    hertz = [440 * 2 ** ((pitch - 69) / 12) for pitch in range(LOWEST, HIGHEST)]
    edges = [
        [[int(n * f * 2 ** (d / 36) / bin_hz) for d in (-1, 1)] for n in range(1, PARTIALS + 1)]
        for f in hertz
    ]
    return [[slice(low, high + 2) for low, high in row] for row in edges]


def _salience(spectra: np.ndarray) -> np.ndarray:
    """Spectra [T, F] -> weighted sum of each pitch's partials [T, HIGHEST - LOWEST]."""
    return np.stack(
        [sum(0.8**n * spectra[:, cut].max(1) for n, cut in enumerate(row)) for row in _partials()],
        1,
    )


def _track(mono: np.ndarray) -> list[int | None]:
    """The pitch that sounds, every HOP_S; None where there is none, or none for long enough."""
    hop, half = round(HOP_S * RATE), TRACK_WINDOW // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(mono, half), TRACK_WINDOW)[::hop]
    levels = np.sqrt(np.square(windows).mean(1))
    loud = levels > 10 ** (-SOFT_DB / 20) * levels.max(initial=1e-9)
    best = np.concatenate([_salience(_spectra(w)).argmax(1) for w in np.array_split(windows, 16)])
    pitches = np.where(loud, LOWEST + best, 0)
    starts = np.flatnonzero(np.diff(pitches, prepend=-1))
    out: list[int | None] = [None] * len(pitches)
    for first, last in zip(starts, [*starts[1:], len(pitches)], strict=True):
        if pitches[first] and (last - first) * HOP_S >= SHORTEST_S:
            out[first:last] = [int(pitches[first])] * (last - first)
    return out


def _changes(pitches: list[int | None]) -> Notes:
    """When a pitch begins that is not the one before, in seconds, and it."""
    out, sounding = [], None
    for k, pitch in enumerate(pitches):
        if pitch is not None and pitch != sounding:
            out.append((k * HOP_S, pitch))
        sounding = pitch or sounding
    return out


def _after(pitches: list[int | None], at: float) -> int | None:
    """The pitch that sounds once an attack is over."""
    first = round(at / HOP_S)
    heard = [p for p in pitches[first + 3 : first + 10] if p is not None]
    return max(heard, key=heard.count) if heard else None


def _struck(mono: np.ndarray, at: float) -> int:
    """The pitch whose partials rise most at an attack."""
    padded, place = np.pad(mono, WINDOW), int(at * RATE) + WINDOW
    after = _spectra(padded[place + 480 : place + 480 + WINDOW][None])
    before = _spectra(padded[place - 480 - WINDOW : place - 480][None])
    return LOWEST + int(_salience(np.sqrt(np.maximum(after - before, 0)))[0].argmax())
