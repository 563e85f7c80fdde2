"""JACK (jackd2, or PipeWire's stand-in): named ports that anything can be patched to.

JACK-Client brings neither latencies nor the smoothed cycle times; those few calls go to the same
library by ctypes.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import re
import threading
import time
from typing import Any

import numpy as np

from instrument.audio.backend import BackendError, Callback, Options
from instrument.audio.panel import NO_FAULT

_MOST_FRAMES = 8192
_STALL_S = 2.0
_PLAYBACK, _CAPTURE = 1, 0

_abandoned: list[object] = []
"""Clients whose closing hung after their server died (jack2#395); their callbacks must live on."""


class _Range(ctypes.Structure):
    _fields_ = (("min", ctypes.c_uint32), ("max", ctypes.c_uint32))


def _load() -> tuple[Any, Any]:
    """The binding and the library. BackendError if either is missing."""
    os.environ["JACK_NO_START_SERVER"] = "1"
    try:
        import jack
    except ImportError as error:
        raise BackendError("JACK needs the Python package JACK-Client") from error
    except OSError as error:
        raise BackendError(
            "JACK's library is missing (Debian: apt-get install libjack-jackd2-0)"
        ) from error
    jack.set_error_function(None)
    jack.set_info_function(None)
    library = ctypes.CDLL(ctypes.util.find_library("jack") or "libjack.so.0")
    library.jack_get_time.restype = ctypes.c_uint64
    library.jack_get_time.argtypes = ()
    library.jack_get_cycle_times.argtypes = (ctypes.c_void_p,) * 5
    library.jack_port_get_latency_range.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    library.jack_port_get_latency_range.restype = None
    return jack, library


class Jack:
    """A JACK client with the ports out_1 out_2 in_1 in_2.

    The server decides on rate and period, and both may change while we run. What our outputs were
    connected to is remembered, and restored if the server comes back.
    """

    name = "jack"

    def __init__(self, options: Options, connections: list[tuple[int, str]] | None = None) -> None:
        """Open a client and its ports. BackendError if no server runs.

        `connections` (output 0 or 1, port name) are made instead of those that the options say.
        """
        self._options = options
        self._jack, self._library = _load()
        try:
            client = self._jack.Client(options.client, no_start_server=True)
        except self._jack.JackOpenError as error:
            server = os.environ.get("JACK_DEFAULT_SERVER", "default")
            raise BackendError(
                f"no JACK server {server!r} runs (start one, e.g. jackd -d alsa, or PipeWire)"
            ) from error
        self._client = client
        self._pointer = self._address(client._ptr)
        try:
            self._outs = [client.outports.register(f"out_{k}") for k in (1, 2)]
            self._ins = [client.inports.register(f"in_{k}") for k in (1, 2)]
        except self._jack.JackError as error:  # the server dies just now
            self.stop()
            raise BackendError(f"the JACK server gives us no ports: {error}") from error
        self.rate = client.samplerate
        self.period = client.blocksize
        self.latency = self.input_latency = self.period
        self.xruns = 0
        self.fault = NO_FAULT
        self.warning = ""
        self._connect = options.connect
        self._pattern: str | None = None
        if options.connect not in ("auto", "none"):
            try:
                re.compile(options.connect)
            except re.error as error:
                client.close()
                raise BackendError(f"--connect {options.connect!r}: {error}") from error
            self._pattern = options.connect
        self._remembered = connections
        self._seen: list[tuple[int, str]] | None = None
        self._wanted: list[tuple[int, str]] = []
        self._connected = False
        self._lost = ""
        self.closed = False
        self._live = False
        self._last = 0.0
        self._looked = 0.0
        self._offset_ns = 0
        self._callback: Callback | None = None
        self._out = np.zeros((_MOST_FRAMES, 2), np.float32)
        self._in = np.zeros((_MOST_FRAMES, 2), np.float32)
        self._times = (ctypes.c_uint32(), ctypes.c_uint64(), ctypes.c_uint64(), ctypes.c_float())
        self._time_args = tuple(ctypes.addressof(value) for value in self._times)

    def _address(self, pointer: object) -> int:
        return int(self._jack._ffi.cast("uintptr_t", pointer))

    def start(self, callback: Callback) -> None:
        """Activate the client and connect its ports. BackendError if the server dies meanwhile."""
        self._callback = callback
        client = self._client
        client.set_process_callback(self._process)
        client.set_shutdown_callback(self._on_shutdown)
        client.set_xrun_callback(self._on_xrun)
        client.set_blocksize_callback(self._on_blocksize)
        client.set_samplerate_callback(self._on_samplerate)
        self._measure_clock()
        self._last = time.monotonic()
        self._live = True
        try:
            client.activate()
            self._make_connections()
            self._look()
        except self._jack.JackError as error:
            self._live = False
            raise BackendError(f"the JACK server does not let us play: {error}") from error

    def stop(self, patience: float = 2.0) -> None:
        """Deactivate and close, in the background: it can hang once the server is gone."""
        self._live = False
        closer = threading.Thread(target=self._close, daemon=True)
        closer.start()
        closer.join(patience)
        if closer.is_alive():
            _abandoned.append(self._client)

    def _close(self) -> None:
        with contextlib.suppress(Exception):
            self._client.deactivate()
        with contextlib.suppress(Exception):
            self._client.close()
        self.closed = True

    def poll(self) -> str:
        """Once a second: connections, latencies, clock. Tells if the server is gone or changed."""
        now = time.monotonic()
        if not self._lost and now - self._last > _STALL_S:
            self._lost = "the JACK server does not call any more"
        if not self._lost and now - self._looked > 1.0:
            try:
                self._make_connections()
                self._look()
            except self._jack.JackError:
                self._lost = "the JACK server does not answer"
        return self._lost

    def reopen(self) -> Jack:
        """A new client, connected as this one was. BackendError while no server runs."""
        return Jack(self._options, self._remembered or self._seen)

    # the JACK threads ------------------------------------------------------------------------

    def _process(self, frames: int) -> None:
        """One period. Nothing here may wait, and no server function may be called."""
        left, right = self._outs[0].get_array(), self._outs[1].get_array()
        callback = self._callback
        if not self._live or callback is None or frames > _MOST_FRAMES:
            left[:] = 0.0
            right[:] = 0.0
            return
        self._last = time.monotonic()
        out, heard = self._out[:frames], self._in[:frames]
        heard[:, 0] = self._ins[0].get_array()
        heard[:, 1] = self._ins[1].get_array()
        if self._library.jack_get_cycle_times(self._pointer, *self._time_args) == 0:
            start = self._times[1].value * 1000 - self._offset_ns
        else:
            start = time.monotonic_ns()
        callback(out, heard, start + self.latency * 1_000_000_000 // self.rate)
        left[:] = out[:, 0]
        right[:] = out[:, 1]

    def _on_shutdown(self, status: object, reason: str) -> None:
        self._lost = f"the JACK server went away: {reason or status}"

    def _on_xrun(self, delay_us: float) -> None:
        self.xruns += 1

    def _on_blocksize(self, frames: int) -> None:
        self.period = frames

    def _on_samplerate(self, rate: int) -> None:
        if rate != self.rate:
            self._live = False
            self._lost = f"the JACK server changed its rate to {rate} Hz"

    # connections and latency -----------------------------------------------------------------

    def _targets(self) -> list[tuple[int, str]]:
        """Which port each output is to be connected to; those of before a server's death first."""
        if self._remembered is not None:
            return list(self._remembered)
        if self._connect == "none":
            return []
        search = {"is_audio": True, "is_input": True}
        if self._pattern is None:
            found = self._client.get_ports(is_physical=True, **search)
        else:
            found = self._client.get_ports(self._pattern, **search)
        own = {port.name for port in self._ins}
        names = [port.name for port in found if port.name not in own][:2]
        if not names:
            wish = "a physical output" if self._pattern is None else f"{self._pattern!r}"
            self.warning = f"no JACK port matches {wish}: not connected yet"
            return []
        return [(0, names[0]), (1, names[-1])]

    def _make_connections(self) -> None:
        """Make what is still wanted, once; ports can appear late, so that it is tried again."""
        if not self._wanted and not self._connected:
            self._wanted = self._targets()
        for wish in list(self._wanted):
            channel, target = wish
            try:
                if target not in {port.name for port in self._outs[channel].connections}:
                    self._client.connect(self._outs[channel].name, target)
            except self._jack.JackError:
                continue
            self._wanted.remove(wish)
            self._connected = True
            self.warning = ""

    def _look(self) -> None:
        """Note what we are connected to, how late that is, and what the clocks say."""
        self._looked = time.monotonic()
        now = [(k, port.name) for k, out in enumerate(self._outs) for port in out.connections]
        # a dying server shows no connections any more: believe only what was so a second ago, too
        if self._seen is not None:
            self._remembered = self._seen
        # what is still to come counts as connected
        self._seen = now + [wish for wish in self._wanted if wish not in now]
        if not self._seen and not self._connected:
            self._seen = None
        outs = [self._range(port, _PLAYBACK) for port in self._outs]
        # a port's latency counts from the cycle's start to the loudspeaker; alone, it is a period
        self.latency = max(outs) or self.period
        self.input_latency = max(self._range(port, _CAPTURE) for port in self._ins)
        self._measure_clock()

    def _range(self, port: Any, mode: int) -> int:
        found = _Range()
        address = self._address(port._ptr)
        self._library.jack_port_get_latency_range(address, mode, ctypes.addressof(found))
        return found.max

    def _measure_clock(self) -> None:
        """JACK's clock minus ours; the quickest of a few looks is the truest."""
        best: tuple[int, int] | None = None
        for _ in range(5):
            before = time.monotonic_ns()
            theirs = self._library.jack_get_time() * 1000
            after = time.monotonic_ns()
            if best is None or after - before < best[0]:
                best = after - before, theirs - (before + after) // 2
        assert best is not None
        self._offset_ns = best[1]
