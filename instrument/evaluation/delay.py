"""Measure `delay`: what comes back, by how much it is blurred, and whether repeats stay as loud."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from instrument.controls import Change
from instrument.evaluation.embedding import log_mel
from instrument.evaluation.play import Ask
from instrument.hearing.onsets import RATE
from instrument.train import labels

INPUTS = ("drum loop", "solo piano")
"""What is played into the delay: takes of these prompts."""
PROMPT, FAMILY = "choir", "choir"
"""What it is transformed by."""
SECONDS, WAY = 14.0, 2.0
BLURS = (0.0, 0.25, 0.5, 0.75, 1.0)
FEEDBACK, BLUR, MINUTES = 0.9, 0.5, 10
MINUTE_S = 60.0


def played(prompt: str) -> Ask:
    """The take that is played in."""
    return Ask(prompt, SECONDS, seed=5)


def ask(heard: np.ndarray, seconds: float, blur: float, feedback: float = 0.0) -> Ask:
    """A take in delay mode, `heard` [N, 2] being played in."""
    values = {"mode": "delay", "delay/time": WAY, "delay/blur": blur, "delay/feedback": feedback}
    changes = tuple(Change(None, key, 0, value) for key, value in values.items())
    return Ask(PROMPT, seconds, changes, heard=heard)


def error_db(heard: np.ndarray, back: np.ndarray) -> float:
    """Mean distance in log mel, dB, of what came back [N, 2] from what was played, so much before;
    silence is left out."""
    way = round(WAY * RATE)
    before, after = log_mel(heard[: len(back) - way])[0], log_mel(back[way : way + len(heard)])[0]
    frames = min(len(before), len(after))
    loud = before[:frames].max(1) > before.max() - 2.0  # 40 dB, in dB / 20
    return 20 * float(np.abs(before[:frames] - after[:frames])[loud].mean())


def minutes(blocks: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """A stream's blocks [N, 2] in pieces of a minute."""
    held, length = np.zeros((0, 2), np.float32), round(MINUTE_S * RATE)
    for block in blocks:
        held = np.concatenate((held, block))
        while len(held) >= length:
            yield held[:length]
            held = held[length:]


def level_and_flatness(sound: np.ndarray) -> tuple[float, float]:
    """The mean power of a minute [N, 2] in LUFS-like dB, and how flat its spectrum is in the median
    (1: noise)."""
    loudness = labels.loudness(np.ascontiguousarray(sound.T))
    level = 10 * float(np.log10(np.mean(10.0 ** (loudness / 10))))
    power = 10.0 ** (2.0 * log_mel(sound)[0])
    flat = np.exp(np.log(power).mean(1)) / power.mean(1)
    return level, float(np.median(flat))


def steady(rows: list[tuple[float, float]]) -> dict:
    """Figures of minutes of feedback; the first, in which it builds up, is left out."""
    levels, flats = zip(*rows[1:], strict=True)
    return {
        "feedback": FEEDBACK,
        "blur": BLUR,
        "minutes": len(rows),
        "level_spread_db": round(max(levels) - min(levels), 2),
        "flatness_second": round(flats[0], 4),
        "flatness_last": round(flats[-1], 4),
    }
