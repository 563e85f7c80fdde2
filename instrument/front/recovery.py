"""What is done about music that is stuck, and about processes that grow. Time comes in, in seconds.

The gentlest remedy first: other noise, then a model that forgets what it played, then another
engine. Each is given time to show; whoever stays well for a while begins with the first again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from instrument.front.listening import (
    DRONE_CHANGE,
    NOISE_FLATNESS,
    SAME,
    SILENCE_DB,
    Look,
)

WELL_S = 900.0
"""So long without a finding, and the next one is the first again."""
_AGAIN_S = 3600.0  # after the last remedy it is tried again only so often

DRONES = frozenset(
    ["drone", "pad", "ambient", "sustained", "still", "texture", "held", "calm", "silence", "organ"]
)
NOISES = frozenset(
    ["noise", "hiss", "wind", "rain", "sea", "waves", "static", "water", "storm", "breath"]
)
LOOPS = frozenset(["loop", "ostinato", "repeat", "repeated", "minimal", "metronome"])


@dataclass(frozen=True)
class Asked:
    """What was asked for, as far as it bears on being stuck."""

    prompts: Sequence[str] = ()
    loudness: float | None = None
    density: float | None = None
    notes: bool = False

    def names(self, words: frozenset[str]) -> bool:
        """Whether a prompt says one of `words`."""
        said = {
            w.strip(",.;:!?").removesuffix("s") for p in self.prompts for w in p.lower().split()
        }
        return bool(said & {w.removesuffix("s") for w in words})


def finding(look: Look, asked: Asked) -> str:
    """What is wrong with the music, in a few words; empty when nothing is."""
    if asked.loudness is not None and asked.loudness < -45.0:
        return ""  # too little is heard to judge by
    if look.db is not None and look.db < SILENCE_DB:
        return "silence"
    if look.flatness is not None and look.flatness > NOISE_FLATNESS and not asked.names(NOISES):
        return "noise"
    calm = asked.notes or asked.names(DRONES | NOISES)
    calm = calm or (asked.density is not None and asked.density < 1.0)
    if look.change is not None and look.change < DRONE_CHANGE and not calm:
        return "a drone"
    if look.same is not None and look.same < SAME and not asked.names(LOOPS):
        return f"the same {look.lag:.1f} s again and again"
    return ""


class Recovery:
    """Applies remedies, (name, what to do) from gentle to strong."""

    def __init__(self, remedies: Sequence[tuple[str, Callable[[], None]]]) -> None:
        self._remedies = remedies
        self._next = 0
        self._last = float("-inf")
        self.count = 0
        """Remedies applied so far."""

    def judge(self, found: str, now: float) -> str:
        """Applies a remedy if something was found; returns its name, "" for none."""
        if not found:
            if now - self._last > WELL_S:
                self._next = 0
            return ""
        if self._next >= len(self._remedies):
            if now - self._last < _AGAIN_S:
                return ""
            self._next = 0
        name, remedy = self._remedies[self._next]
        self._next += 1
        self._last = now
        self.count += 1
        remedy()
        return name


class Growth:
    """The memory of one process over time, and whether it leaks."""

    SETTLE_S = 600.0
    EVERY_S = 60.0

    def __init__(self, most_mib: float) -> None:
        """More than `most_mib` above what it held when it had settled is too much."""
        self._most = most_mib
        self._pid = 0
        self._born = 0.0
        self._rows: deque[tuple[float, float]] = deque(maxlen=1_440)

    def note(self, pid: int, mib: float, now: float) -> None:
        """The process holds so much now."""
        if pid != self._pid:
            self._pid, self._born = pid, now
            self._rows.clear()
        if now - self._born >= self.SETTLE_S and (
            not self._rows or now - self._rows[-1][0] >= self.EVERY_S
        ):
            self._rows.append((now, mib))

    @property
    def slope(self) -> float:
        """MiB an hour over the last day, 0 while too little is known."""
        if len(self._rows) < 30:
            return 0.0
        times, sizes = np.array(self._rows).T
        return float(np.polyfit(times - times[0], sizes, 1)[0] * 3600.0)

    @property
    def too_much(self) -> float:
        """MiB by which it has grown, when that is more than it may; else 0."""
        if len(self._rows) < 10:
            return 0.0
        first = float(np.median([m for _, m in list(self._rows)[:5]]))
        last = float(np.median([m for _, m in list(self._rows)[-5:]]))
        return last - first if last - first > self._most else 0.0
