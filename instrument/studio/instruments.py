"""Who can play what: General MIDI sounds, our SynthDefs and kits, with the words for each."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """`words` name it in captions (the first is its plain name); lo..hi is its MIDI range."""

    words: tuple[str, ...]
    renderer: str
    sound: str
    lo: int = 36
    hi: int = 84
    params: tuple[tuple[str, float, float], ...] = ()  # name, lowest, highest: drawn per piece

    def draw(self, rng: random.Random) -> tuple[tuple[str, float], ...]:
        """Parameters for one piece."""
        return tuple((n, round(rng.uniform(a, b), 4)) for n, a, b in self.params)


def _gm(program: int, words: str, lo: int = 36, hi: int = 84, bank: int = 0) -> Instrument:
    return Instrument(tuple(words.split("|")), "fluid", f"{bank}:{program}", lo, hi)


def _sc(sound: str, words: str, lo: int = 36, hi: int = 84, **ranges: tuple) -> Instrument:
    params = tuple((k, float(a), float(b)) for k, (a, b) in ranges.items())
    return Instrument(tuple(words.split("|")), "supercollider", sound, lo, hi, params)


def _file(sound: str, words: str, lo: int = 36, hi: int = 84) -> Instrument:
    return Instrument(tuple(words.split("|")), "samples", sound, lo, hi)


INSTRUMENTS: dict[str, tuple[Instrument, ...]] = {
    "piano": (
        _gm(0, "grand piano|acoustic piano|piano", 30, 96),
        _gm(0, "grand piano|concert piano|piano", 30, 96),
        _gm(1, "bright piano|acoustic piano|piano", 30, 96),
        _gm(3, "honky-tonk piano|saloon piano|detuned piano", 36, 90),
        _gm(4, "electric piano|rhodes|warm electric piano", 36, 88),
        _gm(5, "fm electric piano|dx electric piano|electric piano", 36, 88),
        _sc("epiano", "electric piano|rhodes|tine piano", 36, 84, rate=(3, 6)),
        _gm(6, "harpsichord|baroque harpsichord", 36, 84),
    ),
    "strings": (
        _gm(48, "string ensemble|orchestral strings|string section", 36, 84),
        _gm(49, "slow strings|legato strings|string ensemble", 36, 84),
        _gm(44, "tremolo strings|trembling strings", 40, 84),
        _gm(50, "synth strings|string machine|analog strings", 36, 84),
        _sc(
            "string_bow",
            "string machine|bowed strings|synthetic strings",
            36,
            84,
            attack=(0.15, 0.6),
            release=(0.3, 0.8),
        ),
    ),
    "solo strings": (
        _gm(40, "violin|solo violin", 57, 93),
        _gm(41, "viola|solo viola", 50, 79),
        _gm(42, "cello|solo cello", 38, 69),
        _gm(110, "fiddle|folk violin", 57, 90),
    ),
    "pizzicato": (_gm(45, "pizzicato strings|plucked strings", 40, 84),),
    "choir": (
        _gm(52, "choir|choir aahs|vocal choir", 43, 79),
        _gm(53, "voices|voice oohs|humming voices", 43, 79),
        _gm(54, "synth voice|vocal synth|synth choir", 43, 79),
        _gm(91, "choir pad|space choir|airy choir", 43, 79),
        _sc(
            "choir_pad",
            "choir|formant choir|synthetic choir",
            43,
            76,
            vowel=(0, 3.99),
            attack=(0.4, 1.2),
            release=(0.8, 2),
        ),
    ),
    "pad": (
        _gm(89, "warm pad|soft pad", 40, 79),
        _gm(88, "new age pad|shimmering pad", 40, 79),
        _gm(90, "polysynth pad|polysynth", 40, 79),
        _gm(92, "bowed glass pad|glass pad", 40, 79),
        _gm(93, "metallic pad|metal pad", 40, 79),
        _gm(94, "halo pad|airy pad", 40, 79),
        _gm(95, "sweeping pad|sweep pad", 40, 79),
        _sc(
            "pad_saw",
            "analog pad|warm synth pad|saw pad",
            40,
            76,
            cutoff=(450, 2200),
            attack=(0.7, 2.2),
            release=(1.5, 3),
            detune=(0.5, 2),
            rate=(0.04, 0.2),
        ),
        _sc(
            "pad_pulse",
            "pulse pad|hollow synth pad|pwm pad",
            40,
            76,
            cutoff=(600, 2500),
            attack=(0.7, 2),
            release=(1.2, 2.5),
        ),
        _sc(
            "pad_glass",
            "glass pad|crystal pad|ethereal pad",
            45,
            81,
            attack=(0.8, 2),
            release=(2, 3.5),
        ),
        _sc(
            "pad_fm",
            "fm pad|digital pad|evolving pad",
            40,
            76,
            index=(0.8, 3),
            ratio=(1, 1),
            attack=(0.7, 2),
            release=(1.5, 3),
            rate=(0.05, 0.3),
        ),
    ),
    "drone": (
        _sc("drone_add", "harmonic drone|overtone drone", 28, 48, tilt=(0.6, 1.3)),
        _sc(
            "drone_saw",
            "dark synth drone|saw drone|analog drone",
            28,
            45,
            cutoff=(500, 2200),
            rate=(0.08, 0.4),
        ),
        _sc("drone_noise", "airy drone|breathy noise drone", 33, 55),
        _gm(109, "bagpipe drone|reed drone", 45, 64),
        _gm(97, "soundtrack drone|cinematic drone", 33, 60),
        _gm(104, "sitar drone|tambura drone", 36, 57),
        _sc("hum", "machine hum|electric hum drone", 28, 40),
    ),
    "pluck": (
        _gm(46, "harp|concert harp", 36, 91),
        _gm(107, "koto|japanese koto", 45, 84),
        _gm(105, "banjo|plucked banjo", 48, 84),
        _gm(106, "shamisen|plucked lute", 50, 79),
        _gm(104, "sitar|indian sitar", 45, 79),
        _gm(15, "dulcimer|hammered dulcimer", 48, 84),
        _gm(45, "pizzicato strings|pizzicato", 40, 84),
        _sc(
            "pluck_string",
            "plucked string|karplus string|synthetic harp",
            40,
            84,
            decay=(0.8, 3),
            coef=(0.05, 0.5),
        ),
        _sc(
            "pluck_saw",
            "synth pluck|plucked synth|trance pluck",
            45,
            88,
            decay=(0.25, 0.7),
            cutoff=(300, 900),
        ),
        _sc("kalimba", "kalimba|thumb piano", 55, 88, decay=(0.8, 1.8)),
        _gm(108, "kalimba|thumb piano", 52, 84),
    ),
    "mallet": (
        _gm(11, "vibraphone|vibes", 53, 89),
        _gm(12, "marimba|wooden marimba", 45, 89),
        _gm(13, "xylophone|wooden xylophone", 60, 96),
        _gm(9, "glockenspiel|bells", 67, 100),
        _gm(10, "music box|tiny music box", 60, 96),
        _gm(8, "celesta|bell piano", 60, 96),
        _gm(14, "tubular bells|church bells", 55, 79),
        _gm(114, "steel drums|steel pans", 52, 84),
        _sc("marimba", "marimba|mallets", 45, 84, decay=(0.4, 1)),
        _sc(
            "bell_fm",
            "fm bells|digital bells|bell synth",
            55,
            91,
            decay=(1.5, 4),
            index=(1, 3.5),
            ratio=(3.49, 3.51),
        ),
    ),
    "guitar": (
        _gm(24, "nylon guitar|classical guitar|acoustic guitar", 40, 79),
        _gm(25, "steel-string guitar|acoustic guitar|folk guitar", 40, 79),
        _gm(26, "jazz guitar|clean electric guitar", 40, 79),
        _gm(27, "clean electric guitar|electric guitar", 40, 79),
        _gm(28, "muted guitar|palm-muted guitar", 40, 79),
    ),
    "electric guitar": (
        _gm(29, "overdriven guitar|electric guitar|rock guitar", 38, 76),
        _gm(30, "distorted guitar|distortion guitar|heavy guitar", 38, 76),
    ),
    "brass": (
        _gm(61, "brass section|brass ensemble|horn section", 43, 79),
        _gm(56, "trumpet|solo trumpet", 55, 84),
        _gm(57, "trombone|solo trombone", 40, 72),
        _gm(60, "french horn|horns", 43, 74),
        _gm(62, "synth brass|analog brass", 43, 79),
        _sc("brass", "synth brass|fat brass synth", 43, 76, attack=(0.03, 0.12)),
        _gm(66, "tenor saxophone|sax", 45, 76),
        _gm(65, "alto saxophone|sax", 49, 80),
    ),
    "flute": (
        _gm(73, "flute|concert flute", 60, 93),
        _gm(75, "pan flute|pan pipes", 58, 86),
        _gm(74, "recorder|wooden recorder", 60, 88),
        _gm(77, "shakuhachi|bamboo flute", 58, 84),
        _gm(71, "clarinet|solo clarinet", 50, 84),
        _gm(68, "oboe|solo oboe", 58, 86),
        _gm(79, "ocarina|clay flute", 60, 88),
        _sc("flute", "synth flute|breathy flute", 60, 88),
    ),
    "organ": (
        _gm(16, "drawbar organ|hammond organ|electric organ", 36, 84),
        _gm(17, "percussive organ|jazz organ", 36, 84),
        _gm(18, "rock organ|overdriven organ", 36, 84),
        _gm(19, "church organ|pipe organ|cathedral organ", 36, 84),
        _gm(20, "reed organ|harmonium", 40, 79),
        _gm(21, "accordion|musette", 48, 84),
        _sc(
            "organ",
            "drawbar organ|synthetic organ|hammond organ",
            36,
            84,
            b1=(0.3, 1),
            b2=(0, 0.8),
            b4=(0.2, 0.9),
            b5=(0, 0.5),
            b6=(0, 0.4),
            b9=(0, 0.3),
            rate=(0.7, 6.5),
        ),
    ),
    "bass": (
        _gm(33, "fingered bass|bass guitar|electric bass", 28, 55),
        _gm(34, "picked bass|bass guitar|pick bass", 28, 55),
        _gm(36, "slap bass|funk bass", 28, 55),
        _gm(35, "fretless bass|smooth bass", 28, 55),
        _gm(32, "upright bass|double bass|acoustic bass", 28, 55),
        _gm(38, "synth bass|analog bass", 28, 55),
        _gm(39, "synth bass|rubber bass", 28, 55),
        _sc("bass_sub", "sub bass|808 bass|deep bass", 26, 48, drive=(0.3, 3)),
        _sc(
            "bass_saw",
            "saw bass|analog synth bass|fat bass",
            28,
            52,
            cutoff=(150, 600),
            amount=(800, 3000),
            decay=(0.12, 0.4),
        ),
        _sc(
            "bass_reese",
            "reese bass|growling bass|detuned bass",
            28,
            48,
            cutoff=(700, 2500),
            rate=(0.1, 1.2),
        ),
        _sc(
            "bass_fm",
            "fm bass|digital bass|punchy bass",
            28,
            52,
            index=(1.5, 5),
            ratio=(1, 2),
            decay=(0.1, 0.4),
        ),
        _sc("bass_wobble", "wobble bass|dubstep bass", 28, 46, cutoff=(1200, 3500)),
        _sc("bass_pluck", "plucked bass|short synth bass", 28, 52, decay=(0.25, 0.7)),
    ),
    "lead": (
        _gm(80, "square lead|square wave lead", 55, 88),
        _gm(81, "saw lead|sawtooth lead", 55, 88),
        _gm(84, "charang lead|buzzing lead", 55, 84),
        _gm(82, "calliope lead|soft lead", 60, 88),
        _gm(87, "bass and lead|thick lead", 48, 79),
        _sc(
            "lead_saw",
            "supersaw lead|saw lead|trance lead",
            55,
            88,
            cutoff=(2500, 9000),
            detune=(1, 5),
        ),
        _sc("lead_square", "square lead|chiptune lead|retro lead", 55, 88, cutoff=(1800, 6000)),
        _sc("lead_sync", "sync lead|screaming lead", 52, 79, ratio=(0.8, 1.5)),
        _sc("lead_fm", "fm lead|digital lead", 55, 84, index=(0.6, 3), ratio=(1, 3)),
        _sc("lead_theremin", "theremin|sine lead|whistling lead", 60, 86),
    ),
    "arp": (
        _sc(
            "pluck_saw",
            "plucked saw|synth arpeggiator",
            45,
            86,
            decay=(0.2, 0.6),
            cutoff=(300, 1200),
        ),
        _sc("lead_square", "square wave|chiptune arpeggiator", 48, 86, cutoff=(1200, 5000)),
        _sc("lead_saw", "supersaw|saw synth", 48, 84, cutoff=(1500, 6000), detune=(1, 4)),
        _sc(
            "bell_fm",
            "fm bell|bell synth",
            55,
            88,
            decay=(0.6, 1.5),
            index=(0.8, 2.5),
            ratio=(2, 3.5),
        ),
        _gm(81, "sawtooth synth|saw synth", 48, 84),
        _gm(80, "square synth|square wave", 48, 84),
        _gm(90, "polysynth|poly synth", 48, 84),
        _gm(98, "crystal synth|crystal", 52, 88),
        _gm(99, "atmosphere synth|atmospheric synth", 48, 84),
        _gm(96, "ice rain synth|rain synth", 48, 84),
        _gm(5, "fm electric piano|digital keys", 45, 88),
    ),
    "texture": (
        _sc("wind", "wind|howling wind|filtered noise", 50, 72, rate=(0.1, 0.8), rq=(0.08, 0.7)),
        _sc("rain", "rain|rainfall", 60, 60, density=(60, 400)),
        _sc("crackle", "vinyl crackle|crackle|dust noise", 60, 60, density=(10, 60)),
        _sc("ocean", "ocean waves|sea waves|surf", 60, 60, rate=(0.08, 0.25)),
        _sc(
            "grains",
            "granular texture|grain cloud|particles",
            50,
            76,
            density=(6, 40),
            ratio=(0.5, 3.5),
            index=(0.5, 5),
        ),
        _sc("glitch", "glitch noise|digital glitches|data noise", 60, 60, rate=(4, 18)),
        _sc("hum", "machine hum|electric buzz|industrial hum", 28, 45),
        _sc("drone_noise", "breathy noise|whispering noise", 45, 69),
        _file("ambi_dark_woosh:60", "dark whoosh|dark wind", 48, 67),
        _file("ambi_glass_hum:60", "glass hum|humming glass", 50, 70),
        _file("ambi_glass_rub:60", "rubbed glass|glass friction", 50, 70),
        _file("ambi_haunted_hum:60", "haunted hum|ghostly hum", 48, 67),
        _file("ambi_lunar_land:60", "lunar landscape|space ambience", 48, 67),
        _file("vinyl_hiss:60", "vinyl hiss|tape hiss", 57, 63),
        _gm(122, "seashore|waves", 60, 60),
        _gm(101, "goblins|eerie texture", 40, 70),
        _gm(103, "sci-fi texture|space texture", 40, 70),
    ),
}

# kits by drum style: (renderer, sound, words)
ACOUSTIC = (
    ("fluid", "128:0", "acoustic drum kit|drum kit"),
    ("fluid", "128:8", "room drum kit|roomy drums"),
    ("fluid", "128:16", "power drum kit|big drums"),
    ("samples", "acoustic", "acoustic drums|live drums"),
)
MACHINE = (
    ("fluid", "128:24", "electronic drum kit|electronic drums"),
    ("fluid", "128:25", "808 drum machine|drum machine"),
    ("supercollider", "kit_808", "808 drum machine|808 drums"),
    ("supercollider", "kit_909", "909 drum machine|909 drums"),
    ("supercollider", "kit_hard", "hard drum machine|punchy drum machine"),
    ("samples", "house", "club drum machine|house drums"),
    ("samples", "techno", "techno drum machine|techno drums"),
    ("samples", "electro", "electro drum machine|electro drums"),
    ("samples", "klub", "club drums|drum machine"),
)
KIT_CHOICE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "house": (MACHINE[0], MACHINE[3], MACHINE[5], MACHINE[8]),
    "techno": (MACHINE[3], MACHINE[4], MACHINE[6]),
    "hip hop": (
        ACOUSTIC[0],
        ("samples", "lo-fi", "dusty drums|sampled drums"),
        ("supercollider", "kit_soft", "soft drum machine|soft drums"),
        MACHINE[8],
    ),
    "drum and bass": (ACOUSTIC[0], ACOUSTIC[2], ACOUSTIC[3], MACHINE[7]),
    "rock": ACOUSTIC,
    "funk": (ACOUSTIC[0], ACOUSTIC[1], ACOUSTIC[3]),
    "breakbeat": (ACOUSTIC[0], ACOUSTIC[3], ACOUSTIC[2]),
    "trap": (MACHINE[1], MACHINE[2], ("samples", "808", "808 drums|trap drums")),
    "lo-fi": (
        ("samples", "lo-fi", "dusty drums|lo-fi drums"),
        ("supercollider", "kit_soft", "soft drum machine|soft drums"),
        ("fluid", "128:40", "brush kit|soft brushed drums"),
    ),
    "latin": (ACOUSTIC[0], ACOUSTIC[1]),
    "jazz": (
        ("fluid", "128:32", "jazz drum kit|jazz drums"),
        ("fluid", "128:40", "brush drum kit|brushed drums"),
    ),
    "reggae": (ACOUSTIC[0], ACOUSTIC[1], ACOUSTIC[3]),
    "electro": (MACHINE[1], MACHINE[2], MACHINE[7]),
    "march": (("fluid", "128:48", "orchestral drums|marching drums"), ACOUSTIC[2]),
    "tribal": (
        ("samples", "tabla", "tabla and hand drums|hand drums"),
        ACOUSTIC[1],
        ("supercollider", "kit_soft", "electronic toms|tribal drum machine"),
    ),
}
