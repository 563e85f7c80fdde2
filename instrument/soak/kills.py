"""Processes that are killed, and how long until it plays again. Each returns a Result."""

from __future__ import annotations

import random
import time

from instrument.osc.codec import encode
from instrument.soak.result import Result
from instrument.soak.stage import LIMIT_S, SAVED_S, Stage, until


def engine(stage: Stage, rng: random.Random) -> Result:
    """The engine is killed."""
    panel = stage.panel
    assert panel is not None
    old = panel.engine_pid
    gain = stage.get("gain")
    stage.end(old)
    back = until(lambda: panel.engine_pid not in (0, old) and stage.plays(), LIMIT_S)
    return Result("engine", back, [] if stage.get("gain") == gain else ["gain is another"])


def front(stage: Stage, rng: random.Random) -> Result:
    """The front is killed; its manager starts another, and the sound goes on meanwhile."""
    assert stage.panel is not None
    level = round(rng.uniform(-14.0, -10.0), 2)
    stage.send(encode("/lmdm/param/gain", level))
    time.sleep(SAVED_S)
    wanted = stage.get("gain")
    audio, readies = stage.trace()["audio"], stage.manager.readies
    stage.manager.kill()
    back = until(lambda: stage.manager.readies > readies and stage.plays(), LIMIT_S)
    wrong = []
    if until(stage.settled, LIMIT_S) is None:
        wrong.append("the engine of the front before it still plays")
    if back is not None and stage.trace()["audio"] != audio:
        wrong.append("the sound was interrupted")
    if back is not None and stage.get("gain") != wanted:
        wrong.append("gain is another")
    return Result("front", back, wrong)


def power(stage: Stage, rng: random.Random) -> Result:
    """Everything is killed at once, while somebody turns a knob without end, so that something is
    always written; of that nothing but the last seconds is lost."""
    turned = [(time.monotonic(), round(stage.get("gain")[0], 2))]
    cut = time.monotonic() + rng.uniform(0.5, 6.0)
    while time.monotonic() < cut:
        level = _other_level(rng, turned)
        stage.send(encode("/lmdm/param/gain", level))
        turned.append((time.monotonic(), level))
        stage.send(encode("/lmdm/param/density", rng.uniform(1.0, 8.0)))
        time.sleep(0.02)
    readies = stage.manager.readies
    for pid in stage.pids():
        stage.end(pid)
    cut = time.monotonic()
    back = until(lambda: stage.manager.readies > readies and stage.plays(), LIMIT_S)
    if back is None:
        return Result("power", None)
    lost = lost_s(turned, round(stage.get("gain")[0], 2), cut)
    if lost is None:
        return Result("power", back, ["gain is one that it never was"])
    wrong = [f"{lost:.1f} s of changes were lost"] if lost > SAVED_S else []
    return Result("power", back, wrong, note=f"{lost:.1f} s lost")


def _other_level(rng: random.Random, turned: list[tuple[float, float]]) -> float:
    """One that it has not been at."""
    been = {level for _, level in turned}
    while (level := round(rng.uniform(-14.0, -8.0), 2)) in been:
        pass
    return level


def lost_s(turned: list[tuple[float, float]], kept: float, cut: float) -> float | None:
    """Seconds of changes that a cut has cost: from when the value that was kept became another.
    `turned`: (when, to what). None: it was never at that value."""
    for k, (_, level) in enumerate(turned):
        if level == kept:
            return max(0.0, cut - turned[k + 1][0]) if k + 1 < len(turned) else 0.0
    return None
