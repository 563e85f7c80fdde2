"""Composers of what is played note by note: keys, plucks, leads, arpeggios, guitars, winds."""

from __future__ import annotations

import random
from dataclasses import replace

from instrument.studio import parts
from instrument.studio.desk import (
    glide,
    mask,
    pick,
    play,
    rests,
    space,
    sweep_points,
)
from instrument.studio.families.draft import Composer, Draft, draft, room
from instrument.studio.form import draw_form
from instrument.studio.parts import Event


def melodic(
    family: str, tempo: tuple[float, float], moods: tuple[str, ...], wet: float, echo: float
) -> Composer:
    """Plucks and mallets: a melody, an arpeggio, or both on two instruments."""

    def compose(rng: random.Random) -> Draft:
        mood = rng.choice(moods)
        form = draw_form(rng, tempo, mood, meter=rng.choice((4, 4, 4, 3)), size=rng.choice((3, 4)))
        tracks, words = [], []
        kind = rng.choice(("melody", "arpeggio", "both", "both"))
        if kind != "arpeggio":
            instrument = pick(rng, family)
            pace = rng.choice(("mid", "fast")) if form.bpm < 130 else rng.choice(("mid", "slow"))
            top = min(instrument.hi, max(instrument.lo + 17, 84))
            notes = parts.melody(form, rng, top - 21, top, pace, pentatonic=rng.random() < 0.45)
            tracks.append(play(form, rng, family, instrument, notes, name="melody",
                               effects=space(form, rng, wet, echo, 0.3),
                               when=rests(form, rng)))  # fmt: skip
            words.append(instrument.words)
        if kind != "melody":
            instrument = pick(rng, family)
            rate = rng.choice((0.5, 0.5, 0.25)) if form.bpm < 120 else 0.5
            base = max(instrument.lo, 48)
            notes = parts.arpeggio(
                form, rng, base, base + rng.choice((14, 19, 24)), rate,
                rng.choice(("up", "updown", "pendulum", "random")), 1.1,
                rng.choice((0, 0.1, 0.25)),
            )  # fmt: skip
            when = rests(form, rng) if kind == "arpeggio" else mask(form, rng, rng.choice(
                ("whole", "late", "gap")))  # fmt: skip
            tracks.append(play(form, rng, family, instrument, notes, name="arpeggio",
                               level=-3.0 if tracks else 0.0,
                               effects=space(form, rng, wet, echo, 0.4), when=when))  # fmt: skip
            words.append(instrument.words)
        return draft(
            form,
            tracks,
            words,
            mood,
            room=room(rng, 0.8, 2.6),
            extras=("melodic", "delicate", "resonating", "no drums"),
            tail=3.0,
        )

    return compose


def piano(rng: random.Random) -> Draft:
    mood = rng.choice(("calm", "sad", "happy", "dreamy", "hopeful", "energetic", "warm"))
    slow = mood in ("calm", "sad", "dreamy", "warm")
    style = rng.choice(
        ("broken", "block", "octaves")
        if slow
        else ("broken", "stride", "octaves", "waltz", "stabs")
    )
    meter = 3 if style == "waltz" or (slow and rng.random() < 0.15) else 4
    instrument = pick(rng, "piano")
    form = draw_form(
        rng,
        (60, 92) if slow else (96, 168),
        mood,
        meter=meter,
        size=rng.choice((3, 4)),
        swing=0.28 if style == "stride" else 0.0,
        unit=0.5,
    )
    events: list[Event] = []
    if style == "stabs":
        pattern = rng.choice(("x--x--x---x-x---", "x---x--x--x-x---", "--x---x---x---x-"))
        events += parts.stabs(form, rng, 52, 76, 4, pattern, 0.3)
        events += [(b, 0.9, 36 + (form.chord(b).root % 12), 0.75) for b in range(0, form.length, 2)]
    else:
        events += parts.left_hand(form, rng, style)
        pace = "slow" if slow and rng.random() < 0.5 else rng.choice(("mid", "fast"))
        tune = parts.melody(form, rng, 62, 88, pace, legato=1.0)
        events += tune
        if rng.random() < 0.35:  # thirds or sixths beneath the melody
            low = form.key.ladder(55, 88)
            for beat, long, pitch, force in tune:
                if pitch in low and beat % 1 == 0:
                    events.append((beat, long, low[max(0, low.index(pitch) - 2)], force * 0.75))
    track = play(
        form,
        rng,
        "piano",
        instrument,
        events,
        human=0.009,
        effects=space(form, rng, 0.22, 0.1),
        when=rests(form, rng),
    )
    if instrument.renderer == "fluid" and style in ("broken", "block", "octaves"):
        pedal = []
        for beat, long in parts.slots(form):
            pedal += [(form.time(beat) + 0.03, 64, 127), (form.time(beat + long) - 0.03, 64, 0)]
        track = replace(track, bend=tuple(pedal))
    return draft(form, [track], [instrument.words], mood, room=room(rng, 0.8, 2.6),
                 extras=("expressive", "solo", "two hands", "no drums"), tail=3.0)  # fmt: skip


