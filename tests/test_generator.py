"""The generator: the same plans give the same sound, states fork, the past can be resumed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.engine.generator import CONTROLS, Generator
from instrument.engine.plan import Plan
from instrument.engine.take import CACHES, KEPT, Take
from tests.models import tiny_model


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(tiny_model())


def plan(frames: int, *, guidance=None, seed: int = 1, reset: bool = False, text: float = 1.0):
    words = torch.full((TEXT_TOKENS, TEXT_CHANNELS), text)
    add = torch.zeros(frames, CHANNELS.count)
    return Plan(0, frames, 3, seed, guidance or {}, words, add, reset)


def play(generator, state, lengths, **kwargs) -> np.ndarray:
    made = [generator.sound(generator.latents(plan(n, **kwargs), state), state) for n in lengths]
    return np.concatenate(made)


def test_the_same_again(generator):
    one = play(generator, generator.start(), [5, 8, 1])
    assert np.array_equal(one, play(generator, generator.start(), [5, 8, 1]))
    assert not np.array_equal(one, play(generator, generator.start(), [5, 8, 1], seed=2))
    assert one.shape == (14 * 2048, 2)
    assert np.isfinite(one).all()


def test_a_clone_goes_on_alike_and_apart(generator):
    state = generator.start()
    play(generator, state, [8, 8])
    fork = state.clone()
    assert np.array_equal(play(generator, state, [4, 4]), play(generator, fork, [4, 4]))


def test_blocks_longer_than_the_context_and_many_of_them(generator):
    state = generator.start()
    play(generator, state, [48, 48, 1, 1, 7])
    assert state.stream.cache.length <= generator.model.context
    assert state.past.shape[1] == generator.model.context


def test_a_network_may_see_less_than_is_kept(generator):
    """What lies beyond its sight is kept, for freeze and for a new engine, and changes nothing."""
    short = Generator(replace(generator.model, sight=8))
    state = short.start()
    play(short, state, [8, 8, 8, 8])
    assert state.stream.cache.length <= 8
    assert state.past.shape[1] == short.model.context == 32
    other = torch.cat([torch.randn_like(state.past[:, :24]), state.past[:, 24:]], 1)
    plays = [short.resume(past, 32) for past in (state.past, other)]
    one, two = (short.latents(plan(4), s) for s in plays)
    assert torch.equal(one, two)
    far = [generator.resume(past, 32) for past in (state.past, other)]
    one, two = (generator.latents(plan(4), s) for s in far)
    assert not torch.equal(one, two)


@pytest.mark.parametrize("control", [None, *CONTROLS])
def test_noise_swells_where_nothing_says_what_music_it_is_to_be(generator, control):
    asked = plan(8)
    if control is not None:
        asked.add[:, getattr(CHANNELS, control)] = 1.0
    plays = []
    for swell in (1.0, 2.0):
        sampling = replace(generator.model.sampling, swell=swell)
        one = Generator(replace(generator.model, sampling=sampling))
        plays.append(one.latents(asked, one.start()))
    assert torch.equal(*plays) == (control is not None)


def test_guidance_may_come_and_go(generator):
    state = generator.start()
    for guidance in ({}, {"text": 2.0}, {"text": 2.0, "density": 1.5}, {"text": 3.0}, {}):
        assert np.isfinite(play(generator, state, [4], guidance=guidance)).all()


def test_guidance_of_one_is_no_guidance(generator):
    plain = generator.latents(plan(6), generator.start())
    guided = generator.latents(plan(6, guidance={"text": 1.0}), generator.start())
    assert torch.allclose(plain, guided, atol=1e-4)
    strong = generator.latents(plan(6, guidance={"text": 4.0}), generator.start())
    assert not torch.allclose(plain, strong, atol=1e-3)


def test_text_is_heard(generator):
    one = generator.latents(plan(6), generator.start())
    other = generator.latents(plan(6, text=-1.0), generator.start())
    assert not torch.allclose(one, other, atol=1e-3)


def test_a_new_engine_goes_on_from_the_past(generator):
    """What is resumed from latents sounds as what was never interrupted, but for the controls of
    the past, which the latents do not tell."""
    state = generator.start()
    play(generator, state, [16, 16])
    resumed = generator.resume(state.past, state.stream.frame)
    same = generator.latents(plan(4), state)
    again = generator.latents(plan(4), resumed)
    assert resumed.stream.frame == state.stream.frame
    assert float((same - again).norm() / same.norm()) < 0.35
    a, b = generator.sound(same, state), generator.sound(same, resumed)
    assert np.abs(a[4096:] - b[4096:]).max() < 1e-3


def test_reset_forgets_the_past_but_not_the_sound(generator):
    state = generator.start()
    play(generator, state, [16])
    generator.latents(plan(4, reset=True), state)
    assert state.past.shape[1] == 4
    assert state.stream.frame == 20
    assert state.decode.frame == 16


def test_who_keeps_resetting_needs_no_more_memory_and_begins_as_anew(generator):
    state = generator.start()
    play(generator, state, [16, 8])
    room = state.stream.cache.k.data_ptr()
    for _ in range(8):
        mark = state.mark()
        made = generator.latents(plan(4, reset=True), state)
        assert state.stream.cache.k.data_ptr() == room
        assert torch.allclose(made, generator.latents(plan(4), generator.start(mark.stream.frame)))
    again = generator.latents(plan(4, reset=True), mark)
    assert torch.equal(made, again), "and the way back stays open"


def test_guidance_that_comes_and_goes_keeps_few_caches_and_a_way_back(generator):
    take = Take(generator, generator.start())
    made = []
    for k in range(12):
        guidance = {"text": 2.0, **({"density": 1.5} if k % 2 else {})}
        made.append(take.make(plan(4, guidance=guidance)))
        kept = {id(s.stream.cache.k) for m in take.made for s in (m.before, m.after)}
        assert len(kept) <= CACHES
    assert take.earliest() <= take.frame - 4
    take.cut(take.frame - 4)
    assert np.array_equal(take.make(plan(4, guidance=guidance)), made[-1])
    for _ in range(KEPT):
        take.make(plan(1, guidance=guidance))
    assert take.earliest() == take.frame - KEPT, "where it stays, all blocks can be gone back into"


def test_guidance_leads_away_from_no_prompt_and_from_the_one_before(generator):
    """Each in a row of its own; without a strength there is none."""
    left = torch.full((TEXT_TOKENS, TEXT_CHANNELS), -1.0)
    made = []
    for guidance in ({"text": 2.0}, {"text": 2.0, "leaving": 2.0}, {"leaving": 2.0}):
        state = generator.start()
        made.append(generator.latents(replace(plan(8, guidance=guidance), leaving=left), state))
        assert state.stream.cache.k.shape[1] == 1 + len(guidance)
    assert not torch.equal(made[0], made[1])
    assert not torch.equal(made[1], made[2])
    assert torch.equal(
        made[0], generator.latents(plan(8, guidance={"text": 2.0}), generator.start())
    )
