"""What is killed comes back, what is taken over goes on, what ends leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playing import (
    LIMIT,
    Client,
    Daemon,
    ask_and_wait_until_saved,
    eventually,
    panel_of,
    playing,
    ring_of,
    shared_names,
)

from instrument.front.process import started


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    with playing(tmp_path) as made:
        yield made


def gone(pid: int) -> bool:
    return started(pid) == 0


def test_it_ends_quietly_while_controls_are_moving(tmp_path: Path) -> None:
    with playing(tmp_path) as daemon:
        client = Client(daemon.port)
        client.send("/lmdm/ramp", "gain", -20.0, 60.0)
        for k in range(400):
            client.bundle(0.02 * k, ("/lmdm/param/density", k / 100))
        client.sync()
        client.close()
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.said()


def test_it_says_what_it_does_and_leaves_nothing(tmp_path: Path) -> None:
    shared = shared_names()
    with playing(tmp_path, "--prompt", "dub chords") as daemon:
        daemon.wait_said('playing "dub chords"')
        assert "audio: null, 48000 Hz" in daemon.said()
        audio, engine = daemon.trace()["audio"][0], daemon.engines()[-1]
        panel = panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3)
        assert panel.gain_db == -12.0
        assert panel.play_fade_s == 3.0
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.said()
    assert gone(audio)
    assert gone(engine)
    assert {"quit": True} in daemon.told()
    assert not (daemon.traces / f"{daemon.port}.json").exists()
    assert shared_names() - shared == set()


def test_a_second_daemon_on_the_same_port_is_refused(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    second = Daemon(tmp_path / "second", port=daemon.port)
    assert second.process.wait(LIMIT) == 2
    assert f"lmdm: port {daemon.port} is taken" in second.said()
    assert len(second.said().splitlines()) == 1
    client = Client(daemon.port)
    client.sync()
    client.close()


def test_audio_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path, "--audio", "nonsense")
    assert daemon.process.wait(LIMIT) == 2
    assert "no audio backend 'nonsense'" in daemon.said()
    assert "Traceback" not in daemon.said()


def test_a_model_that_cannot_be_loaded_is_one_line(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path, "--model", "broken")
    assert daemon.process.wait(LIMIT) == 2
    assert daemon.said().splitlines()[-1] == "lmdm: no model broken"
    assert "Traceback" not in daemon.said()


@pytest.mark.parametrize("way", ["SIGKILL", "die"])
def test_a_dead_engine_is_replaced_and_told_everything(daemon: Daemon, way: str) -> None:
    client = Client(daemon.port)
    client.subscribe()
    client.send("/lmdm/prompt", 0, "acid bass", 0.5)
    client.send("/lmdm/param/density", 7.0)
    client.send("/lmdm/param/key", "Ebm")
    client.send("/lmdm/param/loudness", -20.0)
    client.send("/lmdm/free", "loudness")
    client.send("/lmdm/param/brightness", 0.0)
    client.send("/lmdm/ramp", "brightness", 1.0, 30.0)
    client.sync()
    old = daemon.engines()[-1]
    panel = panel_of(daemon)
    if way == "SIGKILL":
        os.kill(old, signal.SIGKILL)
    else:
        client.send("/lmdm/prompt", 5, "die")
        client.send("/lmdm/prompt", 5)
    client.expect("/lmdm/state", "recovering")
    client.expect("/lmdm/state", "playing")
    new = daemon.engines()[-1]
    assert new != old
    eventually(lambda: panel.engine_pid == new)

    def told_again() -> list[list]:
        told = daemon.told()
        since = told[max(i for i, line in enumerate(told) if "started" in line) :]
        return [c for line in since for c in line.get("change", ())]

    eventually(lambda: any(c[1] == "brightness" and c[4] for c in told_again()))
    changes = told_again()
    assert [None, "prompt", 0, ["acid bass", 0.5], 0.0] in changes
    assert [None, "density", 0, 7.0, 0.0] in changes
    assert [None, "key", 0, "Ebm", 0.0] in changes
    assert [None, "loudness", 0, None, 0.0] in changes
    assert any(c[1] == "brightness" and c[3] == 1.0 and 20 < c[4] <= 30 for c in changes)
    eventually(lambda: not panel.filling)
    client.close()


def test_a_hung_engine_is_replaced(daemon: Daemon) -> None:
    client = Client(daemon.port)
    client.subscribe()
    old = daemon.engines()[-1]
    client.send("/lmdm/prompt", 5, "hang")
    client.send("/lmdm/prompt", 5)
    client.expect("/lmdm/underrun")
    client.expect("/lmdm/state", "recovering")
    client.expect("/lmdm/state", "playing")
    assert gone(old)
    client.close()


def test_a_dead_audio_process_is_replaced_and_the_stream_goes_on(daemon: Daemon) -> None:
    client = Client(daemon.port)
    client.subscribe()
    client.send("/lmdm/param/gain", -20)
    client.sync()
    old = daemon.trace()["audio"][0]
    position = panel_of(daemon).position
    os.kill(old, signal.SIGKILL)
    client.expect("/lmdm/state", "no audio")
    client.expect("/lmdm/state", "playing")
    assert gone(old)
    panel = panel_of(daemon)
    assert panel.gain_db == -20.0
    eventually(lambda: panel.position > position)
    eventually(lambda: max(panel.rms) > 1e-3)
    assert len(daemon.engines()) == 1
    client.close()


def test_the_sound_survives_the_front_and_a_new_one_takes_over(tmp_path: Path) -> None:
    first = Daemon(tmp_path).wait_playing()
    client = Client(first.port)
    ask_and_wait_until_saved(first, client)
    panel, ring = panel_of(first), ring_of(first)
    eventually(lambda: max(panel.rms) > 1e-3)
    audio, old = first.trace()["audio"][0], first.engines()[-1]
    first.kill()
    position, underruns = panel.position, panel.underruns
    eventually(lambda: panel.position > position + 24_000)
    assert not gone(old), "the engine goes on without a front"
    assert panel.underruns == underruns
    with playing(tmp_path, port=first.port) as second:
        assert "taking over the sound that is playing" in second.said()
        eventually(lambda: gone(old))
        assert second.trace()["audio"][0] == audio
        eventually(lambda: panel.engine_pid == second.engines()[-1])
        assert client.get("prompt/0") == ("acid bass", 0.5)
        assert client.get("gain") == (-9.0,)
        assert client.get("clock") == (140.0, 3.0, 3)
        position = panel.position
        eventually(lambda: panel.position > position + 24_000)
        assert panel.underruns == underruns
        sound, (begin, end) = ring.read(position - 48_000, 48_000)
        assert (begin, end) == (position - 48_000, position)
        assert np.abs(sound).max() > 0.4
    assert gone(audio)
    client.close()


def test_a_new_front_with_another_device_starts_afresh(tmp_path: Path) -> None:
    first = Daemon(tmp_path).wait_playing()
    audio, old = first.trace()["audio"][0], first.engines()[-1]
    first.kill()
    with playing(tmp_path, "--audio", f"file:{tmp_path / 'out.wav'}", port=first.port) as second:
        assert "taking over" not in second.said()
        assert gone(audio)
        assert gone(old)


def test_after_many_kills_one_audio_process_is_left_and_then_none(tmp_path: Path) -> None:
    first = Daemon(tmp_path).wait_playing()
    audio = first.trace()["audio"][0]
    port = first.port
    first.kill()
    for _ in range(3):
        again = Daemon(tmp_path, port=port).wait_playing()
        assert again.trace()["audio"][0] == audio
        again.kill()
    with playing(tmp_path, port=port) as last:
        engines = last.engines()
        eventually(lambda: [gone(e) for e in engines] == [True] * (len(engines) - 1) + [False])
    assert gone(audio)
    assert all(gone(e) for e in engines)


def test_a_term_signal_fades_out_first(daemon: Daemon) -> None:
    panel = panel_of(daemon)
    eventually(lambda: max(panel.rms) > 1e-3)
    begun = time.monotonic()
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.process.wait(LIMIT) == 0
    assert time.monotonic() - begun > 0.3  # it is never quicker, on any machine
    assert max(panel.peak) < 0.05


def test_a_configuration_with_a_listener_and_quit_allowed(tmp_path: Path) -> None:
    config = tmp_path / "lmdm.yaml"
    ear = Client(0)
    config.write_text(
        f"osc: {{quit: true, listeners: ['127.0.0.1:{ear.port}']}}\nparams: {{gain: -20}}\n"
    )
    with playing(tmp_path, "--config", str(config)) as daemon:
        ear.expect("/lmdm/heartbeat")
        ear.close()
        client = Client(daemon.port)
        assert client.get("gain") == (-20.0,)
        client.send("/lmdm/quit")
        client.expect("/lmdm/done", "/lmdm/quit")
        assert daemon.process.wait(LIMIT) == 0
        client.close()
