"""The frame of a piece that all of its parts share: tempo, bars, chords, energy."""

from __future__ import annotations

import random
from dataclasses import dataclass

from instrument.studio.theory import PROGRESSIONS, Chord, Key, chord, draw_key

# no piece has these tempi, so that the clock can be tried at tempi never trained on
RESERVED = ((87.0, 89.0), (103.0, 105.0), (121.0, 123.0), (139.0, 141.0))

ARCS = {
    "build": (0.35, 0.55, 0.8, 1.0),
    "steady": (0.75, 0.8, 0.8, 0.75),
    "break": (0.7, 0.95, 0.3, 1.0),
    "fade": (1.0, 0.85, 0.6, 0.35),
    "wave": (0.45, 0.9, 0.55, 0.95),
    "drop": (0.5, 0.3, 1.0, 1.0),
}


@dataclass(frozen=True)
class Form:
    """Bars, beats and chords of one piece. Beats count from 0 at the first downbeat."""

    bpm: float
    meter: int
    bars: int
    first_beat: float
    key: Key
    chords: tuple[Chord, ...]
    slot: float  # beats per chord
    swing: float  # 0 straight .. 0.33 triplet
    unit: float  # beats of the swung subdivision
    phrase: int  # bars
    arc: str
    energy: tuple[float, ...]  # per phrase

    @property
    def length(self) -> int:
        """Beats in the whole piece."""
        return self.bars * self.meter

    @property
    def phrases(self) -> int:
        return len(self.energy)

    @property
    def phrase_beats(self) -> int:
        return self.phrase * self.meter

    def time(self, beat: float) -> float:
        """Seconds of a beat, with the swing of off-beats applied."""
        unit = self.unit
        inside = beat % (2 * unit)
        base = beat - inside
        if inside <= unit:
            inside *= 1 + self.swing
        else:
            inside = unit * (1 + self.swing) + (inside - unit) * (1 - self.swing)
        return self.first_beat + (base + inside) * 60 / self.bpm

    def chord(self, beat: float) -> Chord:
        return self.chords[int(beat / self.slot + 1e-6) % len(self.chords)]

    def level(self, beat: float) -> float:
        """Energy at a beat, gliding between the phrases."""
        at = beat / self.phrase_beats
        i = min(int(at), self.phrases - 1)
        nxt = self.energy[min(i + 1, self.phrases - 1)]
        part = max(0.0, (at - i) - 0.5)
        return self.energy[i] + (nxt - self.energy[i]) * part

    def active(self, beat: float, mask: tuple[bool, ...]) -> bool:
        return mask[min(int(beat / self.phrase_beats + 1e-6), len(mask) - 1)]


def draw_form(
    rng: random.Random,
    bpm: tuple[float, float],
    mood: str,
    *,
    swing: float = 0.0,
    unit: float = 0.25,
    meter: int = 4,
    size: int = 3,
    arc: str | None = None,
    key: Key | None = None,
    seconds: tuple[float, float] = (40.0, 56.0),
) -> Form:
    """Draw a form of 40 to 56 s (its tail comes on top) in whole phrases."""
    tempo = float(round(rng.uniform(*bpm), 1))
    if any(lo <= tempo <= hi for lo, hi in RESERVED):
        tempo = round(tempo + 2.1, 1)
    bar = meter * 60 / tempo
    phrase = 4 if bar < 2.6 else 2
    low, high = seconds
    count = [n for n in range(1, 40) if low <= n * phrase * bar <= high]
    if not count:
        phrase = 1
        count = [n for n in range(1, 60) if low <= n * bar <= high]
    phrases = rng.choice(count)
    key = key or draw_key(rng, mood)
    slot = float(meter)
    if bar < 1.6:
        slot = float(2 * meter)
    elif bar > 3.2 and meter == 4 and rng.random() < 0.5:
        slot = 2.0
    elif rng.random() < 0.2:
        slot = float(2 * meter)
    degrees = rng.choice(PROGRESSIONS[key.scale])
    name = arc or rng.choice(tuple(ARCS))
    curve = ARCS[name]
    energy = tuple(
        curve[min(3, i * 4 // max(1, phrases))] * rng.uniform(0.92, 1.05) for i in range(phrases)
    )
    return Form(
        bpm=tempo,
        meter=meter,
        bars=phrases * phrase,
        first_beat=round(rng.uniform(0.05, 0.5), 4),
        key=key,
        chords=tuple(chord(key, d, size) for d in degrees),
        slot=slot,
        swing=swing,
        unit=unit,
        phrase=phrase,
        arc=name,
        energy=energy,
    )
