"""Refusals for the person at the terminal: many clients (TidalCycles, Orca) show no answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from instrument.errors import Refused

BURST = 5
SECONDS = 10.0
"""After a burst, one line in so many seconds: a client that errs for months fills no disk."""


class Complaints:
    """Says refusals in lines, and counts those that it leaves out."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._left = float(BURST)
        self._then = time.monotonic()
        self._unsaid = 0

    def note(self, address: str, error: Refused) -> None:
        """A refusal, which is said unless there were many just before."""
        now = time.monotonic()
        self._left = min(self._left + (now - self._then) / SECONDS, float(BURST))
        self._then = now
        if self._left < 1.0 or not error.text:
            self._unsaid += 1
            return
        self._left -= 1.0
        more = f" (and {self._unsaid} more)" if self._unsaid else ""
        self._unsaid = 0
        line = f"refused {address[:200]}: {error.text}{more}"
        self._say("".join(c if c.isprintable() else "?" for c in line))
