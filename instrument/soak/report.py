"""The report of a soak: totals that go on from run to run, in JSON, in words, and as a picture."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from instrument.places import write_whole
from instrument.soak.drawing import draw_minutes, draw_run
from instrument.soak.ear import Heard
from instrument.soak.minutes import Minute
from instrument.soak.result import Result
from instrument.soak.stage import Row

CYCLE_S = 1_200.0
"""In which all scenes of what a soak plays have their turn (`scenes/always.yaml`). After the first
of these, caches of what comes and goes are there; then like is compared with like."""
_BIN_S = 600.0
"""Of what is held at least a figure each; less time than one tells no slope."""
EACH = ("front", "audio", "engine")
LIMITED_DB = 1.0
_PARTS = 3
_MINUTES = "minutes.json"


class Report:
    """In a folder: report.json (all runs), report.md, run-N.png."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._path = folder / "report.json"
        self.runs: list[dict[str, Any]] = []
        if self._path.exists():
            self.runs = json.loads(self._path.read_text())["runs"]
        self._before = len(self.runs)

    def put(
        self, rows: list[Row], results: list[tuple[float, Result]], starts: int,
        simulated: dict | None, heard: Heard | None = None, left: list[str] | None = None,
    ) -> None:  # fmt: skip
        """Writes how this run has gone so far, so that whatever ends it, what was found stays.
        `heard`: what the ear heard of all of it. `left` names shared memory that was left behind;
        with it the run is over, and drawn."""
        limited_part, limited_s = limited(rows)
        self.runs[self._before :] = [
            {
                "ended": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
                "hours": rows[-1].at / 3600.0 if rows else 0.0,
                "faults": [{"at_s": round(at, 2), **result.to_json()} for at, result in results],
                "longest_gap_ms": None if heard is None else round(heard.gap_ms, 1),
                "longest_rest_ms": None if heard is None else round(heard.rest_ms, 1),
                "loudest_peak": round(max((r.peak for r in rows), default=0.0), 4),
                "filler_s": round(_risen([r.filler_s for r in rows]), 2),
                "underruns": int(_risen([r.underruns for r in rows])),
                "limited": round(limited_part, 5),
                "limited_s": round(limited_s, 2),
                "memory_mib_per_hour": _slopes(rows) if rows else dict.fromkeys(("all", *EACH)),
                "least_mib": least(rows),
                "starts_of_the_front": starts,
                "shared_memory_left": left or [],
                "simulated": simulated,
            }
        ]
        write_whole(self._path, json.dumps({"runs": self.runs}, indent=1))
        write_whole(self.folder / "report.md", self.words())
        if rows and left is not None:
            draw_run(rows, results, self.folder / f"run-{len(self.runs)}.png")

    def heard(self, asked: dict[str, Any]) -> tuple[float, list[Minute]] | None:
        """When the simulated time began that was asked for so before, and was not heard to its end,
        and what was heard of it."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads((self.folder / _MINUTES).read_text())
            if kept["asked"] == asked:
                return float(kept["begin"]), [Minute(**m) for m in kept["heard"]]
        return None

    def hear(
        self, asked: dict[str, Any], begin: float, heard: list[Minute], *, over: bool = False
    ) -> None:
        """Keeps and draws what was heard so far of the simulated time that was asked for."""
        kept = {"asked": asked, "begin": begin, "heard": [asdict(m) for m in heard]}
        path = self.folder / _MINUTES
        write_whole(path, json.dumps(kept, indent=1))
        draw_minutes(heard, path.with_suffix(".png"))
        if over:
            for file in (path, path.with_suffix(".png")):
                if file.exists():
                    file.replace(file.with_stem(f"{file.stem}-{self._before + 1}"))

    def words(self) -> str:
        """The totals, as Markdown."""
        faults = [f for run in self.runs for f in run["faults"]]
        lines = [
            f"# Soak: {sum(r['hours'] for r in self.runs):.2f} hours in {len(self.runs)} runs", "",
            "| fault | times | right | back after, median (longest) s "
            "| longest gap, ms | longest rest, ms | loudest, dB true peak |",
            "|---|---|---|---|---|---|---|",
        ]  # fmt: skip
        for name in sorted({f["fault"] for f in faults}):
            mine = [f for f in faults if f["fault"] == name]
            back = [f["back_s"] for f in mine if f["back_s"] is not None]
            right = sum(f["back_s"] is not None and not f["wrong"] for f in mine)
            span = f"{np.median(back):.1f} ({max(back):.1f})" if back else "never"
            heard = " | ".join(_most(mine, key) for key in ("silence_ms", "rest_ms", "peak_db"))
            lines.append(f"| {name} | {len(mine)} | {right} | {span} | {heard} |")
        wrong = [f"{f['fault']}: {w}" for f in faults for w in f["wrong"]]
        gap, rest = (_most(self.runs, f"longest_{k}_ms") for k in ("gap", "rest"))
        peak = max((r["loudest_peak"] for r in self.runs), default=0.0)
        lines += [
            "", f"Longest silence in place of sound: {gap} ms; that the model played: {rest} ms. "
            f"Loudest: {peak:.3f}.",
            f"Underruns: {sum(r['underruns'] for r in self.runs)}, "
            f"{sum(r['filler_s'] for r in self.runs):.1f} s of the last good bars.",
            "Memory, MiB an hour, run by run: "
            + ("; ".join(_memory(r) for r in self.runs) or "-") + ".",
            f"The limiter took away more than {LIMITED_DB:g} dB for "
            f"{max((r['limited_s'] for r in self.runs), default=0.0):.1f} s at most, in "
            f"{max((r['limited'] for r in self.runs), default=0.0):.2%} of a run's time.",
            f"Shared memory left behind: {sum(len(r['shared_memory_left']) for r in self.runs)}.",
        ]  # fmt: skip
        for run in self.runs:
            if run["simulated"]:
                s = run["simulated"]
                lines.append(
                    f"Simulated: {s['days']:g} days, {s['due']} changes due, {s['missed']} not on "
                    f"their second, in {s['took_s']:.0f} s."
                )
                lines += _heard(s)
        if notes := [f"{f['fault']}: {f['note']}" for f in faults if f.get("note")]:
            lines += ["", "Notes:", "", *(f"- {n}" for n in notes)]
        if wrong:
            lines += ["", "What was wrong:", "", *(f"- {w}" for w in wrong)]
        return "\n".join(lines) + "\n"


def _heard(simulated: dict[str, Any]) -> list[str]:
    """What was heard in the minutes of a simulated time."""
    if not simulated.get("minutes"):
        return []
    drifts = ", ".join(f"{k} {a:+.3f} ± {b:.3f}" for k, (a, b) in simulated["slopes"].items())
    return [
        f"{simulated['minutes']} of its minutes were played and heard, {len(simulated['wrong'])} "
        f"findings. Over the whole time (± standard error): {drifts}.",
        *(f"- {w}" for w in simulated["wrong"]),
    ]


def _most(what: list[dict[str, Any]], key: str) -> str:
    """The greatest of what was heard, where it was."""
    heard = [w[key] for w in what if w.get(key) is not None]
    return f"{max(heard):.1f}" if heard else "-"


def _risen(values: list[float] | list[int]) -> float:
    """How far a counter rose, which begins anew with another audio process."""
    return float(sum(max(0, b - a) for a, b in zip(values, values[1:], strict=False)))


def slope(times: np.ndarray, sizes: np.ndarray) -> tuple[float, float] | None:
    """MiB an hour, and the standard error of that; times [n] in seconds. None from less than ten
    minutes. What is held at least is what counts, in each CYCLE_S, in thirds of less time (where a
    scene comes and goes, so do caches): its tenth percentile, as processes end and begin."""
    span = times[-1] - times[0] if len(times) else 0.0
    if span < _BIN_S:
        return None
    parts = max(_PARTS, int(span // CYCLE_S))
    edges = times[0] + min(CYCLE_S, span / parts) * np.arange(parts + 1)
    least = np.array([
        np.percentile(sizes[(times >= a) & (times <= b)], 10.0)
        for a, b in zip(edges, edges[1:], strict=False)
    ])  # fmt: skip
    hours = (edges[1:] + edges[:-1]) / 7_200.0
    rise, level = np.polyfit(hours, least, 1)
    spread = np.square(hours - hours.mean()).sum()
    error = np.sqrt(np.square(least - level - rise * hours).sum() / (parts - 2) / spread)
    return round(float(rise), 2), round(float(error), 2)


def _slopes(rows: list[Row]) -> dict[str, tuple[float, float] | None]:
    """Of all processes together, and of each."""
    later = [r for r in rows if r.at > rows[0].at + CYCLE_S and len(r.each_mib) == len(EACH)]
    times = np.array([r.at for r in later])
    found = {"all": slope(times, np.array([r.mib for r in later]))}
    for k, name in enumerate(EACH):
        found[name] = slope(times, np.array([r.each_mib[k] for r in later]))
    return found


def least(rows: list[Row]) -> dict[str, list[float]]:
    """What each process held at least in every ten minutes, MiB: whether a rise goes on, or was
    caches that filled, no one slope tells."""
    known = [r for r in rows if len(r.each_mib) == len(EACH)]
    whole = int((known[-1].at - known[0].at) // _BIN_S) if known else 0
    parts = [
        [r.each_mib for r in known if k <= (r.at - known[0].at) / _BIN_S < k + 1]
        for k in range(whole)
    ]
    held = np.array([np.percentile(part, 10.0, axis=0) for part in parts if part])
    return {name: [round(float(m), 1) for m in held[:, k]] if len(held) else []
            for k, name in enumerate(EACH)}  # fmt: skip


def limited(rows: list[Row]) -> tuple[float, float]:
    """The part of the time in which the limiter took away more than LIMITED_DB, and the longest
    such stretch in seconds."""
    longest, begun = 0.0, None
    for row in rows:
        if row.limiter_db >= -LIMITED_DB:
            begun = None
            continue
        begun = row.at if begun is None else begun
        longest = max(longest, row.at - begun)
    return sum(r.limiter_db < -LIMITED_DB for r in rows) / max(1, len(rows)), longest


def _spelled(rise: tuple[float, float] | None) -> str:
    return "too short" if rise is None else f"{rise[0]:+.1f} ± {rise[1]:.1f}"


def _memory(run: dict[str, Any]) -> str:
    found = run["memory_mib_per_hour"]
    if found["all"] is None:
        return _spelled(None)
    each = ", ".join(f"{name} {_spelled(found[name])}" for name in EACH)
    return f"{_spelled(found['all'])} ({each})"
