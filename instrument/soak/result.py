"""What came of one fault."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

LONGEST_SILENCE_MS = 50.0
CEILING_DB = -1.0
TOLERANCE_DB = 0.1  # by another way of finding the wave between samples than the limiter's own


@dataclass
class Result:
    """One fault: seconds until live sound was back (None: never), and what was wrong besides. What
    was heard meanwhile, where it was recorded: the longest silence in place of sound, the longest
    that the model played, and the loudest moment."""

    fault: str
    back_s: float | None
    wrong: list[str] = field(default_factory=list)
    silence_ms: float | None = None
    rest_ms: float | None = None
    peak_db: float | None = None
    note: str = ""

    @property
    def right(self) -> bool:
        """It came back, with everything in its place."""
        return self.back_s is not None and not self.wrong

    def to_json(self) -> dict:
        """For the report."""
        return asdict(self)
