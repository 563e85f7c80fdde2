"""Ableton Link: the tempo and the bars of a session are followed as if somebody sent them.

Link's library (aalink) is asked thirty times a second where the session's beat is; only what
differs from what the clock says by now is told. The session's tempo is never changed from here.
"""

from __future__ import annotations

import importlib
import time
from typing import Any, Protocol

from instrument.controls import Applied, Change, Controls
from instrument.errors import UserError
from instrument.osc.timing import StreamTime

BAR = 4
"""Beats of a bar: what Link calls the quantum."""
NEAR_S = 0.003
"""A beat so near to where the clock has it is the same."""
SURE_S = 0.001
"""Asking that took longer than this tells no moment."""
ALONE_BPM = 120.0
"""The tempo of a session in which nobody is, where no clock was set."""


class Host(Protocol):
    """What follows."""

    controls: Controls
    time: StreamTime

    def submit(self, changes: list[Change], origin: object = None) -> None:
        """Takes changes."""


class Link:
    """Follows a session while it is told to. Everything runs on the event loop."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._session: Any = None
        self._told: tuple[float, float, float] | None = None
        host.controls.listen(self._applied)

    @property
    def following(self) -> bool:
        """Whether a session is followed."""
        return self._session is not None

    def follow(self, on: bool) -> None:
        """Joins the session of this network, or leaves it; the clock then stays as it is. Raises
        UserError if the library is not here."""
        if not on:
            if self._session is not None:
                self._session.enabled = False
            self._session = None
        elif self._session is None:
            clock = self._host.controls.clock
            self._session = library().Link(clock.bpm if clock else ALONE_BPM)
            self._session.quantum = BAR
            self._session.enabled = True
            self._told = None

    def tick(self) -> None:
        """Tells what the session says, if it is new."""
        session = self._session
        if session is None:
            return
        before = time.monotonic()
        beat, bpm = float(session.beat), float(session.tempo)
        heard = self._host.time.heard()
        now = time.monotonic()
        if now - before > SURE_S:
            return  # the process was put aside in between
        if self._told is not None:
            told_bpm, told_beat, at = self._told
            off = (beat - told_beat) * 60.0 / bpm - (now - at) * told_bpm / bpm
            if abs(bpm - told_bpm) < 1e-3 and abs(off) < NEAR_S:
                return
        self._told = bpm, beat, now
        change = Change(heard, "clock", 0, [min(max(bpm, 20.0), 400.0), beat, BAR])
        self._host.submit([change], self)

    def _applied(self, entry: Applied) -> None:
        """Whoever sets the clock has it."""
        key, value = entry.change.key, entry.change.value
        if entry.origin is not self and (key == "clock" or (key, value) == ("free", "clock")):
            self.follow(False)


def library() -> Any:
    """aalink; raises UserError that says how to get it."""
    try:
        return importlib.import_module("aalink")
    except ImportError:
        raise UserError("Ableton Link needs aalink: pip install 'lmdm[link]'") from None
