"""How the parts of a Max patch find each other: named sends, one daemon per name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bus:
    """The names of the sends and receives, made from `root`.

    `send`: OSC messages to the daemon. `heard`: OSC messages from it. `turned`: a parameter's name
    and its value, changed in this Max. `value`: the same, from wherever it was changed. `free`: the
    name of what the model has again.
    """

    root: str = "lmdm"

    @property
    def send(self) -> str:
        return f"{self.root}.send"

    @property
    def heard(self) -> str:
        return f"{self.root}.heard"

    @property
    def turned(self) -> str:
        return f"{self.root}.turned"

    @property
    def value(self) -> str:
        return f"{self.root}.value"

    @property
    def free(self) -> str:
        return f"{self.root}.free"


MAX = Bus()
"""In Max: one daemon, and every patch plays it."""

LIVE = Bus("---lmdm")
"""In a Max for Live device: three dashes are a number of each device's own."""

LISTEN = 57_144
"""The port where Max hears the daemon."""

LISTEN_LIVE = 57_145
"""The same in Live, which may be open at the same time."""
