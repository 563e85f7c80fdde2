"""From a part's events to a finished track: instrument, parameters, placement, effects."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from instrument.studio.form import Form
from instrument.studio.instruments import INSTRUMENTS, Instrument
from instrument.studio.kits import KIT_CHOICE
from instrument.studio.parts import Event, perform
from instrument.studio.piece import Effects, Note, Track
from instrument.studio.rhythm import SWINGS, drums


def pick(rng: random.Random, family: str, renderer: str = "") -> Instrument:
    """An instrument of a family; half of the time its renderer is drawn first."""
    choice = [i for i in INSTRUMENTS[family] if not renderer or i.renderer == renderer]
    kinds = sorted({i.renderer for i in choice})
    kind = rng.choice(kinds)
    if len(kinds) > 1 and rng.random() < 0.5:
        choice = [i for i in choice if i.renderer == kind]
    return rng.choice(choice)


def mask(form: Form, rng: random.Random, kind: str = "whole") -> tuple[bool, ...]:
    """In which phrases a part plays."""
    n = form.phrases
    if kind == "late" and n > 1:
        start = rng.randrange(1, max(2, n // 2 + 1))
        return tuple(i >= start for i in range(n))
    if kind == "early" and n > 1:
        end = rng.randrange(max(1, n // 2), n)
        return tuple(i < end for i in range(n))
    if kind == "gap" and n > 2:
        hole = rng.randrange(1, n - 1)
        return tuple(i != hole for i in range(n))
    if kind == "energy":
        return tuple(e > 0.5 for e in form.energy)
    if kind == "calm":
        return tuple(e < 0.8 for e in form.energy)
    return (True,) * n


def rests(form: Form, rng: random.Random) -> tuple[bool, ...]:
    """When a piece's only part plays: mostly throughout, else with one short phrase left out."""
    if form.phrase_beats * 60 / form.bpm > 7.0 or rng.random() < 0.65:
        return mask(form, rng)
    silent = rng.choice((0, form.phrases - 1, rng.randrange(form.phrases)))
    return tuple(i != silent or form.phrases == 1 for i in range(form.phrases))


def sweep_points(form: Form, rng: random.Random, lo: float, hi: float) -> tuple:
    """A filter sweep that follows the form's energy, or a slow rise, fall or wave."""
    end = form.time(form.length)
    kind = rng.choice(("energy", "rise", "fall", "wave"))
    if kind == "energy":
        return tuple(
            (form.time(i * form.phrase_beats), lo * (hi / lo) ** min(1.0, max(0.0, e)))
            for i, e in enumerate(form.energy)
        )
    if kind == "rise":
        return ((0.0, lo), (end * 0.85, hi))
    if kind == "fall":
        return ((end * 0.15, hi), (end, lo))
    n = rng.choice((3, 5, 7, 9))
    return tuple((end * i / (n - 1), lo if i % 2 == 0 else hi) for i in range(n))


def space(
    form: Form, rng: random.Random, wet: float, echo: float = 0.0, pan: float = 0.0
) -> Effects:
    """Reverb around `wet`, a tempo-locked delay with probability `echo`, a place within ±pan."""
    delay = (0.0, 0.0, 0.0)
    if rng.random() < echo:
        beats = rng.choice((0.5, 0.75, 0.75, 1.0, 1.5))
        delay = (beats * 60 / form.bpm, rng.uniform(0.3, 0.6), rng.uniform(0.18, 0.4))
    return Effects(
        reverb=round(max(0.0, wet * rng.uniform(0.5, 1.5)), 3),
        delay=delay,
        pan=round(rng.uniform(-pan, pan), 2),
    )


def glide(notes: tuple[Note, ...], rng: random.Random, chance: float) -> tuple[Note, ...]:
    """Some notes that follow closely slide from the pitch before (mono synthesisers)."""
    out: list[Note] = []
    for note in notes:
        if out and note.onset - (out[-1].onset + out[-1].duration) < 0.06 and rng.random() < chance:
            start = 440.0 * 2 ** ((out[-1].pitch - 69) / 12)
            note = replace(note, params=(*note.params, ("from", round(start, 3))))
        out.append(note)
    return tuple(out)


def play(
    form: Form,
    rng: random.Random,
    family: str,
    instrument: Instrument,
    events: Iterable[Event],
    *,
    name: str = "",
    level: float = 0.0,
    effects: Effects | None = None,
    human: float = 0.005,
    when: tuple[bool, ...] = (),
) -> Track:
    """One pitched track; pitches are folded by octaves into the instrument's range."""
    folded = []
    for beat, long, pitch, velocity in events:
        while pitch < instrument.lo:
            pitch += 12
        while pitch > instrument.hi:
            pitch -= 12
        folded.append((beat, long, pitch, velocity))
    params = instrument.draw(rng)
    if instrument.renderer == "supercollider" and instrument.sound == "bass_wobble":
        params += (("rate", form.bpm / 60 * rng.choice((0.5, 1, 2, 1.5, 3))),)
    return Track(
        name=name or family,
        family=family,
        instrument=instrument.words[0],
        renderer=instrument.renderer,
        sound=instrument.sound,
        notes=perform(form, rng, folded, human=human, mask=when, params=params),
        level=level,
        effects=effects or space(form, rng, 0.2),
    )


def kit(
    form: Form,
    rng: random.Random,
    style: str,
    *,
    level: float = 0.0,
    when: tuple[bool, ...] = (),
    events: list[Event] | None = None,
    name: str = "drums",
    wet: float = 0.07,
    choice: tuple[str, str, str] | None = None,
) -> tuple[Track, tuple[str, ...]]:
    """A drum track of a style, and the words for its kit."""
    renderer, sound, words = choice or rng.choice(KIT_CHOICE[style])
    part = drums(form, rng, style) if events is None else events
    machine = renderer == "supercollider" or style in ("house", "techno", "electro", "trap")
    tune = round(rng.uniform(0.9, 1.12), 3)
    params = (("tune", tune),) if renderer == "samples" else ()
    effects = space(form, rng, wet)
    if rng.random() < 0.3:
        effects = replace(effects, drive=round(rng.uniform(0.1, 0.6), 2))
    notes = perform(form, rng, part, human=0.0008 if machine else 0.004, mask=when, params=params)
    track = Track(name, "drums", words.split("|")[0], renderer, sound, notes, level, True, effects)
    return track, tuple(words.split("|"))


def swing_of(rng: random.Random, style: str) -> float:
    lo, hi = SWINGS.get(style, (0.0, 0.0))
    return round(rng.uniform(lo, hi), 3)
