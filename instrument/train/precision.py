"""Where training runs, and how precise a step is."""

from __future__ import annotations

import os
from typing import Any

import click
import torch

from instrument.errors import UserError
from instrument.nn.packed import has_bfloat16

CPU = torch.device("cpu")


def quick_products(device: torch.device = CPU) -> torch.autocast:
    """A context in which products are made in bfloat16: on a GPU, and on a processor that does that
    natively. On another nothing changes: PyTorch would make them eighty times slower there than in
    float32."""
    native = device.type != "cpu" or has_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=native)


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


def _chosen(_: click.Context, __: click.Parameter, name: str | None) -> torch.device:
    return chosen(name)


on_device: Any = click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), callback=_chosen,
    help="Where to train  [cuda, if there is one]",
)  # fmt: skip
"""The option of every stage that trains a network."""
