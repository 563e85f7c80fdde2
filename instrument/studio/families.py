"""One composer for each family of solo and small-ensemble pieces."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from instrument.studio import parts
from instrument.studio.desk import (
    glide,
    kit,
    mask,
    pick,
    play,
    rests,
    space,
    sweep_points,
    swing_of,
)
from instrument.studio.form import Form, draw_form
from instrument.studio.instruments import INSTRUMENTS, Instrument
from instrument.studio.parts import Event, perform
from instrument.studio.piece import Track
from instrument.studio.rhythm import STYLES, TEMPI


@dataclass(frozen=True)
class Draft:
    """A composition before captions and identity."""

    form: Form
    tracks: tuple[Track, ...]
    words: tuple[tuple[str, ...], ...]
    mood: str
    genre: str = ""
    extras: tuple[str, ...] = ()
    beatless: bool = False
    room: tuple[float, float] = (1.4, 0.5)
    tail: float = 2.5


Composer = Callable[[random.Random], Draft]


def room(rng: random.Random, lo: float, hi: float) -> tuple[float, float]:
    return (round(rng.uniform(lo, hi), 1), round(rng.uniform(0.2, 0.8), 1))


def draft(
    form: Form, tracks: list[Track], words: list[tuple[str, ...]], mood: str, **more
) -> Draft:
    return Draft(form, tuple(tracks), tuple(words), mood, **more)


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


COMPOSERS: dict[str, Composer] = {
    "drums": drum_loop,
    "bass": bass_riff,
    "acid": acid,
    "pad": pad,
    "drone": drone,
    "pluck": melodic("pluck", (76, 140), ("happy", "calm", "dreamy", "mysterious", "sad"), 0.22,
                     0.35),
    "mallet": melodic("mallet", (76, 136), ("bright", "dreamy", "happy", "calm", "mysterious"),
                      0.25, 0.25),
    "piano": piano,
    "strings": strings,
    "choir": choir,
    "arp": arpeggios,
    "lead": lead,
    "texture": texture,
    "guitar": guitar,
    "brass": winds("brass"),
    "flute": winds("flute"),
    "organ": organ,
}  # fmt: skip
