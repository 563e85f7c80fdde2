"""The Pd patches, in real Pd without a window: opened, played and listened to.

Messages go to a real daemon with the fake engine, which notes every change; sound comes from the
real one through a JACK server.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pd_file import read
from pd_stage import Pd, patches, pd
from playing import Client, Daemon, eventually, last, playing
from real_parts import Stage, free_port, need, stage
from recording import db

from instrument import generate
from instrument.params import FREEABLE, PARAMS

BOXES = [
    "lmdm {port}", "lmdm.param density", "lmdm.param delay/time", "lmdm.prompt 1", "lmdm.notes",
    "lmdm.clock 120 4", "lmdm.param steps", "lmdm.param latency_mode", "lmdm.param key",
]  # fmt: skip
LMDM, DENSITY, TIME, PROMPT, NOTES, CLOCK, STEPS, MODE, KEY = (f"box{k}" for k in range(len(BOXES)))


# As files


@pytest.mark.parametrize("path", patches(), ids=lambda p: p.name)
def test_a_patch_is_whole_and_can_be_read(path: Path) -> None:
    for canvas in read(path):
        for source, _, target, _ in canvas.cords:
            assert max(source, target) < len(canvas.boxes)
        assert len(set(canvas.cords)) == len(canvas.cords)
        solid = [b for b in canvas.boxes if b.kind != "cnv"]
        met = [(a.text, b.text) for a, b in combinations(solid, 2) if a.meets(b)]
        assert not met
        if canvas.face is not None:
            x, y, width, height = canvas.face
            for box in solid:
                assert (
                    (x <= box.x and box.x + box.width <= x + width and box.y < y + height)
                    or box.y >= y + height or box.x >= x + width
                ), box  # fmt: skip


def test_every_abstraction_has_help() -> None:
    named = {p.stem for p in patches() if p.stem.startswith("lmdm")}
    used = {name for name in named if not name.endswith("-help")}
    assert {"lmdm", "lmdm.param", "lmdm.params", "lmdm.prompt", "lmdm.notes", "lmdm.clock"} < used
    inner = {"lmdm.table", "lmdm.echo"}  # of lmdm and lmdm.param; nobody places them
    assert {f"{name}-help" for name in used - inner} == named - used


def test_only_what_is_made_from_the_table_needs_it() -> None:
    made = {path for path in generate.made() if path.startswith("patches/pd/")}
    assert {Path(path).name for path in made} < {p.name for p in patches()}
    for path in ("lmdm.table.pd", "lmdm.echo.pd", "lmdm.params.pd", "lmdm.param-help.pd"):
        text = str(generate.made()[f"patches/pd/{path}"]).replace("\n", " ").split(" ")
        for key in PARAMS:  # an echo's address comes in parts
            assert {key, *key.split("/")} & {word.strip(";") for word in text}, (path, key)


def test_pd_opens_every_help_and_example_without_a_complaint(tmp_path: Path) -> None:
    whole = [p for p in patches() if p.stem.endswith("-help") or "." not in p.stem]
    opened = [word for path in whole for word in ("-open", str(path))]
    with stage(tmp_path) as here, pd(here, [], options=["-noaudio", *opened]) as made:
        assert not made.complaints()
        assert "connection failed" not in made.part.output()


# As messages


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("daemon")) as made:
        yield made


@pytest.fixture(scope="module")
def patch(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pd]:
    """One patch with every abstraction, connected; Pd must not have complained in the end."""
    boxes = [box.format(port=daemon.port) for box in BOXES]
    with stage(tmp_path_factory.mktemp("pd")) as here, pd(here, boxes, outlets=3) as made:
        made.expect(f"{LMDM}.1", "symbol playing")
        made.expect(TIME, "2")  # it asked for all values
        yield made
        assert not made.complaints()


def test_any_address_below_lmdm_is_a_message(daemon, patch, other) -> None:
    patch.play(LMDM, "param/brightness", 0.25)
    last(daemon, "brightness", 0.25)
    patch.play(LMDM, "prompt", "acid", "bass", 0.5)
    assert other.expect("/lmdm/prompt").args == (0, "acid bass", 0.5)
    patch.play(LMDM, "stop", 0)
    other.expect("/lmdm/stop")
    patch.play(LMDM, "play")
    other.expect("/lmdm/play")
    patch.play("lmdm.send", "mode", "sketch")
    assert other.expect("/lmdm/mode").args == ("sketch",)
    patch.play(LMDM, "capture", 0.1)
    eventually(lambda: [x for x in patch.said(LMDM) if x.startswith("done /lmdm/capture")])


def test_what_cannot_be_done_is_said_in_pd(patch) -> None:
    patch.play(LMDM, "param/densty", 3)
    eventually(lambda: [x for x in patch.said("lmdm") if 'did\\ you\\ mean\\ "density"' in x])
    patch.play(DENSITY, "fast")
    eventually(lambda: [x for x in patch.said("lmdm") if x.startswith("/lmdm/param/density type")])
    patch.play(LMDM, 60, 0.5)
    eventually(lambda: [x for x in patch.said("lmdm") if x.startswith("/lmdm/60 unknown")])


def test_levels_and_state(patch) -> None:
    peaks = [float(x) for x in patch.said(f"{LMDM}.2")[-1].split()]
    assert len(peaks) == 4
    assert 0.0 < peaks[2] < peaks[0] < 0.5
    patch.expect(f"{LMDM}.1", "symbol playing")


def test_a_parameter_in_its_own_scale_and_from_zero_to_one(daemon, patch) -> None:
    patch.play(DENSITY, 3.5)
    last(daemon, "density", 3.5)
    patch.expect(DENSITY, "3.5")
    patch.play(DENSITY, "normalized", 0.5)
    last(daemon, "density", 8.0)
    patch.play(TIME, "normalized", 0.5)  # exponential
    last(daemon, "delay/time", pytest.approx(2**0.5, rel=1e-4))
    patch.play(STEPS, "normalized", 0.4)
    last(daemon, "steps", 4)
    patch.play(STEPS, 2.6)
    last(daemon, "steps", 3)
    patch.play(MODE, "low")
    patch.expect(STEPS, "2")
    patch.play(MODE, 1)
    patch.expect(STEPS, "4")


def test_a_parameter_that_others_move_is_shown(patch, other) -> None:
    other.send("/lmdm/param/density", 5.0)
    patch.expect(DENSITY, "5")
    other.send("/lmdm/ramp", "density", 6.0, 0.1)
    patch.expect(DENSITY, "6")
    other.send("/lmdm/param/delay/time", 99)
    patch.expect(TIME, "20")
    other.send("/lmdm/free", "density")
    patch.expect(DENSITY, "free")


def test_a_parameter_is_clipped_ramped_freed_and_asked(daemon, patch) -> None:
    patch.play(DENSITY, 99)
    patch.expect(DENSITY, "16")
    patch.play(DENSITY, "ramp", 2, 0.1)
    patch.expect(DENSITY, "2")
    patch.play(DENSITY, "free")
    patch.expect(DENSITY, "free")
    assert "density" in FREEABLE
    eventually(lambda: [c for c in daemon.changes("free") if c[3] == "density"])
    told = len(patch.said(DENSITY))
    patch.play(DENSITY, "bang")
    eventually(lambda: len(patch.said(DENSITY)) == told + 1)
    patch.expect(DENSITY, "free")


def test_a_key_is_a_word_a_number_or_free(daemon, patch, other) -> None:
    patch.expect(KEY, "free")
    patch.play(KEY, "F#m")
    last(daemon, "key", "F#m")
    patch.expect(KEY, "F#m")
    patch.play(KEY, 3)
    patch.expect(KEY, "Eb")
    patch.play(KEY, "normalized", 1)
    last(daemon, "key", "Bm")
    patch.expect(KEY, "Bm")
    patch.play(KEY, "free")
    patch.expect(KEY, "free")
    eventually(lambda: [c for c in daemon.changes("free") if c[3] == "key"])
    other.send("/lmdm/param/key", "Ab")
    patch.expect(KEY, "Ab")
    other.send("/lmdm/free", "key")
    patch.expect(KEY, "free")


def test_prompts_are_words_and_a_weight(daemon, patch, other) -> None:
    patch.play(PROMPT, "acid", "bass")
    last(daemon, "prompt", ["acid bass", 1.0])
    patch.play(PROMPT, 808, "kick")
    last(daemon, "prompt", ["808 kick", 1.0])
    patch.play(PROMPT, 0.5)
    last(daemon, "prompt", ["808 kick", 0.5])
    assert daemon.changes("prompt")[-1][2] == 1
    other.send("/lmdm/prompt", 1, "warm pad, slow", 0.25)
    patch.expect(PROMPT, "warm pad, slow 0.25")
    patch.play(PROMPT, 0.75)  # the text of the other goes on, comma and all
    last(daemon, "prompt", ["warm pad, slow", 0.75])
    patch.play(PROMPT, "clear")
    last(daemon, "prompt", None)
    before = len(daemon.changes("prompt"))
    patch.play(PROMPT, 0.5)  # no text: nothing to weigh
    patch.play(DENSITY, 1)
    last(daemon, "density", 1.0)
    assert len(daemon.changes("prompt")) == before


def test_notes(daemon, patch, other) -> None:
    patch.play(NOTES, 60, 127)
    last(daemon, "note", [60, 1.0])
    patch.play(NOTES, 60, 0)
    last(daemon, "note", [60, 0.0])
    patch.play(NOTES, 64)  # the velocity is the last one's
    patch.play(NOTES, "off")
    other.expect("/lmdm/notes/off")
    other.send("/lmdm/note", 67, 1.0)
    patch.expect(NOTES, "67 127")


def test_a_clock_keeps_its_beat(daemon, patch) -> None:
    patch.play(CLOCK, 1)
    patch.expect(CLOCK, "4")
    eventually(lambda: len(daemon.changes("clock")) > 1)
    first, second = daemon.changes("clock")[-2:]
    assert first[3] == [120.0, 0.0, 4]
    assert second[3] == [120.0, 4.0, 4]
    # a bar of 2 s, by the clock of either; between them, what a busy machine jitters
    assert second[0] - first[0] == pytest.approx(96_000, abs=4_800)
    patch.play(CLOCK, 0)
    eventually(lambda: [c for c in daemon.changes("free") if c[3] == "clock"])


def test_every_parameter_is_played_and_shown(daemon: Daemon, tmp_path: Path) -> None:
    keys = list(PARAMS)
    boxes = [f"lmdm {daemon.port}", *(f"lmdm.param {key}" for key in keys)]
    with stage(tmp_path) as here, pd(here, boxes, options=["-noaudio", "-nostdpath"]) as made:
        made.expect("box0", "done /lmdm/refresh")
        client = Client(daemon.port)
        for k, key in enumerate(keys, 1):
            made.play(f"box{k}", "normalized", 0.75)
            wanted = near(PARAMS[key].from_normalized(0.75))
            eventually(lambda key=key, wanted=wanted: client.get(key)[0] == wanted, about=key)
            client.send(PARAMS[key].address, PARAMS[key].from_normalized(0.25))
            eventually(lambda k=k, key=key: shown(key, made.said(f"box{k}")), about=key)
        assert not made.complaints()
        client.close()


def near(value: object) -> object:
    """What Pd can say of it: its numbers are floats of 24 bits."""
    return value if isinstance(value, str) else pytest.approx(float(value), rel=1e-4, abs=1e-4)


def shown(key: str, said: list[str]) -> bool:
    """Whether lmdm.param said a quarter of the parameter's way last."""
    wanted = PARAMS[key].from_normalized(0.25)
    return bool(said) and near(wanted) == (said[-1] if isinstance(wanted, str) else float(said[-1]))


