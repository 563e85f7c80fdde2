"""The pictures of a soak."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import numpy as np

from instrument.soak.minutes import Minute
from instrument.soak.result import CEILING_DB, Result
from instrument.soak.stage import Row


def draw_run(rows: list[Row], results: list[tuple[float, Result]], out: Path) -> None:
    """Levels, the last good bars and memory over time, and every fault. Without matplotlib there is
    no picture: the words are what counts."""
    pyplot = _pyplot()
    if pyplot is None:
        return
    data = np.array([[asdict(r)[k] for k in ("at", "rms", "peak", "mib", "filling")] for r in rows])
    figure, axes = pyplot.subplots(3, 1, sharex=True, figsize=(12, 6))
    limiter = [r.limiter_db for r in rows]
    minutes = data[:, 0] / 60.0
    for column, label in ((1, "mean"), (2, "peak")):
        axes[0].plot(minutes, 20 * np.log10(np.maximum(data[:, column], 1e-5)), lw=0.6, label=label)
    axes[0].plot(minutes, limiter, lw=0.6, label="limiter")
    axes[0].set(ylabel="level, dB", ylim=(-80, 1))
    axes[1].fill_between(minutes, data[:, 4], step="mid")
    axes[1].set(ylabel="last good bars", yticks=[])
    axes[2].plot(minutes, data[:, 3], lw=0.8, label="all")
    for k, name in enumerate(("front", "audio", "engine")):
        sizes = [r.each_mib[k] if k < len(r.each_mib) else np.nan for r in rows]
        axes[2].plot(minutes, sizes, lw=0.8, label=name)
    axes[2].legend(fontsize=7, loc="center right")
    axes[2].set(ylabel="memory, MiB", xlabel="minutes")
    colours = {n: f"C{i}" for i, n in enumerate(sorted({r.fault for _, r in results}))}
    for at, result in results:
        for axis in axes:
            axis.axvline(at / 60.0, color=colours[result.fault], lw=0.7, alpha=0.7)
    for name, colour in colours.items():
        axes[1].plot([], [], color=colour, label=name)
    axes[0].legend(fontsize=7, loc="lower right")
    axes[1].legend(fontsize=7, loc="upper right", ncols=6)
    figure.tight_layout()
    figure.savefig(out, dpi=100)
    pyplot.close(figure)


def draw_minutes(heard: list[Minute], out: Path) -> None:
    """What the minutes of a simulated time were like, each a dot in its scene's colour."""
    pyplot = _pyplot()
    if pyplot is None:
        return
    figure, axes = pyplot.subplots(4, 1, sharex=True, figsize=(10, 7))
    for number, scene in enumerate(sorted({m.scene for m in heard})):
        mine = [m for m in heard if m.scene == scene]
        for axis, key in zip(axes, ("lufs", "peak_db", "brightness", "loop"), strict=True):
            values = [getattr(m, key) for m in mine]
            axis.plot([m.day for m in mine], values, ".", color=f"C{number}", label=scene)
    labels = ("loudness, LUFS", "true peak, dB", "brightness", "likest 2 s")
    for axis, label in zip(axes, labels, strict=True):
        axis.set(ylabel=label)
        axis.grid(alpha=0.3)
    axes[1].axhline(CEILING_DB, color="k", lw=0.7)
    for axis in axes[2:]:
        axis.set(ylim=(0, 1))
    axes[0].legend(fontsize=7, ncols=6)
    axes[-1].set(xlabel="days")
    figure.tight_layout()
    figure.savefig(out, dpi=80)
    pyplot.close(figure)


def _pyplot() -> ModuleType | None:
    try:
        import matplotlib
    except ImportError:
        return None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot
