"""Composers of what is held: pads, drones, strings, choirs, organs, textures."""

from __future__ import annotations

import random
from dataclasses import replace

from instrument.studio import parts
from instrument.studio.desk import (
    mask,
    pick,
    play,
    rests,
    space,
    sweep_points,
)
from instrument.studio.families.draft import Draft, draft, room
from instrument.studio.form import Form, draw_form
from instrument.studio.instruments import INSTRUMENTS
from instrument.studio.parts import Event
from instrument.studio.piece import Track


def pad(rng: random.Random) -> Draft:
    mood = rng.choice(("calm", "dreamy", "dark", "warm", "hopeful", "mysterious", "sad"))
    form = draw_form(rng, (60, 100), mood, size=rng.choice((3, 4, 5)))
    tracks, words = [], []
    for i in range(rng.choice((1, 1, 2))):
        instrument = pick(rng, "pad")
        lo = rng.choice((46, 50, 53)) + 7 * i
        notes = parts.held(form, rng, lo, lo + 22, rng.choice((3, 4)), overlap=0.4)
        effects = replace(space(form, rng, 0.45), width=1.2, highpass=60)
        if instrument.renderer == "fluid" or rng.random() < 0.3:
            lows = 350 if mood in ("dark", "mysterious", "sad", "warm") else 900
            effects = replace(effects, cutoff=sweep_points(form, rng, lows, lows * 8))
        when = rests(form, rng) if i == 0 else mask(form, rng, rng.choice(("late", "gap", "early")))
        track = play(form, rng, "pad", instrument, notes, name=f"pad {i + 1}", level=-2.0 * i,
                     effects=effects, human=0.01, when=when)  # fmt: skip
        if instrument.renderer == "fluid":
            track = swell(track, form, rng)
        tracks.append(track)
        words.append(instrument.words)
    return draft(form, tracks, words, mood, genre="ambient", beatless=True,
                 extras=("slow attack", "sustained", "no drums", "washed in reverb", "evolving"),
                 room=room(rng, 2.5, 4.5), tail=4.0)  # fmt: skip


def swell(track: Track, form: Form, rng: random.Random) -> Track:
    """Expression that breathes with each chord, so that sampled sounds have a slow attack."""
    bend = [(0.0, 11, 20)]
    beat = 0.0
    while beat < form.length:
        start, stop = form.time(beat), form.time(beat + form.slot)
        peak = int(92 + 30 * form.level(beat))
        for i in range(13):
            part = i / 12
            shape = min(1.0, part / 0.35) * min(1.0, (1 - part) / 0.2 * 0.5 + 0.5)
            bend.append((start + part * (stop - start) * 0.98, 11, int(34 + (peak - 34) * shape)))
        beat += form.slot
    return replace(track, bend=tuple(bend))


def drone(rng: random.Random) -> Draft:
    mood = rng.choice(("dark", "mysterious", "calm", "tense", "dreamy"))
    form = draw_form(rng, (60, 80), mood, arc=rng.choice(("build", "wave", "fade", "steady")))
    tracks, words = [], []
    layers = rng.choice((1, 2, 2, 3))
    for i in range(layers):
        instrument = pick(rng, "drone")
        interval = (0, 7, 12, 0, 5)[rng.randrange(5)] if i else 0
        pitch = instrument.lo + (form.key.tonic - instrument.lo) % 12 + interval
        span = form.length
        count = rng.choice((1, 2, 3)) if i else 1
        events: list[Event] = []
        for k in range(count):
            events.append((k * span / count, span / count + 1, pitch, rng.uniform(0.6, 0.85)))
        when = mask(form, rng, "whole" if i == 0 else rng.choice(("late", "early", "gap")))
        effects = replace(space(form, rng, 0.4), width=1.2)
        if rng.random() < 0.5:
            effects = replace(effects, cutoff=sweep_points(form, rng, 250, 5000), resonance=0.15)
        if instrument.renderer == "fluid":
            # sampled drones are struck again now and then, overlapping
            events = [(b, 9.0, pitch, 0.7) for b in range(0, form.length, 8)]
        track = play(form, rng, "drone", instrument, events, name=f"drone {i + 1}",
                     level=-1.5 * i, effects=effects, human=0.0, when=when)  # fmt: skip
        tracks.append(track)
        words.append(instrument.words)
    return draft(form, tracks, words, mood, genre="ambient", beatless=True,
                 extras=("static", "one note", "sustained", "slowly changing", "meditative"),
                 room=room(rng, 2.5, 5.0), tail=4.0)  # fmt: skip