def arpeggios(rng: random.Random) -> Draft:
    mood = rng.choice(("dreamy", "energetic", "hopeful", "dark", "bright", "mysterious"))
    form = draw_form(rng, (84, 150), mood, size=rng.choice((3, 4)))
    tracks, words = [], []
    for i in range(rng.choice((1, 1, 2))):
        instrument = pick(rng, "arp")
        base = max(instrument.lo, rng.choice((45, 50, 55)) + 7 * i)
        rate = rng.choice((0.25, 0.25, 0.5, 1 / 3) if i == 0 else (0.5, 0.75))
        notes = parts.arpeggio(
            form, rng, base, base + rng.choice((15, 20, 26)), rate,
            rng.choice(("up", "down", "updown", "pendulum", "random")),
            rng.choice((0.5, 0.8, 1.0)), rng.choice((0, 0, 0.15, 0.3)),
        )  # fmt: skip
        effects = space(form, rng, 0.2, 0.6, 0.3)
        if rng.random() < 0.6:
            effects = replace(effects, cutoff=sweep_points(form, rng, 500, 9000),
                              resonance=round(rng.uniform(0, 0.5), 2))  # fmt: skip
        tracks.append(
            play(
                form,
                rng,
                "arp",
                instrument,
                notes,
                name=f"arp {i + 1}",
                level=-2.5 * i,
                effects=effects,
                human=0.001,
                when=rests(form, rng) if i == 0 else mask(form, rng, "late"),
            )
        )
        words.append(instrument.words)
    return draft(form, tracks, words, mood, genre=rng.choice(("", "trance", "synthwave")),
                 extras=("hypnotic", "sequenced", "electronic", "no drums", "repeating"),
                 room=room(rng, 0.8, 2.4), tail=2.5)  # fmt: skip


def lead(rng: random.Random) -> Draft:
    mood = rng.choice(("energetic", "dreamy", "bright", "dark", "happy", "sad"))
    instrument = pick(rng, "lead")
    genre = "chiptune" if "square" in instrument.words[0] and rng.random() < 0.6 else ""
    form = draw_form(rng, (80, 156), mood)
    pace = rng.choice(("slow", "mid")) if "theremin" in instrument.words[0] else rng.choice(
        ("mid", "fast"))  # fmt: skip
    centre = rng.choice((57, 60, 64))
    notes = parts.melody(form, rng, centre, centre + 22, pace, pentatonic=rng.random() < 0.5,
                         legato=rng.choice((0.6, 0.9, 1.0)))  # fmt: skip
    track = play(
        form,
        rng,
        "lead",
        instrument,
        notes,
        human=0.003,
        effects=space(form, rng, 0.2, 0.6),
        when=rests(form, rng),
    )
    if instrument.renderer == "supercollider":
        track = replace(track, notes=glide(track.notes, rng, rng.choice((0, 0.3, 0.9))))
    return draft(form, [track], [instrument.words], mood, genre=genre,
                 extras=("monophonic", "electronic", "solo", "no drums", "melodic"),
                 room=room(rng, 0.6, 2.0), tail=2.0)  # fmt: skip


