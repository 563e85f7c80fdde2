"""Changes that belong together: those of one bundle, while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from instrument.controls import Change
from instrument.osc.matches import Matches
from instrument.osc.peers import Peer


@dataclass
class Batch:
    """Changes of one bundle from `peer`, gathered.

    `at` is the stream sample of its timetag; None: as soon as possible, which a late one is too.
    `base` is the sample that its time is, be it past, or the one heard as it came; `ahead` says
    whether that is still to come. `matches` is its packet's. `tell` names keys whose value is not
    what was sent; `clipped` says that an argument of the message that is read now was clipped.
    """

    at: int | None
    base: int
    ahead: bool
    peer: Peer
    matches: Matches
    changes: list[Change] = field(default_factory=list)
    tell: set[str] = field(default_factory=set)
    clipped: bool = False

    def put(self, key: str, index: int = 0, value: object = None, over: float = 0.0) -> None:
        """Adds a change at the bundle's time."""
        self.changes.append(Change(self.at, key, index, value, over))
