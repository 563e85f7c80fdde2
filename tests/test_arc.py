"""ARC-Forcing: the rollout is the stage's own, its gradient the last step's, both sides learn."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.conditioning import CHANNELS, with_context
from instrument.errors import UserError
from instrument.nn.analysis import LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.few_steps import FewSteps, FewStepsConfig
from instrument.nn.lora import fingerprint
from instrument.nn.sampler import commit, new_stream, sample_block
from instrument.train import arc
from instrument.train.discriminator import Discriminator, Heard
from instrument.train.distil import FEW_STEPS, DistilRecipe, Pupil, fresh
from instrument.train.latents import Batch
from instrument.train.loop import Schedule, bind

TINY = DiTConfig(io_channels=LATENTS, width=64, depth=2, heads=1, add_channels=CHANNELS.count)
RECIPE = arc.ArcRecipe(
    batch=2, context=32, played=32, blocks=(8,), steps=(1, 2, 4), through=1, layers=1, head=8,
    ahead=1, lessons=0,
)  # fmt: skip
CONFIG = FewStepsConfig(rank=4)
LESSONS = DistilRecipe(frames=24, context=8, steps=2)


@pytest.fixture
def pupil() -> Pupil:
    torch.manual_seed(0)
    net = DiT(TINY)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    pupil = Pupil(net, CONFIG)
    for addition in pupil.added.values():
        torch.nn.init.normal_(addition.up, std=0.05)
    return pupil


def slope_of(pupil: Pupil) -> torch.Tensor:
    """The gradient of one of its additions."""
    up = pupil.added["transformer.layers.1.ff.ff.2"].up
    assert up.grad is not None
    return up.grad.clone()


class Music:
    """Batches of one steady chord, another for each prompt."""

    def batch(self, rng: np.random.Generator, size: int, frames: int, joins=()) -> Batch:
        tone = torch.from_numpy(rng.standard_normal((size, 1, LATENTS))).float()
        text = torch.from_numpy(rng.standard_normal((size, 1, 16, 256))).float()
        conditions = torch.zeros(size, frames, CHANNELS.count)
        return Batch(tone.expand(-1, frames, -1), conditions, text.expand(-1, 2, -1, -1),
                     torch.tensor(joins or [frames] * size))  # fmt: skip


def stretch_of(past: arc.Past) -> arc.Stretch:
    batch = Music().batch(np.random.default_rng(0), 2, 64)
    return arc.Stretch(batch.latents, batch.conditions, batch.text[:, 0], past)


@pytest.mark.parametrize("past", ["real", "none", "other"])
def test_with_a_gradient_the_rollout_plays_the_same(pupil, past):
    stretch, recipe = stretch_of(past), RECIPE
    made = []
    for grad in (False, True):
        torch.manual_seed(1)
        with torch.set_grad_enabled(grad):
            made.append(arc.rollout(pupil, stretch, recipe, np.random.default_rng(2), grad=grad))
    assert made[0].shape == (2, 32, LATENTS)
    assert not made[0].requires_grad
    assert made[1].requires_grad
    assert torch.allclose(made[0], made[1], atol=1e-4)


def test_several_of_a_blocks_steps_can_have_a_gradient(pupil):
    """Then it is another, of the same music."""
    made, slopes = [], []
    for through in (1, 4):
        recipe = replace(RECIPE, steps=(4,), through=through)
        torch.manual_seed(1)
        played = arc.rollout(pupil, stretch_of("real"), recipe, np.random.default_rng(2), grad=True)
        pupil.zero_grad()
        played.square().sum().backward()
        made.append(played.detach())
        slopes.append(slope_of(pupil))
    assert torch.allclose(*made, atol=1e-4)
    assert not torch.allclose(*slopes, rtol=0.05)


def test_it_plays_as_on_stage(pupil):
    """Block after block by the additions, what was played taken in by the network itself."""
    recipe, stretch = replace(RECIPE, steps=(2,), blocks=(16,)), stretch_of("real")
    torch.manual_seed(1)
    with torch.no_grad():
        made = arc.rollout(pupil, stretch, recipe, np.random.default_rng(2), grad=False)
        torch.manual_seed(1)
        net, few = pupil.net, FewSteps(pupil.few, CONFIG, FEW_STEPS)
        state = new_stream(net, 2, context=32)
        condition = net.condition(stretch.text, stretch.text[:, 0])
        noise, past = fresh(2, torch.device("cpu"), FEW_STEPS.swell), stretch.latents[:, :32]
        for first in (32, 48):
            state.append(with_context(stretch.conditions[:, : past.shape[1]], past))
            commit(net, state, condition)
            past = sample_block(
                few.dit, state, condition, 16, times=few.sampling.times(2), noise=noise,
                add=stretch.conditions[:, first : first + 16], method=few.sampling.method,
            )  # fmt: skip
            assert torch.allclose(made[:, first - 32 : first - 16], past, atol=1e-4)


def test_the_past_is_heard(pupil):
    plays = []
    for past in ("real", "none"):
        torch.manual_seed(1)
        with torch.no_grad():
            plays.append(
                arc.rollout(pupil, stretch_of(past), RECIPE, np.random.default_rng(2), grad=False)
            )
    assert not torch.allclose(*plays, atol=1e-3)


def test_a_chain_goes_on_from_what_was_played(pupil):
    """The next rollout's past is the generator's own, and its music the real music's next part."""
    recipe = replace(RECIPE, chain=2)
    whole = arc.Stretch.draw(Music(), recipe, np.random.default_rng(0))
    first = whole.part(0, recipe, None)
    assert first.latents.shape[1] == 64
    played = torch.randn(2, 32, LATENTS)
    then = whole.part(1, recipe, played)
    assert then.past == "own"
    assert torch.equal(then.own, played)
    assert torch.equal(then.latents, whole.latents[:, 32:96].float())
    plays = []
    for own in (played, torch.randn(2, 32, LATENTS)):
        torch.manual_seed(1)
        with torch.no_grad():
            stretch = whole.part(1, recipe, own)
            plays.append(arc.rollout(pupil, stretch, recipe, np.random.default_rng(2), grad=False))
    assert not torch.allclose(*plays, atol=1e-3)


