"""What a step learns from is the same whoever draws it, and goes to a device as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from instrument.cli import group
from instrument.train.ahead import Carried, Draws, ahead
from instrument.train.device import CPU

GPU = torch.device("cuda")


@dataclass(frozen=True)
class Sound(Carried):
    tone: torch.Tensor


@dataclass(frozen=True)
class Lesson(Carried):
    sound: Sound
    levels: torch.Tensor
    blocks: list[int] = field(default_factory=lambda: [8, 4])


def draw(rng: np.random.Generator) -> Lesson:
    values = torch.from_numpy(rng.standard_normal((2, 3)))
    return Lesson(Sound(values), values[0])


def tones(first: int, count: int, device: torch.device, seed: int = 0) -> list[list[float]]:
    drawn = ahead(Draws(draw, (seed,)), first, device)
    return [lesson.sound.tone.flatten().tolist() for lesson in islice(drawn, count)]


@pytest.mark.filterwarnings("ignore:'pin_memory'")
def test_other_processes_draw_the_same_in_the_same_order():
    assert tones(0, 6, GPU) == tones(0, 6, CPU)


def test_a_run_that_is_resumed_goes_on_where_it_was():
    whole = tones(0, 6, CPU)
    assert tones(4, 2, CPU) == whole[4:]
    assert len({tuple(t) for t in whole}) == 6
    assert tones(0, 1, CPU, seed=1) != whole[:1]


def test_tensors_go_to_a_device_together():
    there = draw(np.random.default_rng(0)).to(torch.device("meta"))
    assert there.sound.tone.is_meta
    assert there.levels.is_meta
    assert there.blocks == [8, 4]


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize("stage", ["codec", "base", "lmdm", "distil", "arc", "lora"])
def test_without_a_gpu_it_says_what_to_do(stage):
    extra = [".", "-o", "x"] if stage == "lora" else []
    done = CliRunner().invoke(group, ["train", stage, *extra, "--device", "cuda"])
    assert done.exit_code != 0
    assert "PyTorch finds no GPU" in str(done.exception) + done.output
