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

_STALL_S = 2.0
_MOST_FRAMES = 8192
_JUMP_NS = 20_000_000


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
    """An output device, with its input if it has one, or with another device's."""

    name = "portaudio"

    def __init__(self, options: Options) -> None:
        """Open the device. BackendError if it is unknown, busy, or there is none."""
        self._options = options
        self._sounddevice = _load()
        with _hush():
            # PortAudio's list is frozen when it starts: a device plugged in since is found only so
            self._sounddevice._terminate()
            self._sounddevice._initialize()
        index, info = self._find("output", options.device)
        if options.input_device:
            source = self._find("input", options.input_device)
        else:
            source = (index, info)
        self._callback: Callback | None = None
        self._live = False
        self._ending = False
        self._last = 0.0
        self._leave_ns = self._next_ns = 0
        self._mono = np.zeros((_MOST_FRAMES, 2), np.float32)
        self._stereo = np.zeros((_MOST_FRAMES, 2), np.float32)
        self.xruns = 0
        self.fault = NO_FAULT
        self.warning = ""
        self.closed = False
        self._stream = self._open((index, info), source, options)
        latency = self._stream.latency
        duplex = isinstance(latency, tuple | list)
        self.rate = round(self._stream.samplerate)
        self.latency = round((latency[1] if duplex else latency) * self.rate)
        self.input_latency = round(latency[0] * self.rate) if duplex else 0
        self.period = self._stream.blocksize or options.period

    def _find(self, kind: str, name: str) -> Device:
        """The device that `name` means, or the default output; `kind` output or input."""
        devices = list(enumerate(self._sounddevice.query_devices()))
        devices = [(i, d) for i, d in devices if d[f"max_{kind}_channels"] > 0]
        if not devices:
            raise BackendError(f"there is no sound device{' with an input' * (kind == 'input')}")
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
            raise BackendError(f"no {what} device {name!r}; there are: {names}")
        if len(found) > 1 and not same:
            which = ", ".join(repr(d["name"]) for _, d in found)
            raise BackendError(f"{option} {name!r} fits more than one: {which}")
        return found[0]

    def _open(self, target: Device, source: Device, options: Options) -> Any:
        """The stream, at the model's rate if the device has it, with input if there is one.

        An input that was asked for by name is not done without.
        """
        errors = []
        (index, info), (source_index, source_info) = target, source
        default = round(info["default_samplerate"])
        outputs = min(2, info["max_output_channels"])
        inputs = min(2, source_info["max_input_channels"])
        ways = dict.fromkeys(((inputs, outputs), (0, outputs)))
        for rate in dict.fromkeys((options.rate, default)):
            for channels in list(ways)[: 1 if options.input_device else 2]:
                try:
                    with _hush():
                        return self._make((source_index, index), rate, *channels)
                except (self._sounddevice.PortAudioError, ValueError) as error:
                    errors.append(str(error))
        devices = self._sounddevice.query_devices()
        names = ", ".join(repr(d["name"]) for d in devices if d["max_output_channels"] > 0)
        which = repr(info["name"])
        if options.input_device:
            which += f" with input {source_info['name']!r}"
        raise BackendError(
            f"cannot open sound device {which} (busy?): {errors[-1]}; there are: {names}"
        )

    def _make(self, devices: tuple[int, int], rate: int, inputs: int, outputs: int) -> Any:
        common = {"samplerate": rate, "dtype": "float32", "latency": "low"}
        if inputs:
            return self._sounddevice.Stream(
                device=devices,
                channels=(inputs, outputs),
                callback=self._duplex,
                finished_callback=self._on_finished,
                **common,
            )
        return self._sounddevice.OutputStream(
            device=devices[1],
            channels=outputs,
            callback=self._output,
            finished_callback=self._on_finished,
            **common,
        )

    def start(self, callback: Callback) -> None:
        """Start the stream."""
        self._callback = callback
        self._last = time.monotonic()
        self._live = True
        try:
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
        with contextlib.suppress(self._sounddevice.PortAudioError):
            self._stream.abort()
        with contextlib.suppress(self._sounddevice.PortAudioError):
            self._stream.close()
        self.closed = True

    def poll(self) -> str:
        """PortAudio has no signal for an unplugged device; it just does not call any more."""
        if not self._live or time.monotonic() - self._last > _STALL_S:
            return "the sound device has stopped"
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
        self._play(out, None, frames, times, status)

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
        if not 0.0 < ahead < 5.0:  # some drivers give no times
            ahead = self.latency / self.rate
        leave = time.monotonic_ns() + round(ahead * 1e9)
        error = leave - self._next_ns
        if abs(error) < _JUMP_NS:
            leave = self._next_ns + error // 20
        self._leave_ns = leave
        self._next_ns = leave + frames * 1_000_000_000 // self.rate
