"""The studio: composes and renders license-clean music of which everything is known exactly."""
