"""Stage `codec`: train the vocoder on the frozen analysis, with spectral losses, and later with
small discriminators besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from instrument.nn.analysis import FRAME, LOOKAHEAD
from instrument.nn.codec import Codec
from instrument.nn.excitation import NOISE_FRAMES
from instrument.nn.vocoder import DELAY, OVERLAP, left_right, overlap_add
from instrument.train.adversary import (
    BAND_SIZES,
    SIZES,
    WIDTH,
    Adversary,
    BandDiscriminator,
    Discriminator,
    Pull,
    balanced,
    excerpt,
)
from instrument.train.ahead import Draws, ahead
from instrument.train.device import CPU
from instrument.train.loop import Run, Schedule
from instrument.train.precision import quick_products
from instrument.train.shelf import Blend, Shelf
from instrument.train.spectral import SpectralLoss
from instrument.train.variety import various

SETTLE = 4
"""Latent frames at the start of a crop that the loss leaves out: the network's past is unknown."""


@dataclass(frozen=True)
class CodecRecipe:
    """`noise`: largest deviation of the noise added to the latents, so that the vocoder also
    survives latents that a diffusion made. `judged_from`: the part of the run after which the
    discriminators join, one for each size of `listeners`, `listener_width` channels wide, which
    hear `excerpt` latent frames, and one for each of `band_listeners`, which hear all. Both kinds
    pull `adversarial` and `matching` as hard as the spectral loss does, and learn at
    `critic_rate`."""

    batch: int = 8
    frames: int = 16
    noise: float = 0.15
    judged_from: float = 0.6
    listeners: tuple[int, ...] = SIZES
    listener_width: int = WIDTH
    excerpt: int = 6
    band_listeners: tuple[int, ...] = BAND_SIZES
    adversarial: float = 0.8
    matching: float = 1.2
    critic_rate: float = 4e-4

    def __post_init__(self) -> None:
        if not (self.listeners and self.band_listeners):
            raise ValueError("codec: listeners and band_listeners name one size of window at least")


def decode(codec: Codec, latents: Tensor, start: int, rng: np.random.Generator) -> Tensor:
    """Latents [B, T, C] at latent frame `start` -> sound [B, 2, T * FRAME - DELAY] in place."""
    batch, frames, _ = latents.shape
    vocoder = codec.vocoder
    mel, stereo = codec.analysis.expand(latents)
    state = vocoder.init_state(batch)
    with quick_products(latents.device):
        levels, _ = vocoder.levels(mel, stereo, state.past)
        rows = torch.from_numpy(rng.integers(NOISE_FRAMES, size=(batch, frames)))
        white = vocoder.white[rows].flatten(1, 2)
        windows = vocoder.windows(levels, start, white)
    sound = left_right(overlap_add(windows))
    return sound[..., DELAY : sound.shape[-1] - OVERLAP]


def batch_of(shelf: Shelf | Blend, recipe: CodecRecipe, rng: np.random.Generator) -> Tensor:
    """Crops [B, 2, frames * FRAME + 2 * LOOKAHEAD]."""
    samples = recipe.frames * FRAME + 2 * LOOKAHEAD
    return torch.from_numpy(np.stack([various(shelf, samples, rng) for _ in range(recipe.batch)]))


def turn(sound: Tensor, angle: Tensor) -> Tensor:
    """Rotate the stereo plane of [B, 2, N] by `angle` [B, 1]: a loss on the turned channels holds
    left, right, mid, side and every panning to account for the price of two channels."""
    left, right = sound.unbind(1)
    c, s = torch.cos(angle), torch.sin(angle)
    return torch.stack([c * left + s * right, c * right - s * left], 1)


def fit(
    out: Path,
    shelf: Shelf | Blend,
    schedule: Schedule,
    recipe: CodecRecipe,
    codec: Codec,
    device: torch.device = CPU,
) -> Codec:
    """Go on training `codec` in `out` on `device`, its discriminators in `out/discriminators`."""
    codec.to(device)
    close = Adversary(Discriminator(s, recipe.listener_width) for s in recipe.listeners)
    bands = Adversary(BandDiscriminator(s) for s in recipe.band_listeners)
    adversaries = nn.ModuleDict({"close": close, "bands": bands}).to(device)
    critic = Run(
        adversaries,
        out / "discriminators",
        replace(schedule, rate=recipe.critic_rate, betas=(0.8, 0.99), average=0.0),
    )
    run = Run(codec, out, schedule)
    crops = ahead(Draws(partial(batch_of, shelf, recipe), run.seed), run.step, device)

    def pair(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """What was made and what it should be, turned alike [B, 2, N]."""
        heard = next(crops).to(device)
        with torch.no_grad():
            latents = codec.analysis.compress(*codec.analysis.features(heard))
            spread = torch.from_numpy(rng.uniform(0, recipe.noise, (len(heard), 1, 1))).float()
            latents = latents + spread.to(device) * torch.randn_like(latents)
        made = decode(codec, latents, int(rng.integers(100_000)), rng)
        real = heard[..., LOOKAHEAD : LOOKAHEAD + made.shape[-1]]
        angle = torch.from_numpy(rng.uniform(0, np.pi, (len(heard), 1))).float().to(device)
        first = SETTLE * FRAME
        return turn(made, angle)[..., first:], turn(real, angle)[..., first:]

    spectral_loss = SpectralLoss(device)

    def loss(step: int, rng: np.random.Generator) -> tuple[Tensor, dict[str, float]]:
        made, real = pair(rng)
        if schedule.part(step, run.elapsed) < recipe.judged_from:
            return spectral_loss(made, real)
        heard = made.detach().requires_grad_()
        first, logs = spectral_loss(heard, real)
        listening = {
            "close": (close, *excerpt(heard, real, recipe.excerpt * FRAME, rng)),
            "bands": (bands, heard[:, 0], real[:, 0]),
        }
        adversaries.requires_grad_(True)
        values = {name: a.own_loss(*sounds) for name, (a, *sounds) in listening.items()}
        critic.descend(torch.stack([value for value, _ in values.values()]).sum())
        adversaries.requires_grad_(False)
        pulls = []
        for name, (adversary, *sounds) in listening.items():
            value, more = values[name]
            told, matched = adversary.losses(*sounds)
            more |= {"told": float(told.detach()), "matched": float(matched.detach())}
            logs |= {f"{name}_{key}": figure for key, figure in more.items()}
            ear = float((2.0 - value.detach()).clamp(0.0, 1.0))  # 0: they guess, and have no say
            pulls += [Pull(told, ear * recipe.adversarial), Pull(matched, recipe.matching)]
        return balanced(made, heard, first, pulls), logs

    run.train(loss, beside=critic)
    return codec.cpu()
