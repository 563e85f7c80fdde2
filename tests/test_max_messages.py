"""The message path of every Max patch, run against a real daemon (its engine a sine) over UDP.

What a player does at the patch (a dial, a word, a key, the transport) is looked for in the daemon
by another client, and what the daemon says is looked for on the patch.
"""

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Iterator

import pytest
from max_interpreter import BANG, Max, MaxError, Message, Node
from max_objects import Patcher
from max_patches import PACKAGE, Patch, load, named, packaged
from playing import LIMIT, Client, Daemon, playing
from real_parts import free_port

from instrument.config import DEFAULT_PORT
from instrument.emit.max.bus import LISTEN, LISTEN_LIVE
from instrument.params import MODES, PARAMS


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("max")) as made:
        yield made


def a_max(daemon: Daemon) -> Max:
    """A Max whose patches play that daemon, on ports of the test's own."""
    return Max({DEFAULT_PORT: daemon.port, LISTEN: free_port(), LISTEN_LIVE: free_port()})


@pytest.fixture(scope="module")
def machine(daemon: Daemon) -> Iterator[Max]:
    made = a_max(daemon)
    yield made
    made.close()


@pytest.fixture
def alone(daemon: Daemon) -> Iterator[Max]:
    """A Max with nothing open in it."""
    made = a_max(daemon)
    yield made
    made.close()


@pytest.fixture(scope="module")
def panel(machine: Max) -> Patcher:
    """The open panel, which has heard everything from the daemon."""
    return opened(machine, named("lmdm.maxpat"))


def opened(machine: Max, patch: Patch) -> Patcher:
    """The panel, opened, after the daemon has told it all."""
    hub = machine.open(patch)
    machine.run(lambda: said(hub, "/lmdm/done", "/lmdm/refresh"), about="never refreshed")
    return hub


def said(node: Patcher, *message: object) -> bool:
    """Whether it came out of its first outlet, beginning so."""
    return any(m[: len(message)] == message for m in node.said)


def holds(machine: Max, other: Client, name: str, *value: object) -> None:
    """Waits until the daemon answers with that value."""
    seen: list[tuple] = []

    def look() -> bool:
        seen.append(other.get(name))
        return len(seen[-1]) == len(value) and all(
            a == (b if isinstance(b, str) else pytest.approx(b))
            for a, b in zip(seen[-1], value, strict=True)
        )

    machine.run(look, about=f"{name} never was {value}, but {seen[-1:]}")


def control(panel: Patcher, key: str):
    return panel[key.replace("/", "_")]


def test_opening_the_panel_changes_nothing_and_shows_what_holds(alone, other) -> None:
    machine = alone
    other.send("/lmdm/param/morph", 7.5)
    other.send("/lmdm/param/latency_mode", "rich")
    other.send("/lmdm/prompt", 3, "slow strings", 0.25)
    other.send("/lmdm/param/density", 5)
    holds(machine, other, "prompt/3", "slow strings", 0.25)
    before = {m.address: m.args for m in everything(other)}
    hub = opened(machine, named("lmdm.maxpat"))
    assert {m.address: m.args for m in everything(other)} == before
    assert control(hub, "morph").value == 7.5
    assert control(hub, "latency_mode").items[control(hub, "latency_mode").value] == "rich"
    assert control(hub, "density").value == 5.0
    assert hub["density_free"].value == 0
    assert hub["loudness_free"].value == 1
    assert hub["text_3"].text == "slow strings"
    assert hub["weight_3"].value == 0.25
    machine.run(lambda: "underruns" in hub["state"].shown)
    other.send("/lmdm/prompt", 3)
    other.send("/lmdm/param/latency_mode", "normal")
    other.send("/lmdm/free", "density")
    machine.run(lambda: hub["density_free"].value == 1 and hub["text_3"].text == "")


def everything(client: Client) -> list:
    client.send("/lmdm/refresh")
    end, found = time.monotonic() + LIMIT, []
    while not any(m.address == "/lmdm/done" for m in found):
        assert time.monotonic() < end, "never refreshed"
        client.listen(0.1)
        found += client.inbox
        client.inbox = []
    return [
        m for m in found if m.address.startswith(("/lmdm/param/", "/lmdm/prompt", "/lmdm/mode"))
    ]


