"""No device: the callback is paced by the clock, its sound goes nowhere or into a listener."""

from __future__ import annotations

import threading
import time

import numpy as np

from instrument.audio.backend import Callback
from instrument.audio.panel import NO_FAULT

_GIVE_UP_NS = 1_000_000_000
"""Later than this (the machine slept, or was stopped), the lost time is skipped, not made up."""


class Null:
    """Simulates a device with one period of latency, on absolute deadlines: it never drifts."""

    name = "null"

    def __init__(self, rate: int, period: int) -> None:
        """A simulated device; rate in Hz, period in frames."""
        self.rate = rate
        self.period = period
        self.latency = period
        self.input_latency = 0
        self.xruns = 0
        self.fault = NO_FAULT
        self.warning = ""
        self.closed = False
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, callback: Callback) -> None:
        """Begin to call `callback` on a thread of its own."""
        self._thread = threading.Thread(target=self._run, args=(callback,), daemon=True)
        self._thread.start()

    def stop(self, patience: float = 2.0) -> None:
        """End that thread."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()
        self.closed = True

    def poll(self) -> str:
        """A simulated device is never lost."""
        return ""

    def reopen(self) -> Null:
        """Never needed."""
        return self

    def take(self, sound: np.ndarray) -> None:
        """What left the port, [n, 2]; on the callback's thread."""

    def _run(self, callback: Callback) -> None:
        out = np.zeros((self.period, 2), np.float32)
        start, frames = time.monotonic_ns(), 0
        while not self._end.is_set():
            due = start + frames * 1_000_000_000 // self.rate
            wait = due - time.monotonic_ns()
            if wait > 0:
                time.sleep(wait * 1e-9)
            elif wait < -_GIVE_UP_NS:
                self.xruns += 1
                start, frames = time.monotonic_ns(), 0
                due = start
            callback(out, None, due + self.latency * 1_000_000_000 // self.rate)
            self.take(out)
            frames += self.period
