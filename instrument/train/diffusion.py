"""Stages `base` and `lmdm`: rectified flow on latents (LMDM.md section 8, ours mended).

`base` is bidirectional over the whole stretch. `lmdm` cuts each batch into random blocks and trains
them all at once, each with a noise level of its own, against a clean copy of what is before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, with_context
from instrument.nn.analysis import LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.sampler import Sampling
from instrument.train.ahead import Carried, Draws, ahead
from instrument.train.device import CPU
from instrument.train.latents import Batch, LatentSet
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

STAGE_1 = Sampling("adams", shift=2.0, swell=1.35)
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
    played is never quite right. `own`: part of the rows whose past the network has played itself.
    A stretch is to be longer than the context, or no frame sees a whole one, as on stage."""

    base: bool = False
    batch: int = 6
    frames: int = 192
    context: int = 192
    own: float = 0.0
    forget: float = 0.3
    alone: float = 0.5
    turn: float = 0.4
    blur: float = 0.2

    @property
    def sight(self) -> int:
        """How much of the past the network is to see on stage: what half of its frames had."""
        return min(self.context, self.frames // 2)


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


def own_past(play: Callable[[Tensor, Tensor], Tensor], clean: Tensor, blocks: list[int]) -> Tensor:
    """Music [B, T, C] as the network itself would have played it: much noise on each block, another
    amount each, taken off again in two steps of Euler. What goes on from that is trained to come
    back to the real music, and so not to stray (self-resampling, Guo et al. 2025, arXiv 2512.15702,
    here for all blocks at once). `play`: noisy latents and levels [B, blocks] -> velocity."""
    device = clean.device
    levels = torch.empty(len(clean), len(blocks), device=device).uniform_(0.2, 0.85)
    lengths = torch.tensor(blocks, device=device)
    t = levels.repeat_interleave(lengths, 1)[..., None]
    x = (1 - t) * clean + t * torch.randn_like(clean)
    with torch.no_grad():
        for part in (1.0, 0.5):
            x = x - 0.5 * t * play(x, part * levels).float()
    torch.clear_autocast_cache()  # else PyTorch before 2.11 goes on with weights without gradient
    return x


@dataclass(frozen=True)
class Task(Carried):
    """What a step learns from, and all that is drawn for it by lot but the noise: the blocks'
    lengths and noise levels [B, N], the text [B, N, 256] that each of them is told in short, which
    frames of the past there are [B, T], and how much noise is on them [B]."""

    batch: Batch
    blocks: list[int]
    levels: Tensor
    pooled: Tensor
    keep: Tensor
    blur: Tensor


def draw(data: LatentSet, recipe: DiffusionRecipe, rng: np.random.Generator) -> Task:
    """A task, on the processor."""
    rows = recipe.batch
    blocks = [recipe.frames] if recipe.base else partition(rng, recipe.frames)
    starts = np.cumsum([0, *blocks])
    turns = rng.choice(starts[1:], size=rows)
    turns[rng.random(rows) >= recipe.turn] = recipe.frames
    batch = data.batch(rng, rows, recipe.frames, turns.tolist())
    second = torch.from_numpy(starts[:-1]) >= batch.joins[:, None]
    # A stream that starts here: the frames before a random point are as if never played.
    first = torch.from_numpy(rng.integers(recipe.frames, size=rows))
    first = first * torch.from_numpy(rng.random(rows) < recipe.forget)
    with_partner = batch.conditions[..., CHANNELS.partner.stop - 1].any(1)
    alone = with_partner & torch.from_numpy(rng.random(rows) < recipe.alone)
    return Task(
        batch,
        blocks,
        levels=noise_levels(rng, rows, len(blocks)),
        pooled=batch.text[torch.arange(rows)[:, None], second.long(), 0],
        keep=(torch.arange(recipe.frames) >= first[:, None]) & ~alone[:, None],
        blur=torch.from_numpy(rng.random(rows) * (rng.random(rows) < 0.5)).float(),
    )


def loss_of(net: DiT, task: Task, recipe: DiffusionRecipe) -> tuple[Tensor, dict[str, float]]:
    """Mean squared error of the velocity, each frame alike."""
    batch, blocks, levels = task.batch, task.blocks, task.levels
    clean = batch.latents
    t = levels.repeat_interleave(torch.tensor(blocks, device=clean.device), 1)[..., None]
    noise = torch.randn_like(clean)
    played = None
    keep = None if recipe.base else task.keep

    def velocity(noisy: Tensor, levels: Tensor, played: Tensor | None) -> Tensor:
        """Of the first rows, as many as are given."""
        n = len(noisy)
        told = batch.conditions[:n]
        return net(
            noisy, levels, blocks, batch.text[:n], task.pooled[:n], told,
            None if played is None else with_context(told, played),
            None if keep is None else keep[:n], recipe.context, batch.joins[:n],
        )  # fmt: skip

    with quick_products(clean.device):
        if not recipe.base:
            played = clean + recipe.blur * task.blur[:, None, None] * torch.randn_like(clean)
            own = clean[: round(recipe.own * recipe.batch)]
            if len(own):
                made = own_past(lambda x, levels: velocity(x, levels, own), own, blocks)
                played = torch.cat((made, played[len(own) :]))
        v = velocity((1 - t) * clean + t * noise, levels, played)
    error = (v.float() - (noise - clean)).square().mean(-1)
    with torch.no_grad():
        low = error[t[..., 0] < 0.5].mean() if bool((t < 0.5).any()) else error.new_tensor(math.nan)
        high = error[t[..., 0] >= 0.9].mean() if bool((t >= 0.9).any()) else low
    return error.mean(), {"low": float(low), "high": float(high), "blocks": len(blocks)}


def train(
    out: Path,
    data: LatentSet,
    schedule: Schedule,
    recipe: DiffusionRecipe,
    net: DiT,
    device: torch.device = CPU,
) -> DiT:
    """Train (or resume) `net` in `out`, on `device`."""
    run = Run(net.to(device), out, schedule)
    tasks = ahead(Draws(partial(draw, data, recipe), run.seed), run.step, device)
    run.train(lambda step, rng: loss_of(net, next(tasks).to(device), recipe))
    return net.cpu()
