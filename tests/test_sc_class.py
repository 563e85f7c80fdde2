"""The LMDM class in real sclang: it compiles cleanly and sends what it says, with true timetags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from osc_listener import Listener, Packet
from real_parts import ROOT, Part, stage

from instrument.commands import COMMANDS
from instrument.emit.supercollider import files, sc_name
from instrument.params import PARAMS

LATENCY = 0.2
"""SuperCollider's default latency, which the class follows."""

SCRIPT = r"""
~report = { |name, value| ("RESULT " ++ name ++ "|" ++ value).postln };
(
fork {
	var m = LMDM("127.0.0.1", PORT);
	var section = { |name| 0.05.wait; m.addr.sendMsg("/test/section", name); 0.05.wait };
	var methods = LMDM.methods.collect(_.name).asArray;
	var heard = List.new, fails = List.new, said;
	~report.("state off", m.state);
	~report.("print", m.asString);
	~report.("compile", m.asCompileString);
	~report.("same", LMDM("127.0.0.1", PORT) === m);
	~report.("default", LMDM.default === m);
	~report.("methods", methods.join(","));
	~report.("shadowed", LMDM.parameterTable.select { |row|
		Object.findRespondingMethodFor(row[0]).notNil }.collect(_.first).join(","));
	~report.("overrides", MethodOverride.all.select { |o|
		o.activePath.asString.contains("LMDM") }.size);
	~report.("specs", LMDM.specs.keys.asArray.sort.join(","));
	~report.("help", PathName("HELP").deepFiles.collect { |file|
		SCDoc.parseFileFull(file.fullPath).notNil
	}.join(","));
	~report.("examples", PathName("EXAMPLES").files.collect { |file|
		File.readAllString(file.fullPath).compile.notNil }.join(","));

	m.waitForReady { |ready| ~report.("ready", ready.state) };
	while { m.isReady.not } { 0.05.wait };

	m.addDependant { |who, what ... args|
		switch(what, \param, { heard.add(args) }, \fail, { fails.add(args[0]) }) };
	section.("tell");
	1.wait;
	~report.("heard", [m.density, m.brightness, m.loudness]);
	~report.("heard by dependants", heard.size);
	~report.("failed", fails.join(","));

	section.("setters");
	LMDM.parameterTable.do { |row|
		m.perform(row[0].asSetter, row[8] !? { |choices| choices.last } ? 1) };
	section.("key symbol"); m.key = 'F#m';
	section.("key string"); m.key = "C#";
	section.("key number"); m.key = 3;
	~report.("key of a number", m.key);
	section.("key free"); m.free(\key);
	~report.("key freed", m.key);
	section.("key nil"); m.key = nil;
	section.("key normalized"); m.setNormalized(\key, 1);
	~report.("key of a normalized", m.key);
	section.("key ramped"); m.ramp(\key, \Am, 2);
	~report.("key not ramped", m.key);
	section.("setter false"); m.mute = false;
	section.("setter nil"); m.density = nil;
	section.("normalized"); m.setNormalized(\delayTime, 0.5);
	section.("prompt"); m.prompt("acid bass");
	section.("prompt weight"); m.prompt('warm pad', 0.3, 2);
	section.("prompt clear"); m.prompt(nil, slot: 2);
	section.("prompt parts"); m.promptText("dub", 0); m.promptWeight(0.25); m.promptClear(0);
	~report.("slots", m.slots);
	section.("prompts"); m.prompts("acid bass", 0.7, "warm pad", 0.3);
	section.("note"); m.note(60, 0.5, 0.25);
	section.("notes off"); m.notesOff;
	section.("ramp"); m.ramp(\brightness, 0.75, 4);
	section.("curve"); m.curve(\loudness, [0, -30, 2, -12]);
	section.("curve env"); m.curve(\loudness, Env([-40, -10, -20], [1, 3]));
	section.("curve bent"); m.curve(\loudness, Env([-40, -10], [2], \sin));
	section.("set"); m.set(\density, 2.5, 'delay/time', 3, \delayMix, 0.5);
	section.("free"); m.free(\density, \clock);
	section.("clock"); m.clock(120, 2, 3);
	section.("clock off"); m.clockOff;
	section.("cps"); m.cps(0.5, 2);
	section.("link"); m.link; m.link(false);
	section.("freeze"); m.freeze(true, 2); m.freeze(false);
	section.("mode"); m.mode(\sketch); m.mode = \text; ~report.("mode", m.mode);
	section.("play"); m.play(2);
	section.("stop"); m.stop;
	section.("panic"); m.panic;
	section.("reset"); m.reset;
	section.("presets"); m.savePreset("one"); m.preset("one");
	~report.("presets", m.listPresets);
	section.("states"); m.saveState("a"); m.recallState(\a); ~report.("states", m.listStates);
	section.("traces"); m.startTrace("t"); m.stopTrace;
	section.("scenes"); m.scene("night"); m.scene; ~report.("scenes", m.listScenes);
	section.("midi"); m.learnMidi(\delayTime); m.forgetMidi(\density); m.forgetMidi;
	~report.("midi", m.listMidi);
	section.("prompt sound"); m.promptSound("birds.wav", 2);
	section.("load"); m.load("default"); ~report.("models", m.listModels);
	section.("capture"); m.capture(5, "take", { |file| ~report.("capture", file) });
	section.("refresh"); m.refresh;
	section.("bind");
	m.bind { m.density = 3; m.bind { m.prompt("drum loop") }; m.brightness = 0.5 };
	section.("untimed"); m.latency = 0; m.density = 3; m.latency = nil;
	section.("own latency"); m.latency = 0.5; m.density = 3; m.latency = nil;
	section.("unknown");
	said = try { m.set(\densty, 1); "passed" } { |e| e.errorString };
	~report.("unknown", said);
	said = try { m.free; "passed" } { |e| e.errorString };
	~report.("free nothing", said);
	section.("answers");
	~report.("get", m.get(\delayTime));
	~report.("get free", m.get(\loudness));
	m.sync;
	~report.("horizon", m.horizon.round(0.001));
	said = m.playing;
	~report.("playing", [said.bpm, said.beat, said.beatsPerBar, said.key]);
	~report.("aligned", m.align.round(0.001));
	~report.("server latency", m.server.latency.round(0.001));
	m.align; // already high enough
	m.server.latency = 0.2;
	~report.("refused", m.get(\steps));
	section.("follow");
	~clock = TempoClock(2.5, 8.0);
	m.clock(~clock);
	0.1.wait;
	~clock.tempo = 2;
	0.1.wait;
	~clock.sched(0, { ~clock.beatsPerBar = 3; nil });
	0.1.wait;
	~report.("following", m.following === ~clock);
	~clock.stop;
	0.05.wait;
	~report.("left", m.following);
	section.("cmd period");
	fork { m.note(64, 0.5); (type: \lmdm, midinote: 65, sustain: 100).play; 100.wait };
	0.1.wait;
	CmdPeriod.run;
};

// what Cmd-period does not end: it is scheduled anew
~after = {
	var m = LMDM.default;
	var section = { |name| 0.05.wait; m.addr.sendMsg("/test/section", name); 0.05.wait };
	0.1.wait;
	section.("taken up"); (type: \lmdm, density: 2).play;
	section.("stopped"); m.stop; 0.05.wait; (type: \lmdm, density: 2).play;
	section.("end");
	m.close;
	~report.("closed", m.state);
	0.1.wait;
	0.exit;
};
CmdPeriod.doOnce { ~after.fork(SystemClock) };
)
"""


