"""What the vocoder's network shapes into sound: steady oscillators and noise.

A network of convolutions over spectral frames sees no absolute time, so from a steady latent it can
only make frames that are all alike, a buzz at the frame rate. It is therefore given a clock (as in
neural source-filter vocoders, Wang et al. 2019): a bank of oscillators whose phase is a pure
function of absolute time, and noise that is a pure function of the absolute frame. The network
decides every amplitude; without it there is silence.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from instrument.nn.analysis import FRAME, SAMPLE_RATE

STEP = 256
"""Samples between two synthesis frames."""
WINDOW = 1_024
"""Length of a synthesis frame."""
STEPS = FRAME // STEP
NOISE_FRAMES = 64


def oscillator_pitches() -> Tensor:
    """Frequencies in Hz [P]: equal temperament at 440 Hz and finer, 24 to 36 an octave."""
    low = 27.5 * 2.0 ** (torch.arange(48, dtype=torch.float64) / 24)
    middle = 110.0 * 2.0 ** (torch.arange(144, dtype=torch.float64) / 36)
    high = 1760.0 * 2.0 ** (torch.arange(49, dtype=torch.float64) / 24)
    return torch.cat([low, middle, high])


def oscillator_basis(pitches: Tensor) -> Tensor:
    """Windowed cosines, then sines, around a frame's centre [2 * P, WINDOW]; overlapped every STEP
    samples, their windows sum to 1."""
    time = torch.arange(-WINDOW // 2, WINDOW // 2, dtype=torch.float64) / SAMPLE_RATE
    window = torch.hann_window(WINDOW, dtype=torch.float64) * (2 * STEP / WINDOW)
    angle = 2 * math.pi * pitches[:, None] * time
    return torch.cat([torch.cos(angle) * window, -torch.sin(angle) * window]).float()


def oscillator_phases(pitches: Tensor, first_frame: int, frames: int) -> Tensor:
    """Cosines, then sines, of each oscillator at each synthesis frame [frames * STEPS, 2 * P].

    In double precision, so that it stays exact for years of latent frames.
    """
    steps = torch.arange(frames * STEPS, dtype=torch.float64, device=pitches.device)
    centres = first_frame * FRAME + STEP * steps
    cycles = (pitches / SAMPLE_RATE) * centres[:, None]
    # Golden-ratio offsets keep the partials of a chord from peaking together.
    numbers = torch.arange(len(pitches), dtype=torch.float64, device=pitches.device)
    offsets = numbers * 0.6180339887498949
    angle = 2 * math.pi * torch.frac(cycles + offsets)
    return torch.cat([torch.cos(angle), torch.sin(angle)], -1).float()


def noise_table(channels: int = 2) -> Tensor:
    """White spectra [NOISE_FRAMES, STEPS, channels, WINDOW // 2 + 1], complex, of unit power."""
    generator = np.random.Generator(np.random.Philox(key=0x6C6D646D))
    shape = (NOISE_FRAMES, STEPS, channels, WINDOW // 2 + 1, 2)
    parts = generator.standard_normal(shape, np.float32) * math.sqrt(0.5)
    return torch.view_as_complex(torch.from_numpy(parts.astype(np.float32)))


def noise_row(frame: int) -> int:
    """Which row of the noise table latent `frame` takes: a hash, so that no period is heard."""
    x = (frame * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    x ^= x >> 29
    x = (x * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return (x >> 32) % NOISE_FRAMES


def noise_spectra(table: Tensor, first_frame: int, frames: int) -> Tensor:
    """White spectra [frames * STEPS, channels, WINDOW // 2 + 1]: a pure function of the frames."""
    rows = [noise_row(first_frame + i) for i in range(frames)]
    return table[rows].flatten(0, 1)
