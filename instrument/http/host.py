"""What HTTP asks of the instrument: what OSC asks, and what there is to be watched."""

from __future__ import annotations

from typing import Protocol

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.health import Health
from instrument.osc.host import Bindings, Host
from instrument.units import Rates


class HttpHost(Host, Protocol):
    """All of it is asked on the event loop, none of it slow."""

    panel: Panel
    out: Ring
    rates: Rates
    audio_restarts: int
    bindings: Bindings | None

    @property
    def engine_restarts(self) -> int:
        """Times that an engine was started again."""

    @property
    def tracing(self) -> str:
        """The trace that is being recorded, or nothing."""

    @property
    def health(self) -> Health:
        """The engine's last report."""

    def state(self) -> str:
        """In a word."""
