/*
LMDM: a client of the lmdm daemon, an instrument that generates endless stereo music.

It is to the daemon what a Server is to scsynth: it starts or finds the process, sends it timetagged
messages and follows its replies. One object per address; LMDM.new returns the one there is.

Time: what is sent from a pattern, a Routine or by hand leaves as a bundle, stamped with the logical
time of the thread plus `latency`. That is the server's latency unless set, so that a change and a
Synth of the same event are heard together. The daemon needs to be told as long ahead as it has
already made music (its horizon): see `align`.

The parameters are methods too (gain, density, delayTime ...): LMDMParams.sc, made from the
daemon's own table. What holds now is kept in `values`, `slots`, `mode` and `clock`: all is asked for
when the daemon is found, and what anybody changes is heard of.

Cmd-period ends the notes and fades the music out, as it ends all else that SuperCollider plays; the
next event, note, `ar` or `waitForReady` brings it back.

Dependants hear changed(\state, symbol), (\param, key, value), (\prompt, slot, text, weight), (\mode,
symbol), (\clock, bpm, beat, beatsPerBar), (\note, pitch, velocity), (\done, address, ...), (\fail,
address, code, text), (\meter, ...), (\underrun, count), (\progress, what, fraction), (\status).

What a player does is in LMDMGestures.sc, the sound in LMDMSound.sc.
*/

LMDM {
	classvar >default, <all, <>program, <specs, initial;
	var <addr, <>server, fixedLatency;
	var <state = \off, <values, <slots, mode = \text, clock, <info, <meter, <version;
	var <>client = "lmdm", <>scClient, <>inputs, <>outputs, <>stopOnCmdPeriod = true;
	var <pid, collected, lastSeen, responders, watcher, syncCount = 0, asked = 0;
	var tempo, hushed = false, noted = false, taken = false, feeder, feeding = false, window;

	*initClass {
		all = IdentityDictionary.new;
		specs = IdentityDictionary.new;
		initial = IdentityDictionary.new;
		Class.initClassTree(ControlSpec);
		Class.initClassTree(Event);
		this.parameterTable.do { |row|
			var name, key, default, lo, hi, warp, step, unit;
			#name, key, default, lo, hi, warp, step, unit = row;
			initial[key] = default;
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
		values = initial.copy;
		slots = Array.newClear(6);
		info = (state: \off);
		all[key] = this;
		default ?? { default = this };
		CmdPeriod.add(this);
		ServerBoot.add(this, \all);
	}


	// connection

	// Finds the daemon, or starts it. `arguments` are those of `lmdm serve`, as one string.
	boot { |arguments = "", onReady|
		var ready = { this.prPlaying; onReady.value(this) };
		if(state != \off) { ^this.doWhenReady(ready) };
		this.connect(ready, {
			this.prStart(arguments);
			this.doWhenReady(ready);
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
		this.doWhenReady({ this.prPlaying; onReady.value(this) }, limit, onFailure);
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
		if(feeding) { this.hearNothing };
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
		window !? { window.close };
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
		if(symbol == \ready) {
			if(taken) { this.prRoute("take") };
			if(feeding) { this.prRoute("hear") };
		};
		this.changed(\state, symbol);
	}

	// It makes music: before a player is told so, all values are asked for.
	prFound {
		if(this.isReady) { ^this };
		this.prAsk(["/lmdm/refresh"], '/lmdm/done', {
			if(#[off, ready].includes(state).not) {
				this.prState(\ready);
				tempo !? { tempo.tell } // a daemon that started anew
			}
		}, 1, test: { |reply| reply[1] == '/lmdm/refresh' })
	}

	// brings back what Cmd-period stopped
	prTakenUp { |withNotes = false|
		noted = noted or: withNotes;
		if(hushed) { this.play }
	}

	// the same, whoever stopped it
	prPlaying { if(hushed or: { info[\state] == \stopped }) { this.play } }

	// asks to be told, and looks whether the daemon still speaks; survives Cmd-period
	prWatch {
		if(this.isReady and: { Main.elapsedTime - lastSeen > 5 }) {
			"LMDM: the daemon is silent; waiting for it.".warn;
			this.prState(\lost);
		};
		asked = asked + 1;
		if(state != \ready or: { asked % 10 == 0 }) { addr.sendMsg("/lmdm/notify", 1) };
		// a sound device's second is not quite the computer's
		if(this.isReady and: { asked % 30 == 0 }) { tempo !? { tempo.tell } };
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
			on.('/lmdm/done', { |... fields| this.changed(\done, *fields) }),
			on.('/lmdm/meter', { |... peaks| meter = peaks; this.changed(\meter, *peaks) }),
			on.('/lmdm/free', { |name| this.prKeep(name, nil) }),
			on.('/lmdm/prompt', { |slot, text, weight| this.prKeepPrompt(slot, text, weight ? 1) }),
			on.('/lmdm/mode', { |name| this.changed(\mode, mode = name) }),
			on.('/lmdm/clock', { |... fields| clock = fields; this.changed(\clock, *fields) }),
			on.('/lmdm/clock/off', { clock = nil; this.changed(\clock) }),
			on.('/lmdm/note', { |pitch, velocity| this.changed(\note, pitch, velocity) }),
			on.('/lmdm/notes/off', { this.changed(\note) }),
			on.('/lmdm/underrun', { |count| this.changed(\underrun, count) }),
			on.('/lmdm/progress', { |what, fraction| this.changed(\progress, what, fraction) }),
			on.('/lmdm/fail', { |address, code, text|
				"LMDM: % (%): %".format(address, code, text).warn;
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

	prKeepPrompt { |slot, text, weight|
		slots[slot] = text !? { [text.asString, weight] };
		this.changed(\prompt, slot, text, weight);
	}

	// OSC has no Booleans that all clients understand
	prTyped { |key, value|
		^if(initial[key].isKindOf(Boolean) and: { value.isNumber }) { value != 0 } { value }
	}

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


	// what SuperCollider tells its objects

	doOnCmdPeriod {
		if(state == \off) { ^this };
		// their ends were waiting in the clocks that were just emptied; later than what is under way
		if(noted) { noted = false; this.notesOff };
		if(stopOnCmdPeriod) { hushed = true; addr.sendMsg("/lmdm/stop") };
		feeder = nil;
	}

	doOnServerBoot { |booted|
		if(booted === server) {
			if(taken) { this.prRoute("take") };
			if(feeding) { this.prRoute("hear") };
		}
	}


	// looking

	// its control window; one, which comes to the front when asked for again
	gui {
		if(window.isNil or: { window.isClosed }) { window = LMDMWindow(this) } { window.front };
		^window
	}

	status {
		"%: % %, % ms blocks made in % ms (95 of 100), % ms in hand, % underruns, % late changes, up % s\n"
		.postf(this, info[\state], info[\model], info[\blockMs], info[\p95Ms], info[\bufferMs],
			info[\underruns], info[\late], info[\uptime]);
	}

	storeArgs { ^[addr.ip, addr.port] }

	printOn { |stream| stream << this.class.name << "(" << addr.ip << ":" << addr.port << ", " << state << ")" }
}
