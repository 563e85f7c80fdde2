"""What is said to the person at the terminal, and its last lines kept for whoever looks later."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import deque
from logging import INFO, Formatter, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from instrument.errors import UserError

_LOG_BYTES, _LOGS = 1 << 20, 5
LINES = 200
"""Lines that are kept."""


class Journal:
    """Lines said, newest last. `count` goes on, so that a reader knows what it has not seen."""

    def __init__(self, log: Path | None = None) -> None:
        """`log`: a file that gets every line with its time, too. Raises UserError if it cannot."""
        self.count = 0
        self._log: RotatingFileHandler | None = None
        if log is not None:
            try:
                self._log = RotatingFileHandler(log, maxBytes=_LOG_BYTES, backupCount=_LOGS)
            except OSError as error:
                raise UserError(f"--log: {log}: {error.strerror}") from None
            self._log.setFormatter(Formatter("%(asctime)s %(message)s"))
            self._log.handleError = lambda record: None  # type: ignore[method-assign]  # full disk
        self._lines: deque[tuple[float, str]] = deque(maxlen=LINES)

    def say(self, text: str) -> None:
        """A line on standard output."""
        self._put(text, sys.stdout)

    def warn(self, text: str) -> None:
        """A line on standard error."""
        self._put(text, sys.stderr)

    def since(self, count: int) -> list[tuple[float, str]]:
        """The (Unix time, line) that came after the first `count`, as far as they are kept."""
        new = min(self.count - count, len(self._lines))
        return list(self._lines)[len(self._lines) - new :] if new > 0 else []

    def _put(self, text: str, stream: TextIO) -> None:
        self._lines.append((time.time(), text))
        self.count += 1
        if self._log is not None:
            self._log.handle(LogRecord("lmdm", INFO, "", 0, text, None, None))
        with contextlib.suppress(OSError):  # nobody reads us any more: no reason to end
            print(text, file=stream, flush=True)
