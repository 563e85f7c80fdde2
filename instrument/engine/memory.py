"""The last context of latents and its beat, in shared memory: a new engine goes on from them."""

from __future__ import annotations

import zlib

import numpy as np
import torch
from torch import Tensor

from instrument.audio.shared import Segment, fence
from instrument.controls import Clock
from instrument.nn.analysis import LATENTS

_MAGIC = 0x4C4D444D_00000202
_HEADER = 64
_BEAT = 24
"""Bytes of a beat: tempo (0: there is none), beat and beats per bar, as float64."""


class Memory:
    """Two slots, written in turn: whenever the writer dies, one of them is whole.

    One writer (the engine); a reader is the next engine.
    """

    def __init__(self, segment: Segment) -> None:
        self._header = segment.array(np.int64, 0, _HEADER // 8)
        room = (segment.size - _HEADER) // 2 // 8 * 8
        self._slots = [segment.array(np.uint8, _HEADER + room * i, room) for i in range(2)]
        self.frames = (room - _BEAT) // (4 * LATENTS)
        """Latent frames that fit."""

    def write(self, past: Tensor, beat: Clock | None) -> None:
        """Keep latents [1, T, LATENTS], at most `frames` of them, and the beat at their end, which
        is its sample 0."""
        told = (0.0, 0.0, 0.0) if beat is None else (beat.bpm, beat.beat, beat.beats_per_bar)
        data = np.array(told).tobytes() + past[0, -self.frames :].contiguous().numpy().tobytes()
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

    def read(self) -> tuple[Tensor, Clock | None] | None:
        """The latents [1, T, LATENTS] and the beat written last, or None if there are none."""
        if self._header[0] != _MAGIC:
            return None
        turn = int(self._header[1])
        for slot in (turn & 1, (turn - 1) & 1):
            size = int(self._header[2 + 2 * slot])
            data = self._slots[slot][: max(0, size)].tobytes()
            if size >= _BEAT and zlib.crc32(data) == int(self._header[3 + 2 * slot]):
                bpm, beat, bar = np.frombuffer(data[:_BEAT]).tolist()
                values = np.frombuffer(data[_BEAT:], np.float32).reshape(1, -1, LATENTS)
                clock = Clock(bpm, beat, int(bar), 0) if bpm > 0.0 else None
                return torch.from_numpy(values.copy()), clock
        return None
