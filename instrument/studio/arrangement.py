"""Full arrangements: drums, bass, chords and melody of one genre, entering and leaving."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from instrument.studio import parts
from instrument.studio.desk import glide, kit, mask, pick, play, space, sweep_points, swing_of
from instrument.studio.families.draft import Draft, room
from instrument.studio.families.low import acid_track
from instrument.studio.families.sustained import swell
from instrument.studio.form import Form, draw_form
from instrument.studio.instruments import INSTRUMENTS
from instrument.studio.piece import Note, Track
from instrument.studio.rhythm import TEMPI


@dataclass(frozen=True)
class Genre:
    """Which parts a genre has. A part is `family:role`; `?` at its end makes it optional."""

    drums: str
    bass: tuple[str, ...]  # styles of bass line; empty for none
    basses: tuple[str, ...]  # words that must be among the instrument's
    parts: tuple[str, ...]
    moods: tuple[str, ...]
    tempo: tuple[float, float] = (0, 0)
    duck: float = 0.0
    size: int = 3
    unit: float = 0.25


GENRES: dict[str, Genre] = {
    "house": Genre(
        "house", ("offbeat", "synco", "octave"), ("synth bass", "saw bass", "fm bass"),
        ("piano:stabs?", "organ:stabs?", "pad:held", "pluck:arp?", "lead:melody?"),
        ("energetic", "happy", "warm", "hopeful"), duck=0.6, size=4),
    "techno": Genre(
        "techno", ("rolling", "root8", "offbeat"), ("sub bass", "saw bass", "fm bass"),
        ("acid:line?", "arp:arp?", "texture:long?", "pad:held?", "arp:arp"),
        ("dark", "energetic", "tense"), duck=0.7),
    "trance": Genre(
        "house", ("offbeat", "gallop", "rolling"), ("saw bass", "synth bass"),
        ("arp:arp", "pad:held", "lead:melody", "piano:chords?"),
        ("hopeful", "energetic", "dreamy"), tempo=(132, 142), duck=0.7),
    "hip hop": Genre(
        "hip hop", ("sub", "synco", "half"), ("bass guitar", "sub bass", "upright bass"),
        ("piano:chords", "strings:held?", "flute:melody?", "mallet:arp?", "brass:stabs?"),
        ("dark", "warm", "calm", "sad"), size=4),
    "lo-fi": Genre(
        "lo-fi", ("synco", "half", "sub"), ("bass guitar", "upright bass", "smooth bass"),
        ("piano:chords", "guitar:finger?", "mallet:melody?", "texture:crackle", "flute:melody?"),
        ("warm", "calm", "sad", "dreamy"), size=5),
    "drum and bass": Genre(
        "drum and bass", ("sub", "half", "drop"), ("reese bass", "sub bass", "wobble bass"),
        ("pad:held", "arp:arp?", "piano:chords?", "choir:held?", "lead:melody?"),
        ("dark", "energetic", "dreamy"), duck=0.3, size=4),
    "trap": Genre(
        "trap", ("trap", "sub"), ("sub bass",),
        ("mallet:arp", "strings:held?", "flute:melody?", "choir:held?", "lead:melody?",
         "piano:chords?"),
        ("dark", "sad", "tense", "mysterious")),
    "rock": Genre(
        "rock", ("rock", "root8"), ("bass guitar",),
        ("electric guitar:power", "electric guitar:melody?", "organ:held?", "guitar:strum?"),
        ("energetic", "happy", "dark")),
    "funk": Genre(
        "funk", ("funk", "octave", "synco"), ("funk bass", "bass guitar"),
        ("guitar:funk", "brass:stabs", "piano:stabs?", "organ:held?", "brass:melody?"),
        ("happy", "energetic", "warm"), size=4),
    "jazz": Genre(
        "jazz", ("walking",), ("upright bass",),
        ("piano:chords", "brass:melody?", "guitar:comp?", "mallet:melody?", "flute:melody?"),
        ("warm", "happy", "calm", "sad"), size=4, unit=0.5),
    "reggae": Genre(
        "reggae", ("dub", "sub", "synco"), ("bass guitar", "sub bass"),
        ("guitar:offbeat", "organ:offbeat", "brass:melody?", "mallet:melody?", "piano:stabs?"),
        ("calm", "happy", "warm"), unit=0.5),
    "latin": Genre(
        "latin", ("synco", "dub"), ("upright bass", "bass guitar"),
        ("piano:stabs", "brass:stabs?", "guitar:finger?", "flute:melody?", "brass:melody?"),
        ("happy", "energetic", "warm"), size=4),
    "electro": Genre(
        "electro", ("octave", "funk", "root8"), ("fm bass", "synth bass", "saw bass"),
        ("arp:arp", "lead:melody?", "pad:held?", "choir:held?", "acid:line?"),
        ("energetic", "dark", "bright"), duck=0.3),
    "synthwave": Genre(
        "electro", ("root8", "octave", "gallop"), ("saw bass", "synth bass"),
        ("pad:held", "arp:arp", "lead:melody", "choir:held?"),
        ("dreamy", "energetic", "dark"), tempo=(84, 116), duck=0.4),
    "breakbeat": Genre(
        "breakbeat", ("synco", "funk", "drop"), ("saw bass", "reese bass", "funk bass"),
        ("acid:line?", "organ:stabs?", "pad:held?", "electric guitar:power?", "lead:melody?"),
        ("energetic", "dark"), duck=0.2),
    "chiptune": Genre(
        "electro", ("octave", "root8", "gallop"), ("synth bass",),
        ("lead:chip", "arp:chip", "lead:chip?"), ("happy", "energetic", "bright"),
        tempo=(110, 170)),
    "orchestral": Genre(
        "march", (), (),
        ("strings:held", "strings:ostinato", "brass:melody?", "flute:melody?", "choir:held?",
         "mallet:arp?", "brass:stabs?", "pluck:arp?"),
        ("hopeful", "dark", "tense", "energetic", "sad"), tempo=(76, 124)),
    "ambient": Genre(
        "", ("whole",), ("sub bass", "smooth bass"),
        ("pad:held", "pad:held?", "piano:sparse?", "texture:long", "mallet:sparse?",
         "choir:held?", "strings:held?"),
        ("calm", "dreamy", "mysterious", "dark"), tempo=(60, 84), size=4),
    "folk": Genre(
        "", ("half", "root8"), ("upright bass", "bass guitar"),
        ("guitar:strum", "guitar:finger?", "flute:melody?", "solo strings:melody", "pluck:arp?"),
        ("happy", "calm", "sad", "warm"), tempo=(76, 124)),
    "baroque": Genre(
        "", (), (),
        ("harpsichord:broken", "strings:held", "flute:melody?", "solo strings:melody",
         "organ:held?"),
        ("calm", "happy", "sad", "bright"), tempo=(72, 116)),
    "tribal": Genre(
        "tribal", ("whole", "dub"), ("sub bass", "fm bass"),
        ("mallet:arp", "flute:melody", "drone:long?", "pluck:arp?", "choir:held?"),
        ("mysterious", "energetic", "calm")),
}  # fmt: skip


def part(
    form: Form, rng: random.Random, spec: str, genre: Genre, index: int, always: bool = False
) -> tuple[Track, tuple]:
    """One harmonic or melodic part; it plays in every phrase if it must (`always`)."""
    family, role = spec.rstrip("?").split(":")
    when = mask(form, rng, rng.choice(("whole", "whole", "late", "gap", "early", "energy")))
    if always:
        when = mask(form, rng)
    pan = rng.choice((-1, 1)) * (0.12 + 0.1 * index)
    human = 0.002 if genre.duck else 0.006
    fx = replace(space(form, rng, 0.18, 0.3), pan=round(max(-0.6, min(0.6, pan)), 2))
    level = -3.0 - 0.5 * index
    if family == "acid":
        track = acid_track(form, rng, -3.0, when)
        return track, ("303 synth", "acid line", "acid bass")
    if family == "harpsichord":
        instrument, family = INSTRUMENTS["piano"][-1], "piano"
    elif role == "crackle":
        instrument = next(i for i in INSTRUMENTS["texture"] if i.sound == "crackle")
    elif role == "chip":
        instrument = next(i for i in INSTRUMENTS["lead"] if i.sound == "lead_square")
    else:
        instrument = pick(rng, family)
    family = {"solo strings": "strings", "electric guitar": "guitar"}.get(family, family)
    low = max(instrument.lo, 50)
    if role == "stabs":
        pattern = rng.choice(
            ("--x---x---x---x-", "x--x--x---x-----", "---x--x----x--x-", "x-----x---x-----")
        )
        events = parts.stabs(form, rng, low + 2, low + 24, 3 + genre.size % 2, pattern)
    elif role == "held":
        events = parts.held(form, rng, low, low + 24, 4, overlap=0.1)
        fx = replace(fx, reverb=0.3, width=1.15, pan=0.0, highpass=110)
        level -= 3.0
    elif role == "chords":
        if rng.random() < 0.5:
            events = parts.stabs(
                form,
                rng,
                50,
                74,
                4,
                rng.choice(("6-----x---4-----", "4---3-----6-----", "x--5----x--5----")),
            )
        else:
            events = parts.held(form, rng, 50, 74, 4)
    elif role == "broken":
        events = parts.left_hand(form, rng, "broken")
        events += parts.melody(form, rng, 64, 86, "fast")
        level -= 1
    elif role in ("arp", "ostinato"):
        rate = 0.5 if role == "ostinato" else rng.choice((0.25, 0.25, 0.5))
        if family in ("mallet", "pluck") and form.bpm > 100:
            rate = 0.5
        base = max(instrument.lo, rng.choice((50, 57, 60)))
        events = parts.arpeggio(form, rng, base, base + rng.choice((14, 19, 24)), rate,
                                rng.choice(("up", "updown", "pendulum", "random")), 0.7,
                                rng.choice((0, 0.2, 0.3)))  # fmt: skip
        level -= 2.0
        if family == "arp" and rng.random() < 0.5:
            fx = replace(fx, cutoff=sweep_points(form, rng, 500, 9000), resonance=0.2)
    elif role == "chip":
        if spec.startswith("arp"):
            events = parts.arpeggio(form, rng, 55, 79, 0.25, "up", 0.6)
            level -= 2
        else:
            events = parts.melody(form, rng, 62, 86, "fast", legato=0.7)
    elif role in ("power", "strum", "funk", "offbeat", "comp", "finger"):
        style = {"strum": rng.choice(("folk", "eights")), "comp": "ballad"}.get(role, role)
        if role == "finger":
            events = parts.arpeggio(form, rng, 45, 69, 0.5, "pendulum", 1.4)
        elif family == "organ":
            events = parts.stabs(form, rng, 52, 74, 3, "--x---x---x---x-", 0.2)
        else:
            events = parts.strum(form, rng, style, 40)
    elif role == "sparse":
        events = parts.melody(form, rng, low + 8, low + 30, "slow", rest=0.3, pentatonic=True)
        fx = replace(fx, reverb=0.5, delay=(60 / form.bpm * 1.5, 0.5, 0.35))
    elif role in ("long", "crackle"):
        root = instrument.lo + (form.key.tonic - instrument.lo) % 12
        pitch = root if root <= instrument.hi else instrument.lo
        events = [(b, 18.0, pitch, 0.7) for b in range(0, form.length, 16)]
        level = -9.0 if role == "long" else -14.0
    else:
        pace = "mid" if form.bpm < 110 else rng.choice(("slow", "mid"))
        low = max(instrument.lo, 60)
        events = parts.melody(form, rng, low, min(instrument.hi, low + 22), pace,
                              pentatonic=rng.random() < 0.5)  # fmt: skip
        level = -1.5
        if when[0] and not always and rng.random() < 0.5:
            when = mask(form, rng, "late")
    if genre.duck and family in ("pad", "arp", "choir", "strings", "texture"):
        fx = replace(fx, sidechain=genre.duck)
    track = play(form, rng, family, instrument, events, name=f"{family} {index + 1}", level=level,
                 effects=fx, human=human, when=when)  # fmt: skip
    if role == "held" and instrument.renderer == "fluid" and family in ("pad", "strings", "choir"):
        track = swell(track, form, rng)
    if family == "lead" and instrument.renderer == "supercollider":
        track = replace(track, notes=glide(track.notes, rng, rng.choice((0, 0.4))))
    return track, instrument.words


def risers(form: Form, rng: random.Random) -> Track | None:
    """Noise that rises into the phrases with most energy."""
    notes = []
    for i in range(1, form.phrases):
        if form.energy[i] > form.energy[i - 1] + 0.15:
            beat = i * form.phrase_beats
            start = form.time(beat - 4)
            notes.append(Note(start, form.time(beat) - start, 60, 0.8))
    if not notes:
        return None
    return Track("riser", "texture", "noise riser", "supercollider", "riser", tuple(notes), -9.0,
                 False, space(form, rng, 0.3))  # fmt: skip


def arrangement(rng: random.Random, name: str = "") -> Draft:
    """A piece for several instruments in one of the genres."""
    name = name or rng.choice(tuple(GENRES))
    genre = GENRES[name]
    mood = rng.choice(genre.moods)
    tempo = genre.tempo if genre.tempo[0] else TEMPI[genre.drums]
    form = draw_form(
        rng, tempo, mood, swing=swing_of(rng, name), unit=genre.unit, size=genre.size,
        arc=rng.choice(("build", "break", "wave", "drop", "steady", "break")),
    )  # fmt: skip
    tracks: list[Track] = []
    words: list[tuple[str, ...]] = []
    when_drums: tuple[bool, ...] = ()
    if genre.drums:
        when = mask(form, rng, rng.choice(("whole", "whole", "late", "gap", "energy", "early")))
        if name == "orchestral" and rng.random() < 0.4:
            when = mask(form, rng, "late")
        when_drums = when
        track, drum_words = kit(form, rng, genre.drums, level=0.0, when=when)
        if any(when):
            tracks.append(track)
            words.append((*drum_words, "drums"))
    if genre.bass:
        choice = [i for i in INSTRUMENTS["bass"] if set(i.words) & set(genre.basses)]
        instrument = rng.choice(choice)
        style = rng.choice(genre.bass)
        when = mask(form, rng, rng.choice(("whole", "whole", "late", "gap")))
        fx = replace(space(form, rng, 0.02), sidechain=genre.duck * 0.8)
        tracks.append(
            play(
                form,
                rng,
                "bass",
                instrument,
                parts.bassline(form, rng, style, instrument.lo),
                level=-1.5,
                effects=fx,
                human=0.003,
                when=when,
            )
        )
        words.append((*instrument.words, "bass"))
    wanted = [p for p in genre.parts if not p.endswith("?")]
    optional = [p for p in genre.parts if p.endswith("?")]
    wanted += rng.sample(optional, min(len(optional), rng.choice((1, 1, 2, 2, 3))))
    # somebody plays at any time
    carried = bool(genre.drums) and all(when_drums)
    for i, spec in enumerate(wanted):
        track, some = part(form, rng, spec, genre, i, always=i == 0 and not carried)
        if track.notes:
            tracks.append(track)
            words.append(some)
    if genre.duck and rng.random() < 0.6:
        extra = risers(form, rng)
        if extra:
            tracks.append(extra)
    extras = ["layered", "many instruments", "ensemble"]
    if genre.duck:
        extras += ["club", "electronic"]
    if not genre.drums:
        extras.append("no drums")
    return Draft(
        form, tuple(tracks), tuple(words), mood, name, tuple(extras), name == "ambient",
        room(rng, 1.6, 3.5) if name in ("ambient", "orchestral") else room(rng, 0.6, 1.8), 3.0,
    )  # fmt: skip
