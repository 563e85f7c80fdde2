"""The network: one pass over a whole stretch is the same as streaming it block by block."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from instrument.nn.attention import KVCache
from instrument.nn.dit import DiT, DiTConfig, block_mask
from instrument.nn.packed import packed
from instrument.nn.sampler import StreamState, commit, new_stream, sample_block
from tests.nets import CONFIG, lively

CONTEXT = 20


@pytest.fixture(scope="module")
def dit() -> DiT:
    return lively()


def stretch(frames: int, blocks: list[int], batch: int = 2) -> dict[str, Tensor]:
    torch.manual_seed(2)
    return {
        "noisy": torch.randn(batch, frames, 6),
        "t": torch.rand(batch, len(blocks)) * 0.9 + 0.1,
        "cross": torch.randn(batch, 3, 5),
        "glob": torch.randn(batch, 4),
        "add_target": torch.randn(batch, frames, 8),
        "add_context": torch.randn(batch, frames, 8),
    }


def cut(frames: int, longest: int, seed: int) -> list[int]:
    rng, blocks = random.Random(seed), []
    while sum(blocks) < frames:
        blocks.append(min(rng.randint(1, longest), frames - sum(blocks)))
    return blocks


def streamed(dit: DiT, blocks: list[int], x: dict[str, Tensor], first: int, ahead: bool) -> Tensor:
    """Velocities of all blocks through the cache, from one-step rollouts."""
    condition = dit.condition(x["cross"], x["glob"])
    state = new_stream(dit, len(x["noisy"]), frame=first, context=CONTEXT)
    out, begin = [], 0
    for index, frames in enumerate(blocks):
        rows = slice(begin, begin + frames)
        noisy, t = x["noisy"][:, rows], float(x["t"][0, index])
        if ahead:
            commit(dit, state, condition)
        clean = sample_block(
            dit,
            state,
            condition,
            frames,
            times=(t, 0.0),
            start=torch.zeros_like(noisy),
            noise=lambda _first, _frames, _step, noisy=noisy, t=t: noisy / t,
            add=x["add_target"][:, rows],
        )
        out.append((noisy - clean) / t)
        state.append(x["add_context"][:, rows])
        begin += frames
    assert state.frame == first + begin
    assert state.cache.length <= CONTEXT
    return torch.cat(out, 1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ahead", [False, True])
def test_training_pass_equals_streaming(dit: DiT, seed: int, ahead: bool) -> None:
    blocks = cut(100, [12, 3, 48, 30][seed], seed)
    x = stretch(100, blocks)
    x["t"] = x["t"][:1].expand(2, -1)
    with torch.no_grad():
        whole = dit(blocks=blocks, context=CONTEXT, **x)
        parts = streamed(dit, blocks, x, first=0, ahead=ahead)
    assert (whole - parts).abs().max() < 1e-4


def test_months_later_is_the_same(dit: DiT) -> None:
    blocks = cut(60, 12, 9)
    x = stretch(60, blocks)
    with torch.no_grad():
        now = streamed(dit, blocks, x, first=0, ahead=False)
        later = streamed(dit, blocks, x, first=10**9 + 7, ahead=False)
    assert (now - later).abs().max() < 1e-4


def test_nothing_is_seen_before_its_time(dit: DiT) -> None:
    blocks = [7, 5, 30, 4]
    x = stretch(46, blocks)
    for name in ("noisy", "add_context", "add_target"):
        x[name].requires_grad_()
    v = dit(blocks=blocks, context=CONTEXT, **x)
    v[:, 12:42].square().sum().backward()
    for name in ("noisy", "add_target"):
        touched = x[name].grad.abs().sum((0, 2)) > 0
        assert touched.tolist() == [12 <= f < 42 for f in range(46)], name
    touched = x["add_context"].grad.abs().sum((0, 2)) > 0
    assert touched.tolist() == [f < 12 for f in range(46)]


def test_sight_in_one_layer() -> None:
    """In one layer no path leads further than the context."""
    dit = lively(DiTConfig(6, 64, 1, 1, 5, 4, 8))
    blocks = [9, 9, 9, 3]
    x = stretch(30, blocks)
    x["add_context"].requires_grad_()
    dit(blocks=blocks, context=10, **x)[:, 27:].sum().backward()
    touched = x["add_context"].grad.abs().sum((0, 2)) > 0
    assert touched.tolist() == [17 <= f < 27 for f in range(30)]


def test_dropped_context_is_seen_by_its_own_block_only(dit: DiT) -> None:
    blocks = [10, 10, 10]
    x = stretch(30, blocks)
    keep = torch.ones(2, 30, dtype=torch.bool)
    keep[0, :20] = False
    with torch.no_grad():
        before = dit(blocks=blocks, keep=keep, **x)
        everything = dit(blocks=blocks, **x)
        x["add_context"][0, :20] += 1.0
        after = dit(blocks=blocks, keep=keep, **x)
        alone = dit(
            blocks=[10],
            **{
                k: v[:, 2:] if k == "t" else v[:, 20:] if v.shape[1] == 30 else v
                for k, v in x.items()
            },
        )
    assert torch.equal(before, after)
    assert torch.allclose(before[1], everything[1], atol=1e-5)
    assert not torch.allclose(before[0], everything[0], atol=1e-2)
    assert torch.allclose(before[0, 20:], alone[0], atol=1e-4)


def test_base_model_sees_the_whole_stretch(dit: DiT) -> None:
    x = stretch(20, [20])
    del x["add_context"]
    x["noisy"].requires_grad_()
    dit(blocks=[20], **x)[:, 3].sum().backward()
    assert (x["noisy"].grad.abs().sum((0, 2)) > 0).all()


def test_no_context_is_not_silence(dit: DiT) -> None:
    x = stretch(4, [4])
    condition = dit.condition(x["cross"], x["glob"])

    def velocity(state: StreamState) -> Tensor:
        noise = x["noisy"]
        return sample_block(
            dit, state, condition, 4, times=(1.0, 0.0), noise=lambda *_: noise, add=x["add_target"]
        )

    with torch.no_grad():
        empty = velocity(new_stream(dit, 2, context=CONTEXT))
        state = new_stream(dit, 2, context=CONTEXT)
        state.append(torch.zeros(2, 4, 8))
        silent = velocity(state)
    assert not torch.allclose(empty, silent, atol=1e-2)


def test_every_parameter_learns_and_bfloat16_agrees(dit: DiT) -> None:
    blocks = [7, 5, 8]
    x = stretch(20, blocks)
    gradients = []
    for enabled in (False, True):
        dit.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=enabled):
            v = dit(blocks=blocks, context=CONTEXT, **x)
        v.float().square().mean().backward()
        missing = [name for name, p in dit.named_parameters() if p.grad is None]
        assert not missing
        gradients.append(torch.cat([p.grad.flatten() for p in dit.parameters()]))
    exact, rough = gradients
    assert torch.cosine_similarity(exact, rough, 0) > 0.99
    dit.zero_grad(set_to_none=True)


def test_a_new_network_predicts_nothing_of_its_branches() -> None:
    x = stretch(6, [6])
    dit = DiT(CONFIG)
    with torch.no_grad():
        tokens = dit.added(x["add_context"])
        condition = dit.condition(x["cross"], x["glob"])
        assert torch.equal(dit.body(tokens, dit.rope(range(6)), condition), tokens)


def test_mask_of_two_blocks() -> None:
    clean = [
        [1, 1, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 0, 0, 0, 0, 0],
    ]
    first, second = [0, 0, 0, 1, 1, 0, 1, 0], [0, 1, 0, 0, 0, 1, 0, 1]
    wanted = [*clean, first, first, second, first, second]
    assert block_mask([2, 1], 1)[0, 0].int().tolist() == wanted


def test_cache_moves_to_the_front_without_loss() -> None:
    cache = KVCache.empty(1, 1, 1, 8, 2, torch.zeros(()))
    seen = []
    for index in range(10):
        cache.make_room(3)
        k = torch.full((1, 1, 3, 2), float(index))
        keys, _ = cache.extend(0, k, k)
        cache.keep(2, 4)
        seen.append(keys[0, 0, :, 0].tolist())
    assert seen[0] == [0.0, 0.0, 0.0]
    assert seen[-1] == [7.0, 7.0, 8.0, 8.0, 9.0, 9.0, 9.0]
    assert cache.k.shape[-2] == 8


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 0.05)])
def test_packed_layers_compute_the_same(dit: DiT, dtype: torch.dtype, tolerance: float) -> None:
    blocks = [30, 1, 12, 5]
    x = stretch(48, blocks)
    x["t"] = x["t"][:1].expand(2, -1)
    with torch.no_grad():
        plain = dit(blocks=blocks, context=CONTEXT, **x)
        fast = packed(dit, dtype)
        whole = fast(blocks=blocks, context=CONTEXT, **x)
        parts = streamed(fast, blocks, x, first=0, ahead=False)
    assert whole.dtype == torch.float32
    for other in (whole, parts):
        assert (other - plain).norm() < tolerance * plain.norm()
    assert dit.transformer.project_in.weight.requires_grad


def test_frequencies_survive_half_precision_and_loading(dit: DiT) -> None:
    other = DiT(replace(CONFIG, rope_base=1e6))
    other.load_state_dict(dit.state_dict())
    exact = dit.rope([123456789]).cos
    assert torch.equal(other.rope([123456789]).cos, exact)
    other.half()
    assert other.to_input_add_embed.weight.dtype == torch.float16
    assert torch.equal(other.rope([123456789]).cos, exact)
    assert torch.equal(
        other.state_dict()["transformer.rotary_pos_emb.inv_freq"],
        dit.state_dict()["transformer.rotary_pos_emb.inv_freq"],
    )


@pytest.mark.parametrize("heads", [3, 8])
def test_impossible_shapes_are_refused(heads: int) -> None:
    with pytest.raises(ValueError, match="heads"):
        DiTConfig(6, 128, 1, heads)
