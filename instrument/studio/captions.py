"""Words for what was composed: several phrasings of each piece, so that free text works."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FAMILY_WORDS: dict[str, tuple[str, ...]] = {
    "drums": (
        "drum loop",
        "drum beat",
        "drums",
        "beat",
        "drum groove",
        "rhythm",
        "percussion loop",
    ),
    "bass": ("bass line", "bass", "bassline", "bass groove", "low end bass riff"),
    "acid": ("acid bass", "acid line", "303 acid", "tb-303 acid bass line", "squelchy acid"),
    "pad": ("pad", "ambient pad", "synth pad", "soft chords", "atmospheric pad"),
    "drone": ("drone", "ambient drone", "sustained drone", "long drone", "deep drone"),
    "pluck": ("plucks", "plucked melody", "plucked strings", "pluck", "plucked notes"),
    "mallet": ("mallets", "mallet percussion", "bells", "mallet melody", "chimes"),
    "piano": ("piano", "solo piano", "piano music", "keys", "piano piece"),
    "strings": ("strings", "string ensemble", "orchestral strings", "string chords"),
    "choir": ("choir", "voices", "vocal choir", "choral music", "singing voices"),
    "arp": ("arpeggio", "synth arpeggio", "arpeggiated synth", "arp", "sequence"),
    "lead": ("synth lead", "lead melody", "lead synth", "synth solo", "lead"),
    "texture": ("noise texture", "soundscape", "texture", "atmosphere", "noise", "sound effects"),
    "guitar": ("guitar", "guitar playing", "guitar chords", "strummed guitar"),
    "brass": ("brass", "horns", "brass section", "wind band brass"),
    "flute": ("flute", "woodwind", "woodwind melody", "wind instrument"),
    "organ": ("organ", "organ chords", "organ music", "keyboard organ"),
    "arrangement": (
        "full band",
        "song",
        "full arrangement",
        "instrumental track",
        "music",
        "track",
    ),
}
MOOD_WORDS: dict[str, tuple[str, ...]] = {
    "dark": ("dark", "gloomy", "brooding", "ominous"),
    "sad": ("sad", "melancholic", "sorrowful", "wistful"),
    "tense": ("tense", "suspenseful", "uneasy", "dramatic"),
    "mysterious": ("mysterious", "strange", "eerie", "haunting"),
    "happy": ("happy", "cheerful", "joyful", "playful"),
    "bright": ("bright", "shiny", "sparkling", "clear"),
    "hopeful": ("hopeful", "uplifting", "optimistic", "warm-hearted"),
    "calm": ("calm", "peaceful", "relaxing", "gentle", "soft"),
    "dreamy": ("dreamy", "floating", "ethereal", "hazy"),
    "energetic": ("energetic", "driving", "powerful", "intense"),
    "warm": ("warm", "mellow", "cosy", "smooth"),
}
GENRE_MORE: dict[str, tuple[str, ...]] = {
    "house": ("house", "four on the floor", "club", "dance", "deep house"),
    "techno": ("techno", "four on the floor", "warehouse", "club", "minimal techno"),
    "hip hop": ("hip hop", "boom bap", "rap beat", "head-nodding"),
    "drum and bass": ("drum and bass", "dnb", "jungle", "fast breakbeat"),
    "rock": ("rock", "rock and roll", "band", "live rock"),
    "funk": ("funk", "funky", "groovy", "soul"),
    "breakbeat": ("breakbeat", "breaks", "big beat", "broken beat"),
    "trap": ("trap", "808", "trap with rolling hi-hats", "southern hip hop"),
    "lo-fi": ("lo-fi", "lofi hip hop", "chillhop", "dusty"),
    "latin": ("latin", "salsa", "afro-cuban", "bossa"),
    "jazz": ("jazz", "swing", "swinging", "jazz trio"),
    "reggae": ("reggae", "dub", "one drop", "laid-back"),
    "electro": ("electro", "electro funk", "80s electro", "robotic"),
    "march": ("march", "military", "marching", "parade"),
    "tribal": ("tribal", "hand drums", "world percussion", "ritual"),
    "ambient": ("ambient", "atmospheric", "beatless", "chill-out"),
    "synthwave": ("synthwave", "retro wave", "80s", "outrun"),
    "orchestral": ("orchestral", "cinematic", "film score", "symphonic"),
    "trance": ("trance", "euphoric trance", "rave", "uplifting trance"),
    "folk": ("folk", "acoustic", "campfire", "singer-songwriter"),
    "baroque": ("baroque", "classical", "chamber music", "counterpoint"),
    "chiptune": ("chiptune", "8-bit", "video game", "game console"),
}


@dataclass(frozen=True)
class Facts:
    """What there is to say about a piece."""

    family: str
    instruments: tuple[tuple[str, ...], ...]  # words of each
    mood: str
    bpm: float
    key: str
    scale: str
    genre: str = ""
    extras: tuple[str, ...] = ()
    beatless: bool = False


def tempo_words(bpm: float) -> tuple[str, ...]:
    if bpm < 80:
        return ("slow", "very slow", "slow tempo", "downtempo")
    if bpm < 104:
        return ("mid-tempo", "relaxed tempo", "moderate", "unhurried")
    if bpm < 132:
        return ("upbeat", "medium fast", "lively", "danceable")
    return ("fast", "very fast", "high tempo", "rapid")


EVERYDAY = 4
"""Everyday phrases beside the captions of each piece."""


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """What people would type for each family, from `phrases.yaml`."""
    text = Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8")
    return {family: tuple(said) for family, said in yaml.safe_load(text).items()}


def everyday(family: str, said: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Phrases for a piece of `family` of which `said` are the captions: those that share the most
    words with them come first, so that a march is seldom called a jazz drummer."""
    known = set(" ".join(said).replace(",", " ").split())
    near = {p: len(known & set(p.split())) + rng.random() for p in phrases()[family]}
    return tuple(sorted(near, key=lambda p: -near[p])[:EVERYDAY])


