"""Measure `flood`: a thousand messages a second, and nothing that was acknowledged is lost.

Of every ten messages two are a note and its end, sent ahead, and eight set parameters. Another
client is told of all that is applied; what it was told of notes must be in the trace of what the
network was told, and what was set last must be what holds.
"""

from __future__ import annotations

import threading
import time
from collections import Counter

import numpy as np

from instrument.engine.generator import Generator
from instrument.live.ahead import columns
from instrument.live.executed import Executed
from instrument.live.performance import EASY, Hand, Performance
from instrument.model import load_argument

A_SECOND = 1_000
TEN = 10
HOLD_S = 0.1
RENEW_S = 20.0
PITCHES = range(30, 90)
NAMES = ("brightness", "loudness", "density", "guidance")
SPANS = {"brightness": (0.1, 0.9), "loudness": (-30.0, -20.0), "density": (1.0, 8.0),
         "guidance": (1.5, 2.5)}  # fmt: skip
SETTINGS = (*EASY, "guidance/notes", 1.0, *(v for n in NAMES[:3] for v in (f"guidance/{n}", 1.0)))


class Flood:
    """The messages in their order, and what was sent last of each name."""

    def __init__(self, hand: Hand, ahead_s: float) -> None:
        self.hand, self.ahead_s = hand, ahead_s
        self.sent = 0
        self.last: dict[str, float] = {}
        self.struck: Counter[int] = Counter()
        self._rng = np.random.default_rng(11)

    def ten(self, k: int) -> None:
        """The k-th ten messages."""
        wall = time.time_ns() + round(1e9 * self.ahead_s)
        pitch = PITCHES[k % len(PITCHES)]
        self.hand.bundle(wall, ("/lmdm/note", pitch, 0.9))
        self.hand.bundle(wall + round(1e9 * HOLD_S), ("/lmdm/note", pitch, 0.0))
        self.struck[pitch] += 1
        for i in range(TEN - 2):
            name = NAMES[i % len(NAMES)]
            value = float(np.float32(self._rng.uniform(*SPANS[name])))
            self.hand.send(f"/lmdm/param/{name}", value)
            self.last[name] = value
        self.sent += TEN

    def run(self, seconds: float) -> float:
        """At the rate that is wanted; the seconds that it took."""
        begun = time.monotonic()
        for k in range(round(seconds * A_SECOND / TEN)):
            wait = begun + k * TEN / A_SECOND - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            self.ten(k)
        return time.monotonic() - begun


def measure(live: Performance, seconds: float) -> dict:
    """So many seconds of it."""
    witness = Hand(live.stage.port)
    figures: dict = {}
    witness.send("/lmdm/notify", 2)
    witness.expect("/lmdm/done", "/lmdm/notify")
    time.sleep(2.0)
    live.hand.send("/lmdm/trace/start", "flood")
    live.hand.expect("/lmdm/done", "/lmdm/trace/start")
    flood = Flood(live.hand, live.horizon())
    ended = threading.Event()

    def witnesses() -> None:
        renewed = time.monotonic()
        while not ended.is_set():
            witness.listen(0.2)
            if time.monotonic() - renewed > RENEW_S:  # nobody is told for ever
                witness.send("/lmdm/notify", 2)
                renewed = time.monotonic()

    listening = threading.Thread(target=witnesses)
    with live.counted(figures):
        listening.start()
        took = flood.run(seconds)
        live.hand.send("/lmdm/sync", 1)
        live.hand.expect("/lmdm/synced", 1)  # what was sent before it is worked off
        time.sleep(flood.ahead_s + HOLD_S + 2.0)
        ended.set()
        listening.join()
    live.hand.send("/lmdm/trace/stop", "flood")
    holds = {name: live.stage.get(name)[0] for name in NAMES}
    live.hand.expect("/lmdm/done", "/lmdm/trace/stop")
    told = [m for m in witness.heard if m.address.startswith(("/lmdm/param/", "/lmdm/note"))]
    refused = sum(m.address == "/lmdm/fail" for m in live.hand.heard + witness.heard)
    witness.close()
    made = Executed.of(
        live.state_file("traces", "flood.trace"), Generator(load_argument(live.model))
    )
    notes = [m.args[:2] for m in told if "note" in m.address]
    acknowledged = Counter(
        int(pitch)
        for pitch, velocity in notes
        if isinstance(pitch, (int, float)) and isinstance(velocity, (int, float)) and velocity > 0
    )
    executed = {pitch: len(columns(made.add, pitch)) for pitch in PITCHES}
    return {
        "sent": flood.sent,
        "a_second": round(flood.sent / took),
        "acknowledged": len(told),
        "refused": refused,
        "notes_acknowledged": sum(acknowledged.values()),
        "notes_lost": sum(max(0, n - executed[pitch]) for pitch, n in acknowledged.items()),
        "values_lost": sum(abs(holds[n] - flood.last[n]) > 1e-4 for n in NAMES),
        **figures,
    }
