"""Ableton Link: a second peer of the same session, in this process, sets the tempo."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aalink
import pytest
from playing import Client, Daemon, panel_of, playing

from instrument.controls import Clock
from instrument.errors import UserError
from instrument.front.link import BAR, Link
from instrument.osc.timing import StreamTime
from instrument.units import Rates

RATES = Rates()
OLDER_S = 2.0
"""Of two sessions that meet the older one is joined; where half a second does not tell them apart,
their random numbers decide."""
PATIENCE_S = 75.0
"""Link measures a session anew only 30 s after a measurement of it has failed, as one does whose
peer is busy or has just gone."""


def off_ms(daemon: Daemon, peer: aalink.Link) -> float | None:
    """By how many ms the daemon's bars are apart from the peer's; None before there is a clock."""
    told = daemon.changes("clock")
    if not told:
        return None
    at, _, _, (bpm, beat, beats_per_bar), *_ = told[-1]
    heard = StreamTime(panel_of(daemon).anchor, RATES.sample_rate).heard()
    here = Clock(bpm, beat, beats_per_bar, at).beat_at(heard, RATES)
    apart = (here - peer.beat + BAR / 2) % BAR - BAR / 2
    return abs(apart) * 60e3 / bpm


def tempo(player: Client) -> float:
    """The clock's; 0 while there is none."""
    bpm = player.get("clock")[0]
    return bpm if isinstance(bpm, float) else 0.0


async def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.05)


def test_the_session_s_tempo_and_bars_are_followed(tmp_path: Path) -> None:
    async def session(daemon: Daemon) -> None:
        me = Client(daemon.port)
        peer = aalink.Link(97.0)
        peer.quantum, peer.enabled = BAR, True
        await asyncio.sleep(OLDER_S)
        me.send("/lmdm/clock/link", 1)
        me.expect("/lmdm/done", "/lmdm/clock/link", 1)
        await until(lambda: abs(tempo(me) - 97.0) < 0.01)
        await until(lambda: peer.num_peers == 1)
        peer.tempo = 133.0
        await until(lambda: abs(tempo(me) - 133.0) < 0.01)
        await until(lambda: off_ms(daemon, peer) < 5.0)
        peer.force_beat(peer.beat + 1.5)
        await until(lambda: off_ms(daemon, peer) < 5.0)
        me.send("/lmdm/clock", 80.0, 0.0)  # whoever sets the clock has it
        peer.tempo = 150.0
        await asyncio.sleep(0.5)
        assert tempo(me) == 80.0
        await until(lambda: peer.num_peers == 0)
        me.close()

    with playing(tmp_path) as daemon:
        asyncio.run(session(daemon))


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "aalink", None)

    class Host:
        class controls:  # noqa: N801 - what a host has
            clock = None
            listen = staticmethod(lambda listener: None)

    link = Link(Host())
    with pytest.raises(UserError, match=r"pip install 'lmdm\[link\]'"):
        link.follow(True)
    assert not link.following
    link.tick()
