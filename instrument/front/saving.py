"""What is kept on disk for the front that comes next: the controls, and the place in the programme.

Written whole and synced, every other second if anything changed: a power cut costs two seconds.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

from instrument.controls import Change
from instrument.front.audio_keeper import AudioKeeper
from instrument.front.front import Front
from instrument.places import state_dir, sweep, write_whole

EVERY_S = 2.0


class Saving:
    """The state of the instrument on one port."""

    def __init__(self, front: Front, audio: AudioKeeper, port: int) -> None:
        self._front, self._audio = front, audio
        folder = state_dir() / "ports"
        sweep(folder)
        self._path = folder / f"{port}.json"
        self._at = 0.0
        self._scene: dict | None = None
        self._writing: asyncio.Task[None] | None = None
        self._failing = ""

    def restore(self, resume: bool) -> bool:
        """Takes over what was saved of the stream that plays; with `resume`, of an earlier one."""
        front = self._front
        try:
            data = json.loads(self._path.read_text())
            changes = [Change.from_json(line) for line in data["changes"]]
            if data["audio"] != self._audio.identity():
                if self._audio.adopted or not resume:
                    return False
                # another stream: its times mean nothing here, but a tempo is a tempo
                changes = [replace(c, at=0) if c.key == "clock" else c for c in changes]
                changes = [c for c in changes if c.at in (None, 0)]
            front.restore(changes)
            front.output.show_all()
            if front.conductor is not None and data.get("scene"):
                front.conductor.restore(data["scene"])
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            return False
        return True

    def save(self) -> None:
        """Writes what changed, on a thread; to be called about once a second."""
        front = self._front
        scene = front.conductor.saved() if front.conductor is not None else None
        busy = self._writing is not None and not self._writing.done()
        if busy or time.monotonic() - self._at < EVERY_S:
            return
        if not front.dirty and scene == self._scene:
            return
        front.dirty = False
        self._at, self._scene = time.monotonic(), scene
        changes = front.controls.snapshot(front.reach(), engine=False)
        data = {
            "audio": self._audio.identity(),
            "scene": scene,
            "changes": [c.to_json() for c in changes],
        }

        async def write() -> None:
            try:
                await asyncio.to_thread(self._write, json.dumps(data))
            except OSError as error:  # a full disk costs the memory, not the music
                front.dirty = True
                if not self._failing:
                    place = self._path.parent
                    text = f"the state cannot be saved in {place}: {error.strerror}; trying on"
                    front.tell("disk", text)
                self._failing = str(error.strerror)
                return
            if self._failing:  # the log may have been on that disk, too
                front.say(f"the state is saved again; for a while it was not ({self._failing})")
            self._failing = ""

        self._writing = asyncio.get_running_loop().create_task(write())

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, text)
