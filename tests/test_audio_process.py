"""The audio process as the front sees it: started, steered, orphaned, killed, adopted."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playing import LIMIT, eventually, shared_names

from instrument.audio.backend import BackendError, Options
from instrument.audio.limiter import Limiter
from instrument.audio.panel import DISK_FULL, NO_FAULT, RUNNING
from instrument.audio.spawn import AudioHandle, adopt, start_audio

RATE = 48_000
LOOKAHEAD = Limiter(RATE, 64).lookahead
ROOT = Path(__file__).resolve().parent.parent


def coded(at: int, n: int) -> np.ndarray:
    """Samples [n, 2] that tell their own place, exactly, from -0.5 to 0.5."""
    s = np.arange(at, at + n) * 7919 % 65_521
    wave = (s / 131_042 - 0.25).astype(np.float32)
    return np.stack([wave, -wave], axis=1)


@contextlib.contextmanager
def audio(name: str = "null", **options: object) -> Iterator[AudioHandle]:
    """An audio process that plays at 0 dB."""
    handle = start_audio(Options(audio=name, **options))
    try:
        handle.panel.gain_db = 0.0
        handle.panel.play_fade_s = 0.0
        handle.panel.playing = 1
        yield handle
    finally:
        handle.stop()
        handle.close()


def test_null_keeps_the_clocks_time() -> None:
    """Absolute deadlines: the position is where the clock says, however late a callback was."""
    before = shared_names()
    with audio() as handle:
        panel = handle.panel
        assert handle.ready["backend"] == "null"
        assert (handle.ready["rate"], handle.ready["warning"]) == (RATE, "")
        assert (panel.state, panel.audio_pid) == (RUNNING, handle.pid)
        assert panel.latency_samples == 480 + LOOKAHEAD
        anchors = []
        for _ in range(2):
            start = panel.callbacks
            eventually(lambda start=start: panel.callbacks > start + 40)
            anchors.append(panel.anchor())
        (ns, sample), (ns2, sample2) = anchors
        # the two anchors tell one and the same clock, to the nanosecond's rounding
        assert abs(ns + (sample2 - sample) * 1_000_000_000 // RATE - ns2) <= 1
        assert sample2 % 480 == sample % 480
        eventually(lambda: handle.into.end >= sample2)
        assert panel.fault == NO_FAULT
        assert shared_names() == before
        handle.stop()
        assert handle.process is not None
        assert handle.process.returncode == 0
    assert shared_names() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_fades_out(tmp_path: Path, number: int) -> None:
    """The file ends in a fade of 50 ms, not in a step; exit status 0."""
    path = tmp_path / "take.wav"
    with audio(f"file:{path}") as handle:
        at = handle.panel.position + 4800
        handle.out.write(at, np.full((8 * RATE, 2), 0.5, np.float32))
        eventually(lambda: handle.panel.position > at + RATE // 2)
        os.kill(handle.pid, number)
        assert handle.process is not None
        assert handle.process.wait(LIMIT) == 0
    x, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    loud = np.flatnonzero(x[:, 0] == 0.5)
    assert np.abs(np.diff(x[loud[-1] :, 0])).max() < 0.5 / 2000
    assert not x[-1].any()


def test_file_holds_what_left_the_port(tmp_path: Path) -> None:
    """Every sample from the first callback on, at the pace of the clock, readable at any time."""
    path = tmp_path / "take.wav"
    with audio(f"file:{path}") as handle:
        panel = handle.panel
        at = panel.position + 4800
        handle.out.write(at, coded(at, 8 * RATE))
        eventually(lambda: panel.position > at + 3 * RATE // 2)
        assert len(soundfile.read(path)[0]) > 0  # the header is kept up to date
        handle.stop()
        end = panel.position
    x = soundfile.read(path, dtype="float32")[0]
    assert len(x) == end
    begin = at + 4800
    want = coded(begin - LOOKAHEAD, RATE)
    np.testing.assert_array_equal(x[begin : begin + RATE], want)


def test_disk_full_spoils_the_file_only() -> None:
    """A flag with words; the stream goes on."""
    with audio("file:/dev/full") as handle:
        panel = handle.panel
        eventually(lambda: panel.fault == DISK_FULL)
        eventually(lambda: "the disk is full" in handle.log())
        at = panel.position + 4800
        handle.out.write(at, coded(at, 4 * RATE))
        eventually(lambda: panel.position > at + RATE // 2)
        assert panel.underruns == 0
        assert panel.rms[0] > 0.1
        assert panel.state == RUNNING


def test_disk_that_fills_up_later_leaves_a_valid_file(tmp_path: Path) -> None:
    """A limit on the file's size, as a quota would be: what was written can be read."""
    path = tmp_path / "take.wav"
    code = "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000));"
    code += "import sys; sys.argv[0] = 'instrument.audio.process';"
    code += "runpy.run_module('instrument.audio.process', run_name='__main__')"
    with audio() as handle:  # lends its segments
        specs = handle.engine_specs
        handle.stop()
        handle.panel.quit = 0
        handle.panel.front_ns = time.monotonic_ns()
        command = [sys.executable, "-c", code, f"--audio=file:{path}"]
        command += [f"--{name}={spec}" for name, spec in specs.items()]
        with subprocess.Popen(command, pass_fds=handle.fds, cwd=ROOT) as process:
            eventually(lambda: handle.panel.fault == DISK_FULL)
            before = handle.panel.position
            eventually(lambda: handle.panel.position > before + RATE // 10)
            process.terminate()
            assert process.wait(LIMIT) == 0
    x = soundfile.read(path)[0]
    assert 20_000 < len(x) <= 250_000 // 8


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--audio=gramophone"], "no audio backend 'gramophone'"),
        (["--audio=file:"], "needs a path"),
        (["--audio=file:/nowhere/take.wav"], "cannot write /nowhere/take.wav"),
        (["--out=fd:999"], "Bad file descriptor"),
        (["--panel=nonsense"], "not a segment"),
    ],
)
def test_errors_are_one_line_and_status_two(arguments: list[str], words: str) -> None:
    """Never a traceback."""
    with audio() as handle:
        specs = [f"--{name}={spec}" for name, spec in handle.engine_specs.items()]
        done = subprocess.run(
            [sys.executable, "-m", "instrument.audio.process", *specs, *arguments],
            pass_fds=handle.fds,
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=LIMIT,
        )
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_errors_reach_the_front() -> None:
    """As an exception with the process's own words."""
    with pytest.raises(BackendError, match="^no audio backend 'x': auto, jack, portaudio"):
        start_audio(Options(audio="x"))