@pytest.mark.parametrize("key", [k for k, p in PARAMS.items() if p.key not in ("block", "margin")])
def test_a_control_is_turned_and_the_daemon_follows(machine, panel, other, key) -> None:
    param, knob = PARAMS[key], control(panel, key)
    place = {"bool": 1, "int": 3, "choice": len(param.choices) - 2}.get(
        param.type, (param.lo + param.hi) / 2
    )
    wanted = param.choices[place] if param.type == "choice" else place
    knob.turn(place)
    holds(machine, other, key, wanted)
    if param.free:
        assert panel[f"{key}_free"].value == 0, "it was turned: it is the player's now"
        panel[f"{key}_free"].turn(1)
        holds(machine, other, key, "free")
        panel[f"{key}_free"].turn(0)
        holds(machine, other, key, wanted)
        panel[f"{key}_free"].turn(1)
        holds(machine, other, key, "free")
        other.send(param.address, wanted)
        machine.run(lambda: panel[f"{key}_free"].value == 0, about="who else sets it is not seen")
        panel[f"{key}_free"].turn(1)
        holds(machine, other, key, "free")
    elif param.type == "choice":
        knob.turn(param.choices.index(str(param.default)))
        holds(machine, other, key, param.default)
    else:
        knob.turn(float(param.default))
        holds(machine, other, key, int(param.default) if param.type == "bool" else param.default)


def test_what_another_client_sets_is_shown_and_not_sent_back(machine, panel, other) -> None:
    machine.run(lambda: True, least=0.3)
    sent = len(panel.search(f"udpsend 127.0.0.1 {other.server[1]}")[0].said)
    other.send("/lmdm/param/guidance", 5.5)
    other.send("/lmdm/param/mute", 1)
    machine.run(lambda: control(panel, "guidance").value == 5.5 and control(panel, "mute").value)
    after = panel.search(f"udpsend 127.0.0.1 {other.server[1]}")[0].said[sent:]
    assert not [m for m in after if m[0] not in ("/lmdm/notify", "/lmdm/status")]
    other.send("/lmdm/param/mute", 0)
    other.send("/lmdm/param/guidance", 2)


def test_a_prompt_is_typed_weighed_and_cleared(machine, panel, other) -> None:
    panel["text_0"].type("808 kick, dry")
    assert other.expect("/lmdm/prompt", 0).args == (0, "808 kick, dry", 1.0)
    panel["weight_0"].turn(0.5)
    assert other.expect("/lmdm/prompt", 0).args == (0, "808 kick, dry", 0.5)
    panel["text_2"].type("warm pad")
    assert other.expect("/lmdm/prompt", 2).args == (2, "warm pad", 1.0)
    panel["clear_2"].turn(1)
    assert other.expect("/lmdm/prompt", 2).args == (2,)
    assert panel["text_2"].text == ""
    panel["weight_2"].turn(0.4)  # of an empty prompt: refused, and said why
    machine.run(lambda: "the text is empty" in panel["refusal"].shown)


def test_unquoted_words_at_the_inlet_are_a_prompt_and_shown(machine, panel, other) -> None:
    panel.receive(0, ("/lmdm/prompt", "acid", "bass", 303, "line", 0.75))
    assert other.expect("/lmdm/prompt", 0).args == (0, "acid bass 303 line", 0.75)
    machine.run(lambda: panel["text_0"].text == "acid bass 303 line")
    assert panel["weight_0"].value == 0.75


def test_meters_and_the_heartbeat_arrive(machine, panel) -> None:
    machine.run(lambda: panel["peaks"].count > 5 and panel["heartbeat"].count > 1)
    assert len(panel["peaks"].shown) == 2
    machine.run(lambda: min(panel["peaks"].shown) > -60.0, about="silent meters")
    assert max(panel["peaks"].shown) <= 0.0


def test_the_buttons_play_stop_and_choose_a_mode(machine, panel, other) -> None:
    panel["stop"].turn(1)
    other.expect("/lmdm/stop")
    panel["play"].turn(1)
    other.expect("/lmdm/play")
    panel["mode"].turn(1)
    other.expect("/lmdm/mode", "sketch")
    other.send("/lmdm/mode", "text")
    machine.run(lambda: panel["mode"].value == 0)


