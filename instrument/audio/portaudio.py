"""A sound device through PortAudio (sounddevice): CoreAudio, WASAPI, ALSA."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from instrument.audio.backend import BackendError, Callback, Options
from instrument.audio.panel import NO_FAULT
from instrument.audio.trim import Trim

_STALL_S = 2.0
_MOST_FRAMES = 8192
_JUMP_NS = 20_000_000
_LONGEST_LATENCY_S = 5.0


@contextlib.contextmanager
def _hush() -> Iterator[None]:
    """What ALSA and JACK say on standard error while PortAudio looks around tells users nothing."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as sink:  # noqa: PTH123 - a descriptor is what is wanted
            os.dup2(sink.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _load() -> Any:
    """The sounddevice module. BackendError if it or PortAudio is missing."""
    try:
        with _hush():
            import sounddevice
    except ImportError as error:
        raise BackendError("sound devices need the Python package sounddevice") from error
    except OSError as error:
        hint = " (Debian: apt-get install libportaudio2)" if sys.platform == "linux" else ""
        raise BackendError(f"PortAudio's library is missing{hint}") from error
    return sounddevice


def list_devices() -> list[str]:
    """The names by which --device finds an output. BackendError if PortAudio is missing."""
    devices = _load().query_devices()
    return [d["name"] for d in devices if d["max_output_channels"] > 0]


Device = tuple[int, dict[str, Any]]
"""PortAudio's number of a device, and its description."""


class PortAudio:
    """An output device, with its input if it has one, or with another device's, whose clock is then
    trimmed to the output's."""

    name = "portaudio"

    def __init__(self, options: Options) -> None:
        """Open the device. BackendError if it is unknown, busy, or there is none."""
        self._options = options
        self._sounddevice = _load()
        try:
            with _hush():
                # its list is frozen when it starts: a device plugged in since is found only so
                self._sounddevice._terminate()
                self._sounddevice._initialize()
            index, info = self._find("output", options.device)
            source = self._find("input", options.input_device) if options.input_device else None
        except self._sounddevice.PortAudioError as error:
            raise BackendError(f"PortAudio names no sound devices: {error}") from error
        if source is not None and source[0] == index:
            source = None
        self._callback: Callback | None = None
        self._live = False
        self._ending = False
        self._last = self._heard_at = 0.0
        self._leave_ns = self._next_ns = 0
        self._mono = np.zeros((_MOST_FRAMES, 2), np.float32)
        self._stereo = np.zeros((_MOST_FRAMES, 2), np.float32)
        self._trimmed = np.zeros((_MOST_FRAMES, 2), np.float32)
        self.xruns = 0
        self.fault = NO_FAULT
        self.warning = ""
        self.closed = False
        self._trim: Trim | None = None
        self._source: Any = None
        self._stream = self._open((index, info), options, alone=source is not None)
        latency = self._stream.latency
        duplex = isinstance(latency, tuple | list)
        self.rate = round(self._stream.samplerate)
        self.latency = self._frames(latency[1] if duplex else latency)
        self.period = self._stream.blocksize or options.period
        self._input_latency = self._frames(latency[0]) if duplex else 0
        if source is not None:
            self._open_source(source)

    def _frames(self, latency: float) -> int:
        """A latency that PortAudio tells in seconds, in frames; of some inputs it tells a day."""
        return round(latency * self.rate) if 0.0 <= latency < _LONGEST_LATENCY_S else 0

    @property
    def input_latency(self) -> int:
        """Frames from the port to the callback."""
        return self._input_latency + (self._trim.delay if self._trim is not None else 0)

    def _find(self, kind: str, name: str) -> Device:
        """The device that `name` means, or the default output; `kind` output or input."""
        devices = list(enumerate(self._sounddevice.query_devices()))
        devices = [(i, d) for i, d in devices if d[f"max_{kind}_channels"] > 0]
        if not devices:
            which = " with an input" * (kind == "input")
            raise BackendError(f"there is no sound device{which}, or other programs hold it")
        names = ", ".join(repr(d["name"]) for _, d in devices)
        if not name:
            default = self._sounddevice.default.device[1]
            return next(((i, d) for i, d in devices if i == default), devices[0])
        same = [(i, d) for i, d in devices if d["name"].lower() == name.lower()]
        like = [(i, d) for i, d in devices if name.lower() in d["name"].lower()]
        if name.isdecimal() and not same:
            same = [(i, d) for i, d in devices if i == int(name)]
        found = same or like
        option, what = {"output": ("--device", "sound"), "input": ("--input-device", "input")}[kind]
        if not found:
            # ALSA's are not even named while another program holds them
            raise BackendError(f"no {what} device {name!r} is there and free; there are: {names}")
        if len(found) > 1 and not same:
            which = ", ".join(repr(d["name"]) for _, d in found)
            raise BackendError(f"{option} {name!r} fits more than one: {which}")
        return found[0]

    def _open(self, target: Device, options: Options, *, alone: bool) -> Any:
        """The stream, at the model's rate if the device has it, with its input if it has one and is
        not to be `alone`; an input that was asked for by name is not done without.
        """
        errors = []
        index, info = target
        default = round(info["default_samplerate"])
        outputs = min(2, info["max_output_channels"])
        inputs = 0 if alone else min(2, info["max_input_channels"])
        ways = dict.fromkeys(((inputs, outputs), (0, outputs)))
        for rate in dict.fromkeys((options.rate, default)):
            for channels in list(ways)[: 1 if options.input_device else 2]:
                try:
                    with _hush():
                        return self._make(index, rate, *channels)
                except (self._sounddevice.PortAudioError, ValueError) as error:
                    errors.append(str(error))
        devices = self._sounddevice.query_devices()
        names = ", ".join(repr(d["name"]) for d in devices if d["max_output_channels"] > 0)
        raise BackendError(
            f"cannot open sound device {info['name']!r} (busy?): {errors[-1]}; there are: {names}"
        )

    def _open_source(self, source: Device) -> None:
        """The input of another device. BackendError if it cannot be had."""
        index, info = source
        errors = []
        for rate in dict.fromkeys((self.rate, round(info["default_samplerate"]))):
            try:
                with _hush():
                    self._source = self._sounddevice.InputStream(
                        device=index, channels=min(2, info["max_input_channels"]),
                        callback=self._hear, finished_callback=self._on_finished,
                        samplerate=rate, dtype="float32", latency="low",
                    )  # fmt: skip
            except (self._sounddevice.PortAudioError, ValueError) as error:
                errors.append(str(error))
                continue
            actual = round(self._source.samplerate)
            self._trim = Trim(actual, self.rate)
            self._input_latency = self._frames(self._source.latency)
            return
        with contextlib.suppress(self._sounddevice.PortAudioError):
            self._stream.close()
        raise BackendError(f"cannot open input device {info['name']!r} (busy?): {errors[-1]}")

    def _make(self, index: int, rate: int, inputs: int, outputs: int) -> Any:
        common = {"samplerate": rate, "dtype": "float32", "latency": "low", "device": index}
        if inputs:
            return self._sounddevice.Stream(
                channels=(inputs, outputs),
                callback=self._duplex,
                finished_callback=self._on_finished,
                **common,
            )
        return self._sounddevice.OutputStream(
            channels=outputs,
            callback=self._output,
            finished_callback=self._on_finished,
            **common,
        )

    def start(self, callback: Callback) -> None:
        """Start the stream."""
        self._callback = callback
        self._last = self._heard_at = time.monotonic()
        self._live = True
        try:
            if self._source is not None:
                self._source.start()
            self._stream.start()
        except self._sounddevice.PortAudioError as error:
            self._live = False
            raise BackendError(f"the sound device does not start: {error}") from error

    def stop(self, patience: float = 2.0) -> None:
        """Stop and close, in the background: it can hang once the device is gone."""
        self._live = False
        self._ending = True
        closer = threading.Thread(target=self._close, daemon=True)
        closer.start()
        closer.join(patience)

    def _close(self) -> None:
        for stream in filter(None, (self._stream, self._source)):
            with contextlib.suppress(self._sounddevice.PortAudioError):
                stream.abort()
            with contextlib.suppress(self._sounddevice.PortAudioError):
                stream.close()
        self.closed = True

    def poll(self) -> str:
        """PortAudio has no signal for an unplugged device; it just does not call any more."""
        now = time.monotonic()
        if not self._live or now - self._last > _STALL_S:
            return "the sound device has stopped"
        if self._source is not None and now - self._heard_at > _STALL_S:
            return "the input device has stopped"
        return ""

    def reopen(self) -> PortAudio:
        """The same choice of device again, after a loss. BackendError while it is away."""
        return PortAudio(self._options)

    # the device's thread ---------------------------------------------------------------------

    def _on_finished(self) -> None:
        if not self._ending:
            self._live = False

    def _duplex(self, heard: Any, out: Any, frames: int, times: Any, status: Any) -> None:
        self._play(out, heard, frames, times, status)

    def _output(self, out: Any, frames: int, times: Any, status: Any) -> None:
        heard = None
        if self._trim is not None and self._live and frames <= _MOST_FRAMES:
            heard = self._trimmed[:frames]
            self._trim.take(heard)
        self._play(out, heard, frames, times, status)

    def _hear(self, heard: Any, frames: int, times: Any, status: Any) -> None:
        """A period of the other device's input, on that one's thread."""
        if not self._live or self._trim is None:
            return
        self._heard_at = time.monotonic()
        if status:
            self.xruns += 1
        self._trim.feed(heard)

    def _play(self, out: Any, heard: Any, frames: int, times: Any, status: Any) -> None:
        """One period, in stereo whatever the device has."""
        callback = self._callback
        if not self._live or callback is None or frames > _MOST_FRAMES:
            out[:] = 0.0
            return
        self._last = time.monotonic()
        if status:
            self.xruns += 1
        self.period = frames
        if heard is not None and heard.shape[1] == 1:
            mono, heard = heard, self._mono[:frames]
            heard[:] = mono
        self._note_time(frames, times)
        if out.shape[1] == 2:
            callback(out, heard, self._leave_ns)
            return
        stereo = self._stereo[:frames]
        callback(stereo, heard, self._leave_ns)
        np.mean(stereo, axis=1, keepdims=True, out=out)

    def _note_time(self, frames: int, times: Any) -> None:
        """When this period leaves; the jitter of the callback's own time is averaged out."""
        ahead = times.outputBufferDacTime - times.currentTime
        if not 0.0 < ahead < _LONGEST_LATENCY_S:  # some drivers give no times
            ahead = self.latency / self.rate
        leave = time.monotonic_ns() + round(ahead * 1e9)
        error = leave - self._next_ns
        if abs(error) < _JUMP_NS:
            leave = self._next_ns + error // 20
        self._leave_ns = leave
        self._next_ns = leave + frames * 1_000_000_000 // self.rate
