"""What drives the callback: the contract of all backends."""

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
    """What the user asked for. `rate` and `period` are wishes; JACK and its server ignore them.

    `input_device`: where the live input comes from; empty: the device itself, if it has an input.
    """

    audio: str = "auto"
    connect: str = "auto"
    device: str = ""
    input_device: str = ""
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
    """Frames from the callback to the port."""

    @property
    def input_latency(self) -> int:
        """Frames from the port to the callback."""

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