def test_a_refusal_is_read_on_the_panel(machine, panel) -> None:
    panel.receive(0, ("/lmdm/param/densty", 3))
    machine.run(lambda: 'did you mean "density"' in panel["refusal"].shown)


BAD = [
    (("/lmdm/param/density", "much"), "density wants one number"),
    (("/lmdm/param/density",), "wants value"),
    (("/lmdm/note", "c4", 1), "pitch is a number"),
    (("/lmdm/clock", "fast", 0), "bpm is a number"),
    (("/lmdm/mode", 7), "mode is one of"),
    (("/lmdm/prompt", 9), "slots are 0 to 5"),
    (("/lmdm/free", "gain"), "no control of the model"),
    (("/lmdm/param/latency_mode", "fastest"), "one of low normal rich"),
]


@pytest.mark.parametrize(("message", "told"), BAD)
def test_bad_input_as_max_sends_it_is_answered(machine, panel, message, told) -> None:
    panel.receive(0, message)
    machine.run(lambda: told in panel["refusal"].shown)


def test_numbers_as_max_sends_them_are_understood(machine, panel, other) -> None:
    panel.receive(0, ("/lmdm/param/brightness", 1))  # an int for a float
    holds(machine, other, "brightness", 1.0)
    panel.receive(0, ("/lmdm/param/steps", 2.6))  # a float for an int
    holds(machine, other, "steps", 3)
    panel.receive(0, ("/lmdm/param/mute", 1.0))
    holds(machine, other, "mute", 1)
    panel.receive(0, ("/lmdm/param/mute", 0))
    panel.receive(0, ("/lmdm/param/steps", 4))
    panel.receive(0, ("/lmdm/param/latency_mode", 1))  # a menu's number
    holds(machine, other, "latency_mode", "normal")
    panel.receive(0, ("/lmdm/set", "density", 4, "morph", 2))
    holds(machine, other, "density", 4.0)
    panel.receive(0, ("/lmdm/free", "density"))
    panel.receive(0, ("/lmdm/free", "brightness"))
    panel.receive(0, ("/lmdm/prompt", 1, "warm", "pad", 1))  # a last 1 is a weight
    assert other.expect("/lmdm/prompt", 1).args == (1, "warm pad", 1.0)


def test_another_daemon_and_another_port_are_chosen_by_message(daemon, other) -> None:
    nobody = {DEFAULT_PORT: free_port(), LISTEN: free_port()}
    with contextlib.closing(Max(nobody)) as machine:
        hub = machine.open(named("lmdm.maxpat"))
        machine.run(lambda: hub["state"].shown.startswith("no word"), about="silence not noticed")
        hub.receive(0, ("port", daemon.port))
        hub.receive(0, ("listen", free_port()))
        hub.receive(0, ("host", "127.0.0.1"))
        machine.run(lambda: said(hub, "/lmdm/done", "/lmdm/refresh"))
        control(hub, "morph").turn(3.0)
        holds(machine, other, "morph", 3.0)
        machine.run(lambda: "underruns" in hub["state"].shown)
        control(hub, "morph").turn(2.0)


# The abstractions, beside the panel


def test_lmdm_param(machine, panel, other) -> None:
    mine = machine.open(named("lmdm.param.maxpat"), "density")
    slashed = machine.open(named("lmdm.param.maxpat"), "guidance/notes")
    freed: list[tuple] = []
    mine.cords[1].append((Listening(machine, freed), 0))
    mine.receive(0, (6,))
    holds(machine, other, "density", 6.0)
    assert control(panel, "density").value == 6.0, "the panel shows it"
    assert mine.said == [], "its own value is not said again"
    control(panel, "density").turn(2.5)
    assert mine.said == [(2.5,)]
    other.send("/lmdm/param/density", 1.5)
    machine.run(lambda: mine.said[-1] == (1.5,))
    mine.receive(0, ("ramp", 3, 0.2))
    holds(machine, other, "density", 3.0)
    mine.receive(0, ("normalized", 0.5))
    holds(machine, other, "density", 8.0)
    mine.receive(0, ("free",))
    holds(machine, other, "density", "free")
    assert freed
    slashed.receive(0, (4.5,))
    holds(machine, other, "guidance/notes", 4.5)
    assert control(panel, "guidance/notes").value == 4.5
    slashed.receive(0, ("get",))
    machine.run(lambda: slashed.said[-1:] == [(4.5,)])
    slashed.receive(0, (1.0,))


