/*
LMDMTempo: keeps a daemon's tempo that of a TempoClock, for as long as the clock runs.

Beats are counted from the clock's last change of meter, so that its bars are the daemon's. When the
clock is stopped the tempo is the model's again.
*/
LMDMTempo {
	var <instrument, <clock;

	*new { |instrument, clock| ^super.newCopyArgs(instrument, clock).init }

	init {
		clock.addDependant(this);
		this.tell
	}

	free { clock.removeDependant(this) }

	// the beat of this thread's moment: it leaves with that moment's timetag
	tell {
		instrument.send("/lmdm/clock", clock.tempo * 60.0, (clock.beats - clock.baseBarBeat).asFloat,
			clock.beatsPerBar.asInteger)
	}

	update { |changer, what|
		switch(what,
			\tempo, { this.tell },
			\meter, { this.tell },
			\stop, { instrument.clockOff }
		)
	}
}
