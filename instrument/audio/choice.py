"""The choice between the backends."""

from __future__ import annotations

from instrument.audio.backend import Backend, BackendError, Options
from instrument.audio.null import Null


def open_backend(options: Options) -> Backend:
    """The backend that `options.audio` names: auto, jack, portaudio, null or file:PATH.

    `auto` takes JACK if a server runs, else a sound device, else null with a warning. Raises
    BackendError if what was asked for by name is not there.
    """
    # imported here: each of them needs a library that may be missing, and is slow to load
    name = options.audio
    if name == "null":
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
    try:
        return open_real(options)
    except BackendError as error:
        if options.device or options.input_device:
            raise
        backend = Null(options.rate, options.period)
        backend.warning = f"nothing will be heard until a device appears (audio: null): {error}"
        return backend


def open_real(options: Options) -> Backend:
    """A JACK server, else a sound device. BackendError with all the reasons if there is neither."""
    from instrument.audio.jack import Jack
    from instrument.audio.portaudio import PortAudio

    reasons = []
    # a device asked for by name is a sound device, not a JACK server
    named = options.device or options.input_device
    for kind in (PortAudio,) if named else (Jack, PortAudio):
        try:
            return kind(options)
        except BackendError as error:
            reasons.append(str(error))
    raise BackendError("; ".join(reasons))
