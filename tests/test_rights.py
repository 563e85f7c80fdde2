"""Who may look, play and administer; and how much of it."""

from __future__ import annotations

import pytest

from instrument.commands import COMMANDS
from instrument.config import parse
from instrument.errors import Refused, UserError
from instrument.osc.rights import ADMINISTER, LOOK, PLAY, Rates, check
from instrument.osc.server import AllowList

LISTS = AllowList(["10.0.0.0/24"], ["10.0.1.0/24"], ["10.0.0.7"])


@pytest.mark.parametrize(
    ("host", "answered", "right"),
    [
        ("127.0.0.1", True, ADMINISTER), ("::1", True, ADMINISTER), ("10.0.0.7", True, ADMINISTER),
        ("10.0.0.8", True, PLAY), ("10.0.1.8", True, LOOK), ("10.0.2.8", False, LOOK),
        ("nobody", False, LOOK),
    ],
)  # fmt: skip
def test_each_machine_has_its_right(host: str, answered: bool, right: int) -> None:
    assert LISTS.permits(host) == answered
    assert LISTS.right(host) == right


@pytest.mark.parametrize(
    ("right", "may", "may_not"),
    [
        (LOOK, ["status", "get", "notify", "preset/list"], ["prompt", "param/NAME", "stop"]),
        (PLAY, ["prompt", "param/NAME", "note", "panic", "preset/load", "scene", "mode"],
         ["load", "preset/save", "quit", "capture", "trace/start", "midi/learn"]),
        (ADMINISTER, list(COMMANDS), []),
    ],
)  # fmt: skip
def test_what_each_right_allows(right: int, may: list[str], may_not: list[str]) -> None:
    for key in may:
        check(COMMANDS[key], right)
    for key in may_not:
        with pytest.raises(Refused, match="in the configuration"):
            check(COMMANDS[key], right)


def test_a_flood_is_dropped_and_others_are_not() -> None:
    rates = Rates(100.0, AllowList().permits)
    now = 0.0
    flood = sum(rates.admit("10.0.0.8", now + k / 5000) for k in range(50_000))
    assert 1_150 <= flood <= 1_250, "two seconds' worth, then a hundred in each of ten seconds"
    assert rates.dropped == 50_000 - flood
    assert rates.admit("10.0.0.9", 10.0)
    assert all(rates.admit("127.0.0.1", 10.0 + k / 2000) for k in range(5_000))
    assert rates.admit("10.0.0.8", 12.0)
    for k in range(3_000):  # forged senders do not fill the memory
        rates.admit(f"10.1.{k // 250}.{k % 250}", 13.0)
    assert len(rates._senders) <= 1_024


def test_a_flood_is_told_once_and_the_next_one_again() -> None:
    rates = Rates(100.0, AllowList().permits)
    for start in (0.0, 100.0):
        for _ in range(200):
            assert rates.admit("10.0.0.8", start)
        told = 0
        for _ in range(50):
            assert not rates.admit("10.0.0.8", start)
            told += rates.to_tell("10.0.0.8")
        assert told == 1


def test_the_configuration_says_who() -> None:
    config = parse("osc: {read: [10.0.1.0/24], administer: [10.0.0.7], rate: 50}", "x.yaml")
    assert (config.read, config.administer, config.rate) == (("10.0.1.0/24",), ("10.0.0.7",), 50.0)
    with pytest.raises(UserError, match="rate is 1"):
        parse("osc: {rate: 0}", "x.yaml")
