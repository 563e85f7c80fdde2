/*
TestLMDM.run; plays every gesture of LMDM on a daemon, and asks the daemon what came of it.

It changes what plays: use a daemon that nobody listens to, at TestLMDM.port.
*/
TestLMDM : UnitTest {
	classvar <>port = 57140;
	var m;

	setUp {
		m = LMDM("127.0.0.1", port);
		m.connect;
		this.wait({ m.isReady }, "nothing answers at port %".format(port), 20);
		m.latency = 0 // what is asked for holds when it is asked about
	}

	tearDown { m.remove }

	test_everyParameterIsSetAndGot {
		LMDM.parameterTable.do { |row|
			var name, key, default, lo, hi, warp, step, unit, choices, wanted, got;
			#name, key, default, lo, hi, warp, step, unit, choices = row;
			wanted = case { choices.notNil } { choices[0] }
			{ default.isKindOf(Boolean) } { default.not }
			{ LMDM.specs[key].map(0.4).round(step) };
			m.perform(name.asSetter, wanted);
			got = m.get(name);
			if(wanted.isNumber) {
				this.assertFloatEquals(got, wanted, "% is %".format(name, wanted), wanted.abs * 1e-4)
			} {
				this.assertEquals(got, wanted, "% is %".format(name, wanted))
			};
			this.assertEquals(m.perform(name), wanted, "its getter knows it")
		}
	}

	test_whatIsOutOfRangeIsClippedAndTold {
		m.density = 99;
		this.wait({ m.density == 16 }, "the getter is never told what holds");
		this.assertEquals(m.get(\density), 16.0, "density is clipped")
	}

	test_whatSclangSendsInsteadIsUnderstoodOrRefused {
		var refused = List.new;
		var look = { |who, what, address, code| if(what == \fail) { refused.add([address, code]) } };
		m.steps = 2.6;
		this.assertEquals(m.get(\steps), 3, "a float for an int is rounded");
		this.wait({ m.steps == 3 }, "and its getter never told");
		[true, 1, 1.0].do { |yes|
			m.mute = false;
			m.mute = yes;
			this.assertEquals(m.get(\mute), true, "% is true".format(yes))
		};
		m.mute = false;
		m.latencyMode = 1;
		this.assertEquals(m.get(\latencyMode), \normal, "the number of a choice");
		[\Ebm, "F#m", 'C#', 3].do { |given, i|
			var wanted = [\Ebm, 'F#m', 'C#', \Eb][i];
			m.key = given;
			this.assertEquals(m.key, wanted, "% is a key".format(given.asCompileString));
			this.assertEquals(m.get(\key), wanted, "and the daemon says so")
		};
		m.prompt(808);
		m.density = 5;
		m.addDependant(look);
		["loud", [1, 2]].do { |wrong| m.density = wrong };
		m.key = \H;
		m.ramp(\key, \Am, 2);
		this.wait({ refused.size == 4 }, "it is not refused");
		this.assertEquals(refused.asArray, (['/lmdm/param/density', \type] ! 2)
			++ [['/lmdm/param/key', \range], ['/lmdm/ramp', \type]], "other types are refused");
		this.wait({ m.density == 5 and: { m.key == \Eb } },
			"the getter does not return to what holds");
		m.removeDependant(look)
	}

	test_aFreedControlIsTheModels {
		[\density, \key].do { |name|
			m.setParam(name, 3);
			m.free(name);
			this.assertEquals(m.valueOf(name), nil, "% is free".format(name));
			this.assertEquals(m.get(name), nil, "and the daemon says so")
		};
		m.key = \Am;
		m.key = nil;
		this.assertEquals(m.get(\key), nil, "and so it is when it is set to nil")
	}

	test_promptsAndModeAreTold {
		m.prompts("warm pad", 0.5, "drum loop", 0.25);
		m.mode(\sketch);
		m.slots.fill(nil); // what it believed itself
		m.refresh;
		m.sync;
		this.assertEquals(m.slots[..1], [["warm pad", 0.5], ["drum loop", 0.25]], "prompts are told");
		this.assertEquals(m.get(\mode), \sketch, "the mode is told")
	}

	test_theClockFollowsATempoClock {
		var clock = TempoClock(2);
		m.clock(clock);
		this.assertEquals(m.get(\clock)[0], 120.0, "its tempo is sent");
		clock.tempo = 1.5;
		this.assertEquals(m.get(\clock)[0], 90.0, "and every change of it");
		clock.stop;
		this.assertEquals(m.get(\clock), nil, "and its end")
	}

	test_aRampArrives {
		m.brightness = 0;
		m.ramp(\brightness, 0.75, 0.2);
		this.wait({ m.get(\brightness) == 0.75 }, "brightness does not arrive")
	}

	test_aCurveIsDrawn {
		m.curve(\density, Env([1, 5, 2], [0.1, 0.1]));
		this.wait({ m.get(\density) == 2.0 }, "density does not end where the curve does")
	}

	test_aPresetComesBack {
		var saved = false;
		m.density = 7;
		m.savePreset("unittest", { saved = true });
		this.wait({ saved }, "the preset is not saved");
		this.assert(m.listPresets.includes(\unittest), "it is listed");
		m.density = 1;
		m.preset("unittest");
		this.wait({ m.get(\density) == 7.0 }, "density does not come back")
	}

	test_aStateIsKeptAndRecalled {
		var done = Set.new;
		var look = { |who, what, address| if(what == \done) { done.add(address) } };
		m.addDependant(look);
		m.saveState("unittest");
		this.wait({ done.includes('/lmdm/state/save') }, "the state is not saved");
		m.recallState("unittest");
		this.wait({ done.includes('/lmdm/state/recall') }, "the state is not recalled");
		m.removeDependant(look)
	}

	test_whatWasHeardIsCaptured {
		var name = "unittest" ++ Date.getDate.stamp, file;
		m.capture(0.2, name, { |written| file = written });
		this.wait({ file.notNil }, "nothing is written");
		this.assertEquals(file.asString, name ++ ".wav", "the file has that name")
	}

	test_notesAreTaken {
		var refused = List.new;
		var look = { |who, what, address, code, text| if(what == \fail) { refused.add(text) } };
		m.addDependant(look);
		(type: \lmdm, lmdm: m, midinote: 60, chord: [0, 4, 7], sustain: 0.1).play;
		m.note(72, 0.5, 0.1);
		m.notesOff;
		m.sync;
		this.assertEquals(refused.asArray, [], "none is refused");
		m.removeDependant(look)
	}

	test_aRefusalIsAnAnswer {
		var refused;
		var look = { |who, what, address, code| if(what == \fail) { refused = code } };
		m.addDependant(look);
		m.preset("no such preset, and no name either");
		this.wait({ refused.notNil }, "it is not refused");
		this.assertEquals(refused, \path, "names are never paths");
		m.removeDependant(look)
	}
}
