"""Part writers: from a form to the notes of one voice. Beats inside, seconds outside."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from instrument.studio.form import Form
from instrument.studio.piece import Note
from instrument.studio.theory import near, voice

Event = tuple[float, float, float, float]  # beat, beats long, pitch, velocity


def perform(
    form: Form,
    rng: random.Random,
    events: Iterable[Event],
    *,
    human: float = 0.005,
    mask: tuple[bool, ...] = (),
    params: tuple[tuple[str, float], ...] = (),
) -> tuple[Note, ...]:
    """Events to notes: swing, small errors of time and force, energy, and phrases left out."""
    notes = []
    for beat, long, pitch, velocity in events:
        if beat >= form.length or (mask and not form.active(beat, mask)):
            continue
        onset = form.time(beat) + max(-0.012, min(0.012, rng.gauss(0, human)))
        end = form.time(min(beat + long, form.length + 0.5))
        force = velocity * (0.62 + 0.38 * form.level(beat)) * rng.uniform(0.93, 1.06)
        notes.append(
            Note(
                round(max(0.0, onset), 4),
                round(max(0.03, end - onset), 4),
                pitch,
                round(max(0.06, min(1.0, force)), 3),
                params,
            )
        )
    notes.sort(key=lambda n: (n.onset, n.pitch))
    return tuple(release(notes))


def release(notes: list[Note]) -> list[Note]:
    """Let go of a key before it is struck again: a late note-off would end the new note."""
    following: dict[float, float] = {}
    out = []
    for note in reversed(notes):
        limit = following.get(note.pitch, float("inf")) - note.onset - 0.006
        following[note.pitch] = note.onset
        if limit < 0.02:
            continue
        out.append(replace(note, duration=round(min(note.duration, limit), 4)))
    return out[::-1]


def slots(form: Form) -> list[tuple[float, float]]:
    """(beat, beats long) of each chord in order."""
    out, beat = [], 0.0
    while beat < form.length:
        out.append((beat, min(form.slot, form.length - beat)))
        beat += form.slot
    return out


def held(form: Form, rng: random.Random, lo: int, hi: int, size: int, overlap=0.0) -> list[Event]:
    """Chords held for their whole slot, voices led smoothly; equal neighbours are struck again."""
    events: list[Event] = []
    previous: tuple[int, ...] = ()
    for beat, long in slots(form):
        previous = voice(form.chord(beat), previous, lo, hi, size)
        for pitch in previous:
            events.append((beat, long + overlap, pitch, rng.uniform(0.6, 0.78)))
    return events


def stabs(
    form: Form, rng: random.Random, lo: int, hi: int, size: int, pattern: str, long: float = 0.25
) -> list[Event]:
    """Chords struck on a 16-step pattern (x strong, o softer, digits hold that many steps)."""
    events: list[Event] = []
    previous: tuple[int, ...] = ()
    step = 0.25
    for i in range(int(form.length / step)):
        mark = pattern[i % len(pattern)]
        if mark in "-.":
            continue
        beat = i * step
        previous = voice(form.chord(beat), previous, lo, hi, size)
        length = long if mark in "xo" else int(mark) * step
        for pitch in previous:
            events.append((beat, length, pitch, 0.82 if mark != "o" else 0.62))
    return events


def arpeggio(
    form: Form,
    rng: random.Random,
    lo: int,
    hi: int,
    rate: float,
    order: str = "up",
    gate: float = 0.8,
    gaps: float = 0.0,
) -> list[Event]:
    """Broken chords at `rate` beats a note over [lo, hi]."""
    pattern = [rng.random() >= gaps for _ in range(16)]
    accent = rng.choice((3, 4, 4, 8))
    shuffled = rng.sample(range(12), 12)
    events: list[Event] = []
    for i in range(int(form.length / rate)):
        beat = i * rate
        if not pattern[i % 16] and i % 16:
            continue
        classes = set(form.chord(beat).classes)
        ladder = [p for p in range(lo, hi + 1) if p % 12 in classes]
        n = len(ladder)
        local = int((beat % form.slot) / rate + 1e-6)
        if order == "up":
            j = local % n
        elif order == "down":
            j = n - 1 - local % n
        elif order == "updown":
            j = local % max(1, 2 * n - 2)
            j = j if j < n else 2 * n - 2 - j
        elif order == "pendulum":
            j = (local // 2) % n if local % 2 else 0
        else:
            j = shuffled[local % 12] % n
        events.append((beat, rate * gate, ladder[j], 0.86 if i % accent == 0 else 0.66))
    return events


MOTIFS = {
    "slow": ((2, 2, 3, 1), (4, 4), (3, 1, 4), (2, 1, 1, 4), (3, 3, 2)),
    "mid": ((1, 1, 1, 1, 2, 2), (1.5, 0.5, 1, 1, 2, 2), (1, 0.5, 0.5, 2, 1, 3), (0.5, 1.5, 2, 4)),
    "fast": (
        (0.5, 0.5, 0.5, 0.5, 1, 1, 0.5, 0.5, 1, 2),
        (0.25, 0.25, 0.5, 1, 0.5, 0.5, 1, 1, 1, 2),
        (0.75, 0.75, 0.5, 0.75, 0.75, 0.5, 1, 1, 2),
        (0.5,) * 12 + (2,),
    ),
}


def melody(
    form: Form,
    rng: random.Random,
    lo: int,
    hi: int,
    pace: str = "mid",
    *,
    legato: float = 0.92,
    leap: float = 0.22,
    pentatonic: bool = False,
    rest: float = 0.12,
) -> list[Event]:
    """Phrases of eight beats by a plan such as A A' B A': chord tones on strong beats."""
    ladder = form.key.ladder(lo, hi, pentatonic)
    centre = len(ladder) // 2

    def draw() -> list[tuple[float, int, bool]]:
        out = []
        for long in rng.choice(MOTIFS[pace]):
            wide = rng.random() < leap
            move = rng.choice((-4, -3, 3, 4)) if wide else rng.choice((-2, -1, -1, 0, 1, 1, 2))
            out.append((float(long), move, rng.random() < rest))
        return out

    motifs = {"A": draw(), "B": draw(), "C": draw()}
    plan = rng.choice(("AABA", "ABAB", "ABAC", "AAAB", "ABCA"))
    events: list[Event] = []
    place = centre
    for part in range(int(form.length / 8) + 1):
        motif = motifs[plan[part % 4]]
        beat = part * 8.0
        if part % 4 in (0, 2):
            place = centre
        for i, (long, move, silent) in enumerate(motif):
            if rng.random() < 0.12:
                move += rng.choice((-1, 1))
            place += move
            if not 1 <= place < len(ladder) - 1:
                place = max(1, min(len(ladder) - 2, place - 2 * move))
            pitch = ladder[place]
            strong = beat % 2 == 0 or i == len(motif) - 1
            if strong:
                classes = form.chord(beat).classes
                pitch = min((near(c, pitch) for c in classes), key=lambda p: abs(p - pitch))
                if pitch in ladder:
                    place = ladder.index(pitch)
            quiet = rng.random() > 0.55 + form.level(beat) * 0.6
            if not (silent and i) and not (quiet and not strong) and beat < form.length:
                force = 0.84 if strong else 0.68
                events.append((beat, long * legato, pitch, force + 0.1 * (place / len(ladder))))
            beat += long
    return events


BASS = {
    "root8": "x-o-x-o-x-o-x-o-",
    "offbeat": "--x---x---x---x-",
    "gallop": "x-oox-oox-oox-oo",
    "rolling": "-ooo-ooo-ooo-ooo",
    "octave": "x-O-x-O-x-O-x-O-",
    "synco": "x--x--x---x-x-O-",
    "funk": "x--O-o-x--xO-o-f",
    "sub": "4-------3-----x-",
    "half": "8-------6-----o-",
    "whole": "f---------------",
    "dub": "x---x-o-----x-f-",
    "trap": "6-----x---4---o-",
    "rock": "x-x-x-x-x-x-x-f-",
    "drop": "3--3--2-------x-",
}


def bassline(form: Form, rng: random.Random, style: str, octave_lo: int = 28) -> list[Event]:
    """Roots, octaves (O), fifths (f) and holds (digits) on a pattern; or a walking bass."""
    events: list[Event] = []
    top = octave_lo + 12
    if style == "walking":
        for beat in range(form.length):
            root = octave_lo + (form.chord(beat).root - octave_lo) % 12
            where = beat % form.slot
            if where == 0:
                pitch = root
            elif beat + 1 < form.length and (beat + 1) % form.slot == 0:
                nxt = octave_lo + (form.chord(beat + 1).root - octave_lo) % 12
                pitch = nxt + rng.choice((-1, 1, -2, 2))
            else:
                pitch = octave_lo + (rng.choice(form.chord(beat).classes) - octave_lo) % 12
                pitch += rng.choice((0, 0, 12)) if pitch < octave_lo + 5 else 0
            events.append((beat, 0.92, pitch, 0.85 if beat % 2 == 0 else 0.75))
        return events
    pattern = BASS[style]
    twist = "".join(
        rng.choice("xo-") if mark == "-" and rng.random() < 0.12 else mark for mark in pattern
    )
    for i in range(form.length * 4):
        bar = i // 16
        mark = (twist if bar % 4 == 3 or bar % 8 == 5 else pattern)[i % 16]
        if mark == "-":
            continue
        beat = i / 4
        root = octave_lo + (form.chord(beat).root - octave_lo) % 12
        if root > top:
            root -= 12
        long, pitch = 0.5 if style not in ("rolling", "gallop", "funk") else 0.24, root
        if mark == "O":
            pitch = root + 12
        elif mark == "f" and style != "whole":
            pitch = root + (7 if rng.random() < 0.7 else 10)
        elif mark == "f":
            long = 4.0
        elif mark.isdigit():
            long = int(mark) / 4 * 0.96
        events.append((beat, long, pitch, 0.7 if mark == "o" else 0.86))
    return events


def acid(form: Form, rng: random.Random, lo: int = 33) -> list[tuple[Event, bool, bool]]:
    """A 16-step line that mutates: (event, accent, slide to it from the note before)."""
    degrees = [0, 0, 0, 7, 7, -3, 4, 2, 9]

    def draw() -> tuple[int, bool, bool, bool]:
        return (
            rng.choice(degrees),
            rng.random() < 0.78,
            rng.random() < 0.3,
            rng.random() < 0.24,
        )

    steps = [draw() for _ in range(16)]
    steps[0] = (0, True, True, False)
    out = []
    base = (lo + (form.key.tonic - lo) % 12) - 12 * 4 - 12
    for i in range(form.length * 4):
        if i and i % 64 == 0:
            for j in rng.sample(range(1, 16), rng.choice((1, 2, 3))):
                steps[j] = draw()
        degree, on, accent, slide = steps[i % 16]
        level = form.level(i / 4)
        if not on or (level < 0.5 and i % 4 == 3):
            continue
        pitch = form.key.pitch(degree, 4) + base
        while pitch < lo - 5:
            pitch += 12
        event = (i / 4, 0.27 if slide else 0.17, pitch, 0.95 if accent else 0.7)
        out.append((event, accent, slide))
    return out


STRUMS = {
    "folk": "D---D-U--UD-U---",
    "eights": "D-U-D-U-D-U-D-U-",
    "ballad": "D-------D---U---",
    "offbeat": "--D---D---D---D-",
    "funk": "D--uD-uU-uD--uD-",
    "power": "D-D-D-D-D-D-D-D-",
}


def strum(form: Form, rng: random.Random, style: str, lo: int = 40, size: int = 5) -> list[Event]:
    """Guitar chords with strings struck one after the other, up strokes lighter."""
    events: list[Event] = []
    pattern = STRUMS[style]
    previous: tuple[int, ...] = ()
    delay = 0.012 * form.bpm / 60
    if style == "power":
        for i in range(form.length * 2):
            beat = i / 2
            root = near(form.chord(beat).root, lo + 3)
            for pitch in (root, root + 7, root + 12):
                events.append((beat, 0.46, pitch, 0.85 if i % 2 == 0 else 0.7))
        return events
    for i in range(form.length * 4):
        mark = pattern[i % 16]
        if mark == "-" or (rng.random() < 0.05 and i % 16):
            continue
        beat = i / 4
        nxt = next(j for j in range(1, 17) if pattern[(i + j) % 16] != "-") / 4
        previous = voice(form.chord(beat), previous, lo + 5, lo + 32, size)
        if mark == "D" and beat % form.slot == 0:
            events.append((beat, nxt, near(form.chord(beat).root, lo + 4), 0.8))
        notes = previous if mark == "D" else tuple(reversed(previous))[: size - 2]
        long = 0.16 if style in ("funk", "offbeat") else nxt
        for j, pitch in enumerate(notes):
            force = {"D": 0.78, "U": 0.62, "u": 0.42}[mark]
            events.append((beat + j * delay, long, pitch, force))
    return events


def left_hand(form: Form, rng: random.Random, style: str) -> list[Event]:
    """Piano accompaniment below middle C."""
    events: list[Event] = []
    for beat, long in slots(form):
        at = form.chord(beat)
        root = near(at.root, 43)
        third = near(at.classes[1], root + 15)
        fifth = near(at.classes[2], root + 7)
        if style == "broken":
            run = (root, fifth, root + 12, third, root + 12, fifth)
            for i in range(int(long * 2)):
                events.append((beat + i / 2, 0.6, run[i % 6], 0.62 if i else 0.75))
        elif style == "octaves":
            for i in range(max(1, int(long // 2))):
                for pitch in (root - 12, root):
                    events.append((beat + 2 * i, 1.9, pitch, 0.7))
        elif style == "waltz":
            for i in range(int(long)):
                if i % form.meter == 0:
                    events.append((beat + i, 0.95, root, 0.76))
                else:
                    for pitch in (fifth, third):
                        events.append((beat + i, 0.7, pitch, 0.55))
        elif style == "stride":
            for i in range(int(long)):
                if i % 2 == 0:
                    events.append((beat + i, 0.8, root - (12 if i % 4 else 0), 0.78))
                else:
                    for pitch in (fifth, root + 12, third):
                        events.append((beat + i, 0.5, pitch, 0.6))
        else:
            for pitch in (root - 12, fifth, third):
                events.append((beat, long, pitch, 0.68))
    return events
