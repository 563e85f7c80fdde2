"""Nice levels are raised, never lowered, and nobody minds who may not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from instrument import priority

ASK = (
    "import os; from instrument import priority as p; os.nice({begin}); {refuse}; p.take({level});\
 print(os.getpriority(os.PRIO_PROCESS, 0))"
)
NO = "os.setpriority = lambda *_: (_ for _ in ()).throw(PermissionError())"


def level_after(begin: int, level: int, refuse: str = "pass") -> int:
    program = ASK.format(begin=begin, level=level, refuse=refuse)
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=120
    )
    return int(told.stdout)


def test_a_level_is_taken_only_if_it_is_a_better_one() -> None:
    start = level_after(0, 19)
    assert level_after(3, 19) == start + 3
    assert level_after(3, start + 1, NO) == start + 3
    assert level_after(3, start + 1) in (start + 1, start + 3), "as root, or not"


def session_level_after(level: int, own: bool) -> int | None:
    """What the kernel says of a process's session, or nothing where it shares by process only, or
    keeps this session in no group (then the file is empty)."""
    program = f"""
from pathlib import Path
from instrument import priority
priority.take({level})
file = Path("/proc/self/autogroup")
print(file.read_text() if file.exists() else "")
"""
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, check=True, start_new_session=own, text=True, timeout=120,
    ).stdout.split()  # fmt: skip
    return int(told[-1]) if told else None


def test_the_session_that_a_process_leads_takes_its_level_and_no_other() -> None:
    terminal = session_level_after(19, own=False)
    assert session_level_after(-3, own=False) == terminal
    allowed = level_after(0, -3) == -3
    begin = session_level_after(19, own=True)
    wanted = begin if begin is None or not allowed else min(-3, begin)
    assert session_level_after(-3, own=True) == wanted


@pytest.mark.parametrize("told", ["", "/autogroup-7 nice -5\n"])
def test_a_session_in_no_group_or_with_a_better_level_is_left_alone(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "autogroup"
    file.write_text(told)
    monkeypatch.setattr(priority, "Path", lambda _: file)
    priority._take_session(-3, 0)
    assert file.read_text() == told
