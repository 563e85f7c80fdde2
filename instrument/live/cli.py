"""`lmdm live`: what a player can count on, measured through JACK."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import numpy as np

from instrument.bench.speed import write
from instrument.engine.keeping import KeepingError
from instrument.errors import UserError, did_you_mean
from instrument.live import ahead, flood, jam, recall, tempo
from instrument.live.performance import EASY, Performance, performance
from instrument.model import DEFAULT, check_argument


@dataclass(frozen=True)
class Measure:
    """One of them: `run(live, size)`, where a size of 1 is the whole of it; what the daemon is told
    before it; how much of the sound must be kept; and what is played in, if anything, by model."""

    run: Callable[[Performance, float], dict]
    settings: Sequence[object]
    kept_s: float
    played: Callable[[str], np.ndarray] | None = field(default=None)


EVENTS, TURNS, FLOOD_S, ROUNDS, RECALL_S, JAM_MINUTES = 40, 12, 60.0, 3, 10.0, 30.0


def _count(whole: int, size: float) -> int:
    return max(1, round(whole * size))


MEASURES = {
    "ahead": Measure(
        lambda live, size: ahead.measure(live, _count(EVENTS, size)), ahead.SETTINGS, 150.0
    ),
    "tempo": Measure(
        lambda live, size: tempo.measure(live, _count(TURNS, size)), tempo.SETTINGS, 60.0
    ),
    "flood": Measure(lambda live, size: flood.measure(live, FLOOD_S * size), flood.SETTINGS, 1.0),
    "recall": Measure(
        lambda live, size: recall.measure(live, min(RECALL_S, 10 * size), _count(ROUNDS, size)),
        recall.SETTINGS, 90.0,
    ),
    "jam": Measure(
        lambda live, size: jam.measure(live, JAM_MINUTES * size), jam.SETTINGS, 60.0, jam.partner
    ),
}  # fmt: skip


@click.command("live")
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures here.")
@click.option("--model", default=DEFAULT, help="A model's name, or the path of its weights.")
@click.option("--only", multiple=True, help=f"One of {', '.join(MEASURES)}; repeatable.")
@click.option(
    "--size", type=click.FloatRange(0.001, 100), default=1.0, show_default=True,
    help="How much of each is done: 0.1 is a tenth.",
)  # fmt: skip
@click.option("--easy", is_flag=True, help="With little to make, on a machine that is busy.")
def command(
    path: Path | None, model: str, only: tuple[str, ...], size: float, easy: bool
) -> None:  # fmt: skip
    """Measure through JACK what a player can count on."""
    for name in only:
        if name not in MEASURES:
            raise UserError(f'no measure "{name}"' + did_you_mean(name, MEASURES))
    check_argument(model)
    write(
        path, {name: measured(name, model, size, EASY if easy else ()) for name in only or MEASURES}
    )


def measured(name: str, model: str, size: float, more: Sequence[object] = ()) -> dict:
    """The figures of one measure, of a daemon of its own that is told `more`; raises UserError."""
    what = MEASURES[name]
    play = what.played(model) if what.played else None
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            performance(Path(folder), model, what.kept_s, (*what.settings, *more), play) as live,
        ):
            return what.run(live, size)
    except (RuntimeError, KeepingError, OSError) as error:
        raise UserError(f"{name}: {error}") from None
