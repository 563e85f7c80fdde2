"""What the daemon finds around it, where that is not as it should be: JACK, a sound device,
weights, a configuration. Before it plays: one clear line and status 2. While it plays: the stream
goes on.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from jack_parts import jackd, server
from playing import Client, Daemon, TcpClient, eventually, panel_of, playing

from instrument.audio import portaudio
from instrument.audio.backend import BackendError, Options
from instrument.audio.panel import RUNNING
from instrument.model import SHIPPED

RATE = 48_000


def refused(folder: Path, *options: str) -> str:
    """What a daemon says that cannot start: the last of its lines."""
    daemon = Daemon(folder, *options, real=True)
    assert daemon.process.wait(60) == 2, daemon.said()
    assert "Traceback" not in daemon.said()
    return daemon.said().splitlines()[-1]


def half(folder: Path) -> Path:
    """The first 100,000 bytes of the shipped weights."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "half.safetensors"
    file.write_bytes((SHIPPED / "small.safetensors").read_bytes()[:100_000])
    return file


def test_no_jack_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "lmdm-test-nobody")
    said = refused(tmp_path, "--audio", "jack")
    assert said.startswith("lmdm: no JACK server 'lmdm-test-nobody' runs (start one")


def test_a_device_that_is_not_there_or_held_by_another_program(tmp_path: Path) -> None:
    """ALSA's devices are not even named while another program holds them."""
    with server():
        said = refused(tmp_path, "--audio", "portaudio", "--device", "gramophone")
    assert said.startswith("lmdm: no sound device 'gramophone' is there and free; there are: ")


def test_a_device_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """No device here can be held by another program, so PortAudio's word for it is put in."""
    sound = portaudio._load()

    def busy(**_: object) -> None:
        raise sound.PortAudioError("Error opening OutputStream: Device unavailable", -9985)

    with server():
        monkeypatch.setattr(sound, "OutputStream", busy)
        monkeypatch.setattr(sound, "Stream", busy)
        with pytest.raises(
            BackendError, match=r"cannot open sound device 'system' \(busy\?\): "
        ) as e:
            portaudio.PortAudio(Options(audio="portaudio", device="system"))
        sound._terminate()  # once its JACK server has gone it could not end
    sound._initialize()
    assert "Device unavailable" in str(e.value)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("name", ["half", "later"])
def test_weights_that_are_not_whole_or_of_another_version(tmp_path: Path, name: str) -> None:
    file = half(tmp_path)
    if name == "later":
        data = (SHIPPED / "small.safetensors").read_bytes()
        file.write_bytes(data.replace(b'"format":"1"', b'"format":"9"', 1))
    said = refused(tmp_path, "--model", str(file))
    assert said.startswith("lmdm: half.safetensors: "), said
    assert {"half": "not a whole safetensors file", "later": "format 9"}[name] in said


def test_weights_that_are_not_whole_are_refused_while_it_plays(tmp_path: Path) -> None:
    half(tmp_path / "state" / "models")
    with playing(tmp_path, real=True) as daemon:
        client, panel = Client(daemon.port), panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3)
        underruns = panel.underruns
        client.send("/lmdm/load", "half")
        failed = client.expect("/lmdm/fail", "/lmdm/load", "model", limit=60)
        assert "half.safetensors" in failed.args[2]
        start = panel.position
        eventually(lambda: panel.position > start + RATE)
        assert (panel.underruns, panel.fault) == (underruns, 0)
        assert daemon.process.poll() is None


@pytest.mark.parametrize(
    ("option", "text", "line", "key", "meant"),
    [
        ("--config", "model: default\nosc:\n  prot: 5\n", 3, "prot", "port"),
        ("--scene", "scenes:\n  a: {promts: [x]}\n", 2, "promts", "prompts"),
    ],
)
def test_an_unknown_key_in_a_file(
    tmp_path: Path, option: str, text: str, line: int, key: str, meant: str
) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    said = refused(tmp_path, option, str(file))
    assert said.endswith(f'x.yaml:{line}: no key "{key}" here - did you mean "{meant}"?')


def test_a_packet_without_end_on_tcp(tmp_path: Path) -> None:
    with playing(tmp_path) as daemon:
        client, panel = TcpClient(daemon.port), panel_of(daemon)
        eventually(lambda: panel.live_ns > 0)
        underruns = panel.underruns
        client.socket.sendall(b"\xc0" + b"x" * 400_000 + b"\xc0")
        assert client.expect("/lmdm/fail").args[1] == "range"
        client.send("/lmdm/sync", 1)
        assert client.expect("/lmdm/synced").args == (1,)
        assert panel.underruns == underruns


def test_a_jack_server_that_goes_away_and_comes_back_at_another_rate(tmp_path: Path) -> None:
    """The whole daemon: it answers and its clock goes on meanwhile, and it tells of both."""
    with (
        server() as made,
        playing(tmp_path, "--audio", "jack", "--connect", "none", real=True) as daemon,
    ):
        client, panel = Client(daemon.port), panel_of(daemon)
        client.subscribe()
        eventually(lambda: max(panel.rms) > 1e-3)
        first = made.parts[0].process
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        eventually(lambda: panel.device_losses == 1)
        client.expect("/lmdm/trouble", "device")
        begin = panel.position
        client.sync()
        client.send("/lmdm/param/density", 5.0)
        assert client.get("density") == (5.0,)
        eventually(lambda: panel.position > begin + RATE)
        jackd(made, 44_100, 512)
        eventually(lambda: (panel.state, panel.device_rate) == (RUNNING, 44_100))
        daemon.wait_said("device: there, at 44100 Hz")
        start = panel.position
        eventually(lambda: panel.position > start + RATE and max(panel.rms) > 1e-3)
        assert panel.fault == 0
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.said()


def test_a_state_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """It plays, keeps nothing, and says so: a home that is read-only, or none."""
    (tmp_path / "state").write_text("a file, where the folder would be")
    with playing(tmp_path, real=True) as daemon:
        client = Client(daemon.port)
        eventually(lambda: "the state cannot be saved in" in daemon.said())
        for asked in (("/lmdm/preset/save", "x"), ("/lmdm/state/save", "x"), ("/lmdm/capture", 0.1),
                      ("/lmdm/trace/start", "x"), ("/lmdm/load", "x")):  # fmt: skip
            client.send(*asked)
            assert "cannot be made" in client.expect("/lmdm/fail", asked[0]).args[2]
        client.send("/lmdm/model/list")
        client.expect("/lmdm/model", "default")
        for kind in ("preset", "state"):
            client.send(f"/lmdm/{kind}/list")
            assert client.expect("/lmdm/done", f"/lmdm/{kind}/list").args[1] == 0
        assert panel_of(daemon).fault == 0
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.said()
