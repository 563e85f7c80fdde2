"""What drives the callback: the contract of all backends, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

Callback = Callable[[np.ndarray, np.ndarray | None, int], None]
"""(out [n, 2] to be filled, input [n, 2] or None, monotonic ns at which out[0] leaves the port).

Called on the backend's own thread; n may differ from call to call.
"""


class BackendError(Exception):
    """No sound this way; the text is one clear line for the user, with what to do about it."""


@dataclass(frozen=True)
class Options:
    """What the user asked for. `rate` and `period` are wishes; JACK and its server ignore them."""

    audio: str = "auto"
    connect: str = "auto"
    device: str = ""
    client: str = "lmdm"
    rate: int = 48_000
    period: int = 480


class Backend(Protocol):
    """A device. All methods belong to the main thread; none is called in a callback.

    Everything that can fail for the user's reasons fails in the constructor, with BackendError.
    """

    name: str
    rate: int
    """Hz."""
    period: int
    """Frames in a callback, as far as one knows."""
    latency: int
    """Frames from the callback to the port, and from the port to the callback."""
    input_latency: int
    xruns: int
    """Dropped periods so far."""
    fault: int
    """What spoils a recording; see `panel.FAULTS`."""
    warning: str
    """What the user should know although it works; may be empty."""

    def start(self, callback: Callback) -> None:
        """Begin to call `callback`."""

    closed: bool
    """The device has been let go; some never are, once they are lost."""

    def stop(self, patience: float = 2.0) -> None:
        """Call it no more, once this returns; release the device, waiting that long (seconds)."""

    def poll(self) -> str:
        """Look after the device, some times a second. Not empty: why it has to be opened anew."""

    def reopen(self) -> Backend:
        """The same device anew, after `stop`. BackendError while it is away."""


def open_backend(options: Options) -> Backend:
    """The backend that `options.audio` names: auto, jack, portaudio, null or file:PATH.

    `auto` takes JACK if a server runs, else a sound device, else null with a warning. Raises
    BackendError if what was asked for by name is not there.
    """
    # imported here: each of them needs a library that may be missing, and is slow to load
    name = options.audio
    if name == "null":
        from instrument.audio.null import Null

        return Null(options.rate, options.period)
    if name.startswith("file:"):
        from instrument.audio.file import File

        return File(name.removeprefix("file:"), options.rate, options.period)
    if name == "jack":
        from instrument.audio.jack import Jack

        return Jack(options)
    if name == "portaudio":
        from instrument.audio.portaudio import PortAudio

        return PortAudio(options)
    if name != "auto":
        raise BackendError(f"no audio backend {name!r}: auto, jack, portaudio, null or file:PATH")
    return _first_of(options)


def _first_of(options: Options) -> Backend:
    from instrument.audio.jack import Jack
    from instrument.audio.null import Null
    from instrument.audio.portaudio import PortAudio

    reasons = []
    # a device asked for by name is a sound device, not a JACK server
    for kind in (PortAudio,) if options.device else (Jack, PortAudio):
        try:
            return kind(options)
        except BackendError as error:
            reasons.append(str(error))
    if options.device:
        raise BackendError(reasons[0])
    backend = Null(options.rate, options.period)
    backend.warning = "nothing will be heard (audio: null), because: " + "; ".join(reasons)
    return backend
