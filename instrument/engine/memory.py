"""The last context of latents, kept in shared memory so that a new engine can go on from it."""

from __future__ import annotations

import zlib

import numpy as np
import torch
from torch import Tensor

from instrument.audio.shared import Segment, fence
from instrument.nn.analysis import LATENTS

_MAGIC = 0x4C4D444D_00000201
_HEADER = 64


class Memory:
    """Two slots, written in turn: whenever the writer dies, one of them is whole.

    One writer (the engine); a reader is the next engine.
    """

    def __init__(self, segment: Segment) -> None:
        self._header = segment.array(np.int64, 0, _HEADER // 8)
        room = (segment.size - _HEADER) // 2 // 8 * 8
        self._slots = [segment.array(np.uint8, _HEADER + room * i, room) for i in range(2)]
        self.frames = room // (4 * LATENTS)
        """Latent frames that fit."""

    def write(self, past: Tensor) -> None:
        """Keep latents [1, T, LATENTS], at most `frames` of them."""
        data = past[0, -self.frames :].contiguous().numpy().tobytes()
        turn = int(self._header[1]) + 1
        slot = turn & 1
        self._header[2 + 2 * slot] = 0
        fence()
        self._slots[slot][: len(data)] = np.frombuffer(data, np.uint8)
        self._header[3 + 2 * slot] = zlib.crc32(data)
        fence()
        self._header[2 + 2 * slot] = len(data)
        self._header[1] = turn
        self._header[0] = _MAGIC

    def read(self) -> Tensor | None:
        """The latents [1, T, LATENTS] written last, or None if there are none."""
        if self._header[0] != _MAGIC:
            return None
        turn = int(self._header[1])
        for slot in (turn & 1, (turn - 1) & 1):
            size = int(self._header[2 + 2 * slot])
            data = self._slots[slot][: max(0, size)].tobytes()
            if size > 0 and zlib.crc32(data) == int(self._header[3 + 2 * slot]):
                values = np.frombuffer(data, np.float32).reshape(1, -1, LATENTS)
                return torch.from_numpy(values.copy())
        return None
