"""The statistics of the analysis: two PCAs over broad material. Run once; then the latent space is
frozen, since every diffusion checkpoint depends on it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from instrument.nn.analysis import FRAME, LOOKAHEAD, Analysis
from instrument.train.shelf import Blend, Shelf

WHITENING = 0.5
"""1 would give every latent unit variance (and the network much inaudible detail to model), 0
none (and the network little but loudness): between them, scale = deviation ** WHITENING."""


def fit(
    analysis: Analysis, shelf: Shelf | Blend, crops: int, seed: int = 0, frames: int = 40
) -> dict:
    """Fill the analysis' buffers from `crops` random stretches; returns what part of the variance
    the kept values explain, for the mel and the stereo features."""
    rng = np.random.default_rng(seed)
    mels, stereos = [], []
    for _ in range(crops):
        sound = torch.from_numpy(shelf.crop(rng, frames * FRAME + 2 * LOOKAHEAD))[None]
        sound = sound * float(10 ** (rng.uniform(-15, 3) / 20))
        if rng.random() < 0.5:
            sound = sound.flip(1)
        mel, stereo = analysis.features(sound)
        mels.append(mel.flatten(0, 1).flatten(1))
        stereos.append(stereo.flatten(0, 1))
    explained = {}
    for name, rows in (("mel", torch.cat(mels)), ("stereo", torch.cat(stereos))):
        mean, basis, scale, part = _components(rows, getattr(analysis, f"{name}_basis").shape[1])
        for key, value in (("mean", mean), ("basis", basis), ("scale", scale)):
            getattr(analysis, f"{name}_{key}").copy_(value)
        explained[name] = part
    return explained


def _components(rows: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor, float]:
    rows = rows.double()
    mean = rows.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov(rows.T))
    values, vectors = values.flip(0).clamp(min=1e-12), vectors.flip(1)
    deviation = values[:count].sqrt()
    # Latents keep deviation ** (1 - WHITENING), then a common factor makes their mean power 1.
    kept = deviation ** (1 - WHITENING)
    scale = deviation / kept * kept.square().mean().sqrt()
    part = float(values[:count].sum() / values.sum())
    return mean, vectors[:, :count], scale, part
