"""Too little of what it needs: processor, memory, disk. Nothing that others need is harmed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil

from instrument.osc.codec import encode
from instrument.soak.result import Result
from instrument.soak.stage import LIMIT_S, SAVED_S, Stage, until

LONG_S = 10.0
MOST_MIB = 3_072
"""Memory that is held at most, and never more than half of what is free."""

_BUSY = "while True: pass"
_HOLD = (
    "import sys, time; held = bytearray(b'x') * (int(sys.argv[1]) << 20); print(); time.sleep(600)"
)


def load(stage: Stage, rng: random.Random) -> Result:
    """Every core is busy for a while."""
    busy = max(1, (os.cpu_count() or 2) - 1)
    return _endured(stage, "load", [[sys.executable, "-c", _BUSY]] * busy)


def memory(stage: Stage, rng: random.Random) -> Result:
    """Another process takes much of the memory that is free, and writes to all of it."""
    mib = min(MOST_MIB, psutil.virtual_memory().available // 2**21)
    done = _endured(stage, "memory", [[sys.executable, "-c", _HOLD, str(mib)]])
    done.note = f"{mib} MiB"
    return done


def disk(stage: Stage, rng: random.Random) -> Result:
    """No file can be written for a while, as on a full disk; what was set meanwhile is saved when
    there is room again.

    Front and engine may write no byte to a file (RLIMIT_FSIZE): they get an OSError, as they would
    from a full disk, and nobody else does. What the audio process records goes on being heard.
    """
    assert stage.panel is not None
    before, level = stage.panel.underruns, round(rng.uniform(-14.0, -10.0), 2)
    wrong = []
    with _no_room([stage.manager.pid, stage.panel.engine_pid]):
        stage.send(encode("/lmdm/param/gain", level))
        stage.send(encode("/lmdm/capture", 1.0, "soak"))
        stage.send(encode("/lmdm/preset/save", "soak"))
        time.sleep(SAVED_S)
        if not stage.plays():
            wrong.append("it does not play without room on the disk")
    back = until(lambda: stage.plays() and _saved_gain(stage) == level, LIMIT_S)
    until(lambda: "saved again" in stage.said(), SAVED_S)
    if more := stage.panel.underruns - before:
        wrong.append(f"{more} underruns")
    if "saved again" not in stage.said():
        wrong.append("the log does not say so")
    return Result("disk", back, wrong)


def _endured(stage: Stage, name: str, commands: list[list[str]]) -> Result:
    """Others run beside it for a while; no underrun is allowed."""
    assert stage.panel is not None
    before = stage.panel.underruns
    others: list[subprocess.Popen[bytes]] = []
    try:
        for words in commands:
            others.append(subprocess.Popen(words, stdout=subprocess.DEVNULL))  # noqa: PERF401
        time.sleep(LONG_S)
    finally:  # whoever interrupts it here is not left with busy cores
        for process in others:
            process.kill()
            process.wait()
    back = until(stage.plays, LIMIT_S)
    more = stage.panel.underruns - before
    return Result(name, back, [f"{more} underruns"] if more else [])


@contextlib.contextmanager
def _no_room(pids: list[int]) -> Iterator[None]:
    limits = [(pid, resource.prlimit(pid, resource.RLIMIT_FSIZE)) for pid in pids]
    try:
        for pid, (_, hard) in limits:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        yield
    finally:
        for pid, limit in limits:
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


def _saved_gain(stage: Stage) -> float | None:
    """The level that a front would find on the disk."""
    path = stage.folder / "state" / "ports" / f"{stage.port}.json"
    for line in json.loads(path.read_text())["changes"]:
        if line[1] == "gain":
            return round(float(line[3]), 2)
    return None
