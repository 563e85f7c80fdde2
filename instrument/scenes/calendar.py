"""Days, places, and the moments of a day. All of it is a pure function of the date.

A moment is wall time: seconds since 1970, so that a day may have 23 or 25 hours and nothing here
need know. A time of day that a change of clocks leaves out happens as much later as the clock was
put forward; one that comes twice happens the first time.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from instrument.errors import did_you_mean
from instrument.scenes.quantity import DAY_S, clock_text, duration, spelled, time_of_day

SUN = ("dawn", "sunrise", "noon", "sunset", "dusk")
"""What the sun does in a day; dawn and dusk with the sun 6 degrees below the horizon."""

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = {"daily": (0, 7), "weekdays": (0, 5), "weekend": (5, 7)}
_SUN = re.compile(rf"({'|'.join(SUN)})(?:\s*([+-])\s*(.+))?")
_FARTHEST_S = 12 * 3600.0


@dataclass(frozen=True)
class Place:
    """Where it plays: degrees (north and east positive) for the sun, and the time zone.

    Without `zone` it is the machine's own.
    """

    latitude: float | None = None
    longitude: float | None = None
    zone: dt.tzinfo | None = None

    def date(self, moment: float) -> dt.date:
        """The date there at a moment."""
        return self.local(moment).date()

    def local(self, moment: float) -> dt.datetime:
        """The date and time there."""
        return dt.datetime.fromtimestamp(moment, self.zone)

    def moment(self, day: dt.date, seconds: int) -> float:
        """When the clocks there show `seconds` after midnight of `day`."""
        if seconds == DAY_S:
            day, seconds = day + dt.timedelta(days=1), 0
        midnight = dt.datetime.combine(day, dt.time(), self.zone)
        return midnight.replace(
            hour=seconds // 3600, minute=seconds % 3600 // 60, second=seconds % 60
        ).timestamp()


def zone(name: str) -> dt.tzinfo:
    """A time zone by name; raises ValueError."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(name, zoneinfo.available_timezones())
        raise ValueError(
            f'no time zone "{name[:40]}" is known here'
            + (near or " (no zones at all? pip install tzdata)")
        ) from None


@dataclass(frozen=True)
class Hour:
    """A moment of each day: `seconds` after midnight, or `offset` seconds after `sun` does it."""

    seconds: int = 0
    sun: str = ""
    offset: float = 0.0

    @classmethod
    def parse(cls, value: object) -> Hour:
        """From "09:30" or "sunset - 30 min"; raises ValueError."""
        if isinstance(value, str) and (found := _SUN.fullmatch(value.strip())):
            event, sign, text = found.groups()
            offset = duration(text) * (-1.0 if sign == "-" else 1.0) if text else 0.0
            if abs(offset) > _FARTHEST_S:
                raise ValueError("the sun's offset is at most 12 h")
            return cls(0, event, offset)
        if isinstance(value, str) and value[:1].isalpha():
            raise ValueError(f'"{value[:40]}" is no time' + did_you_mean(value.split()[0], SUN))
        return cls(time_of_day(value))

    def on(self, day: dt.date, place: Place) -> float | None:
        """The moment on that day; None when the sun does not do it there (polar day and night)."""
        if not self.sun:
            return place.moment(day, self.seconds)
        assert place.latitude is not None
        assert place.longitude is not None
        found = _sun(self.sun, day, place.latitude, place.longitude, place.zone)
        return None if found is None else found + self.offset

    def __str__(self) -> str:
        if not self.sun:
            return clock_text(self.seconds)
        sign = "+" if self.offset > 0 else "-"
        return self.sun + (f" {sign} {spelled(abs(self.offset))}" if self.offset else "")


def sun_is_there() -> bool:
    """Whether the library that knows the sun's ways is installed."""
    try:
        import astral.sun  # noqa: F401 - slow to load, and only for who asks for the sun
    except ImportError:
        return False
    return True


