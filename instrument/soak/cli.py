"""The command: what fails, how often, for how long."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from instrument.engine.generator import Generator
from instrument.errors import UserError, did_you_mean
from instrument.model import load
from instrument.soak import flood
from instrument.soak.ear import Ear, Heard
from instrument.soak.faults import FAULTS
from instrument.soak.jack import JackServer
from instrument.soak.minutes import Playing, slopes, spelled
from instrument.soak.report import Report, limited
from instrument.soak.result import CEILING_DB, LONGEST_SILENCE_MS, TOLERANCE_DB, Result
from instrument.soak.simulated import Hall, follow
from instrument.soak.stage import SERVE, Stage
from instrument.soak.wallclock import WallClock

NAMES = (*FAULTS, "clock", "jack")
_END_S = 0.3
_MOST_LIMITED_S = 10.0
"""The limiter is for what is louder for a moment; music is not to be held down by it."""

Fault = Callable[[Stage, random.Random], Result]


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
@click.option("--packets", default=flood.PACKETS, help=f"In each flood  [{flood.PACKETS}]")
@click.option("--count", type=click.IntRange(0, 100_000), help="Ends after so many faults.")
@click.option("--every", default=30.0, type=click.FloatRange(0.0), help="Seconds between  [30]")
@click.option("--scene", type=click.Path(path_type=Path), help="Plays this meanwhile.")
@click.option(
    "--simulate",
    type=click.FloatRange(0.0, 4000.0),
    metavar="DAYS",
    help="Follows --scene by a simulated clock, so many days.",
)
@click.option(
    "--samples",
    default=0,
    type=click.IntRange(0, 10_000),
    help="Of those days so many minutes are really played, and judged.",
)
@click.option("--seed", default=1, help="Of what happens when  [1]")
def command(
    hours: float, folder: Path, faults: str, count: int | None, every: float, scene: Path | None,
    simulate: float | None, seed: int, packets: int, samples: int,
) -> None:  # fmt: skip
    """Plays for hours while everything that can fail is made to fail, and writes a report."""
    names = [name for name in faults.split(",") if name]
    for name in names:
        if name not in NAMES:
            raise UserError(f'--faults: no "{name}"' + did_you_mean(name, NAMES))
    if simulate is not None and scene is None:
        raise UserError("--simulate needs a --scene FILE")
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # in the background a shell has the first ignored
        signal.signal(number, signal.default_int_handler)
    ok = soak(Report(folder), hours, names, count, every, scene, simulate, seed, click.echo,
              packets=packets, samples=samples)  # fmt: skip
    click.echo((folder / "report.md").read_text())
    sys.exit(0 if ok else 1)


def soak(
    report: Report, hours: float, names: Sequence[str], count: int | None, every: float,
    scene: Path | None, simulate: float | None, seed: int, say: Callable[[str], None],
    serve: Sequence[str] = SERVE, packets: int = flood.PACKETS, samples: int = 0,
) -> bool:  # fmt: skip
    """Whether everything came back right. `serve` is the command that is put to the test."""
    simulated = None
    if simulate is not None and scene is not None:
        simulated = _simulate(report, scene, simulate, samples, say)
    things: dict[str, Fault] = {**FAULTS, "packets": partial(flood.packets, count=packets)}
    results: list[tuple[float, Result]] = []
    left: list[str] = []
    held_down = 0.0
    heard: Heard | None = None
    if simulated is not None:
        report.put([], results, 0, simulated)
    if hours > 0 and count != 0:
        before = _shared()
        with contextlib.ExitStack() as held:
            place = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lmdm-soak-")))
            ear, env = None, {}
            if "jack" in names:
                server = held.enter_context(JackServer(place))
                things["jack"], options = server.fault, ["--audio", "jack"]
                env.update(server.env)
                time.sleep(2.0)
            else:
                ear = Ear(place / "heard.wav")
                held.callback(ear.close)
                options = ["--audio", f"file:{place / 'heard.wav'}"]
            if "clock" in names:
                clock = WallClock(place, scene)
                things["clock"] = clock.fault
                serve = clock.command(serve)
            if scene is not None:
                options += ["--scene", str(scene.resolve())]
            stage = held.enter_context(Stage(place, options, serve, env, ear))
            begin = 0 if ear is None else ear.hear()
            chosen = [(n, things[n]) for n in names]
            for at, result in _play(stage, hours, chosen, count, every, random.Random(seed)):
                results.append((at, result))
                say(_spelled(at, result))
                report.put(stage.rows, results, stage.manager.starts, simulated)
            rows, heard = stage.rows, None if ear is None else ear.since(begin)
        left = sorted(_shared() - before)
        held_down = limited(rows)[1]
        report.put(rows, results, stage.manager.starts, simulated, heard, left)
    missed = simulated is not None and (simulated["missed"] or simulated["wrong"])
    silent = heard is not None and heard.gap_ms > LONGEST_SILENCE_MS
    wrong = missed or left or silent or held_down > _MOST_LIMITED_S
    return not wrong and all(result.right for _, result in results)


def _simulate(
    report: Report, scene: Path, days: float, samples: int, say: Callable[[str], None]
) -> dict:
    """What came of so many days by a clock that is turned."""
    begun = time.monotonic()
    asked = {"scene": scene.name, "days": days, "samples": samples}
    begin, heard = report.heard(asked) or (time.time() // 60 * 60, [])
    listen = None
    if samples:
        playing, known = Playing(Generator(load())), itertools.count()

        def listen(hall: Hall, name: str, day: float, turn: Callable[[float], None]) -> None:
            if next(known) < len(heard):
                return  # by an earlier run
            heard.append(playing.minute(hall, name, day, turn))
            say(spelled(heard[-1]))
            report.hear(asked, begin, heard)

    found = follow(scene, begin, days, samples, listen)
    if heard:
        report.hear(asked, begin, heard, over=True)
    took = time.monotonic() - begun
    say(f"simulated {days:g} days: {found.due} changes, {found.missed} missed")
    wrong = [f"day {m.day:.1f}, {m.scene}: {w}" for m in heard for w in m.wrong]
    return {
        "days": days, **asdict(found), "took_s": round(took, 1), "minutes": len(heard),
        "wrong": wrong, "slopes": slopes(heard),
    }  # fmt: skip


def _play(
    stage: Stage, hours: float, things: list[tuple[str, Fault]], count: int | None, every: float,
    rng: random.Random,
) -> Iterator[tuple[float, Result]]:  # fmt: skip
    """What came of each fault, and when; ends early when told to, or when nothing comes back."""
    begun, done = time.monotonic(), 0
    with contextlib.suppress(KeyboardInterrupt):
        for name, thing in itertools.cycle(things or [("", lambda s, r: Result("", 0.0))]):
            left = hours * 3600.0 - (time.monotonic() - begun)
            if left <= 0 or (count is not None and done >= count):
                return
            time.sleep(min(left, every * rng.uniform(0.5, 1.5)))
            if not name:
                continue
            at = stage.rows[-1].at if stage.rows else 0.0
            result = _listened(stage, thing, rng)
            done += 1
            yield at, result
            if result.back_s is None:
                return


def _listened(stage: Stage, thing: Fault, rng: random.Random) -> Result:
    """What came of a fault, and what was heard from before it until it was over."""
    ear = stage.ear
    if ear is None:
        return thing(stage, rng)
    begin = ear.hear()
    result = thing(stage, rng)
    time.sleep(_END_S)
    heard = ear.since(begin)
    result.peak_db = heard.peak_db
    if result.fault != "power":  # where everything is dead, nothing can sound
        result.silence_ms, result.rest_ms = heard.gap_ms, heard.rest_ms
        if heard.gap_ms > LONGEST_SILENCE_MS:
            result.wrong.append(f"silent for {heard.gap_ms:.0f} ms")
    if result.peak_db > CEILING_DB + TOLERANCE_DB:
        result.wrong.append(f"{result.peak_db:.1f} dB: beyond the ceiling")
    return result


def _spelled(at: float, result: Result) -> str:
    back = "never came back" if result.back_s is None else f"back after {result.back_s:.1f} s"
    heard = "" if result.silence_ms is None else f", {result.silence_ms:.0f} ms silent"
    told = [*result.wrong, *([result.note] if result.note else [])]
    return f"{at:8.0f} s  {result.fault}: {back}{heard}" + "".join(f"; {w}" for w in told)


def _shared() -> set[str]:
    """Names in the system's shared memory that are ours; other JACK servers' are not."""
    folder, mine = Path("/dev/shm"), f"lmdm-soak-{os.getpid()}"
    names = {p.name for p in folder.iterdir()} if folder.exists() else set()
    return {n for n in names if mine in n or ("lmdm" in n and not n.startswith("jack"))}
