"""Changes that belong together: those of one bundle, while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from instrument.controls import Change
from instrument.osc.peers import Peer


@dataclass
class Batch:
    """Changes of one bundle from `peer`, gathered.

    `at` is the stream sample of its timetag (None: now), `heard` the one that left the port as it
    came. `tell` names keys whose value is not what was sent.
    """

    at: int | None
    heard: int
    peer: Peer
    changes: list[Change] = field(default_factory=list)
    tell: set[str] = field(default_factory=set)

    @property
    def base(self) -> int:
        """The sample that the bundle's time is, or the one heard now."""
        return self.heard if self.at is None else self.at

    def put(self, key: str, index: int = 0, value: object = None, over: float = 0.0) -> None:
        """Adds a change at the bundle's time."""
        self.changes.append(Change(self.at, key, index, value, over))
