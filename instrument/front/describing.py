"""Has a process of its own find words for a sound, beside the music and less urgent than it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from pathlib import Path

from instrument.errors import Refused
from instrument.places import child_environment

LIMIT = 300.0
"""Seconds it may take on a busy machine."""


async def words_for(path: Path, model: str) -> str:
    """The prompt that `model` would make the sound at `path` from; raises Refused."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "instrument.cli", "describe", "--json", "--model", model, str(path),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, env=child_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        said, complaint = await asyncio.wait_for(process.communicate(), LIMIT)
    except TimeoutError:
        raise Refused("busy", f"{path.name} could not be heard within {LIMIT:.0f} s") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    try:
        return str(json.loads(said)["text"])
    except (ValueError, KeyError, TypeError):
        lines = complaint.decode(errors="replace").strip().splitlines() or ["it cannot be heard"]
        raise Refused("path", lines[-1].removeprefix("lmdm: ")) from None
