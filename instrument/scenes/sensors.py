"""Sensors: what a message from outside says, made into the value of a parameter."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Mapping:
    """Messages to `source` move `target` (a parameter, or prompt/SLOT/weight).

    The number in place `argument` is taken from `span` to `onto`, clipped, and smoothed with a time
    constant of `smooth` seconds. `hold` seconds after the last message the programme has the
    parameter back. Of scenes, those named in `scenes` (empty: all).
    """

    source: str
    target: str
    span: tuple[float, float]
    onto: tuple[float, float]
    smooth: float = 1.0
    hold: float = 60.0
    argument: int = 0
    scenes: tuple[str, ...] = ()

    def value(self, number: float) -> float:
        """What a sensor's number asks for."""
        a, b = self.span
        part = min(max((number - a) / (b - a), 0.0), 1.0)
        return self.onto[0] + (self.onto[1] - self.onto[0]) * part


class Sensor:
    """One mapping and its smoothed value. Time comes in, in seconds of any steady clock."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._goal = self._value = 0.0
        self._heard = -math.inf
        self._moved = 0.0

    def hear(self, arguments: tuple, now: float, start: float | None) -> bool:
        """Takes a message; False when it holds no finite number where one is expected.

        `start` is where the target is now: the first message moves it from there (None: it has no
        value yet, and takes the sensor's at once).
        """
        place = self.mapping.argument
        number = arguments[place] if place < len(arguments) else None
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            return False
        if not math.isfinite(number):
            return False
        goal = self.mapping.value(float(number))
        if not self.alive(now):
            self._value, self._moved = goal if start is None else start, now
        else:
            self.value(now)
        self._goal, self._heard = goal, now
        return True

    def alive(self, now: float) -> bool:
        """Whether it was heard lately."""
        return now - self._heard < self.mapping.hold

    def value(self, now: float) -> float:
        """The smoothed value."""
        passed, self._moved = max(0.0, now - self._moved), now
        smooth = self.mapping.smooth
        keep = math.exp(-passed / smooth) if smooth > 0 else 0.0
        self._value = self._goal + (self._value - self._goal) * keep
        return self._value
