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
import threading
import time
from collections.abc import Callable

from instrument import priority
from instrument.audio.backend import Backend, BackendError, Options
from instrument.audio.choice import open_backend, open_real
from instrument.audio.mix import Mix
from instrument.audio.null import Null
from instrument.audio.panel import DEVICE_LOST, FAULTS, NO_FAULT, RUNNING, STARTING, Panel
from instrument.audio.ring import Ring

_LOOK_S = 0.02
_RETRY_S = 1.0
_HOPE_S = 5.0
_HANG_S = 4.0
_FADE_S = 0.05
_ORPHAN_FADE_S = 2.0


class Keeper:
    """Keeps the callback called: by the device, or by the clock while the device is away.

    Main thread only.
    """

    def __init__(self, options: Options, mix: Mix, panel: Panel, specs: list[str]) -> None:
        """Nothing is opened yet; `specs` are the segments that a successor needs."""
        self.backend: Backend | None = None
        self._options = options
        self._mix = mix
        self._panel = panel
        self._specs = specs
        self._pacer: Null | None = None
        self._open: Callable[[], Backend] = lambda: open_backend(options)
        self._tries: threading.Thread | None = None
        self._found: list[Backend] = []
        self._retry = self._lost_at = 0.0
        self._xruns = panel.xruns
        self._told = NO_FAULT

    def start(self, *, lost: bool) -> None:
        """Let the sound begin. BackendError if there is no device, unless it is known as lost."""
        if lost:
            self._pace()
            return
        backend = self._open()
        self._run(backend)
        self._take(backend)

    def look(self) -> None:
        """Look after the device; called some fifty times a second."""
        panel, backend = self._panel, self.backend
        if self._pacer is not None:
            self._seek()
        elif backend is not None:
            reason = backend.poll()
            if reason:
                self._lose(backend, reason)
            else:
                self._mix.set_latency(backend.period, backend.latency, backend.input_latency)
                panel.xruns = self._xruns + backend.xruns
                # a failed callback is the graver news, and stays
                if backend.fault != NO_FAULT and panel.fault == NO_FAULT:
                    panel.fault = backend.fault
                if self._options.audio == "auto" and backend.name == "null":
                    self._hope()
        if panel.fault != self._told:
            self._told = panel.fault
            _say(f"{FAULTS.get(self._told, self._told)}\n{self._mix.error}".strip())

    def stop(self) -> None:
        """No callback runs after this."""
        for running in (self._pacer, self.backend):
            if running is not None and not running.closed:
                running.stop()

    @property
    def tail(self) -> float:
        """Seconds until what was played last has left the device."""
        backend = self._pacer or self.backend
        return min(0.5, backend.latency / backend.rate) if backend else 0.0

    def _run(self, backend: Backend) -> None:
        self._mix.catch_up()
        self._mix.set_device(backend.rate, backend.period, backend.latency, backend.input_latency)
        backend.start(self._mix)

    def _take(self, backend: Backend) -> None:
        self.backend, self._open, self._pacer = backend, backend.reopen, None
        self._panel.state = RUNNING

    def _pace(self) -> None:
        """Go on by the clock, so that the stream's time never stops."""
        self._panel.state = DEVICE_LOST
        self._pacer = Null(self._options.rate, self._options.period)
        self._run(self._pacer)
        self._lost_at = self._retry = time.monotonic()

    def _lose(self, backend: Backend, reason: str) -> None:
        panel = self._panel
        panel.device_losses += 1
        self._xruns += backend.xruns
        backend.stop(0.05)
        self._pace()
        _say(f"{reason}; trying to get it back once a second")

    def _seek(self) -> None:
        """Try to open the device again, once a second, on a thread that may hang in a library."""
        now = time.monotonic()
        if self._tries is not None and not self._tries.is_alive():
            self._tries = None
        if self._found:
            self._return(self._found.pop())
        elif self._tries is not None:
            if now - self._retry > _HANG_S:
                self._succeed("the device's library hangs")
        elif self.backend is not None and not self.backend.closed:
            if now - self._lost_at > _HANG_S:
                self._succeed("the lost device cannot be closed")
        elif now - self._retry > _RETRY_S:
            self._retry = now
            self._tries = threading.Thread(target=self._try, args=[self._open], daemon=True)
            self._tries.start()

    def _hope(self) -> None:
        """Nothing is heard for want of a device: take the first that appears."""
        now = time.monotonic()
        if self._found:
            assert self.backend is not None
            self.backend.stop()
            self._open = lambda: open_backend(self._options)
            self._return(self._found.pop())
        elif now - self._retry > _HOPE_S and not (self._tries and self._tries.is_alive()):
            self._retry = now
            self._tries = threading.Thread(
                target=self._try, args=[lambda: open_real(self._options)], daemon=True
            )
            self._tries.start()

    def _try(self, opener: Callable[[], Backend]) -> None:
        with contextlib.suppress(BackendError):
            self._found.append(opener())
        gc.collect()  # nobody hears this process now, and it may try for weeks

    def _return(self, backend: Backend) -> None:
        """The device is there again."""
        if self._pacer is not None:
            self._pacer.stop()
        self._mix.fade_in()
        try:
            self._run(backend)
        except Exception as error:  # noqa: BLE001 - a device can vanish at any moment
            _say(f"{backend.name}: {error}")
            backend.stop(0.05)
            self._pace()
            return
        self._take(backend)
        self._panel.device_returns += 1
        _say(f"{backend.name} is there at {backend.rate} Hz")

    def _succeed(self, reason: str) -> None:
        """Become a new process image: nothing else frees a library that hangs.

        Process id, segments and position stay; what is lost is the last good bars, at a time when
        there is no device to hear them.
        """
        self._lost_at = self._retry = time.monotonic()
        if sys.platform == "win32":
            return
        _say(f"{reason}: starting afresh")
        kept = {int(spec.partition(":")[2]) for spec in self._specs if spec.startswith("fd:")}
        for number in range(3, 1024):
            with contextlib.suppress(OSError):
                os.set_inheritable(number, number in kept)
        name = self.backend.name if self.backend is not None else self._options.audio
        later = [f"--audio={name}", "--lost"]
        before = [word for word in sys.orig_argv if word not in later]
        os.execv(sys.executable, [sys.executable, *before[1:], *later])


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
    parser.add_argument("--input-device", default="", help="another device for the live input")
    parser.add_argument("--client", default="lmdm", help="JACK: name of the client")
    parser.add_argument("--rate", type=int, default=48_000, help="Hz; null, file, portaudio")
    parser.add_argument("--period", type=int, default=480, help="frames; null and file")
    parser.add_argument("--lost", action="store_true", help="the device is away: wait for it")
    parser.add_argument("--orphan-after", type=float, default=120.0, help="seconds without front")
    return parser.parse_args(argv)