def test_lmdm_param_of_a_choice_takes_words(machine, panel, other) -> None:
    mine = machine.open(named("lmdm.param.maxpat"), "key")
    mine.receive(0, ("F#m",))
    holds(machine, other, "key", "F#m")
    shown = control(panel, "key")
    assert shown.items[shown.value] == "F#m"
    other.send("/lmdm/param/key", "Am")
    machine.run(lambda: mine.said[-1:] == [("Am",)])
    mine.receive(0, ("free",))
    holds(machine, other, "key", "free")
    machine.run(lambda: panel["key_free"].value == 1)
    freed: list[tuple] = []
    mine.cords[1].append((Listening(machine, freed), 0))
    mine.receive(0, ("get",))
    machine.run(lambda: freed)


class Listening:
    """What an outlet says."""

    def __init__(self, machine: Max, said: list[tuple]) -> None:
        self.said = said

    def receive(self, inlet: int, message: tuple) -> None:
        self.said.append(message)


def test_lmdm_prompt(machine, panel, other) -> None:
    mine = machine.open(named("lmdm.prompt.maxpat"), 4)
    mine.receive(0, ("glass", "bells", 7))
    assert other.expect("/lmdm/prompt", 4).args == (4, "glass bells 7", 1.0)
    mine.receive(1, (0.3,))
    assert other.expect("/lmdm/prompt", 4).args[2] == pytest.approx(0.3)
    other.send("/lmdm/prompt", 4, "wooden bells", 0.5)
    machine.run(lambda: mine["text_1"].text == "wooden bells" == panel["text_4"].text)
    assert mine["weight_1"].value == 0.5
    mine.receive(0, ("clear",))
    assert other.expect("/lmdm/prompt", 4).args == (4,)


def test_lmdm_link_plays_a_second_daemon_beside_the_panels(machine, panel, other, tmp_path) -> None:
    with playing(tmp_path) as second, contextlib.closing(Client(second.port)) as there:
        mine = machine.open(named("lmdm.link.maxpat"), second.port, free_port())
        mine.receive(0, ("/lmdm/prompt", "drum", "loop"))
        holds(machine, there, "prompt/0", "drum loop", 1.0)
        there.send("/lmdm/param/steps", 7)
        machine.run(lambda: said(mine, "/lmdm/param/steps", 7))
        mine.receive(0, ("/lmdm/param/densty", 1))
        machine.run(lambda: said(mine, "/lmdm/fail", "/lmdm/param/densty"))
        assert control(panel, "steps").value == 4, "the panel's daemon is another"
        assert other.get("prompt/0") != ("drum loop", 1.0)


def test_lmdm_notes(machine, panel, other) -> None:
    mine = machine.open(named("lmdm.notes.maxpat"))
    mine["notein"].play(64, 127)
    assert other.expect("/lmdm/note").args == (64, 1.0)
    mine["notein"].play(64, 0)
    assert other.expect("/lmdm/note").args == (64, 0.0)
    mine["keys"].play(48, 64)
    assert other.expect("/lmdm/note").args == (48, pytest.approx(64 / 127))
    mine.receive(0, (67, 32))
    assert other.expect("/lmdm/note").args == (67, pytest.approx(32 / 127))
    mine.receive(0, ("midi", 0))
    mine["notein"].play(70, 100)
    mine.receive(0, ("off",))
    assert other.expect("/lmdm/notes/off").args == ()
    assert not [m for m in other.sync() if m.address == "/lmdm/note"]


