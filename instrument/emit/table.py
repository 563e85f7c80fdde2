"""The tables as JSON: `lmdm params --json`, for whoever makes a client."""

from __future__ import annotations

from dataclasses import asdict

from instrument import __version__
from instrument.commands import COMMANDS, SENT, Command
from instrument.params import FREEABLE, LATENCY_MODES, PARAMS, ROOT


def table() -> dict:
    """All parameters, commands and sent messages, as plain data."""
    return {
        "version": __version__,
        "root": ROOT,
        "params": [{"address": p.address, **asdict(p)} for p in PARAMS.values()],
        "commands": [_command(c) for c in COMMANDS.values()],
        "sent": [_command(c) for c in SENT.values()],
        "free": list(FREEABLE),
        "latency_modes": {name: dict(values) for name, values in LATENCY_MODES.items()},
    }


def _command(command: Command) -> dict:
    return {"address": command.address, **asdict(command)}
