"""An engine's memory does not grow with the number of shapes that its blocks have had."""

from __future__ import annotations

import subprocess
import sys

SHAPES = """
import sys, psutil, torch
from instrument.engine import heap
from instrument.nn.packed import PackedLinear
if sys.argv[1] == "bound":
    heap.bound()
layer, x, me = PackedLinear(torch.nn.Linear(384, 384), torch.float32), torch.zeros(1000, 384), psutil.Process()
layer(x)
before = me.memory_info().rss
for frames in range(1, 1000):
    layer(x[:frames])
if sys.argv[1] == "bound":
    heap.trim()
print((me.memory_info().rss - before) / 2**20)
"""  # noqa: E501


def grown(how: str) -> float:
    """MiB."""
    command = [sys.executable, "-c", SHAPES, how]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return float(done.stdout)


def test_memory_is_bounded_whatever_lengths_blocks_have() -> None:
    assert grown("bound") < 0.7 * grown("left alone")
