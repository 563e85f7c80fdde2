"""Clients whose program does not run here, or is only a library: what they send, to a real daemon.

FoxDot's and Renardo's own clocks play the shipped file. Orca's messages are made as Orca makes them
(an address of one letter, an int for each glyph). TouchDesigner's OSC Out DAT has a stand-in.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from orca_grid import Grid
from playing import Client, Daemon, eventually, last, playing
from real_parts import ROOT

from instrument.commands import COMMANDS
from instrument.osc import orca
from instrument.osc.codec import encode, encode_bundle
from instrument.osc.timing import timetag_of
from instrument.params import FREEABLE, PARAMS, SLOTS

PATCHES = ROOT / "patches"
RATE = 48_000


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("daemon")) as made:
        yield made


@pytest.fixture
def me(daemon: Daemon) -> Iterator[Client]:
    client = Client(daemon.port)
    yield client
    client.send("/lmdm/notify", 0)
    client.close()


# What every client may use


def test_a_note_ends_by_itself(daemon: Daemon, me: Client) -> None:
    me.bundle(1.0, ("/lmdm/note", 60, 0.5, 0.25))
    last(daemon, "note", [60, 0.0])
    on, off = daemon.changes("note")[-2:]
    assert on[3] == [60, 0.5]
    assert off[0] - on[0] == RATE // 4 - RATE // 1_000
    me.send("/lmdm/note", 62, 0.5, 0.25)  # as soon as possible: it ends after it can have begun
    last(daemon, "note", [62, 0.0])
    on, off = daemon.changes("note")[-2:]
    assert on[0] is None
    assert off[0] > RATE // 4
    before = len(daemon.changes("note"))
    me.send("/lmdm/note", 60, 0.0, 0.25)
    me.send("/lmdm/note", 61, 0.5, -1)
    last(daemon, "note", [61, 0.5])
    assert len(daemon.changes("note")) == before + 2


def test_the_end_of_a_note_is_not_that_of_the_next(daemon: Daemon, me: Client) -> None:
    """Tidal's notes of one pitch end with the next one's beginning, a sample early or late."""
    tag = timetag_of(time.time_ns() + 10**9)
    for k in range(3):
        later = tag + round((0.25 * k - 2e-5 * k) * 2**32)
        me.packet(encode_bundle(later, encode("/lmdm/note", 55, 0.5, 0.25)))
    eventually(lambda: [c[3] for c in daemon.changes("note")].count([55, 0.0]) == 3)
    notes = sorted((c for c in daemon.changes("note") if c[3][0] == 55), key=lambda c: c[0])
    assert [c[3][1] for c in notes] == [0.5, 0.0] * 3


def test_cycles_are_a_tempo(daemon: Daemon, me: Client) -> None:
    me.bundle(0.5, ("/lmdm/clock/cps", 0.5, 8.0))
    last(daemon, "clock", [120.0, 32.0, 4])
    me.send("/lmdm/clock/cps", 0.5, 2.25, 3)
    last(daemon, "clock", [90.0, 6.75, 3])
    me.send("/lmdm/clock/cps", "fast", 0)
    assert "number" in me.fail("type")


def test_a_quiet_subscription_tells_of_changes_only(daemon: Daemon, me: Client) -> None:
    me.send("/lmdm/notify", 2)
    me.expect("/lmdm/done", "/lmdm/notify")
    other = Client(daemon.port)
    other.subscribe()
    for _ in range(2):
        other.expect("/lmdm/heartbeat")
    other.expect("/lmdm/meter")
    other.send("/lmdm/param/density", 4.0)
    me.expect("/lmdm/param/density", 4.0)
    assert not [m for m in me.inbox if m.address in ("/lmdm/meter", "/lmdm/heartbeat")]
    me.send("/lmdm/notify", 1)
    me.expect("/lmdm/meter")
    other.close()


def test_refusals_are_said_at_the_terminal_but_do_not_flood_it(daemon: Daemon, me: Client) -> None:
    for k in range(200):
        me.send(f"/lmdm/param/no{k}\x07", 1)
    me.sync()
    said = [x for x in daemon.said().splitlines() if x.startswith("refused /lmdm/param/no")]
    assert 1 <= len(said) <= 6
    assert "\x07" not in daemon.said()


# Orca


def test_orcas_letters(daemon: Daemon, me: Client) -> None:
    me.send("/d", 35)
    last(daemon, "density", 16.0)
    me.send("/b", 0)
    last(daemon, "brightness", 0.0)
    me.send("/k", 6)
    last(daemon, "key", "F#")
    me.send("/k", 9, 1)
    last(daemon, "key", "Am")
    me.send("/n", 4, 0)
    last(daemon, "note", [60, 0.0])
    assert daemon.changes("note")[-2][3] == [60, pytest.approx(16 / 35)]
    me.send("/n", 4, 7, 35, 8)
    last(daemon, "note", [67, 0.0])
    me.send("/c", 3, 12)
    last(daemon, "clock", [120.0, 0.0, 4])
    me.send("/lmdm/prompt", 2, "acid bass")
    me.send("/w", 2, 7)
    last(daemon, "prompt", ["acid bass", pytest.approx(0.2)])
    me.send("/f", 13)
    last(daemon, "free", "density")
    me.send("/f", 20)
    last(daemon, "free", "key")
    me.send("/lmdm/preset/save", "a")
    me.sync()
    me.send("/s", 10)
    me.expect("/lmdm/done", "/lmdm/preset/load", "a")
    me.send("/p", 0)
    assert me.get("play") == (0,)
    me.send("/p", 1)
    assert me.get("play") == (1,)
    me.send("/r", 1)
    me.expect("/lmdm/done", "/lmdm/reset")


def test_orcas_mistakes_are_explained(me: Client) -> None:
    me.send("/q", 1)
    assert " ".join(orca.LETTERS) in me.fail("unknown")
    me.send("/d")
    assert "0 glyphs came" in me.fail("type")
    me.send("/d", 1, 2)
    me.fail("type")
    me.send("/n", 4)
    assert "octave" in me.fail("type")
    me.send("/w", 9, 1)
    assert "slots are 0 to 5" in me.fail("range")
    me.send("/k", 12)
    assert "semitones are 0 to b" in me.fail("range")
    me.send("/f", 16)
    me.fail("range")
    me.send("/d", "loud")
    assert "glyphs" in me.fail("type")
    me.send("/s", 35)
    me.fail("path")


def test_orcas_example_plays_and_stays_whole(daemon: Daemon, me: Client) -> None:
    text = (PATCHES / "orca" / "lmdm.orca").read_text()
    assert len({len(line) for line in text.splitlines()}) == 1
    grid, sent = Grid(text), []
    for _ in range(120):
        sent += grid.step()
    assert str(grid).count("=") == text.count("=") == 4
    assert [m for m in sent if m[0] == "/c"] == [("/c", [3, 12])] * 8
    assert {m[1][0] for m in sent if m[0] == "/d"} == set(range(6))
    assert {tuple(m[1]) for m in sent if m[0] == "/n"} == {(4, k, 16, 4) for k in range(12)}
    assert ("/b", [20]) in sent
    for address, numbers in sent[:20]:
        me.send(address, *numbers)
    assert not [m for m in me.sync() if m.address == "/lmdm/fail"]
    last(daemon, "brightness", pytest.approx(20 / 35))
    last(daemon, "clock", [120.0, 0.0, 4])


def test_a_sign_below_orcas_delay_would_be_eaten() -> None:
    grid = Grid("D8..\n=.8.\n....\n")
    assert not grid.step()
    assert "=" not in str(grid)


def test_orcas_page_names_the_letters() -> None:
    page = (PATCHES / "README.md").read_text()
    for letter, meaning in orca.LETTERS.items():
        assert f"| `{letter}` | {meaning} |" in page


# TouchDesigner


class OscOut:
    """Sends as the OSC Out DAT does: ints, floats and texts as they are."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def sendOSC(self, address: str, values: list) -> None:  # noqa: N802
        self.client.send(address, *values)