def test_lmdm_clock(machine, panel, other) -> None:
    transport = machine.transport
    mine = machine.open(named("lmdm.clock.maxpat"))
    machine.run(lambda: True, least=0.2)
    assert not [m for m in other.sync() if m.address.startswith("/lmdm/clock")], "it stands still"
    transport.running, transport.ticks = 1, 480.0 * 5.5
    machine.run(lambda: True, least=0.1)
    assert other.expect("/lmdm/clock").args == (120.0, 5.5, 4)
    transport.tempo = 90.0
    machine.run(lambda: True, least=0.1)
    assert other.expect("/lmdm/clock", 90.0).args == (90.0, 5.5, 4)
    transport.signature, transport.ticks = (7, 8), 480.0 * 7
    machine.run(lambda: True, least=0.1)
    assert other.expect("/lmdm/clock", 180.0).args == (180.0, 14.0, 7), "eighths"
    transport.running = 0
    machine.run(lambda: True, least=0.1)
    assert other.expect("/lmdm/clock/off").args == ()
    transport.running = 1
    machine.run(lambda: True, least=0.1)
    other.expect("/lmdm/clock", 180.0)
    mine.receive(0, (0,))
    assert other.expect("/lmdm/clock/off").args == ()


def test_lmdm_audio(alone) -> None:
    mine = alone.open(named("lmdm.audio.maxpat"))
    assert mine["adc~ 1 2"].told == [(0, ("set", 2, 2)), (0, ("set", 1, 1))]
    assert sorted(mine["dac~ 3 4"].told) == [(0, ("set", 3)), (1, ("set", 4))]
    mine["from_channel"].turn(5)
    assert mine["adc~ 1 2"].told[-2:] == [(0, ("set", 2, 6)), (0, ("set", 1, 5))]
    assert mine.search("*~ 0.")[0].told == [], "nothing goes to lmdm before it is asked for"
    mine["send_to_lmdm"].turn(1)
    assert [n.told for n in mine.search("*~ 0.")] == [[(1, (1,))], [(1, (1,))]]


# What is around them: help, examples, the overview, Live


NO_JAM = "the model does not play {}; it plays text sketch"
NO_TEXT = "the text is empty; to clear a prompt send its slot alone"
AROUND = [p for p in packaged() if p.parent.name in ("help", "examples", "extras")]


@pytest.mark.parametrize("path", AROUND, ids=lambda p: p.name)
def test_every_click_in_help_and_examples_is_understood(alone, other, path) -> None:
    """Each message box is clicked, each number and switch moved: Max would not complain, and the
    daemon refuses nothing but what its model has not learned, and the weight of no text.
    """
    heard = Heard(alone)
    page = alone.open(load(path))
    hub = page.search("lmdm.maxpat") or None
    for node in page.nodes.values():
        if node.box["maxclass"] == "message":
            node.receive(0, BANG)
        elif node.box["maxclass"] in ("flonum", "toggle"):
            node.receive(0, (1,))
        elif node.box.get("name") == "lmdm.maxpat":
            hub = node
    opened_by_click = [n for p in page.search("pcontrol") for n in p.opened]
    assert opened_by_click or hub, "the panel can be opened from here"
    alone.run(lambda: heard.messages("/lmdm/done"))
    sync(alone, heard)
    refused = {m[3] for m in heard.messages("/lmdm/fail")}
    assert refused <= {NO_TEXT, *(NO_JAM.format(mode) for mode in MODES)}, refused
    for name in ("density", "brightness", "loudness"):
        other.send("/lmdm/free", name)
    other.send("/lmdm/mode", "text")


class Heard(Node):
    """All that comes from the daemon."""

    def __init__(self, machine: Max) -> None:
        super().__init__(machine, {"maxclass": "test"}, [])
        machine.receives["lmdm.heard"].append(self)
        self.all: list[Message] = []

    def receive(self, inlet: int, message: Message) -> None:
        self.all.append(message)

    def messages(self, address: str) -> list[Message]:
        return [m for m in self.all if m[0] == address]


def sync(machine: Max, heard: Heard) -> None:
    """Waits until all that was sent is answered."""
    for node in machine.receives["lmdm.send"]:
        node.receive(0, ("/lmdm/sync", 99))
    machine.run(lambda: ("/lmdm/synced", 99) in heard.all)


