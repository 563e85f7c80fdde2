"""Stages `base` and `lmdm`: rectified flow on latents (LMDM.md section 8, ours mended).

`base` is bidirectional over the whole stretch. `lmdm` cuts each batch into random blocks and trains
them all at once, each with a noise level of its own, against a clean copy of what is before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, with_context
from instrument.nn.analysis import LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.sampler import Sampling
from instrument.train.latents import LatentSet
from instrument.train.loop import Run, Schedule
from instrument.train.precision import quick_products

SMALL = DiTConfig(
    io_channels=LATENTS,
    width=384,
    depth=5,
    heads=6,
    cond_channels=TEXT_CHANNELS,
    global_channels=TEXT_CHANNELS,
    add_channels=CHANNELS.count,
)
"""The default model's network."""

STAGE_1 = Sampling("adams", shift=2.0)
"""How a network of flow matching alone wants to be sampled."""
LONGEST_BLOCK = 48
SHIFT = math.exp(-0.5)
"""Noise levels are drawn uniformly, then moved towards noise (the reference's shift)."""


@dataclass(frozen=True)
class DiffusionRecipe:
    """`base`: no context, one block. `forget`: chance that a stretch starts without a past;
    `alone`: that one with a partner never has any, since its own past tells key and beat better
    than the partner does. `turn`: that the prompt, and with it the music, changes at a block's
    start. `blur`: most noise on played frames, of which half the stretches have some: what is
    played is never quite right."""

    base: bool = False
    batch: int = 6
    frames: int = 192
    context: int = 192
    forget: float = 0.3
    alone: float = 0.5
    turn: float = 0.4
    blur: float = 0.2


def give_context(net: DiT) -> None:
    """Prepare a `base` network for stage `lmdm`: a played frame starts out as what the network
    knows a frame without noise to be."""
    with torch.no_grad():
        net.to_input_add_embed.weight[:, CHANNELS.latents] = net.transformer.project_in.weight


def partition(rng: np.random.Generator, frames: int) -> list[int]:
    """Blocks of 1 to 48 frames, `frames` in all: half the time of one length, else of many."""
    if rng.random() < 0.5:
        length = int(rng.choice([4, 8, 12, 16, 24, 32, 48, 48]))
        first = int(rng.integers(1, length + 1))
        blocks = [first]
    else:
        length, blocks = 0, []
    while sum(blocks) < frames:
        blocks.append(length or int(round(math.exp(rng.uniform(0, math.log(LONGEST_BLOCK))))))
    blocks[-1] -= sum(blocks) - frames
    return blocks


def noise_levels(rng: np.random.Generator, rows: int, blocks: int) -> Tensor:
    """Stratified over the batch's blocks, then shifted [rows, blocks]."""
    count = rows * blocks
    even = (rng.permutation(count) + rng.random(count)) / count
    return torch.from_numpy(even / (even + SHIFT * (1 - even))).float().view(rows, blocks)


def loss_of(
    net: DiT, data: LatentSet, recipe: DiffusionRecipe, rng: np.random.Generator
) -> tuple[Tensor, dict[str, float]]:
    """Mean squared error of the velocity, each frame alike."""
    blocks = [recipe.frames] if recipe.base else partition(rng, recipe.frames)
    starts = np.cumsum([0, *blocks])
    turns = rng.choice(starts[1:], size=recipe.batch)
    turns[rng.random(recipe.batch) >= recipe.turn] = recipe.frames
    batch = data.batch(rng, recipe.batch, recipe.frames, turns.tolist())
    clean = batch.latents
    levels = noise_levels(rng, recipe.batch, len(blocks))
    t = levels.repeat_interleave(torch.tensor(blocks), 1)[..., None]
    noise = torch.randn_like(clean)
    context = keep = None
    if not recipe.base:
        blur = torch.from_numpy(rng.random(recipe.batch) * (rng.random(recipe.batch) < 0.5))
        played = clean + recipe.blur * blur.float()[:, None, None] * torch.randn_like(clean)
        context = with_context(batch.conditions, played)
        # A stream that starts here: the frames before a random point are as if never played.
        first = torch.from_numpy(rng.integers(recipe.frames, size=recipe.batch))
        first = first * torch.from_numpy(rng.random(recipe.batch) < recipe.forget)
        with_partner = batch.conditions[..., CHANNELS.partner.stop - 1].any(1)
        alone = with_partner & torch.from_numpy(rng.random(recipe.batch) < recipe.alone)
        keep = (torch.arange(recipe.frames) >= first[:, None]) & ~alone[:, None]
    second = torch.from_numpy(starts[:-1]) >= batch.joins[:, None]
    pooled = batch.text[torch.arange(recipe.batch)[:, None], second.long(), 0]
    with quick_products():
        v = net(
            (1 - t) * clean + t * noise, levels, blocks, batch.text, pooled,
            batch.conditions, context, keep, recipe.context, batch.joins,
        )  # fmt: skip
    error = (v.float() - (noise - clean)).square().mean(-1)
    with torch.no_grad():
        low = error[t[..., 0] < 0.5].mean() if bool((t < 0.5).any()) else error.new_tensor(math.nan)
        high = error[t[..., 0] >= 0.9].mean() if bool((t >= 0.9).any()) else low
    return error.mean(), {"low": float(low), "high": float(high), "blocks": len(blocks)}


def train(out: Path, data: LatentSet, schedule: Schedule, recipe: DiffusionRecipe, net: DiT) -> DiT:
    """Train (or resume) `net` in `out`."""
    Run(net, out, schedule).train(lambda step, rng: loss_of(net, data, recipe, rng))
    return net