def test_a_daemon_that_comes_later_and_goes_is_noticed(tmp_path: Path) -> None:
    port = free_port()
    with stage(tmp_path) as here, pd(here, [f"lmdm {port}", "lmdm.param gain"], outlets=2) as made:
        with playing(tmp_path, port=port):
            made.expect("box0.1", "symbol playing")
            made.expect("box1", "-12")
        made.expect("box0.1", "symbol silent")
        assert not made.complaints()


# As sound


SOUND = """#X obj 20 300 osc~ 1000;
#X obj 20 330 *~ 0.5;
#X obj 20 360 lmdm.audio~;
#X obj 20 390 writesf~ 2;
#X obj 220 300 r record;
#X connect 8 0 9 0;
#X connect 9 0 10 0;
#X connect 9 0 10 1;
#X connect 10 0 11 0;
#X connect 10 1 11 1;
#X connect 12 0 11 0;
"""


def test_sound_reaches_pd_and_comes_back_through_jack(
    stage_here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stage_here
    here.jackd()
    monkeypatch.setenv("JACK_DEFAULT_SERVER", here.jack_name)
    to_pd = ("--audio", "jack", "--connect", "pure_data:input_[34]")
    options = ["-jack", "-r", "48000", "-channels", "4"]
    with playing(here.folder, *to_pd) as daemon, pd(here, [], options=options, more=SOUND) as made:
        made.play("pd", "dsp", 1)
        eventually(lambda: "pure_data:output_4" in here.jack_ports())
        for side in (1, 2):
            wire = [f"pure_data:output_{side + 2}", f"lmdm:in_{side}"]
            subprocess.run([need("jack_connect"), *wire], env=here.env, check=True, timeout=120)
        eventually(lambda: here.connections()["lmdm:out_2"] == {"pure_data:input_4"})
        client = Client(daemon.port)
        assert loudest(heard(made, here.folder / "engine.wav")) == pytest.approx(440, abs=5)
        client.send("/lmdm/stop", 0)
        client.sync()
        assert db(heard(made, here.folder / "silence.wav")[-4_800:]) < -90
        client.send("/lmdm/play", 0)
        client.send("/lmdm/param/mute", 0)
        client.send("/lmdm/param/input/gain", 12)
        client.send("/lmdm/param/input/monitor", 1)
        client.sync()
        assert loudest(heard(made, here.folder / "input.wav")) == pytest.approx(1_000, abs=5)
        assert not made.complaints()
        client.close()


def heard(patch: Pd, path: Path, seconds: float = 0.7) -> np.ndarray:
    """What lmdm.audio~ gives Pd from now on, as [N,2]."""
    patch.play("record", "open", path)
    patch.play("record", "start")
    eventually(lambda: path.is_file() and path.stat().st_size > seconds * 48_000 * 4)
    patch.play("record", "stop")
    eventually(lambda: soundfile.info(path).frames)  # its header is written at last
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


def loudest(x: np.ndarray) -> float:
    """The frequency of the loudest partial of the last fifth of a second of [N,2], in Hz."""
    tail = x[-9_600:, 0]
    return float(np.argmax(np.abs(np.fft.rfft(tail * np.hanning(len(tail))))) * 48_000 / len(tail))
