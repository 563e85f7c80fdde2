// The daemon's sound in SuperCollider, and SuperCollider's in the daemon.

+ LMDM {

	// The daemon's sound, as SuperCollider receives it; the first call makes the connections.
	ar { |mul = 1, add = 0|
		this.takeSound;
		this.prTakenUp;
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

	// What lmdm hears, in the modes \jam and \delay: an audio Bus, the index of one, a NodeProxy, or
	// a function of UGens. It leaves the server by `outputs`, which are no loudspeaker's.
	hear { |source|
		var func, bus;
		this.prStopFeeding;
		if(this.prOutputs.isNil) { ^this };
		feeding = true;
		this.prRoute("hear");
		if(source.isKindOf(Function)) { func = source } {
			if(source.isKindOf(NodeProxy)) {
				if(source.isNeutral) { source.initBus(\audio, 2) };
				source = source.bus
			};
			bus = source.asBus(\audio, 2, server);
			if(bus.index == outputs[0]) { ^this }; // played there already
			func = { In.ar(bus.index, bus.numChannels) }
		};
		feeder = { SynthDef.wrap(func).asArray.wrapExtend(2) }
		.play(RootNode(server), outputs[0], 0.05, \addToTail)
	}

	hearNothing {
		this.prStopFeeding;
		if(feeding) { feeding = false; this.prRoute("unhear") };
	}

	prStopFeeding {
		feeder !? { feeder.release };
		feeder = nil
	}

	// two outputs of the server that no loudspeaker plays, unless others were chosen
	prOutputs {
		var count = server.options.numOutputBusChannels;
		outputs ?? { if(count >= 4) { outputs = [count - 2, count - 1] } };
		if(outputs.isNil or: { outputs.maxItem >= count }) {
			"LMDM: the server needs two more outputs for what lmdm is to hear: "
			"s.options.numOutputBusChannels = 4, and boot it anew.".warn;
			^nil
		};
		^outputs
	}

	prRoute { |verb|
		var script = PathName(this.class.filenameSymbol.asString).parentPath.dirname
		+/+ "jack-route.sh";
		var device = server.options.device;
		var ports = if(verb.endsWith("hear")) { outputs } { inputs };
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
		if(server.serverRunning.not and: { #["take", "hear"].includesEqual(verb) }) {
			^this // done when it boots
		};
		(["/bin/sh", script, verb, client, sc] ++ ports.collect { |bus| (bus + 1).asString })
		.unixCmd({ |status|
			if(status != 0) {
				"LMDM: could not connect the sound (%); try: jack_connect %:out_1 %:in_%"
				.format(verb, client, sc, inputs[0] + 1).warn
			}
		});
	}
}
