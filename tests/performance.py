"""A performance with real parts: jackd, the daemon, sclang and scsynth play the shipped examples,
and scsynth records what it receives.

Beside each change that is asked for, scsynth places a click in a channel of the recording, by the
same timetag. What was asked when is thus read from the recording itself.
"""

from __future__ import annotations

import re
import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

from osc_listener import encode
from real_parts import ROOT, Stage, free_port, stage
from recording import Recording

ATTEMPTS = 2
"""Performances, if the sound server itself reports an xrun: the first, and one more."""

PROMPT, LOUDNESS, MUTE, LEVEL, BEAT = 0.9, 0.7, 0.5, 0.3, 0.2
"""Heights of the clicks beside each kind of change."""

LOUD, SOFT = -16, -40
TURNS = 7
MUTES = 16
STEPS = 30

PREPARE = r"""
LMDM.program = "PROGRAM"; // the example starts it
LMDM.default = LMDM("127.0.0.1", PORT);
~go = Condition.new;
OSCFunc({ ~go.unhang }, '/test/go').permanent_(true);
("LANGPORT " ++ NetAddr.langPort).postln;
"EXAMPLE".load;
{
	var buffer, bus, recorder, mark;
	~go.hang; // the example plays, and its sound is connected
	bus = Bus.audio(s, 1);
	SynthDef(\testRecorder, { |buf, mark|
		DiskOut.ar(buf, SoundIn.ar([0, 1]) ++ In.ar(0, 2) ++ In.ar(mark, 1)) }).add;
	SynthDef(\testMark, { |out, level|
		Line.kr(0, 0, 0.02, doneAction: 2);
		OffsetOut.ar(out, Impulse.ar(0, mul: level)) }).add;
	buffer = Buffer.alloc(s, 131072, 5);
	s.sync;
	buffer.write("WAV", "wav", "float", 0, 0, true);
	s.sync;
	recorder = Synth.tail(RootNode(s), \testRecorder, [\buf, buffer, \mark, bus]);
	mark = { |level| s.sendBundle(s.latency,
		["/s_new", "testMark", -1, 0, 0, "out", bus.index, "level", level]) };
	("LATENCY " ++ s.latency).postln;
	~count = { |when| 1.1.wait;
		("COUNTERS " ++ when ++ " " ++ ~m.info[\underruns] ++ " " ++ ~m.info[\late]).postln };
	~count.("before");
	4.wait; // the example alone

	Pdef(\moves).stop;
	~m.morph = 0;
	~m.free(\density, \brightness);
	2.wait;
	TURNS.do { |i|
		mark.(PROMPT); ~m.prompt(if(i.even) { "drum loop" } { "warm pad" });
		4.wait;
	};
	~m.loudness = LOUD;
	4.wait;
	mark.(LOUDNESS); ~m.loudness = SOFT;
	4.wait;
	mark.(LOUDNESS); ~m.loudness = LOUD;
	4.5.wait;

	// one Pbind, a click and a change of the output in the same events
	Pbind(\type, \lmdm, \and, \note, \instrument, \testMark, \out, bus, \level, MUTE,
		\dur, Pseq([0.5], MUTES), \mute, Pseq([1, 0], inf), \sendGate, false
	).play(TempoClock(1));
	(MUTES * 0.5 + 2).wait;

	// the same with a change that the model makes
	Pbind(\type, \lmdm, \and, \note, \instrument, \testMark, \out, bus, \level, LEVEL,
		\dur, Pseq([1], STEPS), \loudness, Pseq([SOFT, LOUD], inf), \sendGate, false
	).play(TempoClock(1));
	(STEPS + 2).wait;

	mark.(BEAT);
	"SECOND".load;
	9.wait;
	Pdef(\beat).stop;

	~m.status;
	~count.("after");
	recorder.free;
	s.sync;
	buffer.close;
	s.sync;
	0.3.wait;
	"RECORDED".postln;
	~m.quit;
	while { ~m.pid.notNil } { 0.05.wait };
	"ENDED".postln;
	s.quit;
	0.5.wait;
	0.exit;
}.fork(SystemClock); // seconds, whatever tempo an example sets
"""


@dataclass
class Performance:
    """What came of it."""

    recording: Recording
    said: str
    latency: float
    underruns: int
    late: int
    attempts: int
    xruns: list[str] = field(default_factory=list)


def code(port: int, program: Path, wav: Path) -> str:
    """The script, for a daemon at `port` that `program` is."""
    values = {
        "PORT": port, "PROGRAM": program, "WAV": wav,
        "EXAMPLE": ROOT / "sc/examples/first_sound.scd",
        "SECOND": ROOT / "sc/examples/with_a_beat.scd",
        "BEAT": BEAT,
        "PROMPT": PROMPT, "TURNS": TURNS, "LOUDNESS": LOUDNESS,
        "MUTES": MUTES, "MUTE": MUTE, "LEVEL": LEVEL,
        "LOUD": LOUD, "SOFT": SOFT, "STEPS": STEPS,
    }  # fmt: skip
    names = "|".join(sorted(values, key=len, reverse=True))
    return re.sub(rf"\b({names})\b", lambda m: str(values[m[1]]), PREPARE)


def perform(keep: Path | None = None) -> Performance:
    """Plays until the sound server reports no xrun of its own, at most ATTEMPTS times."""
    xruns: list[str] = []
    for attempt in range(1, ATTEMPTS + 1):
        with stage() as here:
            done = _once(here, attempt, keep)
        reported = re.findall(r"^.*(?:XRun|Process error).*$", done.said, re.MULTILINE)
        xruns += [f"attempt {attempt}: {line}" for line in reported]
        done.xruns, done.attempts = xruns, attempt
        if not reported:
            break
    return done


def _once(here: Stage, attempt: int, keep: Path | None) -> Performance:
    jackd = here.jackd()
    port = free_port()
    wav = here.folder / "heard.wav"
    player = here.sclang(code(port, here.program(), wav))
    player.wait_for("LMDM: connected lmdm:out_2 to SuperCollider:in_2.", 90)
    before = len(jackd.output())
    langport = int(re.search(r"LANGPORT (\d+)", player.output())[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as go:
        go.sendto(encode("/test/go"), ("127.0.0.1", langport))
    player.wait_for("RECORDED", 180)
    during = jackd.output()[before:]
    output = player.finish(20)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(wav, keep / f"heard-{attempt}.wav")
        for part in here.parts:
            shutil.copy(part.log, keep)
    counts = [
        [int(n) for n in re.search(rf"COUNTERS {when} (\d+) (\d+)", output).groups()]
        for when in ("before", "after")
    ]
    underruns, late = (after - before for before, after in zip(*counts, strict=True))
    return Performance(
        recording=Recording.read(wav),
        said="\n".join((output, during)),
        latency=float(re.search(r"LATENCY ([\d.]+)", output)[1]),
        underruns=underruns,
        late=late,
        attempts=attempt,
    )
