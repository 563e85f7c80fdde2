"""Fixtures that several test files share: real servers, each with a name and ports of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from osc_listener import Listener
from playing import Client, Daemon
from real_parts import Stage, stage


@pytest.fixture
def stage_here(tmp_path: Path) -> Iterator[Stage]:
    """A Stage for real parts, which are ended with the test."""
    with stage(tmp_path) as made:
        yield made


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A UDP socket that keeps what a client sends."""
    with Listener() as made:
        yield made


@pytest.fixture
def other(daemon: Daemon) -> Iterator[Client]:
    """Another client of the test's daemon, subscribed: it knows what holds."""
    client = Client(daemon.port)
    client.subscribe()
    yield client
    client.send("/lmdm/notify", 0)
    client.close()
