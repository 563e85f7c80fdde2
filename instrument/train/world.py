"""Several processes that train one model (`torchrun`): who this one is, and means over all of them.

Gradients are averaged where they are, by gloo on processors and by NCCL on GPUs; the first process
alone writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, distributed


@dataclass(frozen=True)
class World:
    """`rank` of this process among `size`."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this is the process that writes."""
        return self.rank == 0

    def share(self, tensors: Iterable[Tensor]) -> None:
        """Give all processes the first one's values, in place."""
        if self.size > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, 0)

    def average(self, tensors: Iterable[Tensor]) -> None:
        """Replace each tensor by its mean over the processes, in place, all in one exchange."""
        if self.size == 1:
            return
        tensors = list(tensors)
        flat = torch.cat([t.flatten() for t in tensors])
        distributed.all_reduce(flat)
        flat /= self.size
        for tensor, part in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def agreed(self, value: float) -> float:
        """The first process's value."""
        shared = torch.tensor([value], dtype=torch.float64)
        self.share([shared])
        return float(shared)

    def wait(self) -> None:
        """Until all processes are here."""
        if self.size > 1:
            distributed.barrier()


@cache
def here() -> World:
    """This process's place, from the environment that torchrun sets; joins the others once."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return World()
    gpus = torch.cuda.is_available() and distributed.is_nccl_available()
    distributed.init_process_group("cpu:gloo,cuda:nccl" if gpus else "gloo")
    return World(distributed.get_rank(), size)
