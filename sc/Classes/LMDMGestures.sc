// What a player does: everything that the daemon can be asked, but for its sound (LMDMSound.sc).

+ LMDM {

	// prompts

	// nil as text clears the slot
	prompt { |text, weight = 1, slot = 0|
		slot = slot.asInteger;
		this.prKeepPrompt(slot, text, weight);
		if(text.isNil) { this.send("/lmdm/prompt", slot) } {
			this.send("/lmdm/prompt", slot, text.asString, weight.asFloat)
		}
	}

	// a whole mix: prompts("acid bass", 0.7, "warm pad", 0.3); the other slots are cleared
	prompts { |... textsAndWeights|
		this.bind {
			slots.size.do { |slot| this.prKeepPrompt(slot) };
			this.send("/lmdm/prompt/clear");
			textsAndWeights.pairsDo { |text, weight, i| this.prompt(text, weight ? 1, i div: 2) };
		}
	}

	promptText { |text, slot = 0|
		slot = slot.asInteger;
		this.prKeepPrompt(slot, text, (slots[slot] ? [nil, 1])[1]);
		this.send("/lmdm/prompt/" ++ slot ++ "/text", text.asString)
	}

	promptWeight { |weight, slot = 0|
		slot = slot.asInteger;
		slots[slot] !? { |held| this.prKeepPrompt(slot, held[0], weight) };
		this.send("/lmdm/prompt/" ++ slot ++ "/weight", weight.asFloat)
	}

	promptClear { |slot = 0|
		this.prKeepPrompt(slot.asInteger);
		this.send("/lmdm/prompt/" ++ slot.asInteger ++ "/clear")
	}

	// the words for a sound in the daemon's folder of sounds or captures; some seconds
	promptSound { |name, slot = 0, action|
		this.prTask(["/lmdm/prompt/audio", slot.asInteger, name.asString], action, 120)
	}


	// values

	set { |... namesAndValues|
		var pairs = namesAndValues.clump(2).collect { |pair|
			var key = this.prKey(pair[0]);
			this.prKeep(key, pair[1]);
			[key.asString, pair[1]]
		};
		this.send("/lmdm/set", *pairs.flatten);
	}

	// Asks the daemon for a parameter's value (nil: it is the model's), or for \mode or \clock.
	get { |name, action|
		var other = #[mode, clock].includes(name.asSymbol);
		var key = if(other) { name.asSymbol } { this.prKey(name) };
		^this.prAnswer(["/lmdm/get", key.asString], '/lmdm/get.reply', { |reply|
			case { reply[2] == \free } { nil }
			{ reply.size > 3 } { reply[2..] }
			{ other } { reply[2] }
			{ this.prTyped(key, reply[2]) }
		}, action, test: { |reply| reply[1] == key })
	}

	valueOf { |name| ^values[this.prKey(name)] }

	// nil gives the control back to the model
	setParam { |name, value|
		var key = this.prKey(name);
		value ?? { ^this.free(key) };
		this.prKeep(key, value);
		this.send("/lmdm/param/" ++ key, value)
	}

	// 0 to 1 along the parameter's warp
	setNormalized { |name, value|
		var key = this.prKey(name);
		this.prKeep(key, specs[key].map(value));
		this.send("/lmdm/param/" ++ key ++ "/normalized", value.asFloat)
	}

	ramp { |name, target, seconds = 1|
		var key = this.prKey(name);
		if(this.prGlides(key)) { this.prKeep(key, target) }; // else it will be refused
		this.send("/lmdm/ramp", key.asString, target.asFloat, seconds.asFloat)
	}

	// points: an Env, or [time, value, time, value ...] in seconds from now
	curve { |name, points|
		var key = this.prKey(name);
		if(points.isKindOf(Env)) { points = this.prPoints(points) };
		this.prKeep(key, points.last);
		this.send("/lmdm/curve/" ++ key, *points.collect(_.asFloat))
	}

	// gives controls back to the model
	free { |... names|
		if(names.isEmpty) {
			Error("LMDM:free wants the names of controls to give back to the model; "
				"to let go of the daemon, use close or remove.").throw
		};
		names.do { |name|
			var key = this.class.keyOf(name);
			key !? { this.prKeep(key, nil) };
			this.send("/lmdm/free", (key ? name).asString)
		}
	}


	// notes and tempo

	// velocity 0 to 1, 0 is off; with a duration in seconds, the note ends by itself
	note { |pitch, velocity = 0.8, dur|
		this.prTakenUp(true);
		this.send("/lmdm/note", pitch.round.asInteger, velocity.asFloat);
		dur !? {
			this.sendBundle((this.latency ? 0) + dur, ["/lmdm/note", pitch.round.asInteger, 0.0])
		}
	}

	// ends all, and gives the notes back to the model
	notesOff { this.send("/lmdm/notes/off") }

	// bpm, or a TempoClock, whose tempo is then followed: the daemon's grid is the clock's
	clock { |bpm, beat = 0, beatsPerBar = 4|
		bpm ?? { ^clock };
		this.stopFollowing;
		if(bpm.isKindOf(TempoClock)) {
			follower = LMDMTempo(this, bpm)
		} {
			this.send("/lmdm/clock", bpm.asFloat, beat.asFloat, beatsPerBar.asInteger)
		}
	}

	clock_ { |bpm| if(bpm.isNil) { this.clockOff } { this.clock(bpm) } }

	// as TidalCycles counts
	cps { |cps, cycle = 0, beatsPerCycle = 4|
		this.stopFollowing;
		this.send("/lmdm/clock/cps", cps.asFloat, cycle.asFloat, beatsPerCycle.asInteger)
	}

	// the tempo and the bars of the Ableton Link session, which the daemon then follows by itself
	link { |on = true|
		this.stopFollowing;
		this.send("/lmdm/clock/link", on.binaryValue)
	}

	clockOff {
		this.stopFollowing;
		clock = nil;
		this.send("/lmdm/clock/off")
	}

	// the TempoClock that is followed, or nil
	following { ^follower !? { follower.clock } }

	stopFollowing {
		follower !? { follower.free };
		follower = nil
	}


	// what it does

	// \text, \sketch, \jam or \delay; without a name, the mode it is in
	mode { |name|
		name ?? { ^mode };
		mode = name.asSymbol;
		this.send("/lmdm/mode", name.asString);
		this.changed(\mode, mode)
	}

	mode_ { |name| this.mode(name) }

	play { |fade|
		hushed = false;
		this.prFade("/lmdm/play", fade)
	}

	stop { |fade|
		hushed = false;
		this.prFade("/lmdm/stop", fade)
	}

	prFade { |address, fade| this.send(*([address] ++ (fade !? { fade.asFloat }))) }

	panic { addr.sendMsg("/lmdm/panic") } // never waits
	reset { this.send("/lmdm/reset") }

	// what was just played again and again, whole beats of it; 0: a bar
	freeze { |on = true, beats = 0| this.send("/lmdm/freeze", on.binaryValue, beats.asFloat) }

	// the old model plays until the new one is ready
	load { |model, action| this.prTask(["/lmdm/load", model.asString], action, 120) }
	listModels { |action| ^this.prList("/lmdm/model", { |name| name }, action) }


	// what it keeps; names only, never paths

	preset { |name| this.send("/lmdm/preset/load", name.asString) }
	savePreset { |name, action| this.prTask(["/lmdm/preset/save", name.asString], action) }
	listPresets { |action| ^this.prList("/lmdm/preset", { |name| name }, action) }

	// the music as it is at that moment, and back to it
	saveState { |name| this.send("/lmdm/state/save", name.asString) }
	recallState { |name| this.send("/lmdm/state/recall", name.asString) }
	listStates { |action| ^this.prList("/lmdm/state", { |name| name }, action, '/lmdm/state/name') }

	// a scene of the daemon's scene file; without a name, back to its programme
	scene { |name = "", action| this.prTask(["/lmdm/scene", name.asString], action) }
	listScenes { |action| ^this.prList("/lmdm/scene", { |name| name }, action) }

	// all that is executed, for `lmdm render --trace`
	startTrace { |name| this.send("/lmdm/trace/start", name.asString) }
	stopTrace { |name = ""| this.send("/lmdm/trace/stop", name.asString) }

	// The last seconds heard, as a wav in the daemon's captures; `action` is told the file's name.
	capture { |seconds = 10, name = "", action|
		this.prTask(["/lmdm/capture", seconds.asFloat, name.asString], action, 10)
	}


	// its MIDI input (lmdm serve --midi)

	// the next controller that moves, moves this from then on
	learnMidi { |name, action| this.prTask(["/lmdm/midi/learn", this.prMoved(name)], action, 60) }

	forgetMidi { |name, action|
		this.prTask(["/lmdm/midi/forget", (name !? { this.prMoved(name) }) ? ""], action)
	}

	listMidi { |action| ^this.prList("/lmdm/midi", { |... row| row }, action) }

	prMoved { |name| ^(this.class.keyOf(name) ? name).asString }


	refresh { addr.sendMsg("/lmdm/refresh") }

	// untimed; `action` is told what comes with the answer that it is done
	prTask { |msg, action, timeout = 5|
		if(action.isNil) { addr.sendMsg(*msg) } {
			this.prAsk(msg, '/lmdm/done', { |reply| action.value(*reply[2..]) }, timeout,
				test: { |reply| reply[1] == msg[0].asSymbol })
		}
	}

	// The items that it names one by one: returned in a Routine, else handed to `action` or posted.
	prList { |address, read, action, item|
		var found = [], list = (address ++ "/list").asSymbol;
		item = item ? address.asSymbol;
		if(thisThread.isKindOf(Routine).not) { action = action ? { |names| names.postln } };
		^this.prAnswer([list], [item, '/lmdm/done'], { found }, action,
			test: { |reply|
				if(reply[0] == item) { found = found.add(read.value(*reply[1..])) };
				reply[0] != item and: { reply[1] == list }
			})
	}

	prKey { |name|
		^this.class.keyOf(name) ?? {
			Error("LMDM has no parameter %; LMDM.specs.keys lists them.".format(name)).throw
		}
	}

	// an Env as at most 80 straight pieces (one packet): its own corners if it has straight sides
	prPoints { |env|
		var straight = env.curves.asArray.every { |c| (c == \lin) or: { c == 0 } };
		var times = if(straight) { [0] ++ env.times.integrate } {
			(0..80) * (env.duration / 80)
		};
		^times.collect { |t| [t, env.at(t)] }.flatten
	}
}
