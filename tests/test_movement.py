"""Drums that have become a roar are known, and forgotten; what was never lively, or is no louder,
is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.engine import generator as engine
from instrument.engine.generator import Generator
from instrument.engine.level import NEAR
from instrument.engine.movement import EVERY, LIVELY, SPAN, Movement
from instrument.engine.plan import Plan
from instrument.levels import Levels
from tests.models import tiny_model
from tests.test_level import ANALYSIS, music

HOME = -18.0
DRUMS = torch.cat([music(HOME + 5.0, 2), music(HOME - 12.0, 4)] * (SPAN // 6 + 1), 1)[:, :SPAN]
ROAR = music(HOME + NEAR + 1.5, SPAN)


def after(past: torch.Tensor, times: int, movement: Movement, home: float = HOME) -> Movement:
    for _ in range(times):
        movement = movement.after(ANALYSIS, past, EVERY, home)
    return movement


def test_drums_that_become_a_roar_are_known():
    drums = after(DRUMS, 40, Movement())
    assert drums.usual > LIVELY
    assert not drums.roars
    assert after(ROAR, 1, drums).roars
    assert after(ROAR, 15, drums).roars, "and for as long as a minute later"
    assert not after(DRUMS, 1, after(ROAR, 1, drums)).roars
    short = drums.after(ANALYSIS, ROAR, 4, HOME)
    assert not short.roars, "short blocks do not wait for it"
    for _ in range(EVERY // 4):
        short = short.after(ANALYSIS, ROAR, 4, HOME)
    assert short.roars


def test_what_is_no_roar_is_left_alone():
    drums = after(DRUMS, 40, Movement())
    assert not after(music(HOME, SPAN), 1, drums).roars, "no louder than its music is"
    assert not after(ROAR, 60, Movement()).roars, "a pad was never lively"
    assert not after(ROAR, 1, drums, HOME + 4.0).roars, "another prompt"
    assert not after(ROAR[:, : SPAN - 1], 1, drums).roars, "too short to tell"
    assert after(DRUMS, 3, Movement()).usual == 0.0, "a beginning tells nothing"


@pytest.mark.parametrize(("asked", "forgets"), [(None, True), ("density", False)])
def test_a_stream_that_roars_begins_anew(monkeypatch, asked, forgets):
    words = torch.eye(1, TEXT_CHANNELS)
    model = replace(tiny_model(), levels=Levels(words, torch.tensor([HOME])))
    generator, add = Generator(model), torch.zeros(24, CHANNELS.count)
    if asked:
        add[:, getattr(CHANNELS, asked)] = 1.0
    state = generator.start()
    text = words.expand(TEXT_TOKENS, TEXT_CHANNELS).clone()

    class Roaring(Movement):
        def after(self, *_) -> Movement:
            return Movement(roars=True)

    monkeypatch.setattr(engine, "Movement", Roaring)
    monkeypatch.setattr(generator, "_has_faded", lambda *_: False)
    generator.latents(Plan(state.stream.frame, 24, 3, 1, {}, text, add), state)
    assert (state.past.shape[1] == 0) == forgets
    assert state.stream.frame == 24, "the sound goes on"
