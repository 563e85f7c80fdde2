"""The player: generated sound while there is some, the last good bars while there is not.

Everything heard goes into a history of some seconds. When the ring is about to run dry, the player
fades over to that history, read a fixed way back: a delay line fed with its own output, which is a
loop of the last four seconds whose joint is the very fade that was heard. It is as long as it has
to be, at unchanged level, and needs no bookkeeping: whatever comes next is recorded in its turn.
The way back is chosen within 50 ms so that the waves of the joint lie on each other.

The player always keeps the next few milliseconds of what it plays for itself. So it can fade out
in time even if what it was about to play disappears (a jump of the writer) or changes at the last
moment (an overwrite below the read position).
"""

from __future__ import annotations

import numpy as np

from instrument.audio.ramp import Ramp
from instrument.audio.ring import IN_HAND, Ring

LONGEST = 2048
"""The most samples of one `Player.render`."""

FADE = IN_HAND
"""Samples of the fade into the last good bars, and that are kept in hand for it."""

RETURN = 1024
"""Samples of the fade back; also the sound that must be there, beyond the callback, to begin it."""

_LOOP_S, _SEARCH_S, _LEAST_S = 4.0, 0.05, 0.1


def _curves(w: np.ndarray, likeness: float) -> tuple[np.ndarray, np.ndarray]:
    """Gains of new and old sound for weights w: equal power, or equal gain for like waves."""
    a = np.sin(w * np.float32(np.pi / 2))
    b = np.cos(w * np.float32(np.pi / 2))
    norm = np.sqrt(1.0 / (1.0 + 2.0 * likeness * a * b))
    return a * norm, b * norm


