"""The follower: in jam mode the beat of the live input, as a clock, and its key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from instrument.controls import Clock
from instrument.engine.listener import Listener
from instrument.hearing import key
from instrument.hearing.beat import Beat, find
from instrument.hearing.onsets import envelope
from instrument.units import Rates

SECONDS = 10.0
"""What is listened to, back from now."""
EVERY_S = 1.0
"""Seconds from one listening to the next."""
SURE = 0.3
"""A beat less sure than that is none: the clock goes on as it was."""
SAME = 0.04
"""A tempo that differs by no more is the same, played a little faster."""
CLOSE = 0.15
"""Beats by which the clock is moved at once; further off it must be found so often:"""
TIMES = 2
"""The same goes for another key."""
LEVELS = (1.0, 2.0, 0.5)
"""A tempo that is found as its half or its double is counted as before."""
BAR = 4


@dataclass(frozen=True)
class Followed:
    """What is found in the input: its clock, and the name of its key (as in `keys.KEYS`)."""

    clock: Clock | None = None
    key: str | None = None


NOTHING = Followed()


@dataclass
class Follower:
    """Follows beat and key of what `listener` hears. One thread owns it.

    It keeps no more than the ring of the input does not, so that an engine that is started anew
    finds both again at once.
    """

    listener: Listener
    _clock: Clock | None = None
    _other: Clock | None = None
    _found: int = 0
    _key: str | None = None
    _other_key: str | None = None
    _asked: int | None = None

    def follow(self, now: int) -> Followed:
        """What is known of the input when the block at stream sample `now` is planned; of neither
        anything until it is found, and when nobody plays."""
        rates = self.listener.rates
        until = min(now - rates.start_of(self.listener.least), self.listener.known)
        length = rates.samples(SECONDS)
        if self._asked is None or abs(until - self._asked) >= rates.samples(EVERY_S):
            self._asked = until
            if self.listener.present(until - length, until):
                self._hear(self.listener.sound(until - length, length), until - length)
            else:
                self._clock = self._other = self._key = self._other_key = None
        return Followed(self._clock, self._key)

    def _hear(self, sound: np.ndarray, at: int) -> None:
        beat = find(envelope(sound))
        if beat is not None and beat.sure >= SURE:
            self._take(_clock(beat, at))
        heard = key.find(key.chroma(sound))
        if heard is not None:
            if self._key is None or heard == self._other_key:
                self._key = heard
            self._other_key = heard

    def _take(self, found: Clock) -> None:
        known = self._clock
        if known is not None and (same := _counted(found, known, self.listener.rates)) is not None:
            self._clock, self._other = same, None
            return
        other = self._other
        again = other is not None and _counted(found, other, self.listener.rates) is not None
        self._found = self._found + 1 if again else 1
        self._other = found
        if known is None or self._found >= TIMES:
            self._clock, self._other = found, None


def _clock(beat: Beat, at: int) -> Clock:
    return Clock(beat.bpm, beat.beat, BAR, at)


def _counted(found: Clock, known: Clock, rates: Rates) -> Clock | None:
    """What was found, with the beats of the clock that is known already; None if it is another."""
    for level in LEVELS:
        bpm, beat = found.bpm * level, found.beat * level
        if abs(bpm / known.bpm - 1) > SAME:
            continue
        expected = known.beat_at(found.at, rates)
        # half as fast, every second beat is one: it may as well be the other
        step = min(1.0, level)
        off = (expected - beat) / step
        moved = beat + step * round(off)
        if abs(moved - expected) <= CLOSE:
            return replace(found, bpm=bpm, beat=moved)
    return None
