"""The level of music that strays: turned back slowly, a rest and what is asked for left alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.signal import lfilter

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.engine import generator as engine
from instrument.engine import level as level_module
from instrument.engine.generator import Generator
from instrument.engine.level import (
    AWAY,
    BURST,
    LEAN,
    LOUDEST,
    SOFTEST,
    TURN,
    Home,
    gone,
    held,
)
from instrument.engine.plan import Plan
from instrument.model import load_codec
from instrument.nn.analysis import FRAME, SAMPLE_RATE
from instrument.nn.blend import leans, levels, powers
from tests.models import tiny_model

ANALYSIS = load_codec().analysis
SECOND = round(SAMPLE_RATE / FRAME)


def music(db: float, frames: int, right: float = 1.0) -> torch.Tensor:
    """Noise of about that level (see `blend.levels`), its right channel `right` times as strong as
    its left: latents [1, frames, C]."""
    sound = np.random.default_rng(3).normal(size=(2, frames * FRAME)).astype(np.float32)
    if right != 1.0:  # latents do not tell so well where hissing sound stands
        sound = lfilter([0.25], [1.0, -0.97], sound).astype(np.float32)
    sound[1] *= right
    with torch.inference_mode():
        loud = ANALYSIS.encode(torch.from_numpy(0.1 * sound)[None])
        gain = 10.0 ** ((db - level(loud)) / 20)
        return ANALYSIS.encode(torch.from_numpy(0.1 * gain * sound)[None])


def level(latents: torch.Tensor) -> float:
    return 10 * float(torch.log10(levels(ANALYSIS, powers(ANALYSIS, latents)).mean()))


@pytest.mark.parametrize("db", [SOFTEST + 2, -20.0, LOUDEST - 2])
def test_music_among_music_is_left_as_it_is(db):
    made = music(db, SECOND)
    assert held(ANALYSIS, music(db, 100), made) is made


@pytest.mark.parametrize("turn", [13.0, -10.0])
def test_what_is_far_astray_is_turned_back_by_as_much_each_second(turn):
    db = (SOFTEST if turn > 0.0 else LOUDEST) - turn
    past, made = music(db, 100), music(db, SECOND)
    assert level(held(ANALYSIS, past, made)) - level(made) == pytest.approx(turn, abs=0.5)
    half = made[:, : SECOND // 2]
    assert level(held(ANALYSIS, past, half)) - level(half) == pytest.approx(turn / 2, abs=0.5)


def test_what_is_a_little_astray_is_turned_back_no_farther():
    past, made = music(SOFTEST - 1.0, 100), music(SOFTEST - 1.0, SECOND)
    assert level(held(ANALYSIS, past, made)) - level(made) == pytest.approx(1.0, abs=0.3)
    assert TURN > 1.0


def test_a_block_that_bursts_out_is_turned_back_at_once():
    past, made = music(-30.0, 100), music(BURST + 8.0, 4)
    assert level(held(ANALYSIS, past, made)) == pytest.approx(BURST, abs=0.3)
    hit = music(BURST - 1.0, 4)
    assert held(ANALYSIS, past, hit) is hit


def test_a_rest_stays_one():
    past, made = music(-60.0, 100), music(-60.0, SECOND)
    assert held(ANALYSIS, past, made) is made


def test_a_network_that_fades_by_a_decibel_a_second_does_not_fade():
    past = made = music(-20.0, SECOND)
    for _ in range(120):
        softer = made + (music(-21.0, SECOND) - music(-20.0, SECOND))
        made = held(ANALYSIS, past, softer)
        past = torch.cat([past, made], 1)[:, -8 * SECOND :]
    assert SOFTEST - 8 < level(made) < LOUDEST


def test_a_network_that_strays_fast_does_not_roar():
    past = made = music(-20.0, 8)
    for _ in range(60):
        strayed = made + (music(-18.0, 8) - music(-20.0, 8))
        made = held(ANALYSIS, past, strayed)
        past = torch.cat([past, made], 1)[:, -8 * SECOND :]
    assert level(made) < LOUDEST + 8


def lean(latents: torch.Tensor) -> float:
    sound = powers(ANALYSIS, latents)
    return float(leans(ANALYSIS, sound).sum() / levels(ANALYSIS, sound).sum())


@pytest.mark.parametrize("right", [0.1, 10.0])
def test_what_leans_to_one_side_is_turned_back_to_where_music_stands(right):
    past = made = music(-20.0, SECOND, right)
    assert abs(lean(made)) > 0.8
    for _ in range(16):
        made = held(ANALYSIS, past, music(-20.0, SECOND, right))
        past = torch.cat([past, made], 1)[:, -8 * SECOND :]
    assert LEAN - 0.1 < abs(lean(made)) < 0.7
    assert (lean(made) > 0) == (right > 1)
    assert level(made) == pytest.approx(-20.0, abs=1.0)


def test_what_stands_a_little_to_one_side_may():
    made = music(-20.0, SECOND, 1.5)
    assert 0.2 < lean(made) < LEAN
    assert held(ANALYSIS, music(-20.0, 100, 1.5), made) is made


def test_what_stands_in_the_very_middle_is_turned_back_as_well(monkeypatch):
    monkeypatch.setattr(level_module, "leans", lambda analysis, sound: torch.zeros(1, 1))
    past, made = music(LOUDEST + 5.0, 100), music(LOUDEST + 5.0, SECOND)
    assert level(held(ANALYSIS, past, made)) < level(made) - 3.0


def test_what_has_faded_to_nothing_begins_anew(monkeypatch):
    """Eight seconds of silence are no past to go on from."""
    monkeypatch.setattr(engine, "held", lambda *_: music(-70.0, 8))
    monkeypatch.setattr(engine, "gone", lambda analysis, past: gone(ANALYSIS, past))
    generator = Generator(tiny_model(context=16))
    text, add = torch.ones(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(8, CHANNELS.count)
    state = generator.start()
    for frames in (8, 0, 8, 0):  # as soon as a whole context is silent
        generator.latents(Plan(state.stream.frame, 8, 3, 1, {}, text, add), state)
        assert state.past.shape[1] == frames
    assert state.stream.frame == 32
    add[:, CHANNELS.loudness] = torch.tensor([-1.0, 1.0])  # silence that is asked for
    for frames in (8, 16, 16):
        monkeypatch.setattr(engine, "sample_block", lambda *_, **__: music(-70.0, 8))
        generator.latents(Plan(state.stream.frame, 8, 3, 1, {}, text, add), state)
        assert state.past.shape[1] == frames


def test_a_rest_within_music_is_no_end():
    assert not gone(ANALYSIS, torch.cat([music(-20.0, SECOND), music(-70.0, 7 * SECOND)], 1))
    assert gone(ANALYSIS, music(-60.0, 8 * SECOND))


def test_where_a_loudness_is_asked_for_it_is_left_to_the_network(monkeypatch):
    monkeypatch.setattr(engine, "held", lambda _, __, made, *___: torch.zeros_like(made))
    generator = Generator(tiny_model())
    text, add = torch.ones(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(8, CHANNELS.count)
    assert not generator.latents(Plan(0, 8, 3, 1, {}, text, add), generator.start()).any()
    add[:, CHANNELS.loudness] = torch.tensor([0.0, 1.0])
    assert generator.latents(Plan(0, 8, 3, 1, {}, text, add), generator.start()).any()


def settled(db: float) -> Home:
    home = Home(torch.zeros(1))
    for _ in range(9):
        home = home.after(ANALYSIS, music(db, SECOND))
    return home


def test_a_prompt_s_home_is_at_the_level_of_its_first_eight_seconds():
    home = Home(torch.zeros(1)).after(ANALYSIS, music(-20.0, SECOND))
    assert home.limits == (SOFTEST, LOUDEST), "not yet"
    home = settled(-20.0)
    assert home.limits == pytest.approx((-20.0 - AWAY, -20.0 + AWAY), abs=0.5)
    assert home.after(ANALYSIS, music(-60.0, 100)) is home
    assert settled(-40.0).limits == pytest.approx((SOFTEST, SOFTEST + AWAY), abs=0.5)
    assert settled(-3.0).limits == pytest.approx((LOUDEST - AWAY, LOUDEST), abs=0.5)


def test_what_strays_from_its_home_among_the_levels_of_music_is_turned_back():
    made = music(-25.0, SECOND)
    limits = settled(-16.0).limits
    assert held(ANALYSIS, music(-25.0, 100), made) is made
    assert level(held(ANALYSIS, music(-25.0, 100), made, limits)) == pytest.approx(-22.0, abs=0.6)


def test_another_prompt_has_another_home():
    home = settled(-20.0)
    assert home.told(torch.zeros(1)) is home
    assert home.told(torch.ones(1)).frames == 0


def test_a_stream_stays_at_home_until_it_is_asked_for_something_else(monkeypatch):
    homes: list[tuple[float, float]] = []

    def hear(analysis, past, made, limits):
        homes.append(limits)
        return music(-18.0, made.shape[1])

    monkeypatch.setattr(engine, "held", hear)
    monkeypatch.setattr(level_module, "levels", lambda *_: levels(ANALYSIS, powers(ANALYSIS, loud)))
    loud = music(-18.0, SECOND)
    generator = Generator(tiny_model())
    state = generator.start()
    text, add = torch.ones(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(48, CHANNELS.count)
    for told in (text, text, text, text, text, -text):
        plan = Plan(state.stream.frame, 48, 3, 1, {}, told.clone(), add)
        generator.latents(plan, state)
    free = (SOFTEST, LOUDEST)
    assert homes[:4] == [free] * 4
    assert homes[4] == pytest.approx((-18.0 - AWAY, LOUDEST), abs=0.5)
    assert homes[5] == free
    generator.forget(state)
    assert state.home is None