def _say_ready(backend: Backend) -> None:
    """The one line on standard output."""
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


def main(argv: list[str] | None = None) -> int:
    """Run until told to end; the exit status: 0, or 2 with one line on standard error."""
    arguments = _arguments(argv)
    priority.take(priority.AUDIO)  # the callback's thread inherits it
    ending: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: ending.append(number))
    try:
        out, into = Ring.attach(arguments.out), Ring.attach(arguments.into)
        panel = Panel.attach(arguments.panel)
        panel.state = STARTING
        panel.audio_pid = os.getpid()
        panel.fault = NO_FAULT
        mix = Mix(out, into, panel)
        options = Options(
            arguments.audio,
            arguments.connect,
            arguments.device,
            arguments.input_device,
            arguments.client,
            arguments.rate,
            arguments.period,
        )
        keeper = Keeper(options, mix, panel, [arguments.out, arguments.into, arguments.panel])
        # from here on nothing is thrown away that could refer to itself in rings; the collector
        # would hold the interpreter for milliseconds in the middle of a period
        gc.collect()
        gc.freeze()
        gc.disable()
        sys.setswitchinterval(0.0005)
        keeper.start(lost=arguments.lost)
    except (BackendError, ValueError, OSError) as error:
        print(f"lmdm: {error}", file=sys.stderr, flush=True)
        return 2
    if keeper.backend is not None:
        _say_ready(keeper.backend)

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
    time.sleep(keeper.tail)
    keeper.stop()
    return 0


if __name__ == "__main__":
    status = main()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # a sound server's library may have left a hanging thread behind: do not wait for it
    os._exit(status)
