"""Every example of SuperCollider's help, evaluated as a reader does, on a real daemon through real
jackd, sclang and scsynth; and what SuperCollider plays into the shipped model comes back to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from jack_parts import RATE, XrunError, patiently
from real_parts import ROOT, Stage, free_port, stage
from recording import longest_silence, onsets

from tests.models import little_model

HELP = ROOT / "sc/HelpSource"
PAGES = ("Tutorials/LMDMTutorial", "Classes/LMDM", "Reference/LMDMParameters")
FRAME = 2048
PERIOD = 512
TIME = 2.5
KNOCKS = (0.3, 0.4, 0.55, 0.25, 0.6, 0.65, 0.25, 0.8)
"""Seconds from each burst of noise to the next."""

BEGIN = r"""
LMDM.program = "PROGRAM"; // started as soon as it is asked for
LMDM.default = LMDM("127.0.0.1", PORT);
~said = { |what ... more| ("RESULT " ++ what ++ "|" ++ more.join("|")).postln };
"""

EXAMPLES = r"""
{
	var m = LMDM.default, booted = false;
	var settled = {
		while { #[off, ready].includes(m.state).not or: { s.serverBooting }
			or: { booted and: { s.serverRunning.not } } } { 0.1.wait };
		booted = s.serverRunning
	};
	m.addDependant { |who, what, left| if(what == \meter) { ~peak = max(~peak, left) } };
	PathName("FOLDER").files.do { |file|
		("EVALUATE " ++ file.fileName).postln;
		{ File.readAllString(file.fullPath).interpret }.defer; // as the editor does, in no Routine
		0.2.wait;
		if(file.fileName.contains("Parameters").not) {
			settled.value;
			~peak = 0;
			1.wait;
			~said.("peak " ++ file.fileName, m.state, ~peak)
		}
	};
	CmdPeriod.doOnce { { ~end.value }.fork(AppClock) };
	CmdPeriod.run; // what a reader does in the end; it ends this, too
}.fork(AppClock);
"""

LISTENING = r"""
s.options.numOutputBusChannels = 4;
s.waitForBoot { LMDM.default.waitForReady { |m|
	var bus = Bus.audio(s, 2), buffer = Buffer.alloc(s, 131072, 4), recorder;
	m.takeSound;
	m.set(\gain, 0, \block, 12, \steps, 2, \guidance, 1, \margin, 0.4, \morph, 0,
		\delayBlur, 0, \delayTime, TIME);
	m.hear(bus);
	m.mode = \delay;
	SynthDef(\testRecorder, { |buf, bus|
		DiskOut.ar(buf, SoundIn.ar([0, 1]) ++ In.ar(bus, 2)) }).add;
	SynthDef(\testKnock, { |out|
		OffsetOut.ar(out, WhiteNoise.ar(0.25) * Line.ar(1, 0.9, 0.02, doneAction: 2) ! 2) }).add;
	s.sync;
	buffer.write("WAV", "wav", "float", 0, 0, true);
	(TIME + 2).wait; // it has heard nothing but silence for longer than the delay
	s.sync;
	"LISTENING".postln;
	~said.("before", m.info[\underruns]);
	recorder = Synth.tail(RootNode(s), \testRecorder, [\buf, buffer, \bus, bus]);
	KNOCKS.do { |gap| s.bind { Synth(\testKnock, [\out, bus]) }; gap.wait };
	(TIME + 1).wait;
	m.mode = \jam; // the same bus, accompanied
	8.do { s.bind { Synth(\testKnock, [\out, bus]) }; 0.5.wait };
	~said.("mode", m.get(\mode));
	recorder.free;
	s.sync;
	buffer.close;
	s.sync;
	1.1.wait;
	~said.("after", m.info[\underruns]);
	~end.value
} };
"""

END = r"""
~end = {
	var m = LMDM.default;
	m.quit;
	while { m.pid.notNil } { 0.05.wait };
	s.quit;
	0.5.wait;
	0.exit;
};
"""


def regions(block: str) -> list[str]:
    """What an editor evaluates at once: from a line that opens a parenthesis to the one that
    closes it, else each line by itself."""
    found, held = [], ""
    for line in block.strip().splitlines():
        held += line + "\n"
        if not held.startswith("(\n") or line in (")", ");"):
            found.append(held)
            held = ""
    assert not held, held
    return [region for region in found if not region.startswith("//") and region.strip()]


def examples() -> dict[str, str]:
    """Every region of every CODE block, by a name that says its place and its page."""
    pages = {Path(page).name: (HELP / f"{page}.schelp").read_text() for page in PAGES}
    every = [
        (page, region)
        for page, text in pages.items()
        for block in re.findall(r"^code::\n(.*?)^::", text, re.S | re.M | re.I)
        for region in regions(block)
    ]
    return {f"{k:03} {page}": region for k, (page, region) in enumerate(every)}


@dataclass
class Run:
    """What it said."""

    said: str

    @property
    def results(self) -> dict[str, list[str]]:
        lines = [x[7:].split("|") for x in self.said.splitlines() if x.startswith("RESULT ")]
        return {name: rest for name, *rest in lines}


def play(here: Stage, script: str, options: str = "", **values: object) -> Run:
    """Evaluates it, with values in place of their names; `options` are for `lmdm serve`."""
    program = here.program()
    program.write_text(program.read_text().replace('"$@"', f'"$@" {options}'))
    values |= {"PROGRAM": program, "PORT": free_port()}
    code = re.sub(rf"\b({'|'.join(values)})\b", lambda m: str(values[m[1]]), BEGIN + END + script)
    return Run(here.sclang(code).finish(300))


def test_every_example_runs() -> None:
    wanted = examples()
    with stage() as here:
        here.jackd(period=PERIOD)
        folder = here.folder / "examples"
        folder.mkdir()
        for name, code in wanted.items():
            (folder / name).write_text(code)
        little = little_model(here.folder / "little.safetensors")  # a busy machine keeps up with it
        run = play(here, EXAMPLES, f"--model {little}", FOLDER=f"{folder}/")
    assert re.findall(r"^EVALUATE (.*)$", run.said, re.M) == list(wanted)
    # not scsynth's own errors, of a pattern that plays on while it reboots; nor the refusal to
    # capture on a machine so busy that the engine has just left a gap
    busy = r"LMDM: /lmdm/capture \(busy\)"
    for trouble in ("^ERROR: ", f"^WARNING: (?!{busy})", "Traceback", "engine lost"):
        assert not re.search(trouble, run.said, re.M), run.said
    told = [run.results[f"peak {name}"] for name in wanted if "Tutorial" in name]
    peaks = [float(peak) for state, peak in told if state == "ready"]
    assert len(peaks) == len(told) - 1, "the first line only names it"
    assert min(peaks) > 1e-3, "each block of the tutorial is heard"


def delayed_and_accompanied(done: Run, sound: np.ndarray) -> None:
    """What was sent comes back later in delay mode, and something plays on in jam mode."""
    heard, sent = sound[:, :2], sound[:, 2:]
    assert done.results["before"] == done.results["after"], "no underrun"
    until = round((sum(KNOCKS) + TIME + 0.7) * RATE)
    played, back = onsets(sent[:until], RATE), onsets(heard[:until], RATE)
    assert len(played) == len(back) == len(KNOCKS)
    late = back - played
    print(f"a delay of {TIME} s comes after {late / RATE} s")
    assert np.abs(late - TIME * RATE).max() <= FRAME + 2 * PERIOD
    assert done.results["mode"] == ["jam"]
    assert longest_silence(heard[-4 * RATE :]) < RATE // 100


def test_what_supercollider_plays_on_a_bus_is_delayed_and_accompanied() -> None:
    def run() -> None:
        with stage() as here:
            jackd, wav = here.jackd(period=PERIOD), here.folder / "heard.wav"
            done = play(here, LISTENING, WAV=wav, TIME=TIME, KNOCKS=list(KNOCKS))
            sound, _ = soundfile.read(wav, dtype="float32")
            try:
                delayed_and_accompanied(done, sound)
            except AssertionError as error:
                # an xrun while SuperCollider boots does no harm; one later does
                if "XRun" in jackd.output():
                    raise XrunError(jackd.output()) from error
                raise

    patiently(run)
