"""Stage `arc`: ARC-Forcing (LMDM.md section 9), the adversarial stage, of what `distil` made.

The generator, a network's additions for few steps, plays as on stage: block after block from its
own past, through the same `sample_block` and cache, in a random number of steps; the network itself
takes in what was played. Only a block's last step has a gradient, or the last few (`through`); the
past is a constant. It may go on so for several steps of training (`chain`), each time from what it
played in the last, so as to learn where a stream comes to and not only where music has just been;
and some of its rollouts may begin after other music, with another prompt (`turn`): as when a player
asks for something else, it is to turn at once.

A discriminator, whose trunk are the lower layers of the network that stage 1 made, hears the whole
stretch with some noise on it and compares it with the music that did follow (relativistic loss); it
must also tell music with its own prompt and controls from music with another's (contrastive loss),
so that the generator cannot win by ignoring them. Its scores are to be smooth about real and played
music alike: without that penalty such a pair of networks circles its equilibrium and does not come
to rest there (Huang et al. 2024, "The GAN is dead; long live the GAN!"); gradients are approximated
by a little noise, as the reference's code can (LMDM.md 9), and for some of the rows only, as in
full precision they cost most of a step. Beside all that the additions go on learning from their
teacher (`lessons`): what a discriminator does not hear they do not forget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import softplus

from instrument.conditioning import with_context
from instrument.nn.dit import DiT
from instrument.nn.few_steps import FewStepsConfig
from instrument.nn.lora import fingerprint
from instrument.nn.sampler import StreamState, commit, new_stream, sample_block
from instrument.train.ahead import Carried, Draws, ahead
from instrument.train.device import CPU
from instrument.train.diffusion import LONGEST_BLOCK, draw
from instrument.train.discriminator import SHAKE, Discriminator, Heard
from instrument.train.distil import FEW_STEPS, DistilRecipe, Pupil, fresh, loss_of
from instrument.train.latents import LatentSet
from instrument.train.loop import Run, Schedule, bind
from instrument.train.precision import quick_products

Past = Literal["real", "none", "other", "own"]
"""What a rollout goes on from: the music that it is to go on with, nothing, other music, or what
the generator itself has played."""


@dataclass(frozen=True)
class ArcRecipe:
    """`played`: frames of the generator's own in a rollout, of which `chain` follow each other;
    `blocks`: their lengths are drawn anew every `run` frames or so; `steps`: a block is made in one
    of these numbers of steps; `through`: so many of the last ones have a gradient. `layers` of the
    network in the discriminator; `bare` and `turn`: chances that a chain starts without a past, or
    with another's; `ahead`: steps that the discriminator trains alone before the generator moves;
    `critic_rate`: its learning rate, larger than the generator's, as its head starts from nothing.
    `hears`: the least and most of the log signal-to-noise at which the discriminator hears;
    `smooth`: weight of its penalty, which is made of `smoothed` rows. `lessons`: rows of what the
    teacher teaches in each step."""

    batch: int = 4
    context: int = 96
    played: int = 192
    chain: int = 1
    blocks: tuple[int, ...] = (8, 16, 48, 48, 48)
    run: int = 288
    steps: tuple[int, ...] = (1, 2, 2)
    through: int = 2
    layers: int = 3
    head: int = 64
    contrastive: float = 1.0
    bare: float = 0.25
    turn: float = 0.0
    ahead: int = 60
    critic_rate: float = 1.5e-4
    hears: tuple[float, float] = (-5.0, 4.0)
    smooth: float = 50.0
    smoothed: int = 1
    lessons: int = 2

    def __post_init__(self) -> None:
        if self.bare + self.turn > 1.0:
            raise ValueError(f"arc: bare {self.bare} and turn {self.turn} are chances: 1 in all")
        if self.chain > 1 and self.played < self.context:
            raise ValueError(
                f"arc: a rollout of {self.played} frames does not fill a context of {self.context},"
                " which the next one of the chain goes on from: raise played, or set chain to 1"
            )


@dataclass(frozen=True)
class Stretch(Carried):
    """Real music: `context` frames that were, then those that the generator is to play instead.

    `latents` [B, context + played, C]; `past`: of all rows alike, as a cache is of one length for
    all its rows; `own` [B, context, C]: where the past is the generator's own, what it played.
    """

    latents: Tensor
    conditions: Tensor
    text: Tensor
    past: Past
    own: Tensor | None = None

    @classmethod
    def draw(cls, data: LatentSet, recipe: ArcRecipe, rng: np.random.Generator) -> Stretch:
        """A batch as long as a chain of rollouts, in float16; `part` makes stretches of it."""
        chances = (1.0 - recipe.bare - recipe.turn, recipe.bare, recipe.turn)
        past: tuple[Past, ...] = ("real", "none", "other")
        frames = recipe.context + recipe.chain * recipe.played
        batch = data.batch(rng, recipe.batch, frames)
        kind = past[int(rng.choice(3, p=chances))]
        return cls(batch.latents.half(), batch.conditions.half(), batch.text[:, 0], kind)

    def part(self, link: int, recipe: ArcRecipe, own: Tensor | None) -> Stretch:
        """What rollout number `link` of the chain is to play, after its own frames [B, T, C]."""
        first = link * recipe.played
        cut = slice(first, first + recipe.context + recipe.played)
        latents, conditions = self.latents[:, cut].float(), self.conditions[:, cut].float()
        part = replace(self, latents=latents, conditions=conditions)
        return part if own is None else replace(part, past="own", own=own[:, -recipe.context :])


def block_lengths(rng: np.random.Generator, recipe: ArcRecipe) -> list[int]:
    """Of a rollout, `played` frames in all."""
    lengths: list[int] = []
    while left := recipe.played - sum(lengths):
        length = int(rng.choice(recipe.blocks))
        whole, rest = divmod(min(left, length * max(1, recipe.run // length)), length)
        lengths += [length] * whole + [rest] * (rest > 0)
    return lengths


def rollout(
    pupil: Pupil, stretch: Stretch, recipe: ArcRecipe, rng: np.random.Generator, *, grad: bool
) -> Tensor:
    """Play on from the stretch's past -> latents [B, played, C]."""
    batch, net = len(stretch.latents), pupil.net
    state = _stream(net, stretch, recipe)
    condition = net.condition(stretch.text, stretch.text[:, 0])
    free = not bool(stretch.conditions.any())
    made: list[Tensor] = []
    for frames in block_lengths(rng, recipe):
        commit(net, state, condition)
        cut = slice(state.frame, state.frame + frames)
        block = sample_block(
            pupil.few,
            state,
            condition,
            frames,
            times=FEW_STEPS.times(int(rng.choice(recipe.steps))),
            method=FEW_STEPS.method,
            noise=fresh(batch, stretch.latents.device, FEW_STEPS.swell if free else 1.0),
            add=stretch.conditions[:, cut],
            grad=recipe.through if grad else 0,
        )
        made.append(block.float())
        state.append(with_context(stretch.conditions[:, cut], made[-1].detach()))
    return torch.cat(made, 1)


