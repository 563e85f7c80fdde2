"""Composers of rhythm and bass: drum loops, bass riffs, acid lines."""

from __future__ import annotations

import random
from dataclasses import replace

from instrument.studio import parts
from instrument.studio.desk import (
    kit,
    pick,
    play,
    rests,
    space,
    sweep_points,
    swing_of,
)
from instrument.studio.families.draft import Draft, draft, room
from instrument.studio.form import Form, draw_form
from instrument.studio.instruments import Instrument
from instrument.studio.parts import perform
from instrument.studio.piece import Track
from instrument.studio.rhythm import STYLES, TEMPI

STYLE_NAMES = tuple(s for s in STYLES if s not in ("march",))


def drum_loop(rng: random.Random, style: str = "") -> Draft:
    style = style or rng.choice(
        (*STYLE_NAMES, "house", "techno", "hip hop", "rock", "trap", "march")
    )
    form = draw_form(
        rng, TEMPI[style], "energetic", swing=swing_of(rng, style),
        unit=0.5 if style in ("jazz", "reggae") else 0.25,
    )  # fmt: skip
    track, words = kit(form, rng, style, wet=rng.choice((0.02, 0.06, 0.12, 0.3)))
    moods = {"lo-fi": "warm", "trap": "dark", "jazz": "warm", "reggae": "calm", "latin": "happy"}
    mood = moods.get(style, rng.choice(("energetic", "energetic", "bright", "dark")))
    fx = track.effects
    extras = ["no melody", "drums only", "percussive"]
    if rng.random() < 0.15:
        fx = replace(fx, cutoff=sweep_points(form, rng, 400, 16000), resonance=0.3)
        extras.append("filter sweep")
    if style == "reggae" or rng.random() < 0.08:
        fx = replace(fx, delay=(0.75 * 60 / form.bpm, 0.5, 0.25))
        extras.append("echoing")
    if fx.drive > 0.3:
        extras.append("distorted")
    if form.swing > 0.1:
        extras.append("swung")
    track = replace(track, effects=fx)
    return draft(form, [track], [words], mood, genre=style, extras=tuple(extras),
                 room=room(rng, 0.3, 1.6), tail=1.2)  # fmt: skip


def bass_riff(rng: random.Random) -> Draft:
    mood = rng.choice(("dark", "energetic", "warm", "calm", "tense"))
    instrument = pick(rng, "bass")
    style = rng.choice(tuple(parts.BASS))
    if instrument.words[0] in ("upright bass", "fretless bass") and rng.random() < 0.7:
        style = "walking"
    if instrument.sound in ("bass_reese", "bass_wobble", "bass_sub"):
        style = rng.choice(("sub", "half", "whole", "drop", "synco", "trap"))
    tempo = (62, 120) if style in ("sub", "half", "dub", "trap") else (84, 174)
    form = draw_form(
        rng, tempo, mood, swing=rng.choice((0, 0, 0.1, 0.3)) if style == "walking" else 0.0,
        unit=0.5 if style == "walking" else 0.25,
    )  # fmt: skip
    track = play(
        form,
        rng,
        "bass",
        instrument,
        parts.bassline(form, rng, style, instrument.lo),
        effects=space(form, rng, 0.04),
        human=0.003,
        when=rests(form, rng),
    )
    extras = ["deep", "low", style if style in ("walking", "funk", "rolling", "dub") else "bassy"]
    if rng.random() < 0.25:
        track = replace(
            track,
            effects=replace(
                track.effects, cutoff=sweep_points(form, rng, 250, 5000), resonance=0.25
            ),
        )
        extras.append("filter sweep")
    if rng.random() < 0.25:
        track = replace(track, effects=replace(track.effects, drive=rng.uniform(0.2, 0.8)))
        extras.append("gritty")
    return draft(form, [track], [instrument.words], mood, extras=tuple(extras),
                 room=room(rng, 0.4, 1.0), tail=1.0)  # fmt: skip


ACID = Instrument(("303 synth", "tb-303", "acid bass synth"), "supercollider", "acid")


def acid_track(form: Form, rng: random.Random, level: float = 0.0,
               when: tuple[bool, ...] = ()) -> Track:  # fmt: skip
    """A 303 line whose cutoff, resonance and decay are turned while it plays."""
    wave = rng.choice((0.0, 0.0, 1.0))
    points = sweep_points(form, rng, rng.uniform(160, 300), rng.uniform(700, 1800))
    rq = rng.uniform(0.1, 0.3)
    decay = rng.uniform(0.12, 0.4)
    drive = rng.choice((1.0, 1.5, 3.0))
    notes = []
    before = 0.0
    for event, accent, slide in parts.acid(form, rng, rng.choice((33, 36, 40))):
        note = perform(form, rng, [event], human=0.0, mask=when)
        if not note:
            continue
        at = note[0].onset
        cutoff = points[0][1]
        for (t0, a), (t1, b) in zip(points, points[1:], strict=False):
            if t0 <= at:
                cutoff = a + (b - a) * min(1.0, (at - t0) / max(0.01, t1 - t0))
        params = [("wave", wave), ("cutoff", round(cutoff, 1)), ("rq", rq), ("decay", decay),
                  ("accent", float(accent)), ("drive", drive)]  # fmt: skip
        if slide and before:
            params.append(("from", round(before, 2)))
        notes.append(replace(note[0], params=tuple(params)))
        before = 440.0 * 2 ** ((note[0].pitch - 69) / 12)
    delay = (0.75 * 60 / form.bpm, 0.4, 0.25) if rng.random() < 0.4 else (0.0, 0.0, 0.0)
    effects = replace(space(form, rng, 0.06), delay=delay, drive=rng.choice((0, 0, 0.3, 0.6)))
    return Track("acid", "acid", ACID.words[0], "supercollider", "acid", tuple(notes), level,
                 False, effects)  # fmt: skip


def acid(rng: random.Random) -> Draft:
    form = draw_form(rng, (112, 148), "dark", arc=rng.choice(("build", "wave", "steady", "drop")))
    track = acid_track(form, rng, when=rests(form, rng))
    return draft(form, [track], [ACID.words], rng.choice(("dark", "energetic", "tense")),
                 extras=("squelchy", "resonant", "filter sweep", "hypnotic"),
                 room=room(rng, 0.5, 1.4), tail=1.5)  # fmt: skip
