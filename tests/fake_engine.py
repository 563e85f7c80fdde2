"""An engine in name only, for tests of the front: it speaks the protocol and plays a sine.

What it is told it writes to $LMDM_FAKE_LOG, a JSON object a line. A change of prompt 5 to "die"
ends it, to "hang" stops it from answering, to "fill" has it play nothing more. The models `other`
and `default` load, any other name is refused.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import socket
import sys
import time
from contextlib import suppress

import numpy as np

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.controls import ACTS
from instrument.health import Health, Ready

AHEAD = 28_800
BLOCK = 4_096


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("socket-fd", "out", "in", "panel", "memory", "model", "threads"):
        parser.add_argument(f"--{name}", dest="into" if name == "in" else name.replace("-", "_"))
    parser.add_argument("--wait", action="store_true")
    a = parser.parse_args()
    front: socket.socket | None = socket.socket(fileno=int(a.socket_fd))
    if a.wait and not front.recv(1, socket.MSG_PEEK):
        return
    out, panel, memory = Ring.attach(a.out), Panel.attach(a.panel), Segment.attach(a.memory)
    assert memory.size >= 256 * 1024
    panel.engine_pid = os.getpid()
    log = open(os.environ["LMDM_FAKE_LOG"], "a", buffering=1)  # noqa: SIM115, PTH123

    def note(line: str) -> None:
        with suppress(OSError):  # a full disk is nothing to an engine
            log.write(line + "\n")

    note(json.dumps({"started": os.getpid(), "model": a.model}))

    def say(message: dict) -> None:
        if front is not None:
            with suppress(OSError):  # a front that has just died, as the real engine takes it
                front.sendall(json.dumps(message).encode() + b"\n")

    if a.model not in ("default", "other"):
        say({"fail": {"code": "model", "text": f"no model {a.model}"}})
        sys.exit(2)
    say({"ready": Ready(model=a.model, modes=("text", "sketch")).to_json()})
    received, blocks, quiet, orphaned = b"", 0, False, 0.0
    while not orphaned or time.monotonic() - orphaned < 60.0:
        position = panel.position
        at = max(out.end, position + 2_048)
        if not quiet and at - position < AHEAD:
            t = (at + np.arange(BLOCK)) / 48_000
            wave = (0.5 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
            out.write(at, np.stack([wave, wave], 1))
            blocks += 1
            health = Health(
                block=blocks, start=at, frames=2, made_ms=1.0, p95_ms=2.0, p99_ms=3.0,
                bpm=120.0, beat=at / 24_000, beats_per_bar=4, key="Am",
            )  # fmt: skip
            say({"health": health.to_json()})
            continue
        if front is None:
            time.sleep(0.01)
            continue
        if not select.select([front], [], [], 0.01)[0]:
            continue
        try:
            data = front.recv(65_536)
        except OSError:
            data = b""
        if not data:
            front, orphaned = None, time.monotonic()
            continue
        *lines, received = (received + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "ping" in message:
                say({"pong": message["ping"]})
                continue
            note(line.decode())
            if "quit" in message:
                return
            if "load" in message:
                time.sleep(0.2)
                if message["load"] in ("default", "other"):
                    say({"ready": Ready(model=message["load"]).to_json()})
                else:
                    say({"fail": {"code": "model", "text": f"no model {message['load']}"}})
            for change in message.get("change", ()):
                if change[1] in ACTS:
                    wrong = [*change[1:4:2], "unknown", "there is none"]
                    say({"refused": wrong} if change[3] == "none" else {"did": wrong[:2]})
                if change[1] == "prompt" and change[2] == 5 and change[3]:
                    word = change[3][0]
                    if word == "die":
                        sys.exit(1)
                    while word == "hang":
                        time.sleep(1.0)
                    quiet = word == "fill"


main()
