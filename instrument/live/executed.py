"""What was executed, frame by frame, as a trace has it, and where in a recording it was heard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from instrument.engine.generator import Generator
from instrument.engine.trace import Trace
from instrument.nn.analysis import FRAME, SAMPLE_RATE
from instrument.nn.vocoder import DELAY

PIECE_S = 3.0
"""Sound that is rendered anew to be found in a recording."""


@dataclass(frozen=True)
class Executed:
    """Stream frames from `first` on: what the network was told of each, `add` [T, A], and the
    beginning of what it made of it, `sound` [N, 2] from stream sample `begin` on."""

    first: int
    add: Tensor
    sound: np.ndarray

    @property
    def begin(self) -> int:
        """The stream sample that `sound` begins with."""
        return self.first * FRAME - DELAY

    @classmethod
    def of(cls, path: Path, generator: Generator) -> Executed:
        """From a trace; raises KeepingError."""
        trace = Trace.open(path)
        plans = [plan for kind, plan, _ in trace.steps() if kind == "block"]
        first, last = plans[0].first, max(p.first + p.frames for p in plans)
        add = torch.zeros(last - first, plans[0].add.shape[1])
        for plan in plans:  # what was cut off is written over by what came in its place
            add[plan.first - first :][: plan.frames] = plan.add
        pieces: list[np.ndarray] = []
        for piece in trace.play(generator):
            pieces.append(piece)
            if sum(map(len, pieces)) > PIECE_S * SAMPLE_RATE:
                break
        return cls(first, add, np.concatenate(pieces))


def found(piece: np.ndarray, recording: np.ndarray) -> tuple[int, float]:
    """Where in a recording [N, 2] a piece [n, 2] is heard, and how alike both are there (1: the
    same but for their level)."""
    size = 1 << (len(recording) + len(piece)).bit_length()
    places = len(recording) - len(piece) + 1
    match = np.zeros(size)
    for channel in (0, 1):
        spectrum = np.fft.rfft(recording[:, channel], size)
        match += np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece[:, channel], size)), size)
    energy = np.cumsum(np.concatenate(([0.0], np.square(recording, dtype=np.float64).sum(1))))
    around = energy[len(piece) :] - energy[:places]
    own = np.square(piece, dtype=np.float64).sum()
    # far softer places are rounding errors, not the piece
    alike = match[:places] / np.sqrt(own * np.maximum(around, 1e-6 * around.max()) + 1e-20)
    at = int(np.argmax(alike))
    return at, float(alike[at])
