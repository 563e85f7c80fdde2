"""The panel: the numbers by which the audio process is steered and watched.

The audio process has no pipe and no socket; it reads its settings here in every callback, and
writes its state here. Whoever holds the panel, holds the instrument's volume: a new front that
adopts a living audio process needs nothing else. Every field has one writer, so no lock is needed;
a field is 8 aligned bytes and never torn. Only the clock anchor is a pair, see `Panel.anchor`.
"""

from __future__ import annotations

import numpy as np

from instrument.audio.shared import Segment, fence

_MAGIC = 0x4C4D444D_00000102
_WORDS = 128

STARTING, RUNNING, DEVICE_LOST = 0, 1, 2
"""Values of `state`. While the device is lost, the position goes on with the wall clock."""

NO_FAULT, DISK_FULL, DISK_SLOW, CALLBACK_ERROR = 0, 1, 2, 3
"""Values of `fault`: what spoils the recording or the callback while the stream itself goes on."""

FAULTS = {
    NO_FAULT: "",
    DISK_FULL: "the disk is full or the file cannot be written: recording has stopped",
    DISK_SLOW: "the disk is too slow: the recording has gaps",
    CALLBACK_ERROR: "the audio callback failed and played silence: please report this",
}


class _Float:
    """A float64 word of the panel."""

    def __init__(self, word: int, doc: str) -> None:
        self._word = word
        self.__doc__ = doc

    def __get__(self, panel: Panel, owner: type | None = None) -> float:
        return float(panel._floats[self._word])

    def __set__(self, panel: Panel, value: float) -> None:
        panel._floats[self._word] = value


class _Int:
    """An int64 word of the panel."""

    def __init__(self, word: int, doc: str) -> None:
        self._word = word
        self.__doc__ = doc

    def __get__(self, panel: Panel, owner: type | None = None) -> int:
        return int(panel._ints[self._word])

    def __set__(self, panel: Panel, value: int) -> None:
        panel._ints[self._word] = value


class _Pair:
    """Two float64 words of the panel: left, right."""

    def __init__(self, word: int, doc: str) -> None:
        self._word = word
        self.__doc__ = doc

    def __get__(self, panel: Panel, owner: type | None = None) -> tuple[float, float]:
        return float(panel._floats[self._word]), float(panel._floats[self._word + 1])

    def __set__(self, panel: Panel, value: tuple[float, float]) -> None:
        panel._floats[self._word], panel._floats[self._word + 1] = value


