"""Where training runs."""

from __future__ import annotations

import os
from typing import Any

import click
import torch

from instrument.errors import UserError

CPU = torch.device("cpu")


def chosen(name: str | None) -> torch.device:
    """The device of that name, or the GPU if there is one and none is named. Of several GPUs each
    process of torchrun has its own."""
    there = torch.cuda.is_available()
    if name == "cpu" or (name is None and not there):
        return CPU
    if not there:
        raise UserError(
            "--device cuda: PyTorch finds no GPU; is this a build of PyTorch with CUDA, and does "
            "nvidia-smi show the GPU? Without --device it trains on the processor"
        )
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    torch.cuda.set_device(device)
    torch.set_float32_matmul_precision("high")
    # It plans anew for each number of tokens, which is another in each step: 0.6 s instead of 0.15.
    torch.backends.cuda.enable_cudnn_sdp(False)
    return device


on_device: Any = click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), callback=lambda _, __, name: chosen(name),
    help="Where to train  [cuda, if there is one]",
)  # fmt: skip
"""The option of every stage that trains a network."""
