"""Measure `ahead`: do notes and curves sent 300 ms ahead land where their timetags say?

Exactly, by the trace of what the network was told, found again in what JACK heard; and by ear,
where the level of the sound steps.
"""

from __future__ import annotations

import time

import numpy as np
from torch import Tensor

from instrument.bench.reaction import LOUD, SOFT, step_after
from instrument.conditioning import CHANNELS, LOWEST_NOTE, NOTES, SUBFRAMES
from instrument.engine.generator import Generator
from instrument.live.executed import Executed, found
from instrument.live.performance import Performance
from instrument.model import load_argument
from instrument.nn.analysis import FRAME

AHEAD_S = 0.3
FRAME_MS = 42.7
LOOK_S = 0.3
"""Time before a step is due in which it would be noticed, too."""
SETTINGS = ("gain", 0.0, "latency_mode", "low", "loudness", SOFT)
_LOWEST, _PITCHES = 40, 40


def columns(add: Tensor, pitch: int) -> np.ndarray:
    """Samples [K], from the first frame of `add` [T, A] on, at which the roll has onsets of it."""
    roll = add[:, CHANNELS.notes.start : CHANNELS.notes.stop - 1].view(-1, NOTES, SUBFRAMES)
    struck = (roll[:, pitch - LOWEST_NOTE] >= 0.5).flatten().numpy()
    return np.flatnonzero(struck) * (FRAME // SUBFRAMES)


def turns(add: Tensor, channel: int) -> np.ndarray:
    """Samples [K], from the first frame of `add` [T, A] on, at which a curve's value changes."""
    values = add[:, channel].numpy()
    return (1 + np.flatnonzero(np.diff(values))) * FRAME


def nearest(landed: np.ndarray, due: int, rate: int) -> float | None:
    """By how many ms the nearest of `landed` comes after sample `due`; None if none is near."""
    if not len(landed):
        return None
    off = landed[np.argmin(np.abs(landed - due))] - due
    return 1e3 * float(off) / rate if abs(off) < rate else None


def quantiles(offs: list[float | None]) -> dict:
    """How far off events were, in ms; `lost`: how many did not happen."""
    known = np.array([off for off in offs if off is not None])
    figures: dict = {"events": len(offs), "lost": len(offs) - len(known)}
    if len(known):
        figures |= {
            "median_ms": round(float(np.median(known)), 1),
            "p95_ms": round(float(np.quantile(np.abs(known), 0.95)), 1),
            "most_ms": round(float(np.abs(known).max()), 1),
        }
    return figures


def measure(live: Performance, events: int, ahead_s: float | None = AHEAD_S) -> dict:
    """So many notes and so many points of a curve, in turn, sent so far ahead (None: as far as the
    daemon wants); the curve's steps are heard, too."""
    hand, ear = live.hand, live.ear
    figures: dict = {}
    hand.send("/lmdm/prompt", "warm string pad")
    time.sleep(4.0)
    begin = ear.now()  # the trace may be heard before it is said that it has begun
    hand.send("/lmdm/trace/start", "ahead")
    hand.expect("/lmdm/done", "/lmdm/trace/start")
    time.sleep(1.0)
    ahead_s = live.horizon() if ahead_s is None else ahead_s
    notes, steps = [], []
    with live.counted(figures):
        for k in range(events):
            wall, due = live.ahead(ahead_s)
            hand.bundle(wall, ("/lmdm/note", _LOWEST + k % _PITCHES, 0.8, 0.3))
            notes.append((_LOWEST + k % _PITCHES, due))
            time.sleep(0.31 + 0.1 * (k % 7) / 7)
            wall, due = live.ahead(ahead_s)
            hand.bundle(wall, ("/lmdm/curve/loudness", 0.0, SOFT if k % 2 else LOUD))
            steps.append(due)
            time.sleep(1.2)
        time.sleep(ahead_s)
        hand.send("/lmdm/trace/stop", "ahead")
        hand.expect("/lmdm/done", "/lmdm/trace/stop")
    made = Executed.of(
        live.state_file("traces", "ahead.trace"), Generator(load_argument(live.model))
    )
    recording = ear.sound(begin)
    at, alike = found(made.sound, recording)
    first = begin + at + made.first * FRAME - made.begin  # where the ear heard the first frame
    rolls = [nearest(columns(made.add, pitch), due - first, ear.rate) for pitch, due in notes]
    turned = turns(made.add, CHANNELS.loudness.start)
    lines = [nearest(turned, due - first, ear.rate) for due in steps]
    level = recording.mean(1)
    late = round(LOOK_S * ear.rate)
    heard = [step_after(level, due - begin - late, ear.rate) for due in steps]
    by_ear = [None if s is None else 1e3 * (s - LOOK_S) for s in heard]
    return {
        "ahead_ms": round(1e3 * ahead_s),
        "frame_ms": FRAME_MS,
        "notes": quantiles(rolls),
        "curve": quantiles(lines),
        "curve_by_ear": quantiles(by_ear),
        "trace_in_recording": round(alike, 4),
        **figures,
    }
