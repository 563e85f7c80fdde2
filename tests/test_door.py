"""The door of an engine that lost its front, and the process behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from instrument.door import Door, knock
from instrument.front.orphan import Orphan, take_up
from instrument.front.process import started


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The runtime folder, deeper than a socket's address has room for."""
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    return deep / "lmdm"


def test_who_knocks_is_let_in_and_a_door_that_is_shut_is_gone(folder: Path) -> None:
    assert knock(os.getpid()) is None
    door = Door()
    assert door.visitor() is None, "nobody has come"
    line = knock(os.getpid())
    assert line is not None
    visitor = door.visitor()
    assert visitor is not None
    line.send(b"all that is asked for")
    assert visitor.recv(99) == b"all that is asked for"
    door.close()
    assert list(folder.iterdir()) == []
    assert knock(os.getpid()) is None
    for one in (line, visitor):
        one.close()


def test_doors_of_the_dead_are_cleared_away(folder: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    folder.mkdir()
    (folder / f"engine-{process.pid}").touch()
    (folder / f"engine-{os.getpid()}").touch()
    knock(process.pid)
    assert [p.name for p in folder.iterdir()] == [f"engine-{os.getpid()}"]


def test_an_orphan_is_taken_up_and_is_a_process_like_any_other(folder: Path) -> None:
    program = "from instrument.door import Door; door = Door(); print(flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    assert take_up(child.pid, started(child.pid) + 1) is None, "another one had that number"
    found = take_up(child.pid, started(child.pid))
    assert found is not None
    assert isinstance(found.process, Orphan)
    assert found.process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        found.process.wait(0.05)
    found.end()
    assert found.process.poll() == -signal.SIGKILL
    child.wait()
    assert take_up(child.pid, 1) is None
