"""Low-rank additions to a network's linear layers (LoRA, Hu et al. 2021): what a player's own
sounds teach it. Small files on top of weights that they name, added at load, free while playing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import linear as product

from instrument.nn.dit import DiT


class LowRank(nn.Module):
    """x [..., in] -> scale * up (down x) [..., out]: what W + scale * up down gives beyond W, and,
    as W itself needs no gradient then, a third less work. `up` [out, rank] starts at zero, `down`
    [rank, in] at random."""

    def __init__(self, weight: Tensor, rank: int, scale: float = 1.0) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.scale = scale
        self.down = nn.Parameter(torch.randn(rank, columns) * columns**-0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, x: Tensor) -> Tensor:
        return self.scale * product(product(x, self.down), self.up)


def _added(layer: nn.Module, heard: tuple[Tensor], made: Tensor) -> Tensor:
    return made + layer.addition(heard[0])


@dataclass(frozen=True)
class LoraConfig:
    """What a file holds: `rank` of the additions, their `scale`. `text`: whether the keys of the
    prompt, too, are added to; else the base's conditions are good for both."""

    rank: int = 16
    scale: float = 1.0
    text: bool = True


def linears(dit: DiT, text: bool = True) -> dict[str, nn.Linear]:
    """The layers that are added to: all linear ones between the projections, by name."""
    layers = dit.transformer.layers
    return {
        f"transformer.layers.{name}": module
        for name, module in layers.named_modules()
        if isinstance(module, nn.Linear) and (text or not name.endswith("cross_attn.to_kv"))
    }


def attach(dit: DiT, config: LoraConfig) -> dict[str, LowRank]:
    """Freeze a network and add to its linear layers, in place; returns the additions by layer."""
    dit.requires_grad_(False)
    added = {}
    for name, linear in linears(dit, config.text).items():
        addition = LowRank(linear.weight, config.rank, config.scale)
        linear.add_module("addition", addition)
        linear.register_forward_hook(_added)
        added[name] = addition
    return added


def tensors_of(added: Mapping[str, LowRank]) -> dict[str, Tensor]:
    """What a file keeps of `attach`'s additions."""
    return {
        f"{name}.{part}": getattr(addition, part).detach()
        for name, addition in added.items()
        for part in ("down", "up")
    }


def merge(dit: DiT, config: LoraConfig, tensors: Mapping[str, Tensor]) -> None:
    """Add to a bare network's weights, in place, what `tensors_of` gave. Raises ValueError with
    what does not fit; the network is then as it was."""
    layers = linears(dit, config.text)
    expected = {
        f"{name}.{part}": shape
        for name, linear in layers.items()
        for part, shape in (
            ("down", (config.rank, linear.in_features)),
            ("up", (linear.out_features, config.rank)),
        )
    }
    faults = [f"{key} is missing" for key in expected if key not in tensors]
    faults += [f"{key} is unknown" for key in tensors if key not in expected]
    faults += [
        f"{key} is {'x'.join(map(str, tensors[key].shape))}, not {'x'.join(map(str, shape))}"
        for key, shape in expected.items()
        if key in tensors and tuple(tensors[key].shape) != shape
    ]
    if faults:
        more = f" and {len(faults) - 4} more" if len(faults) > 4 else ""
        raise ValueError("; ".join(faults[:4]) + more)
    with torch.no_grad():
        for name, linear in layers.items():
            linear.weight += config.scale * (tensors[f"{name}.up"] @ tensors[f"{name}.down"])


def fingerprint(tensors: Mapping[str, Any]) -> str:
    """A short name of weights by their values, however they were written: of their float16."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].detach()
        digest.update(f"{name} {tuple(tensor.shape)}".encode())
        digest.update(tensor.half().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
