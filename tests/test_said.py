"""What a prompt says in so many words: the key and the tempo that the music then has."""

from __future__ import annotations

import pytest
import torch

from instrument.conditioning import CHANNELS, TextEncoder, key_input
from instrument.controls import Change
from instrument.engine import said
from instrument.engine.planner import Planner
from instrument.keys import KEYS
from instrument.model import load_tempo
from instrument.units import Rates

ENCODER, TEMPO, RATES = TextEncoder(), load_tempo(), Rates()


def playing(*changes: Change, prompt: str = "ambient pad in A minor") -> Planner:
    planner = Planner(ENCODER, tempo=TEMPO)
    planner.receive([Change(None, "prompt", 0, [prompt, 1.0]), *changes], 0)
    return planner


def channels(key: str) -> torch.Tensor:
    return key_input(*KEYS[key])


@pytest.mark.parametrize(
    ("prompts", "tempo"),
    [
        ([("techno, 128 bpm", 1.0)], 128.0),
        ([("slow pad 62.5 BPM", 0.2), None, ("drums at 174bpm", 0.8)], 174.0),
        ([("a choir of 100", 1.0)], None),
        ([("drums at 12 bpm", 1.0), ("bass at 90 bpm", 0.0)], None),
        ([], None),
    ],
)
def test_a_prompt_can_say_a_tempo(prompts, tempo):
    assert said.tempo(prompts) == tempo


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
def test_a_prompt_can_say_a_key(prompts, key):
    assert said.key(prompts) == key
    assert key in KEYS


@pytest.mark.parametrize(
    "text", ["A miner's song", "pad in a minor key", "a major hit, a minor flaw in C", "B flat", ""]
)
def test_other_words_name_no_key(text):
    assert said.key([(text, 1.0)]) is None


def test_every_frame_is_told_it_plainly_and_it_takes_no_row():
    planner = playing()
    plan = planner.plan(0, 8, 8)
    assert torch.equal(plan.add[:, CHANNELS.key], channels("Am").expand(8, -1))
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
    assert torch.equal(plan.add[0, CHANNELS.key], channels("Am"))
    assert "key" not in plan.guidance


@pytest.mark.parametrize("change", [("mode", "jam"), ("mode", "delay"), ("note", [60, 0.8])])
def test_who_plays_has_the_key(change):
    plan = playing(Change(None, change[0], 0, change[1])).plan(0, 8, 8)
    assert not plan.add[:, CHANNELS.key].any()


@pytest.mark.parametrize("prompt", ["", "ambient pad"])
def test_none_is_made_up(prompt):
    assert not playing(prompt=prompt).plan(0, 8, 8).add[:, CHANNELS.key].any()
