"""Runs a Python program at another time of day: `python -m instrument.soak.elsewhen FILE [-m] WHAT
[arguments]`. FILE holds by how many seconds `time.time()` is ahead, and is looked at every time.

The machine's own clock is nobody's to leap with; and of libfaketime, which could be asked instead,
Debian 12's version breaks `time.sleep` when the steady clock is to stay as it is.
"""

from __future__ import annotations

import contextlib
import runpy
import sys
import time
from pathlib import Path


def shift(file: Path) -> None:
    """From now on this process's wall clock is ahead by what the file says."""
    real = time.time

    def told() -> float:
        with contextlib.suppress(OSError, ValueError):
            return real() + float(file.read_text())
        return real()

    time.time = told


def main() -> None:
    """Runs what the arguments say."""
    shift(Path(sys.argv[1]))
    what = sys.argv[2:]
    if what[0] == "-m":
        sys.argv = what[1:]
        runpy.run_module(what[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = what
        runpy.run_path(what[0], run_name="__main__")


if __name__ == "__main__":
    main()
