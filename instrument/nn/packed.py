"""Linear layers as a CPU likes to read them: twice as quick for the few tokens of a live block.

PyTorch's linear layer rearranges its weights anew in each call, which costs more than the product
itself when a block has 5 to 50 tokens. oneDNN can rearrange them once. The operators are the ones
PyTorch's own compiler uses; where they are missing, `packed` changes nothing.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from instrument.nn.dit import DiT


class PackedLinear(nn.Module):
    """y = x Wᵀ + b with W rearranged once, in W's type. No gradient, no state dict."""

    def __init__(self, linear: nn.Linear, dtype: torch.dtype) -> None:
        super().__init__()
        weight, bias = linear.weight.detach(), linear.bias
        self.weight = torch.ops.mkldnn._reorder_linear_weight(weight.to(dtype))
        self.bias = None if bias is None else bias.detach().to(dtype)

    def forward(self, x: Tensor) -> Tensor:
        """x [..., in] of any type -> [..., out] of the weight's type."""
        x = x.to(self.weight.dtype)
        return torch.ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "none", [], "")


def packed(dit: DiT, dtype: torch.dtype | None = None) -> DiT:
    """A copy of a float32 network, for playing only, with its linear layers packed.

    dtype: torch.float32, or torch.bfloat16 for the products and keys inside the layers (what goes
    in, comes out and passes from layer to layer stays float32), or None: bfloat16 where the
    processor multiplies it natively. Conditions and caches belong to the copy that made them.
    """
    if dtype is None:
        dtype = torch.bfloat16 if has_bfloat16() else torch.float32
    dit = copy.deepcopy(dit).eval().requires_grad_(False)
    pack_linears(dit.transformer.layers, dtype)
    pack_linears(dit, torch.float32)
    return dit


def pack_linears(network: nn.Module, dtype: torch.dtype) -> None:
    """Replace every linear layer of a network by a packed one, in place.

    Layers on another device stay as they are, and all do if this PyTorch has no oneDNN, or if the
    processor does not multiply bfloat16 that is asked for.
    """
    if not _can_pack() or (dtype is torch.bfloat16 and not has_bfloat16()):
        return
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if type(child) is nn.Linear and child.weight.device.type == "cpu":
                setattr(parent, name, PackedLinear(child, dtype))


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 natively (AVX-512 BF16 or AMX)."""
    cpu = torch.cpu
    names = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(cpu, name, bool)() for name in names)


def _can_pack() -> bool:
    operators = torch.ops.mkldnn
    return torch.backends.mkldnn.is_available() and all(
        hasattr(operators, name) for name in ("_reorder_linear_weight", "_linear_pointwise")
    )