def test_the_device_plays_once_live_has_recalled_its_dials(alone, other) -> None:
    device = alone.open(load(PACKAGE / "devices" / "lmdm.amxd"))
    control(device, "guidance").turn(9.0)  # as Live does, when a set is opened
    alone.run(lambda: said(device, "/lmdm/done", "/lmdm/refresh"), about="never refreshed")
    (gate,) = [n for n in device.nodes.values() if n.box.get("text") == "gate"]
    alone.run(lambda: gate.open == 1)
    assert other.get("guidance") == (2.0,)
    assert control(device, "guidance").value == 2.0, "the daemon's value is shown"
    control(device, "guidance").turn(4.0)
    holds(alone, other, "guidance", 4.0)
    device["text_5"].type("bells")
    assert other.expect("/lmdm/prompt", 5).args == (5, "bells", 1.0)
    alone.transport.running, alone.transport.ticks = 1, 960.0
    alone.run(lambda: True, least=0.1)
    assert other.expect("/lmdm/clock").args == (120.0, 2.0, 4)
    alone.transport.running = 0
    alone.run(lambda: True, least=0.1)
    device["clear_5"].turn(1)
    control(device, "guidance").turn(2.0)
    holds(alone, other, "guidance", 2.0)


def test_the_notes_device(alone, other) -> None:
    notes = alone.open(load(PACKAGE / "devices" / "lmdm.notes.amxd"))
    notes["notein"].play(52, 127)
    assert other.expect("/lmdm/note").args == (52, 1.0)
    notes["notes_off"].turn(1)
    other.expect("/lmdm/notes/off")


# That the interpreter sees faults


def test_the_interpreter_sees_a_cord_that_leads_elsewhere(alone, other) -> None:
    machine = alone
    good = Patch(copy.deepcopy(named("lmdm.maxpat").data))
    sound = good.find(varname="sound")["patcher"]
    boxes = {e["box"]["text"]: e["box"]["id"] for e in sound["boxes"] if "text" in e["box"]}
    for line in sound["lines"]:
        if line["patchline"]["destination"][0] == boxes["prepend morph"]:
            line["patchline"]["destination"][0] = boxes["prepend density"]
    hub = opened(machine, good)
    control(hub, "morph").turn(9.0)
    with pytest.raises(AssertionError, match=r"morph never was \(9.0,\)"):
        holds_soon(machine, other, "morph", 9.0, 1.0)
    other.send("/lmdm/free", "density")


def holds_soon(machine: Max, other: Client, name: str, value: float, limit: float = LIMIT) -> None:
    about = f"{name} never was ({value},)"
    machine.run(lambda: other.get(name) == (value,), limit=limit, about=about)


def bad_patch(*boxes: tuple[str, str], cords: list[tuple[int, int]] = ()) -> Patch:
    made = [
        {"box": {"id": str(i), "maxclass": kind, "text": text, "numinlets": 1, "numoutlets": 1,
                 "patching_rect": [0.0, 30.0 * i, 80.0, 22.0]}}
        for i, (kind, text) in enumerate(boxes)
    ]  # fmt: skip
    lines = [{"patchline": {"source": [str(a), 0], "destination": [str(b), 0]}} for a, b in cords]
    return Patch({"boxes": made, "lines": lines})


def test_the_interpreter_complains_as_max_would(alone) -> None:
    with pytest.raises(MaxError, match="No such object"):
        alone.open(bad_patch(("newobj", "OSC-route /lmdm")))
    with pytest.raises(MaxError, match="doesn't understand"):
        alone.open(bad_patch(("newobj", "loadmess high"), ("newobj", "int 1"), cords=[(0, 1)]))
    with pytest.raises(MaxError, match="no OSC address"):
        alone.open(bad_patch(("newobj", "loadmess 5"), ("newobj", "udpsend 127.0.0.1 9"),
                               cords=[(0, 1)]))  # fmt: skip
    with pytest.raises(MaxError, match="stack overflow"):
        alone.open(bad_patch(("newobj", "loadmess 1"), ("newobj", "t l"), ("newobj", "t l"),
                               cords=[(0, 1), (1, 2), (2, 1)]))  # fmt: skip
