"""OSC: transport, timetags, dispatch. No torch."""