def write(facts: Facts, rng: random.Random, count: int = 8) -> tuple[str, ...]:
    """`count` different captions, the plainest first, and EVERYDAY phrases at most."""
    families = FAMILY_WORDS[facts.family]
    genres = GENRE_MORE.get(facts.genre, ())
    mode = "major" if facts.scale in ("major", "lydian", "mixolydian") else "minor"

    def pick(words: tuple[str, ...]) -> str:
        return rng.choice(words)

    def names(limit: int = 3) -> str:
        chosen = [pick(w) for w in facts.instruments]
        chosen = list(dict.fromkeys(chosen))
        if len(chosen) > limit:
            chosen = rng.sample(chosen, limit)
        if len(chosen) > 1:
            return ", ".join(chosen[:-1]) + " and " + chosen[-1]
        return chosen[0]

    def mood() -> str:
        return pick(MOOD_WORDS[facts.mood])

    def speed() -> str:
        return pick(("slow",) if facts.beatless else tempo_words(facts.bpm))

    def what() -> str:
        family = pick(families)
        if genres and rng.random() < 0.8:
            return f"{pick(genres)} {family}"
        return family

    extra = (lambda: pick(facts.extras)) if facts.extras else mood
    forms = [
        lambda: what(),
        lambda: names(),
        lambda: f"{mood()} {what()}",
        lambda: f"{mood()} {names(2)}",
        lambda: f"{what()} with {names()}",
        lambda: f"{speed()} {what()}, {mood()}",
        lambda: f"{names(2)}, {speed()}, {mood()}, {extra()}",
        lambda: f"a {speed()} and {mood()} {pick(families)} played on {names(2)}",
        lambda: f"{mood()} {extra()} {pick(families)}",
        lambda: f"{what()}, {extra()}, {mood()}",
    ]
    if facts.family not in ("drums", "texture"):
        forms.append(lambda: f"{what()} in {facts.key} {facts.scale}")
        forms.append(lambda: f"{mood()} {names(2)} in a {mode} key")
    if not facts.beatless:
        forms.append(lambda: f"{what()} at {round(facts.bpm)} bpm")
    if genres:
        forms += [lambda: f"{pick(genres)}, {names(2)}", lambda: f"{mood()} {pick(genres)}"]
    first = [forms[0]() if not genres else f"{genres[0]} {families[0]}", forms[1]()]
    out = list(dict.fromkeys(first))
    while len(out) < count:
        text = rng.choice(forms)()
        if text.startswith("a ") and text[2] in "aeiou":
            text = "an" + text[1:]
        if text not in out:
            out.append(text)
    more = everyday(facts.family, tuple(out), rng)
    return tuple(dict.fromkeys((*out, *more)))