def test_a_chain_needs_a_past_as_long_as_what_the_network_sees():
    with pytest.raises(ValueError, match="raise played"):
        replace(RECIPE, chain=2, played=16)


def test_chances_are_1_in_all():
    with pytest.raises(ValueError, match="1 in all"):
        replace(RECIPE, bare=0.6, turn=0.5)


def test_after_other_music_the_other_prompt_is_remembered(pupil):
    """A turn: the past is another row's music, played as that row's prompt asked."""
    made, recipe = {}, replace(RECIPE, steps=(2,))
    stretch = stretch_of("other")
    stretch = replace(stretch, text=100 * stretch.text)
    swapped = replace(stretch, past="real", latents=stretch.latents.roll(1, 0))
    for name, each in (("turned", stretch), ("swapped", swapped)):
        torch.manual_seed(1)
        with torch.no_grad():
            made[name] = arc.rollout(pupil, each, recipe, np.random.default_rng(2), grad=False)
    assert not torch.allclose(made["turned"], made["swapped"], atol=1e-3)


def test_what_was_before_is_heard_only_where_it_was_the_same(pupil):
    made = arc.Arc(pupil, Discriminator(pupil.net, 1, 8), RECIPE)
    fake = torch.randn(2, 32, LATENTS)
    for past, frames in (("real", 64), ("other", 32), ("none", 32), ("own", 32)):
        own = torch.randn(2, 32, LATENTS) if past == "own" else None
        stretch = replace(stretch_of("real"), past=past, own=own)
        heard = made._hear(stretch, fake, np.random.default_rng(0))
        assert [each.noisy.shape[1] for each in heard] == [frames, frames]


