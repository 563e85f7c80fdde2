"""A part that hangs fails its test in time for all the others to be run."""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable

import pytest
import real_parts
from playing import TESTS
from real_parts import MOST_S, Part, patient, start

HANGS = "import time; print('begun', flush=True); time.sleep(60)"


@pytest.mark.parametrize(
    "wait", [lambda part: part.wait_for("ended", 300), lambda part: part.finish(300)]
)
def test_no_wait_for_a_part_is_longer_than_the_longest(
    tmp_path, monkeypatch: pytest.MonkeyPatch, wait: Callable[[Part], str]
) -> None:
    assert patient(300) == MOST_S == 300.0
    assert patient(20) == 20 * real_parts.PATIENCE
    part = start([sys.executable, "-c", HANGS], tmp_path / "part.log", {})
    try:
        part.wait_for("begun", 100)
        monkeypatch.setattr(real_parts, "MOST_S", 0.5)
        begun = time.monotonic()
        with pytest.raises(AssertionError, match="begun"):
            wait(part)
        assert time.monotonic() - begun < 30.0
    finally:
        part.stop()


def test_every_program_that_a_test_runs_has_a_limit() -> None:
    endless = [
        f"{path.name}:{call.lineno}"
        for path in sorted(TESTS.glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "subprocess.run"
        and not {"timeout", None} & {keyword.arg for keyword in call.keywords}
    ]
    assert endless == []
