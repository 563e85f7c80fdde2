"""The output stage: everything that happens between the ring and the port.

    ring -> player (last good bars) -> gain, play fade -> resampler ->+-> guard -> limiter -> mute
                                                          monitor ->+
    port in -> input gain -+-> monitor
                           +-> resampler -> `in` ring

`Mix` is the device callback. Nothing in it waits, logs, or allocates more than a few numbers'
worth; once in an underrun it looks for a place to loop from (a quarter of a millisecond).
"""

from __future__ import annotations

import math
import time
import traceback

import numpy as np

from instrument.audio.guard import Guard
from instrument.audio.limiter import Limiter
from instrument.audio.panel import CALLBACK_ERROR, Panel
from instrument.audio.player import LONGEST, Player
from instrument.audio.ramp import Ramp
from instrument.audio.resample import Resampler
from instrument.audio.ring import Ring
from instrument.units import db_of, gain_of

_CHUNK = 1024
"""Device frames handled at once; longer callbacks are handled in pieces."""

_GAIN_S = 0.007
"""Gains and mute move this long; with the limiter's delay the change is over within 10 ms."""

_PANIC_S = 0.005
_SILENT = 1e-5
"""A piece without a sample beyond this (-100 dB) is silence."""

_RETURN_S = 1.0
"""A device that comes back is faded in this long."""

_PEAK_FALL_DB_S = 20.0
_RMS_S = 0.3
_GAP = 8192
"""A hole in the `in` ring of up to this many samples is filled with silence, not jumped over."""


