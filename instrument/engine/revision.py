"""Re-planning: which blocks can be made again when a change comes for what is not yet heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from instrument.controls import ACTS, Change
from instrument.engine.planner import Planner
from instrument.engine.take import KEPT
from instrument.units import Rates

_OF_NO_HASTE = ACTS | {"block", "steps", "margin", "replan", "latency_mode", "seed"}
"""Keys of changes for which nothing is made again."""


@dataclass
class _Planned:
    """A block from stream frame `first` on: the planner as it was before, and what came after."""

    first: int
    planner: Planner
    came: list[Change] = field(default_factory=list)


@dataclass
class Revision:
    """The planner's way back, block by block, and what it is wanted for. One thread owns it."""

    rates: Rates
    wish: int | None = None
    """The first stream sample for which a change came after it was made."""
    _planned: deque[_Planned] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def earliest(self) -> int | None:
        """The first stream frame that `back` can go to."""
        return self._planned[0].first if self._planned else None

    def forget(self) -> None:
        """There is no way back beyond this moment."""
        self._planned.clear()
        self.wish = None

    def planned(self, first: int, before: Planner) -> None:
        """A block from stream frame `first` on; `before` is a clone that nobody changes."""
        self._planned.append(_Planned(first, before))

    def came(self, changes: Sequence[Change], heard: int, made: int) -> None:
        """Changes came when stream sample `heard` was read and frames before `made` were made."""
        if any(change.key in ACTS for change in changes):
            self.forget()
        if not self._planned:
            return
        for change in changes:
            self._planned[-1].came.append(change)
            at = heard if change.at is None else max(heard, change.at)
            haste = change.haste and change.key not in _OF_NO_HASTE
            if haste and at < self.rates.start_of(made):
                self.wish = at if self.wish is None else min(at, self.wish)

    def back(self, frame: int) -> Planner:
        """A planner at stream frame `frame`, at least `earliest`, that knows all that came since.
        What was planned from there on is no more."""
        later: list[Change] = []
        while self._planned[-1].first > frame:
            later = self._planned.pop().came + later
        last = self._planned[-1]
        last.came += later
        planner = last.planner.clone()
        if last.first < frame:
            planner.skip(last.first, frame)
        planner.receive(last.came, frame)
        if last.first == frame:
            self._planned.pop()
            if self._planned:
                self._planned[-1].came += last.came
        self.wish = None
        return planner