def guitar(rng: random.Random) -> Draft:
    mood = rng.choice(("happy", "calm", "sad", "energetic", "warm"))
    heavy = mood == "energetic" and rng.random() < 0.7
    instrument = pick(rng, "electric guitar" if heavy else "guitar")
    form = draw_form(rng, (96, 160) if heavy else (70, 132), mood)
    tracks, words = [], [instrument.words]
    kind = "power" if heavy else rng.choice(
        ("folk", "eights", "ballad", "funk", "finger", "finger", "offbeat"))  # fmt: skip
    if kind == "finger":
        notes = parts.arpeggio(form, rng, 43, 67, 0.5, rng.choice(("pendulum", "updown")), 1.6)
    else:
        notes = parts.strum(form, rng, kind, 40)
    tracks.append(play(form, rng, "guitar", instrument, notes, name="rhythm guitar",
                       effects=space(form, rng, 0.14), human=0.006,
                       when=rests(form, rng)))  # fmt: skip
    if rng.random() < 0.45:
        solo = pick(rng, "electric guitar" if heavy else "guitar")
        notes = parts.melody(form, rng, 55, 79, rng.choice(("mid", "fast")), pentatonic=True)
        tracks.append(
            play(
                form,
                rng,
                "guitar",
                solo,
                notes,
                name="lead guitar",
                effects=space(form, rng, 0.2, 0.3, 0.3),
                when=mask(form, rng, rng.choice(("late", "gap", "whole"))),
            )
        )
        words.append(solo.words)
    return draft(form, tracks, words, mood, genre="rock" if heavy else rng.choice(("folk", "")),
                 extras=("strummed" if kind != "finger" else "fingerpicked", "no drums",
                         "distorted" if heavy else "acoustic"),
                 room=room(rng, 0.6, 1.8), tail=2.5)  # fmt: skip


def winds(family: str) -> Composer:
    """Brass and flutes: a solo line, or a section of chords with a melody above."""

    def compose(rng: random.Random) -> Draft:
        moods = {
            "brass": ("energetic", "happy", "tense", "hopeful", "warm", "sad"),
            "flute": ("calm", "dreamy", "happy", "sad", "mysterious", "bright"),
        }
        mood = rng.choice(moods[family])
        slow = mood in ("calm", "sad", "dreamy", "warm", "mysterious")
        form = draw_form(rng, (64, 100) if slow else (96, 140), mood, meter=rng.choice((4, 4, 3)))
        tracks, words = [], []
        count = rng.choice((1, 1, 2, 3)) if family == "brass" else rng.choice((1, 1, 2))
        for i in range(count):
            instrument = pick(rng, family)
            low = max(instrument.lo, 48 if family == "brass" else 60)
            if i == 1:
                low = max(instrument.lo, low - 5)
            section = "section" in instrument.words[0] or "synth brass" in instrument.words
            if family == "brass" and (section or i == 2) and form.meter == 4:
                pattern = rng.choice(
                    (
                        "x-----x---------",
                        "4---3-----x-x---",
                        "f---------------",
                        "--x--x----x-----",
                        "8-------4---x-x-",
                    )
                )
                pattern = pattern.replace("f", "9")
                notes = parts.stabs(form, rng, low, min(low + 24, instrument.hi), 3, pattern)
            else:
                top = min(instrument.hi, low + 22)
                notes = parts.melody(
                    form,
                    rng,
                    low,
                    top,
                    rng.choice(("slow", "mid") if slow else ("mid", "mid", "fast")),
                    legato=0.96,
                )
            tracks.append(play(form, rng, family, instrument, notes, name=f"{family} {i + 1}",
                               level=-2.0 * i, effects=space(form, rng, 0.25, 0.1, 0.3),
                               human=0.008,
                               when=rests(form, rng) if i == 0 else mask(
                                   form, rng, rng.choice(("whole", "late", "gap")))))  # fmt: skip
            words.append(instrument.words)
        return draft(
            form,
            tracks,
            words,
            mood,
            room=room(rng, 0.9, 2.6),
            tail=2.5,
            extras=("expressive", "blown", "melodic", "no drums"),
        )

    return compose
