"""Drum patterns by style and what a drummer does with them: layers, ghosts, fills, crashes."""

from __future__ import annotations

import random

from instrument.studio.form import Form
from instrument.studio.parts import Event

KICK, RIM, SNARE, CLAP, HAT, PEDAL, OPEN = 36, 37, 38, 39, 42, 44, 46
CRASH, RIDE, BELL, COWBELL, SHAKER, TAMB = 49, 51, 53, 56, 70, 54
TOMS = (41, 45, 48, 50)
CONGAS = (62, 63, 64)
BONGOS = (60, 61)
CLAVES = 75

# x loud, o medium, . ghost; several bars' patterns to choose from for each voice
STYLES: dict[str, dict[int, tuple[str, ...]]] = {
    "house": {
        KICK: ("x---x---x---x---", "x---x---x---x--o"),
        CLAP: ("----x-------x---", "----x-------x--."),
        HAT: ("o-x-o-x-o-x-o-x-", ".-o-.-o-.-o-.-oo", "ooxoooxoooxoooxo"),
        OPEN: ("--x---x---x---x-",),
        SHAKER: (".o.o.o.o.o.o.o.o",),
        RIM: ("---o--o----o----", "------o---o--o--"),
    },
    "techno": {
        KICK: ("x---x---x---x---",),
        HAT: ("--o---o---o---o-", "oooooooooooooooo", "o-o.o-o.o-o.o-o."),
        OPEN: ("--x---x---x---x-", "----------x-----"),
        CLAP: ("----x-------x---", "------------x---"),
        RIM: ("---o--o---o--o--", "o--o--o--o--o-o-"),
        TOMS[0]: ("-------o------o-", "---o------o-----"),
    },
    "hip hop": {
        KICK: ("x-----x---x-----", "x--x------xx----", "x------x-xx-----", "x-x-----x--o----"),
        SNARE: ("----x-------x---", "----x--.----x-.-"),
        HAT: ("x-o-x-o-x-o-x-o-", "x-ooo-o-x-ooo-o-", "x-o-x.o-x-o-xoo-"),
        OPEN: ("--------------x-", "------x---------"),
    },
    "drum and bass": {
        KICK: ("x---------x-----", "x-x-------x-----", "x---------x--o--"),
        SNARE: ("----x--.-.--x---", "----x--o----x--.", "----x----.--x-.-"),
        HAT: ("x-o-x-o-x-o-x-o-", "xoooxoooxoooxooo", "o-x-o-x-oox-o-x-"),
        RIDE: ("x---x---x---x---", "x-x-x-x-x-x-x-x-"),
    },
    "rock": {
        KICK: ("x-----x-x-------", "x---------x-----", "x-x-----x-x-----", "x------xx-------"),
        SNARE: ("----x-------x---", "----x--.----x---"),
        HAT: ("x-o-x-o-x-o-x-o-",),
        RIDE: ("x-o-x-o-x-o-x-o-",),
        TAMB: ("----o-------o---",),
    },
    "funk": {
        KICK: ("x-x-------x--x--", "x--x--x---x-----", "x-x----x--x-----", "x-----xx--x----o"),
        SNARE: ("----x--.-.--x--.", "----x-.-.o--x-.-", ".--.x--.-.-.x---"),
        HAT: ("x-o-x-o-x-o-x-o-", "xoooxoooxoooxoo-", "x-oox-oox-oox-oo"),
        OPEN: ("---------------x", "-------x--------"),
        CONGAS[1]: ("--o--o-o--o--o--",),
    },
    "breakbeat": {
        KICK: ("x-x-------xx----", "x--x------x-----", "x-x---x---x--x--"),
        SNARE: ("----x--o-o--x--o", "----x--.-o----x-", "---.x--o-.--x---"),
        HAT: ("x-x-x-x-x-x-x-x-", "xoxoxoxoxoxoxoxo"),
        RIDE: ("x---x---x---x---",),
        CRASH: ("x---------------",),
    },
    "trap": {
        KICK: ("x------x--x-----", "x-----x-----x---", "x--x------x--x--", "x---------x---o-"),
        SNARE: ("--------x-------",),
        CLAP: ("--------x-------", "--------x-----.-"),
        HAT: ("x-o-x-o-x-o-x-o-", "x-oox-o-xoo-x-oo", "xoxoxoxoxoxoxoxo"),
        OPEN: ("------x---------", "--x-------------"),
        COWBELL: ("---o-----o--o---",),
    },
    "lo-fi": {
        KICK: ("x------x--x-----", "x-----x---o-----", "x---------xo----"),
        SNARE: ("----x-------x---",),
        HAT: ("o-o-o-o-o-o-o-o-", "o-oo--o-o-oo--o-"),
        RIM: ("-------.-.------",),
    },
    "latin": {
        KICK: ("x--ox--ox--ox--o", "x-----x-x-----x-"),
        RIM: ("x--x--x---x-x---", "--x-x---x--x--x-"),
        CONGAS[0]: ("--x---oo--x---oo", "o-x-o-xxo-x-o-xx"),
        CONGAS[2]: ("------------x-x-",),
        SHAKER: ("xoooxoooxoooxooo",),
        COWBELL: ("x---x-o-x---x-o-",),
    },
    "jazz": {
        RIDE: ("x---x--ox---x--o", "x---x--ox--ox--o"),
        PEDAL: ("----x-------x---",),
        KICK: (".-------.-------", "------------.---"),
        SNARE: ("-------.--------", "---.-------.----", "------------..--"),
    },
    "reggae": {
        KICK: ("--------x-------", "x-------x-------"),
        RIM: ("--------x-------", "--------x-----o-"),
        HAT: ("o-x-o-x-o-x-o-x-", "--x---x---x--ox-"),
        OPEN: ("--------------o-",),
    },
    "electro": {
        KICK: ("x-----x---x-----", "x--x--x-----x---", "x-----x-o--x----"),
        SNARE: ("----x-------x---",),
        CLAP: ("----x-------x---",),
        HAT: ("xoxoxoxoxoxoxoxo", "x-xoxxx-x-xoxxxo"),
        OPEN: ("--------------x-",),
        COWBELL: ("x-x--x-x--x-x---", "--x--x----x--x--"),
    },
    "march": {
        KICK: ("x-------x-------",),
        SNARE: ("x-.xx-.xx.xxx-x-", "x..xx..xx.x.xxxx"),
        TOMS[0]: ("x-------x-------",),
        CRASH: ("x---------------",),
    },
    "tribal": {
        KICK: ("x--x--x-x--x--x-", "x-----x-x-----x-"),
        TOMS[0]: ("x--o--x---o-x---", "o-x-o--xo-x-x--x"),
        TOMS[2]: ("--o--o-----o--oo", "----x--o----x-oo"),
        BONGOS[0]: ("-o-oo-o--o-oo-oo",),
        SHAKER: ("x.o.x.o.x.o.x.o.",),
    },
}

