"""The beat and the key of a block are told when it is heard, not when it is made."""

from __future__ import annotations

import pytest

from instrument.controls import Clock
from instrument.front.tune import Tune, Tunes
from instrument.health import Health
from instrument.units import Rates

RATES = Rates()


def block(start: int, bpm: float = 120.0, key: str = "Am") -> Tune:
    beat = start / RATES.sample_rate * bpm / 60
    return Tune.of(Health(start=start, bpm=bpm, beat=beat, beats_per_bar=4, key=key))


def test_a_block_is_told_once_it_is_heard():
    tunes = Tunes()
    for tune in (block(0), block(48_000, key="C"), block(96_000, bpm=90.0, key="")):
        tunes.add(tune)
    assert tunes.at(47_999).arguments(47_999, RATES) == pytest.approx((120, 2.0, 4, "Am"), abs=1e-4)
    assert tunes.at(48_000).key == "C"
    assert tunes.at(200_000).arguments(136_000, RATES) == pytest.approx((90, 4.25, 4, ""))


def test_a_block_made_in_the_place_of_others_not_yet_heard_goes_before_them():
    tunes = Tunes()
    for tune in (block(0), block(48_000), block(96_000), block(60_000, key="G")):
        tunes.add(tune)
    assert tunes.at(59_999).key == "Am"
    assert tunes.at(500_000) == block(60_000, key="G")


def test_before_anything_is_heard_there_is_neither():
    tunes = Tunes()
    assert tunes.at(-5).arguments(-5, RATES) == (0.0, 0.0, 0, "")
    tunes.add(block(96_000))
    assert tunes.at(0) == Tune()


def test_music_without_a_beat_or_a_key():
    tune = Tune.of(Health(start=10))
    assert (tune.clock, tune.key) == (None, None)
    assert Tune(0, Clock(100.0, 0.0, 3, 0), None).arguments(48_000, RATES)[3] == ""


def test_hours_of_blocks_that_nobody_asks_about_take_no_room():
    tunes = Tunes()
    for k in range(2_000):
        tunes.add(block(k * 2_048))
    assert tunes.at(1_999 * 2_048) == block(1_999 * 2_048)
