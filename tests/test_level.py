"""The level of music that strays: turned back slowly, a rest and what is asked for left alone."""

from __future__ import annotations

from dataclasses import replace

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
    LONGEST_REST,
    LOUDEST,
    NEAR,
    RETURN,
    SOFTEST,
    TURN,
    WEAKENED,
    Home,
    gone,
    held,
    limits,
    placed,
)
from instrument.engine.plan import Plan
from instrument.model import load_codec
from instrument.nn.analysis import FRAME, SAMPLE_RATE
from instrument.nn.blend import leans, levels, powers
from instrument.nn.portrait import FIGURES, Portrait, width
from instrument.usual import Usual
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
        made = placed(ANALYSIS, past, music(-20.0, SECOND, right))
        past = torch.cat([past, made], 1)[:, -8 * SECOND :]
    assert LEAN - 0.1 < abs(lean(made)) < 0.7
    assert (lean(made) > 0) == (right > 1)
    assert level(made) == pytest.approx(-20.0, abs=1.0)


def test_what_stands_a_little_to_one_side_may():
    made = music(-20.0, SECOND, 1.5)
    assert 0.2 < lean(made) < LEAN
    assert placed(ANALYSIS, music(-20.0, 100, 1.5), made) is made


def test_what_stands_in_the_very_middle_may_be_too_wide(monkeypatch):
    monkeypatch.setattr(level_module, "leans", lambda analysis, sound: torch.zeros(1, 1))
    past, made = music(-20.0, 100), music(-20.0, SECOND)
    assert width(ANALYSIS, placed(ANALYSIS, past, made, 0.1)) < 0.8 * width(ANALYSIS, made)


def test_what_is_wider_than_its_prompt_s_music_comes_nearer_by_and_by():
    """As drums do whose rests fill."""
    past = made = music(-20.0, SECOND)
    wide = width(ANALYSIS, made)
    assert wide > 0.35
    for second in range(16):
        made = placed(ANALYSIS, past, music(-20.0, SECOND), 0.15)
        past = torch.cat([past, made], 1)[:, -8 * SECOND :]
        if second == 0:
            assert width(ANALYSIS, made) > 0.9 * wide * 10.0 ** (-TURN / 10.0)
    assert 0.15 < width(ANALYSIS, past) < 0.3, "though it is made as wide each time"
    assert level(made) == pytest.approx(-20.0, abs=1.0)


def test_what_is_as_wide_as_its_prompt_s_music_stays():
    made = music(-20.0, SECOND)
    assert placed(ANALYSIS, made, made, 0.6) is made
    assert placed(ANALYSIS, made, made) is made


def test_what_has_faded_to_nothing_begins_anew(monkeypatch):
    """Seconds of silence are no past to go on from."""
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
    assert not gone(ANALYSIS, torch.cat([music(-20.0, SECOND), music(-70.0, 3 * SECOND)], 1))
    assert gone(ANALYSIS, torch.cat([music(-20.0, 4 * SECOND), music(-60.0, LONGEST_REST)], 1))


def test_where_a_loudness_is_asked_for_it_is_left_to_the_network(monkeypatch):
    monkeypatch.setattr(engine, "held", lambda _, __, made, *___: torch.zeros_like(made))
    generator = Generator(tiny_model())
    text, add = torch.ones(TEXT_TOKENS, TEXT_CHANNELS), torch.zeros(8, CHANNELS.count)
    assert not generator.latents(Plan(0, 8, 3, 1, {}, text, add), generator.start()).any()
    add[:, CHANNELS.loudness] = torch.tensor([0.0, 1.0])
    assert generator.latents(Plan(0, 8, 3, 1, {}, text, add), generator.start()).any()


def test_eight_seconds_stay_near_what_the_prompt_s_music_is():
    assert limits(-19.0) == (-19.0 - AWAY, -19.0 + AWAY)
    assert limits(-25.0) == (SOFTEST, -25.0 + AWAY)
    assert limits(-40.0) == (SOFTEST, SOFTEST + AWAY)
    assert limits(-3.0) == (LOUDEST - AWAY, LOUDEST)
    past = made = music(-25.0, SECOND)
    assert held(ANALYSIS, past, made) is made
    assert level(held(ANALYSIS, past, made, limits(-16.0))) == pytest.approx(-22.0, abs=0.6)


def heard(db: float, seconds: int, usual: float, home: Home | None = None) -> Home:
    """After so long a time of music at that level, and nothing else before it in sight."""
    home, made = home or Home(), music(db, SECOND)
    for _ in range(seconds):
        home = home.after(ANALYSIS, music(db, LONGEST_REST), made, usual)
    return home


