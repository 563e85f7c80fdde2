"""Keys, scales, chords, progressions and voice leading, in MIDI numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from instrument.keys import MAJOR, MINOR, TONICS

SCALES: dict[str, tuple[int, ...]] = {
    "major": MAJOR,
    "minor": MINOR,
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
}
BRIGHT = ("major", "mixolydian", "lydian")
# degrees of the pentatonic inside a seven-note scale
PENTATONIC = {True: (0, 1, 2, 4, 5), False: (0, 2, 3, 4, 6)}

PROGRESSIONS: dict[str, tuple[tuple[int, ...], ...]] = {
    "major": (
        (0, 4, 5, 3),
        (0, 5, 3, 4),
        (0, 3, 4, 3),
        (5, 3, 0, 4),
        (1, 4, 0, 5),
        (0, 2, 3, 4),
        (0, 3, 0, 4),
        (3, 4, 2, 5, 3, 4, 0, 0),
        (0, 4, 5, 2, 3, 0, 3, 4),
    ),
    "minor": (
        (0, 5, 2, 6),
        (0, 6, 5, 6),
        (0, 3, 4, 0),
        (0, 5, 3, 4),
        (0, 2, 6, 3),
        (5, 6, 0, 0),
        (0, 0, 5, 6),
        (0, 3, 6, 2, 5, 3, 4, 0),
        (0, 6, 5, 4),
    ),
    "dorian": ((0, 3, 0, 3), (0, 6, 3, 0), (0, 1, 3, 0), (0, 3, 6, 3)),
    "mixolydian": ((0, 6, 3, 0), (0, 4, 6, 3), (0, 6, 0, 3), (0, 3, 6, 0)),
    "phrygian": ((0, 1, 0, 6), (0, 1, 2, 1), (0, 5, 1, 0)),
    "lydian": ((0, 1, 0, 1), (0, 1, 5, 4), (0, 4, 1, 0)),
    "harmonic minor": ((0, 3, 4, 0), (0, 5, 3, 4), (0, 5, 4, 4), (0, 3, 0, 4)),
}


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class) and a scale's name."""

    tonic: int
    scale: str

    @property
    def name(self) -> str:
        return TONICS[self.tonic]

    @property
    def bright(self) -> bool:
        return self.scale in BRIGHT

    def pitch(self, degree: int, octave: int) -> int:
        """MIDI number of a scale degree (0 = tonic, any integer) counted from `octave`."""
        steps = SCALES[self.scale]
        turns, step = divmod(degree, len(steps))
        return 12 * (octave + 1 + turns) + self.tonic + steps[step]

    def ladder(self, lo: int, hi: int, pentatonic: bool = False) -> list[int]:
        """All pitches of the scale in [lo, hi], rising."""
        steps = SCALES[self.scale]
        use = PENTATONIC[self.bright] if pentatonic else range(len(steps))
        classes = {(self.tonic + steps[i]) % 12 for i in use}
        return [p for p in range(lo, hi + 1) if p % 12 in classes]


@dataclass(frozen=True)
class Chord:
    """A chord as pitch classes, root first."""

    degree: int
    classes: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.classes[0]


def chord(key: Key, degree: int, size: int = 3) -> Chord:
    """The diatonic chord on `degree` in thirds: 3 triad, 4 seventh, 5 ninth."""
    return Chord(degree, tuple(key.pitch(degree + 2 * i, 0) % 12 for i in range(size)))


def near(pitch_class: int, target: float) -> int:
    """The pitch of that class closest to `target`."""
    base = int(target) - (int(target) - pitch_class) % 12
    return min((base, base + 12), key=lambda p: (abs(p - target), p))


def voice(chord_: Chord, previous: tuple[int, ...], lo: int, hi: int, size: int) -> tuple[int, ...]:
    """A close or open voicing of `size` notes within [lo, hi] that moves least from `previous`."""
    classes = [chord_.classes[i % len(chord_.classes)] for i in range(size)]
    best: tuple[float, tuple[int, ...]] | None = None
    for turn in range(size):
        order = classes[turn:] + classes[:turn]
        for start in range(lo, min(lo + 24, hi)):
            if start % 12 != order[0]:
                continue
            notes = [start]
            for pc in order[1:]:
                step = (pc - notes[-1]) % 12 or 12
                notes.append(notes[-1] + step)
            if notes[-1] > hi:
                continue
            if previous:
                cost = sum(min(abs(n - p) for p in previous) for n in notes)
                cost += abs(sum(notes) / size - sum(previous) / len(previous))
            else:
                cost = abs(sum(notes) / size - (lo + hi) / 2)
            if best is None or cost < best[0]:
                best = (cost, tuple(notes))
    if best is None:
        return tuple(sorted(near(pc, (lo + hi) / 2) for pc in classes))
    return best[1]


def draw_key(rng: random.Random, mood: str) -> Key:
    """A key for a mood: dark and tense moods take minor modes, happy ones major modes."""
    if mood in ("dark", "tense", "sad", "mysterious"):
        scales = ("minor", "minor", "dorian", "phrygian", "harmonic minor")
    elif mood in ("happy", "bright", "hopeful", "uplifting"):
        scales = ("major", "major", "major", "lydian", "mixolydian")
    else:
        scales = ("minor", "minor", "major", "dorian", "mixolydian", "lydian")
    return Key(rng.randrange(12), rng.choice(scales))
