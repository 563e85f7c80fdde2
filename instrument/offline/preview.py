"""`lmdm scene`: checks a scene file, and draws the day that it plays."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np

from instrument import presets
from instrument.errors import UserError
from instrument.params import PARAMS
from instrument.scenes.file import SceneFile, load
from instrument.scenes.quantity import DAY_S

_DAYS_LISTED = 7
MOST_LINES = 200
_POINTS = 1_441  # of a curve: one a minute

_FILE = click.argument("file", type=click.Path(path_type=Path))
_DATE = click.option("--date", "day", metavar="YYYY-MM-DD", help="Which day  [today]")


@click.group()
def command() -> None:
    """Checks a scene file, and draws its day."""


@command.command()
@_FILE
@_DATE
@click.option("--days", default=_DAYS_LISTED, type=click.IntRange(1, 400), help="How many  [7]")
def check(file: Path, day: str | None, days: int) -> None:
    """Says what is wrong with FILE, or what it plays in the days to come."""
    scenes = load(file, presets.load)
    click.echo(
        f"{file}: right; {len(scenes.scenes)} scenes, {len(scenes.programme.entries)} entries, "
        f"{len(scenes.mappings)} sensors"
    )
    place = scenes.programme.place
    begin = place.moment(_day(scenes, day), 0)
    end = place.moment(place.date(begin) + dt.timedelta(days=days), 0)
    told, lines = "", 0
    for moment, scene, playing in scenes.programme.changes(begin, end):
        line = scene if playing else "closed"
        lines += line != told
        if line != told and lines <= MOST_LINES:
            click.echo(f"{place.local(moment):%a %Y-%m-%d %H:%M:%S}  {line}")
        told = line
    if lines > MOST_LINES:
        click.echo(f"... and {lines - MOST_LINES} more")


@command.command()
@_FILE
@click.option("--day", "out", required=True, type=click.Path(path_type=Path), help="A PNG to draw.")
@_DATE
def preview(file: Path, out: Path, day: str | None) -> None:
    """Draws what FILE plays in a day."""
    draw(load(file, presets.load), out, day)
    click.echo(str(out))


def _day(scenes: SceneFile, text: str | None) -> dt.date:
    if text is None:
        return scenes.programme.place.date(time.time())
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UserError(f'--date: "{text[:40]}" is no date (such as 2026-12-24)') from None


def curves(scenes: SceneFile, begin: float, end: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Moments [T] and, for each parameter and prompt weight that moves or differs between scenes,
    its planned values [T], NaN where it is the model's. The fades between scenes are left out."""
    times = np.linspace(begin, end, _POINTS)
    found: dict[str, np.ndarray] = {}

    def row(name: str) -> np.ndarray:
        return found.setdefault(name, np.full(_POINTS, np.nan))

    on = scenes.programme.on(begin)
    for i, moment in enumerate(times):
        if on.until is not None and moment >= on.until:
            on = scenes.programme.on(float(moment))
        scene, since = scenes.scenes[on.scene], on.since or begin
        for key, motion in scene.motions.items():
            value = motion.at(float(moment), since)
            if isinstance(value, (int, float)):
                row(key)[i] = value
        for prompt in scene.prompts or ():
            row(f'"{prompt.text}"')[i] = prompt.weight.at(float(moment), since)
        row("heard")[i] = scenes.programme.heard(float(moment)).level
    return times, found


def draw(scenes: SceneFile, out: Path, day: str | None) -> None:
    """Writes the picture of a day; raises UserError."""
    pyplot = _pyplot()
    programme, place = scenes.programme, scenes.programme.place
    begin = place.moment(_day(scenes, day), 0)
    end = place.moment(place.date(begin), DAY_S)
    times, rows = curves(scenes, begin, end)
    hours = (times - begin) / 3600.0
    level, weights = rows.pop("heard"), {k: rows.pop(k) for k in list(rows) if k[0] == '"'}
    figure, axes = pyplot.subplots(
        2 + len(rows), 1, sharex=True, figsize=(12, 2.2 + 1.3 * (1 + len(rows))), squeeze=False
    )
    top, mix, *others = axes[:, 0]
    _draw_scenes(top, programme.changes(begin, end), begin, end, pyplot.colormaps["tab20"])
    top.fill_between(hours, level, step=None, color="0.2", alpha=0.35)
    top.set(ylim=(0, 1), yticks=[], ylabel="scenes, heard")
    if weights:
        mix.set_ylim(0, 1.02 * max(1.0, np.nansum(np.stack(list(weights.values())), axis=0).max()))
        mix.stackplot(hours, np.nan_to_num(np.stack(list(weights.values()))), labels=list(weights))
        mix.legend(fontsize=6, loc="upper right", ncols=2)
    mix.set(ylabel="prompts", yticks=[])
    for axis, (key, values) in zip(others, rows.items(), strict=True):
        axis.plot(hours, values, linewidth=1.0)
        axis.set_ylabel(f"{key}\n{PARAMS[key].unit}", fontsize=8)
        axis.grid(alpha=0.3)
    axes[-1, 0].set(xlim=(0, (end - begin) / 3600.0), xlabel="hours since midnight")
    top.set_title(place.local(begin).strftime("%A, %d %B %Y"), fontsize=10)
    figure.tight_layout()
    try:
        figure.savefig(out, dpi=110, format="png")
    except OSError as error:
        raise UserError(f"{out}: {error.strerror}") from None
    finally:
        pyplot.close(figure)


def _draw_scenes(axis: Any, changes: Any, begin: float, end: float, colours: Callable) -> None:
    marks = [(m, scene) for m, scene, _ in changes]
    names = sorted({scene for _, scene in marks})
    for (moment, scene), following in zip(marks, [*marks[1:], (end, "")], strict=True):
        a, b = (moment - begin) / 3600.0, (following[0] - begin) / 3600.0
        axis.axvspan(a, b, color=colours(names.index(scene) % 20), alpha=0.5, linewidth=0)
        if b - a > 0.6:
            axis.text((a + b) / 2, 0.5, scene, ha="center", va="center", fontsize=7, rotation=30)


def _pyplot() -> Any:
    try:
        import matplotlib
    except ImportError:
        raise UserError("drawing needs a package: pip install matplotlib") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot
