"""What is on when: a pure function of wall time.

An entry without an end lasts until the next one begins; one with an end lies on top of those while
it lasts. Of two that could play, the one that began last does; of two that began together, the one
that stands lower in the file.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from instrument.scenes.calendar import Days, Hour, Place
from instrument.scenes.quantity import DAY_S

_AHEAD_DAYS = 8
_EPOCH = 0.0


@dataclass(frozen=True)
class Entry:
    """`scene` begins on `days` at `at`; with `every` again and again from then until the day's end
    (or `until`). `lasts` seconds, or `until` a moment of the day; without either it has no end.
    """

    scene: str
    days: Days = Days()
    at: Hour = Hour()
    every: float = 0.0
    lasts: float = 0.0
    until: Hour | None = None

    @property
    def ends(self) -> bool:
        """Whether it has an end of its own, and so lies on top of what has none."""
        return bool(self.lasts or self.until)

    def starts(self, day: dt.date, place: Place) -> list[float]:
        """The moments at which it begins on `day`, in order."""
        if not self.days.hold(day) or (first := self.at.on(day, place)) is None:
            return []
        if not self.every:
            return [first]
        end = self._until(day, first, place)
        if end is None:
            end = place.moment(day, DAY_S)
        count = max(0, -int(-(end - first) // self.every))
        return [first + k * self.every for k in range(count)]

    def end_of(self, day: dt.date, start: float, place: Place) -> float | None:
        """When the one that began at `start` on `day` ends; None: with the next."""
        if self.lasts:
            return start + self.lasts
        return self._until(day, start, place)

    def _until(self, day: dt.date, start: float, place: Place) -> float | None:
        if self.until is None:
            return None
        end = self.until.on(day, place)
        if end is None or end <= start:
            end = self.until.on(day + dt.timedelta(days=1), place)
        return end


@dataclass(frozen=True)
class Opening:
    """It is to be heard on `days` between two moments, with fades that lie within."""

    days: Days
    begin: Hour
    end: Hour
    fade_in: float
    fade_out: float

    def span(self, day: dt.date, place: Place) -> tuple[float, float] | None:
        """(begin, end) of the opening that starts on `day`; past midnight if end is earlier."""
        if not self.days.hold(day) or (begin := self.begin.on(day, place)) is None:
            return None
        end = self.end.on(day, place)
        if end is None or end <= begin:
            end = self.end.on(day + dt.timedelta(days=1), place)
        return None if end is None else (begin, end)


@dataclass(frozen=True)
class On:
    """What is on: a scene since a moment, until another (None: nothing else is planned)."""

    scene: str
    since: float
    until: float | None = None


@dataclass(frozen=True)
class Heard:
    """Whether it is open, and how long the fade there took or takes; level 0 to 1 as planned."""

    playing: bool
    fade: float
    level: float


@dataclass(frozen=True)
class Programme:
    """Entries and opening hours at a place. `first` is the scene while no entry has begun yet."""

    first: str
    entries: tuple[Entry, ...] = ()
    openings: tuple[Opening, ...] = ()
    place: Place = field(default_factory=Place)

    def on(self, moment: float) -> On:
        """What is on at `moment`."""
        scene, since = self._playing(moment)
        return On(scene, since, self._next(moment, (scene, since)))

    def heard(self, moment: float) -> Heard:
        """Whether it is open at `moment`; without opening hours it always is."""
        if not self.openings:
            return Heard(True, 0.0, 1.0)
        best = Heard(False, self.openings[0].fade_out, 0.0)
        for opening, begin, end in self._open_spans(moment):
            if not begin <= moment < end:
                continue
            rising = (moment - begin) / opening.fade_in if opening.fade_in else 1.0
            falling = (end - moment) / opening.fade_out if opening.fade_out else 1.0
            level = min(1.0, rising, falling)
            playing = moment < end - opening.fade_out
            now = Heard(playing, opening.fade_in if playing else opening.fade_out, level)
            best = max(best, now, key=lambda h: (h.playing, h.level, h.fade))
        return best

    def changes(self, begin: float, end: float) -> Iterator[tuple[float, str, bool]]:
        """(moment, scene, playing) at `begin` and wherever one of both changes until `end`."""
        told: tuple[str, float, bool] | None = None
        for moment in [begin, *(m for m in self._edges(begin, end) if begin < m < end)]:
            now = (*self._playing(moment), self.heard(moment).playing)
            if now != told:
                yield moment, now[0], now[2]
            told = now

    # The search

    def _playing(self, moment: float) -> tuple[str, float]:
        base, over = (_EPOCH, -1), (_EPOCH, -1)
        for number, entry in enumerate(self.entries):
            start = self._last_start(entry, moment)
            if start is None:
                continue
            if entry.ends:
                over = max(over, (start, number))
            else:
                base = max(base, (start, number))
        start, number = over if over[1] >= 0 else base
        return (self.entries[number].scene, start) if number >= 0 else (self.first, _EPOCH)

    def _last_start(self, entry: Entry, moment: float) -> float | None:
        """The last beginning of `entry` at or before `moment`, if it has not ended by then."""
        today = self.place.date(moment)
        best: float | None = None
        # sun and offsets can move a day's beginning into the next one
        for shift in (1, 0, -1):
            day = today + dt.timedelta(days=shift)
            starts = entry.starts(day, self.place)
            if count := bisect.bisect_right(starts, moment):
                start = starts[count - 1]
                end = entry.end_of(day, start, self.place) if entry.ends else None
                if end is None or moment < end:
                    best = start if best is None else max(best, start)
        if best is not None or entry.ends:
            return best
        day = today - dt.timedelta(days=2)
        for _ in range(400):  # the polar night is long; most find one at the first look
            last = entry.days.last_until(day)
            if last is None:
                return None
            if starts := entry.starts(last, self.place):
                return starts[-1]
            day = last - dt.timedelta(days=1)
        return None

    def _open_spans(self, moment: float) -> Iterator[tuple[Opening, float, float]]:
        today = self.place.date(moment)
        for opening in self.openings:
            for shift in (-1, 0, 1):
                span = opening.span(today + dt.timedelta(days=shift), self.place)
                if span is not None:
                    yield opening, *span

    def _edges(self, begin: float, end: float) -> list[float]:
        """Every moment near [begin, end) at which something might change, in order."""
        found: set[float] = set()
        day = self.place.date(begin) - dt.timedelta(days=1)
        last = self.place.date(end) + dt.timedelta(days=1)
        while day <= last:
            for entry in self.entries:
                for start in entry.starts(day, self.place):
                    found.add(start)
                    if (finish := entry.end_of(day, start, self.place)) is not None:
                        found.add(finish)
            for opening in self.openings:
                if span := opening.span(day, self.place):
                    found.update((span[0], span[1] - opening.fade_out))
            day += dt.timedelta(days=1)
        return sorted(found)

    def _next(self, moment: float, now: tuple[str, float]) -> float | None:
        for days in (1, _AHEAD_DAYS):
            for edge in self._edges(moment, moment + days * DAY_S):
                if edge > moment and self._playing(edge) != now:
                    return edge
        return None
