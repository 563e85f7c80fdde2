"""What the vocoder's network shapes into sound: steady oscillators, choruses and noise.

A network of convolutions over spectral frames sees no absolute time, so from a steady latent it can
only make frames that are all alike, a buzz at the frame rate. It is therefore given a clock (as in
neural source-filter vocoders, Wang et al. 2019): a bank of oscillators whose phase is a pure
function of absolute time, and noise that is a pure function of the absolute frame. The network
decides every amplitude; without it there is silence.

An ensemble, a reverb's tail and a flute's breath are neither a steady tone nor noise as wide as a
band: beside each oscillator stands its chorus, several voices spread over the pitches up to its
neighbours', which add up to narrow noise.
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
VOICES = 4
"""Of a chorus."""


def oscillator_pitches() -> Tensor:
    """Frequencies in Hz [P], ascending: equal temperament at 440 Hz and finer, 24 to 72 an octave.
    At 72, partials up to the 16th of all notes lie within 5 cents of one, the 13th within 8."""
    low = 27.5 * 2.0 ** (torch.arange(48, dtype=torch.float64) / 24)
    middle = 110.0 * 2.0 ** (torch.arange(72, dtype=torch.float64) / 36)
    high = 440.0 * 2.0 ** (torch.arange(330, dtype=torch.float64) / 72)
    return torch.cat([low, middle, high])


def oscillator_phases(pitches: Tensor, first_frame: int, frames: int) -> Tensor:
    """Cosines, then sines, of each oscillator at each synthesis frame [frames * STEPS, 2 * P].

    Cycles are counted in double precision, so that they stay exact for years of latent frames.
    """
    steps = torch.arange(frames * STEPS, dtype=torch.float64, device=pitches.device)
    centres = first_frame * FRAME + STEP * steps
    cycles = (pitches / SAMPLE_RATE) * centres[:, None]
    # Golden-ratio offsets keep the partials of a chord from peaking together.
    numbers = torch.arange(len(pitches), dtype=torch.float64, device=pitches.device)
    offsets = numbers * 0.6180339887498949
    angle = (2 * math.pi * torch.frac(cycles + offsets)).float()
    return torch.cat([torch.cos(angle), torch.sin(angle)], -1)


def chorus_voices(pitches: Tensor) -> tuple[Tensor, Tensor]:
    """Frequencies of the voices in Hz [2 * VOICES, P], none farther from its oscillator than half
    way to the next one, and where each starts, in cycles; the first half are mid's, the others
    side's."""
    generator = np.random.Generator(np.random.Philox(key=0x63686F72))
    shape = (2, VOICES, len(pitches))
    apart = torch.diff(pitches, append=pitches[-1:] ** 2 / pitches[-2:-1])
    # One voice in each part of the range, so that none is without a spread.
    places = (np.arange(VOICES)[:, None] + generator.random(shape)) / VOICES - 0.5
    spread = torch.from_numpy(places).flatten(0, 1) * apart
    return pitches + spread, torch.from_numpy(generator.random(shape)).flatten(0, 1)


def chorus_turns(voices: Tensor) -> Tensor:
    """How far each voice has come at the synthesis frames of a latent frame [STEPS, 2 * VOICES, P],
    complex."""
    steps = STEP * torch.arange(STEPS, dtype=torch.float64)
    turn = 2 * math.pi * voices / SAMPLE_RATE * steps[:, None, None]
    return torch.polar(torch.full_like(turn, VOICES**-0.5), turn).to(torch.complex64)


def chorus_phases(
    voices: Tensor, starts: Tensor, turns: Tensor, first_frame: int, frames: int
) -> Tensor:
    """Sums of the voices, cosines, then sines, of mid's and side's chorus of each oscillator, of
    its power [frames * STEPS, 2, 2 * P]. As exact as `oscillator_phases`: where a latent frame
    begins is found in double precision."""
    numbers = torch.arange(first_frame, first_frame + frames, device=voices.device)
    cycles = torch.frac(voices / SAMPLE_RATE * FRAME * numbers.double()[:, None, None] + starts)
    angle = (2 * math.pi * cycles).float()
    begin = torch.complex(torch.cos(angle), torch.sin(angle))
    total = (begin[:, None] * turns).unflatten(2, (2, VOICES)).sum(3).flatten(0, 1)
    return torch.cat([total.real, total.imag], -1)


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