def test_touchdesigners_extension(daemon: Daemon, me: Client, capsys) -> None:
    spec = importlib.util.spec_from_file_location("td", PATCHES / "touchdesigner" / "lmdm.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    errors: list[str] = []
    out = OscOut(me)
    owner = SimpleNamespace(op=lambda name: {"oscout": out}[name], addScriptError=errors.append)
    port = me.port  # the OSC In DAT's
    text = (PATCHES / "touchdesigner" / "lmdm.py").read_text()
    assert text.count("57150") == 2
    module.Lmdm.Stay = lambda self: self.Send("notify", 2, port)
    td = module.Lmdm(owner)
    me.expect("/lmdm/done", "/lmdm/notify")
    td.Prompt("acid bass", 0.5, 1)
    last(daemon, "prompt", ["acid bass", 0.5])
    td.Set("delay/time", 3.0)
    last(daemon, "delay/time", 3.0)
    td.Set("key", "F#m")
    last(daemon, "key", "F#m")
    td.Free("key")
    last(daemon, "free", "key")
    td.Ramp("density", 6, 0.1)
    td.Free("density")
    last(daemon, "free", "density")
    td.Set("steps", 99)
    message = me.expect("/lmdm/param/steps")
    td.Heard(message.address, message.args)
    assert td.Values["steps"] == 8
    td.Set("densty", 1)
    message = me.expect("/lmdm/fail")
    td.Heard(message.address, message.args)
    assert 'did you mean "density"' in errors[0]
    assert "refused" in capsys.readouterr().out


def test_an_osc_out_chop_sends_floats_for_everything(daemon: Daemon, me: Client) -> None:
    me.send("/lmdm/param/mute", 1.0)
    assert me.get("mute") == (1,)
    me.send("/lmdm/param/mute", 0.0)
    me.send("/lmdm/param/steps", 4.6)
    assert me.get("steps") == (5,)
    me.send("/lmdm/param/latency_mode", 1.0)
    assert me.get("latency_mode") == ("normal",)
    me.send("/lmdm/param/key", 18.0)
    assert me.get("key") == ("F#m",)
    me.send("/lmdm/free", "key")
    me.send("/lmdm/param/density", "6")
    assert 'not the text "6"' in me.fail("type")


# FoxDot and Renardo

FOXDOT = """
from {library} import *
exec(open({path!r}).read().replace("57140", "{port}"))
Clock.latency = 1.0
lmdm.prompt("warm pad")
lmdm.set(density=var([2, 8], [1, 1]), delay__time=3, latency_mode="normal")
lmdm.set(key="F#m")
lmdm.follow()
lmdm.note(64, 0.5, 0.25)
lmdm.set(densty=1)
import time
time.sleep(2)
lmdm.set(key=var([21, 0], [1, 1]))
time.sleep(2)
lmdm.free("density")
time.sleep(0.5)
lmdm.free("key")
time.sleep(1)
Clock.clear()
print("played")
import os
os._exit(0)
"""


@pytest.mark.parametrize("library", ["FoxDot.lib", "renardo_lib.runtime"])
def test_foxdots_clock_plays(daemon: Daemon, tmp_path: Path, library: str) -> None:
    before, keys = (len(daemon.changes(key)) for key in ("density", "key"))
    code = FOXDOT.format(library=library, path=str(PATCHES / "foxdot/lmdm.py"), port=daemon.port)
    # Renardo's launcher downloads samples to here; it does not start without the folder
    (tmp_path / ".config/renardo/samples/0_foxdot_default/_loop_").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert "played" in done.stdout, done.stderr
    assert 'lmdm refused /lmdm/param/densty: no parameter "densty"' in done.stdout
    assert [c[3] for c in daemon.changes("free")[-2:]] == ["density", "key"]
    last(daemon, "delay/time", 3.0)
    assert {c[3] for c in daemon.changes("key")[keys:]} == {"F#m", "Am", "C"}
    assert daemon.changes("note")[-2][3] == [64, 0.5]
    assert daemon.changes("clock")[-1][3][0] == 120.0
    steps = [c for c in daemon.changes("density")[before:] if c[3] is not None]
    assert {c[3] for c in steps} == {2.0, 8.0}
    assert all(c[0] is not None for c in steps), "late"


# Open Stage Control


def widgets(here: dict) -> Iterator[dict]:
    yield here
    for child in here.get("widgets", ()):
        yield from widgets(child)


def test_the_open_stage_control_session_has_everything(daemon: Daemon, me: Client) -> None:
    session = json.loads((PATCHES / "open-stage-control" / "lmdm.json").read_text())
    assert (session["type"], session["version"]) == ("session", "1.25.0")
    found = list(widgets(session["content"]))
    assert found[0]["type"] == "root"
    ids = [w["id"] for w in found]
    assert len(set(ids)) == len(ids)
    ours = {w["id"]: w for w in found if "address" in w}
    assert all(w["target"] == ["127.0.0.1:57140"] for w in ours.values())
    known = {c.address for c in COMMANDS.values()} | {p.address for p in PARAMS.values()}
    known |= {f"/lmdm/prompt/{slot}/{what}" for slot in range(SLOTS) for what in ("text", "weight")}
    assert {w["address"] for w in ours.values()} <= known
    assert {f"free {name}" for name in FREEABLE} <= set(ours)
    # a slot's echo has text and weight in one, as nothing else that is typed or moved has
    me.send("/lmdm/prompt", 4, "slow choir", 0.5)
    me.send("/lmdm/refresh")
    told = [m.args for m in me.sync() if m.address == "/lmdm/prompt"]
    assert (4, "slow choir", 0.5) in told
    slots = {w["preArgs"][0]: w for w in ours.values() if w["address"] == "/lmdm/prompt"}
    assert set(slots) == {slot for slot, *_ in told}
    for slot, heard in slots.items():
        assert heard["bypass"] is True
        moved = re.findall(r'set\("(.*?)"', heard["onValue"])
        assert moved == [f"prompt {slot}", f"weight {slot}"]
    for key, param in PARAMS.items():
        widget = ours[key]
        assert widget["address"] == param.address
        # each end of it, as the program would send it, is taken as it is
        ends: list = list(widget.get("range", {}).values()) or [widget.get("on"), widget.get("off")]
        if widget["type"] in ("switch", "dropdown"):
            assert tuple(widget["values"].values()) == param.choices
            ends = [*widget["values"].values()][:3]
        me.send("/lmdm/notify", 2)
        for end in ends:
            me.send(widget["address"], int(end) if widget["typeTags"] == "i" else end)
        for reply in me.sync():
            assert reply.address != "/lmdm/fail", reply
            if reply.address == param.address:  # clipped, but only to what a float can say
                assert reply.args[0] in [pytest.approx(end, rel=1e-6) for end in ends]
    for key, param in PARAMS.items():
        if param.default is not None and key != "latency_mode":
            me.send(param.address, param.default)
    me.send("/lmdm/param/latency_mode", "normal")
    me.sync()
