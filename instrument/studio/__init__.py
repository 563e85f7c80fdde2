"""The procedural studio: composes and renders license-clean multitrack pieces with exact labels."""
