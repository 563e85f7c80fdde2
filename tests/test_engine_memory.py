"""What an engine's environment does for its memory."""

from __future__ import annotations

import subprocess
import sys

from instrument.front.spare import KEPT
from instrument.places import child_environment

PLAY = """
import psutil, torch
from instrument.nn.packed import pack_linears
torch.set_num_threads(1)
net = torch.nn.Sequential(torch.nn.Linear(384, 384), torch.nn.Linear(384, 1536))
pack_linears(net, torch.float32)
def play(lengths):
    with torch.inference_mode():
        for tokens in lengths:
            net(torch.zeros(tokens, 384))
    return psutil.Process().memory_info().rss / 2**20
before = play(range(1, 65))
print(play(range(65, 400)) - before)
"""


def grown(environment: dict[str, str]) -> float:
    made = subprocess.run(
        [sys.executable, "-c", PLAY],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return float(made.stdout)


def test_blocks_of_all_lengths_do_not_fill_the_memory_with_code():
    bare = {k: v for k, v in child_environment().items() if k not in KEPT}
    assert grown(KEPT | bare) < 0.6 * grown(bare)
