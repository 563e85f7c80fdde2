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

What a player does is in LMDMGestures.sc, the sound in LMDMSound.sc, what is heard of the daemon in
LMDMReplies.sc.
*/

LMDM {
	classvar >default, <all, <>program, <specs, <choices, initial;
	var <addr, <>server, fixedLatency;
	var <state = \off, <values, <slots, mode = \text, clock, <info, <meter, <version;
	var <>client = "lmdm", <>scClient, <>inputs, <>outputs, <>stopOnCmdPeriod = true;
	var <pid, collected, lastSeen, responders, watcher, syncCount = 0, asked = 0;
	var follower, hushed = false, noted = false, taken = false, feeder, feeding = false, window;

	*initClass {
		all = IdentityDictionary.new;
		specs = IdentityDictionary.new;
		choices = IdentityDictionary.new;
		initial = IdentityDictionary.new;
		Class.initClassTree(ControlSpec);
		Class.initClassTree(Event);
		this.parameterTable.do { |row|
			var name, key, default, lo, hi, warp, step, unit, some;
			#name, key, default, lo, hi, warp, step, unit, some = row;
			initial[key] = default;
			choices[key] = some;
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
		ShutDown.add(this);
	}


	// connection

	// Finds the daemon, or starts it. `arguments` are those of `lmdm serve`, as one string, or as an
	// Array, whose words may have spaces in them.
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
		this.prEnd
	}

	prEnd {
		pid !? {
			// asked, not killed: the sound survives a front that is killed
			if(thisProcess.platform.name == \windows) {
				thisProcess.platform.killProcessByID(pid)
			} {
				"kill -TERM %".format(pid).systemCmd // done when it returns: sclang may be ending
			}
		}
	}

	remove {
		this.close;
		window !? { window.close };
		CmdPeriod.remove(this);
		ServerBoot.remove(this, \all);
		ShutDown.remove(this);
		all.removeAt(all.findKeyForValue(this));
		if(default === this) { default = nil };
	}

	prStart { |arguments|
		var given = if(arguments.isString) { arguments.split($ ) } { arguments.asArray.collect(_.asString) };
		var words = [program, "serve", "--port", addr.port.asString] ++ given.reject(_.isEmpty);
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
				follower !? { follower.tell } // a daemon that started anew
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
		if(this.isReady and: { asked % 30 == 0 }) { follower !? { follower.tell } };
		addr.sendMsg("/lmdm/status");
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

	// sclang ends, or compiles its library anew: as with scsynth, what it started ends with it
	doOnShutDown { this.prEnd }

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
