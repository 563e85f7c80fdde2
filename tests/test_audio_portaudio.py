"""The input of one device with the output of another, through a real PortAudio.

Its devices are the clients of a JACK server here; on macOS and Windows they are loopback devices.
"""

from __future__ import annotations

import jack
import numpy as np
import pytest
from jack_parts import RATE, server
from playing import eventually

from instrument.audio.backend import BackendError, Options
from instrument.audio.panel import RUNNING
from instrument.audio.portaudio import PortAudio
from instrument.audio.spawn import start_audio


def test_the_live_input_comes_from_the_device_that_is_named() -> None:
    with server() as made:
        client = jack.Client("loop", no_start_server=True)
        ports = [client.outports.register(f"out_{i}") for i in (1, 2)]
        level = [0.25, -0.5]

        @client.set_process_callback
        def process(_: int) -> None:
            for port, value in zip(ports, level, strict=True):
                port.get_array()[:] = value

        with client:
            options = Options(audio="portaudio", device="system", input_device="loop")
            handle = start_audio(options)
            try:
                panel = handle.panel
                eventually(lambda: panel.state == RUNNING and panel.position > RATE)
                heard = made.connections()
                assert any("loop:out_1" in ends for ends in heard.values()), heard
                x, _ = handle.into.read(panel.position - RATE // 2, RATE // 4)
                np.testing.assert_allclose(np.median(x, axis=0), level, atol=1e-3)
                # two streams have a trim between them: its wait is told, and is no more than that
                assert 400 < panel.input_latency_samples < RATE // 10
            finally:
                handle.stop()
                handle.close()


class Mute:
    """PortAudio with nothing to say."""

    class PortAudioError(Exception):
        pass

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        raise self.PortAudioError("Error initializing PortAudio")


def test_a_library_that_fails_is_no_sound_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next is tried then: another backend, or the same one a second later."""
    monkeypatch.setattr("instrument.audio.portaudio._load", Mute)
    with pytest.raises(BackendError, match="names no sound devices: Error initializing"):
        PortAudio(Options())


def test_an_input_that_is_not_there_is_named_with_those_that_are() -> None:
    with server():
        with pytest.raises(
            BackendError, match="no input device 'gramophone' is there and free; there are: "
        ) as found:
            start_audio(Options(audio="auto", input_device="gramophone"))
        assert "'system'" in str(found.value)
