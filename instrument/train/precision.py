"""The precision of a training step."""

from __future__ import annotations

import torch

from instrument.nn.packed import has_bfloat16
from instrument.train.device import CPU


def quick_products(device: torch.device = CPU) -> torch.autocast:
    """A context in which products are made in bfloat16: on a GPU, and on a processor that does that
    natively. On another nothing changes: PyTorch would make them eighty times slower there than in
    float32."""
    native = device.type != "cpu" or has_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=native)
