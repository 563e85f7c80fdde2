"""Measure `curves`: do loudness, brightness and density go where they are told?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from instrument.conditioning import CURVES, brightness
from instrument.controls import Change
from instrument.evaluation.embedding import log_mel
from instrument.evaluation.play import RATES, Ask
from instrument.hearing.onsets import onsets
from instrument.nn.analysis import HOPS
from instrument.train import labels

SECONDS = 12.0
SKIP = 12
"""Latent frames at the start that are not judged: there is no past yet."""
LAGS = 24
"""Furthest shift, in latent frames, in which the best agreement is sought."""
RANGE = {"loudness": (-34.0, -14.0), "brightness": (0.06, 0.32), "density": (0.5, 8.0)}
"""What is asked for: about the middle nine tenths of the studio's pieces. Brightness is a centroid
here, not the player's number."""
PROMPTS = {
    "loudness": ("ambient pad", "drum loop", "solo piano", "string ensemble"),
    "brightness": ("ambient pad", "drum loop", "acid bass", "string ensemble"),
    "density": ("drum loop", "solo piano", "plucked melody", "bass line"),
}


@dataclass(frozen=True)
class Bend:
    """A curve [T] that is asked of a prompt."""

    name: str
    prompt: str
    seed: int
    curve: np.ndarray


def bends(seeds: int) -> list[Bend]:
    """`seeds` curves for each control and prompt."""
    frames = RATES.frame_after(RATES.samples(SECONDS))
    return [
        Bend(name, prompt, seed, wandering(RANGE[name], frames, (seed, i, j)))
        for seed in range(seeds)
        for i in range(len(PROMPTS["loudness"]))
        for j, name in enumerate(CURVES)
        for prompt in (PROMPTS[name][i],)
    ]


def wandering(span: tuple[float, float], frames: int, seed: tuple[int, ...]) -> np.ndarray:
    """A curve [frames] in `span`: held, stepping or gliding to a new value every 1 to 3 seconds."""
    rng = np.random.default_rng((27, *seed))
    out, now, at = np.empty(frames), rng.uniform(*span), 0
    while at < frames:
        length, goal = int(rng.uniform(1, 3) * RATES.frame_rate), rng.uniform(*span)
        glide = int(rng.integers(2)) * length // 2
        way = np.minimum(1.0, (np.arange(length) + 1) / max(1, glide))
        part = now + (goal - now) * way
        out[at : at + length] = part[: frames - at]
        at, now = at + length, goal
    return out


def ask(bend: Bend) -> Ask:
    """The take of a curve: a value for each latent frame."""
    values = [brightness(v) if bend.name == "brightness" else float(v) for v in bend.curve]
    changes = tuple(Change(RATES.start_of(k), bend.name, 0, v) for k, v in enumerate(values))
    return Ask(bend.prompt, SECONDS, changes, bend.seed)


def hear(name: str, sound: np.ndarray) -> np.ndarray:
    """The curve [T] of a sound [N, 2], measured as the training labels are (density: from heard
    onsets, where those count written notes)."""
    frames = len(sound) // RATES.hop
    if name == "loudness":
        return labels.loudness(np.ascontiguousarray(sound.T))
    if name == "brightness":
        mel, _ = log_mel(sound)
        return labels.brightness(torch.from_numpy(mel).unflatten(0, (-1, HOPS)))
    if name == "density":
        return labels.density([[t] for t in onsets(sound)], frames)
    raise KeyError(name)


def agreement(asked: np.ndarray, heard: np.ndarray) -> np.ndarray:
    """Correlation of two curves as they stand, and with one of them shifted by up to LAGS frames
    [2 LAGS + 1], heard early first. A curve that does not move agrees with nothing: 0."""
    pair, shifts = _judged(asked, heard), range(-LAGS, LAGS + 1)
    return np.array([_correlation(*_shifted(*pair, lag)) for lag in shifts])


def follow(asked: list[Bend], heard: list[np.ndarray]) -> dict:
    """Median agreement by control, and the lag at which that is largest (positive: heard late), as
    single takes' peaks are too broad to tell one; `shuffled`: with the curves that others were
    asked for."""
    out = {}
    for name in CURVES:
        mine = [(b.curve, h) for b, h in zip(asked, heard, strict=True) if b.name == name]
        if not mine:
            continue
        lines = np.stack([agreement(curve, h) for curve, h in mine])
        wrong = [
            _correlation(*_judged(other, h)) for i, (_, h) in enumerate(mine)
            for j, (other, _) in enumerate(mine) if i != j
        ]  # fmt: skip
        out[name] = {
            "correlation": round(float(np.median(lines[:, LAGS])), 3),
            "lowest": round(float(lines[:, LAGS].min()), 3),
            "lag_frames": int(np.median(lines, 0).argmax()) - LAGS,
            "shuffled": round(float(np.median(wrong)), 3) if wrong else None,
            "cases": len(mine),
        }
    return out


def _judged(asked: np.ndarray, heard: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = min(len(asked), len(heard))
    return asked[SKIP:count], heard[SKIP:count]


def _shifted(asked: np.ndarray, heard: np.ndarray, lag: int) -> tuple[np.ndarray, np.ndarray]:
    count = len(asked) - abs(lag)
    return asked[max(0, -lag) :][:count], heard[max(0, lag) :][:count]


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    if len(a) < 2 or a.std() < 1e-9 or b.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
