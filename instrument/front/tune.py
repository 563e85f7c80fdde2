"""The beat and the key of what is heard: the engine tells them as it makes a block, which is before
it is heard."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from instrument.controls import Clock
from instrument.health import Health
from instrument.units import Rates

_LONGEST = 256
"""Blocks that wait to be heard, at most."""


@dataclass(frozen=True)
class Tune:
    """From stream sample `start` on: the `clock` that the music keeps to and the name of its `key`,
    each None where it was told none."""

    start: int = 0
    clock: Clock | None = None
    key: str | None = None

    @classmethod
    def of(cls, health: Health) -> Tune:
        """Of a block that was made."""
        beat = Clock(health.bpm, health.beat, health.beats_per_bar, health.start)
        return cls(health.start, beat if health.bpm else None, health.key or None)

    def arguments(self, sample: int, rates: Rates) -> tuple[float, float, int, str]:
        """(bpm, beat at `sample`, beats per bar, key); 0 bpm is no beat, "" no key."""
        if self.clock is None:
            return 0.0, 0.0, 0, self.key or ""
        clock = self.clock
        return clock.bpm, clock.beat_at(sample, rates), clock.beats_per_bar, self.key or ""


class Tunes:
    """Those of the blocks that were made, the one that is heard first."""

    def __init__(self) -> None:
        self._blocks: deque[Tune] = deque([Tune()], _LONGEST)

    def add(self, tune: Tune) -> None:
        """A block was made; it takes the place of those that should have begun after it."""
        while len(self._blocks) > 1 and self._blocks[-1].start >= tune.start:
            self._blocks.pop()
        self._blocks.append(tune)

    def at(self, sample: int) -> Tune:
        """Heard at a stream sample; what was before is forgotten."""
        while len(self._blocks) > 1 and self._blocks[1].start <= sample:
            self._blocks.popleft()
        return self._blocks[0]
