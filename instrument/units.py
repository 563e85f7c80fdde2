"""Units of time and level, and every conversion between them.

The only clock of the instrument is *samples since the stream began*, at the model's rate.
A latent frame is `Rates.hop` samples; frame k of the stream starts at sample `k * hop`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NewType

Samples = NewType("Samples", int)
Frames = NewType("Frames", int)
Seconds = NewType("Seconds", float)
Db = NewType("Db", float)

SILENCE_DB = Db(-60.0)
"""The bottom of every level parameter: treated as silence by the output stage."""


@dataclass(frozen=True)
class Rates:
    """Rates of one model: `sample_rate` in Hz, `hop` samples in a latent frame."""

    sample_rate: int = 48_000
    hop: int = 2_048

    @property
    def frame_rate(self) -> float:
        """Latent frames per second."""
        return self.sample_rate / self.hop

    def samples(self, seconds: float) -> Samples:
        """Seconds -> nearest sample."""
        return Samples(round(seconds * self.sample_rate))

    def seconds(self, samples: float) -> Seconds:
        """Samples -> seconds."""
        return Seconds(samples / self.sample_rate)

    def frame_of(self, sample: float) -> Frames:
        """The latent frame that contains `sample`."""
        return Frames(math.floor(sample / self.hop))

    def frame_after(self, sample: float) -> Frames:
        """The first latent frame that starts at or after `sample`."""
        return Frames(math.ceil(sample / self.hop))

    def start_of(self, frame: int) -> Samples:
        """The first sample of latent `frame`."""
        return Samples(frame * self.hop)

    def frames(self, seconds: float) -> Frames:
        """Seconds -> nearest whole number of latent frames."""
        return Frames(round(seconds * self.frame_rate))


def gain_of(db: float) -> float:
    """Decibels -> linear gain; SILENCE_DB and below are exactly 0."""
    return 0.0 if db <= SILENCE_DB else 10.0 ** (db / 20.0)


def db_of(gain: float) -> Db:
    """Linear gain -> decibels, not below SILENCE_DB."""
    return SILENCE_DB if gain <= 10.0 ** (SILENCE_DB / 20.0) else Db(20.0 * math.log10(gain))
