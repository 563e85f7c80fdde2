"""An ear at the port: reads along in the file into which the audio process plays.

Not what the instrument says of itself: the very samples that left it, measured here, and held
against what the engine had made for them.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from instrument.soak.made import Made, quiet
from instrument.units import db_of

HEADER = 92

_LOOK_S = 0.1
_PIECE = 4_800
_FRAME = 8
_EDGE = 16
_NEAR = 0.4


@dataclass(frozen=True)
class Heard:
    """Of a while: the longest silence that was made, and the longest in place of sound, in ms; the
    true peak in dB."""

    rest_ms: float
    gap_ms: float
    peak_db: float


@dataclass(frozen=True)
class _Piece:
    """Up to frame `end`: how long it had been silent at most, and without sound that was due; the
    true peak."""

    end: int
    silent: int
    missing: int
    peak: float


class _Count:
    """The longest stretch, in pieces that follow one another."""

    def __init__(self) -> None:
        self._before = 0

    def take(self, held: np.ndarray) -> int:
        """Frames of the longest in held [n], and where it begins with one, with what was before."""
        ends = np.flatnonzero(~held)
        longest = _longest(ends, len(held), self._before)
        self._before = len(held) - 1 - int(ends[-1]) if len(ends) else longest
        return longest


class Ear:
    """Listens to a float32 stereo WAV that grows, on a thread of its own, until close().

    The audio process that dies with everything else leaves its file to the next, which begins it
    anew: frames are counted on, and nothing is missed before it is heard first, and before it is
    known what was made for it. Of whom nobody ever says that, all silence is a gap.
    """

    def __init__(self, path: Path, rate: int = 48_000) -> None:
        self._path, self._rate = path, rate
        self._lock = threading.Lock()
        self._made: Made | None = None
        self._knows = False
        self._heard: list[_Piece] = []
        self._place = 0
        self._end = 0
        self._begin()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def compares(self) -> bool:
        """Whether it knows what was made for this file."""
        return self._made is not None

    def compare(self, made: Made) -> None:
        """From now on what is heard is held against that."""
        with self._lock:
            if not self._knows:  # what was silent until now was nobody's fault
                self._gaps = _Count()
            self._made, self._knows = made, True

    def close(self) -> None:
        """Hears no more."""
        self._over.set()
        self._thread.join()

    def hear(self) -> int:
        """Takes what is in the file now; how many frames that makes since the beginning."""
        with self._lock, contextlib.suppress(OSError):
            size = (self._path.stat().st_size - HEADER) // _FRAME
            if size < self._place:
                self._place, self._made = 0, None
                self._begin()
            if self._made is not None:
                self._made.look(size)
            with self._path.open("rb") as file:
                file.seek(HEADER + self._place * _FRAME)
                while self._place < size:
                    piece = file.read(min(_PIECE, size - self._place) * _FRAME)
                    whole = len(piece) // _FRAME
                    if not whole:
                        break
                    self._take(np.frombuffer(piece[: whole * _FRAME], "<f4").reshape(-1, 2))
                    self._place += whole
        return self._end

    def since(self, begin: int) -> Heard:
        """What left after frame `begin`."""
        self.hear()
        heard = [h for h in reversed(self._heard) if h.end > begin]
        silent, missing = (
            max((min(getattr(h, key), h.end - begin) for h in heard), default=0) * 1e3 / self._rate
            for key in ("silent", "missing")
        )
        peak = max((h.peak for h in heard), default=0.0)
        return Heard(silent, missing, float(db_of(peak)))

    def _listen(self) -> None:
        while not self._over.wait(_LOOK_S):
            self.hear()

    def _begin(self) -> None:
        self._silences, self._gaps, self._sounded = _Count(), _Count(), False
        self._before = np.zeros((0, 2), np.float32)

    def _take(self, x: np.ndarray) -> None:
        silent = quiet(x)
        silent &= self._sounded | np.logical_or.accumulate(~silent)
        self._sounded = self._sounded or not silent.all()
        missed = silent & (not self._knows)
        if self._made is not None and silent.any():
            missed = silent & self._made.due(self._place, len(x))
        self._end += len(x)
        sound = np.concatenate([self._before, x])
        counts = self._silences.take(silent), self._gaps.take(missed)
        piece = _Piece(self._end, *counts, true_peak(sound))
        self._heard.append(piece)
        self._before = sound[-2 * _EDGE :].copy()


def _longest(ends: np.ndarray, n: int, before: int = 0) -> int:
    return int(np.diff(np.concatenate([[-1 - before], ends, [n]])).max()) - 1


def longest(held: np.ndarray) -> int:
    """Frames of the longest stretch for which held [n] is true."""
    return _longest(np.flatnonzero(~held), len(held))


def true_peak(x: np.ndarray) -> float:
    """The greatest value of x [n, 2] and of the wave between its samples (four-fold, as ITU-R
    BS.1770 has it), which is looked for between neighbours only: a stretch that is cut out of
    sound leaps at both ends, where there was none. Far below the ceiling it is not looked for.
    """
    peak = float(np.abs(x).max(initial=0.0))
    if len(x) <= 2 * _EDGE or peak < _NEAR:
        return peak
    wave = resample_poly(x, 4, 1, axis=0)[4 * _EDGE : -4 * _EDGE]
    return max(peak, float(np.abs(wave).max()))
