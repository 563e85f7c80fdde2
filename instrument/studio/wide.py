"""Sounds that are not music, for the vocoder alone: what a player may send into the live input.

Speech (espeak-ng, made-up sentences), random patches of SuperCollider, CC0 samples at any speed,
coloured and gated noise, glides, clicks, and all of these in rooms made of decaying noise; a seed
remakes each. A sound is a wav with a json, as a piece is.
"""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr
from scipy.signal import fftconvolve, lfilter

from instrument.errors import UserError
from instrument.studio import files, samples, supercollider
from instrument.studio.build import Told, put
from instrument.studio.captions import FAMILY_WORDS, MOOD_WORDS
from instrument.studio.piece import RATE, Note, Track

SECONDS = 20.0
KINDS = ("speech", "patch", "noise", "sample", "glide", "speech", "patch", "clicks")
VOICES = ("en-us", "en-gb", "de", "fr", "es", "it", "pl", "pt", "ru", "hi", "sw", "tr")
SOURCE = {
    "speech": "espeak-ng's synthesis of made-up sentences (espeak-ng: GPL-3; its output is ours)",
    "patch": supercollider.LICENCE,
    "sample": samples.LICENCE,
    "noise": "computed",
    "glide": "computed",
    "clicks": "computed",
}


def fill(out: Path, minutes: float, seed: int = 0, progress: Told | None = None) -> int:
    """Make wide sounds until `out` holds `minutes` of them; returns how many were made. UserError
    when the disk is full or a program is missing."""
    made = 0
    with files.filling(out):
        out.mkdir(parents=True, exist_ok=True)
        for number in range(seed, seed + count(minutes)):
            kind = KINDS[number % len(KINDS)]
            name = f"{number:06d}-{kind}"
            if not (out / f"{name}.json").exists():
                put(out / f"{name}.wav", sound(kind, number))
                label = {"id": name, "split": "train", "sources": [SOURCE[kind]]}
                files.put(out / f"{name}.json", json.dumps(label).encode())
                made += 1
            if progress:
                progress(number - seed + 1, made)
    return made


def count(minutes: float) -> int:
    """How many sounds are so many minutes."""
    return int(np.ceil(minutes * 60 / SECONDS))


def sound(kind: str, seed: int) -> np.ndarray:
    """One sound, float32 [N, 2] at 48 kHz, peak at most 0.9."""
    rng, words = np.random.default_rng(seed), random.Random(seed)
    n = int(SECONDS * RATE)
    dry = MAKERS[kind](n, rng, words)
    pan = rng.uniform(0, 1)
    sides = np.stack([dry * np.cos(pan * np.pi / 2), dry * np.sin(pan * np.pi / 2)], 1)
    if rng.random() < 0.7:
        sides = sides + rng.uniform(0.1, 0.8) * in_room(dry, rng)
    peak = np.abs(sides).max()
    return (sides * (10 ** rng.uniform(-1.0, -0.05) / max(peak, 1e-6))).astype(np.float32)