def strings(rng: random.Random) -> Draft:
    mood = rng.choice(("sad", "tense", "hopeful", "calm", "dark", "energetic", "dreamy"))
    form = draw_form(rng, (60, 110) if mood != "energetic" else (112, 150), mood,
                     meter=rng.choice((4, 4, 3)))  # fmt: skip
    tracks, words = [], []
    kind = rng.choice(("held", "held", "ostinato", "quartet", "solo"))
    if kind == "ostinato":
        instrument = rng.choice(INSTRUMENTS["strings"][:2] + INSTRUMENTS["pizzicato"])
        notes = parts.arpeggio(form, rng, 48, 72, 0.5, rng.choice(("pendulum", "updown")), 0.7)
        tracks.append(play(form, rng, "strings", instrument, notes, name="ostinato",
                           effects=space(form, rng, 0.3)))  # fmt: skip
        words.append(instrument.words)
    if kind != "solo":
        instrument = pick(rng, "strings")
        notes = parts.held(form, rng, 45, 76, 4, overlap=0.15)
        track = play(
            form,
            rng,
            "strings",
            instrument,
            notes,
            name="ensemble",
            human=0.012,
            effects=space(form, rng, 0.35),
            when=rests(form, rng),
        )
        tracks.append(swell(track, form, rng) if instrument.renderer == "fluid" else track)
        words.append(instrument.words)
    if kind in ("quartet", "solo"):
        for i in range(2 if kind == "solo" else 1):
            instrument = pick(rng, "solo strings")
            low = instrument.lo + 5
            notes = parts.melody(form, rng, low, low + 20, rng.choice(("slow", "mid")), legato=1.02)
            tracks.append(play(form, rng, "strings", instrument, notes, name=f"solo {i + 1}",
                               effects=space(form, rng, 0.3, 0, 0.4), human=0.012, level=-2.0 * i,
                               when=mask(form, rng, "whole" if i == 0 else "late")))  # fmt: skip
            words.append(instrument.words)
    return draft(form, tracks, words, mood, genre=rng.choice(("orchestral", "")),
                 extras=("orchestral", "bowed", "cinematic", "sustained", "no drums"),
                 room=room(rng, 1.4, 3.2), tail=3.5)  # fmt: skip


def choir(rng: random.Random) -> Draft:
    mood = rng.choice(("calm", "dark", "mysterious", "hopeful", "dreamy", "sad"))
    form = draw_form(rng, (60, 96), mood)
    tracks, words = [], []
    for i in range(rng.choice((1, 1, 2))):
        instrument = pick(rng, "choir")
        if i == 0:
            notes = parts.held(form, rng, 48, 74, 4, overlap=0.1)
        else:
            notes = parts.melody(form, rng, 60, 79, "slow", legato=1.05, leap=0.1)
        track = play(
            form,
            rng,
            "choir",
            instrument,
            notes,
            name=("choir", "soprano")[i],
            effects=replace(space(form, rng, 0.5), highpass=70),
            human=0.015,
            when=rests(form, rng) if i == 0 else mask(form, rng, "late"),
        )
        if i == 0 and instrument.renderer == "fluid":
            track = swell(track, form, rng)
        tracks.append(track)
        words.append(instrument.words)
    return draft(form, tracks, words, mood, beatless=form.bpm < 80,
                 extras=("sacred", "vocal", "wordless", "cathedral", "no drums"),
                 room=room(rng, 2.2, 4.5), tail=4.0)  # fmt: skip


