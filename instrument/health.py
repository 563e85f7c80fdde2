"""What the engine tells the front, one JSON object a line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields


@dataclass(frozen=True, kw_only=True)
class Health:
    """One block was made.

    `start` is the stream sample it begins at, `frames` its length; times in milliseconds.
    `p95_ms`, `p99_ms` are over the last blocks, `margin_ms` is what was left when this one was
    written before its first sample was due. `late` (blocks after their time), `shed` (blocks made
    with fewer steps or without guidance) and `late_changes` count since the engine started.
    `revised` blocks were made in the place of others not yet heard, `in_vain` ones came too late
    for that.
    `broken` counts blocks that were no numbers, after which the model began anew.
    `horizon_ms`, when not 0, is how long before its moment a change must arrive to land on it;
    `behind_ms` how long after it was played the live input is answered, at best.
    `bpm`, `beats_per_bar` and `beat`, the one that it is at `start`, are those of the clock that it
    was told (0 bpm: none), `key` is the key ("": none).
    """

    block: int = 0
    start: int = 0
    frames: int = 0
    made_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    margin_ms: float = 0.0
    late: int = 0
    shed: int = 0
    revised: int = 0
    in_vain: int = 0
    late_changes: int = 0
    broken: int = 0
    horizon_ms: float = 0.0
    behind_ms: float = 0.0
    bpm: float = 0.0
    beat: float = 0.0
    beats_per_bar: int = 0
    key: str = ""

    def to_json(self) -> dict[str, float | int | str]:
        """The value of a {"health": ...} line."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> Health:
        """From a {"health": ...} line; unknown keys are passed over (a newer engine)."""
        return cls(**{f.name: data[f.name] for f in fields(cls) if f.name in data})


@dataclass(frozen=True, kw_only=True)
class Ready:
    """The engine is ready to play: the value of a {"ready": ...} line."""

    model: str
    context: int = 192
    frame: int = 2_048
    rate: int = 48_000
    modes: tuple[str, ...] = ("text",)
    controls: tuple[str, ...] = field(default=("loudness", "brightness", "density"))

    def to_json(self) -> dict:
        """The value of a {"ready": ...} line."""
        return {**asdict(self), "modes": list(self.modes), "controls": list(self.controls)}

    @classmethod
    def from_json(cls, data: dict) -> Ready:
        """From a {"ready": ...} line; unknown keys are passed over."""
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        for key in ("modes", "controls"):
            if key in known:
                known[key] = tuple(known[key])
        return cls(**known)
