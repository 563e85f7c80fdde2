"""Measure `jam`: does accompaniment keep the partner's time and key?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch

from instrument.controls import Change
from instrument.errors import UserError
from instrument.evaluation.clock import from_grid
from instrument.evaluation.play import Ask
from instrument.evaluation.reference import sounds
from instrument.hearing.key import chroma
from instrument.hearing.onsets import RATE, onsets
from instrument.nn.analysis import Analysis
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
    """A held-out stem: its sound [N, 2], tempo, and the beat at its first sample. `companion`: the
    sound of the other stem."""

    name: str
    role: str
    sound: np.ndarray
    companion: np.ndarray
    bpm: float
    beat: float


def partners(studio: Path) -> Iterator[Partner]:
    """The stems of held-out pieces, from a fifth of the piece on."""
    for label, path in sounds(studio):
        start = soundfile.info(path).frames // 5
        stems = {
            role: _stretch(path.with_name(f"{path.stem}.{role}.wav"), start)
            for role in label["stems"]
        }
        if len(stems) < len(ROLES) or not all(map(_plays, stems.values())):
            continue
        beat = (start / RATE - label["first_beat"]) * label["bpm"] / 60
        for role, sound in stems.items():
            (other,) = stems.keys() - {role}
            name = f"{label['id']}.{role}"
            yield Partner(name, role, sound, stems[other], label["bpm"], beat)


def _stretch(path: Path, start: int) -> np.ndarray:
    length = int(SECONDS * RATE)
    try:
        return soundfile.read(path, length, start, dtype="float32", always_2d=True)[0]
    except soundfile.LibsndfileError as error:
        raise UserError(f"{path}, a stem that its piece tells of: {error.error_string}") from None


def _plays(sound: np.ndarray) -> bool:
    return len(sound) == int(SECONDS * RATE) and float(np.square(sound).mean()) > 1e-6


def ask(partner: Partner, seed: int, *, follow: bool = True) -> Ask:
    """The take beside a partner, who is heard `GAP` frames late; `follow`: by the beat that is
    found in what the partner plays, as on stage."""
    changes = Change(0, "mode", 0, "jam"), Change(0, "input/follow", 0, follow)
    prompt, heard = ROLES[partner.role], partner.sound
    return Ask(prompt, SECONDS, changes, seed, heard=heard, behind=GAP)


def channels(sound: np.ndarray, analysis: Analysis) -> torch.Tensor:
    """What the network is told of a partner's sound [N, 2]: [T, LATENTS + 2]."""
    with torch.inference_mode():
        latents = analysis.encode(torch.from_numpy(np.ascontiguousarray(sound.T))[None])[0]
    return told(latents, slice(0, len(latents)), GAP)


def agreement(partner: Partner, take: np.ndarray) -> tuple[float | None, float]:
    """Median distance in ms of a take's onsets from the partner's sixteenths (None with fewer than
    4 of them), and the cosine of both chromas."""
    late = take[int(SKIP_S * RATE) :]
    times = onsets(late) + SKIP_S
    grid = None
    if len(times) >= 4:
        grid = float(np.median(np.abs(from_grid(times, partner.bpm, partner.beat))))
    return grid, float(chroma(late) @ chroma(partner.sound[int(SKIP_S * RATE) :]))


def together(
    cases: list[Partner], takes: list[np.ndarray], alone: list[np.ndarray]
) -> dict[str, float | int | None]:
    """Agreement with the own partner, beside that with every other of the same role (`random`),
    of takes that did not go by the partner's beat (`alone`), and of the music that the studio made
    for the partner (`companion`)."""

    def agree(sounds: list[np.ndarray]) -> list[tuple[float | None, float]]:
        return [agreement(p, x) for p, x in zip(cases, sounds, strict=False)]

    other = [
        agreement(p, t)
        for i, t in enumerate(takes)
        for j, p in enumerate(cases)
        if i != j and p.role == cases[i].role
    ]
    rows = {
        "": agree(takes),
        "_random": other,
        "_alone": agree(alone),
        "_companion": agree([p.companion for p in cases]),
    }
    figures: dict[str, float | int | None] = {}
    for kind, pairs in rows.items():
        figures[f"beat_ms{kind}"] = _median([grid for grid, _ in pairs])
        figures[f"key{kind}"] = _median([key for _, key in pairs])
    return figures | {"gap_frames": GAP, "cases": len(cases)}


def _median(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return round(float(np.median(known)), 3) if known else None
