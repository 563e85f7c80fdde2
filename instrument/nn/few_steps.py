"""Blocks in one or two steps: low-rank additions that make a network lead to music at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from instrument.nn.dit import DiT
from instrument.nn.sampler import Sampling


@dataclass(frozen=True)
class FewStepsConfig:
    """What a file says of them. `steps`: a block of at most so many is theirs; `guidance`: how
    strongly the text guides what they play without a row of its own; `rank` of the additions."""

    steps: int = 2
    guidance: float = 2.0
    rank: int = 48

    def __post_init__(self) -> None:
        if self.steps < 1 or self.rank < 1 or not self.guidance >= 1.0:
            raise ValueError(f"steps {self.steps}, rank {self.rank}, guidance {self.guidance}")


@dataclass(frozen=True)
class FewSteps:
    """A network that was taught to end where its base comes to in more steps and with guidance
    (train/distil.py). The base remembers what was played, for both: it is the one to `commit`, and
    to make conditions. `digest` tells their file from every other."""

    dit: DiT
    config: FewStepsConfig
    sampling: Sampling
    digest: str = ""

    def strengths(self, asked: Mapping[str, float]) -> dict[str, float]:
        """Guidance for this network, where its base is to have the strengths `asked`. The text has
        a row of its own only where it is to be stronger than what was taught; weaker it cannot be.
        """
        text = max(1.0, asked.get("text", 1.0) / self.config.guidance)
        others = {name: scale for name, scale in asked.items() if name != "text"}
        return others if text == 1.0 else others | {"text": text}