class Run:
    """What one run of the script printed and sent."""

    def __init__(self, part: Part, listener: Listener) -> None:
        self.output = part.output()
        self.results = dict(re.findall(r"^RESULT (.*?)\|(.*)$", self.output, re.M))
        self.sections = listener.sections()

    def messages(self, section: str) -> list[tuple]:
        return [m for packet in self.sections[section] for m in packet.messages]

    def packet(self, section: str) -> Packet:
        (packet,) = self.sections[section]
        return packet


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with stage() as here, Listener() as listener:
        listener.answers["/lmdm/get"] = lambda name: (
            ("/lmdm/fail", "/lmdm/get", "busy", "not now")
            if name == "steps"
            else ("/lmdm/get.reply", name, "free" if name == "loudness" else 0.25)
        )
        listener.answers["/lmdm/capture"] = lambda _, name: (
            "/lmdm/done", "/lmdm/capture", f"{name}.wav",
        )  # fmt: skip

        def items(what: str, *rows: tuple, item: str = "") -> Callable[[], tuple]:
            def answer() -> tuple:
                for row in rows:
                    listener.tell(f"/lmdm/{item or what}", *row)
                return ("/lmdm/done", f"/lmdm/{what}/list", len(rows))

            return answer

        listener.answers["/lmdm/preset/list"] = items("preset", ("one",), ("two",))
        listener.answers["/lmdm/scene/list"] = items("scene", ("day",), ("night",))
        listener.answers["/lmdm/model/list"] = items("model", ("default",), ("mine",))
        listener.answers["/lmdm/state/list"] = items("state", ("verse",), item="state/name")
        listener.answers["/lmdm/midi/list"] = items("midi", ("density", 1, 74))

        def tell(name: str) -> None:
            if name == "tell":
                listener.tell("/lmdm/param/density", 5.5)
                listener.tell("/lmdm/param/brightness", 0.125)
                listener.tell("/lmdm/free", "brightness")
                listener.tell("/lmdm/fail", "/lmdm/param/densty", "unknown", "no such parameter")

        listener.answers["/test/section"] = tell
        code = SCRIPT.replace("PORT", str(listener.port))
        code = code.replace("HELP", str(ROOT / "sc/HelpSource"))
        code = code.replace("EXAMPLES", str(ROOT / "sc/examples"))
        part = here.sclang(code)
        part.finish(40)
        yield Run(part, listener)


