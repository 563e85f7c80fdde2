"""How soon a control is heard: `lmdm bench --latency MODE`, from the message to the JACK port.

A daemon of its own is told, again and again, to play loudly or softly; a JACK client hears its
port, and where the level steps, the control has been heard. The message is sent without a timetag,
at no particular moment. What a sound card adds is not in it.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from instrument.bench.endurance import started
from instrument.errors import UserError
from instrument.live.ear import Ear
from instrument.osc.asking import ask
from instrument.osc.codec import encode

SOFT, LOUD = -48.0, -14.0
"""Loudness asked for in turn, in dB."""
BEFORE_S, AFTER_S = 0.5, 0.9
"""What is looked at around a message."""
CLEAR_DB = 6.0
_HOP_S = 0.002


def reaction(model: str, mode: str, events: int) -> dict[str, Any]:
    """Milliseconds from message to port over so many events, in a latency mode."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "serve.txt"
        options = ["--audio", "jack", "--connect", "none", "--port", "0", "--model", model]
        command = [sys.executable, "-m", "instrument.cli", "serve", *options]
        with said.open("w") as out:
            daemon = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            port = started(daemon, said)
            with Ear(30.0 + 3.0 * events) as ear:
                sent = _play(port, mode, events, ear)
                heard = ear.sound(0)[:, 0]
            underruns = int(ask(port, "/lmdm/status")[6])
        finally:
            daemon.terminate()
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(10)
    found = [step_after(heard, at, ear.rate) for at in sent]
    waits = np.array([1e3 * wait for wait in found if wait is not None])
    if not len(waits):
        raise UserError("no change of level was heard: is the machine too busy to play?")
    p50, p95 = np.quantile(waits, [0.5, 0.95])
    return {
        "latency_mode": mode,
        "events": events,
        "unclear": found.count(None),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "least_ms": round(float(waits.min()), 1),
        "most_ms": round(float(waits.max()), 1),
        "each_ms": [round(float(wait)) for wait in waits],
        "period": ear.period,
        "underruns": underruns,
        "xruns": ear.xruns,
    }


def _play(port: int, mode: str, events: int, ear: Ear) -> list[int]:
    """Send the messages; at which sample each was sent."""
    chance = random.Random(0)
    sent = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as me:

        def send(address: str, *args: object) -> None:
            me.sendto(encode(address, *args), ("127.0.0.1", port))

        send("/lmdm/param/latency_mode", mode)
        send("/lmdm/prompt", "warm string pad")
        send("/lmdm/param/loudness", SOFT)
        time.sleep(6.0)
        for k in range(events):
            sent.append(ear.now())
            send("/lmdm/param/loudness", SOFT if k % 2 else LOUD)
            time.sleep(1.4 + 0.6 * chance.random())
    return sent


def step_after(heard: np.ndarray, at: int, rate: int) -> float | None:
    """Seconds from sample `at` to where the level of what was heard steps (least squares); None if
    it steps most before that, or by less than CLEAR_DB: the music did something of its own."""
    hop = round(_HOP_S * rate)
    before, after = round(BEFORE_S / _HOP_S), round(AFTER_S / _HOP_S)
    piece = heard[at - before * hop : at + after * hop].reshape(-1, hop)
    level = 10.0 * np.log10(np.square(piece, dtype=np.float64).mean(1) + 1e-9)
    n, total = len(level), np.cumsum(level)
    k = np.arange(1, n)
    left, right = total[:-1] / k, (total[-1] - total[:-1]) / (n - k)
    gain = k * (n - k) * (left - right) ** 2
    best = int(np.argmax(gain))
    if best < before or abs(left[best] - right[best]) < CLEAR_DB:
        return None
    return (best + 1 - before) * _HOP_S
