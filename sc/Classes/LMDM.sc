/*
LMDM: a client of the lmdm daemon, an instrument that generates endless stereo music.

It is to the daemon what a Server is to scsynth: it starts or finds the process, sends it timetagged
messages and follows its replies. One object per address; LMDM.new returns the one there is.

Time: what is sent from a pattern, a Routine or by hand leaves as a bundle, stamped with the logical
time of the thread plus `latency`. That is the server's latency unless set, so that a change and a
Synth of the same event are heard together. The daemon needs to be told as long ahead as it has
already made music (its horizon): see `align`.

The parameters are methods too (gain, density, delayTime ...): LMDMParams.sc, made from the
daemon's own table. What the daemon last said of each is kept in `values`.

Dependants hear changed(\state, symbol), (\param, key, value), (\fail, address, code, text),
(\meter, ...), (\status).
*/

LMDM {
	classvar >default, <all, <>program, <specs;
	var <addr, <>server, fixedLatency;
	var <state = \off, <values, <info, <meter, <version;
	var <>client = "lmdm", <>scClient, <>inputs, <>stopOnCmdPeriod = false;
	var <pid, taken = false, collected, lastSeen, responders, watcher, clock, syncCount = 0, asked = 0;

	*initClass {
		all = IdentityDictionary.new;
		specs = IdentityDictionary.new;
		Class.initClassTree(ControlSpec);
		Class.initClassTree(Event);
		this.parameterTable.do { |row|
			var name, key, default, lo, hi, warp, step, unit;
			#name, key, default, lo, hi, warp, step, unit = row;
			specs[key] = ControlSpec(lo, hi, warp, step, default ? lo, unit);
		};
		program = this.findProgram;
		Event.addEventType(\lmdm, { |server| LMDMEvent(currentEnvironment).play(server) });
	}

	// the virtual environment of the checkout that this Quark lies in, else what PATH knows
	*findProgram {
		var root = PathName(this.filenameSymbol.asString).parentPath.dirname.dirname;
		^["bin" +/+ "lmdm", "Scripts" +/+ "lmdm.exe"]
		.collect { |tail| root +/+ ".venv" +/+ tail }
		.detect { |path| File.exists(path) } ? "lmdm"
	}

	*default { ^default ?? { this.new } }

	*new { |host = "127.0.0.1", port = 57140, server|
		var key = "%:%".format(host, port).asSymbol;
		var found = all[key] ?? { super.new.init(host, port, key) };
		server !? { found.server = server };
		^found
	}

	*boot { |arguments, onReady| ^this.default.boot(arguments, onReady) }

	*ar { |mul = 1, add = 0| ^this.default.ar(mul, add) }

	*keyOf { |name|
		// \delayTime, \delay_time and 'delay/time' are all the parameter delay/time
		var symbol = name.asSymbol;
		if(specs[symbol].notNil) { ^symbol };
		this.parameterTable.do { |row| if(row[0] == symbol) { ^row[1] } };
		^nil
	}

	init { |host, port, key|
		addr = NetAddr(host, port);
		server = Server.default;
		inputs = [0, 1];
		values = IdentityDictionary.new;
		this.class.parameterTable.do { |row| values[row[1]] = row[2] };
		info = (state: \off);
		all[key] = this;
		default ?? { default = this };
		CmdPeriod.add(this);
		ServerBoot.add(this, \all);
	}


	// connection

	// Finds the daemon, or starts it. `arguments` are those of `lmdm serve`, as one string.
	boot { |arguments = "", onReady|
		if(state != \off) { ^this.doWhenReady(onReady) };
		this.connect(onReady, {
			this.prStart(arguments);
			this.doWhenReady(onReady);
		});
	}

	// Finds the daemon; `onFailure` is called when none answers within `timeout` seconds.
	connect { |onReady, onFailure, timeout = 1|
		if(state != \off) { ^this.doWhenReady(onReady) };
		this.prState(\connecting);
		this.prListen;
		this.prAsk(["/lmdm/notify", 1], '/lmdm/done', {
			this.doWhenReady(onReady);
		}, timeout, {
			this.close;
			onFailure.notNil.if(onFailure, {
				"LMDM: nothing answers at %:%; LMDM.boot starts `lmdm serve`."
				.format(addr.ip, addr.port).warn
			})
		}, { |reply| reply[1] == '/lmdm/notify' });
	}

	// Runs `onReady` as a Routine once music is being made; starts the daemon if there is none.
	waitForReady { |onReady, limit = 120, onFailure|
		this.boot;
		this.doWhenReady(onReady, limit, onFailure);
	}

	doWhenReady { |onReady, limit = 120, onFailure|
		onReady ?? { ^this };
		{
			var waited = 0;
			while { this.isReady.not and: { waited < limit } } { 0.05.wait; waited = waited + 0.05 };
			if(this.isReady) { onReady.value(this) } {
				"LMDM: not ready after % s (it is %).".format(limit, state).warn;
				onFailure.value(this)
			}
		}.fork(AppClock);
	}

	isReady { ^state == \ready }

	// Closes the connection; the daemon plays on.
	close {
		responders.do(_.free);
		responders = nil;
		watcher !? { watcher.stop };
		watcher = nil;
		this.stopFollowing;
		if(taken) { this.giveSound };
		if(state != \off) { addr.sendMsg("/lmdm/notify", 0) };
		this.prState(\off);
	}

	// Ends a daemon that this object started; one that was there before is only left.
	quit {
		this.close;
		pid !? {
			// asked, not killed: the sound survives a front that is killed
			if(thisProcess.platform.name == \windows) {
				thisProcess.platform.killProcessByID(pid)
			} {
				["kill", "-TERM", pid.asString].unixCmd(postOutput: false)
			}
		}
	}

	remove {
		this.close;
		CmdPeriod.remove(this);
		ServerBoot.remove(this, \all);
		all.removeAt(all.findKeyForValue(this));
		if(default === this) { default = nil };
	}

	prStart { |arguments|
		var words = [program, "serve", "--port", addr.port.asString]
		++ arguments.asString.split($ ).reject(_.isEmpty);
		"LMDM: starting %".format(words.join(" ")).postln;
		this.prState(\booting);
		this.prListen;
		pid = words.unixCmd({ |status|
			var unexpected = status != 0 and: { state != \off };
			pid = nil;
			if(state == \booting) { this.close };
			if(unexpected) {
				"LMDM: % ended with exit status %. `lmdm doctor` says what is missing; LMDM.program is the command."
				.format(program, status).warn;
			};
		});
	}

	prState { |symbol|
		if(symbol == state) { ^this };
		state = symbol;
		if(symbol == \ready and: { taken }) { this.prRoute("take") };
		this.changed(\state, symbol);
	}

	// asks to be told, and looks whether the daemon still speaks; survives Cmd-period
	prWatch {
		if(this.isReady and: { Main.elapsedTime - lastSeen > 5 }) {
			"LMDM: the daemon is silent; waiting for it.".warn;
			this.prState(\lost);
		};
		asked = asked + 1;
		if(state != \ready or: { asked % 10 == 0 }) { addr.sendMsg("/lmdm/notify", 1) };
		addr.sendMsg("/lmdm/status");
	}

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
			on.('/lmdm/done', { |address| this.changed(\done, address) }),
			on.('/lmdm/meter', { |... peaks| meter = peaks; this.changed(\meter, *peaks) }),
			on.('/lmdm/free', { |name| this.prHeard(name, nil) }),
			on.('/lmdm/prompt', { |slot, text, weight| this.changed(\prompt, slot, text, weight) }),
			on.('/lmdm/underrun', { |count| this.changed(\underrun, count) }),
			on.('/lmdm/progress', { |what, fraction| this.changed(\progress, what, fraction) }),
			on.('/lmdm/preset', { |name| this.changed(\preset, name) }),
			on.('/lmdm/fail', { |address, code, text|
				"LMDM: % (%): %".format(address, code, text).warn;
				this.changed(\fail, address, code, text)
			})
		] ++ specs.keys.asArray.collect { |key|
			on.(("/lmdm/param/" ++ key).asSymbol, { |value| this.prHeard(key, value) })
		};
		watcher = SkipJack({ this.prWatch }, { if(this.isReady) { 1 } { 0.2 } }, name: "LMDM");
	}

	prStatus { |daemonState, model, rate, blockMs, p95Ms, bufferMs, underruns, late, uptime, release|
		info = (state: daemonState, model: model, rate: rate, blockMs: blockMs, p95Ms: p95Ms,
			bufferMs: bufferMs, underruns: underruns, late: late, uptime: uptime);
		version = release;
		this.prState(switch(daemonState,
			\playing, { if(p95Ms > 0) { \ready } { \booting } }, // once a block has been made
			\stopped, \ready,
			\recovering, \ready, // the last good bars are heard while a new engine starts
			\loading, \booting,
			\lost
		));
		this.changed(\status);
	}

	prHeard { |key, value|
		values[key] = value;
		this.changed(\param, key, value);
	}

	// One question and its one answer: the first message at one of `paths` that passes `test`.
	prAsk { |msg, paths, action, timeout = 2, onFailure, test|
		var open = true, waiting;
		var close = { open = false; waiting.do(_.free) };
		waiting = paths.asArray.collect { |path|
			OSCFunc({ |reply|
				if(open and: { test.isNil or: { test.value(reply) } }) {
					close.value;
					action.value(reply);
				}
			}, path, addr).permanent_(true)
		};
		addr.sendMsg(*msg);
		AppClock.sched(timeout, {
			if(open) { close.value; onFailure.value };
			nil
		});
	}

	// The answer, read by `read`: handed to `action` or, without one and in a Routine, waited for
	// and returned (nil when none came).
	prAnswer { |msg, paths, read, action, timeout = 2, test|
		var condition = Condition.new, answer;
		var failed = { "LMDM: no answer to %.".format(msg[0]).warn; condition.unhang };
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

	// Seconds that a change must be sent ahead to land on its frame: what is already made.
	horizon { |action|
		^this.prAnswer(["/lmdm/latency"], '/lmdm/latency.reply', { |reply| reply[2] }, action)
	}

	// Raises the server's latency to the horizon, for all of the client's sound, and says so.
	align { |margin = 0.05, action|
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


	// sending

	latency { ^fixedLatency ?? { server.latency } }
	latency_ { |seconds| fixedLatency = seconds } // nil: as the server's; 0: untimed, at once

	// one message, at the time of this thread plus latency
	send { |... msg|
		if(collected.notNil) { collected = collected.add(msg) } {
			this.sendBundle(this.latency, msg)
		}
	}

	sendBundle { |latency ... msgs|
		if(msgs.isEmpty) { ^this };
		if(latency.isNil or: { latency == 0 }) {
			if(msgs.size == 1) { addr.sendMsg(*msgs[0]) } { addr.sendBundle(nil, *msgs) }
		} {
			addr.sendBundle(latency, *msgs)
		}
	}

	// all that `func` asks for, in one bundle: it lands on one frame
	bind { |func|
		var outer = collected, messages;
		collected = [];
		protect { func.value(this) } { messages = collected; collected = outer };
		messages.do { |msg| if(outer.notNil) { collected = collected.add(msg) } };
		if(outer.isNil) { this.sendBundle(this.latency, *messages) };
	}


	// gestures

	// nil as text clears the slot
	prompt { |text, weight = 1, slot = 0|
		if(text.isNil) { this.send("/lmdm/prompt", slot.asInteger) } {
			this.send("/lmdm/prompt", slot.asInteger, text.asString, weight.asFloat)
		}
	}

	// a whole mix: prompts("acid bass", 0.7, "warm pad", 0.3); the other slots are cleared
	prompts { |... textsAndWeights|
		this.bind {
			this.send("/lmdm/prompt/clear");
			textsAndWeights.pairsDo { |text, weight, i| this.prompt(text, weight ? 1, i div: 2) };
		}
	}

	set { |... namesAndValues|
		var pairs = namesAndValues.clump(2).collect { |pair|
			var key = this.prKey(pair[0]);
			values[key] = pair[1];
			[key.asString, pair[1]]
		};
		this.send("/lmdm/set", *pairs.flatten);
	}

	// asks the daemon; the answer is its echo of the value, or of its being free
	get { |name, action|
		var key = this.prKey(name), address = ("/lmdm/param/" ++ key).asSymbol;
		^this.prAnswer(["/lmdm/get", key.asString], [address, '/lmdm/free'],
			{ |reply| if(reply[0] == address) { reply[1] } }, action,
			test: { |reply| (reply[0] == address) or: { reply[1] == key } })
	}

	valueOf { |name| ^values[this.prKey(name)] }

	// nil gives the control back to the model
	setParam { |name, value|
		var key = this.prKey(name);
		value ?? { ^this.free(key) };
		values[key] = value;
		this.send("/lmdm/param/" ++ key, value)
	}

	// 0 to 1 along the parameter's warp
	setNormalized { |name, value|
		this.send("/lmdm/param/" ++ this.prKey(name) ++ "/normalized", value.asFloat)
	}

	ramp { |name, target, seconds = 1|
		var key = this.prKey(name);
		values[key] = target;
		this.send("/lmdm/ramp", key.asString, target.asFloat, seconds.asFloat)
	}

	// points: an Env, or [time, value, time, value ...] in seconds from now
	curve { |name, points|
		if(points.isKindOf(Env)) { points = this.prPoints(points) };
		this.send("/lmdm/curve/" ++ this.prKey(name), *points.collect(_.asFloat))
	}

	// gives controls back to the model
	free { |... names|
		if(names.isEmpty) {
			Error("LMDM:free wants the names of controls to give back to the model; "
				"to let go of the daemon, use close or remove.").throw
		};
		names.do { |name|
			var key = this.class.keyOf(name);
			key !? { values[key] = nil };
			this.send("/lmdm/free", (key ? name).asString)
		}
	}

	// velocity 0 to 1, 0 is off; with a duration, the note ends by itself
	note { |pitch, velocity = 0.8, dur|
		this.send("/lmdm/note", pitch.round.asInteger, velocity.asFloat);
		dur !? {
			this.sendBundle((this.latency ? 0) + dur, ["/lmdm/note", pitch.round.asInteger, 0.0])
		}
	}

	notesOff { this.send("/lmdm/notes/off") }

	// bpm, or a TempoClock, whose tempo is then followed: the daemon's grid is the clock's
	clock { |bpm, beat = 0, beatsPerBar = 4|
		this.stopFollowing;
		if(bpm.isKindOf(TempoClock)) {
			clock = bpm;
			clock.addDependant(this);
			this.prSendClock
		} {
			this.send("/lmdm/clock", bpm.asFloat, beat.asFloat, beatsPerBar.asInteger)
		}
	}

	clockOff {
		this.stopFollowing;
		this.send("/lmdm/clock/off")
	}

	stopFollowing {
		clock !? { clock.removeDependant(this) };
		clock = nil;
	}

	prSendClock {
		this.send("/lmdm/clock", clock.tempo * 60.0, (clock.beats - clock.baseBarBeat).asFloat,
			clock.beatsPerBar.asInteger)
	}

	update { |changer, what|
		if(changer === clock and: { #[tempo, meter].includes(what) }) { this.prSendClock };
	}

	mode { |name| this.send("/lmdm/mode", name.asString) }
	play { |fade| this.prFade("/lmdm/play", fade) }
	stop { |fade| this.prFade("/lmdm/stop", fade) }
	panic { addr.sendMsg("/lmdm/panic") } // never waits
	reset { this.send("/lmdm/reset") }

	prFade { |address, fade| this.send(*([address] ++ (fade !? { fade.asFloat }))) }

	// the old model plays until the new one is ready
	load { |model| addr.sendMsg("/lmdm/load", model.asString) }

	preset { |name| this.send("/lmdm/preset/load", name.asString) }
	savePreset { |name| addr.sendMsg("/lmdm/preset/save", name.asString) }
	listPresets { addr.sendMsg("/lmdm/preset/list") }

	// the last seconds heard, as a wav in the daemon's captures
	capture { |seconds = 10, name = ""|
		addr.sendMsg("/lmdm/capture", seconds.asFloat, name.asString)
	}

	refresh { addr.sendMsg("/lmdm/refresh") }

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


	// sound

	// The daemon's sound, as SuperCollider receives it; the first call makes the connections.
	ar { |mul = 1, add = 0|
		this.takeSound;
		^SoundIn.ar(inputs, mul, add)
	}

	// JACK: lmdm's outputs to this server's inputs, and off the speakers, so that nothing is heard
	// twice. Elsewhere a loopback device does it (see the help page).
	takeSound {
		if(taken) { ^this };
		taken = true;
		if(#[connecting, booting].includes(state).not) { this.prRoute("take") };
	}

	giveSound {
		if(taken) { taken = false; this.prRoute("give") };
	}

	prRoute { |verb|
		var script = PathName(this.class.filenameSymbol.asString).parentPath.dirname
		+/+ "jack-route.sh";
		var device = server.options.device;
		var sc = scClient ?? {
			if(device.isNil or: { device.isEmpty }) { "SuperCollider" } { device.split($:).last }
		};
		if(thisProcess.platform.name != \linux) {
			if(verb == "take") {
				"LMDM: choose a loopback device as output of lmdm (serve --device) and as input of "
				"SuperCollider; see the help page of LMDM.".postln
			};
			^this
		};
		if(server.serverRunning.not and: { verb == "take" }) { ^this }; // done when it boots
		(["/bin/sh", script, verb, client, sc] ++ inputs.collect { |bus| (bus + 1).asString })
		.unixCmd({ |status|
			if(status != 0) {
				"LMDM: could not connect the sound; try: jack_connect %:out_1 %:in_%"
				.format(client, sc, inputs[0] + 1).warn
			}
		});
	}

	doOnServerBoot { |booted| if(taken and: { booted === server }) { this.prRoute("take") } }

	doOnCmdPeriod { if(stopOnCmdPeriod) { addr.sendMsg("/lmdm/stop") } }


	// printing

	status {
		"%: % %, % ms blocks made in % ms (95 of 100), % ms in hand, % underruns, % late changes, up % s\n"
		.postf(this, info[\state], info[\model], info[\blockMs], info[\p95Ms], info[\bufferMs],
			info[\underruns], info[\late], info[\uptime]);
	}

	storeArgs { ^[addr.ip, addr.port] }

	printOn { |stream| stream << this.class.name << "(" << addr.ip << ":" << addr.port << ", " << state << ")" }
}


/*
LMDMEvent: what an Event of type \lmdm asks for, as one bundle.

Every key of the event that names a parameter is sent, and nothing that comes from the default
event: only the event's own keys count.
*/
LMDMEvent {
	var event;

	*new { |event| ^super.newCopyArgs(event) }

	// called inside event.use, by Event:play
	play { |server|
		var offset = event[\timingOffset] ? 0, lag = event[\lag] ? 0, clock = thisThread.clock;
		var latency = event[\latency];
		(event[\lmdm] ?? { LMDM.default }).asArray.do { |instrument|
			var messages = this.messages(instrument);
			var ahead = latency ?? { instrument.latency };
			if(messages.notEmpty) {
				this.at(offset, lag, clock, { instrument.sendBundle(ahead, *messages) })
			};
			this.noteOffs.do { |msg|
				this.at(offset + event.use { ~sustain.value }, lag, clock, {
					instrument.sendBundle(ahead, msg)
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
		var messages = this.prompts, pairs = [], over = this.own(\over), mode = this.own(\mode);
		(this.own(\free) ? []).asArray.do { |name|
			messages = messages.add(["/lmdm/free", (LMDM.keyOf(name) ? name).asString])
		};
		if(mode.notNil) { messages = messages.add(["/lmdm/mode", mode.asString]) };
		event.keys.asArray.sort.do { |name|
			var key = LMDM.keyOf(name), value;
			key !? {
				value = this.own(name);
				value !? {
					instrument.values[key] = value;
					if(over.isNil or: { value.isNumber.not }) {
						pairs = pairs ++ [key.asString, value]
					} {
						messages = messages.add(
							["/lmdm/ramp", key.asString, value.asFloat, over.asFloat])
					}
				}
			}
		};
		if(pairs.notEmpty) { messages = messages.add(["/lmdm/set"] ++ pairs) };
		^messages ++ this.pitches.collect { |pitch| ["/lmdm/note", pitch, this.velocity] }
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

	// The event's pitch, if it has one of its own; with `\and` it is the other sound's, unless
	// `\notes, true` asks for both.
	pitches {
		var given = #[degree, note, midinote, freq].any { |key| this.own(key).notNil };
		if((event[\notes] ?? { event[\and].isNil and: { given } }).not) { ^[] };
		^event.use { ~freq.value.cpsmidi.asArray.collect { |pitch| pitch.round.asInteger } }
	}

	noteOffs { ^this.pitches.collect { |pitch| ["/lmdm/note", pitch, 0.0] } }

	velocity { ^(event.use { ~amp.value } * 2).clip(0.01, 1.0).asFloat }

	// the value of a key of this very event, not of its parents
	own { |key|
		var value;
		if(event.keys.includes(key).not) { ^nil };
		value = event[key];
		^if(value.isFunction) { event.use { value.value } } { value }
	}
}