TEMPI: dict[str, tuple[float, float]] = {
    "house": (118, 130),
    "techno": (124, 142),
    "hip hop": (78, 100),
    "drum and bass": (164, 180),
    "rock": (90, 150),
    "funk": (92, 116),
    "breakbeat": (110, 142),
    "trap": (66, 80),
    "lo-fi": (68, 92),
    "latin": (92, 128),
    "jazz": (96, 180),
    "reggae": (66, 90),
    "electro": (108, 132),
    "march": (92, 120),
    "tribal": (90, 126),
}
SWINGS: dict[str, tuple[float, float]] = {
    "house": (0.0, 0.14),
    "hip hop": (0.06, 0.28),
    "lo-fi": (0.12, 0.3),
    "funk": (0.0, 0.16),
    "jazz": (0.28, 0.34),
    "reggae": (0.0, 0.25),
    "trap": (0.0, 0.05),
}
FORCE = {"x": 0.92, "o": 0.62, ".": 0.3}
CORE = {KICK, SNARE, CLAP, HAT, RIDE, RIM}


def drums(form: Form, rng: random.Random, style: str, busy: float = 1.0) -> list[Event]:
    """A drum part in `style` over the whole form. Pitches are General MIDI drum numbers."""
    table = STYLES[style]
    chosen = {v: (rng.choice(p), rng.choice(p)) for v, p in table.items()}
    extras = [v for v in table if v not in CORE]
    kept = {v for v in extras if rng.random() < 0.65}
    swap = HAT in table and RIDE in table and rng.random() < 0.25
    rolls = style == "trap"
    breaks = rng.sample(((SNARE, CLAP), (KICK,), (HAT, RIDE), (SNARE, CLAP, HAT)), 4)
    events: list[Event] = []
    for bar in range(form.bars):
        beat = bar * form.meter
        phrase, inside = divmod(bar, form.phrase)
        energy = form.energy[phrase] * busy
        last = inside == form.phrase - 1
        fill = last and phrase < form.phrases - 1 and rng.random() < 0.75
        fill_at = rng.choice((8, 12, 12, 14)) if fill else 16
        if (
            inside == 0
            and (phrase == 0 or energy > 0.7)
            and rng.random() < 0.55
            and style
            not in (
                "lo-fi",
                "jazz",
            )
        ):
            events.append((beat, 2.0, CRASH, 0.8))
        for drum, (a, b) in chosen.items():
            if drum in extras and (drum not in kept or energy < 0.6):
                continue
            if energy < 0.42 and phrase > 0 and drum in breaks[phrase % len(breaks)]:
                continue
            if swap and drum == (HAT if phrase % 2 else RIDE):
                continue
            if not swap and drum == RIDE and HAT in table and energy < 0.85:
                continue
            pattern = b if inside % 2 and drum != KICK or last else a
            for step, mark in enumerate(pattern):
                if mark == "-" or step >= fill_at and drum not in (KICK, HAT):
                    continue
                if step >= 4 * form.meter or (mark == "." and rng.random() < 0.3):
                    continue
                events.append((beat + step / 4, 0.25, drum, FORCE[mark]))
                if rolls and drum == HAT and rng.random() < 0.06 + 0.06 * energy:
                    for k in range(1, rng.choice((2, 3, 4))):
                        events.append((beat + step / 4 + k / 12, 0.1, HAT, 0.55 - 0.06 * k))
        if fill:
            events += fill_in(form, rng, style, beat, fill_at)
    end = form.length
    if rng.random() < 0.6:
        events.append((end - 0.001, 2.0, CRASH, 0.75))
        events.append((end - 0.001, 0.5, KICK, 0.85))
    return events


