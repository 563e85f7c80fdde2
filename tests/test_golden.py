"""Our network against the reference's own numbers.

LMDM_GOLDEN names a folder with the vectors (config.json, weights, forward and three streams).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from instrument.nn.attention import Spans
from instrument.nn.dit import Condition, DiT
from instrument.nn.regimes import REGIMES
from instrument.nn.sampler import Compat, schedule
from instrument.nn.weights import load_dit

FOLDER = os.environ.get("LMDM_GOLDEN")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="LMDM_GOLDEN is not set: the folder of the reference's numbers"
)
TOLERANCE = 1e-4
CONTEXT, BLOCK = 192, 48

COMPAT = {
    "naive": Compat(global_at_window=True),
    "encdec": Compat(global_at_window=True),
    "blockcausal": Compat(global_at_window=True, first_step_context=CONTEXT - BLOCK),
}
SPANS: dict[str, Spans] = {
    "naive": ((0, 241, 0, 241),),
    "encdec": ((0, CONTEXT, 0, CONTEXT), (CONTEXT, 241, 0, 241)),
    "blockcausal": (
        (0, 48, 0, 48),
        (48, 96, 0, 96),
        (96, 144, 0, 144),
        (144, 192, 0, 192),
        (192, 241, 48, 241),
    ),
}


def folder() -> Path:
    return Path(FOLDER or "")


@pytest.fixture(scope="module")
def dit() -> Iterator[DiT]:
    with torch.no_grad():
        yield load_dit(folder() / "weights.safetensors")[0].eval()


@pytest.fixture(scope="module")
def forward() -> dict[str, Tensor]:
    return load_file(folder() / "forward.safetensors")


def error(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).norm() / theirs.norm())


def frames_last(x: Tensor) -> Tensor:
    """[B, C, T] <-> [B, T, C]."""
    return x.transpose(1, 2)


def inputs(dit: DiT, forward: dict[str, Tensor], x: str, t: str, routed: bool) -> tuple:
    """Tokens, rotations and condition of the reference's single call."""
    noisy = frames_last(forward[x])
    if routed:
        noisy = noisy * frames_last(forward["router"])
    condition = dit.condition(forward["cross"], forward["glob"])
    tokens = (
        dit.noised(noisy) + dit.added(frames_last(forward["input_add"])),
        dit.global_tokens(forward[t][:, None], condition),
    )
    return torch.cat(tokens, 1), dit.rope([*range(1, 241), 0]), condition


def test_the_files_are_the_ones_we_know() -> None:
    config = json.loads((folder() / "config.json").read_text())
    assert (config["context"], config["block"]) == (CONTEXT, BLOCK)


@pytest.mark.parametrize("regime", ["encdec", "blockcausal"])
def test_spans_are_the_reference_masks(regime: str, forward: dict[str, Tensor]) -> None:
    mask = torch.zeros(241, 241)
    for q0, q1, k0, k1 in SPANS[regime]:
        mask[q0:q1, k0:k1] = 1.0
    assert torch.equal(mask, forward[f"mask_{regime}"])


@pytest.mark.parametrize("regime", ["naive", "encdec", "blockcausal"])
def test_one_call(regime: str, dit: DiT, forward: dict[str, Tensor]) -> None:
    tokens, rope, condition = inputs(dit, forward, "x", "t", routed=regime != "naive")
    hidden: list[Tensor] = []
    hooks = [
        layer.register_forward_hook(lambda _module, _inputs, out: hidden.append(out))
        for layer in dit.transformer.layers
    ]
    last = dit.body(tokens, rope, condition, SPANS[regime])
    for hook in hooks:
        hook.remove()
    for index, rows in enumerate(hidden):
        assert error(rows, forward[f"h.{regime}.{index}"]) < TOLERANCE, index
    assert error(frames_last(dit.velocity(last[:, :-1])), forward[f"v.{regime}"]) < TOLERANCE


def test_the_cache_and_a_call_that_reads_it(dit: DiT, forward: dict[str, Tensor]) -> None:
    tokens, rope, condition = inputs(dit, forward, "x", "t", routed=True)
    cache = dit.new_cache(1, 256)
    dit.body(tokens, rope, condition, SPANS["encdec"], cache)
    cache.keep(CONTEXT, CONTEXT)
    assert error(cache.k[0, :, :, :CONTEXT], forward["k.layer0"]) < TOLERANCE
    assert error(cache.v[0, :, :, :CONTEXT], forward["vv.layer0"]) < TOLERANCE
    tokens, rope, condition = inputs(dit, forward, "x2", "t2", routed=True)
    hidden = dit.body(tokens[:, CONTEXT:], rope[CONTEXT:], condition, None, cache)
    ours = frames_last(dit.velocity(hidden[:, :-1]))
    assert error(ours, forward["v2.encdec_cached"][..., CONTEXT:]) < TOLERANCE


def test_schedule() -> None:
    theirs = load_file(folder() / "naive.safetensors")["in.t_schedule"]
    assert torch.allclose(torch.tensor(schedule(len(theirs) - 1)), theirs, atol=1e-6)


@pytest.mark.parametrize("regime", ["naive", "encdec", "blockcausal"])
def test_stream(regime: str, dit: DiT) -> None:
    file = load_file(folder() / f"{regime}.safetensors")
    steps = len(file["in.t_schedule"]) - 1

    def noise(first: int, frames: int, step: int) -> Tensor:
        """The recorded draws, each over a window of 240 frames that ends with the block."""
        block = (first + frames - 1) // BLOCK
        if step == 0:
            window = file[f"noise.b{block}.init"]
        elif step <= steps:
            window = file[f"noise.b{block}.s{step - 1}.re"]
        else:
            block = (first + CONTEXT) // BLOCK
            return frames_last(file[f"noise.b{block}.s{step - steps - 1}.ctx"][..., :CONTEXT])
        return frames_last(window[..., CONTEXT:])

    stream = REGIMES[regime](
        dit=dit,
        condition=condition_of(dit, file),
        past=torch.zeros(1, CONTEXT, dit.config.io_channels),
        times=tuple(file["in.t_schedule"].tolist()),
        compat=COMPAT[regime],
    )
    blocks = [stream.next_block(noise) for _ in range(4)]
    assert error(frames_last(torch.cat(blocks, 1)), file["out.latents"]) < TOLERANCE


def condition_of(dit: DiT, file: dict[str, Tensor]) -> Condition:
    """Text followed by the length in seconds, which also is the global condition."""
    cross = torch.cat((file["in.prompt"], file["in.seconds"]), 1)
    return dit.condition(cross, file["in.seconds"][:, 0])
