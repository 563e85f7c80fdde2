"""The report of a soak: totals that go on from run to run, in JSON, in words, and as a picture."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from instrument.places import write_whole
from instrument.soak.faults import Result
from instrument.soak.stage import Row

_SETTLE_S = 60.0


class Report:
    """In a folder: report.json (all runs), report.md, run-N.png."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._path = folder / "report.json"
        self.runs: list[dict[str, Any]] = []
        if self._path.exists():
            self.runs = json.loads(self._path.read_text())["runs"]

    def add(
        self, rows: list[Row], results: list[tuple[float, Result]], starts: int, left: list[str],
        simulated: dict | None,
    ) -> None:  # fmt: skip
        """Adds a run and writes everything. `left` names shared memory that was left behind."""
        self.runs.append(
            {
                "ended": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
                "hours": rows[-1].at / 3600.0 if rows else 0.0,
                "faults": [{"at_s": round(at, 2), **result.to_json()} for at, result in results],
                "longest_silence_ms": round(max((r.silence_ms for r in rows), default=0.0), 1),
                "loudest_peak": round(max((r.peak for r in rows), default=0.0), 4),
                "filler_s": round(_risen([r.filler_s for r in rows]), 2),
                "underruns": int(_risen([r.underruns for r in rows])),
                "memory_mib_per_hour": _slope(rows),
                "starts_of_the_front": starts,
                "shared_memory_left": left,
                "simulated": simulated,
            }
        )
        write_whole(self._path, json.dumps({"runs": self.runs}, indent=1))
        write_whole(self.folder / "report.md", self.words())
        if rows:
            _draw(rows, results, self.folder / f"run-{len(self.runs)}.png")

    def words(self) -> str:
        """The totals, as Markdown."""
        faults = [f for run in self.runs for f in run["faults"]]
        lines = [
            f"# Soak: {sum(r['hours'] for r in self.runs):.2f} hours in {len(self.runs)} runs", "",
            "| fault | times | right | back after, median (longest) s |", "|---|---|---|---|",
        ]  # fmt: skip
        for name in sorted({f["fault"] for f in faults}):
            mine = [f for f in faults if f["fault"] == name]
            back = [f["back_s"] for f in mine if f["back_s"] is not None]
            right = sum(f["back_s"] is not None and not f["wrong"] for f in mine)
            span = f"{np.median(back):.1f} ({max(back):.1f})" if back else "never"
            lines.append(f"| {name} | {len(mine)} | {right} | {span} |")
        wrong = [f"{f['fault']}: {w}" for f in faults for w in f["wrong"]]
        silence = max((r["longest_silence_ms"] for r in self.runs), default=0.0)
        peak = max((r["loudest_peak"] for r in self.runs), default=0.0)
        lines += [
            "", f"Longest silence while sound was due: {silence:.1f} ms. Loudest: {peak:.3f}.",
            f"Underruns: {sum(r['underruns'] for r in self.runs)}, "
            f"{sum(r['filler_s'] for r in self.runs):.1f} s of the last good bars.",
            "Memory, MiB an hour, run by run: "
            + (", ".join(_spelled(r["memory_mib_per_hour"]) for r in self.runs) or "-") + ".",
            f"Shared memory left behind: {sum(len(r['shared_memory_left']) for r in self.runs)}.",
        ]  # fmt: skip
        for run in self.runs:
            if run["simulated"]:
                s = run["simulated"]
                lines.append(
                    f"Simulated: {s['days']:g} days, {s['due']} changes due, {s['missed']} not on "
                    f"their second, in {s['took_s']:.0f} s."
                )
        if wrong:
            lines += ["", "What was wrong:", "", *(f"- {w}" for w in wrong)]
        return "\n".join(lines) + "\n"


def _risen(values: list[float] | list[int]) -> float:
    """How far a counter rose, which begins anew with another audio process."""
    return float(sum(max(0, b - a) for a, b in zip(values, values[1:], strict=False)))


def _slope(rows: list[Row]) -> float | None:
    """MiB an hour of the sum of all processes; None from less than ten minutes."""
    later = [r for r in rows if r.at > rows[0].at + _SETTLE_S]
    if not later or later[-1].at - later[0].at < 600.0:
        return None
    # processes come and go with the faults: the level between them is what counts
    times, sizes = np.array([(r.at, r.mib) for r in later]).T
    edges = np.linspace(times[0], times[-1], 11)
    middle = [
        np.median(sizes[(times >= a) & (times <= b)])
        for a, b in zip(edges, edges[1:], strict=False)
    ]
    return round(float(np.polyfit((edges[1:] + edges[:-1]) / 2, middle, 1)[0]) * 3600.0, 2)


def _spelled(slope: float | None) -> str:
    return "too short" if slope is None else f"{slope:+.1f}"


def _draw(rows: list[Row], results: list[tuple[float, Result]], out: Path) -> None:
    try:
        import matplotlib
    except ImportError:
        return  # the words are what counts
    matplotlib.use("Agg")
    from matplotlib import pyplot

    data = np.array([[asdict(r)[k] for k in ("at", "rms", "peak", "mib", "filling")] for r in rows])
    figure, axes = pyplot.subplots(3, 1, sharex=True, figsize=(12, 6))
    minutes = data[:, 0] / 60.0
    for column, label in ((1, "mean"), (2, "peak")):
        axes[0].plot(minutes, 20 * np.log10(np.maximum(data[:, column], 1e-5)), lw=0.6, label=label)
    axes[0].set(ylabel="level, dB", ylim=(-80, 0))
    axes[1].fill_between(minutes, data[:, 4], step="mid")
    axes[1].set(ylabel="last good bars", yticks=[])
    axes[2].plot(minutes, data[:, 3], lw=0.8)
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
