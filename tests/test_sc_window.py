"""The control window in real sclang and Qt (offscreen): a dial sends, an echo moves it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from osc_listener import Listener
from real_parts import stage

from instrument.params import PARAMS

SCRIPT = r"""
~report = { |name, value| ("RESULT " ++ name ++ "|" ++ value).postln };
{
	var m = LMDM("127.0.0.1", PORT), g;
	var section = { |name| 0.1.wait; m.addr.sendMsg("/test/section", name); 0.1.wait };
	m.connect;
	while { m.isReady.not } { 0.05.wait };
	g = m.gui;
	~report.("one", m.gui === g);
	~report.("controls", g.boxes.keys.asArray.sort.join(","));
	~report.("starts at", g.boxes['gain'].value);
	~report.("free at first",
		g.free['loudness'].enabled.not and: { g.boxes['loudness'].string.isEmpty });
	section.("dial"); g.dials['density'].valueAction = 0.5;
	~report.("held", m.density);
	section.("number"); g.boxes['delay/time'].valueAction = 4;
	section.("box"); g.boxes['mute'].valueAction = true;
	section.("menu"); g.boxes['latency_mode'].valueAction = 2;
	~report.("key at first", g.boxes['key'].item);
	section.("key"); g.boxes['key'].valueAction = g.boxes['key'].items.indexOf('F#m');
	section.("key freed"); g.boxes['key'].valueAction = 0;
	section.("free"); g.free['density'].valueAction = 0;
	section.("prompt"); g.texts[2].string = "dub"; g.texts[2].doAction;
	section.("weight"); g.weights[2].valueAction = 0.5;
	section.("clear"); g.texts[2].string = ""; g.texts[2].doAction;
	section.("mode"); g.modes.valueAction = 1;
	section.("tell");
	1.wait;
	~report.("density moved", g.dials['density'].value);
	~report.("density freed", g.boxes['brightness'].string.isEmpty);
	~report.("mute moved", g.boxes['mute'].value);
	~report.("mode moved", g.modes.item);
	~report.("prompt moved", g.texts[1].string ++ " " ++ g.weights[1].value);
	~report.("meter moved", g.levels.round(0.01));
	~report.("key moved", g.boxes['key'].item);
	section.("code"); m.density = 4; m.key = "C#";
	0.2.wait;
	~report.("key follows", g.boxes['key'].item);
	section.("code frees"); m.free(\key);
	0.2.wait;
	~report.("key free", g.boxes['key'].item);
	~report.("density follows", g.dials['density'].value);
	Image.fromWindow(g.window).write("PICTURE");
	g.close;
	0.2.wait;
	~report.("dependants", m.dependants.size);
	m.density = 8;
	~report.("again", m.gui !== g);
	m.remove;
	0.2.wait;
	0.exit;
}.fork(AppClock);
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], dict]]:
    """What it printed and sent. LMDM_KEEP names a folder for a picture of the window."""
    keep = os.environ.get("LMDM_KEEP")
    picture = Path(keep or tmp_path_factory.mktemp("window")).resolve() / "window.png"
    with stage() as here, Listener() as listener:

        def tell(name: str) -> None:
            if name == "tell":
                listener.tell("/lmdm/param/density", 12.0)
                listener.tell("/lmdm/param/brightness", 0.5)
                listener.tell("/lmdm/free", "brightness")
                listener.tell("/lmdm/param/mute", 0)
                listener.tell("/lmdm/param/key", "Ebm")
                listener.tell("/lmdm/mode", "jam")
                listener.tell("/lmdm/prompt", 1, "warm pad", 0.25)
                listener.tell("/lmdm/meter", 0.5, 0.5, 0.1, 0.1)

        listener.answers["/test/section"] = tell
        code = SCRIPT.replace("PORT", str(listener.port)).replace("PICTURE", str(picture))
        said = here.sclang(code).finish(60)
        assert picture.read_bytes().startswith(b"\x89PNG")
        lines = [x[7:].partition("|") for x in said.splitlines() if x.startswith("RESULT ")]
        yield {name: value for name, _, value in lines}, listener.sections()


def test_every_parameter_has_a_control(run: tuple) -> None:
    results, _ = run
    assert set(results["controls"].split(",")) == set(PARAMS)
    assert results["one"] == results["again"] == results["free at first"] == "true"
    assert float(results["starts at"]) == PARAMS["gain"].default


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("dial", ("/lmdm/param/density", 8.0)),
        ("number", ("/lmdm/param/delay/time", 4.0)),
        ("box", ("/lmdm/param/mute", 1)),
        ("menu", ("/lmdm/param/latency_mode", "rich")),
        ("key", ("/lmdm/param/key", "F#m")),
        ("key freed", ("/lmdm/free", "key")),
        ("free", ("/lmdm/free", "density")),
        ("prompt", ("/lmdm/prompt", 2, "dub", 1.0)),
        ("weight", ("/lmdm/prompt/2/weight", 0.5)),
        ("clear", ("/lmdm/prompt/2/clear",)),
        ("mode", ("/lmdm/mode", "sketch")),
    ],
)
def test_what_is_moved_is_sent(run: tuple, section: str, message: tuple) -> None:
    (packet,) = run[1][section]
    assert packet.messages == (message,)


def test_what_is_told_moves_it(run: tuple) -> None:
    results, _ = run
    assert results["held"] == "8.0"
    assert float(results["density moved"]) == 0.75
    assert results["density freed"] == "true"
    assert results["mute moved"] == "false"
    assert results["mode moved"] == "jam"
    assert results["key at first"] == results["key free"] == "free"
    assert results["key moved"] == "Ebm"
    assert results["key follows"] == "C#"
    assert results["prompt moved"] == "warm pad 0.25"
    assert results["meter moved"] == "[ 0.9, 0.9, 0.67, 0.67 ]", "-6 and -20 dB on a scale of 60"
    assert float(results["density follows"]) == 0.25, "what a program sets moves it too"


def test_closed_it_listens_no_more(run: tuple) -> None:
    assert run[0]["dependants"] == "0"
