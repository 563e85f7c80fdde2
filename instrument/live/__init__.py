"""Measured live: a daemon of its own plays through JACK, and a client hears what its ports send."""
