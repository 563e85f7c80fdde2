"""Fixtures that several test files share: real servers, each with a name and ports of its own.

And which of pytest-xdist's workers runs what. Tests that play in real time stay on one of them, one
after another, from the beginning; the other takes the rest, a module at a time, and stands back for
them. Where there is but one process (`pytest -n 0`) they come first, too.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from osc_listener import Listener
from playing import TESTS, Client, Daemon
from real_parts import Stage, stage
from xdist.scheduler import LoadScopeScheduling

REAL = {"real_parts", "playing"}
"""A module that imports one of these, itself or through others here, starts programs: of two at
once, one would take the other's ports, its sound server or its time."""
NAMED = {"test_ring"}
"""Makes shared memory that has a name; daemons are seen to leave none behind."""
PATIENT = {
    "test_config", "test_describe", "test_http_gate", "test_http_oscquery", "test_max_messages",
    "test_osc_told", "test_readme", "test_scenes", "test_service", "test_ui", "test_waits",
}  # fmt: skip
"""But not these: their daemons have ports of their own and an engine that costs nothing, nothing
that they hear is measured, and for an answer they wait as long as it takes."""


@functools.cache
def in_real_time(module: str) -> bool:
    """Whether the tests of a module here are among those that nothing may run beside."""
    imports = re.compile(r"^\s*(?:from|import) (?:tests\.)?(\w+)", re.MULTILINE)
    found, left = set[str](), [module]
    while left:
        file = TESTS / f"{left.pop()}.py"
        if file.is_file():
            named = set(imports.findall(file.read_text())) - found
            left += named
            found |= named
    return module in NAMED or (module not in PATIENT and bool(found & REAL))


class Workers(LoadScopeScheduling):
    """Gives the first worker all tests in real time, and the others one module after another."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "in real time" if in_real_time(Path(path).stem) else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Workers:
    config.option.loadscopereorder = False
    return Workers(config, log)


def pytest_configure() -> None:
    # the workers inherit it: two that have all cores each slow each other down many times over
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not in_real_time(item.path.stem))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if hasattr(item.config, "workerinput") and not in_real_time(item.path.stem):
        stand_back()


@functools.cache
def stand_back() -> None:
    """Leaves the processor to the other worker: in this session, and as a session of its own."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)
        os.setsid()
        Path("/proc/self/autogroup").write_text("10")


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
