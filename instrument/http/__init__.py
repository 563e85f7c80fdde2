"""HTTP and WebSocket beside OSC: OSCQuery, the page, metrics. A part of the front: no torch."""
