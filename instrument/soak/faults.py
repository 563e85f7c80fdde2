"""What is made to fail, and how long until it plays again. Each returns a Result."""

from __future__ import annotations

import os
import random
import subprocess
import time
from dataclasses import asdict, dataclass, field

from instrument.osc.codec import encode
from instrument.soak import fuzz
from instrument.soak.stage import Stage, until

LIMIT_S = 120.0
_SAVED_S = 5.0


@dataclass
class Result:
    """One fault: seconds until live sound was back (None: never), and what was wrong besides."""

    fault: str
    back_s: float | None
    wrong: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """It came back, with everything in its place."""
        return self.back_s is not None and not self.wrong

    def to_json(self) -> dict:
        """For the report."""
        return asdict(self)


def engine(stage: Stage, rng: random.Random) -> Result:
    """The engine is killed."""
    assert stage.panel is not None
    old = stage.panel.engine_pid
    gain = stage.get("gain")
    stage.end(old)
    back = until(lambda: stage.panel.engine_pid not in (0, old) and stage.plays(), LIMIT_S)
    return Result("engine", back, [] if stage.get("gain") == gain else ["gain is another"])


def front(stage: Stage, rng: random.Random) -> Result:
    """The front is killed; its manager starts another, and the sound goes on meanwhile."""
    assert stage.panel is not None
    level = round(rng.uniform(-14.0, -10.0), 2)
    stage.send(encode("/lmdm/param/gain", level))
    _let_save()
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
    """Everything is killed at once, at a random moment of writing; what was saved is back."""
    level = round(rng.uniform(-14.0, -10.0), 2)
    stage.send(encode("/lmdm/param/gain", level))
    _let_save()
    wanted = stage.get("gain")
    until_cut = time.monotonic() + rng.uniform(0.0, 2.5)
    while time.monotonic() < until_cut:  # something is being written
        stage.send(encode("/lmdm/param/density", rng.uniform(1.0, 8.0)))
        time.sleep(0.01)
    readies = stage.manager.readies
    for pid in stage.pids():
        stage.end(pid)
    back = until(lambda: stage.manager.readies > readies and stage.plays(), LIMIT_S)
    wrong = [] if back is None or stage.get("gain") == wanted else ["gain was not kept"]
    return Result("power", back, wrong)


def packets(stage: Stage, rng: random.Random, count: int = 5_000, rate: float = 5_000.0) -> Result:
    """A second of bad packets at 5,000 a second."""
    assert stage.panel is not None
    pid, engine_pid = stage.manager.pid, stage.panel.engine_pid
    fuzz.flood(stage.port, count, rate, rng.randrange(2**31))
    back = until(stage.plays, LIMIT_S)
    wrong = []
    if stage.manager.pid != pid:
        wrong.append("the front ended")
    if stage.panel.engine_pid != engine_pid:
        wrong.append("the engine ended")
    stage.send(encode("/lmdm/notes/off"))
    stage.send(encode("/lmdm/clock/off"))
    return Result("packets", back, wrong)


def load(stage: Stage, rng: random.Random, seconds: float = 10.0) -> Result:
    """Every core is busy for a while."""
    assert stage.panel is not None
    before = stage.panel.underruns
    words = ["sh", "-c", "while :; do :; done"]
    busy = [subprocess.Popen(words) for _ in range(max(1, (os.cpu_count() or 2) - 1))]
    time.sleep(seconds)
    for process in busy:
        process.kill()
        process.wait()
    more = stage.panel.underruns - before
    return Result("load", until(stage.plays, LIMIT_S), [f"{more} underruns"] if more else [])


def _let_save() -> None:
    """A change is on the disk after this: it is written every other second."""
    time.sleep(_SAVED_S)


FAULTS = {"engine": engine, "front": front, "power": power, "packets": packets, "load": load}
