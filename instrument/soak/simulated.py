"""Weeks of a programme in seconds: the real conductor and the real controls, by a clock that is
turned, with nothing that sounds. Every change is checked to come on its second.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from instrument.controls import Change, Controls
from instrument.presets import load as load_preset
from instrument.scenes.conductor import Conductor
from instrument.scenes.file import load

STRIDE_S = 20.0
"""Between changes the clock is turned this far at a time."""
MINUTE_S = 60.0
_MARGIN_S = 2.0
_MOST_SENT = 4_096


class Hall:
    """A stage on which nothing sounds."""

    def __init__(self) -> None:
        self.controls = Controls()
        self.sample = 0
        self.changes = 0
        self.sent: deque[Change] = deque(maxlen=_MOST_SENT)
        """The last ones for the engine; whoever takes them clears it."""

    def reach(self) -> int:
        """The sample heard now."""
        return self.sample

    def conduct(self, changes: list[Change]) -> None:
        """Takes the programme's changes."""
        self.changes += len(changes)
        full = self.controls.submit(changes, self.sample)
        self.sent += [c for c in full if c.for_engine]

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


Listen = Callable[[Hall, str, float, Callable[[float], None]], None]
"""Given the hall, the scene's name, the day, and how to move time on by seconds."""


def follow(
    path: Path, begin: float, days: float, minutes: int = 0, listen: Listen | None = None
) -> Followed:
    """Has the scene file at `path` conducted for `days` from wall time `begin` on, and has somebody
    `listen` to so many minutes of it, evenly spread over the time that it plays."""
    hall, found = Hall(), Followed()
    said: list[str] = []
    file = load(path, load_preset)
    conductor = Conductor(hall, path, load_preset, {}, said.append, said.append)
    wall = begin
    conductor.tick(wall, wall - begin)
    changes = [*file.programme.changes(begin, begin + days * 86_400.0)]

    due = _spread(changes, begin + days * 86_400.0, minutes)

    def on(seconds: float) -> None:
        turn(wall + seconds)

    def turn(to: float) -> None:
        nonlocal wall
        while wall < to:
            if due and listen is not None and wall >= due[0]:
                day = (due.pop(0) - begin) / 86_400.0
                listen(hall, conductor.scene, day, on)
                continue
            step = min(STRIDE_S, to - wall, *[max(1e-3, d - wall) for d in due[:1]])
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


def _spread(changes: list[tuple[float, str, bool]], end: float, count: int) -> list[float]:
    """`count` moments, evenly over the time that it plays, each with a minute before the next
    change."""
    ends = [moment for moment, _, _ in changes[1:]] + [end]
    spans = [
        (moment + _MARGIN_S, until - MINUTE_S - 2 * _MARGIN_S)
        for (moment, _, playing), until in zip(changes, ends, strict=True)
        if playing and until - moment > MINUTE_S + 4 * _MARGIN_S
    ]
    whole, found = sum(b - a for a, b in spans), []
    for k in range(count if spans else 0):
        place = (k + 0.5) / count * whole
        for a, b in spans:
            if place < b - a:
                found.append(a + place)
                break
            place -= b - a
    # where spans are short, one minute may not begin before the last has ended
    kept: list[float] = []
    for moment in found:
        if not kept or moment - kept[-1] > MINUTE_S + _MARGIN_S:
            kept.append(moment)
    return kept
