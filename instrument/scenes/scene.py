"""A scene: prompts and parameters, still or in slow motion. Values are pure functions of time.

So it is the same whoever asks, and a front that was started again goes on as if it had not been.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from instrument.controls import Change
from instrument.params import Value


@dataclass(frozen=True)
class Still:
    """A value that stays; None gives the control to the model."""

    to: Value

    moves = False

    def at(self, moment: float, since: float) -> Value:
        """The value."""
        return self.to


@dataclass(frozen=True)
class Ramp:
    """From the first point to the last in `over` seconds from the scene's beginning, straight
    between points that stand at equal distances; then it stays.
    """

    points: tuple[float, ...]
    over: float

    moves = True

    def at(self, moment: float, since: float) -> Value:
        """The value at wall time `moment` of a scene that began at `since`."""
        if self.over <= 0.0:
            return self.points[-1]
        place = min(max((moment - since) / self.over, 0.0), 1.0) * (len(self.points) - 1)
        k = min(int(place), len(self.points) - 2)
        return self.points[k] + (self.points[k + 1] - self.points[k]) * (place - k)


@dataclass(frozen=True)
class Walk:
    """A slow wander between `lo` and `hi`: every `every` seconds another place to go to, chosen by
    the seed and the hour alone, and reached in a smooth curve.
    """

    lo: float
    hi: float
    every: float
    seed: str

    moves = True

    def at(self, moment: float, since: float) -> Value:
        """The value at wall time `moment`."""
        knot, part = divmod(moment / self.every, 1.0)
        smooth = part * part * (3.0 - 2.0 * part)
        a, b = self._place(int(knot)), self._place(int(knot) + 1)
        return self.lo + (self.hi - self.lo) * (a + (b - a) * smooth)

    def _place(self, knot: int) -> float:
        """0 to 1, evenly spread."""
        digest = hashlib.blake2b(f"{self.seed}:{knot}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64


Motion = Still | Ramp | Walk


@dataclass(frozen=True)
class Prompt:
    """A text in a slot, and how strongly it counts."""

    text: str
    weight: Motion = Still(1.0)


@dataclass(frozen=True)
class Scene:
    """`fade` is how long it takes to come from the scene before. `preset` is played first, then
    `mode` (None: leave it), `prompts` (None: the preset's) and `motions` on top of it.
    """

    name: str
    fade: float = 10.0
    preset: tuple[Change, ...] = ()
    mode: str | None = None
    prompts: tuple[Prompt, ...] | None = None
    motions: dict[str, Motion] = field(default_factory=dict)
    line: int = 0