def organ(rng: random.Random) -> Draft:
    mood = rng.choice(("calm", "happy", "dark", "energetic", "warm", "mysterious"))
    instrument = pick(rng, "organ")
    church = "church" in instrument.words[0]
    form = draw_form(
        rng,
        (60, 96) if church or mood == "calm" else (84, 140),
        mood,
        meter=3 if "accordion" in instrument.words[0] else 4,
    )
    kind = rng.choice(("held", "held", "stabs", "melody", "toccata"))
    low = max(instrument.lo, 50)
    if kind == "held" or church and kind == "stabs":
        notes = parts.held(form, rng, low, low + 24, 4)
    elif kind == "stabs":
        pattern = rng.choice(("--x---x---x---x-", "x--x--x---x--x--", "x-x---x-x--x----"))
        notes = parts.stabs(form, rng, low, low + 22, 3, pattern)
    elif kind == "toccata":
        notes = parts.arpeggio(form, rng, low + 7, low + 33, 0.25 if form.bpm < 110 else 0.5,
                               rng.choice(("updown", "pendulum")), 0.95)  # fmt: skip
    else:
        notes = parts.melody(form, rng, low + 10, low + 32, rng.choice(("mid", "fast")))
        notes += parts.held(form, rng, low - 2, low + 14, 3)
    if church or rng.random() < 0.4:
        notes += [(b, long, max(instrument.lo, 36 + form.chord(b).root % 12), 0.7)
                  for b, long in parts.slots(form)]  # fmt: skip
    track = play(form, rng, "organ", instrument, notes, human=0.006,
                 effects=space(form, rng, 0.45 if church else 0.15),
                 when=rests(form, rng))  # fmt: skip
    return draft(
        form,
        [track],
        [instrument.words],
        mood,
        genre="baroque" if church else "",
        extras=("sustained", "full", "no drums", "rotary" if not church else "sacred"),
        room=room(rng, 2.2, 4.5) if church else room(rng, 0.6, 1.8),
        tail=3.0,
    )


def texture(rng: random.Random) -> Draft:
    mood = rng.choice(("dark", "mysterious", "tense", "calm", "dreamy"))
    form = draw_form(rng, (60, 90), mood, arc=rng.choice(("wave", "build", "fade", "break")))
    tracks, words = [], []
    for i in range(rng.choice((1, 2, 2, 3))):
        instrument = pick(rng, "texture")
        span = rng.choice((8, 12, 16)) if instrument.renderer != "supercollider" else rng.choice(
            (8, 16, form.length))  # fmt: skip
        events: list[Event] = []
        beat = 0.0 if i == 0 else rng.choice((0.0, 4.0, 8.0))
        while beat < form.length:
            pitch = rng.randint(instrument.lo, instrument.hi)
            events.append((beat, span + 2, pitch, rng.uniform(0.5, 0.95)))
            beat += span if instrument.renderer == "supercollider" else span / 2
        effects = replace(space(form, rng, 0.3, 0.2, 0.4), width=1.2)
        if rng.random() < 0.5:
            effects = replace(effects, cutoff=sweep_points(form, rng, 400, 12000), resonance=0.2)
        track = play(
            form,
            rng,
            "texture",
            instrument,
            events,
            name=f"texture {i + 1}",
            level=-2.0 * i,
            effects=effects,
            human=0.02,
            when=mask(form, rng, "whole" if i == 0 else rng.choice(("gap", "late"))),
        )
        if instrument.renderer == "samples":
            notes = tuple(replace(n, params=(("attack", 0.8),)) for n in track.notes)
            track = replace(track, notes=notes)
        tracks.append(track)
        words.append(instrument.words)
    return draft(form, tracks, words, mood, genre="ambient", beatless=True,
                 extras=("noisy", "abstract", "no melody", "no drums", "experimental"),
                 room=room(rng, 1.5, 4.5), tail=3.0)  # fmt: skip
