"""A flood of packets and requests that nobody should send."""

from __future__ import annotations

import contextlib
import random
import statistics
import time
from pathlib import Path

from instrument.osc.codec import encode
from instrument.soak import fuzz
from instrument.soak.requests import Browsers
from instrument.soak.result import Result
from instrument.soak.stage import LIMIT_S, Stage, until

RATE = 5_000.0
PACKETS = 5_000
HTTP_EVERY = 10
"""Of so many, one comes by HTTP or WebSocket."""

_MOST_GROWTH_MIB = 32.0
"""From a flood's second quarter to its last: what is asked for needs memory, more of it none."""
_LEAST_LOOKS = 80
_CALM_S = 5.0
"""The engine keeps what it needs to make its last blocks again: they pass."""


def packets(stage: Stage, rng: random.Random, count: int = PACKETS) -> Result:
    """Bad packets and requests at 5,000 a second."""
    assert stage.panel is not None
    pids, memory, lost = stage.pids(), stage.mib(), dropped(stage.port)
    first = len(stage.rows)
    answers, took = _send(stage, count, random.Random(rng.randrange(2**31)))
    grown = growth([row.mib for row in stage.rows[first:]])
    back = until(stage.plays, LIMIT_S)
    wrong = []
    time.sleep(_CALM_S)
    if stage.pids() != pids:
        wrong.append("a process ended")
    more = [after - before for before, after in zip(memory, stage.mib(), strict=False)]
    if (grown if grown is not None else sum(more)) > _MOST_GROWTH_MIB:
        wrong.append("memory grows")
    if not answers and count >= 100 * HTTP_EVERY:
        wrong.append("HTTP answered nothing")
    stage.send(encode("/lmdm/notes/off"))
    stage.send(encode("/lmdm/clock/off"))
    note = (
        f"{count} in {took:.0f} s, {dropped(stage.port) - lost} dropped by the system, "
        f"{answers} HTTP answers, MiB of front, audio, engine "
        + " ".join(f"{m:+.1f}" for m in more)
        + ("" if grown is None else f", from its second quarter to its last {grown:+.1f}")
    )
    return Result("packets", back, wrong, note=note)


def _send(stage: Stage, count: int, rng: random.Random) -> tuple[int, float]:
    begun = time.monotonic()
    with Browsers(stage.http_port, rng) as browsers, fuzz.Sender(stage.port, rng) as sender:
        for k in range(count):
            if k % HTTP_EVERY == 0:
                browsers.ask()
            else:
                sender.send()
            ahead = begun + k / RATE - time.monotonic()
            if ahead > 0.002:
                time.sleep(ahead)
        return browsers.answers, time.monotonic() - begun


def growth(mib: list[float]) -> float | None:
    """From the second quarter of some looks to the last, between medians; None from too few."""
    if len(mib) < _LEAST_LOOKS:
        return None
    quarter = len(mib) // 4
    return statistics.median(mib[-quarter:]) - statistics.median(mib[quarter : 2 * quarter])


def dropped(port: int) -> int:
    """Datagrams to a port that Linux has thrown away because nobody read them in time."""
    lost = 0
    with contextlib.suppress(OSError):
        for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
            words = line.split()
            if int(words[1].rpartition(":")[2], 16) == port:
                lost += int(words[-1])
    return lost