def _stream(net: DiT, stretch: Stretch, recipe: ArcRecipe) -> StreamState:
    """A stream that has come to the end of the stretch's context."""
    context = recipe.context
    state = new_stream(net, len(stretch.latents), frame=context, context=context)
    if stretch.past == "none":
        return state
    state.frame = 0
    before = stretch.latents[:, :context] if stretch.own is None else stretch.own
    conditions, text = stretch.conditions[:, :context], stretch.text
    if stretch.past == "other":
        before, conditions, text = (x.roll(1, 0) for x in (before, conditions, text))
    parts = (x.split(LONGEST_BLOCK, 1) for x in (conditions, before))
    for told, played in zip(*parts, strict=True):
        state.append(with_context(told, played))
    if stretch.past == "other":  # what was played is remembered as it was asked for
        commit(net, state, net.condition(text, text[:, 0]))
    return state


def heard_level(rng: np.random.Generator, rows: int, hears: tuple[float, float]) -> Tensor:
    """Noise on what the discriminator hears: even in log signal-to-noise within `hears` [rows]."""
    return torch.from_numpy(1.0 / (1.0 + np.exp(rng.uniform(*hears, rows)))).float()


def rolled(stretch: Stretch, rng: np.random.Generator) -> Stretch:
    """The same music with another row's prompt, or another's controls, or both."""
    kind = rng.integers(3)
    text = stretch.text.roll(1, 0) if kind != 1 else stretch.text
    conditions = stretch.conditions.roll(1, 0) if kind != 0 else stretch.conditions
    return replace(stretch, text=text, conditions=conditions)


