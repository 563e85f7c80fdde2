/*
LMDMWindow: the control window of an LMDM, opened by its `gui`.

Prompts with their weights, a dial for every parameter, the transport, the mode, presets, states and
meters. It shows what holds, whoever changed it: this window, a pattern, another client.
*/
LMDMWindow {
	var <instrument, <window, <texts, <weights, <dials, <boxes, <free, <meters, <levels, <status, <modes;

	*new { |instrument| ^super.newCopyArgs(instrument).init }

	init {
		window = Window(instrument.asString, Rect(80, 80, 920, 760)).alwaysOnTop_(false);
		dials = IdentityDictionary.new;
		boxes = IdentityDictionary.new;
		free = IdentityDictionary.new;
		window.layout = VLayout(this.transport, this.prompts, [this.parameters, stretch: 1], this.keeps);
		window.onClose = { instrument.removeDependant(this) };
		instrument.addDependant(this);
		this.showAll;
		window.front
	}

	front { window.front }
	close { if(window.isClosed.not) { window.close } }
	isClosed { ^window.isClosed }


	// its parts

	transport {
		var button = { |name, action| Button().states_([[name]]).action_(action) };
		meters = { LevelIndicator().fixedWidth_(180).fixedHeight_(10).style_(0).warning_(0.9).critical_(1)
			.drawsPeak_(true) } ! 2;
		modes = PopUpMenu().items_(LMDM.modes).action_({ |menu| instrument.mode(menu.item) });
		status = StaticText();
		^HLayout(
			button.("play", { instrument.play }), button.("stop", { instrument.stop }),
			button.("panic", { instrument.panic }), button.("reset", { instrument.reset }),
			modes, VLayout(*meters), [status, stretch: 1]
		)
	}

	prompts {
		var rows = instrument.slots.collect { |held, slot|
			texts = texts.add(TextField().action_({ this.play(slot) }));
			weights = weights.add(Slider().orientation_(\horizontal).fixedWidth_(180).value_(1)
				.action_({ |slider| instrument.promptWeight(slider.value, slot) }));
			[StaticText().string_("prompt" + slot), [texts[slot], stretch: 1], weights[slot]]
		};
		^GridLayout.rows(*rows)
	}

	// an empty text clears the slot
	play { |slot|
		var text = texts[slot].string;
		if(text.isEmpty) { instrument.promptClear(slot) } {
			instrument.prompt(text, weights[slot].value, slot)
		}
	}

	parameters {
		var rows = LMDM.parameterTable.collect { |row| this.parameter(*row) };
		var half = rows.size div: 2 + 1;
		var view = View().layout_(HLayout(
			*rows.clump(half).collect { |some| VLayout(GridLayout.rows(*some), nil) }));
		^ScrollView().canvas_(view).hasBorder_(false)
	}

	parameter { |name, key, default, lo, hi, warp, step, unit, choices|
		var spec = LMDM.specs[key], label = StaticText().string_(name);
		case { choices.notNil } {
			// what may be the model's is first of all that; nil frees it
			boxes[key] = PopUpMenu().items_(default.isNil.if([\free], []) ++ choices)
			.action_({ |menu| instrument.setParam(key, if(menu.item != \free) { menu.item }) })
		} { default.isKindOf(Boolean) } {
			boxes[key] = CheckBox().action_({ |box| instrument.setParam(key, box.value) })
		} {
			dials[key] = Knob().fixedSize_(28 @ 28).mode_(\vert)
			.action_({ |dial| instrument.setParam(key, spec.map(dial.value)) });
			boxes[key] = NumberBox().fixedWidth_(80).clipLo_(lo).clipHi_(hi).decimals_(if(step == 1) { 0 } { 3 })
			.action_({ |box| instrument.setParam(key, box.value) });
			if(default.isNil) {
				free[key] = Button().fixedWidth_(50).states_([["free"]])
				.action_({ instrument.free(key) })
			}
		};
		^[[label, stretch: 1], dials[key], boxes[key], StaticText().string_(unit), free[key]]
	}

	keeps {
		var name = TextField().string_("one");
		var button = { |title, action| Button().states_([[title]]).action_({ action.(name.string) }) };
		^HLayout(
			StaticText().string_("name"), name,
			button.("save preset", { |n| instrument.savePreset(n) }),
			button.("preset", { |n| instrument.preset(n) }),
			button.("save state", { |n| instrument.saveState(n) }),
			button.("recall state", { |n| instrument.recallState(n) }),
			button.("capture 10 s", { |n| instrument.capture(10) })
		)
	}


	// what it shows

	update { |who, what ... args|
		{ if(window.isClosed.not) { this.show(what, *args) } }.defer
	}

	show { |what ... args|
		switch(what,
			\param, { this.showParam(args[0]) },
			\prompt, { this.showPrompt(args[0]) },
			\mode, { modes.value = LMDM.modes.indexOf(instrument.mode) },
			\meter, { this.showMeter(*args) },
			\status, { this.showStatus },
			\state, { this.showStatus },
			\fail, { status.string = "%: %".format(args[0], args[2]) }
		)
	}

	showAll {
		LMDM.specs.keysDo { |key| this.showParam(key) };
		instrument.slots.do { |held, slot| this.showPrompt(slot) };
		this.show(\mode);
		this.showStatus
	}

	showParam { |key|
		var value = instrument.values[key], box = boxes[key], dial = dials[key];
		free[key] !? { |button| button.enabled = value.notNil };
		if(box.isKindOf(PopUpMenu)) {
			^box.items.indexOf(value ? \free) !? { |item| box.value = item }
		};
		value ?? { ^box.string_("") };
		case { value.isKindOf(Boolean) } { box.value = value } {
			box.value = value;
			dial.value = LMDM.specs[key].unmap(value)
		}
	}

	showPrompt { |slot|
		var held = instrument.slots[slot];
		if(texts[slot].hasFocus.not) { texts[slot].string = held !? { held[0] } ? "" };
		held !? { weights[slot].value = held[1] }
	}

	// linear levels, from -60 dB to full scale
	showMeter { |... peaksAndRms|
		levels = peaksAndRms.collect { |level| level.max(0.001).ampdb.linlin(-60, 0, 0, 1) };
		meters.do { |meter, i|
			meter.value = levels[i + 2];
			meter.peakLevel = levels[i];
		}
	}

	showStatus {
		status.string = "%  %  block % ms made in % ms  % underruns".format(instrument.state,
			*[\model, \blockMs, \p95Ms, \underruns].collect { |key|
				instrument.info[key] !? { |x| if(x.isNumber) { x.round(1) } { x } } ? "-" })
	}
}
