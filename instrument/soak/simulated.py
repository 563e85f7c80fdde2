"""Weeks of a programme in seconds: the real conductor and the real controls, by a clock that is
turned, with nothing that sounds. Every change is checked to come on its second.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from instrument.controls import Change, Controls
from instrument.presets import load as load_preset
from instrument.scenes.conductor import Conductor
from instrument.scenes.file import load

STRIDE_S = 20.0
"""Between changes the clock is turned this far at a time."""


class Hall:
    """A stage on which nothing sounds."""

    def __init__(self) -> None:
        self.controls = Controls()
        self.sample = 0
        self.changes = 0

    def reach(self) -> int:
        """The sample heard now."""
        return self.sample

    def conduct(self, changes: list[Change]) -> None:
        """Takes the programme's changes."""
        self.changes += len(changes)
        self.controls.submit(changes, self.sample)

    def modes(self) -> Collection[str]:
        """All of them."""
        return ("text", "sketch", "jam", "delay")


@dataclass
class Followed:
    """Changes of scene or opening that were due, those that did not come on their second, the
    changes that were sent, and the lines that were said."""

    due: int = 0
    missed: int = 0
    sent: int = 0
    said: int = 0


def follow(path: Path, begin: float, days: float) -> Followed:
    """Has the scene file at `path` conducted for `days` from wall time `begin` on."""
    hall, found, said = Hall(), Followed(), []
    file = load(path, load_preset)
    conductor = Conductor(hall, path, load_preset, {}, said.append, said.append)
    wall = begin
    conductor.tick(wall, wall - begin)
    changes = [*file.programme.changes(begin, begin + days * 86_400.0)]

    def turn(to: float) -> None:
        nonlocal wall
        while wall < to:
            step = min(STRIDE_S, to - wall)
            wall += step
            hall.sample += round(step * 48_000)
            hall.controls.advance(hall.sample)
            conductor.tick(wall, wall - begin)

    scene = conductor.scene
    for moment, wanted, playing in changes[1:]:
        edge = float(-(-moment // 1))  # the first whole second of it
        turn(edge - 1.0)
        early = conductor.scene != scene
        turn(edge)
        found.due += 1
        late = conductor.scene != wanted or hall.controls.playing != playing
        found.missed += early or late
        scene = wanted
    found.sent, found.said = hall.changes, len(said)
    return found
