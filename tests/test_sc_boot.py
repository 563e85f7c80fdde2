"""A daemon that SuperCollider started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playing import TESTS, eventually
from real_parts import Stage, free_port

SCRIPT = r"""
LMDM.program = "PROGRAM";
fork {
	var m = LMDM("127.0.0.1", PORT);
	m.boot(["--audio", "null", "--no-http", "--prompt", "warm  pad", "--log", "LOG"]);
	while { m.isReady.not } { 0.05.wait };
	("RESULT " ++ m.pid ++ "|" ++ m.slots[0][0]).postln;
	0.exit;
}
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_ends_with_the_sclang_that_started_it(stage_here: Stage) -> None:
    folder = stage_here.folder / "a folder"
    folder.mkdir()
    program, log = folder / "lmdm", folder / "the log.txt"
    fake = f'LMDM_FAKE_LOG="{folder}/engine" exec "{sys.executable}" "{TESTS}/fake_serve.py" "$@"'
    program.write_text(f"#!/bin/sh\n{fake}\n")
    program.chmod(0o755)
    script = SCRIPT.replace("PROGRAM", str(program)).replace("LOG", str(log))
    part = stage_here.sclang(script.replace("PORT", str(free_port())))
    part.wait_for("RESULT ", 240)
    pid, _, prompt = part.output().partition("RESULT ")[2].splitlines()[0].partition("|")
    part.finish(60)
    try:
        eventually(lambda: not alive(int(pid)), 60)
    finally:
        if alive(int(pid)):
            os.kill(int(pid), 15)
    assert prompt == "warm pad"
    assert log.is_file()
