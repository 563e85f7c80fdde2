/*
LMDMEvent: what an Event of type \lmdm asks for, as one bundle.

Every key of the event that names a parameter is sent, and nothing that comes from the default
event: only the event's own keys count. Its pitches are notes, which end after its sustain.
*/
LMDMEvent {
	var event, pitches;

	*new { |event| ^super.newCopyArgs(event).init }

	init { pitches = this.pitches }

	// called inside event.use, by Event:play
	play { |server|
		var offset = event[\timingOffset] ? 0, lag = event[\lag] ? 0, clock = thisThread.clock;
		var latency = event[\latency];
		(event[\lmdm] ?? { LMDM.default }).asArray.do { |instrument|
			var messages = this.messages(instrument);
			var ahead = latency ?? { instrument.latency };
			if(messages.notEmpty) {
				instrument.prTakenUp(pitches.notEmpty);
				this.at(offset, lag, clock, { instrument.sendBundle(ahead, *messages) })
			};
			if(pitches.notEmpty) {
				this.at(offset + event.use { ~sustain.value }, lag, clock, {
					instrument.sendBundle(ahead, *this.notes(0))
				})
			};
		};
		this.also(server);
	}

	// one event, two sounds: `\and, \note` plays it as that type as well
	also { |server|
		var type = event[\and];
		type !? { event.use { ~type = type; ~eventTypes[type].value(server) } }
	}

	at { |beats, seconds, clock, func|
		var later = if(seconds == 0) { func } { { SystemClock.sched(seconds, { func.value; nil }) } };
		if(beats == 0) { later.value } { clock.sched(beats, { later.value; nil }) }
	}

	messages { |instrument|
		var messages = [], pairs = [], over = this.own(\over);
		[\recall, "/lmdm/state/recall", \preset, "/lmdm/preset/load"].pairsDo { |key, address|
			this.own(key) !? { |name| messages = messages.add([address, name.asString]) }
		};
		messages = messages ++ this.prompts;
		(this.own(\free) ? []).asArray.do { |name|
			messages = messages.add(["/lmdm/free", (LMDM.keyOf(name) ? name).asString])
		};
		this.own(\mode) !? { |mode| messages = messages.add(["/lmdm/mode", mode.asString]) };
		event.keys.asArray.sort.do { |name|
			var key = LMDM.keyOf(name), value;
			key !? {
				value = this.own(name);
				value !? {
					instrument.prKeep(key, value);
					if(over.isNil or: { value.isNumber.not or: { instrument.prGlides(key).not } }) {
						pairs = pairs ++ [key.asString, value]
					} {
						messages = messages.add(
							["/lmdm/ramp", key.asString, value.asFloat, over.asFloat])
					}
				}
			}
		};
		if(pairs.notEmpty) { messages = messages.add(["/lmdm/set"] ++ pairs) };
		^messages ++ this.notes(this.velocity)
	}

	// \prompt: a text, [text, weight], or an array of such pairs, one for each slot
	prompts {
		var prompt = this.own(\prompt), slot = (event[\slot] ? 0).asInteger;
		prompt ?? { ^[] };
		if(prompt.isString or: { prompt.isKindOf(Symbol) }) {
			prompt = [[prompt, event[\weight] ? 1]]
		} {
			if(prompt[1].isNumber) { prompt = [prompt] }
		};
		^prompt.collect { |pair, i|
			pair = if(pair.isString) { [pair] } { pair.asArray };
			["/lmdm/prompt", slot + i, pair[0].asString, (pair[1] ? 1).asFloat]
		}
	}

	// The event's pitch, if it has one of its own, with the intervals of `\chord` in semitones above
	// it; with `\and` it is the other sound's, unless `\notes, true` asks for both.
	pitches {
		var given = #[degree, note, midinote, freq, chord].any { |key| this.own(key).notNil };
		var root;
		if((event[\notes] ?? { event[\and].isNil and: { given } }).not) { ^[] };
		root = event.use { ~freq.value.cpsmidi.asArray };
		^(root +.x (this.own(\chord) ? 0).asArray.flat).round.collect(_.asInteger).asSet.asArray.sort
	}

	notes { |velocity| ^pitches.collect { |pitch| ["/lmdm/note", pitch, velocity.asFloat] } }

	velocity { ^(event.use { ~amp.value } * 2).clip(0.01, 1.0).asFloat }

	// the value of a key of this very event, not of its parents
	own { |key|
		var value;
		if(event.keys.includes(key).not) { ^nil };
		value = event[key];
		^if(value.isFunction) { event.use { value.value } } { value }
	}
}
