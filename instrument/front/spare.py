"""Engine processes: how one is started, and one that waits, with everything loaded, to be needed.

An engine needs seconds of processor time for PyTorch and the weights before it can play, and many
more where others want the processor too. A spare one has that behind it; it costs its memory.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import psutil

from instrument.places import child_environment

AFTER_S = 5.0
"""A spare is started so long after the engine that plays was ready, and after the last try."""

ROOM_MIB = 1_024.0
"""With less memory free than this there is none."""

KEPT = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128", "LRU_CACHE_CAPACITY": "128"}
"""oneDNN and PyTorch's layer over it keep the code that they made for each number of tokens: a
thousand pieces, some 400 MiB, where blocks of all lengths are played. These are those of a dozen
lengths; to make others again costs a block a few milliseconds."""


@dataclass(frozen=True)
class Launch:
    """How an engine process is started: the command, the descriptors it inherits."""

    command: Sequence[str]
    descriptors: Sequence[int]


class Process(Protocol):
    """What is asked of an engine's process, be it a child of ours (subprocess.Popen) or not."""

    pid: int

    def poll(self) -> int | None: ...
    def kill(self) -> None: ...
    def wait(self, timeout: float) -> int: ...


@dataclass
class Started:
    """An engine process, and our end of its socket."""

    process: Process
    socket: socket.socket

    def end(self) -> None:
        """Kills it."""
        self.socket.close()
        with contextlib.suppress(OSError):
            self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.5)  # a driver may keep it a little; it cannot come back


def start(launch: Callable[[int], Launch], *more: str) -> Started:
    """Starts an engine as `launch(fd)` says, with `more` arguments. Raises OSError."""
    ours, theirs = socket.socketpair()
    try:
        how = launch(theirs.fileno())
        process = subprocess.Popen(
            [*how.command, *more],
            pass_fds=[theirs.fileno(), *how.descriptors],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=KEPT | child_environment(),
            start_new_session=True,  # Ctrl-C ends the front, which then ends this in order
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    ours.setblocking(False)
    return Started(process, ours)


class Spare:
    """At most one engine that waits. Runs on the front's event loop; nothing in it waits.

    It says nothing until its first message comes, and ends when its socket is closed.
    """

    def __init__(self, launch: Callable[[int], Launch], wanted: bool) -> None:
        self._launch = launch
        self._wanted = wanted
        self._here: Started | None = None
        self._tried = 0.0

    def keep(self, since: float) -> None:
        """Has one, if the engine that plays has been ready since `since`; about once a second."""
        if not self._wanted:
            return
        if self._here is not None and self._here.process.poll() is not None:
            self.end()
        room = psutil.virtual_memory().available / 2**20 > ROOM_MIB
        if not room:
            self.end()
        now = time.monotonic()
        if self._here is None and room and now - max(since, self._tried) > AFTER_S:
            self._tried = now
            with contextlib.suppress(OSError):
                self._here = start(self._launch, "--wait")

    def take(self) -> Started | None:
        """The one that waits, if it lives; it is the taker's."""
        here, self._here = self._here, None
        if here is None or here.process.poll() is None:
            return here
        here.end()
        return None

    def end(self) -> None:
        """There is none any more."""
        if self._here is not None:
            self._here.end()
            self._here = None
