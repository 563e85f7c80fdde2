"""Stage `distil`: additions to the live network that make a block in one step or two.

The network is its own teacher. From noise it makes all blocks of a stretch, each after its own
past, in `steps` steps and with guidance; the additions are to come to the same end from where it
began, in one step (knowledge distillation, Luhman and Luhman 2021; Salimans and Ho 2022), and again
from where that one step leads halfway, so that two steps are better than one, and from the
teacher's own way. Guidance is learned with it (Meng et al. 2023): what takes the network eight rows
takes them one or two. Played frames are taken in by the network as it was, so that both have one
past.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from instrument.conditioning import with_context
from instrument.engine.generator import ALONG
from instrument.nn.analysis import LATENTS
from instrument.nn.attention import KVCache
from instrument.nn.dit import Condition, DiT, block_mask, told_mask
from instrument.nn.few_steps import FewStepsConfig
from instrument.nn.lora import LoraConfig, attach, fingerprint, tensors_of
from instrument.nn.noise import Noise, swelled
from instrument.nn.sampler import Guidance, Sampling, extrapolated, guide, shifted_schedule
from instrument.train.ahead import Draws, ahead
from instrument.train.device import CPU
from instrument.train.diffusion import STAGE_1, DiffusionRecipe, Task, draw
from instrument.train.latents import LatentSet, Presence
from instrument.train.loop import Run, Schedule, bind, load_averages
from instrument.train.precision import quick_products

FEW_STEPS = Sampling("euler", shift=STAGE_1.shift, swell=STAGE_1.swell)
"""How what this stage makes is sampled: each step leads to music, the last one all the way."""
PRESENCE = Presence(
    text=0.95, bare=0.45, loudness=0.3, brightness=0.3, density=0.3, notes=0.4, key=0.4
)
"""As on stage, often nothing is told but the text."""


@dataclass(frozen=True)
class DistilRecipe:
    """`steps`: the teacher's; `shifts`: between which its schedule's shift lies in half of the
    batches, so that any noise level is learned; `own`: how often the second step starts where the
    first one has led, not on the teacher's way. The rest as in `DiffusionRecipe`."""

    batch: int = 4
    frames: int = 288
    context: int = 96
    steps: int = 4
    shifts: tuple[float, float] = (1.4, 3.0)
    own: float = 0.6
    forget: float = 0.25
    turn: float = 0.3
    blur: float = 0.15

    def __post_init__(self) -> None:
        if self.steps < 2:
            raise ValueError(f"distil: a teacher of {self.steps} steps has nothing to teach")

    @property
    def stretch(self) -> DiffusionRecipe:
        """What is drawn for a step."""
        return DiffusionRecipe(
            batch=self.batch, frames=self.frames, context=self.context, forget=self.forget,
            turn=self.turn, blur=self.blur,
        )  # fmt: skip


class Pupil(nn.Module):
    """A frozen network, and a copy of it with additions, which alone learn."""

    def __init__(self, net: DiT, config: FewStepsConfig) -> None:
        super().__init__()
        self.net = net.eval().requires_grad_(False)
        self.few = copy.deepcopy(net)
        self.added = attach(self.few, LoraConfig(config.rank, text=False))


@dataclass(frozen=True)
class Blocks:
    """All blocks of a stretch, each after its own past: what a network remembers of the clean copy
    is in `cache`, and good for any number of passes over the noisy one.

    `lengths` of the blocks; `told` [R, T, A] additive channels of the rows; `sight` of targets and
    global tokens.
    """

    lengths: list[int]
    told: Tensor
    condition: Condition
    sight: Tensor
    cache: KVCache

    @classmethod
    def of(cls, net: DiT, task: Task, recipe: DistilRecipe) -> Blocks:
        """The rows of a task, then the same without a text."""
        batch, lengths = task.batch, task.blocks
        clean = batch.latents + recipe.blur * task.blur[:, None, None] * torch.randn_like(
            batch.latents
        )
        text = torch.cat((batch.text, torch.zeros_like(batch.text)))
        pooled = torch.cat((task.pooled, torch.zeros_like(task.pooled)))
        told, joins, keep, clean = (
            torch.cat((x, x)) for x in (batch.conditions, batch.joins, task.keep, clean)
        )
        frames = clean.shape[1]
        allowed = block_mask(lengths, recipe.context, True, keep)
        sight = torch.zeros(allowed.shape, device=clean.device)
        sight.masked_fill_(~allowed, -math.inf)
        cache = net.new_cache(len(clean), 2 * frames + len(lengths))
        with torch.no_grad(), quick_products(clean.device):
            condition = net.condition(text.flatten(1, 2), pooled)

            def told_at(places: Sequence[int]) -> Condition:
                at = torch.tensor(places, device=joins.device)
                sights = told_mask(at, joins, batch.text.shape[2])
                return replace(condition, cross=replace(condition.cross, sight=sights))

            first = [*range(frames)]
            tokens, seen = net.added(with_context(told, clean)), sight[..., :frames, :frames]
            net.body(tokens, net.rope(first), told_at(first), seen, cache)
        cache.keep(frames, frames)
        here = cls(lengths, told, condition, sight[..., frames:, :], cache)
        return replace(here, condition=told_at(here.places))

    @property
    def places(self) -> list[int]:
        """Of the targets, then of the blocks' global tokens."""
        starts = [sum(self.lengths[:n]) for n in range(len(self.lengths))]
        return [*range(sum(self.lengths)), *starts]

    @property
    def asked(self) -> Blocks:
        """The rows with their text alone."""
        n = len(self.told) // 2
        cross, glob = self.condition.cross, self.condition.glob
        assert cross.sight is not None
        cross = replace(
            cross, k=tuple(k[:n] for k in cross.k), v=tuple(v[:n] for v in cross.v),
            sight=cross.sight[:n],
        )  # fmt: skip
        return replace(
            self, told=self.told[:n], condition=Condition(cross, glob[:n]), sight=self.sight[:n],
            cache=self.cache.rows(range(n)),
        )  # fmt: skip

    def velocity(self, net: DiT, x: Tensor, t: float) -> Tensor:
        """Of all blocks at once [R, T, C], in float32."""
        with quick_products(x.device):
            level = torch.full((len(x), len(self.lengths)), t, device=x.device)
            tokens = (
                net.noised(x) + net.added(self.told),
                net.global_tokens(level, self.condition),
            )
            rope = net.rope(self.places)
            hidden = net.body(torch.cat(tokens, 1), rope, self.condition, self.sight, self.cache)
            return net.velocity(hidden[:, : x.shape[1]]).float()