def fill_in(form: Form, rng: random.Random, style: str, beat: float, start: int) -> list[Event]:
    """The last steps of a phrase."""
    kind = rng.choice(("toms", "snare", "roll", "stutter"))
    if style in ("techno", "house", "electro"):
        kind = rng.choice(("roll", "stutter", "claps"))
    if style in ("jazz", "lo-fi", "reggae"):
        kind = rng.choice(("snare", "toms"))
    events: list[Event] = []
    for step in range(start, 4 * form.meter):
        at = beat + step / 4
        rise = 0.5 + 0.4 * (step - start) / max(1, 16 - start)
        if kind == "toms" and (step - start) % 2 == 0 or kind == "toms" and rng.random() < 0.3:
            place = 3 - min(3, (step - start) * 4 // max(1, 16 - start))
            events.append((at, 0.25, TOMS[place], rise + 0.1))
        elif kind == "snare" and rng.random() < 0.55:
            events.append((at, 0.2, SNARE, rise))
        elif kind == "roll":
            events.append((at, 0.2, SNARE, rise))
            if step >= 14:
                events.append((at + 0.125, 0.1, SNARE, rise))
        elif kind == "stutter" and step % 3 == 0:
            events.append((at, 0.2, rng.choice((KICK, SNARE, RIM)), 0.8))
        elif kind == "claps" and rng.random() < 0.5:
            events.append((at, 0.2, CLAP, rise))
    return events
