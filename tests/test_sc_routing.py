"""LMDM.ar and LMDM.hear in real scsynth on a real JACK server: whose sound goes where, and back."""

from __future__ import annotations

import jack
import numpy as np
import pytest
from osc_listener import Listener
from playing import eventually
from real_parts import Stage, stage

SCRIPT = r"""
s.options.numOutputBusChannels = 4;
s.waitForBoot {
	var m = LMDM("127.0.0.1", PORT);
	var go = Condition.new;
	OSCFunc({ go.unhang }, '/test/go');
	m.connect;
	while { m.isReady.not } { 0.05.wait };
	"MARK before".postln;
	go.hang;
	{ m.ar(0.5) }.play;
	go.hang;
	m.hear(Ndef(\heard, { DC.ar([0.25, 0.5]) }));
	go.hang;
	m.hearNothing;
	go.hang;
	m.close;
	go.hang;
	s.quit;
	0.5.wait;
	0.exit;
};
"""

Graph = dict[str, set[str]]


@pytest.fixture(scope="module")
def connections() -> dict[str, Graph]:
    """The JACK graph at each mark of the script."""
    graphs: dict[str, Graph] = {}
    with stage() as here, Listener() as listener:
        here.jackd()
        client = jack.Client("lmdm", servername=here.jack_name, no_start_server=True)
        ports = [client.outports.register(f"out_{i}") for i in (1, 2)]
        ears = [client.inports.register(f"in_{i}") for i in (1, 2)]
        heard = [0.0, 0.0]

        def listen(frames: int) -> None:
            heard[:] = [float(np.abs(ear.get_array()).max()) for ear in ears]

        # a client without one would hold up a synchronous server
        client.set_process_callback(listen)
        with client:
            for i, port in enumerate(ports, 1):
                client.connect(port, f"system:playback_{i}")
            part = here.sclang(SCRIPT.replace("PORT", str(listener.port)))
            for mark, said in (
                ("before", "MARK before"),
                ("taken", "LMDM: connected lmdm:out_2 to SuperCollider:in_2."),
                ("heard", "LMDM: connected SuperCollider:out_4 to lmdm:in_2."),
                ("unheard", "LMDM: lmdm hears nothing of SuperCollider."),
                ("given", "LMDM: the sound is given back."),
            ):
                part.wait_for(said, 30)
                graphs[mark] = here.connections()
                if mark == "heard":
                    eventually(lambda: heard == [0.25, 0.5], about=f"not heard: {heard}")
                listener.tell("/test/go")
            part.finish(30)
    return graphs


def test_before(connections: dict[str, Graph]) -> None:
    assert connections["before"]["lmdm:out_1"] == {"system:playback_1"}
    assert connections["before"]["SuperCollider:in_1"] == {"system:capture_1"}


def test_taken_sound_is_heard_once(connections: dict[str, Graph]) -> None:
    for i in (1, 2):
        assert connections["taken"][f"lmdm:out_{i}"] == {f"SuperCollider:in_{i}"}
        assert connections["taken"][f"SuperCollider:in_{i}"] == {f"lmdm:out_{i}"}


def test_it_hears_two_outputs_that_no_loudspeaker_plays(connections: dict[str, Graph]) -> None:
    for i in (1, 2):
        assert connections["heard"][f"lmdm:in_{i}"] == {f"SuperCollider:out_{i + 2}"}
        assert connections["heard"][f"SuperCollider:out_{i}"] == {f"system:playback_{i}"}
    assert connections["unheard"] == connections["taken"]


def test_everything_is_put_back(connections: dict[str, Graph]) -> None:
    assert connections["given"] == connections["before"]


def test_a_missing_port_is_said(stage_here: Stage) -> None:
    stage_here.jackd()
    script = stage_here.start(
        "route", ["/bin/sh", "sc/jack-route.sh", "take", "nobody", "SuperCollider", "1", "2"]
    )
    assert script.process.wait(60) == 4
    assert "JACK has no port nobody:out_1" in script.output()