class Mix:
    """The device callback and its state.

    Threads: `__call__` belongs to whoever drives the device, one at a time; `set_device` to the
    main thread while nobody does. The rest may be used from any thread.
    """

    def __init__(self, out: Ring, into: Ring, panel: Panel) -> None:
        """Play `out`, record the input `into`, obey the panel; go on at the panel's position."""
        self.player = Player(out, panel.position)
        self.error = ""
        """Traceback of the first failure of the callback."""
        self._in = into
        self._panel = panel
        self._rate = out.rate
        self._farewell = 0.0
        self._arriving = False
        self._sounded = False
        self._silent = 0
        self._peak = np.zeros(2)
        self._square = np.zeros(2)
        # counters go on where an earlier audio process left them
        self._callbacks = panel.callbacks
        self.player.underruns = panel.underruns
        self.player.filler_samples = panel.filler_samples
        self._scratch = np.zeros((_CHUNK, 2), np.float32)
        self._quiet = np.zeros((_CHUNK, 2), np.float32)
        self._source = np.zeros((LONGEST, 2), np.float32)
        self._master = Ramp(0.0 if panel.mute or panel.panic else 1.0, _CHUNK)
        self._monitor = Ramp(0.0, _CHUNK)
        self._input = Ramp(gain_of(panel.input_gain_db), _CHUNK)
        self._dry = np.zeros((_CHUNK, 2), np.float32)
        self.set_device(out.rate, _CHUNK, 0, 0)

    def catch_up(self) -> None:
        """Skip the time in which nobody called: the stream goes on with the clock.

        Main thread, while no device drives the callback; followed by `set_device`.
        """
        if not self._panel.audio_ns:
            return
        period = self._panel.period / self._panel.device_rate
        lost = (time.monotonic_ns() - self._panel.audio_ns) * 1e-9 - period
        if lost > period:
            self.player.position += round(lost * self._rate)

    def set_device(self, rate: int, period: int, latency: int, input_latency: int) -> None:
        """A device of `rate` Hz follows; `period` and latencies in its frames.

        The sound in the resampler and the limiter (a few ms) is dropped.
        """
        self._device_rate = rate
        self._limiter = Limiter(rate, _CHUNK)
        self._guard = Guard(rate, _CHUNK)
        self._out = self._into = None
        if rate != self._rate:
            self._out = Resampler(self._rate, rate, LONGEST)
            self._into = Resampler(rate, self._rate, _CHUNK)
            self._received = np.zeros((_CHUNK * self._rate // rate + 4, 2), np.float32)
        # model samples between the one read next and the one that the next device frame carries
        self._start = self.player.position
        self._in_at = self.player.position
        self.set_latency(period, latency, input_latency)

    def set_latency(self, period: int, latency: int, input_latency: int) -> None:
        """The device has other latencies now, in its frames."""
        panel, ratio = self._panel, self._rate / self._device_rate
        half = self._out.delay if self._out else 0
        panel.latency_samples = round((latency + self._limiter.lookahead) * ratio) + half
        # the resampler is fed ahead of what it gives, while the input keeps its place
        panel.input_latency_samples = round(input_latency * ratio) - half
        panel.device_rate = self._device_rate
        self._latencies = latency, input_latency
        panel.period = period

    def fade_in(self) -> None:
        """What leaves from now on begins with silence and a fade: the device has come (back).

        Main thread, while no device drives the callback.
        """
        self._master.value = self._master.target = 0.0
        self._arriving = True

    def fade_out(self, seconds: float) -> None:
        """Fade everything out, for good."""
        self._farewell = seconds

    @property
    def silent(self) -> bool:
        """Nothing but silence leaves any more."""
        return self._master.resting and self._master.value == 0.0

    def __call__(self, out: np.ndarray, heard: np.ndarray | None, leave_ns: int) -> None:
        """Fill out [n, 2] float32; heard [n, 2] is the input of the same period, if there is one.

        `leave_ns` is the monotonic time at which out[0] leaves the port, device latency included.
        """
        start = self.player.position
        try:
            self._process(out, heard, leave_ns)
        except Exception:  # noqa: BLE001 - the stream outlives any fault of ours
            out[:] = 0.0
            if not self.error:
                self.error = traceback.format_exc()
            panel = self._panel
            panel.fault = CALLBACK_ERROR
            self.player.position = start + len(out) * self._rate // self._device_rate
            if self._out is not None:
                self.set_device(self._device_rate, panel.period, *self._latencies)
            panel.position = self.player.position
            panel.audio_ns = time.monotonic_ns()

    def _process(self, out: np.ndarray, heard: np.ndarray | None, leave_ns: int) -> None:
        panel, player = self._panel, self.player
        self._aim(panel)
        self._publish_anchor(leave_ns)
        ceiling = 10.0 ** (panel.ceiling_db / 20.0)
        fresh, reduction = True, 0.0
        for begin in range(0, len(out), _CHUNK):
            x = out[begin : begin + _CHUNK]
            n = len(x)
            fresh = self._render(x) and fresh
            dry = self._quiet[:n]
            if heard is not None:
                dry = self._dry[:n]
                dry[:] = heard[begin : begin + n]
                self._input.apply(dry)
            self._receive(dry)
            if not self._monitor.resting or self._monitor.value:
                wet = self._scratch[:n]
                np.multiply(dry, self._monitor.line(n), out=wet)
                if not np.isfinite(wet.sum()):
                    wet[~np.isfinite(wet)] = 0.0
                x += wet
            self._guard.process(x, panel.loudest_lufs)
            self._limiter.process(x, ceiling)
            reduction = max(reduction, self._limiter.reduction)
            self._master.apply(x)
            self._measure(x)
        now = time.monotonic_ns()
        self._callbacks += 1
        panel.position = player.position
        panel.underruns = player.underruns
        panel.filler_samples = player.filler_samples
        panel.filling = int(player.filling)
        panel.callbacks = self._callbacks
        panel.peak = (float(self._peak[0]), float(self._peak[1]))
        panel.rms = (math.sqrt(self._square[0]), math.sqrt(self._square[1]))
        panel.limiter_db = float(db_of(1.0 - reduction)) if reduction else 0.0
        panel.lufs, panel.guard_db = self._guard.short, self._guard.gain_db
        if fresh:
            panel.live_ns = now
        panel.audio_ns = now

    def _aim(self, panel: Panel) -> None:
        """Take over what the panel says."""
        rate, device_rate, player = self._rate, self._device_rate, self.player
        gain = gain_of(panel.gain_db)
        if player.gain.value == 0.0 and player.presence.value == 0.0:
            player.gain.value = player.gain.target = gain  # nothing is heard: no need to glide
        player.gain.aim(gain, _GAIN_S * rate)
        playing = 1.0 if panel.playing else 0.0
        far = abs(playing - player.presence.value)
        player.presence.aim(playing, max(_GAIN_S, panel.play_fade_s) * far * rate)
        self._input.aim(gain_of(panel.input_gain_db), _GAIN_S * device_rate)
        self._monitor.aim(1.0 if panel.monitor else 0.0, _GAIN_S * device_rate)
        if self._farewell:
            self._master.aim(0.0, self._farewell * device_rate)
        elif panel.panic:
            self._master.aim(0.0, _PANIC_S * device_rate)
        elif self._arriving and not panel.mute:
            self._master.aim(1.0, _RETURN_S * (1.0 - self._master.value) * device_rate)
            self._arriving = self._master.value < 1.0
        else:
            self._master.aim(0.0 if panel.mute else 1.0, _GAIN_S * device_rate)

    def _publish_anchor(self, leave_ns: int) -> None:
        """Say which sample of the stream leaves when; it is what out[0] carries."""
        behind = self._limiter.lookahead
        if self._out is None:
            self._panel.set_anchor(leave_ns, self.player.position - behind)
            return
        at, unit = self._out.place
        at -= behind * self._rate * unit // self._device_rate
        whole = -(-at // unit)
        late_ns = (whole * unit - at) * 1_000_000_000 // (unit * self._rate)
        self._panel.set_anchor(leave_ns + late_ns, self._start + whole)

    def _render(self, x: np.ndarray) -> bool:
        """The generated sound into x, at the device's rate."""
        if self._out is None:
            return self.player.render(x)
        fresh, missing = True, self._out.need(len(x))
        while missing:
            piece = self._source[: min(missing, len(self._source), self._out.room)]
            fresh = self.player.render(piece) and fresh
            self._out.feed(piece)
            missing -= len(piece)
        self._out.take(x)
        return fresh

    def _receive(self, x: np.ndarray) -> None:
        """Input x, at the device's rate, into the `in` ring."""
        if self._into is not None:
            self._into.feed(x)
            x = self._received[: self._into.ready()]
            self._into.take(x)
        end = self._in.end
        while 0 < self._in_at - end <= _GAP:
            m = min(self._in_at - end, _CHUNK)
            self._in.write(end, self._quiet[:m])
            end += m
        if len(x):
            self._in.write(self._in_at, x)
            self._in_at += len(x)

    def _measure(self, x: np.ndarray) -> None:
        """Peak and mean level of x."""
        seconds = len(x) / self._device_rate
        np.abs(x, out=self._scratch[: len(x)])
        self._peak *= 10.0 ** (-_PEAK_FALL_DB_S * seconds / 20.0)
        np.maximum(self._peak, self._scratch[: len(x)].max(axis=0), out=self._peak)
        self._count_silence(bool(self._scratch[: len(x)].max() > _SILENT), len(x))
        keep = math.exp(-seconds / _RMS_S)
        self._square *= keep
        self._square += (1.0 - keep) * np.einsum("nc,nc->c", x, x) / len(x)

    def _count_silence(self, heard: bool, n: int) -> None:
        """How long nothing leaves although everything is open and there has been sound."""
        presence, master = self.player.presence, self._master
        due = presence.value == master.value == 1.0 and self.player.gain.value > 0.0
        self._sounded = due and (self._sounded or heard)
        self._silent = self._silent + n if self._sounded and not heard else 0
        if self._silent > self._panel.longest_silence:
            self._panel.longest_silence = self._silent
