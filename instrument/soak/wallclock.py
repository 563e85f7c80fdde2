"""The wall clock leaps: somebody sets it, or the network's time arrives late.

The front, which alone reads it, runs in elsewhen; the clock by which sound is made goes on, as it
does on a real machine.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

from instrument import presets
from instrument.places import write_whole
from instrument.scenes.file import load
from instrument.soak.result import Result
from instrument.soak.stage import LIMIT_S, Stage, until

LEAPS_S = (
    -31 * 86_400 - 480,
    -86_400 - 300,
    -3_900,
    -3_600,
    -61,
    61,
    660,
    3_600,
    7_620,
    400 * 86_400 + 840,
)
STAY_S = 6.0


class WallClock:
    """What the daemon takes for the time of day, when it is started as `command` says."""

    def __init__(self, folder: Path, scene: Path | None) -> None:
        """`scene`: the programme that is to be on at whatever time it is. Raises UserError."""
        self._file = folder / "time"
        self._programme = None if scene is None else load(scene, presets.load).programme
        self.leap(0)

    def command(self, serve: Sequence[str]) -> list[str]:
        """`serve`, a Python program's command, by this clock."""
        python, *program = serve
        return [python, "-m", "instrument.soak.elsewhen", str(self._file), *program]

    def leap(self, seconds: int) -> None:
        """From now on it is so much later than it is."""
        self._ahead = seconds
        write_whole(self._file, str(seconds))

    def fault(self, stage: Stage, rng: random.Random) -> Result:
        """It leaps there and back; the programme's scene of that time is played, without a gap."""
        assert stage.panel is not None
        pids, before = stage.pids(), stage.panel.underruns
        wrong, backs, leap = [], [], rng.choice(self._leaps())
        for ahead in (leap, 0):
            self.leap(ahead)
            back = until(lambda: self._followed(stage), LIMIT_S)
            if back is None:
                return Result("clock", None, [f"at {ahead:+d} s another scene plays"])
            backs.append(back)
            time.sleep(STAY_S)
            if not stage.plays():
                wrong.append("it stopped")
        if stage.pids() != pids:
            wrong.append("a process was started again")
        if more := stage.panel.underruns - before:
            wrong.append(f"{more} underruns")
        return Result("clock", max(backs), wrong, note=f"{leap:+d} s")

    def _leaps(self) -> tuple[int, ...]:
        """Those to where another scene is on, if there are any: that can be seen."""
        if self._programme is None:
            return LEAPS_S
        scenes = {leap: self._programme.on(time.time() + leap).scene for leap in (0, *LEAPS_S)}
        return tuple(leap for leap in LEAPS_S if scenes[leap] != scenes[0]) or LEAPS_S

    def _followed(self, stage: Stage) -> bool:
        if self._programme is None:
            return stage.plays()
        return stage.scene() == self._programme.on(time.time() + self._ahead).scene
