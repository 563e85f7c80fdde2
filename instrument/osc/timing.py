"""From a client's wall clock to stream samples.

The audio process measures, again and again, at which monotonic time which stream sample leaves the
output port (the anchor). A timetag is wall time; the offset of the two clocks is taken afresh each
time, so that a wall clock that is set right, or wrong, does no lasting harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from instrument.errors import Refused
from instrument.osc.codec import IMMEDIATE

NTP_EPOCH = 2_208_988_800
"""Seconds from 1900 to 1970."""

FARTHEST = 60.0
"""A timetag may lie so many seconds ahead."""

_COAST_NS = 1_000_000_000  # an anchor older than this belongs to a stream that stands still


def timetag_of(wall_ns: int) -> int:
    """The NTP timetag of a wall time in nanoseconds since 1970."""
    return (NTP_EPOCH << 32) + (wall_ns << 32) // 1_000_000_000


class StreamTime:
    """What is heard when. `anchor` returns (monotonic ns, stream sample); any thread may ask."""

    def __init__(self, anchor: Callable[[], tuple[int, int]], rate: int) -> None:
        self._anchor = anchor
        self.rate = rate

    def heard(self) -> int:
        """The stream sample that leaves the port now."""
        at_ns, sample = self._anchor()
        coast = min(max(time.monotonic_ns() - at_ns, -_COAST_NS), _COAST_NS) if at_ns else 0
        return sample + coast * self.rate // 1_000_000_000

    def seconds_until(self, sample: int) -> float:
        """Seconds from now until `sample` leaves the port (negative: it has left)."""
        return (sample - self.heard()) / self.rate

    def sample_of(self, timetag: int) -> int | None:
        """The sample that leaves the port at `timetag`; None for the timetag that means now.

        Raises Refused("clock") for one more than FARTHEST seconds ahead.
        """
        if timetag == IMMEDIATE:
            return None
        wall = ((timetag * 1_000_000_000) >> 32) - NTP_EPOCH * 1_000_000_000
        ahead = wall - time.time_ns()
        if ahead > FARTHEST * 1e9:
            raise Refused(
                "clock",
                f"the timetag is {ahead / 1e9:.0f} s ahead (at most {FARTHEST:.0f}): are the "
                "clocks of both machines right?",
            )
        return self.heard() + ahead * self.rate // 1_000_000_000
