"""Files that are whole or not there, and what is said when a disk is full."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from instrument.errors import UserError

FULL = (errno.ENOSPC, errno.EDQUOT)


def put(path: Path, data: bytes) -> None:
    """Write under another name, then rename; what cannot be written whole leaves nothing."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def filling(folder: Path) -> Iterator[None]:
    """While sounds are put into a folder: UserError in place of the system's error when it is
    full."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise _full(folder) from None


def want(folder: Path, size: int) -> None:
    """UserError when a folder's disk has no `size` bytes left, for programs that would not say."""
    if shutil.disk_usage(folder).free < size:
        raise _full(folder)


def _full(folder: Path) -> UserError:
    return UserError(
        f"{folder}: the disk is full; the sounds that were made are whole, and the same command "
        "goes on from there"
    )
