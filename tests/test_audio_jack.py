"""The audio process with a real JACK server (jackd's dummy driver) and a real second client.

Where the server itself reports a dropped period the run is repeated, and says so.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import jack
import numpy as np
import pytest
from jack_parts import RATE, Recorder, jackd, no_xruns, patiently, server
from playing import eventually
from real_parts import stage

from instrument.audio.backend import BackendError, Options
from instrument.audio.jack import Jack
from instrument.audio.limiter import Limiter
from instrument.audio.panel import DEVICE_LOST, RUNNING
from instrument.audio.spawn import AudioHandle, start_audio

LOOKAHEAD = Limiter(RATE, 64).lookahead


def coded(at: int, n: int) -> np.ndarray:
    """Samples [n, 2] that tell their own place, exactly, from -0.5 to 0.5."""
    s = np.arange(at, at + n) * 7919 % 65_521
    wave = (s / 131_042 - 0.25).astype(np.float32)
    return np.stack([wave, -wave], axis=1)


@contextlib.contextmanager
def audio(**options: object) -> Iterator[AudioHandle]:
    """An audio process that plays at 0 dB."""
    handle = start_audio(Options(**{"audio": "jack", "connect": "none", **options}))
    try:
        handle.panel.gain_db = 0.0
        handle.panel.play_fade_s = 0.0
        handle.panel.playing = 1
        yield handle
    finally:
        handle.stop()
        handle.close()


def test_sound_passes_exactly_both_ways() -> None:
    """Ring to port and port to ring: every sample, in its place, none twice, none lost."""

    def run() -> None:
        with server() as made, audio() as handle:
            panel = handle.panel
            assert handle.ready["backend"] == "jack"
            assert (handle.ready["rate"], handle.ready["period"]) == (RATE, 256)
            assert panel.state == RUNNING
            assert {"lmdm:out_1", "lmdm:out_2", "lmdm:in_1", "lmdm:in_2"} <= set(made.connections())
            at = panel.position + 9600
            handle.out.write(at, coded(at, 8 * RATE))
            dry = coded(1000, 8 * RATE)
            with Recorder(dry) as recorder:
                eventually(lambda: panel.position > at + 4800)
                with no_xruns(made):
                    got = recorder.record(2.0)
            # where in the stream the recording begins is told by its first sample
            candidates = np.flatnonzero(coded(at, 8 * RATE)[:, 0] == got[0, 0]) + at
            match = [s for s in candidates if (coded(s, len(got)) == got).all()]
            assert match, "what came out of the port is not what was in the ring"
            assert panel.underruns == 0
            assert panel.filler_samples == 0
            assert panel.device_rate == RATE
            # and what went in, lies in the other ring, without a hole, at the stream's own count
            x, (first, last) = handle.into.read(panel.position - RATE, RATE // 2)
            assert last - first == RATE // 2
            assert any((x == dry[s : s + len(x)]).all() for s in starts(dry, x))

    patiently(run)


def starts(whole: np.ndarray, piece: np.ndarray) -> np.ndarray:
    """Where in `whole` `piece` could begin."""
    return np.flatnonzero(whole[: len(whole) - len(piece), 0] == piece[0, 0])


def test_loop_from_port_to_port_measures_the_latency() -> None:
    """out_1 patched into in_1: the `in` ring holds the out ring, as late as the panel says."""

    def run() -> None:
        with server() as made, audio() as handle:
            panel = handle.panel
            client = jack.Client("patch", no_start_server=True)
            client.connect("lmdm:out_1", "lmdm:in_1")
            client.close()
            at = panel.position + 4800
            handle.out.write(at, coded(at, 4 * RATE))
            eventually(lambda: panel.position > at + RATE - 4800)
            with no_xruns(made):
                eventually(lambda: panel.position > at + 2 * RATE)
            x, span = handle.into.read(at + RATE, RATE // 2)
            assert span == (at + RATE, at + RATE + RATE // 2)
            # a loop in the graph takes a period; the rest is the limiter's lookahead
            want = coded(at + RATE - LOOKAHEAD - 256, RATE // 2)
            np.testing.assert_array_equal(x[:, 0], want[:, 0])

    patiently(run)


def test_connections() -> None:
    """To the first two loudspeakers, to what a pattern matches, or to nothing."""
    with server() as made:
        with audio(connect="auto") as handle:
            found = made.connections()
            assert found["lmdm:out_1"] == {"system:playback_1"}
            assert found["lmdm:out_2"] == {"system:playback_2"}
            assert found["lmdm:in_1"] == set()
            assert handle.panel.latency_samples >= LOOKAHEAD + 256
            with audio(client="second", connect="lmdm:in_") as other:
                found = made.connections()
                assert found["second:out_1"] == {"lmdm:in_1"}
                assert found["second:out_2"] == {"lmdm:in_2"}
                assert not other.ready["warning"]
        with audio(connect="none"):
            assert made.connections()["lmdm:out_1"] == set()
        with audio(connect="no.such") as handle:
            assert "no.such" in handle.ready["warning"]
        with pytest.raises(BackendError, match=r"--connect '\('"):
            start_audio(Options(audio="jack", connect="("))
        with audio(audio="auto") as handle:
            assert handle.ready["backend"] == "jack"


def test_another_buffer_size() -> None:
    """The server changes its period while we play: nothing is lost, latency follows."""
    with server() as made, audio(connect="auto") as handle:
        panel = handle.panel
        latency = panel.latency_samples
        client = jack.Client("patch", no_start_server=True)
        client.blocksize = 1024
        client.close()
        eventually(lambda: panel.period == 1024)
        eventually(lambda: panel.latency_samples >= latency + 768)
        at = panel.position + 9600
        handle.out.write(at, coded(at, 2 * RATE))
        before = panel.callbacks
        eventually(lambda: panel.position > at + RATE)
        assert panel.position - at < (panel.callbacks - before) * 1024
        assert (panel.underruns, panel.fault, panel.state) == (0, 0, RUNNING)
        assert made.connections()["lmdm:out_1"] == {"system:playback_1"}


def test_server_killed_and_restarted_at_another_rate() -> None:
    """The stream goes on by the clock, and into the new server by itself, patched as before."""
    with server() as made, audio() as handle:
        panel = handle.panel
        client = jack.Client("patch", no_start_server=True)
        client.connect("lmdm:out_1", "system:playback_2")
        client.close()
        time.sleep(2.2)  # connections are looked at once a second, and believed the second time
        first = made.parts[0].process
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        eventually(lambda: panel.state == DEVICE_LOST)
        begin, callbacks = panel.position, panel.callbacks
        start = time.monotonic()
        eventually(lambda: panel.position > begin + RATE // 2)
        assert panel.callbacks > callbacks
        assert handle.alive
        assert panel.device_losses == 1
        assert "went away" in handle.log() or "does not call" in handle.log()
        jackd(made, 44_100, 512)
        eventually(lambda: panel.state == RUNNING)
        eventually(lambda: made.connections().get("lmdm:out_1") == {"system:playback_2"})
        assert (panel.device_rate, panel.period) == (44_100, 512)
        before = panel.callbacks
        eventually(lambda: panel.callbacks > before + 20)
        passed = (time.monotonic() - start) * RATE
        assert 0.5 * passed < panel.position - begin < 1.1 * passed
        assert panel.fault == 0


def test_pitch_is_right_at_44100() -> None:
    """A 997 Hz sine of the model's rate leaves a 44.1 kHz server's port as 997 Hz."""

    def run() -> None:
        with server(44_100, 512) as made, audio() as handle:
            panel = handle.panel
            at = panel.position + 4800
            t = np.arange(at, at + 6 * RATE) / RATE
            wave = (0.5 * np.sin(2 * np.pi * 997.0 * t)).astype(np.float32)
            handle.out.write(at, np.stack([wave, wave], axis=1))
            with Recorder() as recorder:
                eventually(lambda: panel.position > at + 4800)
                with no_xruns(made):
                    got = recorder.record(2.0)[:, 0]
            t = np.arange(len(got)) / 44_100
            basis = np.stack([np.sin(2 * np.pi * 997.0 * t), np.cos(2 * np.pi * 997.0 * t)], axis=1)
            fit, *_ = np.linalg.lstsq(basis, got, rcond=None)
            assert np.abs(got - basis @ fit).max() < 1e-3
            assert np.hypot(*fit) == pytest.approx(0.5, abs=1e-3)
            assert panel.device_rate == 44_100
            assert panel.underruns == 0

    patiently(run)


def test_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by name: one clear line. By auto: something else is found, and it says so."""
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "lmdm-test-nobody")
    with pytest.raises(BackendError, match="no JACK server 'lmdm-test-nobody' runs") as caught:
        start_audio(Options(audio="jack"))
    assert "\n" not in str(caught.value)
    with audio(audio="auto") as handle:
        assert handle.ready["backend"] in ("portaudio", "null")
        if handle.ready["backend"] == "null":
            assert "lmdm-test-nobody" in handle.ready["warning"]


