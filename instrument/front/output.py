"""The output stage follows the controls; subscribers hear of values that are on their way.

Everything runs on the event loop. Nothing is waited for: the audio process reads the panel.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from instrument.audio.panel import Panel
from instrument.controls import Change, Controls
from instrument.osc import echo
from instrument.osc.peers import Peers
from instrument.params import PARAMS

ECHO_RATE = 30.0
"""Echoes of a gliding parameter, a second."""

_GLIDE_STEP = 0.01  # seconds between settings of the output stage on a ramp


class Output:
    """Writes what `controls` say to `panel`, as of the stream sample that `reach` tells."""

    def __init__(
        self, panel: Panel, controls: Controls, peers: Peers, reach: Callable[[], int]
    ) -> None:
        self._panel = panel
        self._controls = controls
        self._peers = peers
        self._reach = reach
        self._told: dict[str, float] = {}
        self._step: asyncio.TimerHandle | None = None

    def follow(self, change: Change) -> None:
        """A change has taken effect."""
        key = change.key
        if key == "play":
            self._panel.play_fade_s = change.over
            self._panel.panic = 0
            self._panel.playing = int(bool(change.value))
        elif key == "panic":
            self._panel.panic, self._panel.playing = 1, 0
        elif key in PARAMS:
            if PARAMS[key].when == "now":
                self._set(key)
            glide = self._controls.glides[key]
            if glide.end > glide.start and self._step is None:
                self._glide()

    def show_all(self) -> None:
        """Writes every setting."""
        for key, param in PARAMS.items():
            if param.when == "now":
                self._set(key)

    def close(self) -> None:
        """Writes nothing more: the panel goes."""
        if self._step is not None:
            self._step.cancel()

    def _set(self, key: str) -> None:
        value = self._controls.value(key, self._reach())
        if key == "gain":
            self._panel.gain_db = float(value)  # type: ignore[arg-type]
        elif key == "mute":
            self._panel.mute = int(bool(value))
        elif key == "input/gain":
            self._panel.input_gain_db = float(value)  # type: ignore[arg-type]
        elif key == "input/monitor":
            self._panel.monitor = int(bool(value))

    def _glide(self) -> None:
        """A step of every ramp."""
        self._step = None
        at, now = self._reach(), time.monotonic()
        moving = self._controls.gliding(at)
        for key in {*moving, *self._told}:
            if PARAMS[key].when == "now":
                self._set(key)
            arrived = key not in moving
            if arrived or now - self._told.get(key, -1.0) >= 1.0 / ECHO_RATE:
                self._told[key] = now
                self._peers.publish([echo.param(key, self._controls.value(key, at))])
            if arrived:
                del self._told[key]
        if moving:
            self._step = asyncio.get_running_loop().call_later(_GLIDE_STEP, self._glide)
