"""The command: what fails, how often, for how long."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from instrument.errors import UserError, did_you_mean
from instrument.soak.faults import FAULTS, Result
from instrument.soak.jack import JackServer
from instrument.soak.report import Report
from instrument.soak.simulated import follow
from instrument.soak.stage import SERVE, Stage

NAMES = (*FAULTS, "jack")


@click.command()
@click.option("--hours", default=0.1, type=click.FloatRange(0.0, 24.0), help="How long  [0.1]")
@click.option(
    "--report",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder; totals there go on.",
)
@click.option("--faults", default=",".join(NAMES), help=f"Which, of {','.join(NAMES)}  [all]")
@click.option("--count", type=click.IntRange(0, 100_000), help="Ends after so many faults.")
@click.option("--every", default=30.0, type=click.FloatRange(0.0), help="Seconds between  [30]")
@click.option("--scene", type=click.Path(path_type=Path), help="Plays this meanwhile.")
@click.option(
    "--simulate",
    type=click.FloatRange(0.0, 4000.0),
    metavar="DAYS",
    help="Follows --scene by a simulated clock, so many days.",
)
@click.option("--seed", default=1, help="Of what happens when  [1]")
def command(
    hours: float, folder: Path, faults: str, count: int | None, every: float, scene: Path | None,
    simulate: float | None, seed: int,
) -> None:  # fmt: skip
    """Plays for hours while everything that can fail is made to fail, and writes a report."""
    names = [name for name in faults.split(",") if name]
    for name in names:
        if name not in NAMES:
            raise UserError(f'--faults: no "{name}"' + did_you_mean(name, NAMES))
    if simulate is not None and scene is None:
        raise UserError("--simulate needs a --scene FILE")
    ok = soak(Report(folder), hours, names, count, every, scene, simulate, seed, click.echo)
    click.echo((folder / "report.md").read_text())
    sys.exit(0 if ok else 1)


def soak(
    report: Report, hours: float, names: Sequence[str], count: int | None, every: float,
    scene: Path | None, simulate: float | None, seed: int, say: Callable[[str], None],
    serve: Sequence[str] = SERVE,
) -> bool:  # fmt: skip
    """Whether everything came back right. `serve` is the command that is put to the test."""
    simulated = None
    if simulate is not None and scene is not None:
        begun = time.monotonic()
        found = follow(scene, time.time() // 60 * 60, simulate)
        took = time.monotonic() - begun
        simulated = {"days": simulate, **asdict(found), "took_s": round(took, 1)}
        say(f"simulated {simulate:g} days: {found.due} changes, {found.missed} missed")
    results: list[tuple[float, Result]] = []
    rows, starts, left = [], 0, []
    if hours > 0 and count != 0:
        before = _shared()
        with contextlib.ExitStack() as held:
            place = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lmdm-soak-")))
            things: dict[str, Callable[[Stage, random.Random], Result]] = dict(FAULTS)
            options, extra = ["--audio", "null"], {}
            if "jack" in names:
                server = held.enter_context(JackServer(place))
                things["jack"], extra, options = server.fault, server.env, ["--audio", "jack"]
                time.sleep(2.0)
            if scene is not None:
                options += ["--scene", str(scene.resolve())]
            stage = held.enter_context(Stage(place, options, serve, extra))
            _play(stage, hours, [(n, things[n]) for n in names], count, every, seed, results, say)
            rows, starts = stage.rows, stage.manager.starts
        left = sorted(_shared() - before)
    report.add(rows, results, starts, left, simulated)
    missed = simulated is not None and simulated["missed"]
    return not missed and not left and all(result.right for _, result in results)


def _play(
    stage: Stage, hours: float, things: list[tuple[str, Callable[[Stage, random.Random], Result]]],
    count: int | None, every: float, seed: int, results: list[tuple[float, Result]],
    say: Callable[[str], None],
) -> None:  # fmt: skip
    rng, begun = random.Random(seed), time.monotonic()
    for name, thing in itertools.cycle(things or [("", lambda s, r: Result("", 0.0))]):
        left = hours * 3600.0 - (time.monotonic() - begun)
        if left <= 0 or (count is not None and len(results) >= count):
            return
        time.sleep(min(left, every * rng.uniform(0.5, 1.5)))
        if not name:
            continue
        at = stage.rows[-1].at if stage.rows else 0.0
        result = thing(stage, rng)
        results.append((at, result))
        back = "never came back" if result.back_s is None else f"back after {result.back_s:.1f} s"
        say(f"{at:8.0f} s  {name}: {back}" + "".join(f"; {w}" for w in result.wrong))
        if result.back_s is None:
            return


def _shared() -> set[str]:
    """Names in the system's shared memory that are ours; other JACK servers' are not."""
    folder, mine = Path("/dev/shm"), f"lmdm-soak-{os.getpid()}"
    names = {p.name for p in folder.iterdir()} if folder.exists() else set()
    return {n for n in names if mine in n or ("lmdm" in n and not n.startswith("jack"))}
