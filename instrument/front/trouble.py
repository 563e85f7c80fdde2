"""Telling somebody: a line in the log, an OSC message, a webhook; and once a day how it went."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

from instrument import __version__

AGAIN_S = 600.0
"""The same kind of trouble is told to the webhook and by OSC so often at most."""
_TIMEOUT_S = 10.0
_MOST_WAITING = 4


@dataclass
class Trouble:
    """Where trouble goes. The event loop owns it; webhooks are called on threads of their own."""

    say: Callable[[str], None]
    publish: Callable[[list[tuple[object, ...]]], None]
    address: str
    """OSC address of the message: s kind, s text."""
    webhook: str = ""
    clock: Callable[[], float] = time.monotonic
    count: int = 0
    _told: dict[str, float] = field(default_factory=dict)
    _unsaid: dict[str, int] = field(default_factory=dict)
    _waiting: list[threading.Thread] = field(default_factory=list)

    def tell(self, kind: str, text: str) -> None:
        """Tells of trouble: `kind` is a word (engine, audio, device, music, memory, scene)."""
        self.say(text)
        self.count += 1
        now = self.clock()
        if now - self._told.get(kind, float("-inf")) < AGAIN_S:
            self._unsaid[kind] = self._unsaid.get(kind, 0) + 1
            return
        self._told[kind] = now
        if more := self._unsaid.pop(kind, 0):
            text += f" (and {more} more of this kind before)"
        self.publish([(self.address, kind, text)])
        self._call(kind, text)

    def _call(self, kind: str, text: str) -> None:
        self._waiting = [t for t in self._waiting if t.is_alive()]
        if not self.webhook or len(self._waiting) >= _MOST_WAITING:
            return
        body = {
            "kind": kind, "text": text, "host": socket.gethostname(), "version": __version__,
            "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }  # fmt: skip
        thread = threading.Thread(target=self._post, args=[json.dumps(body).encode()], daemon=True)
        self._waiting.append(thread)
        thread.start()

    def _post(self, body: bytes) -> None:
        request = urllib.request.Request(
            self.webhook, body, {"Content-Type": "application/json", "User-Agent": "lmdm"}
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
                answer.read(1)
        except (OSError, ValueError, HTTPException) as error:
            self.say(f"webhook: {error}")