def test_class_library_compiles_without_a_warning_of_ours(run: Run) -> None:
    before = run.output.partition("Welcome to SuperCollider")[0]
    assert "compile done" in before
    assert "WARNING" not in before and "ERROR" not in before, before
    assert run.results["overrides"] == "0"


def test_no_error_while_playing(run: Run) -> None:
    assert "\nERROR: " not in run.output, run.output


def test_every_parameter_has_its_methods(run: Run) -> None:
    methods = set(run.results["methods"].split(","))
    for key in PARAMS:
        assert {sc_name(key), f"{sc_name(key)}_"} <= methods
    assert set(run.results["specs"].split(",")) == set(PARAMS)
    assert run.results["shadowed"] == "", "methods that every object has already"


METHODS = {
    "prompt": "prompt", "prompt/clear": "prompts", "prompt/SLOT/text": "promptText",
    "prompt/SLOT/weight": "promptWeight", "prompt/SLOT/clear": "promptClear",
    "param/NAME": "setParam",
    "param/NAME/normalized": "setNormalized", "set": "set", "ramp": "ramp", "curve/NAME": "curve",
    "note": "note", "notes/off": "notesOff", "clock": "clock", "clock/off": "clockOff",
    "clock/cps": "cps", "clock/link": "link", "freeze": "freeze",
    "free": "free", "mode": "mode", "play": "play", "stop": "stop", "panic": "panic",
    "reset": "reset", "load": "load", "preset/save": "savePreset", "preset/load": "preset",
    "preset/list": "listPresets", "capture": "capture", "notify": "connect", "status": "status",
    "prompt/audio": "promptSound", "scene": "scene", "scene/list": "listScenes",
    "state/save": "saveState", "state/recall": "recallState", "trace/start": "startTrace",
    "trace/stop": "stopTrace", "midi/learn": "learnMidi", "midi/forget": "forgetMidi",
    "midi/list": "listMidi", "state/list": "listStates", "model/list": "listModels",
    "sync": "sync", "latency": "horizon", "playing": "playing", "version": "version", "get": "get",
    "refresh": "refresh", "quit": "quit",
}  # fmt: skip


def test_every_command_has_its_gesture(run: Run) -> None:
    assert set(METHODS) == set(COMMANDS), "the class and the table of commands differ"
    assert set(METHODS.values()) <= set(run.results["methods"].split(","))


def test_prints_and_is_one_object_for_an_address(run: Run) -> None:
    assert re.fullmatch(r"LMDM\(127\.0\.0\.1:\d+, off\)", run.results["print"])
    assert re.fullmatch(r"LMDM\(.*\d+\)", run.results["compile"])
    assert run.results["same"] == run.results["default"] == "true"


def test_help_and_examples_parse(run: Run) -> None:
    count = len(list((ROOT / "sc/HelpSource").rglob("*.schelp")))
    assert run.results["help"].split(",") == ["true"] * count
    count = len(list((ROOT / "sc/examples").glob("*.scd")))
    assert run.results["examples"].split(",") == ["true"] * count


def test_connects_and_hears(run: Run) -> None:
    assert run.results["state off"] == "off"
    assert run.results["ready"] == "ready"
    assert run.results["heard"] == "[ 5.5, nil, nil ]"
    assert run.results["heard by dependants"] == "3"
    assert run.results["slots"] == "[ nil, nil, nil, nil, nil, nil ]"
    assert run.results["mode"] == "text"
    assert run.results["failed"] == "/lmdm/param/densty"
    assert run.results["closed"] == "off"


