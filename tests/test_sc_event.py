"""Events of type \\lmdm in real sclang: one bundle each, in time with SuperCollider's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from osc_listener import Listener, Packet
from real_parts import stage

SCRIPT = r"""
fork {
	var m = LMDM("127.0.0.1", PORT);
	var s = Server(\other, NetAddr("127.0.0.1", SYNTH));
	var section = { |name| 0.05.wait; m.addr.sendMsg("/test/section", name); 0.05.wait };
	var clock = TempoClock(10);
	var play = { |pattern, beats = 1| var player = pattern.play(clock); (beats / 10 + 0.1).wait;
		player.stop };
	LMDM.default = m;
	m.server = s;
	s.latency = 0.3;
	section.("plain");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1], 4), \density, Pseq((1..4)), \delayTime, 2,
		'guidance/notes', 1.5, \prompt, "acid bass", \weight, 0.5, \someone, "else"), 4);
	section.("nothing");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \amp, 0.5));
	section.("rest");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \density, Rest(1)));
	section.("over");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \brightness, 0.5, \latencyMode, \low, \over, 4));
	section.("key");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1], 3), \key, Pseq([\Ebm, 'F#', "C#m"])), 3);
	section.("key over");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \key, 3, \mute, 0, \over, 4));
	section.("key and notes");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \key, \Am, \degree, 2, \scale, Scale.minor,
		\root, 9, \octave, 4), 2);
	section.("key freed");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \free, \key));
	section.("prompt pair");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \prompt, ["warm pad", 0.25], \slot, 3));
	section.("prompt mix");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]),
		\prompt, [["warm pad", 0.25], ["drum loop", 0.75]]));
	section.("free and mode");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \free, [\density, \clock], \mode, \sketch));
	section.("pitch");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \degree, [0, 4], \amp, 0.25, \legato, 0.5), 2);
	section.("chord");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \midinote, 50, \chord, [0, 4, 7], \sustain, 0.5));
	section.("keeps");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \recall, \verse, \preset, "warm"));
	section.("and");
	play.(Pbind(\type, \lmdm, \and, \note, \server, s, \dur, Pseq([1], 3), \degree, 0,
		\gain, Pseq([-12, -30, -12])), 3);
	section.("and notes");
	play.(Pbind(\type, \lmdm, \and, \note, \server, s, \dur, Pseq([1]), \degree, 0, \notes, true));
	section.("latency");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \density, 2, \latency, 0.7));
	section.("offset");
	play.(Pbind(\type, \lmdm, \dur, Pseq([1]), \density, 2, \timingOffset, 1, \lag, 0.05), 3);
	section.("by hand");
	(type: \lmdm, density: 2, lmdm: m).play;
	section.("function");
	(type: \lmdm, density: { 1 + 1 }, brightness: true).play;
	section.("several");
	(type: \lmdm, density: 2, lmdm: [m, m]).play;
	section.("end");
	0.3.wait;
	0.exit;
};
"""


class Run:
    """Packets to the daemon by section, and the synths that scsynth was asked for."""

    def __init__(self, lmdm: Listener, synth: Listener) -> None:
        self.sections = lmdm.sections()
        self.synths = [p for p in synth.packets if p.due is not None]

    def packet(self, section: str) -> Packet:
        (packet,) = self.sections[section]
        return packet


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with stage() as here, Listener() as lmdm, Listener() as synth:
        code = SCRIPT.replace("PORT", str(lmdm.port)).replace("SYNTH", str(synth.port))
        here.sclang(code).finish(40)
        yield Run(lmdm, synth)


def test_each_event_is_one_bundle_with_what_names_a_parameter(run: Run) -> None:
    packets = run.sections["plain"]
    assert [p.messages for p in packets] == [
        (
            ("/lmdm/prompt", 0, "acid bass", 0.5),
            ("/lmdm/set", "delay/time", 2, "density", n, "guidance/notes", 1.5),
        )
        for n in (1, 2, 3, 4)
    ]


def test_timetags_follow_the_pattern_exactly(run: Run) -> None:
    due = [p.due for p in run.sections["plain"]]
    gaps = [b - a for a, b in zip(due, due[1:], strict=False)]
    assert gaps == pytest.approx([0.1] * 3, abs=1e-6)
    for packet in run.sections["plain"]:
        assert 0.15 < packet.due - packet.arrived <= 0.302


def test_events_that_ask_for_nothing_send_nothing(run: Run) -> None:
    assert run.sections["nothing"] == run.sections["rest"] == []


def test_over_makes_ramps_of_the_numbers(run: Run) -> None:
    assert run.packet("over").messages == (
        ("/lmdm/ramp", "brightness", 0.5, 4.0),
        ("/lmdm/set", "latency_mode", "low"),
    )


def test_a_key_is_named_and_moves_nothing_else_of_the_event(run: Run) -> None:
    assert [p.messages for p in run.sections["key"]] == [
        (("/lmdm/set", "key", name),) for name in ("Ebm", "F#", "C#m")
    ]
    assert run.packet("key over").messages == (("/lmdm/set", "key", 3, "mute", 0),)
    on, _ = run.sections["key and notes"]
    assert on.messages == (("/lmdm/set", "key", "Am"), ("/lmdm/note", 60, pytest.approx(0.2)))
    assert run.packet("key freed").messages == (("/lmdm/free", "key"),)


def test_prompts(run: Run) -> None:
    assert run.packet("prompt pair").messages == (("/lmdm/prompt", 3, "warm pad", 0.25),)
    assert run.packet("prompt mix").messages == (
        ("/lmdm/prompt", 0, "warm pad", 0.25),
        ("/lmdm/prompt", 1, "drum loop", 0.75),
    )


def test_free_and_mode(run: Run) -> None:
    assert run.packet("free and mode").messages == (
        ("/lmdm/free", "density"),
        ("/lmdm/free", "clock"),
        ("/lmdm/mode", "sketch"),
    )


def test_a_pitch_is_a_note_that_ends(run: Run) -> None:
    on, off = run.sections["pitch"]
    assert on.messages == (("/lmdm/note", 60, 0.5), ("/lmdm/note", 67, 0.5))
    assert off.messages == (("/lmdm/note", 60, 0.0), ("/lmdm/note", 67, 0.0))
    assert off.due - on.due == pytest.approx(0.05, abs=1e-6)


def test_a_chord_is_its_intervals_above_the_pitch(run: Run) -> None:
    on, off = run.sections["chord"]
    assert [m[1] for m in on.messages] == [m[1] for m in off.messages] == [50, 54, 57]
    assert off.due - on.due == pytest.approx(0.05, abs=1e-6)


def test_what_was_kept_comes_back(run: Run) -> None:
    assert run.packet("keeps").messages == (
        ("/lmdm/state/recall", "verse"),
        ("/lmdm/preset/load", "warm"),
    )


def test_one_event_plays_a_synth_at_the_very_same_time(run: Run) -> None:
    changes = run.sections["and"]
    assert [p.messages for p in changes] == [(("/lmdm/set", "gain", g),) for g in (-12, -30, -12)]
    begins = [s.due for s in run.synths]
    assert {p.due for p in changes} <= set(begins)
    (both,) = (p for p in run.sections["and notes"] if p.messages[0][2] > 0)
    assert both.messages[0][:2] == ("/lmdm/note", 60)
    assert both.due in begins


def test_latency_offset_and_lag(run: Run) -> None:
    packet = run.packet("latency")
    assert 0.55 < packet.due - packet.arrived <= 0.702
    late = run.packet("offset")
    assert late.messages == (("/lmdm/set", "density", 2),)


def test_without_a_pattern(run: Run) -> None:
    assert run.packet("by hand").messages == (("/lmdm/set", "density", 2),)
    assert run.packet("function").messages == (("/lmdm/set", "brightness", 1, "density", 2),)
    assert len(run.sections["several"]) == 2
