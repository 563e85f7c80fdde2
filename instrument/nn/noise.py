"""Noise as a pure function of (seed, frame, step), however the stream is cut into blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

Noise = Callable[[int, int, int], Tensor]
"""(first frame, frames, step) -> [B, frames, C] of independent normal values. Step 0 is where
denoising starts, step i + 1 is drawn anew after step i."""

_WORD = (1 << 64) - 1
_COUNTER = (1 << 256) - 1


class SeededNoise:
    """Philox, counted by frame and keyed by (seed, step); normal by Box and Muller.

    One seed for each row of the batch. Any frame number, negative too. Holds no state, so any
    thread may call it, and a block made again gets its noise again.
    """

    def __init__(
        self, seeds: int | Sequence[int], channels: int, device: torch.device | None = None
    ) -> None:
        self.seeds = (seeds,) if isinstance(seeds, int) else tuple(seeds)
        self.channels = channels
        self.device = device
        self._counts = -(-channels // 8)  # one count of Philox is 4 words, a word is 2 values

    def __call__(self, first: int, frames: int, step: int) -> Tensor:
        rows = [self._row(seed, first, frames, step) for seed in self.seeds]
        noise = torch.from_numpy(np.stack(rows))
        return noise if self.device is None else noise.to(self.device)

    def _row(self, seed: int, first: int, frames: int, step: int) -> np.ndarray:
        counter = (first * self._counts) & _COUNTER
        bits = np.random.Philox(key=_key(seed, step), counter=counter)
        words = bits.random_raw(frames * self._counts * 4).reshape(frames, -1)
        near = ((words >> np.uint64(32)).astype(np.float64) + 0.5) * 2.0**-32
        turn = (words & np.uint64(0xFFFFFFFF)).astype(np.float64) * (2.0 * np.pi * 2.0**-32)
        radius = np.sqrt(-2.0 * np.log(near))
        normal = np.concatenate((radius * np.cos(turn), radius * np.sin(turn)), 1)
        return normal[:, : self.channels].astype(np.float32)


def _key(seed: int, step: int) -> int:
    return (seed & _WORD) | ((step & _WORD) << 64)