def test_setters_send_each_parameter(run: Run) -> None:
    sent = {m[0]: m[1:] for m in run.messages("setters")}
    assert sent == {p.address: (p.choices[-1] if p.choices else 1,) for p in PARAMS.values()}
    assert run.messages("setter false") == [("/lmdm/param/mute", 0)]
    assert run.messages("setter nil") == [("/lmdm/free", "density")]
    assert run.messages("normalized") == [("/lmdm/param/delay/time/normalized", 0.5)]


def test_a_key_is_a_symbol_a_string_a_number_or_free(run: Run) -> None:
    assert run.messages("key symbol") == [("/lmdm/param/key", "F#m")]
    assert run.messages("key string") == [("/lmdm/param/key", "C#")]
    assert run.messages("key number") == [("/lmdm/param/key", 3)]
    assert run.results["key of a number"] == "Eb"
    assert run.messages("key free") == run.messages("key nil") == [("/lmdm/free", "key")]
    assert run.results["key freed"] == "nil"
    assert run.messages("key normalized") == [("/lmdm/param/key/normalized", 1.0)]
    assert run.results["key of a normalized"] == run.results["key not ramped"] == "Bm"


@pytest.mark.parametrize(
    "section, messages",
    [
        ("prompt", [("/lmdm/prompt", 0, "acid bass", 1.0)]),
        ("prompt weight", [("/lmdm/prompt", 2, "warm pad", 0.3)]),
        ("prompt clear", [("/lmdm/prompt", 2)]),
        ("notes off", [("/lmdm/notes/off",)]),
        ("ramp", [("/lmdm/ramp", "brightness", 0.75, 4.0)]),
        ("curve", [("/lmdm/curve/loudness", 0.0, -30.0, 2.0, -12.0)]),
        ("curve env", [("/lmdm/curve/loudness", 0.0, -40.0, 1.0, -10.0, 4.0, -20.0)]),
        ("set", [("/lmdm/set", "density", 2.5, "delay/time", 3, "delay/mix", 0.5)]),
        ("free", [("/lmdm/free", "density"), ("/lmdm/free", "clock")]),
        ("clock", [("/lmdm/clock", 120.0, 2.0, 3)]),
        ("clock off", [("/lmdm/clock/off",)]),
        ("cps", [("/lmdm/clock/cps", 0.5, 2.0, 4)]),
        ("link", [("/lmdm/clock/link", 1), ("/lmdm/clock/link", 0)]),
        ("freeze", [("/lmdm/freeze", 1, 2.0), ("/lmdm/freeze", 0, 0.0)]),
        ("mode", [("/lmdm/mode", "sketch"), ("/lmdm/mode", "text")]),
        ("play", [("/lmdm/play", 2.0)]),
        ("stop", [("/lmdm/stop",)]),
        ("panic", [("/lmdm/panic",)]),
        ("reset", [("/lmdm/reset",)]),
        (
            "presets",
            [("/lmdm/preset/save", "one"), ("/lmdm/preset/load", "one"), ("/lmdm/preset/list",)],
        ),
        ("states", [("/lmdm/state/save", "a"), ("/lmdm/state/recall", "a"), ("/lmdm/state/list",)]),
        ("traces", [("/lmdm/trace/start", "t"), ("/lmdm/trace/stop", "")]),
        ("scenes", [("/lmdm/scene", "night"), ("/lmdm/scene", ""), ("/lmdm/scene/list",)]),
        (
            "midi",
            [
                ("/lmdm/midi/learn", "delay/time"),
                ("/lmdm/midi/forget", "density"),
                ("/lmdm/midi/forget", ""),
                ("/lmdm/midi/list",),
            ],
        ),
        ("prompt sound", [("/lmdm/prompt/audio", 2, "birds.wav")]),
        (
            "prompt parts",
            [
                ("/lmdm/prompt/0/text", "dub"),
                ("/lmdm/prompt/0/weight", 0.25),
                ("/lmdm/prompt/0/clear",),
            ],
        ),
        ("load", [("/lmdm/load", "default"), ("/lmdm/model/list",)]),
        ("capture", [("/lmdm/capture", 5.0, "take")]),
        ("refresh", [("/lmdm/refresh",)]),
    ],
)
def test_gestures_send(run: Run, section: str, messages: list[tuple]) -> None:
    assert [_rounded(m) for m in run.messages(section)] == messages


def test_mixed_prompts_and_bind_are_one_bundle(run: Run) -> None:
    assert [_rounded(m) for m in run.packet("prompts").messages] == [
        ("/lmdm/prompt/clear",),
        ("/lmdm/prompt", 0, "acid bass", 0.7),
        ("/lmdm/prompt", 1, "warm pad", 0.3),
    ]
    assert run.packet("bind").addresses == (
        "/lmdm/param/density",
        "/lmdm/prompt",
        "/lmdm/param/brightness",
    )


