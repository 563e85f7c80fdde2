"""Noise as a pure function of (seed, frame, step), however the stream is cut into blocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

Noise = Callable[[int, int, int], Tensor]
"""(first frame, frames, step) -> [B, frames, C] of normal values, independent unless they swell.
Step 0 is where denoising starts, step i + 1 is drawn anew after step i."""

SWELL = 48
"""Frames from one knot of the slow part of noise to the next: the length of a block on stage."""
_MEAN = 8.0 / math.pi**2  # variance of the mean of a cos x + b sin x, x from 0 to pi / 2
_KNOTS = 1 << 32  # a key of their own, beyond any step's
_WORD = (1 << 64) - 1
_COUNTER = (1 << 256) - 1


class SeededNoise:
    """Philox, counted by frame and keyed by (seed, step); normal by Box and Muller.

    One seed for each row of the batch. Any frame number, negative too. Holds no state, so any
    thread may call it, and a block made again gets its noise again. `swell`: what denoising starts
    from has more in its slowest part than white noise, see `swelled`.
    """

    def __init__(
        self,
        seeds: int | Sequence[int],
        channels: int,
        device: torch.device | None = None,
        swell: float = 1.0,
    ) -> None:
        self.seeds = (seeds,) if isinstance(seeds, int) else tuple(seeds)
        self.channels = channels
        self.device = device
        self.swell = swell
        self._counts = -(-channels // 8)  # one count of Philox is 4 words, a word is 2 values

    def __call__(self, first: int, frames: int, step: int) -> Tensor:
        noise = self._rows(first, frames, step)
        if step == 0:
            noise = swelled(
                noise, first, self.swell, lambda knot, count: self._rows(knot, count, _KNOTS)
            )
        return noise if self.device is None else noise.to(self.device)

    def _rows(self, first: int, frames: int, step: int) -> Tensor:
        rows = [self._row(seed, first, frames, step) for seed in self.seeds]
        return torch.from_numpy(np.stack(rows))

    def _row(self, seed: int, first: int, frames: int, step: int) -> np.ndarray:
        counter = (first * self._counts) & _COUNTER
        bits = np.random.Philox(key=_key(seed, step), counter=counter)
        words = bits.random_raw(frames * self._counts * 4).reshape(frames, -1)
        near = ((words >> np.uint64(32)).astype(np.float64) + 0.5) * 2.0**-32
        turn = (words & np.uint64(0xFFFFFFFF)).astype(np.float64) * (2.0 * np.pi * 2.0**-32)
        radius = np.sqrt(-2.0 * np.log(near))
        normal = np.concatenate((radius * np.cos(turn), radius * np.sin(turn)), 1)
        return normal[:, : self.channels].astype(np.float32)


def swelled(white: Tensor, first: int, swell: float, knots: Callable[[int, int], Tensor]) -> Tensor:
    """White noise [B, T, C] of the frames from `first` on with more of its slowest part, so that
    the mean of `SWELL` frames spreads `swell` (1 or more) times as far. `knots`: (number of the
    first, count) -> normal values [B, count, C], `SWELL` frames apart, which it goes between.

    The slowest part of a block's noise decides what music it is to be: how bright, how loud, in
    which register. With few steps, and with guidance, these spread less than music's do (0.7 times
    as far at 4 steps and a guidance of 1.5), and takes of one prompt are too alike.
    """
    if swell == 1.0:
        return white
    frames = torch.arange(first, first + white.shape[1])
    knot = frames.div(SWELL, rounding_mode="floor")
    start = int(knot[0])
    values = knots(start, int(knot[-1]) - start + 2)
    turn = ((frames % SWELL + 0.5) / SWELL * (math.pi / 2))[:, None].to(white.device)
    before, after = (values[:, knot - start + more] for more in (0, 1))
    size = math.sqrt((swell**2 - 1.0) / SWELL / _MEAN)
    return white + size * (turn.cos() * before + turn.sin() * after)


def _key(seed: int, step: int) -> int:
    return (seed & _WORD) | ((step & _WORD) << 64)
