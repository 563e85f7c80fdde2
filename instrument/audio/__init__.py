"""The audio process: device callback, mixing, limiter. No torch, no sockets."""
