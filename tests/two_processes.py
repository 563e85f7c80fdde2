"""Run by torchrun in a test: two processes that start from other weights, with other losses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torch import nn

from instrument.train.loop import Run, Schedule
from instrument.train.world import here

if __name__ == "__main__":
    out, world = Path(sys.argv[1]), here()
    net = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        net.weight.fill_(1.0 if world.first else 5.0)
    # Gradients 0.6 and -0.2: apart they would part the weights, their mean is 0.2.
    slope = 0.6 if world.first else -0.2
    schedule = Schedule(rate=0.1, steps=1, warmup=1, floor=1.0, decay=0.0)
    run = Run(net, out / "run", schedule)
    run.train(lambda step, rng: (slope * net.weight.sum(), {}))
    result = {"weight": float(net.weight), "gradient": float(net.weight.grad), "size": world.size}
    (out / f"{world.rank}.json").write_text(json.dumps(result))
