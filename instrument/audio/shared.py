"""Memory shared between the audio process, the front and the engine.

On Linux a segment is an anonymous memfd: it has no name, so that nothing is left behind in
/dev/shm whoever is killed in whatever order, and the kernel frees it with its last user. A child
gets it through `pass_fds`; a new front finds it through the living audio process, at
/proc/PID/fd/N. Elsewhere it is a named `multiprocessing.shared_memory` block, which its creator
unlinks when it closes it.

A spec is a short string for a command line: ``fd:N`` (inherited descriptor N), ``pid:PID:N``
(descriptor N of process PID) or ``shm:NAME``.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from multiprocessing.shared_memory import SharedMemory

_FENCE = threading.Lock()


def fence() -> None:
    """Order this thread's memory accesses: those before are seen before those after.

    Python has no atomics. x86 keeps the order of stores by itself; ARM does not, but taking and
    leaving a lock that nobody else ever holds for long is a full barrier there.
    """
    with _FENCE:
        pass


class Segment:
    """A block of zero-initialised memory that other processes can map.

    Any thread may use it. `close` unmaps it; numpy views made from `buf` must be gone by then, or
    the mapping simply lives until they are.
    """

    def __init__(self, spec: str, fd: int, buf: memoryview, owner: object) -> None:
        self.spec = spec
        self.fd = fd
        self.buf = buf
        self._owner = owner
        self._creator = False

    @property
    def size(self) -> int:
        """Bytes."""
        return self.buf.nbytes

    @classmethod
    def create(cls, name: str, size: int) -> Segment:
        """A new segment of `size` bytes; `name` shows in /proc only. OSError if memory is short."""
        if sys.platform == "linux":
            fd = os.memfd_create(f"lmdm-{name}", os.MFD_CLOEXEC)
            try:
                os.ftruncate(fd, size)
                return cls._map(f"fd:{fd}", fd)
            except BaseException:
                os.close(fd)
                raise
        from multiprocessing import shared_memory  # slow to load, and not needed on Linux

        block = shared_memory.SharedMemory(create=True, size=size)
        assert block.buf is not None
        segment = cls(f"shm:{block.name}", -1, memoryview(block.buf)[:size], block)
        segment._creator = True
        return segment

    @classmethod
    def attach(cls, spec: str) -> Segment:
        """Map the segment that `spec` names. ValueError if it is malformed, OSError if gone."""
        kind, _, rest = spec.partition(":")
        if kind == "shm" and rest:
            from multiprocessing import shared_memory

            block = shared_memory.SharedMemory(name=rest)
            _forget(block)
            assert block.buf is not None
            return cls(spec, -1, memoryview(block.buf), block)
        try:
            numbers = [int(part) for part in rest.split(":")]
        except ValueError:
            numbers = []
        if kind == "fd" and len(numbers) == 1:
            return cls._map(spec, numbers[0])
        if kind == "pid" and len(numbers) == 2:
            fd = os.open(f"/proc/{numbers[0]}/fd/{numbers[1]}", os.O_RDWR | os.O_CLOEXEC)
            try:
                return cls._map(f"fd:{fd}", fd)
            except BaseException:
                os.close(fd)
                raise
        raise ValueError(f"not a segment: {spec!r} (fd:N, pid:PID:N or shm:NAME)")

    @classmethod
    def _map(cls, spec: str, fd: int) -> Segment:
        view = mmap.mmap(fd, os.fstat(fd).st_size)
        return cls(spec, fd, memoryview(view), view)

    def array(self, dtype: type[np.generic], offset: int, count: int) -> np.ndarray:
        """A writable numpy view of `count` items at byte `offset`."""
        return np.frombuffer(self.buf, dtype=dtype, count=count, offset=offset)

    def drop_descriptor(self) -> None:
        """For who only looks: close the descriptor, and leave it to the last view to unmap. Nobody
        else can get the segment from here afterwards."""
        if self.fd >= 0:
            with contextlib.suppress(OSError):
                os.close(self.fd)
            self.fd = -1

    def close(self) -> None:
        """Unmap; close the descriptor; on other systems than Linux the creator unlinks."""
        # views still alive keep the memory; it goes with them
        with contextlib.suppress(BufferError):
            self.buf.release()
            self._owner.close()  # type: ignore[attr-defined]
        if self._creator:
            self._owner.unlink()  # type: ignore[attr-defined]
            self._creator = False
        self.drop_descriptor()


def _forget(block: SharedMemory) -> None:
    """Keep this process's resource tracker from unlinking a block that it merely visits."""
    if sys.platform == "win32":
        return
    from multiprocessing import resource_tracker

    resource_tracker.unregister(block._name, "shared_memory")  # type: ignore[attr-defined]
