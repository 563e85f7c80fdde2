"""Measure `jam`: somebody plays into the daemon for half an hour; does it stay as it was?

What is played in is a take of the model's own, or a file. It must not be heard in what comes out,
which stays at its level while memory and making stay at theirs.
"""

from __future__ import annotations

import os
import time

import numpy as np

from instrument.engine.generator import Generator
from instrument.evaluation.play import Ask, Stage
from instrument.live.performance import Performance
from instrument.model import load_argument

PLAYED, PROMPT = "drum loop", "bass line"
INPUT_S = 30.0
SETTINGS = ("gain", 0.0)
MINUTE_S = 60.0
PROCESSES = ("front", "audio", "engine")
LONGEST_S = 0.5
"""Delays at which the dry input is looked for in the output."""


def partner(model: str) -> np.ndarray:
    """What is played in [N, 2]: a take of the model's own."""
    return Stage(Generator(load_argument(model))).play(Ask(PLAYED, INPUT_S, seed=5))


def likeness(sent: np.ndarray, heard: np.ndarray, rate: int) -> float:
    """How much of the very wave that was sent [N, 2] is heard, at any delay up to LONGEST_S: 1 is
    all of it, sounds that have nothing to do with one another have some hundredths."""
    a, b = (x.mean(1) - x.mean() for x in (sent, heard))
    size = 1 << (2 * len(a)).bit_length()
    match = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size)
    power = np.sqrt(np.square(a, dtype=np.float64).sum() * np.square(b, dtype=np.float64).sum())
    return float(np.abs(match[: round(LONGEST_S * rate)]).max() / (power + 1e-12))


def grown(at: np.ndarray, mib: np.ndarray) -> list[float]:
    """The least [first third, last third] of memory [N] at so many seconds [N]: caches come and go
    above it, what is lost stays below."""
    third = (at[-1] - at[0]) / 3
    parts = mib[at <= at[0] + third], mib[at >= at[-1] - third]
    return [round(float(part.min()), 1) for part in parts]


def measure(live: Performance, minutes: float) -> dict:
    """So many minutes, after twenty seconds that are not counted."""
    hand, ear, stage = live.hand, live.ear, live.stage
    figures: dict = {}
    hand.send("/lmdm/prompt", PROMPT)
    hand.send("/lmdm/mode", "jam")
    time.sleep(20.0)
    levels, dry, loads, begun = [], [], [], len(stage.rows)
    with live.counted(figures):
        end = time.monotonic() + MINUTE_S * minutes
        while (left := end - time.monotonic()) > 0:
            begin = ear.end
            time.sleep(min(MINUTE_S / 2, left))
            sound = ear.sound(begin)
            levels.append(10 * np.log10(np.square(sound, dtype=np.float64).mean() + 1e-12))
            dry.append(likeness(ear.sent(begin, begin + len(sound)), sound, ear.rate))
            loads.append(os.getloadavg()[0])
    rows = stage.rows[begun:]
    at, mib = (np.array([getattr(row, key) for row in rows]) for key in ("at", "mib"))
    each = np.array([row.each_mib for row in rows if len(row.each_mib) == len(PROCESSES)])
    known = np.array([row.at for row in rows if len(row.each_mib) == len(PROCESSES)])
    return {
        "minutes": minutes,
        "level_db": [round(float(x), 1) for x in (min(levels), np.median(levels), max(levels))],
        "level_first_and_last_third_db": [
            round(float(np.mean(part)), 1)
            for part in (levels[: max(1, len(levels) // 3)], levels[-max(1, len(levels) // 3) :])
        ],
        "dry_likeness": round(max(dry), 3),
        "longest_silence_ms": round(rows[-1].silence_ms, 1),
        "memory_mib": round(float(mib[-1]), 1),
        "memory_slope_mib_per_hour": round(float(np.polyfit(at / 3600, mib, 1)[0]), 2),
        "memory_least_first_and_last_third_mib": {
            name: grown(known, each[:, k]) for k, name in enumerate(PROCESSES)
        },
        "load": [round(float(x), 1) for x in (min(loads), np.median(loads), max(loads))],
        "engine_starts": stage.manager.starts,
        **figures,
    }
