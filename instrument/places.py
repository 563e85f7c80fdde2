"""Where the instrument keeps things, and how names become paths there. Imports nothing of ours but
errors.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from instrument.errors import Refused

STATES = "states", ".safetensors"
MODELS = "models", ".safetensors"
"""Folders of the state, and how the names of their files end."""

DEFAULT_MODEL = "default"

_LEFT_S = 60.0
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def state_dir() -> Path:
    """Presets, captures and saved controls; LMDM_STATE overrides it. Made when it is missing, if it
    can be: where it cannot, nothing is found in it, and what would write says so.
    """
    if named := os.environ.get("LMDM_STATE"):
        folder = Path(named)
    elif sys.platform == "darwin":
        folder = _home() / "Library" / "Application Support" / "lmdm"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or _home()) / "lmdm"
    else:
        base = os.environ.get("XDG_STATE_HOME")
        folder = (Path(base) if base else _home() / ".local" / "state") / "lmdm"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user that the system does not know, as in a container
        return runtime_dir()


def runtime_dir() -> Path:
    """Files that a restart of the machine may forget. Made, for this user only, when missing."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    if base and Path(base).is_dir():
        folder = Path(base) / "lmdm"
    else:
        who = os.getuid() if hasattr(os, "getuid") else "user"
        folder = Path(tempfile.gettempdir()) / f"lmdm-{who}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def check_name(name: str) -> None:
    """Raises Refused("path") for what is no plain name."""
    if not _NAME.fullmatch(name):
        raise Refused("path", f'"{name[:80]}" is no name: letters, digits, - and _, at most 64')


def named(folder: str, name: str, suffix: str) -> Path:
    """The file of that name in a folder of the state; raises Refused("path") for no plain name, and
    where that folder is not and cannot be made.
    """
    check_name(name)
    place = state_dir() / folder
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("path", f"{place} cannot be made: {error.strerror}") from None
    return place / (name + suffix)


def names(folder: str, suffix: str) -> list[str]:
    """The names of the files in a folder of the state, sorted."""
    found = (state_dir() / folder).glob("*" + suffix)
    return sorted(path.stem for path in found if not path.name.startswith("."))


def models() -> list[str]:
    """The names of the models that can be loaded: the shipped one, and those in the state."""
    return [DEFAULT_MODEL, *names(*MODELS)]


def write_whole(path: Path, text: str | bytes) -> None:
    """Writes a file so that a reader finds the old one or the new one, never a part, whatever is
    switched off meanwhile; OSError.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def sweep(folder: Path) -> None:
    """Takes away what a write_whole that was cut off has left in `folder`."""
    for left in folder.glob(".*.????????"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_S:
                left.unlink()


def child_environment() -> dict[str, str]:
    """The environment of a child that must find this very package, installed or not."""
    home = str(Path(__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, others)))}
