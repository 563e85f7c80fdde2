// Made from instrument/params.py by python -m instrument.generate. Do not edit.

+ LMDM {
	*modes { ^#[text, sketch, jam, delay] }

	// name, key, default (nil: left to the model), lo, hi, warp, step, unit, choices
	*parameterTable {
		^[
			[\gain, 'gain', -12, -60, 0, \lin, 0.1, "dB", nil],
			[\mute, 'mute', false, 0, 1, \lin, 0, "", nil],
			[\loudness, 'loudness', nil, -60, 0, \lin, 0.5, "dB", nil],
			[\brightness, 'brightness', nil, 0, 1, \lin, 0.01, "", nil],
			[\density, 'density', nil, 0, 16, \lin, 0.1, "1/s", nil],
			[\key, 'key', nil, 0, 23, \lin, 0, "", #[\C, 'C#', \D, \Eb, \E, \F, 'F#', \G, \Ab, \A, \Bb, \B, \Cm, 'C#m', \Dm, \Ebm, \Em, \Fm, 'F#m', \Gm, \Abm, \Am, \Bbm, \Bm]],
			[\tempo, 'tempo', nil, 0, 240, \lin, 0.1, "bpm", nil],
			[\guidance, 'guidance', 2, 0, 10, \lin, 0.1, "", nil],
			[\guidanceNotes, 'guidance/notes', 2, 0, 10, \lin, 0.1, "", nil],
			[\guidanceClock, 'guidance/clock', 1, 0, 10, \lin, 0.1, "", nil],
			[\guidanceLoudness, 'guidance/loudness', 2, 0, 10, \lin, 0.1, "", nil],
			[\guidanceBrightness, 'guidance/brightness', 1.5, 0, 10, \lin, 0.1, "", nil],
			[\guidanceDensity, 'guidance/density', 2.5, 0, 10, \lin, 0.1, "", nil],
			[\guidanceKey, 'guidance/key', 4, 0, 10, \lin, 0.1, "", nil],
			[\guidanceInput, 'guidance/input', 1, 0, 10, \lin, 0.1, "", nil],
			[\steps, 'steps', 4, 1, 8, \lin, 1, "", nil],
			[\block, 'block', 8, 1, 48, \lin, 1, "frames", nil],
			[\margin, 'margin', 0.06, 0.005, 2, \exp, 0.005, "s", nil],
			[\replan, 'replan', true, 0, 1, \lin, 0, "", nil],
			[\latencyMode, 'latency_mode', \normal, 0, 3, \lin, 0, "", #[\low, \normal, \rich, \custom]],
			[\seed, 'seed', 0, 0, 2147483647, \lin, 1, "", nil],
			[\morph, 'morph', 2, 0, 60, \lin, 0.1, "s", nil],
			[\delayTime, 'delay/time', 2, 0.1, 20, \exp, 0.01, "s", nil],
			[\delayBlur, 'delay/blur', 0.5, 0, 1, \lin, 0.01, "", nil],
			[\delayFeedback, 'delay/feedback', 0, 0, 1, \lin, 0.01, "", nil],
			[\delayMix, 'delay/mix', 1, 0, 1, \lin, 0.01, "", nil],
			[\delayFreeze, 'delay/freeze', false, 0, 1, \lin, 0, "", nil],
			[\inputGain, 'input/gain', 0, -60, 12, \lin, 0.1, "dB", nil],
			[\inputFollow, 'input/follow', true, 0, 1, \lin, 0, "", nil],
			[\inputMonitor, 'input/monitor', false, 0, 1, \lin, 0, "", nil]
		]
	}

	// Level of the output; -60 is silence. -60 to 0 dB.
	gain { ^this.valueOf('gain') }
	gain_ { |db| this.setParam('gain', db) }

	// Silences the output. true or false.
	mute { ^this.valueOf('mute') }
	mute_ { |on| this.setParam('mute', on) }

	// How loud the music itself is to be played, in LUFS-like dB. -60 to 0 dB.
	loudness { ^this.valueOf('loudness') }
	loudness_ { |db| this.setParam('loudness', db) }

	// Where the weight of the spectrum lies: dark (0), middling (0.5), bright (1). 0 to 1.
	brightness { ^this.valueOf('brightness') }
	brightness_ { |value| this.setParam('brightness', value) }

	// Onsets per second. 0 to 16 1/s.
	density { ^this.valueOf('density') }
	density_ { |perSecond| this.setParam('density', perSecond) }

	// The key that the music keeps to (Ebm is minor); free: in jam mode that of the live input, else the one that the prompt says ("pad in F# minor"), if it does. One of C, C#, D, Eb, E, F, F#, G, Ab, A, Bb, B, Cm, C#m, Dm, Ebm, Em, Fm, F#m, Gm, Abm, Am, Bbm, Bm.
	key { ^this.valueOf('key') }
	key_ { |name| this.setParam('key', name) }

	// Beats per minute while no clock is set; free: what the prompt says or suits it; less than 30: no beat is told. Where notes are played, and in jam and delay mode, none is. 0 to 240 bpm.
	tempo { ^this.valueOf('tempo') }
	tempo_ { |value| this.setParam('tempo', value) }

	// Strength of the text; 1 is plain (and halves the work), more follows it harder. Eases by up to 1 while the music is what the text says. 0 to 10.
	guidance { ^this.valueOf('guidance') }
	guidance_ { |value| this.setParam('guidance', value) }

	// Strength of the notes, while there are any; 1 is plain. 0 to 10.
	guidanceNotes { ^this.valueOf('guidance/notes') }
	guidanceNotes_ { |value| this.setParam('guidance/notes', value) }

	// Strength of the tempo clock, while there is one; 1 is plain. 0 to 10.
	guidanceClock { ^this.valueOf('guidance/clock') }
	guidanceClock_ { |value| this.setParam('guidance/clock', value) }

	// Strength of the loudness control, while it is given; 1 is plain. 0 to 10.
	guidanceLoudness { ^this.valueOf('guidance/loudness') }
	guidanceLoudness_ { |value| this.setParam('guidance/loudness', value) }

	// Strength of the brightness control, while it is given; 1 is plain. 0 to 10.
	guidanceBrightness { ^this.valueOf('guidance/brightness') }
	guidanceBrightness_ { |value| this.setParam('guidance/brightness', value) }

	// Strength of the density control, while it is given; 1 is plain. 0 to 10.
	guidanceDensity { ^this.valueOf('guidance/density') }
	guidanceDensity_ { |value| this.setParam('guidance/density', value) }

	// Strength of the key, while there is one; 1 is plain. 0 to 10.
	guidanceKey { ^this.valueOf('guidance/key') }
	guidanceKey_ { |value| this.setParam('guidance/key', value) }

	// Strength of the live input in jam mode; 1 is plain. 0 to 10.
	guidanceInput { ^this.valueOf('guidance/input') }
	guidanceInput_ { |value| this.setParam('guidance/input', value) }

	// Denoising steps of a block: more is finer and slower. In 1 or 2 a prompt is followed as at a guidance of 2 at least. 1 to 8.
	steps { ^this.valueOf('steps') }
	steps_ { |value| this.setParam('steps', value) }

	// Length of a block in latent frames: shorter answers sooner, longer is cheaper. 1 to 48 frames.
	block { ^this.valueOf('block') }
	block_ { |frames| this.setParam('block', frames) }

	// Spare time kept between the end of a block's making and its being heard. 0.005 to 2 s.
	margin { ^this.valueOf('margin') }
	margin_ { |seconds| this.setParam('margin', seconds) }

	// Whether what is made but not yet heard is made again when a change comes for it, if there is time: answers sooner, at the cost of computing. true or false.
	replan { ^this.valueOf('replan') }
	replan_ { |on| this.setParam('replan', on) }

	// Sets block, steps, margin and replan together; custom when one of them was set by itself. One of low, normal, rich, custom.
	latencyMode { ^this.valueOf('latency_mode') }
	latencyMode_ { |name| this.setParam('latency_mode', name) }

	// Seed of the noise that the music is made from. 0 to 2147483647.
	seed { ^this.valueOf('seed') }
	seed_ { |value| this.setParam('seed', value) }

	// How long the prompts take to cross over when they change. 0 to 60 s.
	morph { ^this.valueOf('morph') }
	morph_ { |seconds| this.setParam('morph', seconds) }

	// Delay mode: how long ago the input was that comes back; not less than the third figure of /lmdm/latency. 0.1 to 20 s.
	delayTime { ^this.valueOf('delay/time') }
	delayTime_ { |seconds| this.setParam('delay/time', seconds) }

	// Delay mode: how far the input is transformed, from not at all (0: itself through the codec) to entirely (1: the prompt's). 0 to 1.
	delayBlur { ^this.valueOf('delay/blur') }
	delayBlur_ { |value| this.setParam('delay/blur', value) }

	// Delay mode: how much of what came back goes round again, transformed once more. 0 to 1.
	delayFeedback { ^this.valueOf('delay/feedback') }
	delayFeedback_ { |value| this.setParam('delay/feedback', value) }

	// Delay mode: from free music alone (0) to what comes back alone (1); between them the work is twice as much. 0 to 1.
	delayMix { ^this.valueOf('delay/mix') }
	delayMix_ { |value| this.setParam('delay/mix', value) }

	// Delay mode: what is in the delay goes round and round, and nothing new enters. true or false.
	delayFreeze { ^this.valueOf('delay/freeze') }
	delayFreeze_ { |on| this.setParam('delay/freeze', on) }

	// Level of the live input; -60 is silence. -60 to 12 dB.
	inputGain { ^this.valueOf('input/gain') }
	inputGain_ { |db| this.setParam('input/gain', db) }

	// Jam mode: goes by beat and key of the live input while no clock or key is set. true or false.
	inputFollow { ^this.valueOf('input/follow') }
	inputFollow_ { |on| this.setParam('input/follow', on) }

	// Lets the live input be heard. true or false.
	inputMonitor { ^this.valueOf('input/monitor') }
	inputMonitor_ { |on| this.setParam('input/monitor', on) }
}
