"""Measure `tempo`: the clock turns from 90 to 140 bpm; are onsets on the new grid in two bars?"""

from __future__ import annotations

import time

import numpy as np

from instrument.evaluation.clock import from_grid
from instrument.hearing.onsets import onsets
from instrument.live.performance import Performance

SLOW, FAST = 90.0, 140.0
AHEAD_S = 0.7
SLOW_S = 9.0
"""How long the slow tempo is kept."""
GRACE, JUDGED = 2, 4
"""Bars of the new tempo that are not judged, and those after them that are."""
PROMPTS = ("drum loop", "techno drums", "bass line")
SETTINGS = ("gain", 0.0)


def measure(live: Performance, events: int) -> dict:
    """So many turns; distances of onsets from the sixteenths of the new tempo, and of the old
    one's, had it gone on."""
    bar_s = 4 * 60.0 / FAST
    new: dict[str, list[np.ndarray]] = {p: [] for p in PROMPTS}
    early, old = [], []
    figures: dict = {}
    with live.counted(figures):
        for k in range(events):
            prompt = PROMPTS[k % len(PROMPTS)]
            wall, slow = live.ahead(AHEAD_S)
            live.hand.bundle(wall, ("/lmdm/clock", SLOW, 0.0), ("/lmdm/prompt", prompt))
            time.sleep(SLOW_S + 0.31 * (k % 5))
            wall, due = live.ahead(AHEAD_S)
            live.hand.bundle(wall, ("/lmdm/clock", FAST, 0.0))
            time.sleep(AHEAD_S + bar_s * (GRACE + JUDGED) + 0.5)
            rate = live.ear.rate
            sound = live.ear.sound(due, due + round(bar_s * (GRACE + JUDGED) * rate))
            times = onsets(sound)
            early.append(from_grid(times[times < GRACE * bar_s], FAST, 0.0))
            times = times[times >= GRACE * bar_s]
            new[prompt].append(from_grid(times, FAST, 0.0))
            old.append(from_grid(times + (due - slow) / rate, SLOW, 0.0))
    return {
        "from_bpm": SLOW,
        "to_bpm": FAST,
        "turns": events,
        "median_ms": _median([d for rows in new.values() for d in rows]),
        "median_ms_first_two_bars": _median(early),
        "median_ms_old_grid": _median(old),
        "chance_ms": round(3750 / FAST, 1),
        "by_prompt": {prompt: _median(rows) for prompt, rows in new.items()},
        "onsets": int(sum(len(d) for rows in new.values() for d in rows)),
        **figures,
    }


def _median(rows: list[np.ndarray]) -> float | None:
    every = np.abs(np.concatenate([*rows, np.zeros(0)]))
    return round(float(np.median(every)), 1) if len(every) else None
