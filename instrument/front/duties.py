"""What the front does again and again, so that a fault in one of its duties ends nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Callable

MOST_FAULTS = 32
"""That are told, each once."""


class Duties:
    """Nobody may be in the room for months: what goes wrong is told, and the sound goes on."""

    def __init__(self, say: Callable[[str], None], tell: Callable[[str, str], None]) -> None:
        """`say` takes a traceback, `tell` (kind, text) what is trouble."""
        self._say = say
        self._tell = tell
        self._faults: set[str] = set()

    def do(self, *duties: Callable[[], None]) -> None:
        """Does each of them."""
        for duty in duties:
            try:
                duty()
            except Exception as error:  # noqa: BLE001 - whatever it is
                self._fault(error)

    def _fault(self, error: Exception) -> None:
        whole = "".join(traceback.format_exception(error))
        if whole not in self._faults and len(self._faults) < MOST_FAULTS:
            self._faults.add(whole)
            self._say(whole)
            self._tell("front", f"a fault of ours, please report it: {error!r}")