def test_bent_curve_fits_a_packet(run: Run) -> None:
    (message,) = run.messages("curve bent")
    points = message[1:]
    assert len(points) == 2 * 81
    assert points[:2] == (0.0, -40.0) and _rounded(points[-2:]) == (2.0, -10.0)


def test_timetags_are_the_logical_time_plus_latency(run: Run) -> None:
    for section, latency in (("prompt", LATENCY), ("bind", LATENCY), ("own latency", 0.5)):
        packet = run.packet(section)
        assert packet.due is not None
        # the packet arrives after the logical time of its Routine, by its way through the machine
        assert latency - 0.15 < packet.due - packet.arrived <= latency + 0.002, section
    assert run.packet("untimed").due is None
    assert run.packet("panic").due is None


def test_note_ends_exactly_a_duration_later(run: Run) -> None:
    on, off = run.sections["note"]
    assert on.messages == (("/lmdm/note", 60, 0.5),) and off.messages == (("/lmdm/note", 60, 0.0),)
    assert on.due is not None and off.due is not None
    assert off.due - on.due == pytest.approx(0.25, abs=1e-6)


def test_what_is_wrong_is_said_at_once(run: Run) -> None:
    assert "no parameter densty" in run.results["unknown"]
    assert "wants the names of controls" in run.results["free nothing"]
    assert run.sections["unknown"] == []


def test_answers(run: Run) -> None:
    assert run.results["get"] == "0.25"
    assert run.results["get free"] == "nil"
    assert run.results["horizon"] == "0.431"
    assert run.results["playing"] == "[ 122.0, 17.5, 4, F#m ]"
    assert ("/lmdm/sync", 1) in run.messages("answers")
    assert run.results["refused"] == "nil", "a refusal is an answer; nobody waits for another"
    assert run.results["presets"] == "[ one, two ]"
    assert run.results["states"] == "[ verse ]"
    assert run.results["models"] == "[ default, mine ]"
    assert run.results["scenes"] == "[ day, night ]"
    assert run.results["midi"] == "[ [ density, 1, 74 ] ]"
    assert run.results["capture"] == "take.wav"


def test_align_raises_the_latency_of_the_server_and_says_so(run: Run) -> None:
    assert run.results["aligned"] == run.results["server latency"] == "0.531"
    said = [line for line in run.output.splitlines() if "LMDM: latency of server" in line]
    assert "raised from 0.2 to 0.531" in said[0]
    assert "is enough" in said[1]


def test_follows_a_tempo_clock(run: Run) -> None:
    first, second, third, off = run.sections["follow"]
    assert first.messages == (("/lmdm/clock", 150.0, 8.0, 4),)
    assert first.due is not None and second.due is not None and third.due is not None
    ((_, bpm, beat, per_bar),) = second.messages
    assert (bpm, per_bar) == (120.0, 4)
    # the beat that is told is the one that falls on the bundle's time
    assert beat == pytest.approx(8.0 + 2.5 * (second.due - first.due), abs=1e-3)
    assert third.messages == (("/lmdm/clock", 120.0, 0.0, 3),), "a new meter begins a bar"
    assert off.addresses == ("/lmdm/clock/off",), "a clock that stopped is nobody's tempo"
    assert (run.results["following"], run.results["left"]) == ("true", "nil")


def test_cmd_period_ends_what_it_plays_and_the_next_event_brings_it_back(run: Run) -> None:
    *notes, last, stop = sorted(run.sections["cmd period"], key=lambda p: p.due is None)
    assert [m[1] for p in notes for m in p.messages] == [64, 65]
    assert stop.messages == (("/lmdm/stop",),) and stop.due is None
    assert last.messages == (("/lmdm/notes/off",),)
    assert last.due > max(p.due for p in notes), "later than any note that is under way"
    assert [p.addresses for p in run.sections["taken up"]] == [("/lmdm/play",), ("/lmdm/set",)]
    assert [p.addresses for p in run.sections["stopped"]] == [("/lmdm/stop",), ("/lmdm/set",)]


def test_generated_files_are_current() -> None:
    for path, text in files().items():
        assert (ROOT / path).read_text() == text, f"{path}: run python -m instrument.generate"


def _rounded(message: tuple) -> tuple:
    return tuple(round(x, 6) if isinstance(x, float) else x for x in message)
