"""Which process goes first when there is too little processor for all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

AUDIO, ENGINE, FRONT = -11, -8, -5
"""Nice levels: nobody may hear the front think, nor wait for an engine that was started again."""


def take(level: int, pid: int = 0) -> None:
    """Gives a process (0: this one), and those that it starts, a nice level, unless it has a better
    one; threads that it has already keep theirs. Without the right to it (Linux: `nice` in
    limits.conf, as the audio group often has it) everything stays as it is."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no setpriority
        if os.getpriority(os.PRIO_PROCESS, pid) > level:
            os.setpriority(os.PRIO_PROCESS, pid, level)
        if os.getsid(pid) == (pid or os.getpid()):
            _take_session(level, pid)


def _take_session(level: int, pid: int) -> None:
    """Linux shares the processor between sessions (autogroups, sched(7)) before it looks at the
    levels within one: what leads a session, as engine and audio do, takes the level for that. The
    file is empty for what the kernel keeps in no such group (the first session, a container's)."""
    file = Path(f"/proc/{pid or 'self'}/autogroup")
    told = file.read_text().split() if file.exists() else []
    if told and int(told[-1]) > level:
        file.write_text(str(level))