@pytest.mark.parametrize("away", [-8.0, 6.0])
def test_what_strays_among_the_levels_of_music_is_brought_home(away):
    """As much each second as brings it back in `RETURN`; what strays less may."""
    home = heard(-19.0 + away, 14, -19.0)
    pull = home.pull(SECOND)
    near = NEAR if away > 0.0 else -NEAR
    assert pull == pytest.approx((near - away) * SECOND / RETURN, abs=0.1)
    past, made = music(-19.0 + away, 100), music(-19.0 + away, SECOND)
    turned = held(ANALYSIS, past, made, pull=pull)
    assert level(turned) - level(made) == pytest.approx(pull, abs=0.1)
    assert heard(-19.0 + 0.2 * away, 14, -19.0).pull(SECOND) == 0.0


def test_a_break_is_no_straying():
    home = heard(-45.0, 4, -19.0, heard(-19.0, 20, -19.0))
    assert home.pull(SECOND) == 0.0


def test_controls_give_way_to_music_that_they_have_silenced():
    asked = {"text": 2.0, "density": 4.0, "loudness": 0.5}
    assert heard(-19.0, 4, -19.0).borne(asked) == asked
    assert heard(-19.0 + WEAKENED + 3.0, 4, -19.0).borne(asked) == asked
    silenced = heard(-60.0, 1, -19.0)
    assert silenced.borne(asked) == {"text": 2.0, "density": 1.0, "loudness": 1.0}
    back = heard(-19.0, 4, -19.0, silenced)
    assert 1.0 < back.borne(asked)["density"] < 4.0, "by and by"
    assert heard(-19.0, 6, -19.0, back).borne(asked) == asked


def test_a_stream_is_held_to_what_its_prompt_s_music_is(monkeypatch):
    asked: list[tuple[tuple[float, float], float]] = []

    def hear(analysis, past, made, limits, pull):
        asked.append((limits, pull))
        return music(-30.0, made.shape[1])

    loud = music(-30.0, SECOND)
    monkeypatch.setattr(engine, "held", hear)
    monkeypatch.setattr(level_module, "levels", lambda *_: levels(ANALYSIS, powers(ANALYSIS, loud)))
    words = torch.eye(2, TEXT_CHANNELS)
    portraits = tuple(
        Portrait("", torch.tensor([level, *[0.0] * (len(FIGURES) - 1)]), torch.ones(len(FIGURES)))
        for level in (-22.0, -16.0)
    )
    model = replace(tiny_model(), usual=Usual(words, torch.arange(2), portraits))
    generator, add = Generator(model), torch.zeros(48, CHANNELS.count)
    state = generator.start()
    for word in (*[words[0]] * 8, words[1]):
        text = word.expand(TEXT_TOKENS, TEXT_CHANNELS).clone()
        generator.latents(Plan(state.stream.frame, 48, 3, 1, {}, text, add), state)
    assert asked[0] == (pytest.approx((-27.0, -16.0), abs=0.1), 0.0)
    assert asked[7][1] == pytest.approx((8.0 - NEAR) * 48 / RETURN, abs=0.2)
    assert asked[8][0] == pytest.approx((-22.0, -12.0), abs=0.1)
    generator.forget(state)
    assert state.home is not None, "what begins anew is to be as loud"


def test_a_stream_is_as_wide_as_its_prompt_s_music_whatever_is_asked_of_it(monkeypatch):
    asked: list[float] = []

    def place(analysis, past, made, widest):
        asked.append(widest)
        return made

    monkeypatch.setattr(engine, "placed", place)
    figures = torch.tensor([-20.0, *[0.0] * (len(FIGURES) - 1)])
    portraits = tuple(Portrait("", figures, torch.ones(len(FIGURES)), wide) for wide in (0.1, 0.5))
    words = torch.eye(2, TEXT_CHANNELS)
    model = replace(tiny_model(), usual=Usual(words, torch.arange(2), portraits))
    generator = Generator(model)
    state, add = generator.start(), torch.zeros(8, CHANNELS.count)
    louder = add.clone()
    louder[:, CHANNELS.loudness] = 0.5
    for word, told in ((words[0], add), (words[1], add), (words[1], louder)):
        text = word.expand(TEXT_TOKENS, TEXT_CHANNELS).clone()
        generator.latents(Plan(state.stream.frame, 8, 3, 1, {}, text, told), state)
    assert asked == pytest.approx([0.1, 0.5, 0.5], abs=0.01)
