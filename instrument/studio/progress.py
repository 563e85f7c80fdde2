"""How far a folder of sounds is, and how long it takes yet."""

from __future__ import annotations

import math
import sys
import time


class Progress:
    """Says on standard error how much of a `whole` (hours, or a number of sounds) there is: a line
    that is replaced, on a terminal; else one a minute."""

    def __init__(self, name: str, whole: float, unit: str) -> None:
        self.name, self.whole, self.unit = name, whole, unit
        self.begun, self.said, self.over = time.monotonic(), -math.inf, False
        self.live = sys.stderr.isatty()

    def __call__(self, done: float, made: float) -> None:
        """`done` in all, of which `made` since this began; nothing is said before the first."""
        now, over = time.monotonic(), done >= self.whole
        soon = not made or now - self.said < (0.5 if self.live else 60.0)
        if self.over or (soon and not over):
            return
        self.said, self.over = now, over
        line = f"{self.name}: {_plain(done)} of {self.whole} {self.unit}"
        if not over:
            left_s = (self.whole - done) / made * (now - self.begun)
            line += f", {left_s / 60:.1f} min left"
        # the cursor goes back, so that whatever is said next lies over the line
        start, end = ("\033[K", "\n" if over else "\r") if self.live else ("", "\n")
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)


def _plain(value: float) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
