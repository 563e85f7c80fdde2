"""What a piece sounds like, frame by frame: loudness, brightness, density, beats and notes.

Times in seconds from the start of the sound; frames are latent frames.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from scipy.signal import lfilter

from instrument.conditioning import LOWEST_NOTE, NOTES, SUBFRAMES, SUSTAIN
from instrument.nn.analysis import BANDS, FRAME, SAMPLE_RATE

FRAME_RATE = SAMPLE_RATE / FRAME
# BS.1770's two filters at 48 kHz: head, then low cut.
HEAD = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
CUT = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


def loudness(sound: np.ndarray) -> np.ndarray:
    """Sound [2, N] -> K-weighted loudness over three frames, in dB, not below -60 [N // FRAME]."""
    frames = sound.shape[1] // FRAME
    weighted = lfilter(*CUT, lfilter(*HEAD, sound, axis=1), axis=1)
    power = np.square(weighted[:, : frames * FRAME]).reshape(2, frames, FRAME).mean(2).sum(0)
    power = np.convolve(np.pad(power, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return np.maximum(-60.0, -0.691 + 10 * np.log10(power + 1e-12)).astype(np.float32)


def brightness(mel: torch.Tensor) -> np.ndarray:
    """Log mel [T, HOPS, BANDS] (as `Analysis.features`) -> centroid of amplitudes along the mel
    scale, 0..1, over three frames [T]. Silence is 0."""
    amplitude = (10.0**mel - 10.0 ** mel.new_tensor(-4.0)).clamp(min=0).mean(1).double()
    place = torch.arange(BANDS, dtype=torch.float64) / (BANDS - 1)
    kernel = torch.ones(3, dtype=torch.float64)
    above = np.convolve((amplitude @ place).numpy(), kernel, mode="same")
    below = np.convolve(amplitude.sum(1).numpy(), kernel, mode="same")
    return (above / (below + 1e-6)).astype(np.float32)


def density(notes: list[list[Any]], frames: int) -> np.ndarray:
    """Distinct onsets a second in a bell of about a second around each frame [frames]."""
    onsets = np.unique(np.round(np.array([n[0] for n in notes]) / 0.03).astype(int)) * 0.03
    centres = (np.arange(frames) + 0.5) / FRAME_RATE
    spread = 0.4
    bells = np.exp(-0.5 * ((centres[:, None] - onsets[None]) / spread) ** 2)
    return (bells.sum(1) / (spread * np.sqrt(2 * np.pi))).astype(np.float32)


def roll(notes: list[list[Any]], frames: int) -> np.ndarray:
    """Pitched notes -> roll [frames, NOTES * SUBFRAMES] (uint8, 255 is 1), pitch by pitch."""
    columns = np.zeros((frames * SUBFRAMES, NOTES), np.float32)
    rate = FRAME_RATE * SUBFRAMES
    for start, length, pitch, velocity, *_ in notes:
        key = int(pitch) - LOWEST_NOTE
        first = int(start * rate)
        if not 0 <= key < NOTES or first >= len(columns):
            continue
        last = max(first + 1, round((start + length) * rate))
        held = columns[first:last, key]
        np.maximum(held, SUSTAIN, out=held)
        columns[first, key] = max(columns[first, key], 0.5 + 0.5 * float(velocity))
    whole = columns.reshape(frames, SUBFRAMES, NOTES).transpose(0, 2, 1).reshape(frames, -1)
    return np.round(whole * 255).astype(np.uint8)


def beat(label: dict[str, Any], frames: int) -> np.ndarray:
    """The beat, with its fraction, at the start of each frame [frames] (float64)."""
    times = np.arange(frames) / FRAME_RATE
    return (times - label["first_beat"]) * label["bpm"] / 60.0
