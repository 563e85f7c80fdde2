"""How a real daemon holds out: `lmdm bench --minutes M` plays beside a busy core and watches."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psutil

from instrument.errors import UserError
from instrument.osc.asking import ask

SETTLE_S = 5.0
"""What happens in the first seconds after the sound begins is not counted."""
LOOK_EVERY_S = 5.0
_START_LIMIT_S = 120.0
_BUSY = "while True: pass"


def watch(minutes: float, model: str, busy: int = 1) -> dict[str, Any]:
    """Play `minutes` on the null device with `busy` processes that do nothing but compute."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "serve.txt"
        command = [sys.executable, "-m", "instrument.cli", "serve", "--audio", "null"]
        with said.open("w") as out:
            daemon = subprocess.Popen(
                [*command, "--port", "0", "--model", model], stdout=out, stderr=subprocess.STDOUT
            )
        load = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(busy)]
        try:
            port = started(daemon, said)
            return {"minutes": minutes, "busy_processes": busy, **_look(daemon.pid, port, minutes)}
        finally:
            for process in load:
                process.kill()
            daemon.terminate()
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(10)


def started(daemon: subprocess.Popen, said: Path) -> int:
    """Waits until a daemon plays, whose output is in the file `said`; its port."""
    end = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < end and daemon.poll() is None:
        text = said.read_text()
        port = re.search(r"osc: .*:(\d+)", text)
        if port and "playing" in text:
            return int(port[1])
        time.sleep(0.1)
    raise UserError(f"the daemon did not start: {said.read_text().strip()[-300:]}")


def _look(pid: int, port: int, minutes: float) -> dict[str, Any]:
    time.sleep(SETTLE_S)
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    start, rows = time.monotonic(), []
    while (elapsed := time.monotonic() - start) < 60 * minutes:
        status = ask(port, "/lmdm/status")
        memory = sum(p.memory_info().rss for p in family) / 2**20
        rows.append((elapsed / 60, memory, float(status[4]), int(status[6]), int(status[7])))
        time.sleep(min(LOOK_EVERY_S, max(0.1, 60 * minutes - elapsed)))
    times, memory, p95, underruns, late = (np.array(column) for column in zip(*rows, strict=True))
    later = times > times[-1] / 10
    slope = np.polyfit(times[later], memory[later], 1)[0] if later.sum() > 2 else 0.0
    part = max(1, len(p95) // 10)
    return {
        "underruns": int(underruns[-1] - underruns[0]),
        "late_changes": int(late[-1]),
        "memory_mib": round(float(memory[-1]), 1),
        "memory_slope_mib_per_hour": round(float(slope) * 60, 2),
        "block_p95_ms": {
            "first": round(median(p95[:part]), 2),
            "last": round(median(p95[-part:]), 2),
        },
    }
