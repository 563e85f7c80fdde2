"""One training loop for every stage: time-boxed, resumable after a kill, with averaged weights, in
one process or in several (`torchrun`).
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from instrument.errors import UserError
from instrument.nn.weights import save_whole
from instrument.places import write_whole
from instrument.train.world import World, here

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
    """A run in `folder`: `state.safetensors` (weights, averages, optimiser) and `log.jsonl`. All
    processes of a `world` hold the same weights; the first one writes."""

    def __init__(
        self,
        model: nn.Module,
        folder: Path,
        schedule: Schedule,
        world: World | None = None,
    ) -> None:
        self.model, self.folder, self.schedule = model, folder, schedule
        self.world = world or here()
        self.seed = (0,) if self.world.size == 1 else (0, self.world.rank)
        folder.mkdir(parents=True, exist_ok=True)
        self.named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
        self.world.share(p.data for p in model.parameters())
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
        if self.world.size > 1:
            for _, parameter in self.named:  # every process exchanges the same tensors
                if parameter.grad is None:
                    parameter.grad = torch.zeros_like(parameter)
            self.world.average(p.grad for _, p in self.named if p.grad is not None)
        norm = float(nn.utils.clip_grad_norm_([p for _, p in self.named], self.schedule.clip))
        if math.isfinite(norm):
            self.optimiser.step()
            self._average()
        return norm

    def train(self, loss: Loss, beside: Run | None = None) -> None:
        """Train until the schedule ends; its minutes or steps count over all resumptions. `beside`:
        a run that `loss` itself steps (an adversary), saved together with this one."""
        begun = last = saved = time.monotonic()
        before = self.elapsed
        teller = _Teller(self.folder.name) if self.world.first else None
        name = self.folder / "log.jsonl" if self.world.first else Path(os.devnull)
        with name.open("ab", buffering=0) as log:
            while self.schedule.part(self.step, self.elapsed) < 1.0:
                rng = np.random.default_rng((*self.seed, self.step))
                torch.manual_seed(int(rng.integers(2**62)))
                value, logs = loss(self.step, rng)
                row: dict[str, float] = {"step": self.step + 1}
                if value is not None:
                    row |= {"loss": float(value.detach()), "norm": self.descend(value)}
                self.step += 1
                now = time.monotonic()
                self.elapsed = self.world.agreed(before + now - begun)
                if beside is not None:
                    beside.step, beside.elapsed = self.step, self.elapsed
                row |= logs
                row |= {"step_s": round(now - last, 3), "minutes": round(self.elapsed / 60, 2)}
                last = now
                try:
                    _append(log, row)
                except OSError as error:
                    raise self._unwritten(name, error) from None
                if teller is not None:
                    part = self.schedule.part(self.step, self.elapsed)
                    teller.tell(row, self.elapsed * (1 - part) / part if part else 0.0, part >= 1)
                if now - saved > self.schedule.save_every_s:
                    for run in (self, beside):
                        if run is not None:
                            run.save()
                    saved = now
        for run in (self, beside):
            if run is not None:
                run.save()
        self.world.wait()  # what comes next reads the state

    def _average(self) -> None:
        # The average forgets the first steps quickly, then lengthens to the set decay.
        decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            names = [self.averages[n] for n, _ in self.named]
            torch._foreach_lerp_(names, [p.detach() for _, p in self.named], 1 - decay)

    def save(self) -> None:
        """Write everything atomically: a kill in the middle, or a full disk (UserError), leaves the
        previous state."""
        if not self.world.first:
            return
        tensors: dict[str, Tensor] = {}
        for name, parameter in self.named:
            tensors[f"model.{name}"] = parameter.detach()
            tensors[f"average.{name}"] = self.averages[name]
            state = self.optimiser.state.get(parameter, {})
            for key, value in state.items():
                tensors[f"adam.{key}.{name}"] = value
        for name, buffer in self.model.named_buffers():
            tensors[f"buffer.{name}"] = buffer
        tensors = {k: v.clone() for k, v in tensors.items()}
        meta = {"step": str(self.step), "elapsed": str(self.elapsed)}
        try:
            save_whole(self.state_path, tensors, meta)
        except OSError as error:
            raise self._unwritten(self.state_path, error) from None

    def _unwritten(self, path: Path, error: OSError) -> UserError:
        """That a file of the run could not be written, and what there is to go on from."""
        kept = "nothing was saved there yet"
        if self.state_path.exists():
            kept = "the state that was there is whole, and training goes on from it"
        return UserError(f"cannot write {path}: {error.strerror}; {kept}")

    def _restore(self) -> None:
        check(self.model, self.state_path)
        with safe_open(self.state_path, "pt") as state:
            meta = state.metadata()
            self.step, self.elapsed = int(meta["step"]), float(meta["elapsed"])
            keys = set(state.keys())
            with torch.no_grad():
                for name, parameter in self.named:
                    parameter.copy_(state.get_tensor(f"model.{name}"))
                    self.averages[name].copy_(state.get_tensor(f"average.{name}"))
                    found = {
                        key: state.get_tensor(f"adam.{key}.{name}").to(parameter.device)
                        for key in ("step", "exp_avg", "exp_avg_sq")
                        if f"adam.{key}.{name}" in keys
                    }
                    if found:
                        self.optimiser.state[parameter] = found


def _append(log: FileIO, row: Mapping[str, float]) -> None:
    """Add a line to an unbuffered log; OSError, and no part of it, where it cannot be written."""
    line, start = (json.dumps(row) + "\n").encode(), log.seek(0, os.SEEK_END)
    try:
        while line:
            line = line[log.write(line) :]
    except OSError:
        with suppress(OSError):
            log.truncate(start)
        raise


class _Teller:
    """Says how far a run is: a line that is replaced, on a terminal; else one a minute."""

    def __init__(self, name: str) -> None:
        self.name, self.said = name, -math.inf
        self.live = sys.stderr.isatty()

    def tell(self, row: dict[str, float], left_s: float, over: bool) -> None:
        now = time.monotonic()
        if not over and now - self.said < (0.5 if self.live else 60.0):
            return
        self.said = now
        loss = f", loss {row['loss']:.4f}" if "loss" in row else ""
        line = f"{self.name}: step {row['step']}{loss}, {left_s / 60:.1f} min left"
        start, end = ("\r\033[K", "\n" if over else "") if self.live else ("", "\n")
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)


def check(model: nn.Module, path: Path) -> None:
    """UserError, with what differs, when the state in `path` is of another network than `model`, or
    is none."""
    try:
        with safe_open(path, "pt") as state:
            have = {
                key.removeprefix("model."): tuple(state.get_slice(key).get_shape())
                for key in state.keys()  # noqa: SIM118 - it is no dict
                if key.startswith("model.")
            }
    except (OSError, SafetensorError) as error:
        raise UserError(f"{path}: not a whole state of a run ({error})") from None
    wanted = {n: tuple(p.shape) for n, p in model.named_parameters() if p.requires_grad}
    faults = [f"{n} is {have[n]}, not {w}" for n, w in wanted.items() if have.get(n, w) != w]
    faults += [f"{n} is missing" for n in wanted if n not in have]
    faults += [f"{n} is unknown" for n in have if n not in wanted]
    if faults:
        more = f" and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise UserError(f"{path}: another architecture: {'; '.join(faults[:3])}{more}")


def ended(folder: Path, schedule: Schedule) -> bool:
    """Whether the run in a folder has come to the end of its schedule; False where there is none.
    UserError for what is no whole state."""
    path = folder / "state.safetensors"
    if not path.exists():
        return False
    try:
        with safe_open(path, "pt") as state:
            meta = state.metadata() or {}
        step, elapsed = int(meta["step"]), float(meta["elapsed"])
    except (OSError, SafetensorError, KeyError) as error:
        raise UserError(f"{path}: not a whole state of a run ({error})") from None
    return schedule.part(step, elapsed) >= 1.0


def agree(folder: Path, about: Mapping[str, Any]) -> None:
    """UserError if a run's folder is about something else already, or does not say what."""
    note = folder / "run.json"
    if not note.exists():
        return
    try:
        before = json.loads(note.read_text(encoding="utf-8"))
        other = [k for k in about if before.get(k, about[k]) != about[k]]
    except (ValueError, AttributeError):
        raise UserError(
            f"{note} is damaged: it does not say what the run is about; remove it to go on with "
            "the run if you know, else choose another --out (of a LoRA) or --runs"
        ) from None
    if other:
        raise UserError(
            f"{folder} holds a run with another {' and '.join(other)}: "
            "choose another --out (of a LoRA) or --runs, or remove that folder"
        )


def bind(folder: Path, about: Mapping[str, Any]) -> None:
    """Note in a run's folder what it is about; UserError as `agree`."""
    agree(folder, about)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "run.json", json.dumps(dict(about)))


def load_averages(model: nn.Module, path: Path, averages: bool = True) -> None:
    """Load a run's averaged (or last) weights and its buffers into `model`; what does not learn
    stays as it is."""
    kind = "average" if averages else "model"
    check(model, path)
    with safe_open(path, "pt") as state:
        keys = set(state.keys())
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if parameter.requires_grad:
                    parameter.copy_(state.get_tensor(f"{kind}.{name}"))
            for name, buffer in model.named_buffers():
                if f"buffer.{name}" in keys:
                    buffer.copy_(state.get_tensor(f"buffer.{name}"))
