"""Stage `codec`: train the vocoder on the frozen analysis, with spectral losses, and later with
small discriminators besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from instrument.nn.analysis import FRAME, LOOKAHEAD
from instrument.nn.codec import Codec
from instrument.nn.excitation import NOISE_FRAMES
from instrument.nn.vocoder import DELAY, OVERLAP, left_right, overlap_add
from instrument.train.adversary import SIZES, WIDTH, Adversary, Pull, balanced, excerpt
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
    discriminators join, one for each size of `listeners`, `listener_width` channels wide; they hear
    `excerpt` latent frames, and pull `adversarial` and `matching` as hard as the spectral loss
    does, and learn at `critic_rate`."""

    batch: int = 8
    frames: int = 16
    noise: float = 0.15
    judged_from: float = 0.6
    listeners: tuple[int, ...] = SIZES
    listener_width: int = WIDTH
    excerpt: int = 6
    adversarial: float = 0.6
    matching: float = 0.6
    critic_rate: float = 4e-4


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
    adversary = Adversary(recipe.listeners, recipe.listener_width).to(device)
    critic = Run(
        adversary,
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
        ours, theirs = excerpt(heard, real, recipe.excerpt * FRAME, rng)
        adversary.requires_grad_(True)
        value, more = adversary.own_loss(ours, theirs)
        critic.descend(value)
        adversary.requires_grad_(False)
        told, matched = adversary.losses(ours, theirs)
        logs |= more | {"told": float(told.detach()), "matched": float(matched.detach())}
        ear = float((2.0 - value.detach()).clamp(0.0, 1.0))  # 0: they guess, and have no say
        pulls = [Pull(told, ear * recipe.adversarial), Pull(matched, recipe.matching)]
        return balanced(made, heard, first, pulls), logs

    run.train(loss, beside=critic)
    return codec.cpu()
