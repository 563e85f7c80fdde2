"""What a player may get wrong in the four modes, against a real daemon and the shipped model: a
clear answer each, and the sound goes on."""

from __future__ import annotations

import math
from pathlib import Path

from playing import Client, eventually, panel_of, playing

WRONG = (
    (("/lmdm/curve/density", 1.0, 2.0, 0.5, 3.0), "range", "times must rise"),
    (("/lmdm/curve/loudness", 0.0, math.nan, 1.0, -20.0), "range", "finite"),
    (("/lmdm/curve/brightness", math.nan, 0.5), "range", "finite"),
    (("/lmdm/curve/density", 0.0), "type", "pairs"),
    (("/lmdm/clock", math.nan, 0.0), "range", "finite"),
    (("/lmdm/state/recall", "nothing"), "path", "no state"),
    (("/lmdm/trace/stop", "nothing"), "unknown", "no trace"),
    (("/lmdm/trace/start", "../x"), "path", "is no name"),
    (("/lmdm/mode", "delya"), "range", "delay"),
)


def test_what_is_wrong_is_said_and_the_sound_goes_on(tmp_path: Path) -> None:
    with playing(tmp_path, "--prompt", "warm pad", real=True) as daemon:
        me, panel = Client(daemon.port), panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3, 60)
        engine = panel.engine_pid
        for message, code, says in WRONG:
            me.send(*message)
            assert says in me.fail(code), message
        clocks_that_no_music_has(me)
        notes_that_nobody_ends(me)
        a_state_of_another_model(me, daemon.state / "states")
        eventually(lambda: max(panel.rms) > 1e-3, 60)
        assert panel.fault == 0
        assert panel.engine_pid == engine
        me.close()


def clocks_that_no_music_has(me: Client) -> None:
    """The nearest that there is, and the sender is told."""
    for asked, given in ((0.0, 20.0), (1000.0, 400.0), (-7.0, 20.0)):
        me.send("/lmdm/clock", asked, 0.0)
        assert me.expect("/lmdm/clock").args[0] == given
    me.send("/lmdm/clock/off")


def notes_that_nobody_ends(me: Client) -> None:
    me.subscribe()
    for ends in (("/lmdm/panic",), ("/lmdm/mode", "sketch"), ("/lmdm/mode", "jam")):
        for pitch in (60, 64, 67):
            me.send("/lmdm/note", pitch, 1.0)
        me.send(*ends)
        me.expect("/lmdm/notes/off")
        me.send("/lmdm/play")


def a_state_of_another_model(me: Client, folder: Path) -> None:
    me.send("/lmdm/state/save", "mine")
    me.expect("/lmdm/done", "/lmdm/state/save", "mine")
    (mine,) = folder.glob("mine.*")
    data = mine.read_bytes()
    at = data.index(b"network") + len(b'network\\": \\"')
    other = data[:at] + b"0" * 16 + data[at + 16 :]
    mine.with_name("theirs" + mine.suffix).write_bytes(other)
    mine.with_name("half" + mine.suffix).write_bytes(data[: len(data) // 2])
    me.send("/lmdm/state/recall", "theirs")
    assert "another model" in me.fail("model")
    me.send("/lmdm/state/recall", "half")
    assert "half" in me.fail("path")
