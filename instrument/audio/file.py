"""The sound goes into a WAV file, at the pace of the clock."""

from __future__ import annotations

import contextlib
import struct
import threading
import time
from pathlib import Path
from typing import BinaryIO

import numpy as np

from instrument.audio.backend import BackendError, Callback
from instrument.audio.null import Null
from instrument.audio.panel import DISK_FULL, DISK_SLOW

_HEADER = 92
_BUFFER_S = 8.0


class File(Null):
    """As Null, and everything that leaves the port is written to a float32 stereo WAV file.

    A thread of its own writes, so that a slow disk never delays the callback. The header is brought
    up to date every second: the file can be read whatever happens. Beyond 4 GB it becomes RF64.
    """

    name = "file"

    def __init__(self, path: str, rate: int, period: int) -> None:
        """Create (or replace) the file at `path`. BackendError if that cannot be done."""
        super().__init__(rate, period)
        if not path:
            raise BackendError("file: needs a path, as in file:/tmp/take.wav")
        try:
            self._file: BinaryIO = Path(path).open("wb", buffering=0)  # noqa: SIM115
        except OSError as error:
            raise BackendError(f"cannot write {path}: {error.strerror}") from error
        self._size = round(_BUFFER_S * rate)
        self._sound = np.zeros((self._size, 2), np.float32)
        self._taken = 0
        self._written = 0
        self._head_at = 0.0
        self._done = threading.Event()
        self._writer = threading.Thread(target=self._write_all, daemon=True)
        with contextlib.suppress(OSError):  # a full disk is told by `fault` when sound comes
            self._head()

    def start(self, callback: Callback) -> None:
        """Begin to call `callback`, and to write."""
        self._writer.start()
        super().start(callback)

    def stop(self, patience: float = 2.0) -> None:
        """Stop, write the rest and close the file."""
        super().stop(patience)
        self._done.set()
        if self._writer.is_alive():
            self._writer.join()
        self._file.close()

    def take(self, sound: np.ndarray) -> None:
        """Keep the sound until the writer has it; it is dropped if the disk is 8 s behind."""
        n = len(sound)
        if self.fault == DISK_FULL:
            return
        if self._taken - self._written + n > self._size:
            self.fault = self.fault or DISK_SLOW
            return
        slot = self._taken % self._size
        first = min(n, self._size - slot)
        self._sound[slot : slot + first] = sound[:first]
        self._sound[: n - first] = sound[first:]
        self._taken += n

    def _write_all(self) -> None:
        try:
            last = False
            while not last:
                last = self._done.wait(0.05)
                while self._written < self._taken:
                    slot = self._written % self._size
                    n = min(self._taken - self._written, self._size - slot)
                    self._append(self._sound[slot : slot + n])
                    self._written += n
                if last or time.monotonic() - self._head_at > 1.0:
                    self._head()
                    self._head_at = time.monotonic()
        except OSError:
            self.fault = DISK_FULL
            with contextlib.suppress(OSError):
                self._head()

    def _append(self, sound: np.ndarray) -> None:
        rest = sound.data.cast("B")
        while rest:
            rest = rest[self._file.write(rest) :]

    def _head(self) -> None:
        """Write the header for what the file holds, and go back to its end."""
        data = 8 * self._written
        large = data + _HEADER > 0xFFFF_FFFF
        sizes = struct.pack("<QQQI", data + _HEADER - 8, data, self._written, 0)
        short = 0xFFFF_FFFF if large else data
        whole = 0xFFFF_FFFF if large else data + _HEADER - 8
        self._file.seek(0)
        self._file.write(
            struct.pack("<4sI4s", b"RF64" if large else b"RIFF", whole, b"WAVE")
            + struct.pack("<4sI", b"ds64" if large else b"JUNK", len(sizes))
            + sizes
            + struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 2, self.rate, 8 * self.rate, 8, 32)
            + struct.pack("<4sII", b"fact", 4, min(self._written, 0xFFFF_FFFF))
            + struct.pack("<4sI", b"data", short)
        )
        self._file.seek(0, 2)