def speech(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """Somebody reading nonsense, in one of many voices [n]."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise UserError("espeak-ng is missing: apt-get install espeak-ng")
    said = [words.choice(w) for w in (*FAMILY_WORDS.values(), *MOOD_WORDS.values())]
    words.shuffle(said)
    voice = f"{words.choice(VOICES)}+{words.choice(('m1', 'm3', 'm7', 'f1', 'f2', 'f4'))}"
    files.want(Path(tempfile.gettempdir()), 10_000_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(
            [program, "-v", voice, "-s", str(words.randint(110, 220)), "-p",
             str(words.randint(15, 85)), "-w", str(path), ", ".join(said)],
            check=True, capture_output=True,
        )  # fmt: skip
        heard, rate = soundfile.read(path, dtype="float32")
    heard = soxr.resample(heard, rate, RATE)
    return np.resize(heard, n).astype(np.float64)


def noise(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """Coloured noise whose level wanders or is gated [n]."""
    white = rng.standard_normal(n)
    coloured = lfilter([1.0], [1.0, -rng.uniform(-0.9, 0.99)], white)
    steps = rng.uniform(0, 1, 2 + int(SECONDS * rng.uniform(0.5, 8))) ** 2
    if rng.random() < 0.5:
        steps = np.round(steps)
    level = np.interp(np.linspace(0, len(steps) - 1, n), np.arange(len(steps)), steps)
    return coloured / coloured.std() * level


def glide(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """A few tones with partials, gliding [n]."""
    total = np.zeros(n)
    for _ in range(words.randint(1, 4)):
        places = rng.uniform(np.log(60), np.log(4000), words.randint(2, 8))
        hertz = np.exp(np.interp(np.linspace(0, len(places) - 1, n), range(len(places)), places))
        phase = 2 * np.pi * np.cumsum(hertz) / RATE
        slope = rng.uniform(0.5, 2.5)
        for k in range(1, 13):
            total += np.where(k * hertz < 20_000, np.sin(k * phase), 0.0) / k**slope
    return total


def clicks(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """Impulses and short knocks, irregular [n]."""
    total = np.zeros(n)
    for _ in range(words.randint(10, 120)):
        at, length = int(rng.integers(n)), int(rng.uniform(1, 3000))
        end = min(n, at + length)
        fall = np.exp(-6.0 * np.arange(end - at) / length)
        ringing = np.cos(2 * np.pi * rng.uniform(80, 8000) / RATE * np.arange(end - at))
        body = ringing if rng.random() < 0.5 else rng.standard_normal(end - at)
        total[at:end] += rng.uniform(0.1, 1) * fall * body
    return total


def patch(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """Notes of a few random patches, some long, some short [n]."""
    tracks = []
    for number in range(words.randint(1, 3)):
        sort = {
            "source": words.randrange(9), "filter": words.randrange(7),
            "movement": words.randrange(3), "rate": math.exp(words.uniform(-1.5, 3.0)),
            "bend": words.uniform(0, 2), "ratio": words.uniform(0.5, 4),
            "index": words.uniform(0, 8), "attack": words.choice((0.002, 0.05, 0.5)),
            "release": words.choice((0.02, 0.2, 1.0)),
        }  # fmt: skip
        length, at, notes = words.choice((0.12, 0.4, 1.5, 6.0)), 0.0, []
        while at < SECONDS:
            for_s = length * words.uniform(0.5, 1.5)
            pitch, velocity = words.randint(28, 96), words.uniform(0.3, 1)
            notes.append(Note(at, for_s, pitch, velocity, tuple(sort.items())))
            at += for_s * words.choice((0.5, 1.0, 1.0, 2.5))
        tracks.append(
            Track(f"patch{number}", "patch", "patch", "supercollider", "wild", tuple(notes))
        )
    return np.sum([x[:, 0] for x in supercollider.render(tracks, n, words.randrange(2**16))], 0)


def sample(n: int, rng: np.random.Generator, words: random.Random) -> np.ndarray:
    """Single recorded sounds, none of them a loop, at many speeds, some turned round [n]."""
    names = sorted({name for kit in samples.KITS.values() for name, _, _ in kit.values()})
    chosen, total = words.sample(names, 4), np.zeros(n)
    for _ in range(words.randint(15, 120)):
        rate = words.choice((0.25, 0.5, 0.8, 1.0, 1.3, 2.0))
        heard = samples.one_shot(words.choice(chosen), rate).mean(1)
        heard = heard[::-1] if words.random() < 0.2 else heard
        at = words.randrange(n)
        total[at : at + len(heard)] += words.uniform(0.1, 1) * heard[: n - at]
    return total


MAKERS = {
    "speech": speech, "patch": patch, "noise": noise, "sample": sample, "glide": glide,
    "clicks": clicks,
}  # fmt: skip


def in_room(dry: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Dry sound [N] in a room of decaying noise, another for each ear [N, 2]."""
    seconds = rng.uniform(0.15, 2.5)
    length = int(seconds * RATE)
    fall = np.exp(-6.9 * np.arange(length) / length)
    room = rng.standard_normal((2, length)) * fall
    wet = np.stack([fftconvolve(dry, ear)[: len(dry)] for ear in room], 1)
    return wet / max(1e-9, np.abs(wet).max()) * np.abs(dry).max()
