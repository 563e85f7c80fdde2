"""Processes by number and time of birth, so that a number used again is not taken for the same."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def started(pid: int) -> int:
    """When a process was started, in the kernel's ticks; 0 when there is none, or the system does
    not say.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = stat.rpartition(")")[2].split()
    return int(fields[19]) if len(fields) > 19 and fields[0] != "Z" else 0


def end_process(pid: int, since: int, how: int = signal.SIGKILL) -> None:
    """Ends a process, if it is still the one started `since`."""
    if pid > 0 and since and started(pid) == since:
        with contextlib.suppress(OSError):
            os.kill(pid, how)