@lru_cache(maxsize=4096)
def _sun(
    event: str, day: dt.date, latitude: float, longitude: float, tz: dt.tzinfo | None
) -> float | None:
    import astral
    import astral.sun

    here = astral.Observer(latitude, longitude)
    # asked for in UTC astral gives the event of the UTC date, which in the Pacific is another day
    there = tz or dt.datetime.combine(day, dt.time(12)).astimezone().tzinfo or dt.UTC
    try:
        return getattr(astral.sun, event)(here, date=day, tzinfo=there).timestamp()
    except ValueError:  # it does not rise, or not set
        return None


Date = tuple[int, int, int]  # year 0: every year


@dataclass(frozen=True)
class Days:
    """Some days: weekdays (0 is Monday) and spans of dates, first and last included."""

    weekdays: frozenset[int] = frozenset(range(7))
    spans: tuple[tuple[Date, Date], ...] = ()

    @classmethod
    def parse(cls, values: Iterable[object]) -> Days:
        """From texts such as mon-fri, weekend, 2026-12-24, 12-24 (each year), 07-01..08-31.

        Raises ValueError.
        """
        weekdays: set[int] = set()
        spans: list[tuple[Date, Date]] = []
        for value in values:
            if isinstance(value, dt.date):
                date = (value.year, value.month, value.day)
                spans.append((date, date))
                continue
            text = str(value).strip().lower()
            first, dots, last = text.partition("..")
            if text in _NAMES:
                weekdays.update(range(*_NAMES[text]))
            elif text[:1].isdigit():
                a = _date(first)
                b = _date(last) if dots else a
                if bool(a[0]) != bool(b[0]) or (a[0] and b < a):
                    raise ValueError(f'"{text}" is no span of dates (first..last)')
                spans.append((a, b))
            else:
                weekdays.update(_weekdays(text))
        return cls(frozenset(weekdays), tuple(spans))

    @property
    def longest_wait(self) -> int:
        """Days within which it happens again, if it does at all."""
        if self.weekdays:
            return 7
        return 366 * 4 + 1 if any(not a[0] for a, _ in self.spans) else 0

    def hold(self, day: dt.date) -> bool:
        """Whether `day` is one of them."""
        return day.weekday() in self.weekdays or any(_within(day, a, b) for a, b in self.spans)

    def last_until(self, day: dt.date) -> dt.date | None:
        """The last of them that is not after `day`."""
        for back in range(self.longest_wait + 1):
            if self.hold(before := day - dt.timedelta(days=back)):
                return before
        ends = [min(day, dt.date(*b)) for a, b in self.spans if a[0] and dt.date(*a) <= day]
        return max(ends, default=None)


def _weekdays(text: str) -> set[int]:
    first, dash, last = text.partition("-")
    numbers = []
    for name in (first, last) if dash else (first,):
        if name.strip()[:3] not in _WEEK or not name.strip().isalpha():
            known = [*_WEEK, *_NAMES]
            raise ValueError(
                f'"{text[:40]}" is no day (mon-fri, weekend, 2026-12-24, 12-24, 07-01..08-31)'
                + did_you_mean(name, known)
            )
        numbers.append(_WEEK.index(name.strip()[:3]))
    a, b = numbers[0], numbers[-1]
    return {(a + k) % 7 for k in range((b - a) % 7 + 1)}


def _date(text: str) -> Date:
    parts = text.strip().split("-")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = [0, *numbers] if len(numbers) == 2 else numbers
        dt.date(year or 2000, month, day)  # 2000 has a 29th of February
    except (ValueError, TypeError):
        raise ValueError(f'"{text[:40]}" is no date (2026-12-24, or 12-24 for each year)') from None
    return year, month, day


def _within(day: dt.date, a: Date, b: Date) -> bool:
    if a[0]:
        return a <= (day.year, day.month, day.day) <= b
    now = (0, day.month, day.day)
    return a <= now <= b if a <= b else now >= a or now <= b  # over the new year
