"""Measure `jam`: does accompaniment keep the partner's time and key?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch

from instrument.evaluation.clock import from_grid
from instrument.evaluation.onsets import RATE, onsets
from instrument.evaluation.play import Ask
from instrument.evaluation.reference import sounds
from instrument.nn.analysis import FRAME, Analysis
from instrument.train.latents import heard as told

SECONDS = 16.0
SKIP_S = 6.0
"""Seconds before the accompaniment is judged: it has to find in."""
GAP = 16
"""Latent frames by which the partner is heard late: 0.7 s."""
ROLES = {"rhythm": "synth chords and melody", "harmony": "drums and bass"}
"""What is asked for beside each stem of a partner."""


@dataclass(frozen=True)
class Partner:
    """A held-out stem: its sound [N, 2], tempo, and the beat at its first sample."""

    name: str
    role: str
    sound: np.ndarray
    bpm: float
    beat: float


def partners(studio: Path) -> Iterator[Partner]:
    """The stems of held-out pieces, from a fifth of the piece on."""
    for label, path in sounds(studio):
        for role in label["stems"]:
            stem = path.with_name(f"{path.stem}.{role}.wav")
            with soundfile.SoundFile(stem) as file:
                start = file.frames // 5
                file.seek(start)
                heard = file.read(int(SECONDS * RATE), dtype="float32", always_2d=True)
            if len(heard) < SECONDS * RATE or np.square(heard).mean() < 1e-6:
                continue
            beat = (start / RATE - label["first_beat"]) * label["bpm"] / 60
            yield Partner(f"{label['id']}.{role}", role, heard, label["bpm"], beat)


def ask(partner: Partner, analysis: Analysis, seed: int) -> Ask:
    """The take beside a partner, who is heard `GAP` frames late."""
    with torch.inference_mode():
        sound = torch.from_numpy(np.ascontiguousarray(partner.sound.T))[None]
        latents = analysis.encode(sound)[0]
    channels = told(latents, slice(0, len(latents)), GAP)
    return Ask(ROLES[partner.role], len(latents) * FRAME / RATE, seed=seed, partner=channels)


def chroma(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] -> how strong each of the twelve pitch classes is, of unit length [12]."""
    mono, size = sound.mean(1), 16_384
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[:: size // 2]
    power = np.sqrt(np.abs(np.fft.rfft(frames * np.hanning(size)))).mean(0)
    power = np.maximum(power - np.convolve(power, np.ones(41) / 41, "same"), 0)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    inside = (hertz > 110) & (hertz < 2_000)
    pitch = 69 + 12 * np.log2(hertz[inside] / 440)
    out = np.bincount(np.round(pitch).astype(int) % 12, power[inside], 12)
    return out / (np.linalg.norm(out) + 1e-9)


def agreement(partner: Partner, take: np.ndarray) -> tuple[float | None, float]:
    """Median distance in ms of a take's onsets from the partner's sixteenths (None with fewer than
    4 of them), and the cosine of both chromas."""
    late = take[int(SKIP_S * RATE) :]
    times = onsets(late) + SKIP_S
    grid = None
    if len(times) >= 4:
        grid = float(np.median(np.abs(from_grid(times, partner.bpm, partner.beat))))
    return grid, float(chroma(late) @ chroma(partner.sound[int(SKIP_S * RATE) :]))


def together(cases: list[Partner], takes: list[np.ndarray]) -> dict:
    """Agreement with the own partner, beside that with every other of the same role."""
    own = [agreement(p, t) for p, t in zip(cases, takes, strict=True)]
    other = [
        agreement(p, t)
        for i, t in enumerate(takes)
        for j, p in enumerate(cases)
        if i != j and p.role == cases[i].role
    ]
    return {
        "beat_ms": _median([g for g, _ in own]),
        "beat_ms_random": _median([g for g, _ in other]),
        "key": _median([c for _, c in own]),
        "key_random": _median([c for _, c in other]),
        "gap_frames": GAP,
        "cases": len(cases),
    }


def _median(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return round(float(np.median(known)), 3) if known else None
