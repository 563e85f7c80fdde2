"""The embedding in which sounds are compared: statistics of log-mel spectra over three seconds.

Ours, so that an evaluation needs no download and no second licence: a formula, with nothing learned
in it. It hears timbre, attack, rhythm's rate, tonality and stereo, and is blind to harmony; a
tagger's embedding hears more.
"""

from __future__ import annotations

import numpy as np
import torch

from instrument.nn.analysis import BANDS, FRAME, HOP, LOOKAHEAD, SAMPLE_RATE, Analysis

PATCH = 70
"""Latent frames in a patch: 2.99 s."""
BROAD = 32
"""Bands after averaging."""
RATES = (0.7, 1.4, 2.8, 5.6, 11.0, 22.0)
"""Corners in Hz of the bands in which movement is measured."""
QUIET = -3.5
"""Log mel (dB / 20) below which a patch is silence: -70 dB."""

_analysis = Analysis()


def embed(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] at 48 kHz -> one row for each whole patch [P, D]; a shorter one is repeated."""
    samples = PATCH * FRAME
    if len(sound) < samples:
        sound = np.tile(sound, (-(-samples // max(1, len(sound))), 1))
    count = len(sound) // samples
    return np.stack([_patch(sound[i * samples : (i + 1) * samples]) for i in range(count)])


def log_mel(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sound [N, 2] -> log mel [T * 4, 96] (dB / 20, 94 a second) and width [T, 24] of the codec's
    own analysis, silence around it."""
    frames = len(sound) // FRAME
    heard = torch.from_numpy(np.ascontiguousarray(sound[: frames * FRAME].T, np.float32))[None]
    with torch.inference_mode():
        mel, stereo = _analysis.features(torch.nn.functional.pad(heard, (LOOKAHEAD, LOOKAHEAD)))
    return mel[0].flatten(0, 1).numpy(), stereo[0].numpy()


def _patch(sound: np.ndarray) -> np.ndarray:
    mel, stereo = log_mel(sound)
    mel = np.maximum(mel, QUIET)
    broad = mel.reshape(len(mel), BROAD, BANDS // BROAD).mean(2)
    rise = np.maximum(np.diff(broad, axis=0), 0)
    shape = broad.mean(0)
    # How much each band stands above its neighbours: partials against noise.
    edge = mel - 0.5 * (np.roll(mel, 1, 1) + np.roll(mel, -1, 1))
    peaky = np.abs(edge[:, 1:-1]).mean(0)[: BANDS - 6].reshape(-1, 6).mean(1)
    return np.concatenate([
        shape - shape.mean(), [shape.mean()],
        broad.std(0),
        np.log10(rise.mean(0) + 1e-3),
        _movement(broad.mean(1)), _movement(rise.mean(1)),
        peaky,
        stereo.mean(0)[12:],
    ]).astype(np.float32)  # fmt: skip


def _movement(envelope: np.ndarray) -> np.ndarray:
    """Log power of an envelope's movements in bands of rate."""
    moved = (envelope - envelope.mean()) * np.hanning(len(envelope))
    power = np.abs(np.fft.rfft(moved)) ** 2
    rate = np.fft.rfftfreq(len(envelope), HOP / SAMPLE_RATE)
    corners = (*RATES, rate[-1])
    sums = [
        power[(rate >= low) & (rate < high)].sum()
        for low, high in zip(corners, corners[1:], strict=False)
    ]
    return np.log10(np.array(sums) + 1e-4)
