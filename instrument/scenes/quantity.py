"""Durations and times of day, as a person writes them. Raises ValueError with a sentence."""

from __future__ import annotations

import datetime as dt
import math
import re

_UNITS = {
    "ms": 1e-3, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0,
}  # fmt: skip
_PART = r"(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m|h|d)"
_DURATION = re.compile(rf"\s*{_PART}(?:\s*{_PART})?\s*")
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
DAY_S = 86_400


def duration(value: object) -> float:
    """Seconds: a number, or text such as "2 s", "40 min", "1 h 30 min"."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = float(value)
    else:
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"{value!r:.40} is no duration (such as 30 s, 5 min, 1 h 30 min)")
        a, unit, b, other = found.groups()
        seconds = float(a) * _UNITS[unit] + (float(b) * _UNITS[other] if b else 0.0)
    if not (math.isfinite(seconds) and seconds >= 0.0):
        raise ValueError("a duration is finite and not negative")
    return seconds


def time_of_day(value: object) -> int:
    """Seconds after midnight, 0 to 86400 (24:00), of HH:MM or HH:MM:SS.

    YAML reads an unquoted 18:30 as the whole number 18 * 60 + 30, and 18:30:00 as 66600: both are
    told apart by their size and taken as they were meant.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value * 60 if value < 3600 else value
        if value >= 60 and seconds <= DAY_S:
            return seconds
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        whole = hours * 3600 + minutes * 60 + seconds
        if whole <= DAY_S:
            return whole
    raise ValueError(f"{value!r:.40} is no time of day (such as 09:30 or 18:00:05)")


def spelled(seconds: float) -> str:
    """A duration in words as short as can be: 90 -> "1 min 30 s"."""
    whole = round(seconds)
    parts = (("h", whole // 3600), ("min", whole % 3600 // 60), ("s", whole % 60))
    return " ".join(f"{n} {unit}" for unit, n in parts if n) or "0 s"


def clock_text(seconds: int) -> str:
    """HH:MM, or HH:MM:SS where there are seconds."""
    midnight = dt.timedelta(seconds=seconds)
    hours, rest = divmod(int(midnight.total_seconds()), 3600)
    text = f"{hours:02}:{rest // 60:02}"
    return text + (f":{rest % 60:02}" if rest % 60 else "")
