"""A JACK client that hears what the daemon plays, and may play something into it."""

from __future__ import annotations

import numpy as np

from instrument.errors import UserError


class Ear:
    """`heard` [N, 2] is what `lmdm:out_1` and `out_2` sent, sample 0 at JACK frame `begin`; what is
    in `play` [M, 2] goes round and round into `lmdm:in_1` and `in_2`.

    The callback belongs to JACK's thread and copies only.
    """

    def __init__(self, seconds: float, play: np.ndarray | None = None) -> None:
        """Hears the last `seconds`. Raises UserError if no JACK server runs."""
        try:
            import jack
        except (ImportError, OSError) as error:
            raise UserError(f"JACK cannot be used: {error}") from None
        jack.set_error_function(None)
        jack.set_info_function(None)
        try:
            self.client = jack.Client("lmdm-ear", no_start_server=True)
        except jack.JackOpenError:
            raise UserError(
                "no JACK server runs; without hardware: jackd -d dummy -r 48000 -p 256"
            ) from None
        self.rate, self.period = self.client.samplerate, self.client.blocksize
        self._ring = np.zeros((round(seconds * self.rate), 2), np.float32)
        self._played = play
        self.begin: int | None = None
        self.end = 0
        self.xruns = 0
        self._ins = [self.client.inports.register(f"in_{k}") for k in (1, 2)]
        self._outs = [self.client.outports.register(f"out_{k}") for k in (1, 2)]
        self.client.set_process_callback(self._process)
        self.client.set_xrun_callback(self._xrun)

    def __enter__(self) -> Ear:
        self.client.activate()
        for k in (0, 1):
            self.client.connect(f"lmdm:out_{k + 1}", self._ins[k])
            if self._played is not None:
                self.client.connect(self._outs[k], f"lmdm:in_{k + 1}")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.deactivate()
        self.close()

    def close(self) -> None:
        """Leaves the JACK server; nothing if it has."""
        self.client.close()

    def _process(self, frames: int) -> None:
        now = self.client.last_frame_time
        if self.begin is None:
            self.begin = now
        at = (now - self.begin) & 0xFFFFFFFF  # JACK counts in 32 bits
        places = np.arange(at, at + frames) % len(self._ring)
        for k in (0, 1):
            self._ring[places, k] = self._ins[k].get_array()
            if self._played is not None:
                part = self._played[np.arange(at, at + frames) % len(self._played), k]
                self._outs[k].get_array()[:] = part
        self.end = at + frames

    def _xrun(self, _: float) -> None:
        self.xruns += 1

    def now(self) -> int:
        """The sample that is being heard now."""
        return (self.client.frame_time - (self.begin or 0)) & 0xFFFFFFFF

    def sound(self, at: int, until: int | None = None) -> np.ndarray:
        """What was heard from sample `at` on, to `until` or now [n, 2]; zeros where it is no longer
        or not yet known."""
        until = self.end if until is None else until
        places = np.arange(at, until)
        known = (places >= max(0, self.end - len(self._ring))) & (places < self.end)
        return self._ring[places % len(self._ring)] * known[:, None]

    def sent(self, at: int, until: int) -> np.ndarray:
        """What was played into the daemon meanwhile [n, 2]."""
        assert self._played is not None
        return self._played[np.arange(at, until) % len(self._played)]
