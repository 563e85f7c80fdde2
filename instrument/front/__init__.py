"""The front: OSC, HTTP, parameters, supervision; all but the sound. It never imports torch."""
