"""Tiny networks for tests."""

from __future__ import annotations

import torch

from instrument.nn.dit import DiT, DiTConfig

CONFIG = DiTConfig(
    io_channels=6, width=128, depth=3, heads=2, cond_channels=5, global_channels=4, add_channels=8
)


def lively(config: DiTConfig = CONFIG) -> DiT:
    """A network whose residual branches all speak (they start at zero)."""
    torch.manual_seed(1)
    dit = DiT(config)
    with torch.no_grad():
        for weight in dit.parameters():
            if weight.dim() > 1 and not weight.any():
                weight.normal_(std=0.2)
    return dit
