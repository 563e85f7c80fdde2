"""The state that is played: typed values, timed changes to them, and who wants to hear of it.

The front keeps one Controls for what is heard now; an engine may keep its own and ask for the
values of each frame it plans. Neither has a thread or a clock: time comes in as stream samples.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from instrument.errors import Refused
from instrument.params import LATENCY_MODES, MODES, PARAMS, SLOTS, Value
from instrument.units import Rates

MAX_PENDING = 50_000
"""Changes that may wait for their time; more are refused with `busy`."""

ACTS = frozenset({"state/save", "state/recall", "trace/start", "trace/stop"})
"""Keys of what the engine does once, to the music as it is on that frame; the value is a name."""

FRONT_KEYS = frozenset({"play", "panic", *(k for k, p in PARAMS.items() if p.when == "now")})
"""Keys that the front carries out itself; all others go to the engine."""


@dataclass(frozen=True)
class Change:
    """At stream sample `at` (None: as soon as possible) `key` begins to go to `value`.

    It is reached linearly `over` seconds later (0: a step). Keys besides those of PARAMS:

    - "prompt": `index` is the slot, value [text, weight], or None to clear;
    - "free": value is the name of a control that goes back to the model (params.FREEABLE);
    - "note": value [pitch, velocity], velocity 0 ends it;
    - "clock": value [bpm, beat, beats per bar] at sample `at` (never None, may be past), or None;
    - "mode": one of params.MODES; "reset": forget what was played;
    - those of ACTS: value is a name;
    - "freeze": value the beats that are repeated (0: a bar), or None to go on;
    - "play": value 1 or 0, faded over `over`; "panic" (the front's own).

    `gesture` ties the points of one curve: -g for its first point and g for the others, which are
    dropped when something else has set the key meanwhile; 0 for a single change. Without `haste`
    nothing that is made, and not yet heard, is made again for it.
    """

    at: int | None
    key: str
    index: int = 0
    value: Any = None
    over: float = 0.0
    gesture: int = 0
    haste: bool = True

    def to_json(self) -> list:
        """As a JSON list."""
        line = [self.at, self.key, self.index, self.value, self.over]
        if not self.haste:
            return [*line, self.gesture, False]
        return [*line, self.gesture] if self.gesture else line

    @classmethod
    def from_json(cls, line: list) -> Change:
        """From a JSON list; raises TypeError or ValueError when it is none."""
        at, key, index, value, over, *rest = line
        gesture, haste = (*rest, *(0, True)[len(rest) :])
        return cls(at, str(key), int(index), value, float(over), int(gesture), bool(haste))

    @property
    def for_engine(self) -> bool:
        """Whether the engine carries it out."""
        return self.key not in FRONT_KEYS


@dataclass(frozen=True)
class Glide:
    """A value on its way: `first` at sample `start`, `last` from sample `end` on."""

    first: Value
    last: Value
    start: int = 0
    end: int = 0

    def at(self, sample: int) -> Value:
        """The value at `sample`; whole or named values and free ones do not glide."""
        first, last = self.first, self.last
        if sample >= self.end or not isinstance(first, (int, float)):
            return last
        if sample <= self.start or not isinstance(last, (int, float)):
            return first
        part = (sample - self.start) / (self.end - self.start)
        return first + (last - first) * part


@dataclass(frozen=True)
class Clock:
    """A tempo: at sample `at` it is `beat`, at `bpm`, in bars of `beats_per_bar`."""

    bpm: float
    beat: float
    beats_per_bar: int
    at: int

    def beat_at(self, sample: float, rates: Rates) -> float:
        """The beat, with its fraction, at `sample`."""
        return self.beat + (sample - self.at) / rates.sample_rate * self.bpm / 60.0


@dataclass(frozen=True)
class Applied:
    """A change took effect; what listeners are told.

    `origin` is what submit() was given (the sender); `tell` asks that even the sender be told,
    because the value is not what was sent.
    """

    change: Change
    origin: object = None
    tell: bool = False


Listener = Callable[[Applied], None]


class Controls:
    """All values, and the changes still to come.

    Not thread-safe: one owner calls it. Values are as of the last advance(); value() interpolates.
    """

    def __init__(self, rates: Rates | None = None) -> None:
        self.rates = rates or Rates()
        self.glides: dict[str, Glide] = {k: Glide(p.default, p.default) for k, p in PARAMS.items()}
        self.prompts: list[tuple[str, float] | None] = [None] * SLOTS
        self.notes: dict[int, float] | None = None
        self.clock: Clock | None = None
        self.mode: str = MODES[0]
        self.freeze: float | None = None
        self.playing = True
        self.play_fade = 0.0
        self.panicked = False
        self._pending: list[tuple[int, int, Applied]] = []
        self._order = itertools.count()
        self._gestures: dict[str, int] = {}
        self._listeners: list[Listener] = []

    # Listening

    def listen(self, listener: Listener) -> None:
        """Calls `listener` for every change as it takes effect, in order."""
        self._listeners.append(listener)

    # Changing

    def submit(
        self,
        changes: Iterable[Change],
        now: int,
        *,
        origin: object = None,
        tell: Iterable[str] = (),
    ) -> list[Change]:
        """Takes changes that belong together; those due at sample `now` take effect at once.

        Returns all of them with what they entail (latency_mode sets block, steps, ...), which
        is what an engine must be sent. `tell` names keys whose value is not what `origin` sent.
        Raises Refused("busy") when too many are waiting.
        """
        told, changes = set(tell), list(changes)
        full = self.entailed(changes)
        if len(self._pending) + len(full) > MAX_PENDING:
            raise Refused("busy", f"{MAX_PENDING} changes are waiting for their time already")
        asked = {c.key for c in changes}
        for change in full:
            entry = Applied(change, origin, change.key in told or change.key not in asked)
            if change.at is None or change.at <= now:
                self._apply(entry, now)
            else:
                heapq.heappush(self._pending, (change.at, next(self._order), entry))
        return full

    def advance(self, now: int) -> list[Change]:
        """Changes whose time has come by sample `now` take effect; returns them in order."""
        came: list[Change] = []
        while self._pending and self._pending[0][0] <= now:
            at, _, entry = heapq.heappop(self._pending)
            if self._apply(entry, at):
                came.append(entry.change)
        return came

    def next_change(self) -> int | None:
        """The sample at which the next waiting change is due, if any waits."""
        return self._pending[0][0] if self._pending else None

    def let_go(self) -> None:
        """Forgets what a snapshot() does not tell when there is none of it."""
        self._pending.clear()
        self.notes = self.clock = self.freeze = None

    def entailed(self, changes: Iterable[Change]) -> list[Change]:
        """`changes` and what they bring with them, in order."""
        full: list[Change] = []
        label = self.glides["latency_mode"].last
        for change in changes:
            full.append(change)
            if change.key == "latency_mode":
                label = change.value
                full += [
                    Change(change.at, key, 0, value)
                    for key, value in LATENCY_MODES.get(label, {}).items()
                ]
            elif change.key in ("block", "steps", "margin", "replan"):
                meant = LATENCY_MODES.get(str(label), {}).get(change.key)
                if label != "custom" and meant != change.value:
                    label = "custom"
                    full.append(Change(change.at, "latency_mode", 0, label))
            elif change.key == "panic":
                full.append(Change(change.at, "free", 0, "notes"))
        return full

    def _apply(self, entry: Applied, now: int) -> bool:
        change = entry.change
        key, value = change.key, change.value
        if change.gesture > 0 and self._gestures.get(key) != change.gesture:
            return False  # a curve that something else has overruled
        start = now if change.at is None else change.at
        if key in PARAMS:
            self._gestures[key] = abs(change.gesture)
            first = self.value(key, start)
            whole = isinstance(first, (bool, str)) or first is None or value is None
            over = 0 if whole else self.rates.samples(change.over)
            self.glides[key] = Glide(value if whole else first, value, start, start + over)
        elif key == "prompt":
            self.prompts[change.index] = None if value is None else (value[0], float(value[1]))
        elif key == "free":
            self._free(value, start)
        elif key == "note":
            pitch, velocity = int(value[0]), float(value[1])
            self.notes = self.notes or {}
            if velocity > 0:
                self.notes[pitch] = velocity
            else:
                self.notes.pop(pitch, None)
        elif key == "clock":
            self.clock = None if value is None else Clock(value[0], value[1], value[2], start)
        elif key == "mode":
            if value != self.mode and self.notes is not None:
                self._apply(Applied(Change(now, "free", 0, "notes"), None, True), now)
            self.mode = value
        elif key == "freeze":
            self.freeze = value
        elif key == "play":
            self.playing, self.play_fade, self.panicked = bool(value), change.over, False
        elif key == "panic":
            self.playing, self.panicked = False, True
        elif key != "reset" and key not in ACTS:
            raise ValueError(f"no such control: {key}")
        for listener in self._listeners:
            listener(entry)
        return True

    def _free(self, name: str, at: int) -> None:
        if name == "notes":
            self.notes = None
        elif name == "clock":
            self.clock = None
        else:
            self._gestures[name] = 0
            self.glides[name] = Glide(None, None, at, at)

    # Asking

    def value(self, key: str, at: int) -> Value:
        """The value of parameter `key` at stream sample `at`."""
        value = self.glides[key].at(at)
        whole = PARAMS[key].type == "int" and isinstance(value, (int, float))
        return round(value) if whole else value  # type: ignore[arg-type]

    def number(self, key: str, at: int) -> float:
        """The value of a parameter that is a number, and never free."""
        value = self.value(key, at)
        assert isinstance(value, (int, float)), key
        return float(value)

    def gliding(self, at: int) -> list[str]:
        """Parameters still on their way at sample `at`."""
        return [key for key, glide in self.glides.items() if glide.end > at]

    def snapshot(self, at: int, *, engine: bool = True) -> list[Change]:
        """Changes that give a fresh Controls (or engine) this state as of sample `at`.

        With `engine`, only what an engine carries out. Submit them through restore(), which does
        not take them for a player's doing.
        """
        out = [Change(None, "mode", 0, self.mode)]
        for key, glide in self.glides.items():
            gesture = -self._gestures.get(key, 0)
            out.append(Change(None, key, 0, self.value(key, at), 0.0, gesture))
            if glide.end > at:
                over = self.rates.seconds(glide.end - max(at, glide.start))
                out.append(Change(None, key, 0, glide.last, over, gesture))
        out += [
            Change(None, "prompt", slot, list(prompt) if prompt else None)
            for slot, prompt in enumerate(self.prompts)
        ]
        if self.clock is not None:
            c = self.clock
            out.append(Change(c.at, "clock", 0, [c.bpm, c.beat, c.beats_per_bar]))
        if self.notes is not None:
            held = self.notes or {0: 0.0}  # a note's end says that the notes are the player's
            out += [Change(None, "note", 0, [p, v]) for p, v in held.items()]
        if self.freeze is not None:
            out.append(Change(None, "freeze", 0, self.freeze))
        if self.panicked:
            out.append(Change(None, "panic"))
        elif not self.playing:
            out.append(Change(None, "play", 0, 0))
        out += [entry.change for _, _, entry in sorted(self._pending, key=lambda p: p[:2])]
        return [c for c in out if c.for_engine] if engine else out

    def restore(self, changes: Iterable[Change], now: int) -> None:
        """Takes a snapshot() as it is; listeners hear of it as of any change."""
        for change in changes:
            entry = Applied(change, None, True)
            if change.at is None or change.at <= now:
                self._apply(entry, now)
            else:
                heapq.heappush(self._pending, (change.at, next(self._order), entry))

    def clone(self) -> Controls:
        """An equal state without listeners, to be advanced on its own."""
        other = Controls(self.rates)
        other.glides = dict(self.glides)
        other.prompts = list(self.prompts)
        other.notes = None if self.notes is None else dict(self.notes)
        other.clock, other.mode, other.freeze = self.clock, self.mode, self.freeze
        other.playing, other.play_fade = self.playing, self.play_fade
        other.panicked = self.panicked
        other._pending = [
            (at, next(other._order), e) for at, _, e in sorted(self._pending, key=lambda p: p[:2])
        ]
        other._gestures = dict(self._gestures)
        return other


def shifted(changes: Iterable[Change], at: int | None) -> list[Change]:
    """`changes` with every time that is None set to `at`."""
    return [replace(c, at=at) if c.at is None else c for c in changes]
