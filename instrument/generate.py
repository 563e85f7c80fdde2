"""Writes everything that is made from the tables of parameters and commands, or checks it.

`python -m instrument.generate` (or `lmdm generate`) writes; with `--check` it only compares, names
what is not current, and ends with status 1. It works in a checkout, not in an installed package.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from instrument.emit import reference, supercollider
from instrument.errors import UserError

EMITTERS: tuple[Callable[[], dict[str, str]], ...] = (reference.files, supercollider.files)
"""Each returns path in the repository -> contents."""


def made() -> dict[str, str]:
    """All generated files: path in the repository -> contents."""
    return {path: text for emit in EMITTERS for path, text in emit().items()}


def checkout() -> Path:
    """The repository that this package lies in; raises UserError when it is installed."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "pyproject.toml").is_file():
        raise UserError("generate works in a checkout of the repository only")
    return root


def stale(root: Path) -> list[str]:
    """Paths of generated files that are missing or differ."""
    return [path for path, text in made().items() if not _current(root / path, text)]


def write(root: Path) -> list[str]:
    """Writes what is not current, and returns the paths."""
    paths = stale(root)
    files = made()
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(files[path], encoding="utf-8")
    return paths


def _current(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except OSError:
        return False


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
