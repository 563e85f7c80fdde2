"""Measure `recall`: is what follows a recalled state what followed it when it was saved?"""

from __future__ import annotations

import time

import numpy as np

from instrument.live.performance import EASY, Performance

SETTINGS = (*EASY, "morph", 0.0, "brightness", 0.5, "guidance/brightness", 1.0)
PROMPT = ("/lmdm/prompt", "warm pad")
MEANWHILE = (("/lmdm/prompt", "drum loop"), ("/lmdm/param/brightness", 0.1))
"""What is changed before the state is recalled."""
AGAIN = (PROMPT, ("/lmdm/param/brightness", 0.5))
"""As it was."""
SETTLED_S = 0.1
"""After a recall, what is not compared: the frame that it lands on, and 16 ms in which what was
heard rings out."""


PROBES = 4
"""Places from which on it is looked for again: some may lie in a dropped period."""


def unlike(
    recording: np.ndarray, once: int, again: int, seconds: float, rate: int, period: int
) -> list[int]:
    """The periods of the `seconds` of a recording [N, 2] from `once` on that are not heard again,
    bit by bit, from a place within a quarter of a second of `again` on; all, if there is none."""
    count = round(seconds * rate) // period
    near, best = rate // 4, list(range(count))
    around = recording[max(0, again - near) : again + near + PROBES * period]
    for probe in range(PROBES):
        first = recording[once + probe * period]
        places = np.flatnonzero((around == first).all(1)) + max(0, again - near) - probe * period
        for place in places[(places >= 0) & (abs(places - again) <= near)]:
            other = np.zeros((count * period, 2), recording.dtype)
            there = recording[place : place + len(other)]
            other[: len(there)] = there
            differ = (recording[once : once + len(other)] != other).reshape(count, -1).any(1)
            if differ.sum() < len(best):
                best = np.flatnonzero(differ).tolist()
    return best


def measure(live: Performance, seconds: float, rounds: int) -> dict:
    """So many times: save, play on, change everything, change it back, recall, play on. `unlike`:
    periods of the device, of `periods` compared, that were not heard again bit by bit, at `places`
    of one or more in a row. A server that had an xrun may have dropped what is at one place; all
    others tell of the instrument."""
    hand, ear = live.hand, live.ear
    figures: dict = {}
    hand.send(*PROMPT)
    time.sleep(3.0)
    horizon, part = live.horizon(), seconds - 2 * SETTLED_S
    periods = round(part * ear.rate) // ear.period
    wrong: list[int] = []
    places = 0
    with live.counted(figures):
        for k in range(rounds):
            wall, saved = live.ahead(horizon)
            hand.bundle(wall, ("/lmdm/state/save", f"round{k}"))
            hand.expect("/lmdm/done", "/lmdm/state/save")
            time.sleep(horizon + seconds)
            for message in MEANWHILE:
                hand.send(*message)
            time.sleep(2.5)
            wall, recalled = live.ahead(horizon)
            hand.bundle(wall, *AGAIN, ("/lmdm/state/recall", f"round{k}"))
            time.sleep(horizon + seconds + 0.5)
            recording = ear.sound(saved)
            after = round(SETTLED_S * ear.rate)
            again = recalled - saved + after
            found = unlike(recording, after, again, part, ear.rate, ear.period)
            wrong += found
            places += sum(k - 1 not in found for k in found)
    return {
        "rounds": rounds,
        "seconds": seconds,
        "periods": rounds * periods,
        "unlike": len(wrong),
        "places": places,
        "rms": round(float(np.sqrt(np.square(recording).mean())), 4),
        **figures,
    }
