"""An engine that has outlived its front, as its next front takes it up: the music goes on, and
nothing has to be loaded.
"""

from __future__ import annotations

import signal
import subprocess
import time

from instrument.door import knock
from instrument.front.process import end_process, started
from instrument.front.spare import Started

PATIENCE_S = 1.0
"""An engine that makes a block opens its door behind it."""
_LOOK_S = 0.05


class Orphan:
    """A process that is no child of ours, with what is needed of a Popen."""

    def __init__(self, pid: int, since: int) -> None:
        self.pid = pid
        self._since = since

    def poll(self) -> int | None:
        """None while it lives; how it ended is not ours to know."""
        return None if started(self.pid) == self._since else -signal.SIGKILL

    def kill(self) -> None:
        """kill -9."""
        end_process(self.pid, self._since)

    def wait(self, timeout: float) -> int:
        """Until it has ended; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"engine {self.pid}", timeout)
            time.sleep(0.01)
        return status


def take_up(pid: int, since: int) -> Started | None:
    """The engine `pid`, started `since`, if it still plays and answers soon."""
    end = time.monotonic() + PATIENCE_S
    while pid > 0 and since and started(pid) == since:
        if (line := knock(pid)) is not None:
            return Started(Orphan(pid, since), line)
        if time.monotonic() > end:
            break
        time.sleep(_LOOK_S)
    return None
