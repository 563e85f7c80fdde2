// What the daemon says: kept, told to dependants, and waited for.

+ LMDM {

	prListen {
		var on = { |path, func|
			OSCFunc({ |msg, time| lastSeen = Main.elapsedTime; func.value(*msg[1..]) }, path, addr)
			.permanent_(true)
		};
		responders !? { ^this };
		lastSeen = Main.elapsedTime;
		responders = [
			on.('/lmdm/status.reply', { |... fields| this.prStatus(*fields) }),
			on.('/lmdm/heartbeat', { }),
			on.('/lmdm/done', { |... fields| this.changed(\done, *fields) }),
			on.('/lmdm/meter', { |... peaks| meter = peaks; this.changed(\meter, *peaks) }),
			on.('/lmdm/free', { |name| this.prKeep(name, nil) }),
			on.('/lmdm/prompt', { |slot, text, weight| this.prKeepPrompt(slot, text, weight ? 1) }),
			on.('/lmdm/mode', { |name| this.changed(\mode, mode = name) }),
			on.('/lmdm/clock', { |... fields| clock = fields; this.changed(\clock, *fields) }),
			on.('/lmdm/clock/off', { clock = nil; this.changed(\clock) }),
			on.('/lmdm/note', { |pitch, velocity| this.changed(\note, pitch, velocity) }),
			on.('/lmdm/notes/off', { this.changed(\note) }),
			on.('/lmdm/playing', { |... fields| this.changed(\playing, *fields) }),
			on.('/lmdm/underrun', { |count| this.changed(\underrun, count) }),
			on.('/lmdm/progress', { |what, fraction| this.changed(\progress, what, fraction) }),
			on.('/lmdm/fail', { |address, code, text|
				"LMDM: % (%): %".format(address, code, text).warn;
				this.prHeld(address);
				this.changed(\fail, address, code, text)
			})
		] ++ specs.keys.asArray.collect { |key|
			on.(("/lmdm/param/" ++ key).asSymbol, { |value| this.prKeep(key, value) })
		};
		watcher = SkipJack({ this.prWatch }, { if(this.isReady) { 1 } { 0.2 } }, name: "LMDM");
	}

	prStatus { |daemonState, model, rate, blockMs, p95Ms, bufferMs, underruns, late, uptime, release|
		info = (state: daemonState, model: model, rate: rate, blockMs: blockMs, p95Ms: p95Ms,
			bufferMs: bufferMs, underruns: underruns, late: late, uptime: uptime);
		version = release;
		switch(daemonState,
			\playing, { if(p95Ms > 0) { this.prFound } { this.prState(\booting) } }, // a block is made
			\stopped, { this.prFound },
			\recovering, { this.prFound }, // the last good bars are heard; a new engine starts
			\loading, { this.prState(\booting) },
			{ this.prState(\lost) }
		);
		this.changed(\status);
	}

	prKeep { |key, value|
		values[key] = this.prTyped(key, value);
		this.changed(\param, key, values[key]);
	}

	// a value that was refused is not what holds
	prHeld { |address|
		var key = address.asString.replace("/lmdm/param/", "").asSymbol;
		if(specs[key].notNil) { this.get(key, { |value| this.prKeep(key, value) }) }
	}

	prKeepPrompt { |slot, text, weight|
		slots[slot] = text !? { [text.asString, weight] };
		this.changed(\prompt, slot, text, weight);
	}

	// OSC has no Booleans that all clients understand; a choice may be given as a text or by its number
	prTyped { |key, value|
		var names = choices[key];
		^case { initial[key].isKindOf(Boolean) and: { value.isNumber } } { value != 0 }
		{ names.notNil and: { value.isNumber } } { names[value.round.asInteger] ? value }
		{ names.notNil and: { value.isString } } { value.asSymbol }
		{ value }
	}

	// whether there is anything between one value and another
	prGlides { |key| ^choices[key].isNil and: { initial[key].isKindOf(Boolean).not } }

	// One question and its one answer: the first message at one of `paths` that passes `test`.
	// Otherwise `onFailure` is told whether it was refused.
	prAsk { |msg, paths, action, timeout = 2, onFailure, test|
		var open = true, waiting;
		var end = { |func| if(open) { open = false; waiting.do(_.free); func.value } };
		var on = { |path, func| OSCFunc(func, path, addr).permanent_(true) };
		waiting = paths.asArray.collect { |path|
			on.(path, { |reply|
				if(test.isNil or: { test.value(reply) }) { end.({ action.value(reply) }) }
			})
		}.add(on.('/lmdm/fail', { |reply|
			if(reply[1] == msg[0].asSymbol) { end.({ onFailure.value(true) }) }
		}));
		addr.sendMsg(*msg);
		AppClock.sched(timeout, { end.({ onFailure.value(false) }); nil });
	}

	// The answer, read by `read`: handed to `action` or, without one and in a Routine, waited for
	// and returned (nil when none came).
	prAnswer { |msg, paths, read, action, timeout = 2, test|
		var condition = Condition.new, answer;
		var failed = { |refused|
			if(refused.not) { "LMDM: no answer to %.".format(msg[0]).warn };
			condition.unhang
		};
		if(action.notNil or: { thisThread.isKindOf(Routine).not }) {
			this.prAsk(msg, paths, { |reply| action.value(read.value(reply)) }, timeout, failed, test);
			^this
		};
		this.prAsk(msg, paths, { |reply| answer = read.value(reply); condition.unhang }, timeout,
			failed, test);
		condition.hang;
		^answer
	}

	// Returns (in a Routine) or calls `action` once all that was asked before is done.
	sync { |action, timeout = 60|
		var id = syncCount = syncCount + 1;
		^this.prAnswer(["/lmdm/sync", id], '/lmdm/synced', { id }, action, timeout,
			{ |reply| reply[1] == id })
	}

	// What is heard, whoever set it: (bpm:, beat:, beatsPerBar:, key:); 0 bpm: no beat, '': no key.
	playing { |action|
		^this.prAnswer(["/lmdm/playing"], '/lmdm/playing.reply', { |reply|
			(bpm: reply[1], beat: reply[2], beatsPerBar: reply[3], key: reply[4])
		}, action)
	}

	// Seconds that a change must be sent ahead to land on its frame: what is already made.
	horizon { |action|
		^this.prAnswer(["/lmdm/latency"], '/lmdm/latency.reply', { |reply| reply[2] }, action)
	}

	// Raises the server's latency to the horizon, for all of the client's sound, and says so.
	align { |margin = 0.1, action|
		var raise = { |ahead|
			var wanted = (ahead + margin).roundUp(0.001);
			if(fixedLatency.notNil) {
				fixedLatency = max(fixedLatency, wanted);
			} {
				if((server.latency ? 0) < wanted) {
					"LMDM: latency of server % raised from % to % s, for everything that it plays."
					.format(server.name, server.latency, wanted).postln;
					server.latency = wanted;
				} {
					"LMDM: latency of server %, % s, is enough (% s are needed)."
					.format(server.name, server.latency, wanted).postln;
				}
			};
			action.value(this.latency);
			this.latency
		};
		var ahead;
		if(action.notNil or: { thisThread.isKindOf(Routine).not }) { ^this.horizon(raise) };
		ahead = this.horizon;
		^ahead !? { raise.(ahead) }
	}
}
