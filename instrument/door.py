"""Where an engine that has lost its front waits for the next one: a socket in the runtime folder,
which is this user's alone. Linux only, as is taking over from a front that died.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from instrument.places import runtime_dir


class Door:
    """An open door of this process. One thread owns it."""

    def __init__(self) -> None:
        """Raises OSError where there can be none."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with _address(os.getpid()) as address:
                Path(address).unlink(missing_ok=True)
                self._socket.bind(address)
            self._socket.listen(1)
            self._socket.setblocking(False)
        except OSError:
            self._socket.close()
            raise

    def fileno(self) -> int:
        """For select: readable when somebody has come."""
        return self._socket.fileno()

    def visitor(self) -> socket.socket | None:
        """Whoever has come; never waits."""
        with contextlib.suppress(OSError):
            return self._socket.accept()[0]
        return None

    def close(self) -> None:
        """Shuts it."""
        self._socket.close()
        with contextlib.suppress(OSError), _address(os.getpid()) as address:
            Path(address).unlink(missing_ok=True)


def knock(pid: int) -> socket.socket | None:
    """The other end of a line to the engine `pid`, if its door is open; never waits. Doors of
    engines that are dead are cleared away."""
    for left in runtime_dir().glob("engine-*"):
        number = left.name.removeprefix("engine-")
        if number.isdecimal() and not Path(f"/proc/{number}").exists():
            left.unlink(missing_ok=True)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _address(pid) as address:
            line.connect(address)
    except OSError:
        line.close()
        return None
    line.setblocking(False)
    return line


@contextlib.contextmanager
def _address(pid: int) -> Iterator[str]:
    """By way of a descriptor: an address has room for a hundred bytes, and folders may be deep."""
    if sys.platform != "linux":
        raise OSError("no door on this system")
    folder = os.open(runtime_dir(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/engine-{pid}"
    finally:
        os.close(folder)
