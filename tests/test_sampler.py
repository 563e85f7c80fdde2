"""The rollout, its noise, its state and its guidance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import Tensor

from instrument.nn.dit import Condition, DiT
from instrument.nn.noise import SeededNoise
from instrument.nn.regimes import REGIMES
from instrument.nn.sampler import (
    Guidance,
    Sampling,
    StreamState,
    advance,
    commit,
    extrapolated,
    guide,
    new_stream,
    sample_block,
    schedule,
    shifted_schedule,
)
from instrument.nn.stream import State, check_contract
from instrument.nn.weights import WeightsError, config_of
from tests.nets import lively

CONTEXT = 12
TIMES = schedule(3)
NOISE = SeededNoise(7, 6)


@pytest.fixture(scope="module")
def dit() -> DiT:
    return lively()


@pytest.fixture(scope="module")
def condition(dit: DiT) -> Condition:
    torch.manual_seed(3)
    with torch.no_grad():
        return dit.condition(torch.randn(1, 3, 5), torch.randn(1, 4))


@pytest.fixture(scope="module")
def guided(dit: DiT) -> Condition:
    torch.manual_seed(3)
    cross = torch.randn(1, 3, 5)
    with torch.no_grad():
        return dit.condition(torch.cat((cross, 0 * cross)), torch.randn(1, 4).repeat(2, 1))


def channels(latents: Tensor) -> Tensor:
    """Our test layout: the latents and two zeros."""
    return torch.nn.functional.pad(latents, (0, 2))


def play(dit: DiT, state: StreamState, condition: Condition, blocks: list[int], **how) -> Tensor:
    made = []
    with torch.no_grad():
        for frames in blocks:
            made.append(
                sample_block(dit, state, condition, frames, times=TIMES, noise=NOISE, **how)
            )
            state.append(channels(made[-1]))
    return torch.cat(made, 1)


def test_a_stored_stream_goes_on_bit_by_bit(dit: DiT, condition: Condition) -> None:
    state = new_stream(dit, context=CONTEXT)
    play(dit, state, condition, [5, 1, 9])
    stored = state.clone()
    once = play(dit, state, condition, [4, 30, 2])
    again = play(dit, stored.clone(), condition, [4, 30, 2])
    assert torch.equal(once, again)
    play(dit, state, condition, [3])
    assert torch.equal(once, play(dit, stored, condition, [4, 30, 2]))


def test_a_cut_block_is_made_again_from_its_first_unheard_frame(
    dit: DiT, condition: Condition
) -> None:
    """What was played of a block becomes a block of its own; nothing else remembers the rest."""
    state, other = new_stream(dit, context=CONTEXT), new_stream(dit, context=CONTEXT)
    play(dit, state, condition, [8])
    play(dit, other, condition, [8])
    with torch.no_grad():
        long = sample_block(dit, state, condition, 10, times=TIMES, noise=NOISE)
    heard = channels(long[:, :3])
    state.append(heard)
    commit(dit, other, condition)
    other.append(heard)
    assert state.frame == other.frame == 11
    rest, same = play(dit, state, condition, [7]), play(dit, other, condition, [7])
    assert torch.allclose(rest, same, atol=1e-5)


def test_taking_in_ahead_changes_nothing(dit: DiT, condition: Condition) -> None:
    state, other = new_stream(dit, context=CONTEXT), new_stream(dit, context=CONTEXT)
    one = play(dit, state, condition, [5, 9, 4])
    two = []
    for frames in (5, 9, 4):
        commit(dit, other, condition)
        two.append(play(dit, other, condition, [frames]))
    assert torch.allclose(one, torch.cat(two, 1), atol=1e-5)


def test_a_new_engine_takes_the_past_back_in(dit: DiT, condition: Condition) -> None:
    """All blocks of a past at once, or one after the other."""
    past = torch.randn(1, 10, 8)
    state, other = new_stream(dit, context=CONTEXT), new_stream(dit, context=CONTEXT)
    for piece in past.split([4, 5, 1], 1):
        state.append(piece)
        other.append(piece)
        commit(dit, other, condition)
    commit(dit, state, condition)
    assert state.cache.length == other.cache.length == 10
    a, b = play(dit, state, condition, [4]), play(dit, other, condition, [4])
    assert torch.allclose(a, b, atol=1e-5)


def test_gradient_reaches_the_last_step_only(dit: DiT, condition: Condition) -> None:
    state = new_stream(dit, context=CONTEXT)
    play(dit, state, condition, [5])
    stored, add = state.clone(), torch.zeros(1, 6, 8)
    how = {"times": TIMES, "noise": NOISE, "add": add}
    x = sample_block(dit, state, condition, 6, grad=True, **how)
    assert x.requires_grad
    assert not state.cache.k.requires_grad
    x.square().sum().backward()
    assert dit.transformer.project_in.weight.grad.abs().sum() > 0
    assert dit.to_input_add_embed.weight.grad is not None
    dit.zero_grad(set_to_none=True)
    with torch.no_grad():
        plain = sample_block(dit, stored.clone(), condition, 6, **how)
    assert torch.allclose(x, plain, atol=1e-5)
    one = sample_block(dit, stored, condition, 6, grad=True, times=(1.0, 0.0), noise=NOISE, add=add)
    one.sum().backward()
    dit.zero_grad(set_to_none=True)


def test_gradient_reaches_as_many_of_the_last_steps_as_are_asked_for(
    dit: DiT, condition: Condition
) -> None:
    state = new_stream(dit, context=CONTEXT)
    play(dit, state, condition, [5])
    begun = torch.randn_like(NOISE(5, 6, 0)).requires_grad_()
    for grad in (len(TIMES) - 1, len(TIMES) - 2):
        played = state.clone()
        made = sample_block(
            dit, played, condition, 6, grad=grad, times=TIMES, method="euler",
            noise=lambda frame, frames, step: begun,
        )  # fmt: skip
        begun.grad = None
        made.square().sum().backward()
        assert (begun.grad is not None) == (grad == len(TIMES) - 1)
        assert not played.cache.k.requires_grad


def test_guidance_of_one_is_the_prompt_alone(
    dit: DiT, condition: Condition, guided: Condition
) -> None:
    alone = play(dit, new_stream(dit, context=CONTEXT), condition, [5, 6])
    for guidance in (Guidance(1.0), Guidance(1.0, plus_plus=True)):
        both = play(dit, new_stream(dit, 2, context=CONTEXT), guided, [5, 6], guidance=guidance)
        assert torch.allclose(alone, both, atol=1e-4)
    strong = play(dit, new_stream(dit, 2, context=CONTEXT), guided, [5, 6], guidance=Guidance(3.0))
    assert not torch.allclose(alone, strong, atol=1e-2)


def test_guidance_may_start_and_stop_while_playing(
    dit: DiT, condition: Condition, guided: Condition
) -> None:
    state = new_stream(dit, context=CONTEXT)
    play(dit, state, condition, [5, 6])
    alone = play(dit, state.clone(), condition, [4])
    doubled = state.rows([0, 0])
    both = play(dit, doubled, guided, [4], guidance=Guidance(1.0))
    assert torch.allclose(alone, both, atol=1e-4)
    assert doubled.rows([0]).cache.k.shape[1] == 1


@pytest.mark.parametrize("plus_plus", [False, True])
@pytest.mark.parametrize("method", ["pingpong", "euler"])
def test_one_step_by_the_formulas(plus_plus: bool, method: str) -> None:
    torch.manual_seed(4)
    x, with_prompt, bare, fresh = torch.randn(4, 1, 3, 2)
    t, after, scale = 0.8, 0.3, 0.7
    guided = bare + scale * (with_prompt - bare)
    clean = x - t * guided
    if method == "euler":
        wanted = clean + after * bare if plus_plus else x + (after - t) * guided
    elif plus_plus:
        wanted = clean + after * (fresh - (x - t * bare))
    else:
        wanted = (1 - after) * clean + after * fresh
    renoise = None if method == "euler" else fresh
    v = torch.cat((with_prompt, bare))
    assert torch.allclose(
        advance(x, v, t, after, renoise, Guidance(scale, plus_plus)), wanted, atol=1e-6
    )


def test_guidance_need_not_make_music_more_of_what_it_is() -> None:
    torch.manual_seed(5)
    x, whole, *without = torch.randn(4, 2, 3, 5)
    rows, t = torch.cat((whole, *without)), 0.6
    plain, _ = guide(rows, Guidance(2.0, more=(3.0,)), x, t)
    across, _ = guide(rows, Guidance(2.0, more=(3.0,), along=0.0), x, t)
    half, _ = guide(rows, Guidance(2.0, more=(3.0,), along=0.5), x, t)
    assert torch.allclose(plain - whole, 3 * whole - without[0] - 2 * without[1], atol=1e-5)
    clean = x - t * whole
    kept = ((across - whole) * clean).sum((1, 2))
    assert torch.allclose(kept, torch.zeros(2), atol=1e-4)
    assert torch.allclose(half, (plain + across) / 2, atol=1e-5)
    lost = plain - across
    assert torch.allclose(lost / clean, (lost / clean)[:, :1, :1].expand_as(clean), rtol=1e-3)


def test_schedule() -> None:
    assert [round(t, 4) for t in schedule(8)] == [
        1, 0.9933, 0.982, 0.9526, 0.8808, 0.7311, 0.5, 0.2689, 0,
    ]  # fmt: skip
    for level in (1.0, 0.9, 0.5, 0.1, 0.01):
        times = schedule(6, level)
        assert times[0] == level
        assert all(a > b for a, b in pairwise(times)), level
    with pytest.raises(ValueError, match="noise level"):
        schedule(4, 0.0)


def test_little_noise_keeps_the_start(dit: DiT, condition: Condition) -> None:
    start = torch.randn(1, 5, 6)
    state = new_stream(dit, context=CONTEXT)
    how = {"noise": NOISE, "start": start}
    with torch.no_grad():
        near = sample_block(dit, state, condition, 5, times=schedule(2, 1e-4), **how)
    assert torch.allclose(near, start, atol=1e-2)
    with pytest.raises(ValueError, match="start"):
        sample_block(dit, state, condition, 5, times=schedule(2, 0.5), noise=NOISE)
    with pytest.raises(ValueError, match="rk4"):
        sample_block(dit, state, condition, 5, times=TIMES, noise=NOISE, method="rk4")


@pytest.mark.parametrize("first", [0, 1000, -50, 10**10])
@pytest.mark.parametrize("step", [0, 2])
def test_noise_does_not_know_blocks(first: int, step: int) -> None:
    noise = SeededNoise((3, 4), 9, swell=1.5)
    whole = noise(first, 50, step)
    parts = [noise(first + a, b - a, step) for a, b in pairwise([0, 1, 3, 7, 50])]
    assert torch.equal(whole, torch.cat(parts, 1))
    assert whole.shape == (2, 50, 9)
    turned = SeededNoise((4, 3), 9, swell=1.5)(first, 50, step)
    others = [noise(first, 50, step + 1), turned, noise(first + 1, 50, step)]
    assert all(not torch.equal(whole, other) for other in others)


def test_noise_is_normal_and_white() -> None:
    x = SeededNoise(11, 72)(12345, 20_000, 1)[0].double().numpy()
    count = x.size
    assert abs(x.mean()) < 4 / count**0.5
    assert abs(x.std() - 1) < 4 / (2 * count) ** 0.5
    assert abs((x**4).mean() - 3) < 4 * (96 / count) ** 0.5
    correlation = np.corrcoef(x.T) - np.eye(72)
    assert np.abs(correlation).max() < 5.5 / len(x) ** 0.5
    assert abs((x[1:] * x[:-1]).mean()) < 4 / count**0.5


@pytest.mark.parametrize("first", [0, 480, 31])
def test_noise_that_swells_spreads_its_slowest_part_further(first: int) -> None:
    seeds = range(400)
    white = SeededNoise(seeds, 72)(first, 48, 0)
    swelled = SeededNoise(seeds, 72, swell=1.5)(first, 48, 0)
    assert abs(float(white.mean(1).std()) * 48**0.5 - 1.0) < 0.02
    # A block that lies across a knot has less of what goes from one knot to the next.
    assert abs(float(swelled.mean(1).std()) * 48**0.5 - 1.5) < (0.03 if first % 48 == 0 else 0.12)
    within = (swelled - swelled.mean(1, keepdim=True)).std()
    assert abs(float(within) / float((white - white.mean(1, keepdim=True)).std()) - 1) < 0.01
    steps = (swelled - white).diff(dim=1).abs().max()
    assert float(steps) < 0.1  # nowhere does it leap
    # Only what denoising starts from: noise that is put on again between steps is white.
    again = [SeededNoise(1, 72, swell=swell)(first, 48, 1) for swell in (1.0, 1.5)]
    assert torch.equal(*again)


def test_a_file_that_asks_for_less_than_white_noise_is_refused() -> None:
    for bad in (0.5, float("nan")):
        with pytest.raises(WeightsError, match=r"net\.safetensors.*swell"):
            config_of(Sampling, {"method": "adams", "swell": bad}, "net.safetensors")


@pytest.mark.parametrize("regime", list(REGIMES))
@pytest.mark.parametrize("guidance", [None, Guidance(2.0)])
def test_regimes_share_one_call(
    regime: str, guidance: Guidance | None, dit: DiT, condition: Condition, guided: Condition
) -> None:
    stream = REGIMES[regime](
        dit=dit,
        condition=guided if guidance else condition,
        past=torch.zeros(1, CONTEXT, 6),
        times=TIMES,
        block=4,
        layout=channels,
        guidance=guidance,
    )
    first, second = stream.next_block(NOISE), stream.next_block(NOISE)
    assert first.shape == second.shape == (1, 4, 6)
    assert torch.isfinite(second).all()
    assert not torch.equal(first, second)


@dataclass
class Sum(State):
    total: Tensor


class Summing:
    """The smallest streaming layer: a running sum."""

    def init_state(self, batch: int) -> Sum:
        return Sum(torch.zeros(batch, 1, 2))

    def step(self, x: Tensor, state: Sum) -> Tensor:
        y = x.cumsum(1) + state.total
        state.total = y[:, -1:]
        return y


class Forgetful(Summing):
    def step(self, x: Tensor, state: Sum) -> Tensor:
        return x.cumsum(1)


class Sharing(Summing):
    """Keeps its state in a place that copies share."""

    hidden = 0.0

    def step(self, x: Tensor, state: Sum) -> Tensor:
        self.hidden += 1.0
        return super().step(x, state) + 1e-7 * self.hidden


def test_the_contract_holds_and_is_held() -> None:
    x = torch.randn(2, 96, 2)
    check_contract(Summing(), x)
    with pytest.raises(AssertionError, match="chunks of 1 differ"):
        check_contract(Forgetful(), x)
    with pytest.raises(AssertionError, match="restored"):
        check_contract(Sharing(), x, tolerance=1e-3)


def test_adams_is_exact_where_velocity_is_linear():
    """x' = a + b t over uneven steps: second order has no error, after the first step Euler has."""
    levels = shifted_schedule(5, 2.0)
    x = torch.tensor([levels[1] ** 2])  # x = t^2, x' = 2 t, from the second level on
    before = torch.tensor([2 * levels[0]]), levels[1] - levels[0]
    for t, after in zip(levels[1:-1], levels[2:], strict=True):
        v = torch.tensor([2 * t])
        x = x + (after - t) * extrapolated(v, after - t, before)
        before = v, after - t
    assert abs(float(x)) < 1e-6


def test_adams_needs_fewer_steps_than_euler():
    dit = lively()
    cross, glob = torch.randn(1, 3, 5), torch.randn(1, 4)
    made = {}
    with torch.no_grad():
        for method, steps in (("euler", 200), ("euler", 6), ("adams", 6)):
            condition = dit.condition(cross, glob)
            made[method, steps] = sample_block(
                dit, new_stream(dit, context=CONTEXT), condition, 4,
                times=shifted_schedule(steps, 1.0), noise=SeededNoise(1, 6), method=method,
            )  # fmt: skip
    exact = made["euler", 200]
    euler, adams = ((made[m, 6] - exact).norm() for m in ("euler", "adams"))
    assert adams < 0.6 * euler


def test_schedules_end_where_they_should():
    for times in (Sampling().times(4), Sampling("adams", 2.0).times(4, 0.5)):
        assert times[-1] == 0.0
        assert list(times) == sorted(times, reverse=True)
    assert Sampling("adams", 2.0).times(4, 0.5)[0] == 0.5
    with pytest.raises(ValueError, match="no schedule"):
        shifted_schedule(0, 1.0)
