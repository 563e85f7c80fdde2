"""ARC-Forcing: the rollout is the stage's own, its gradient the last step's, both sides learn."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.conditioning import CHANNELS
from instrument.nn.analysis import LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.sampler import new_stream, sample_block
from instrument.train import arc
from instrument.train.diffusion import STAGE_1
from instrument.train.discriminator import Discriminator, Heard
from instrument.train.latents import Batch
from instrument.train.loop import Schedule

TINY = DiTConfig(io_channels=LATENTS, width=64, depth=2, heads=1, add_channels=CHANNELS.count)
RECIPE = arc.ArcRecipe(
    batch=2, context=32, played=32, blocks=(8,), steps=(1, 2, 4), layers=1, head=8, ahead=1
)


@pytest.fixture
def net() -> DiT:
    torch.manual_seed(0)
    net = DiT(TINY)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    return net


class Music:
    """Batches of one steady chord, another for each prompt."""

    def batch(self, rng: np.random.Generator, size: int, frames: int) -> Batch:
        tone = torch.from_numpy(rng.standard_normal((size, 1, LATENTS))).float()
        text = torch.from_numpy(rng.standard_normal((size, 1, 16, 256))).float()
        conditions = torch.zeros(size, frames, CHANNELS.count)
        return Batch(tone.expand(-1, frames, -1), conditions, text.expand(-1, 2, -1, -1),
                     torch.full((size,), frames))  # fmt: skip


def stretch_of(past: bool) -> arc.Stretch:
    batch = Music().batch(np.random.default_rng(0), 2, 64)
    return arc.Stretch(batch.latents, batch.conditions, batch.text[:, 0], past)


@pytest.mark.parametrize("past", [True, False])
@pytest.mark.parametrize("pingpong", [True, False])
def test_with_a_gradient_the_rollout_plays_the_same(net, past, pingpong):
    stretch, recipe = stretch_of(past), replace(RECIPE, pingpong=pingpong)
    made = []
    for grad in (False, True):
        torch.manual_seed(1)
        with torch.set_grad_enabled(grad):
            made.append(arc.rollout(net, stretch, recipe, np.random.default_rng(2), grad=grad))
    assert made[0].shape == (2, 32, LATENTS)
    assert not made[0].requires_grad
    assert made[1].requires_grad
    assert torch.allclose(made[0], made[1], atol=1e-4)


def test_it_starts_from_what_stage_1_plays(net):
    """Four steps to the end, as on stage, from the same noise."""
    recipe, stretch = replace(RECIPE, steps=(4,), blocks=(32,)), stretch_of(False)
    torch.manual_seed(1)
    with torch.no_grad():
        made = arc.rollout(net, stretch, recipe, np.random.default_rng(2), grad=False)
        torch.manual_seed(1)
        whole = sample_block(
            net, new_stream(net, 2, frame=32, context=32),
            net.condition(stretch.text, stretch.text[:, 0]), 32, times=STAGE_1.times(4),
            noise=lambda frame, frames, step: torch.randn(2, frames, LATENTS),
            add=stretch.conditions[:, 32:], method=STAGE_1.method,
        )  # fmt: skip
    assert torch.allclose(made, whole, atol=1e-4)


def test_the_past_is_heard(net):
    plays = []
    for past in (True, False):
        torch.manual_seed(1)
        with torch.no_grad():
            plays.append(
                arc.rollout(net, stretch_of(past), RECIPE, np.random.default_rng(2), grad=False)
            )
    assert not torch.allclose(*plays, atol=1e-3)


def test_a_block_gets_no_gradient_from_the_blocks_after_it(net):
    torch.manual_seed(1)
    made = arc.rollout(net, stretch_of(True), RECIPE, np.random.default_rng(2), grad=True)
    made[:, :8].sum().backward(retain_graph=True)
    first = net.transformer.project_out.weight.grad.clone()
    assert bool(first.any())
    net.zero_grad()
    made[:, 8:16].sum().backward()
    assert not torch.allclose(first, net.transformer.project_out.weight.grad)


def test_scores_are_of_the_frames_after_the_context(net):
    heard = Heard(
        torch.randn(3, 40, LATENTS), torch.rand(3), torch.randn(3, 16, 256),
        torch.zeros(3, 40, CHANNELS.count), first=8,
    )  # fmt: skip
    assert Discriminator(net, 1, 8)(heard).shape == (3, 8)


def test_training_goes_on_after_a_kill(net, tmp_path):
    def run(steps: int) -> list[dict]:
        schedule = Schedule(rate=1e-4, steps=steps, warmup=1)
        arc.train(tmp_path, Music(), schedule, RECIPE, net)
        return [json.loads(x) for x in (tmp_path / "log.jsonl").read_text().splitlines()]

    before = net.transformer.project_out.weight.detach().clone()
    rows = run(2)
    assert "loss" not in rows[0]  # the discriminator is ahead
    assert rows[1]["loss"] > 0
    assert not torch.equal(before, net.transformer.project_out.weight)
    rows = run(4)
    assert [row["step"] for row in rows] == [1, 2, 3, 4]
    assert (tmp_path / "discriminator" / "state.safetensors").exists()


def listens(net: DiT, recipe: arc.ArcRecipe) -> list[dict[str, float]]:
    """What a discriminator tells of itself in 25 steps on one stretch, under one noise."""
    made = arc.Arc(net, Discriminator(net, 1, 8), recipe)
    optimiser = torch.optim.Adam(made.critic.parameters(), lr=1e-3)
    told = []
    for _ in range(25):
        torch.manual_seed(1)
        rng, real = np.random.default_rng(3), stretch_of(True)
        loss, logs = made.critic_loss(real, made.rollout(real, rng, grad=False), rng)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        told.append(logs)
    return told


def test_the_critic_learns_to_tell_played_from_real(net):
    """Its loss falls below that of knowing nothing."""
    told = listens(net, replace(RECIPE, smooth=1.0))
    assert abs(told[0]["adversarial"] - np.log(2)) < 0.1
    assert told[-1]["adversarial"] < 0.3


def test_the_penalty_keeps_the_critics_scores_smooth(net):
    steep, smooth = (listens(net, replace(RECIPE, smooth=x))[-1]["slope"] for x in (0.0, 100.0))
    assert smooth < 1.0 < 10.0 < steep


def test_the_critic_hears_as_much_noise_as_it_is_told_to():
    level = arc.heard_level(np.random.default_rng(0), 1000, (-4.0, 4.0))
    ratio = torch.log((1 - level) / level)
    assert -4.0 <= float(ratio.min()) < -3.8
    assert 3.8 < float(ratio.max()) <= 4.0