class Panel:
    """Named words in shared memory. Any thread of any process may read any of them at any time.

    Times are `time.monotonic_ns()`, which is one clock for all processes of a machine. "Samples"
    without more are samples of the stream, at the model's rate.
    """

    # written by the front -------------------------------------------------- words 8 to 31
    gain_db = _Float(8, "level of the generated sound; -60 and below is silence")
    mute = _Int(9, "1: no sound at all leaves the port")
    input_gain_db = _Float(10, "level of the live input, in the monitor and in the `in` ring")
    monitor = _Int(11, "1: the live input is heard as well")
    playing = _Int(12, "0 or 1: the generated sound fades out or in over play_fade_s")
    play_fade_s = _Float(13, "seconds")
    panic = _Int(14, "1: as mute, but at once (within 10 ms)")
    ceiling_db = _Float(15, "no sample leaves the port beyond this level")
    front_ns = _Int(16, "heartbeat; older than 120 s: the audio process fades out and ends")
    quit = _Int(17, "1: fade out and end")  # noqa: A003
    loudest_lufs = _Float(18, "the last 3 s are turned down to this loudness; 0: no limit")

    # written by the audio process ------------------------------------------ words 32 to 79
    position = _Int(32, "the next stream sample that the callback will read")
    latency_samples = _Int(33, "from being read to leaving the port: limiter, resampler, device")
    input_latency_samples = _Int(34, "input sample s came this + latency_samples before s leaves")
    device_rate = _Int(35, "Hz")
    period = _Int(36, "device frames in a callback")
    underruns = _Int(37, "times that the sound fell back on the last good bars while playing")
    filler_samples = _Int(38, "samples for which the last good bars were heard")
    callbacks = _Int(39, "callbacks so far")
    xruns = _Int(40, "times that the sound server or device reported a dropped period")
    peak = _Pair(41, "falling peak level of what left the port, linear")
    rms = _Pair(43, "mean level of the last 0.3 s of what left the port, linear")
    limiter_db = _Float(45, "what the limiter takes away now, 0 or negative")
    state = _Int(46, "STARTING, RUNNING or DEVICE_LOST")
    audio_pid = _Int(47, "process id")
    audio_ns = _Int(48, "time of the last callback: if it stands still, so does the sound")
    live_ns = _Int(49, "time of the last callback that found generated sound to play")
    filling = _Int(50, "1 while the last good bars are heard instead of new sound")
    fault = _Int(51, "NO_FAULT or what spoils the recording; see FAULTS")
    longest_silence = _Int(56, "device frames of the longest silence while it should be heard")
    device_returns = _Int(55, "times that a device came back, or came at last in place of null")
    lufs = _Float(53, "loudness of the last 3 s, before the guard turned it down")
    guard_db = _Float(54, "what the loudness guard takes away now, 0 or negative")
    device_losses = _Int(52, "times that the device or sound server went away")

    # written by the engine ------------------------------------------------- words 88 to 111
    engine_pid = _Int(88, "process id")
    engine_ns = _Int(89, "heartbeat")
    made_ms = _Float(90, "time that the last block took")
    margin_ms = _Float(91, "time by which it was ready before it was needed")
    block_frames = _Int(92, "latent frames in the last block")
    late = _Int(93, "blocks that came too late")
    shed = _Int(94, "blocks made with fewer steps or less guidance to be in time")

    def __init__(self, segment: Segment, *, format_it: bool = False) -> None:
        """Use `segment`; `format_it` clears it and sets the defaults."""
        self.segment = segment
        self._ints = segment.array(np.int64, 0, _WORDS)
        self._floats = segment.array(np.float64, 0, _WORDS)
        if format_it:
            self._ints[:] = 0
            self.gain_db = -12.0
            self.play_fade_s = 0.5
            self.ceiling_db = -1.0
            self._ints[0] = _MAGIC
        if self._ints[0] != _MAGIC:
            raise ValueError(f"segment {segment.spec} is not an lmdm panel of this version")

    @classmethod
    def create(cls) -> Panel:
        """A new panel with the defaults: stopped, -12 dB, ceiling -1 dB."""
        return cls(Segment.create("panel", 8 * _WORDS), format_it=True)

    @classmethod
    def attach(cls, spec: str) -> Panel:
        """The panel another process made. ValueError if it is none, OSError if gone."""
        return cls(Segment.attach(spec))

    @property
    def spec(self) -> str:
        """How another process attaches it; see `shared`."""
        return self.segment.spec

    def anchor(self) -> tuple[int, int]:
        """(monotonic_ns, sample): when `sample` of the stream leaves the output port.

        All latency is included (limiter, resampler, device). (0, 0) before the first callback.
        Sample s leaves at ``ns + (s - sample) * 1e9 / rate``.
        """
        # Two slots, written in turn: a reader never has to wait for a writer, not even for one
        # that was killed half-way through. It tries again only if it was overtaken.
        while True:
            turn = int(self._ints[80])
            fence()
            slot = 81 + 2 * (turn & 1)
            ns, sample = int(self._ints[slot]), int(self._ints[slot + 1])
            fence()
            if int(self._ints[80]) == turn:
                return ns, sample

    def set_anchor(self, ns: int, sample: int) -> None:
        """Publish the anchor; the audio callback only."""
        turn = int(self._ints[80]) + 1
        slot = 81 + 2 * (turn & 1)
        self._ints[slot] = ns
        self._ints[slot + 1] = sample
        fence()
        self._ints[80] = turn
        # the next write goes to the other slot; it must not be seen before this turn is
        fence()

    def time_of(self, sample: int, rate: int = 48_000) -> int:
        """When stream `sample` leaves the port, monotonic ns (by the anchor)."""
        ns, at = self.anchor()
        return ns + (sample - at) * 1_000_000_000 // rate

    def sample_at(self, ns: int, rate: int = 48_000) -> int:
        """The first stream sample that leaves the port at monotonic `ns` or later."""
        at_ns, at = self.anchor()
        return at - (-(ns - at_ns) * rate // 1_000_000_000)

    def close(self) -> None:
        """Unmap."""
        del self._ints, self._floats
        self.segment.close()
