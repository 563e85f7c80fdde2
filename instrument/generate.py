"""Writes everything that is made from the tables of parameters and commands, or checks it.

`python -m instrument.generate` (or `lmdm generate`) writes; with `--check` it only compares, names
what is not current, and ends with status 1. It works in a checkout, not in an installed package.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from instrument.emit import open_stage_control, pd, reference, supercollider, tidal
from instrument.errors import UserError

Files = Mapping[str, str | bytes]
"""Path in the repository -> contents."""


def _max() -> Files:
    try:
        from instrument.emit.max import package
    except ModuleNotFoundError as error:
        raise UserError(
            f'generate needs {error.name} for the Max patches: pip install -e ".[test]"'
        ) from None
    return package.files()


EMITTERS: tuple[Callable[[], Files], ...] = (
    reference.files,
    supercollider.files,
    pd.files,
    tidal.files,
    open_stage_control.files,
    _max,
)


def made() -> Files:
    """All generated files: path in the repository -> contents."""
    return {path: contents for emit in EMITTERS for path, contents in emit().items()}


def checkout() -> Path:
    """The repository that this package lies in; raises UserError when it is installed."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "pyproject.toml").is_file():
        raise UserError("generate works in a checkout of the repository only")
    return root


def stale(root: Path) -> list[str]:
    """Paths of generated files that are missing or differ."""
    return [path for path, contents in made().items() if not _current(root / path, contents)]


def write(root: Path) -> list[str]:
    """Writes what is not current, and returns the paths."""
    files = made()
    paths = [path for path, contents in files.items() if not _current(root / path, contents)]
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(_bytes(files[path]))
    return paths


def _current(path: Path, contents: str | bytes) -> bool:
    try:
        return path.read_bytes() == _bytes(contents)
    except OSError:
        return False


def _bytes(contents: str | bytes) -> bytes:
    return contents.encode() if isinstance(contents, str) else contents


def run(check: bool) -> int:
    """Writes or checks, says what, and returns the exit status."""
    root = checkout()
    if not check:
        for path in write(root):
            print(f"wrote {path}")
        return 0
    paths = stale(root)
    for path in paths:
        print(f"{path} is not current: run python -m instrument.generate", file=sys.stderr)
    return 1 if paths else 0


if __name__ == "__main__":
    sys.exit(run("--check" in sys.argv[1:]))
