"""What the next steps learn from, made before they ask for it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

T = TypeVar("T")


class Carried:
    """A dataclass whose tensors go to another memory together, those of the Carried in it too."""

    def to(self, device: torch.device) -> Any:
        """A copy on `device`."""
        return _each(self, lambda tensor: tensor.to(device, non_blocking=True))

    def pin_memory(self) -> Any:
        """A copy from which a GPU can fetch by itself (torch's DataLoader asks for it by name)."""
        return _each(self, Tensor.pin_memory)


def _each(carried: Any, change: Callable[[Tensor], Tensor]) -> Any:
    values = {f.name: getattr(carried, f.name) for f in fields(carried)}
    tensors = {k: change(v) for k, v in values.items() if isinstance(v, Tensor)}
    inner = {k: _each(v, change) for k, v in values.items() if isinstance(v, Carried)}
    return replace(carried, **tensors, **inner)


@dataclass(frozen=True)
class Draws(Dataset, Generic[T]):
    """What step `n` learns from, drawn by `seed` and n alone: the same in every process, and after
    a run was resumed. `draw`: random generator -> tensors on the processor."""

    draw: Callable[[np.random.Generator], T]
    seed: tuple[int, ...]

    def __getitem__(self, step: int) -> T:
        # The last number sets it apart from what the step itself draws (loop.Run.train).
        return self.draw(np.random.default_rng((*self.seed, step, 1)))


def ahead(draws: Draws[T], first: int, device: torch.device) -> Iterator[T]:
    """What step `first` and those after it learn from. A GPU is quicker than one process can draw,
    so that others do it, in memory from which the GPU can fetch it by itself; on the processor they
    would only take the time from the step, and where processes cannot fork (Windows) they could not
    have the data."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    workers = min(12, max(1, (os.cpu_count() or 1) - 1)) if forks and device.type != "cpu" else 0
    loader = DataLoader(
        draws,
        batch_size=None,
        sampler=count(first),
        num_workers=workers,
        pin_memory=device.type != "cpu",
        multiprocessing_context="fork" if workers else None,
        worker_init_fn=_one_thread,
    )
    return iter(loader)


def _one_thread(_: int) -> None:
    torch.set_num_threads(1)