def test_portaudio_plays_and_names_its_devices() -> None:
    """PortAudio, whose only devices here are the JACK server's; an unknown name lists them."""
    with server() as made:
        with pytest.raises(BackendError, match="no sound device 'gramophone'") as caught:
            start_audio(Options(audio="portaudio", device="gramophone"))
        if "there is no sound device" in str(caught.value):
            pytest.fail("this PortAudio has no JACK; Debian's libportaudio2 has")
        assert re.search(r"there are: .*'system'", str(caught.value))
        with audio(audio="portaudio", device="system") as handle:
            panel = handle.panel
            assert handle.ready["backend"] == "portaudio"
            assert handle.ready["rate"] == RATE
            before = panel.position
            eventually(lambda: panel.position > before + RATE // 2)
            found = made.connections()["system:playback_1"]
            assert any("PortAudio" in name or "python" in name for name in found), found
            # an unplugged device does not say so: it just calls no more
            first = made.parts[0].process
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
            eventually(lambda: panel.state == DEVICE_LOST)
            before = panel.position
            eventually(lambda: panel.position > before + RATE // 10)
            jackd(made)
            eventually(lambda: panel.state == RUNNING)
            before = panel.position
            eventually(lambda: panel.position > before + RATE // 10)


def test_a_server_that_comes_late_is_taken_up() -> None:
    """`auto` has fallen back on nothing; as soon as a server runs, its sound goes there."""
    with stage() as made, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", made.jack_name)
        patch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
        with audio(audio="auto", connect="auto") as handle:
            assert handle.ready["backend"] == "null", (
                "this machine has a sound device: no such test"
            )
            assert "until a device appears" in handle.ready["warning"]
            jackd(made)
            eventually(lambda: handle.panel.device_returns == 1)
            eventually(lambda: "system:playback_1" in str(made.connections().get("lmdm:out_1")))
            before = handle.panel.callbacks
            eventually(lambda: handle.panel.callbacks > before + 10)
            assert handle.panel.state == RUNNING
            assert handle.panel.device_losses == 0
        for left in Path("/dev/shm").glob(f"jack_sem.*_{made.jack_name}_*"):
            left.unlink(missing_ok=True)


def test_a_server_that_gives_no_ports_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that stayed would have its name, and the next would be called otherwise."""

    def refuse(*_: object) -> None:
        raise jack.JackError("the server is dying")

    with server() as made:
        with monkeypatch.context() as dying:
            dying.setattr(jack.Ports, "register", refuse)
            with pytest.raises(BackendError, match="gives us no ports: the server is dying"):
                Jack(Options(connect="none"))
        again = Jack(Options(connect="none"))
        assert "lmdm:out_1" in made.jack_ports()
        again.stop()
