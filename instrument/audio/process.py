"""The audio process: ``python -m instrument.audio.process --out SPEC --in SPEC --panel SPEC``.

It connects a device to the rings and the panel, prints one JSON line when the sound runs, and then
does nothing but keep it running. It has no sockets and no torch, and between callbacks its main
thread sleeps: nothing in this process competes with the callback for the interpreter. It survives
the front that started it, and ends when told to (panel, SIGTERM) or when no front has shown up for
two minutes, always with a fade.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import signal
import sys
import time

from instrument.audio.backend import Backend, BackendError, Options, open_backend
from instrument.audio.mix import Mix
from instrument.audio.null import Null
from instrument.audio.panel import DEVICE_LOST, FAULTS, NO_FAULT, RUNNING, STARTING, Panel
from instrument.audio.ring import Ring

_LOOK_S = 0.02
_RETRY_S = 1.0
_FADE_S = 0.05
_ORPHAN_FADE_S = 2.0


class Keeper:
    """Keeps the callback called: by the device, or by the clock while the device is away.

    Main thread only.
    """

    def __init__(self, options: Options, mix: Mix, panel: Panel) -> None:
        """Open the device; BackendError if what was asked for is not there."""
        self.backend = open_backend(options)
        self._mix = mix
        self._panel = panel
        self._pacer: Null | None = None
        self._retry = 0.0
        self._xruns = 0
        self._told = NO_FAULT
        self._options = options

    def start(self) -> None:
        """Let the sound begin."""
        self._run(self.backend)
        self._panel.state = RUNNING

    def look(self) -> None:
        """Look after the device; called some fifty times a second."""
        panel, backend = self._panel, self.backend
        if self._pacer is not None:
            if time.monotonic() >= self._retry:
                self._try_again()
        else:
            lost = backend.poll()
            if lost:
                self._lose(lost)
            else:
                self._mix.set_latency(backend.period, backend.latency, backend.input_latency)
        panel.xruns = self._xruns + backend.xruns
        # a failed callback is the graver news, and stays
        if backend.fault != NO_FAULT and panel.fault == NO_FAULT:
            panel.fault = backend.fault
        if panel.fault != self._told:
            self._told = panel.fault
            _say(f"{FAULTS.get(self._told, self._told)}\n{self._mix.error}".strip())

    def stop(self) -> None:
        """No callback runs after this."""
        (self._pacer or self.backend).stop()

    def _run(self, backend: Backend) -> None:
        self._mix.set_device(backend.rate, backend.period, backend.latency, backend.input_latency)
        backend.start(self._mix)

    def _lose(self, reason: str) -> None:
        """Go on by the clock, so that the stream's time never stops."""
        panel = self._panel
        panel.state = DEVICE_LOST
        panel.device_losses += 1
        self._xruns += self.backend.xruns
        self.backend.stop()
        self.backend.xruns = 0
        _say(f"{reason}; trying to get it back once a second")
        self._pacer = Null(self._options.rate, self._options.period)
        self._run(self._pacer)
        self._retry = time.monotonic() + (0.0 if "changed" in reason else _RETRY_S)

    def _try_again(self) -> None:
        self._retry = time.monotonic() + _RETRY_S
        pacer = self._pacer
        assert pacer is not None
        try:
            backend = self.backend.reopen()
        except BackendError:
            return
        pacer.stop()
        try:
            self._run(backend)
        except Exception as error:  # noqa: BLE001 - a device can vanish at any moment
            _say(f"{backend.name}: {error}")
            backend.stop()
            self._pacer = Null(self._options.rate, self._options.period)
            self._run(self._pacer)
            return
        self.backend, self._pacer = backend, None
        self._panel.state = RUNNING
        _say(f"{backend.name} is back at {backend.rate} Hz")


def _say(text: str) -> None:
    """A line for the log. Whoever started us may be gone, and its pipe with it."""
    with contextlib.suppress(OSError, ValueError):
        print(f"lmdm audio: {text}", file=sys.stderr, flush=True)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="instrument.audio.process", description=__doc__)
    parser.add_argument("--out", required=True, help="ring of generated sound (segment spec)")
    parser.add_argument("--in", dest="into", required=True, help="ring for the live input")
    parser.add_argument("--panel", required=True, help="panel")
    parser.add_argument("--audio", default="auto", help="auto, jack, portaudio, null, file:PATH")
    parser.add_argument("--connect", default="auto", help="JACK: auto, none or a pattern of ports")
    parser.add_argument("--device", default="", help="sound device: a part of its name")
    parser.add_argument("--client", default="lmdm", help="JACK: name of the client")
    parser.add_argument("--rate", type=int, default=48_000, help="Hz; null, file, portaudio")
    parser.add_argument("--period", type=int, default=480, help="frames; null and file")
    parser.add_argument("--orphan-after", type=float, default=120.0, help="seconds without front")
    return parser.parse_args(argv)


def _resume_at(panel: Panel, rate: int) -> int:
    """Where the stream goes on if an earlier audio process died: as if it had not stopped."""
    if not panel.audio_ns:
        return 0
    elapsed = max(0, time.monotonic_ns() - panel.audio_ns)
    return panel.position + elapsed * rate // 1_000_000_000


def main(argv: list[str] | None = None) -> int:
    """Run until told to end; the exit status: 0, or 2 with one line on standard error."""
    arguments = _arguments(argv)
    ending: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: ending.append(number))
    try:
        out, into = Ring.attach(arguments.out), Ring.attach(arguments.into)
        panel = Panel.attach(arguments.panel)
        panel.state = STARTING
        panel.audio_pid = os.getpid()
        panel.fault = NO_FAULT
        mix = Mix(out, into, panel, _resume_at(panel, out.rate))
        keeper = Keeper(
            Options(
                arguments.audio,
                arguments.connect,
                arguments.device,
                arguments.client,
                arguments.rate,
                arguments.period,
            ),
            mix,
            panel,
        )
        # from here on nothing is thrown away that could refer to itself in rings; the collector
        # would hold the interpreter for milliseconds in the middle of a period
        gc.collect()
        gc.freeze()
        gc.disable()
        sys.setswitchinterval(0.0005)
        keeper.start()
    except (BackendError, ValueError, OSError) as error:
        print(f"lmdm: {error}", file=sys.stderr, flush=True)
        return 2
    backend = keeper.backend
    ready = {
        "ready": True,
        "pid": os.getpid(),
        "backend": backend.name,
        "rate": backend.rate,
        "period": backend.period,
        "latency": backend.latency,
        "warning": backend.warning,
    }
    with contextlib.suppress(OSError):
        print(json.dumps(ready), flush=True)

    born = time.monotonic_ns()
    patience = round(arguments.orphan_after * 1e9)
    fade = _FADE_S
    while not ending and not panel.quit:
        keeper.look()
        if time.monotonic_ns() - max(born, panel.front_ns) > patience:
            _say("no front for a long time: ending")
            fade = _ORPHAN_FADE_S
            break
        time.sleep(_LOOK_S)
    mix.fade_out(fade)
    deadline = time.monotonic() + fade + 1.0
    while not mix.silent and time.monotonic() < deadline:
        time.sleep(0.005)
    # the last faded samples are still on their way to the loudspeaker
    time.sleep(min(0.5, keeper.backend.latency / keeper.backend.rate))
    keeper.stop()
    return 0


if __name__ == "__main__":
    status = main()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # a sound server's library may have left a hanging thread behind: do not wait for it
    os._exit(status)