@dataclass
class Arc:
    """Generator and discriminator, and what each loses by a stretch."""

    pupil: Pupil
    critic: Discriminator
    recipe: ArcRecipe

    def rollout(self, stretch: Stretch, rng: np.random.Generator, *, grad: bool) -> Tensor:
        """What the generator plays [B, played, C]."""
        with quick_products(stretch.latents.device), torch.set_grad_enabled(grad):
            return rollout(self.pupil, stretch, self.recipe, rng, grad=grad)

    def generator_loss(
        self, stretch: Stretch, fake: Tensor, rng: np.random.Generator
    ) -> tuple[Tensor, dict[str, float]]:
        """softplus(real - fake), of a rollout with its gradient."""
        with quick_products(fake.device):
            real_score, fake_score = self._scores(*self._hear(stretch, fake, rng))
        margin = real_score.detach() - fake_score
        power = fake.detach().square().mean().sqrt()
        real = stretch.latents[:, self.recipe.context :].square().mean().sqrt()
        return softplus(margin).mean(), {
            "margin": float(margin.detach().mean()),
            "power": float(power / real),
        }

    def critic_loss(
        self, stretch: Stretch, fake: Tensor, rng: np.random.Generator
    ) -> tuple[Tensor, dict[str, float]]:
        """softplus(fake - real) + contrastive softplus(rolled - real) + smooth penalty."""
        heard = self._hear(stretch, fake.detach(), rng, rolled(stretch, rng))
        with quick_products(fake.device):
            real, made, other = self._scores(*heard)
        adversarial = softplus(made - real).mean()
        contrastive = softplus(other - real).mean()
        slope = self._slope(*heard[:2])
        value = adversarial + self.recipe.contrastive * contrastive + self.recipe.smooth * slope
        return value, {
            "adversarial": float(adversarial.detach()),
            "contrastive": float(contrastive.detach()),
            "slope": float(slope.detach()) ** 0.5 / SHAKE,
            "right": float((real > made).float().mean()),
        }

    def _hear(
        self,
        stretch: Stretch,
        fake: Tensor,
        rng: np.random.Generator,
        other: Stretch | None = None,
    ) -> list[Heard]:
        """Real and fake under the same noise; given `other`, then also that. What was before is
        heard where it was the same: else it would tell, and of that the generator learns nothing.
        """
        context = self.recipe.context
        first = context if stretch.past == "real" else 0
        skip = context - first
        level = heard_level(rng, len(fake), self.recipe.hears).to(fake.device)
        noise = torch.randn_like(stretch.latents)
        played = torch.cat((stretch.latents[:, :context], fake), 1)
        rows = [(stretch.latents, stretch), (played, stretch)]
        if other is not None:
            rows.append((other.latents, other))
        t = level[:, None, None]
        return [
            Heard(((1 - t) * x + t * noise)[:, skip:], level, s.text, s.conditions[:, skip:], first)
            for x, s in rows
        ]

    def _scores(self, *heard: Heard) -> tuple[Tensor, ...]:
        """Of each, at once [B, T / 4]."""
        return self.critic(Heard.together(heard)).float().chunk(len(heard))

    def _slope(self, *heard: Heard) -> Tensor:
        """Mean square of what a little noise does to the scores of some rows, in full precision: it
        is a small difference, which products of 8 bits would drown in rounding."""
        some = [each.rows(self.recipe.smoothed) for each in heard]
        scores = self.critic(Heard.together([*some, *(each.shaken() for each in some)]))
        still, shaken = scores.chunk(2)
        return (shaken - still).square().mean()


def train(
    out: Path,
    data: LatentSet,
    schedule: Schedule,
    recipe: ArcRecipe,
    pupil: Pupil,
    lessons: DistilRecipe,
    config: FewStepsConfig,
    device: torch.device = CPU,
) -> Pupil:
    """Train (or resume) a pupil's additions in `out` on `device`, its discriminator in
    `out/discriminator`; `lessons` as in stage `distil`. UserError if those in `out` are of another
    network.

    One step of a run is one of the discriminator's and, once it is `ahead`, one of the generator's
    by the same rollout, which is most of what a step costs (the reference plays another for each).
    """
    bind(out, {"base": fingerprint(pupil.net.state_dict())})
    pupil.to(device)
    critic_net = Discriminator(pupil.net, recipe.layers, recipe.head).to(device)
    arc = Arc(pupil, critic_net, recipe)
    critic = Run(
        arc.critic,
        out / "discriminator",
        replace(schedule, rate=recipe.critic_rate, average=0.0),
    )
    run = Run(pupil, out, schedule)
    chains = ahead(
        Draws(partial(Stretch.draw, data, recipe), run.seed), run.step // recipe.chain, device
    )
    lessons = replace(lessons, batch=recipe.lessons)
    tasks = ahead(Draws(partial(draw, data, lessons.stretch), run.seed), run.step, device)
    chain: Stretch | None = None
    own: Tensor | None = None

    def loss(step: int, rng: np.random.Generator) -> tuple[Tensor | None, dict[str, float]]:
        nonlocal chain, own
        alone, link = step < recipe.ahead, step % recipe.chain
        if link == 0 or chain is None:
            chain, own = next(chains).to(device), None
        real = chain.part(link, recipe, own)
        fake = arc.rollout(real, rng, grad=not alone)
        own = fake.detach()
        arc.critic.requires_grad_(True)
        value, logs = arc.critic_loss(real, fake, rng)
        logs["critic_norm"] = critic.descend(value)
        if alone:
            return None, logs
        arc.critic.requires_grad_(False)
        value, more = arc.generator_loss(real, fake, rng)
        if recipe.lessons:
            task = next(tasks).to(device)
            taught, and_more = loss_of(pupil, task, config, lessons, rng)
            value, more = value + taught, more | and_more
        return value, logs | more

    run.train(loss, beside=critic)
    return pupil.cpu()
