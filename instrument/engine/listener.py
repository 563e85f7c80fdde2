"""The listener: the live input as latents, at the places of the stream where they were played.

What a player does at the moment when stream sample s leaves the port counts as the input of s. The
listener keeps no past of its own, for the input ring does, so that an engine that is started anew
hears again what the one before it heard. What never came is silence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from instrument.conditioning import LONGEST_GAP, accompaniment
from instrument.nn.analysis import LOOKAHEAD, Analysis
from instrument.units import Rates

QUIET = 10.0 ** (-60.0 / 20.0)
"""An input that has not exceeded this for ATTENTION_S counts as absent, as an unplugged one is."""
ATTENTION_S = 4.0
STEADY = 16
"""Blocks for which the longest way back holds, so that it does not move with every hiccup."""


class Source(Protocol):
    """Where input comes from: a `Ring`, or a whole recording."""

    @property
    def end(self) -> int:
        """One past the last sample that is there."""

    def read(self, at: int, n: int) -> tuple[np.ndarray, tuple[int, int]]:
        """Samples [at, at + n) as [n, 2], zeros where nothing is, and the span that was there."""


@dataclass
class Recorded:
    """An input that lies there from the beginning: sound [N, 2], silence after it."""

    sound: np.ndarray
    end: int = 1 << 62

    def read(self, at: int, n: int) -> tuple[np.ndarray, tuple[int, int]]:
        """As `Ring.read`."""
        out = np.zeros((n, 2), np.float32)
        first, last = max(0, at), min(at + n, len(self.sound))
        if first < last:
            out[first - at : last - at] = self.sound[first:last]
        return out, (at, at + n)


@dataclass
class Listener:
    """Hears `source` through the codec's analysis. One thread owns it.

    `latency`: samples by which an input's number in the source exceeds that of the stream sample
    that leaves the port as the input arrives: the device's latencies, both ways.
    `least`: frames that jam mode keeps between what it heard and what it plays, at least.
    """

    analysis: Analysis
    source: Source
    latency: Callable[[], int] = lambda: 0
    rates: Rates = field(default_factory=Rates)
    least: int = 0
    _needed: deque[int] = field(default_factory=lambda: deque(maxlen=STEADY))

    def note(self, first: int, frames: int) -> None:
        """A block of stream frames is about to be planned: take in how far back it must look."""
        self._needed.append(self.rates.start_of(first + frames) - self.known)

    @property
    def behind(self) -> int:
        """Samples by which the end of a block lies beyond what is known when it is planned; of the
        last blocks, the most."""
        return max(0, *self._needed) if self._needed else 0

    @property
    def gap(self) -> int:
        """Latent frames by which jam mode listens late."""
        steady = min(self.rates.frame_after(self.behind), LONGEST_GAP - 1)
        now = self.rates.frame_after(self._needed[-1]) if self._needed else 0
        return max(self.least, now, steady)

    def longest(self, first: int) -> int:
        """Frames of a block from stream frame `first` on whose gap is one that was trained."""
        ahead = self.rates.frame_after(self.rates.start_of(first) - self.known)
        return max(1, LONGEST_GAP - 1 - max(0, ahead))

    def heard(self, at: int, frames: int) -> Tensor:
        """The input from stream sample `at` on as latents [frames, LATENTS]."""
        samples = self.rates.start_of(frames)
        sound = self.sound(at - LOOKAHEAD, samples + 2 * LOOKAHEAD)
        with torch.inference_mode():
            heard = torch.from_numpy(sound.T.copy())[None]
            return self.analysis.compress(*self.analysis.features(heard))[0]

    def partner(self, first: int, frames: int) -> Tensor | None:
        """The partner's channels [frames, LATENTS + 2] of a block, None if nobody plays."""
        gap = self.gap
        at = self.rates.start_of(first - gap)
        before = self.rates.samples(ATTENTION_S)
        if gap >= LONGEST_GAP or not self.present(at - before, at + self.rates.start_of(frames)):
            return None
        return accompaniment(self.heard(at, frames), gap)

    def present(self, at: int, until: int) -> bool:
        """Whether anything was played between two stream samples."""
        return bool(np.abs(self.sound(at, until - at)).max(initial=0.0) > QUIET)

    @property
    def known(self) -> int:
        """The stream sample up to which latents can be told."""
        return self.source.end - self.latency() - LOOKAHEAD

    def sound(self, at: int, n: int) -> np.ndarray:
        """Input [n, 2] from stream sample `at` on; nothing that a broken client sends hurts."""
        sound, _ = self.source.read(at + self.latency(), n)
        return np.clip(np.nan_to_num(sound, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
