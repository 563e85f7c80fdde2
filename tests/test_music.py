"""What the shipped model plays is music of the kind that was asked for.

Measured with ears of our own (spectral flux, K-weighted loudness), loosely: that it is right is for
the evaluation to say, that it is not broken is for this test.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.engine.planner import Planner
from instrument.model import load
from instrument.train.labels import loudness

RATE = 48_000
FRAME = 2048


@cache
def generator() -> Generator:
    return Generator(load())


def play(prompt: str, seconds: float, *changes: Change, seed: int = 1) -> np.ndarray:
    """Sound [N, 2] of the shipped model, 48-frame blocks, 4 steps."""
    planner = Planner(generator().model.encoder)
    first = [Change(None, "block", 0, 48), Change(None, "seed", 0, seed)]
    planner.receive([*first, Change(None, "prompt", 0, [prompt, 1.0]), *changes], 0)
    state, made, frame = generator().start(), [], 0
    while frame < seconds * RATE / FRAME:
        plan = planner.plan(frame, 48)
        made.append(generator().sound(generator().latents(plan, state), state))
        frame += plan.frames
    return np.concatenate(made)


def flux(sound: np.ndarray) -> np.ndarray:
    """Rise of the log spectrum from one hop of 10 ms to the next, in dB."""
    hop = 480
    mono = sound.mean(1)
    frames = np.lib.stride_tricks.sliding_window_view(mono, 1024)[::hop] * np.hanning(1024)
    power = np.abs(np.fft.rfft(frames))[:, 1:] ** 2
    bands = np.add.reduceat(power, [0, 4, 8, 16, 32, 64, 128, 256], axis=1)
    return np.maximum(np.diff(10 * np.log10(bands + 1e-4), axis=0), 0).mean(1)


def attacks(sound: np.ndarray) -> float:
    """Sudden rises (6 dB in most bands within 10 ms) a second."""
    rises = flux(sound)
    peaks = (rises[1:-1] > 6) & (rises[1:-1] >= rises[:-2]) & (rises[1:-1] > rises[2:])
    return peaks.sum() / (len(sound) / RATE)


def tonality(sound: np.ndarray) -> float:
    """How far the peaks of the spectrum below 2 kHz stand above its middle, dB."""
    mono = sound.mean(1)
    frames = np.lib.stride_tricks.sliding_window_view(mono, 8192)[::4096] * np.hanning(8192)
    power = 10 * np.log10(np.abs(np.fft.rfft(frames))[:, 10:340] ** 2 + 1e-6)
    return float(np.median(np.quantile(power, 0.98, axis=1) - np.median(power, axis=1)))


def test_a_drum_loop_has_drums_and_a_pad_has_none():
    drums, pad = play("drum loop", 12), play("warm pad", 12)
    assert attacks(drums) > 1.0
    assert attacks(pad) < 0.3
    assert attacks(drums) > 5 * attacks(pad)


def test_a_pad_is_tones_and_drums_are_not():
    assert tonality(play("warm pad", 8)) > tonality(play("drum loop", 8)) + 4


@pytest.mark.parametrize("prompt", ["warm pad", "drum loop", "piano melody", "techno"])
def test_it_is_neither_silent_nor_broken(prompt):
    sound = play(prompt, 12)
    assert np.isfinite(sound).all()
    level = 10 * np.log10(np.square(sound).mean())
    assert -45 < level < -6
    for part in np.array_split(sound, 4):
        assert 10 * np.log10(np.square(part).mean() + 1e-12) > -60


def test_it_moves_on():
    """Not one chord for ever: spectra of seconds far apart differ."""
    sound = play("piano melody", 20)
    seconds = sound[: 20 * RATE].mean(1).reshape(20, RATE)
    spectra = np.log10(np.abs(np.fft.rfft(seconds * np.hanning(RATE)))[:, 50:4000] + 1e-3)
    likeness = np.corrcoef(spectra)
    assert np.median(likeness[np.triu_indices(20, 4)]) < 0.9


def test_loudness_goes_where_it_is_told():
    asked = [-40.0, -16.0, -34.0, -18.0]
    second = 3 * RATE
    steps = [Change(i * second, "loudness", 0, db) for i, db in enumerate(asked)]
    sound = play("warm pad", 12, *steps)
    heard = [
        float(np.median(loudness(sound[i * second + RATE : (i + 1) * second].T)))
        for i in range(len(asked))
    ]
    assert heard[1] > heard[0] + 6
    assert heard[2] < heard[1] - 4
    assert heard[3] > heard[2] + 4
