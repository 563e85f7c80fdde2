"""LMDM.ar in real scsynth on a real JACK server: whose sound goes where, and back again."""

from __future__ import annotations

import jack
import pytest
from osc_listener import Listener
from real_parts import Stage, stage

SCRIPT = r"""
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
	m.close;
	go.hang;
	s.quit;
	0.5.wait;
	0.exit;
};
"""


@pytest.fixture(scope="module")
def connections() -> dict[str, dict[str, set[str]]]:
    """The JACK graph at each mark of the script."""
    graphs: dict[str, dict[str, set[str]]] = {}
    with stage() as here, Listener() as listener:
        here.jackd()
        client = jack.Client("lmdm", servername=here.jack_name, no_start_server=True)
        ports = [client.outports.register(f"out_{i}") for i in (1, 2)]
        # a client without one would hold up a synchronous server
        client.set_process_callback(lambda frames: None)
        with client:
            for i, port in enumerate(ports, 1):
                client.connect(port, f"system:playback_{i}")
            part = here.sclang(SCRIPT.replace("PORT", str(listener.port)))
            for mark, said in (
                ("before", "MARK before"),
                ("taken", "LMDM: connected lmdm:out_2 to SuperCollider:in_2."),
                ("given", "LMDM: the sound is given back."),
            ):
                part.wait_for(said, 30)
                graphs[mark] = here.connections()
                listener.tell("/test/go")
            part.finish(30)
    return graphs


def test_before(connections: dict[str, dict[str, set[str]]]) -> None:
    assert connections["before"]["lmdm:out_1"] == {"system:playback_1"}
    assert connections["before"]["SuperCollider:in_1"] == {"system:capture_1"}


def test_taken_sound_is_heard_once(connections: dict[str, dict[str, set[str]]]) -> None:
    for i in (1, 2):
        assert connections["taken"][f"lmdm:out_{i}"] == {f"SuperCollider:in_{i}"}
        assert connections["taken"][f"SuperCollider:in_{i}"] == {f"lmdm:out_{i}"}


def test_everything_is_put_back(connections: dict[str, dict[str, set[str]]]) -> None:
    assert connections["given"] == connections["before"]


def test_a_missing_port_is_said(stage_here: Stage) -> None:
    stage_here.jackd()
    script = stage_here.start(
        "route", ["/bin/sh", "sc/jack-route.sh", "take", "nobody", "SuperCollider", "1", "2"]
    )
    assert script.process.wait(20) == 4
    assert "JACK has no port nobody:out_1" in script.output()
