"""One training loop for every stage: time-boxed, resumable after a kill, with averaged weights."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

Loss = Callable[[int, np.random.Generator], tuple[Tensor | None, dict[str, float]]]
"""(step, random generator) -> loss, or None where there is nothing to learn yet, and its log."""


@dataclass(frozen=True)
class Schedule:
    """A run of `minutes`, or of `steps` if given. `rate` warms up in `warmup` steps and falls as a
    cosine over the run to `floor` of itself; `average`: decay of the averaged weights."""

    rate: float
    minutes: float = 60.0
    steps: int | None = None
    warmup: int = 100
    floor: float = 0.1
    decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.98)
    clip: float = 1.0
    average: float = 0.999
    save_every_s: float = 180.0

    def part(self, step: int, elapsed_s: float) -> float:
        """How much of the run is over, 0 to 1."""
        if self.steps is not None:
            return min(1.0, step / self.steps) if self.steps else 1.0
        return min(1.0, elapsed_s / (60.0 * self.minutes)) if self.minutes else 1.0

    def rate_at(self, step: int, elapsed_s: float) -> float:
        """The learning rate."""
        part = self.part(step, elapsed_s)
        fall = self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * part))
        return self.rate * min(1.0, (step + 1) / self.warmup) * fall


class Run:
    """A run in `folder`: `state.safetensors` (weights, averages, optimiser) and `log.jsonl`."""

    def __init__(self, model: nn.Module, folder: Path, schedule: Schedule) -> None:
        self.model, self.folder, self.schedule = model, folder, schedule
        folder.mkdir(parents=True, exist_ok=True)
        self.named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
        self.averages = {n: p.detach().clone() for n, p in self.named}
        matrices = [p for _, p in self.named if p.ndim > 1]
        others = [p for _, p in self.named if p.ndim <= 1]
        groups = [
            {"params": matrices, "weight_decay": schedule.decay},
            {"params": others, "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=schedule.rate, betas=schedule.betas)
        self.step = 0
        self.elapsed = 0.0
        if self.state_path.exists():
            self._restore()

    @property
    def state_path(self) -> Path:
        return self.folder / "state.safetensors"

    def descend(self, value: Tensor) -> float:
        """One step of the optimiser down a loss; returns the norm of its gradient. A gradient that
        is not finite is passed over."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.schedule.rate_at(self.step, self.elapsed)
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()
        norm = float(nn.utils.clip_grad_norm_([p for _, p in self.named], self.schedule.clip))
        if math.isfinite(norm):
            self.optimiser.step()
            self._average()
        return norm

    def train(self, loss: Loss, seed: int = 0, beside: Run | None = None) -> None:
        """Train until the schedule ends; its minutes or steps count over all resumptions. `beside`:
        a run that `loss` itself steps (an adversary), saved together with this one."""
        begun = last = saved = time.monotonic()
        before = self.elapsed
        with (self.folder / "log.jsonl").open("a") as log:
            while self.schedule.part(self.step, self.elapsed) < 1.0:
                rng = np.random.default_rng((seed, self.step))
                torch.manual_seed(int(rng.integers(2**62)))
                value, logs = loss(self.step, rng)
                row: dict[str, float] = {"step": self.step + 1}
                if value is not None:
                    row |= {"loss": float(value.detach()), "norm": self.descend(value)}
                self.step += 1
                now = time.monotonic()
                self.elapsed = before + now - begun
                if beside is not None:
                    beside.step, beside.elapsed = self.step, self.elapsed
                row |= logs
                row |= {"step_s": round(now - last, 3), "minutes": round(self.elapsed / 60, 2)}
                last = now
                log.write(json.dumps(row) + "\n")
                log.flush()
                if now - saved > self.schedule.save_every_s:
                    for run in (self, beside):
                        if run is not None:
                            run.save()
                    saved = now
        for run in (self, beside):
            if run is not None:
                run.save()

    def _average(self) -> None:
        # The average forgets the first steps quickly, then lengthens to the set decay.
        decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            names = [self.averages[n] for n, _ in self.named]
            torch._foreach_lerp_(names, [p.detach() for _, p in self.named], 1 - decay)

    def save(self) -> None:
        """Write everything atomically: a kill in the middle leaves the previous state."""
        tensors: dict[str, Tensor] = {}
        for name, parameter in self.named:
            tensors[f"model.{name}"] = parameter.detach()
            tensors[f"average.{name}"] = self.averages[name]
            state = self.optimiser.state.get(parameter, {})
            for key, value in state.items():
                tensors[f"adam.{key}.{name}"] = value
        for name, buffer in self.model.named_buffers():
            tensors[f"buffer.{name}"] = buffer
        tensors = {k: v.clone().contiguous() for k, v in tensors.items()}
        meta = {"step": str(self.step), "elapsed": str(self.elapsed)}
        part = self.state_path.with_suffix(".part")
        save_file(tensors, part, meta)
        part.replace(self.state_path)

    def _restore(self) -> None:
        with safe_open(self.state_path, "pt") as state:
            meta = state.metadata()
            self.step, self.elapsed = int(meta["step"]), float(meta["elapsed"])
            keys = set(state.keys())
            with torch.no_grad():
                for name, parameter in self.named:
                    parameter.copy_(state.get_tensor(f"model.{name}"))
                    self.averages[name].copy_(state.get_tensor(f"average.{name}"))
                    found = {
                        key: state.get_tensor(f"adam.{key}.{name}")
                        for key in ("step", "exp_avg", "exp_avg_sq")
                        if f"adam.{key}.{name}" in keys
                    }
                    if found:
                        self.optimiser.state[parameter] = found


def load_averages(model: nn.Module, path: Path, averages: bool = True) -> None:
    """Load a run's averaged (or last) weights and its buffers into `model`."""
    kind = "average" if averages else "model"
    with safe_open(path, "pt") as state:
        keys = set(state.keys())
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(state.get_tensor(f"{kind}.{name}"))
            for name, buffer in model.named_buffers():
                if f"buffer.{name}" in keys:
                    buffer.copy_(state.get_tensor(f"buffer.{name}"))
