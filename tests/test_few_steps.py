"""Blocks in one or two steps: played by additions, remembered by their base, taught by it."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS, with_context
from instrument.engine.cost import Cost
from instrument.engine.generator import ALONG, Generator
from instrument.engine.plan import Plan
from instrument.model import load_few_steps, save_few_steps
from instrument.nn.analysis import LATENTS
from instrument.nn.few_steps import FewSteps, FewStepsConfig
from instrument.nn.lora import LoraConfig, attach, fingerprint, tensors_of
from instrument.nn.noise import SeededNoise
from instrument.nn.sampler import Guidance, Sampling, commit, new_stream, sample_block
from instrument.nn.weights import WeightsError, read, write
from instrument.train import distil
from instrument.train.diffusion import Task, draw
from instrument.train.latents import Batch
from instrument.train.loop import Schedule
from tests.models import tiny_model

CONFIG = FewStepsConfig(steps=2, guidance=2.0, rank=3)
RECIPE = distil.DistilRecipe(batch=2, frames=24, context=8, steps=3, blur=0.0)


def taught(model) -> FewSteps:
    """Additions that change much."""
    torch.manual_seed(5)
    dit = copy.deepcopy(model.dit)
    for addition in attach(dit, LoraConfig(CONFIG.rank, text=False)).values():
        torch.nn.init.normal_(addition.up, std=0.2)
    return FewSteps(dit, CONFIG, Sampling("euler", shift=2.0))


@pytest.fixture(scope="module")
def base() -> Generator:
    return Generator(tiny_model())


@pytest.fixture(scope="module")
def generator(base) -> Generator:
    return Generator(replace(base.model, few_steps=taught(base.model)))


def plan(frames: int, steps: int, guidance: dict[str, float] | None = None) -> Plan:
    words, add = torch.ones(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(frames, CHANNELS.count)
    return Plan(0, frames, steps, 1, guidance or {}, words, add)


def test_more_steps_are_the_networks_own(base, generator):
    made = [g.latents(plan(8, 3, {"text": 2.0}), g.start()) for g in (base, generator)]
    assert torch.equal(*made)
    made = [g.latents(plan(8, 2, {"text": 2.0}), g.start()) for g in (base, generator)]
    assert not torch.allclose(*made, atol=1e-2)


def test_what_was_played_is_remembered_by_the_base_alone(base, generator):
    """So that the number of steps may change at any block."""
    states = [base.start(), generator.start()]
    played = generator.latents(plan(8, 2), states[1])
    states[0].stream.append(with_context(torch.zeros(1, 8, CHANNELS.count), played))
    states[0].past = played
    pairs = list(zip((base, generator), states, strict=True))
    for steps in (3, 4):
        made = [g.latents(plan(8, steps), state) for g, state in pairs]
        assert torch.allclose(*made, atol=1e-5)


def test_guidance_of_the_text_needs_no_row(generator):
    state = generator.start()
    made = {}
    for scale in (1.0, 2.0, 4.0):
        fork = state.clone()
        made[scale] = generator.latents(plan(8, 2, {"text": scale}), fork)
        assert fork.stream.cache.k.shape[1] == (1 if scale <= 2.0 else 2)
    assert torch.equal(made[1.0], made[2.0])
    assert not torch.equal(made[2.0], made[4.0])


def test_strengths_are_what_is_left_to_do():
    few = FewSteps(None, CONFIG, Sampling())  # type: ignore[arg-type]
    assert few.strengths({"text": 2.0, "notes": 3.0}) == {"notes": 3.0}
    assert few.strengths({"text": 5.0}) == {"text": 2.5}
    assert few.strengths({"text": 2.0, "leaving": 2.0}) == {"leaving": 2.0}
    assert few.strengths({}) == {}


def test_a_config_is_checked():
    with pytest.raises(ValueError, match="guidance 0.5"):
        FewStepsConfig(guidance=0.5)


def test_a_file_is_for_its_base(base, tmp_path):
    path, dit = tmp_path / "few_steps.safetensors", base.model.dit
    few = copy.deepcopy(dit)
    added = attach(few, LoraConfig(CONFIG.rank, text=False))
    for addition in added.values():
        torch.nn.init.normal_(addition.up, std=0.2)
    now = fingerprint(dit.state_dict())
    assert load_few_steps(dit, now, path) is None
    save_few_steps(path, dit, CONFIG, tensors_of(added), distil.FEW_STEPS, {})
    loaded = load_few_steps(dit, now, path)
    assert loaded.config == CONFIG
    assert loaded.sampling == distil.FEW_STEPS
    x, t, text = torch.randn(1, 8, LATENTS), torch.full((1, 1), 0.5), torch.randn(1, 4, 256)
    add = torch.zeros(1, 8, CHANNELS.count)
    made = [net(x, t, [8], text, text[:, 0], add) for net in (few, loaded.dit, dit)]
    assert torch.allclose(made[0], made[1], atol=0.05)
    assert not torch.allclose(made[0], made[2], atol=0.2)
    assert load_few_steps(dit, "another", path) is None
    file = read(path, "few_steps")
    fewer = {k: v for k, v in file.tensors.items() if "layers.1" not in k}
    write(path, "few_steps", CONFIG, fewer, file.provenance)
    with pytest.raises(WeightsError, match=r"few_steps\.safetensors: .* is missing"):
        load_few_steps(dit, now, path)


def test_few_steps_cost_a_pass_more_and_a_row_less():
    cost = Cost(10.0, 0.0, 0.0, 0.0, row_ms=4.0, few=2)
    assert cost.expected(8, 3, 2) == 3 * 14
    assert cost.expected(8, 2, 2) == 3 * 10
    assert cost.expected(8, 1, 1) == 2 * 10


class Music:
    """Batches of noise, half of them with another text later on."""

    def batch(self, rng: np.random.Generator, size: int, frames: int, joins=()) -> Batch:
        latents = torch.from_numpy(rng.standard_normal((size, frames, LATENTS))).float()
        text = torch.from_numpy(rng.standard_normal((size, 2, TEXT_TOKENS, TEXT_CHANNELS))).float()
        conditions = torch.zeros(size, frames, CHANNELS.count)
        conditions[0, :, CHANNELS.key] = 1.0
        return Batch(latents, conditions, text, torch.tensor(joins or [frames] * size))


def task(blocks: list[int], joins: int) -> Task:
    """Two rows, nothing forgotten; the text changes at frame `joins`."""
    made = Music().batch(np.random.default_rng(0), 2, sum(blocks), [joins] * 2)
    starts = torch.tensor([sum(blocks[:n]) for n in range(len(blocks))])
    pooled = made.text[:, (starts >= joins).long(), 0]
    return Task(made, blocks, torch.zeros(2, len(blocks)), pooled,
                torch.ones(2, sum(blocks), dtype=torch.bool), torch.zeros(2))  # fmt: skip


def test_all_blocks_at_once_are_what_the_network_makes_of_them():
    net, asked = tiny_model().dit, task([4, 12, 8], 16)
    blocks = distil.Blocks.of(net, asked, RECIPE).asked
    x = torch.randn(2, 24, LATENTS)
    with torch.no_grad():
        made = blocks.velocity(net, x, 0.7)
        whole = net(
            x, torch.full((2, 3), 0.7), asked.blocks, asked.batch.text, asked.pooled,
            asked.batch.conditions, with_context(asked.batch.conditions, asked.batch.latents),
            asked.keep, RECIPE.context, asked.batch.joins,
        )  # fmt: skip
    assert torch.allclose(made, whole, atol=0.05)  # of products in bfloat16, where there are such


def test_the_teacher_plays_as_on_stage():
    """Its last block is what `sample_block` makes after the blocks before it, guidance and all."""
    net, asked = tiny_model().dit, task([8, 8], 16)
    blocks = distil.Blocks.of(net, asked, RECIPE)
    noise = torch.cat([SeededNoise((3, 4), LATENTS)(first, 8, 0) for first in (0, 8)], 1)
    times = distil.FEW_STEPS.times(3)
    passed, end = distil.way(net, blocks, noise, times, 2.0)
    assert torch.equal(passed[0], noise)
    text = asked.batch.text[:, 0]
    rows = torch.cat((text, torch.zeros_like(text)))
    condition, state = net.condition(rows, rows[:, 0]), new_stream(net, 4, context=RECIPE.context)
    past, add = asked.batch.latents[:, :8], asked.batch.conditions
    state.append(with_context(add[:, :8], past).repeat(2, 1, 1))
    with torch.no_grad():
        commit(net, state, condition)
        made = sample_block(
            net, state, condition, 8, times=times, noise=SeededNoise((3, 4), LATENTS),
            add=add[:, 8:], guidance=Guidance(2.0, along=ALONG), method="adams",
        )  # fmt: skip
    assert torch.allclose(end[:, 8:], made, atol=0.15)
    assert float((end[:, 8:] - made).square().mean()) < 1e-3 * float(made.square().mean())


def test_additions_learn_to_end_where_their_teacher_does(tmp_path):
    """In one step; their base stays, and a run goes on where it was."""
    net = tiny_model().dit
    before = fingerprint(net.state_dict())
    schedule = Schedule(rate=1e-2, steps=120, warmup=1, average=0.9, decay=0.0)
    pupil = distil.train(tmp_path, Music(), schedule, RECIPE, CONFIG, net)
    assert fingerprint(pupil.net.state_dict()) == before
    asked = draw(Music(), RECIPE.stretch, np.random.default_rng(9))

    def error(of: distil.Pupil) -> float:
        """With several noises: of one alone it is the noise that counts."""
        torch.manual_seed(1)
        rng = np.random.default_rng(2)
        losses = [distil.loss_of(of, asked, CONFIG, RECIPE, rng)[0] for _ in range(12)]
        return float(torch.stack(losses).mean().detach())

    taught_by, bare = error(pupil), error(distil.Pupil(net, CONFIG))
    assert taught_by < 0.8 * bare
    again = distil.train(tmp_path, Music(), schedule, RECIPE, CONFIG, net)
    assert all(
        torch.equal(a.up, b.up)
        for a, b in zip(pupil.added.values(), again.added.values(), strict=True)
    )


def test_a_teacher_of_one_step_has_nothing_to_teach():
    with pytest.raises(ValueError, match="nothing to teach"):
        replace(RECIPE, steps=1)