def _likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation of a and b [n, 2], from 0 (unlike) to 1 (the same)."""
    power = float(np.vdot(a, a)) * float(np.vdot(b, b))
    return min(1.0, max(0.0, float(np.vdot(a, b)) / power**0.5)) if power > 1e-20 else 0.0


class Player:
    """Reads a ring at a position that always advances, and never lets a gap be heard.

    Threads: `render` belongs to the device callback; numbers may be read by anyone.
    """

    def __init__(self, ring: Ring, position: int = 0) -> None:
        """Play `ring` from stream sample `position` on."""
        rate = ring.rate
        self.ring = ring
        self.position = position
        """The next stream sample to be read."""
        self.underruns = 0
        """Times the sound fell back on the last good bars while it was audible."""
        self.filler_samples = 0
        """Samples for which they were heard."""
        self.weight = 0.0
        """1: new sound is heard, 0: the last good bars (or silence, before there were any)."""
        self.gain = Ramp(0.0, LONGEST)
        self.presence = Ramp(0.0, LONGEST)
        """Where the fade of play and stop is: 0 silent, 1 playing."""
        self._rising = False
        self._slope = 1.0 / RETURN
        self._likeness = 0.0
        self._loop = round(_LOOP_S * rate)
        self._search = round(_SEARCH_S * rate)
        self._least = max(round(_LEAST_S * rate), LONGEST + FADE)
        self._fft = 1 << (self._search + FADE - 1).bit_length()

        self._buffer = np.zeros((LONGEST + FADE, 2), np.float32)
        self._filler = np.zeros((LONGEST, 2), np.float32)
        self._weights = np.empty((LONGEST, 1), np.float32)
        self._count = np.arange(1, LONGEST + 1, dtype=np.float32).reshape(-1, 1)
        self._tail = np.zeros((FADE, 2), np.float32)
        self._in_hand = 0
        self._old = np.zeros((FADE, 2), np.float32)
        self._old_at = self._old_size = 0
        size = self._loop + self._search + LONGEST + FADE
        self._history = np.zeros((size, 2), np.float32)
        self._heard = 0
        self._begun = False
        self._back = 0

    @property
    def filling(self) -> bool:
        """The last good bars are heard, at least in part."""
        return self._begun and self.weight < 1.0 and self.presence.value > 0.0

    def render(self, out: np.ndarray) -> bool:
        """The next n samples into out [n, 2], n at most LONGEST; was new sound there for them?"""
        n = len(out)
        live = self._buffer
        found = self.ring.read_into(self.position, live[: n + FADE])
        self._make_finite(live[:found])
        fresh = found >= n
        if self.weight > 0.0:
            found = self._keep_promise(found, n)
        self._steer(found, n)
        if self.weight >= 1.0 and self._rising:
            out[:] = live[:n]
            self._record(out)
        elif self.weight > 0.0 or self._rising:
            self._crossfade(found, out)
        else:
            self._read_history(out)
            self._keep_count(n)
            if self._heard:
                self._record(out)
        self._in_hand = min(FADE, max(0, found - n)) if self.weight > 0.0 else 0
        self._tail[: self._in_hand] = live[n : n + self._in_hand]
        self.position += n
        self.gain.apply(out)
        if not self.presence.resting or self.presence.value != 1.0:
            line = self.presence.line(n)
            out *= line * line * (3.0 - 2.0 * line)
        return fresh

    def _make_finite(self, x: np.ndarray) -> None:
        """A broken engine's NaN would stay in the history for ever."""
        if not np.isfinite(x.sum()):
            x[~np.isfinite(x)] = 0.0

    def _keep_promise(self, found: int, n: int) -> int:
        """Go on with what was in hand, also if the ring has lost or changed it; how much there is.

        A change is blended in over the samples in hand.
        """
        live, held = self._buffer, self._in_hand
        if found < held:
            live[:held] = self._tail[:held]
            found = held
        elif held and (live[0] != self._tail[0]).any():
            left = self._old_size - self._old_at
            if left > 0:  # changed again: what would have been heard is itself a blend
                m = min(left, held)
                ramp = (self._old_at + self._count[:m]) / self._old_size
                self._tail[:m] *= ramp
                self._tail[:m] += self._old[self._old_at : self._old_at + m] * (1.0 - ramp)
            self._old[:held] = self._tail[:held]
            self._old_at, self._old_size = 0, held
        m = min(self._old_size - self._old_at, n, found)
        if m > 0:
            ramp = (self._old_at + self._count[:m]) / self._old_size
            live[:m] *= ramp
            live[:m] += self._old[self._old_at : self._old_at + m] * (1.0 - ramp)
            self._old_at += m
        return found

    def _steer(self, found: int, n: int) -> None:
        """Begin to fade in or out, if it is time."""
        if self._rising:
            if found < n + FADE:
                self._fall(found)
        elif found >= n + FADE and self.ring.end >= self.position + n + RETURN:
            self._rising = True
            self._slope = 1.0 / RETURN
            if self.weight == 0.0:
                self._old_size = self._old_at = 0
                self._likeness = 0.0
                m = min(n, FADE)
                if self._read_history(self._filler[:m]):
                    self._likeness = _likeness(self._buffer[:m], self._filler[:m])

    def _fall(self, found: int) -> None:
        """Begin the fade into the last good bars; of the new sound, `found` samples are left."""
        start = 0
        if self.weight >= 1.0:
            start = max(0, found - FADE)
            self._aim_back(start, self._buffer[start:found])
        self._rising = False
        self._slope = max(1.0 / FADE, self.weight / max(1, found - start))
        if self.presence.value > 0.0:
            self.underruns += 1

    def _aim_back(self, start: int, tail: np.ndarray) -> None:
        """Choose how far back the history is read, from `start` samples from now on."""
        self._likeness = 0.0
        there = min(self._heard, len(self._history) - LONGEST)
        if there < self._least:
            self._back = 0
            return
        self._back = min(self._loop, there)
        m = len(tail)
        room = min(self._search, self._back - self._least)
        if room <= 0 or m < FADE // 4:
            return
        wave = np.zeros(self._fft, np.float32)
        past = np.zeros(self._fft, np.float32)
        wave[:m] = tail.sum(axis=1)
        begin = self._heard + start - self._back
        size = room + m
        past[:size] = self._past(begin, size).sum(axis=1)
        match = np.fft.irfft(np.fft.rfft(past) * np.conj(np.fft.rfft(wave)))[: room + 1]
        power = np.concatenate(([0.0], np.cumsum(past[:size].astype(np.float64) ** 2)))
        power = power[m : m + room + 1] - power[: room + 1]
        shift = int(np.argmax(match / np.sqrt(power + 1e-9)))
        self._back -= shift
        self._likeness = _likeness(tail, self._past(begin + shift, m))

    def _past(self, begin: int, n: int) -> np.ndarray:
        """History samples [begin, begin + n) as a new array; a fraction of a second at most."""
        return self._history[np.arange(begin, begin + n) % len(self._history)]

    def _crossfade(self, found: int, out: np.ndarray) -> None:
        """New sound and last good bars together."""
        n, live = len(out), self._buffer
        w = self._weights[:n]
        if self._rising:
            np.multiply(self._count[:n], self._slope, out=w)
            w += self.weight
        else:
            start = max(0, found - FADE) if self.weight >= 1.0 else 0
            np.multiply(self._count[:n] - start, -self._slope, out=w)
            w += self.weight
            live[found:n] = 0.0
        np.clip(w, 0.0, self.weight if not self._rising else 1.0, out=w)
        self._keep_count(n)
        a, b = _curves(w, self._likeness)
        np.multiply(live[:n], a, out=out)
        filler = self._filler[:n]
        if self._read_history(filler):
            filler *= b
            out += filler
        self.weight = float(w[-1, 0])
        if self.weight < 1e-6:
            self.weight = 0.0
        elif self.weight > 1.0 - 1e-6 and self._rising:
            self.weight = 1.0
            self._begun = True
        self._record(out)

    def _keep_count(self, n: int) -> None:
        if self._begun and self.presence.value > 0.0:
            self.filler_samples += n

    def _read_history(self, out: np.ndarray) -> bool:
        """The last good bars into out [n, 2]; zeros and False if there are none."""
        if not self._back:
            out[:] = 0.0
            return False
        n, size = len(out), len(self._history)
        slot = (self._heard - self._back) % size
        first = min(n, size - slot)
        out[:first] = self._history[slot : slot + first]
        if first < n:
            out[first:] = self._history[: n - first]
        return True

    def _record(self, x: np.ndarray) -> None:
        """What is heard goes into the history."""
        n, size = len(x), len(self._history)
        slot = self._heard % size
        first = min(n, size - slot)
        self._history[slot : slot + first] = x[:first]
        if first < n:
            self._history[: n - first] = x[first:]
        self._heard += n
