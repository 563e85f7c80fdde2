"""The ring: stereo samples in shared memory, addressed by their place in the stream.

One writer, any number of readers, none of which ever waits. Sample s of the stream lies in slot
``s % capacity``. Two counters say which samples are there: all of [begin, end). The writer moves
`begin` before it touches data (so that nothing being overwritten is claimed) and `end` after it;
a reader takes `end` first, copies, and looks at `begin` again. Every state that a reader can meet,
also after a writer was killed half-way, therefore claims only samples that are really there.

What lies ahead of the reader may be written anew (`rewrite`). It is taken back first, then written,
then claimed; who was copying it meanwhile finds the count of rewrites changed, and trusts only what
lies before the place of the last. So nobody ever takes half of one version and half of the other.

Left and right lie in one ring: two rings can lose each other's place after an underrun.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from instrument.audio.shared import Segment, fence

_MAGIC = 0x4C4D444D_00000001
_HEADER = 128
"""Bytes: magic, capacity, rate, begin on one cache line; end, count and place of rewrites on the
next."""

IN_HAND = 512
"""Samples beyond a callback's own that the audio process takes at once, and fades out with."""


class Ring:
    """Interleaved float32 stereo over a shared segment, with absolute sample positions.

    Threads: `write` belongs to one thread of one process; everything else may be called by anyone
    at any time. `write` and `read_into` allocate nothing and take time in proportion to the
    samples moved, so both may be called in a device callback.
    """

    def __init__(self, segment: Segment, *, capacity: int = 0, rate: int = 0) -> None:
        """Use `segment`, which is formatted first if a capacity (samples) is given."""
        self.segment = segment
        self._header = segment.array(np.int64, 0, _HEADER // 8)
        if capacity:
            self._header[1] = capacity
            self._header[2] = rate
            self._header[3] = self._header[8] = 0
            self._header[0] = _MAGIC
        if self._header[0] != _MAGIC:
            raise ValueError(f"segment {segment.spec} is not an lmdm ring of this version")
        self.capacity = int(self._header[1])
        self.rate = int(self._header[2])
        self._data = segment.array(np.float32, _HEADER, 2 * self.capacity).reshape(-1, 2)

    @classmethod
    def create(cls, seconds: float, rate: int, name: str = "ring") -> Ring:
        """A new ring that holds at least `seconds` at `rate` Hz. OSError if memory is short."""
        capacity = max(1, round(seconds * rate))
        segment = Segment.create(name, _HEADER + 8 * capacity)
        return cls(segment, capacity=capacity, rate=rate)

    @classmethod
    def attach(cls, spec: str) -> Ring:
        """The ring that another process made. ValueError if it is none, OSError if gone."""
        return cls(Segment.attach(spec))

    @property
    def spec(self) -> str:
        """How another process attaches it; see `shared`."""
        return self.segment.spec

    @property
    def begin(self) -> int:
        """The first sample that is there."""
        return int(self._header[3])

    @property
    def end(self) -> int:
        """One past the last sample that is there."""
        return int(self._header[8])

    def span(self) -> tuple[int, int]:
        """(begin, end), never claiming too much; begin >= end if nothing is there."""
        end = int(self._header[8])
        fence()
        return int(self._header[3]), end

    def write(self, at: int, x: np.ndarray) -> None:
        """Put x [N, 2] at stream sample `at`; `end` becomes at + N.

        `at` within [begin, end] continues, or replaces everything from `at` on. Any other place is
        a jump: what was there is forgotten, begin = at. The caller keeps `at` ahead of the reader
        (after a jump backwards, a reader beyond `at` could take old samples for new ones while this
        runs). Of more than `capacity` samples only the last stay.
        """
        N = len(x)
        end = at + N
        begin, old = int(self._header[3]), int(self._header[8])
        if at > old or at < begin:
            begin = at
        self._header[3] = max(begin, end - self.capacity)
        fence()
        spare = N - self.capacity
        if spare > 0:
            x, at, N = x[spare:], at + spare, self.capacity
        slot = at % self.capacity
        first = min(N, self.capacity - slot)
        self._data[slot : slot + first] = x[:first]
        if first < N:
            self._data[: N - first] = x[first:]
        fence()
        self._header[8] = end

    def rewrite(self, at: int, x: np.ndarray, near: Callable[[], int]) -> bool:
        """Put x [N, 2] in the place of everything from `at` on, unless the reader may already be
        taking it: `near()` is the first sample that it surely is not. False: nothing has changed.

        Whom it takes so long that the reader comes near after all, will find the sound ended at
        `at` for a moment, as if it were late.
        """
        end = int(self._header[8])
        if not int(self._header[3]) <= at <= end or near() > at:
            return False  # before anything is taken back: the reader might miss it just then
        self._header[10] = at
        fence()
        # the end first: whoever has seen the new count has seen no end beyond `at`
        self._header[8] = at
        fence()
        self._header[9] += 1
        fence()
        if near() > at:
            self._header[8] = end
            return False
        self.write(at, x)
        return True

    def read_into(self, at: int, out: np.ndarray) -> int:
        """Copy samples [at, at + n) into out [n, 2]; how many from `at` on were there (0 to n).

        What lies beyond the returned count is untouched or meaningless.
        """
        rewrites = self._rewrites()
        begin, end = self.span()
        if at < begin or at >= end:
            return 0
        n = min(len(out), end - at)
        self._copy(at, n, out)
        fence()
        # the writer may have lapped us meanwhile: samples below the new begin are not to be trusted
        return max(0, self._whole(rewrites, at + n) - at) if at >= int(self._header[3]) else 0

    def read(self, at: int, n: int) -> tuple[np.ndarray, tuple[int, int]]:
        """Samples [at, at + n) as a new array [n, 2], and the span of it that was there.

        The span is (first, last) in stream samples, last exclusive; outside it there are zeros. It
        is (at, at) if nothing was there.
        """
        out = np.zeros((n, 2), np.float32)
        rewrites = self._rewrites()
        begin, end = self.span()
        first, last = max(at, begin), min(at + n, end)
        if first >= last:
            return out, (at, at)
        self._copy(first, last - first, out[first - at : last - at])
        fence()
        last = self._whole(rewrites, last)
        if first >= last:
            return np.zeros((n, 2), np.float32), (at, at)
        out[last - at :] = 0.0
        lapped = int(self._header[3])
        if lapped > first:
            out[: min(lapped, at + n) - at] = 0.0
            first = lapped
            if first >= last:
                return out, (at, at)
        return out, (first, last)

    def _rewrites(self) -> int:
        count = int(self._header[9])
        fence()
        return count

    def _whole(self, rewrites: int, last: int) -> int:
        """Of a copy up to sample `last`, begun after so many rewrites: up to where it is whole."""
        more = int(self._header[9]) - rewrites
        if more == 0:
            return last
        return min(last, int(self._header[10])) if more == 1 else 0

    def _copy(self, at: int, n: int, out: np.ndarray) -> None:
        slot = at % self.capacity
        first = min(n, self.capacity - slot)
        out[:first] = self._data[slot : slot + first]
        if first < n:
            out[first:n] = self._data[: n - first]

    def close(self) -> None:
        """Unmap."""
        del self._header, self._data
        self.segment.close()
