"""A key where nobody sets one: the prompt's, else a seed's own, which moves to its neighbours."""

from __future__ import annotations

import pytest
import torch

from instrument.conditioning import CHANNELS, TextEncoder, key_input
from instrument.controls import Change
from instrument.engine.planner import Planner
from instrument.engine.tonality import STAY_S, told
from instrument.keys import KEYS
from instrument.model import load_tempo
from instrument.units import Rates

ENCODER, TEMPO, RATES = TextEncoder(), load_tempo(), Rates()


def playing(*changes: Change, prompt: str = "ambient pad") -> Planner:
    planner = Planner(ENCODER, tempo=TEMPO)
    planner.receive([Change(None, "prompt", 0, [prompt, 1.0]), *changes], 0)
    return planner


def channels(key: str) -> torch.Tensor:
    return key_input(*KEYS[key])


@pytest.mark.parametrize(
    ("prompts", "key"),
    [
        ([("ambient pad in A minor", 1.0)], "Am"),
        ([("trance synth arpeggio in B major", 1.0)], "B"),
        ([("piano, F# dorian", 0.3), None, ("strings in Db major", 0.7)], "C#"),
        ([("lead in D Minor", 0.0), ("pad in G min", 0.2)], "Gm"),
        ([("E\u266d lydian pad", 1.0)], "Eb"),
    ],
)
def test_a_prompt_can_say_it(prompts, key):
    assert {told(prompts, seed, 0.0) for seed in range(12)} == {key}
    assert told(prompts, 0, 10 * STAY_S) == key


@pytest.mark.parametrize(("mode", "minor"), [("minor", True), ("major", False)])
def test_a_prompt_can_say_the_mode_alone(mode, minor):
    for text in (f"music box in a {mode} key", f"Sad choir, {mode}"):
        keys = {told([(text, 1.0)], seed, 0.0) for seed in range(40)}
        assert all(key.endswith("m") == minor for key in keys)
        assert len(keys) > 8


@pytest.mark.parametrize("text", ["A miner's song", "a major hit, a minor flaw in C", "B flat"])
def test_other_words_name_no_key(text):
    assert len({told([(text, 1.0)], seed, 0.0) for seed in range(40)}) > 8


def test_seeds_have_their_own_and_it_goes_to_neighbours_as_time_goes_on():
    assert len({told([("pad", 1.0)], seed, 0.0) for seed in range(200)}) == len(KEYS)
    moves, visited = [], set()
    for turn in range(100):
        before, after = (told([("pad", 1.0)], 3, (turn + k) * STAY_S) for k in (0, 1))
        fifths = 7 * (KEYS[after][0] - KEYS[before][0]) % 12
        moves.append(min(fifths, 12 - fifths))
        visited.add(after)
        assert before == told([("pad", 1.0)], 3, turn * STAY_S + 0.99 * STAY_S)
    assert max(moves) <= 2, "at most two fifths away"
    assert sum(move > 0 for move in moves) > 20
    assert 5 <= len(visited) <= 10


def test_every_frame_is_told_it_plainly_and_it_takes_no_row():
    planner = playing()
    plan = planner.plan(0, 8, 8)
    assert torch.equal(plan.add[:, CHANNELS.key], channels(planner.tonality).expand(8, -1))
    assert set(plan.guidance) == {"text"}
    assert planner.rows(0) == 2


def test_what_is_asked_goes_before_it_in_its_own_strength_and_can_be_let_go():
    planner = playing(Change(None, "key", 0, "Ebm"))
    plan = planner.plan(0, 8, 8)
    assert torch.equal(plan.add[0, CHANNELS.key], channels("Ebm"))
    assert plan.guidance["key"] == 4.0
    assert planner.rows(0) == 3
    planner.receive([Change(None, "free", 0, "key")], 8)
    plan = planner.plan(8, 8, 8)
    assert torch.equal(plan.add[0, CHANNELS.key], channels(planner.tonality))
    assert "key" not in plan.guidance


@pytest.mark.parametrize("change", [("mode", "jam"), ("mode", "delay"), ("note", [60, 0.8])])
def test_who_plays_has_the_key(change):
    plan = playing(Change(None, change[0], 0, change[1])).plan(0, 8, 8)
    assert not plan.add[:, CHANNELS.key].any()


def test_nothing_is_told_without_a_prompt():
    assert not Planner(ENCODER, tempo=TEMPO).plan(0, 8, 8).add[:, CHANNELS.key].any()


def test_the_same_seed_has_the_same_key_however_blocks_are_cut():
    def line(block: int) -> torch.Tensor:
        planner = playing(Change(None, "seed", 0, 17))
        plans = [planner.plan(first, block, block) for first in range(0, 48, block)]
        return torch.cat([plan.add[:, CHANNELS.key] for plan in plans])

    assert torch.equal(line(8), line(24))