@pytest.mark.parametrize("seed", range(5))
def test_blocks_of_all_lengths_fill_a_rollout(seed):
    recipe = replace(RECIPE, played=100, blocks=(4, 8, 48), run=24)
    lengths = arc.block_lengths(np.random.default_rng(seed), recipe)
    assert sum(lengths) == 100
    assert min(lengths) > 0
    assert set(lengths[:-1]) <= {4, 8, 48}


def test_a_block_gets_no_gradient_from_the_blocks_after_it(pupil):
    torch.manual_seed(1)
    made = arc.rollout(pupil, stretch_of("real"), RECIPE, np.random.default_rng(2), grad=True)
    made[:, :8].sum().backward(retain_graph=True)
    first = slope_of(pupil)
    assert bool(first.any())
    pupil.zero_grad()
    made[:, 8:16].sum().backward()
    assert not torch.allclose(first, slope_of(pupil))


def test_scores_are_of_the_frames_after_the_context(pupil):
    heard = Heard(
        torch.randn(3, 40, LATENTS), torch.rand(3), torch.randn(3, 16, 256),
        torch.zeros(3, 40, CHANNELS.count), first=8,
    )  # fmt: skip
    assert Discriminator(pupil.net, 1, 8)(heard).shape == (3, 8)


def test_training_goes_on_after_a_kill(pupil, tmp_path):
    recipe = replace(RECIPE, lessons=2)

    def run(steps: int) -> list[dict]:
        schedule = Schedule(rate=1e-4, steps=steps, warmup=1)
        arc.train(tmp_path, Music(), schedule, recipe, pupil, LESSONS, CONFIG)
        return [json.loads(x) for x in (tmp_path / "log.jsonl").read_text().splitlines()]

    up = next(iter(pupil.added.values())).up
    before, base = up.detach().clone(), fingerprint(pupil.net.state_dict())
    rows = run(2)
    assert "loss" not in rows[0]  # the discriminator is ahead
    assert rows[1]["loss"] > 0
    assert rows[1]["one"] > 0  # what its teacher says is heard, too
    assert not torch.equal(before, up)
    rows = run(4)
    assert [row["step"] for row in rows] == [1, 2, 3, 4]
    assert (tmp_path / "discriminator" / "state.safetensors").exists()
    assert fingerprint(pupil.net.state_dict()) == base


def test_a_run_of_another_networks_additions_is_refused(pupil, tmp_path):
    bind(tmp_path, {"base": "another"})
    with pytest.raises(UserError, match="another base"):
        arc.train(tmp_path, Music(), Schedule(rate=1e-4, steps=1), RECIPE, pupil, LESSONS, CONFIG)


def listens(pupil: Pupil, recipe: arc.ArcRecipe) -> list[dict[str, float]]:
    """What a discriminator tells of itself in 25 steps on one stretch, under one noise."""
    made = arc.Arc(pupil, Discriminator(pupil.net, 1, 8), recipe)
    optimiser = torch.optim.Adam(made.critic.parameters(), lr=1e-3)
    told = []
    for _ in range(25):
        torch.manual_seed(1)
        rng, real = np.random.default_rng(3), stretch_of("real")
        loss, logs = made.critic_loss(real, made.rollout(real, rng, grad=False), rng)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        told.append(logs)
    return told


def test_the_critic_learns_to_tell_played_from_real(pupil):
    """Its loss falls below that of knowing nothing."""
    told = listens(pupil, replace(RECIPE, smooth=1.0))
    assert abs(told[0]["adversarial"] - np.log(2)) < 0.1
    assert told[-1]["adversarial"] < 0.3


def test_the_penalty_keeps_the_critics_scores_smooth(pupil):
    steep, smooth = (listens(pupil, replace(RECIPE, smooth=x))[-1]["slope"] for x in (0.0, 100.0))
    assert smooth < 1.0 < 10.0 < steep


def test_the_critic_hears_as_much_noise_as_it_is_told_to():
    level = arc.heard_level(np.random.default_rng(0), 1000, (-4.0, 4.0))
    ratio = torch.log((1 - level) / level)
    assert -4.0 <= float(ratio.min()) < -3.8
    assert 3.8 < float(ratio.max()) <= 4.0