def test_orphan_ends_by_itself() -> None:
    """No heartbeat of a front: it fades out and ends, with status 0. With one, it stays."""
    with audio() as handle:
        specs = [f"--{name}={spec}" for name, spec in handle.engine_specs.items()]
        handle.stop()
        handle.panel.quit = 0
        command = [sys.executable, "-m", "instrument.audio.process", "--audio=null"]
        command += [*specs, "--orphan-after=2"]
        with subprocess.Popen(command, pass_fds=handle.fds, cwd=ROOT) as process:
            for _ in range(30):
                handle.beat()
                time.sleep(0.1)
                assert process.poll() is None
            assert process.wait(LIMIT) == 0


FRONT = """
import json, sys, time
from instrument.audio.backend import Options
from instrument.audio.spawn import start_audio
handle = start_audio(Options(audio="null"))
handle.out.write(9600, __import__("numpy").full((48_000 * 20, 2), 0.25, "float32"))
handle.panel.playing = 1
print(json.dumps({"pid": handle.pid, "specs": handle.specs}), flush=True)
time.sleep(60)
"""


def test_front_killed_and_another_takes_over() -> None:
    """The sound goes on without a front; a new one finds rings and panel in the living process."""
    before = shared_names()
    with subprocess.Popen(
        [sys.executable, "-c", FRONT], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as front:
        assert front.stdout is not None
        told = json.loads(front.stdout.readline())
        front.kill()
        front.wait()
    handle = adopt(told["pid"], told["specs"])
    panel = handle.panel
    assert handle.alive
    begin = panel.position
    eventually(lambda: panel.position > begin + RATE // 4)
    assert panel.underruns == 0
    assert panel.rms[0] > 0
    at = panel.position + 9600
    handle.out.write(at, coded(at, RATE))
    eventually(lambda: panel.position > at + RATE // 4)
    assert panel.underruns == 0
    # an engine of the new front would attach the new front's descriptors
    code = "import sys; from instrument.audio.ring import Ring; print(Ring.attach(sys.argv[1]).end)"
    seen = subprocess.run(
        [sys.executable, "-c", code, handle.engine_specs["out"]],
        pass_fds=handle.fds,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    assert int(seen.stdout) == at + RATE
    handle.stop()
    eventually(lambda: not handle.alive)
    handle.close()
    with pytest.raises(BackendError, match="no audio process of lmdm"):
        adopt(told["pid"], told["specs"])
    with pytest.raises(BackendError, match="no audio process of lmdm"):
        adopt(os.getpid(), told["specs"])
    assert shared_names() == before


def test_audio_killed_and_started_again() -> None:
    """With the same rings: the stream goes on where the clock says, the counters too."""
    before = shared_names()
    with audio() as handle:
        panel = handle.panel
        eventually(lambda: panel.position > RATE // 4)
        os.kill(handle.pid, signal.SIGKILL)
        eventually(lambda: not handle.alive)
        position, callbacks, ns = panel.position, panel.callbacks, panel.audio_ns
        time.sleep(0.3)
        again = start_audio(Options(audio="null"), again=handle)
        assert again.panel is panel
        eventually(lambda: panel.callbacks > callbacks + 10)
        elapsed = (panel.audio_ns - ns) * RATE // 1_000_000_000
        assert 0.3 * RATE < panel.position - position < elapsed + 4800
        assert again.stop() == 0
    assert shared_names() == before


def test_it_stays_light() -> None:
    """No torch, no sockets, no third-party thread; memory flat."""
    code = (
        "import sys, instrument.audio.process, instrument.audio.spawn;"
        "print({'torch', 'socket', 'asyncio', 'scipy', 'soundfile'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.stdout.strip() == "set()", done.stdout + done.stderr
    with audio(period=64) as handle:

        def resident() -> int:
            status = Path(f"/proc/{handle.pid}/status").read_text()
            return int(status.split("RssAnon:")[1].split()[0])  # the rings are not counted

        opened = [str(fd.readlink()) for fd in Path(f"/proc/{handle.pid}/fd").iterdir()]
        assert not [name for name in opened if name.startswith("socket:")]
        eventually(lambda: handle.panel.callbacks > 750)
        before = resident()
        assert len(list(Path(f"/proc/{handle.pid}/task").iterdir())) <= 2
        eventually(lambda: handle.panel.callbacks > 2500)
        assert resident() - before < 128  # kB
