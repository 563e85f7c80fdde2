"""One evaluation: the measures asked for, each in its share of the time, told as they go."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from instrument.evaluation.play import Stage
from instrument.evaluation.prompts import Wish
from instrument.evaluation.reference import Embed, Reference

Case = TypeVar("Case")
Clip = tuple[Wish, np.ndarray]
"""What was asked for, and where the patches of the take lie [P, D]."""


@dataclass
class Session:
    """What measures are given: the model on stage, the reference (`find` is called when a measure
    first wants it: it may take minutes) and its embedding, a studio's folder and the sounds that a
    LoRA learned if there are any, and how much to do (`size` 1: all cases; less: the first of
    them). What they leave: `clips`, and `drawn`: by title, the measure that drew it, its curves [T]
    by name, and the seconds from one value of them to the next."""

    stage: Stage
    find: Callable[[], Reference]
    embed: Embed
    studio: Path | None = None
    size: float = 1.0
    sounds: Path | None = None
    until: float = float("inf")
    name: str = ""
    cut: bool = False
    clips: list[Clip] = field(default_factory=list)
    drawn: dict[str, tuple[str, dict[str, np.ndarray], float]] = field(default_factory=dict)
    told: Callable[[str], None] = field(default=lambda line: _tell(line))

    @cached_property
    def reference(self) -> Reference:
        """What takes are compared with."""
        return self.find()

    def places(self, sound: np.ndarray) -> np.ndarray:
        """Where the patches of a sound [N, 2] lie in the reference."""
        return self.reference.maps(self.embed(sound))

    def family(self, sound: np.ndarray) -> str:
        """The family that a sound [N, 2] is nearest to."""
        return self.reference.family(self.places(sound))

    def draw(self, title: str, lines: dict[str, np.ndarray], each_s: float) -> None:
        """Keep a picture for the report, unless there is one of that title."""
        self.drawn.setdefault(title, (self.name, lines, each_s))

    def count(self, cases: int) -> int:
        """How many of `cases` to do."""
        return max(1, round(cases * self.size))

    def each(self, cases: Sequence[Case]) -> Iterator[Case]:
        """The cases, as far as the time goes (at least one), with progress; `cut` says whether it
        ended early."""
        began = time.monotonic()
        for done, case in enumerate(cases):
            now = time.monotonic()
            if done and now > self.until:
                self.cut = True
                break
            left = (now - began) / done * (len(cases) - done) if done else 0.0
            left = min(left, self.until - now)
            self.told(f"{self.name}: {done} of {len(cases)}, {left / 60:.1f} min left")
            yield case


def run(
    session: Session, measures: dict[str, Callable[[Session], dict]], minutes: float | None
) -> dict[str, dict]:
    """The figures of each measure by name. With `minutes` each has an even share of what is left
    when it begins; one that was cut says so."""
    end = time.monotonic() + 60 * minutes if minutes else float("inf")
    out = {}
    for place, (name, measure) in enumerate(measures.items()):
        began = time.monotonic()
        session.name, session.cut = name, False
        session.until = began + (end - began) / (len(measures) - place)
        figures = measure(session)
        took = {"cut": session.cut, "took_s": round(time.monotonic() - began, 1)}
        out[name] = figures | took
    session.told("")
    return out


def _tell(line: str) -> None:
    """A line of progress that the next one replaces, on a terminal; else nothing."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
