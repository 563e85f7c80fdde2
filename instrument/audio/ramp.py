"""Gains that move: a level never steps, it is led to its target over some samples."""

from __future__ import annotations

import numpy as np


class Ramp:
    """A gain that goes to its target in a straight line. One thread; allocates nothing large."""

    def __init__(self, value: float, longest: int) -> None:
        """At rest at `value`; `longest` is the most frames of one `apply`."""
        self.value = value
        self.target = value
        self._left = 0
        self._line = np.empty((longest, 1), np.float32)
        self._count = np.arange(1, longest + 1, dtype=np.float32).reshape(-1, 1)

    @property
    def resting(self) -> bool:
        """The target is reached."""
        return self._left == 0

    def aim(self, target: float, samples: float) -> None:
        """Begin to go to `target`, to be there in `samples`. The same target again is no news."""
        if target != self.target:
            self.target = target
            self._left = max(1, int(samples))

    def line(self, n: int) -> np.ndarray:
        """The next n values [n, 1], valid until the next call."""
        line = self._line[:n]
        m = min(n, self._left)
        if m:
            step = (self.target - self.value) / self._left
            np.multiply(self._count[:m], step, out=line[:m])
            line[:m] += self.value
            self._left -= m
            self.value = self.target if self._left == 0 else self.value + m * step
        line[m:] = self.value
        return line

    def apply(self, x: np.ndarray) -> None:
        """Multiply x [n, 2] in place; at rest at 1 it is not touched."""
        if self._left:
            x *= self.line(len(x))
        elif self.value != 1.0:
            x *= np.float32(self.value)