def way(
    net: DiT, blocks: Blocks, noise: Tensor, times: Sequence[float], guidance: float
) -> tuple[list[Tensor], Tensor]:
    """Where the guided network comes through from `noise` [B, T, C], at each of `times` but the
    last one, and where to at the end."""
    asked, x = Guidance(guidance, along=ALONG), noise
    passed: list[Tensor] = []
    before: tuple[Tensor, float] | None = None
    for t, after in pairwise(times):
        passed.append(x)
        with torch.no_grad():
            both = blocks.velocity(net, torch.cat((x, x)), t)
        parts = zip(both.split(blocks.lengths, 1), x.split(blocks.lengths, 1), strict=True)
        v = torch.cat([guide(rows, asked, part, t)[0] for rows, part in parts], 1)
        x = x + (after - t) * extrapolated(v, after - t, before)
        before = v, after - t
    torch.clear_autocast_cache()  # else PyTorch before 2.11 goes on with weights without gradient
    return passed, x


def loss_of(
    pupil: Pupil, task: Task, config: FewStepsConfig, recipe: DistilRecipe, rng: np.random.Generator
) -> tuple[Tensor, dict[str, float]]:
    """Squared error of the velocity to the teacher's end, in one step and from a second level."""
    blocks = Blocks.of(pupil.net, task, recipe)
    shift = FEW_STEPS.shift if rng.random() < 0.5 else rng.uniform(*recipe.shifts)
    times = shifted_schedule(recipe.steps, float(shift or 1.0))
    noise = _noise(task)
    passed, end = way(pupil.net, blocks, noise, times, config.guidance)
    asked = blocks.asked

    def step(x: Tensor, t: float) -> tuple[Tensor, Tensor]:
        """Where one step leads, and the error of its velocity."""
        v = asked.velocity(pupil.few, x, t)
        return x - t * v.detach(), t * (v - (x - end) / t).square().mean()

    made, first = step(noise, 1.0)
    n = int(rng.integers(1, recipe.steps))
    own = rng.random() < recipe.own
    x = (1 - times[n]) * made + times[n] * noise if own else passed[n]
    again, second = step(x, times[n])
    return first + second, {
        "one": float((made - end).square().mean()),
        "two" if own else "late": float((again - end).square().mean()),
    }


def _noise(task: Task) -> Tensor:
    """As on stage: it swells where nothing but the text says what music it is to be."""
    batch = task.batch
    free = ~batch.conditions.flatten(1).any(1)

    def drawn(swell: float) -> Tensor:
        rows, frames, _ = batch.latents.shape
        return fresh(rows, batch.latents.device, swell)(0, frames, 0)

    return torch.where(free[:, None, None], drawn(FEW_STEPS.swell), drawn(1.0))


def fresh(batch: int, device: torch.device, swell: float) -> Noise:
    """New noise at each call, of the kind that the stage has."""

    def normal(_: int, count: int) -> Tensor:
        return torch.randn(batch, count, LATENTS, device=device)

    def noise(frame: int, frames: int, step: int) -> Tensor:
        white = normal(frame, frames)
        return swelled(white, frame, swell, normal) if step == 0 else white

    return noise


def train(
    out: Path,
    data: LatentSet,
    schedule: Schedule,
    recipe: DistilRecipe,
    config: FewStepsConfig,
    net: DiT,
    device: torch.device = CPU,
) -> Pupil:
    """Train (or resume) additions to `net` in `out`, on `device`. UserError if those in `out` are
    another network's."""
    bind(out, {"base": fingerprint(net.state_dict())})
    pupil = Pupil(net, config).to(device)
    run = Run(pupil, out, schedule)
    tasks = ahead(Draws(partial(draw, data, recipe.stretch), run.seed), run.step, device)
    run.train(lambda _, rng: loss_of(pupil, next(tasks).to(device), config, recipe, rng))
    return pupil.cpu()


def taught(out: Path, config: FewStepsConfig, net: DiT) -> Pupil:
    """`net` with the averaged additions of the run in `out`; UserError if they are another's."""
    bind(out, {"base": fingerprint(net.state_dict())})
    pupil = Pupil(net, config)
    load_averages(pupil, out / "state.safetensors")
    return pupil


def mean_of(runs: Sequence[Path], config: FewStepsConfig, net: DiT) -> dict[str, Tensor]:
    """What a file keeps of the additions halfway between those of `runs`, of which each went on
    from the one before: what an adversary adds is halved, and so is what it costs."""
    each = [tensors_of(taught(out, config, net).added) for out in runs]
    return {name: torch.stack([one[name] for one in each]).mean(0) for name in each[0]}
