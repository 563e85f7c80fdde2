"""The delay line: what comes back when, how loud, and that it may go on for ever."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from instrument.controls import Change
from instrument.engine.delay import (
    CEILING,
    Delay,
    Line,
    begin,
    levelled,
    longest_block,
    new_line,
    passes,
    remember,
)
from instrument.engine.generator import Generator
from instrument.engine.listener import Listener, Recorded
from instrument.engine.planner import Planner
from instrument.model import load, load_codec
from instrument.nn import blend
from instrument.nn.analysis import BANDS, FRAME, HOPS, LATENTS, SAMPLE_RATE, STEREO_BANDS
from instrument.nn.blend import Powers, added, levels, powers
from instrument.nn.vocoder import DELAY
from instrument.offline.render import blocks
from tests.models import tiny_model

ANALYSIS = load_codec().analysis
RATE = SAMPLE_RATE
BLOCK = 8


def latents_of(sound: np.ndarray) -> torch.Tensor:
    with torch.inference_mode():
        return ANALYSIS.encode(torch.from_numpy(sound.T.astype(np.float32))[None])[0]


def impulses(seconds: float, every: float) -> np.ndarray:
    sound = np.zeros((round(seconds * RATE), 2))
    for at in np.arange(0.1, seconds, every):
        sound[round(at * RATE) : round(at * RATE) + 48] = 0.9
    return sound


def noise(seconds: float, level: float = 0.1) -> np.ndarray:
    return np.random.default_rng(2).normal(size=(round(seconds * RATE), 2)) * level


def run(heard: torch.Tensor, frames: int, seconds: float, feedback: float, **more) -> torch.Tensor:
    """The line alone, no network: latents [T, C] of what comes back."""
    silence = latents_of(np.zeros((FRAME, 2)))
    heard = torch.cat([heard, silence.expand(max(0, frames - len(heard)), -1)])
    line, made = new_line(0), []
    for first in range(0, frames, BLOCK):
        part = Delay(heard[first : first + BLOCK], seconds, 0.0, feedback, **more)
        latents, asked = begin(ANALYSIS, line, part, first)
        remember(line, latents, asked)
        made.append(latents[0])
    return torch.cat(made)


def latents_of_powers(sound: Powers) -> torch.Tensor:
    return blend.latents_of(ANALYSIS, sound)


def level(latents: torch.Tensor) -> torch.Tensor:
    """Power of each hop."""
    return levels(ANALYSIS, powers(ANALYSIS, latents[None]))[0]


def centre(hops: torch.Tensor) -> tuple[float, float]:
    """Where the sound lies in some hops, and how much there is."""
    return float((hops * torch.arange(len(hops))).sum() / hops.sum()), float(hops.sum())


def test_sounds_add_as_sounds_do():
    one, other = latents_of(noise(2, 0.1)), latents_of(noise(2, 0.05)[::-1])
    both = added(ANALYSIS, [(one[None], 1.0), (other[None], 1.0)])[0]
    rise = 10 * torch.log10(level(both).mean() / level(one).mean())
    assert float(rise) == pytest.approx(10 * np.log10(1.25), abs=0.2)
    half = added(ANALYSIS, [(one[None], 0.5)])[0]
    assert float(level(half).mean() / level(one).mean()) == pytest.approx(0.25, rel=0.05)


def test_where_a_sound_stands_is_weighed_by_its_power():
    left, right = noise(2), noise(2)
    left[:, 1], right[:, 0] = 0.0, 0.0
    a, b = latents_of(left)[None], latents_of(right)[None]

    def balance(latents: torch.Tensor) -> float:
        return float(ANALYSIS.expand(latents)[1][..., 2:10].mean())

    assert balance(a) < -0.8
    assert balance(b) > 0.8
    assert abs(balance(added(ANALYSIS, [(a, 1.0), (b, 1.0)]))) < 0.15
    assert balance(added(ANALYSIS, [(a, 1.0), (b, 0.25)])) < -0.6


def test_without_feedback_what_comes_back_is_what_was_heard():
    heard = latents_of(noise(1))
    assert torch.equal(run(heard, 16, 0.5, 0.0), heard[:16])


@pytest.mark.parametrize("seconds", [0.5, 0.613, 1.0])
def test_repeats_come_in_time_and_lose_what_the_feedback_takes(seconds):
    sound = noise(0.3, 1e-4)
    sound[4000:7000] += noise(3000 / RATE, 0.3)
    frames = round(10 * seconds * RATE / FRAME)
    hops = level(run(latents_of(sound), frames, seconds, 0.7))
    place, size = centre(hops[:30])
    for n in range(1, 8):
        due = n * seconds * RATE / 512
        at, there = centre(hops[int(due) : int(due) + 30])
        assert at + int(due) - due == pytest.approx(place, abs=1.0), f"repeat {n}"
        lost = 10 * np.log10(there / size)
        assert lost == pytest.approx(20 * n * np.log10(0.7), abs=1.5), f"repeat {n}"


def test_ten_minutes_of_feedback_neither_grow_nor_turn_to_noise():
    frames, seconds = 14_064, 2.0
    heard = latents_of(np.tile(impulses(4, 0.5) + noise(4, 0.003), (4, 1)))
    made = run(heard.repeat(frames // len(heard) + 1, 1), frames, seconds, 0.9)
    minute = len(made) // 10
    parts = [made[i * minute : (i + 1) * minute] for i in range(1, 10)]
    means = [10 * float(torch.log10(level(p).mean())) for p in parts]
    assert max(means) - min(means) < 3.0
    flat = [flatness(p) for p in parts]
    assert flat[-1] < flat[0] + 0.02


def flatness(latents: torch.Tensor) -> float:
    mel = powers(ANALYSIS, latents[None]).mel[0] + 1e-9
    return float((mel.log().mean(-1).exp() / mel.mean(-1)).mean())


def test_a_network_that_shouts_does_not_raise_the_level():
    """Repeats are three times as strong as was asked for: their level still falls as it should."""
    heard = latents_of(noise(0.6))
    line, seen = new_line(0), []
    silence = latents_of(np.zeros((FRAME, 2))).expand(BLOCK, -1)
    for first in range(0, 400, BLOCK):
        part = heard[first : first + BLOCK] if first < 8 else silence
        made, asked = begin(ANALYSIS, line, Delay(part, 0.5, 0.5, 0.8), first)
        loud = added(ANALYSIS, [(made, 3.0)])
        remember(line, loud, asked)
        seen.append(float(level(loud[0]).mean()))
    assert max(seen[10:]) < 0.3 * max(seen[:4])
    assert max(seen[-10:]) < 1e-3 * max(seen[:4])


def test_a_network_that_prefers_a_band_does_not_leave_it_alone():
    """Each time round one band is made twice as strong as was asked for, and all that is in it
    keeps its place: after a hundred rounds it is as much stronger as after ten."""
    heard = latents_of(noise(4)).repeat(40, 1)
    preferred = torch.ones(STEREO_BANDS)
    preferred[7] = 2.0
    line, shares = new_line(0), []
    for first in range(0, 1200, BLOCK):
        part = Delay(heard[first : first + BLOCK], 0.5, 0.5, 0.9)
        made, asked = begin(ANALYSIS, line, part, first)
        remember(line, latents_of_powers(powers(ANALYSIS, made).tilted(preferred)), asked)
        out = levelled(ANALYSIS, line, BLOCK, 0.9)
        band = powers(ANALYSIS, out).mel[..., 7 * BANDS // STEREO_BANDS :][..., :8].sum()
        shares.append(float(band / powers(ANALYSIS, out).mel.sum()))
    early, late = (np.mean(shares[a:b]) for a, b in ((30, 40), (-10, None)))
    assert 10 * np.log10(late / early) < 0.5
    assert late < 4 * shares[0]


@pytest.mark.parametrize(("gain", "left"), [(1.7, 1.0), (0.8, 1.0), (4.0, 4.0)])
def test_what_the_network_makes_too_loud_is_heard_as_loud_as_it_should_be(gain, left):
    """As far as four times the power goes."""
    heard = latents_of(noise(2))
    line = new_line(0)
    for first in range(0, 40, BLOCK):
        made, asked = begin(ANALYSIS, line, Delay(heard[first : first + BLOCK], 0.5, 0.5), first)
        remember(line, added(ANALYSIS, [(made, gain)]), asked)
        out = levelled(ANALYSIS, line, BLOCK, 0.5)
    assert float(level(out[0]).mean() / asked.sum(-1).mean()) == pytest.approx(left, rel=0.1)


def test_feedback_of_one_makes_room_for_what_is_new():
    made = run(latents_of(noise(4, 0.2)).repeat(20, 1), 1400, 1.0, 1.0)
    assert float(level(made).mean()) < CEILING * 1.3


def test_frozen_it_goes_round_and_lets_nothing_in():
    line = new_line(0)
    heard = latents_of(impulses(8, 0.31))
    for first in range(0, 24, BLOCK):
        remember(line, *begin(ANALYSIS, line, Delay(heard[first : first + BLOCK], 0.5, 0.0), first))
    held = level(line.latents[0][-12:])
    loud = latents_of(noise(2, 0.5))[:BLOCK]
    for first in range(24, 24 + 50 * BLOCK, BLOCK):
        part = Delay(loud, 0.512, 0.0, 0.3, frozen=True)
        remember(line, *begin(ANALYSIS, line, part, first))
    after = level(line.latents[0][-12:])
    assert 10 * abs(float(torch.log10(after.mean() / held.mean()))) < 1.5
    turned = (24 + 50 * BLOCK - 24) % 12
    assert float(torch.corrcoef(torch.stack([after.roll(HOPS * turned), held]))[0, 1]) > 0.9


def test_a_line_that_was_left_is_silent_where_it_was_not():
    line = new_line(0)
    remember(line, latents_of(noise(1))[None, :16], torch.ones(16, STEREO_BANDS))
    silence = latents_of(np.zeros((8 * FRAME, 2)))
    begin(ANALYSIS, line, Delay(silence, 0.5, 0.0, 0.5), 30)
    assert line.end == 30
    assert len(line.asked) == line.latents.shape[1] == 30
    assert float(level(line.latents[0, 20:]).max()) < 1e-5
    begin(ANALYSIS, line, Delay(silence, 0.5, 0.0, 0.5), 10)  # another stream
    assert (line.end, len(line.asked)) == (10, 0)


def test_a_state_of_the_line_is_a_copy():
    line = new_line(0)
    copy = line.clone()
    remember(line, torch.ones(1, 4, LATENTS), torch.ones(4, STEREO_BANDS))
    assert isinstance(copy, Line)
    assert copy.end == 0


def test_blocks_are_shorter_than_the_way_round():
    assert longest_block(0.1) == 2
    assert longest_block(2.0) == 46


def test_effort_is_what_the_network_does():
    assert passes(4, 0.5, 1.0) == passes(4, 0.0, 0.5) == passes(4, 0.3, 0.0) == 4
    assert passes(4, 0.5, 0.5) == 8
    assert passes(4, 0.0, 1.0) == 1


# Through planner and generator


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(tiny_model())


def play(generator: Generator, sound: np.ndarray, frames: int, *changes: Change) -> torch.Tensor:
    listener = Listener(generator.model.codec.analysis, Recorded(sound.astype(np.float32)))
    planner = Planner(generator.model.encoder, listener=listener)
    planner.receive([Change(None, "mode", 0, "delay"), *changes], 0)
    state, made, at = generator.start(), [], 0
    while at < frames:
        plan = planner.plan(at, frames - at)
        made.append(generator.latents(plan, state)[0])
        assert len(state.stream.blocks) <= 1, "the past is taken in, whether the network plays"
        at += plan.frames
    return torch.cat(made)


def test_at_blur_zero_the_input_itself_comes_back(generator):
    sound = noise(4)
    made = play(generator, sound, 90, Change(None, "delay/blur", 0, 0.0))
    shifted = np.concatenate([np.zeros((2 * RATE, 2)), sound])[: 90 * FRAME]
    wanted = generator.model.codec.analysis.encode(
        torch.from_numpy(shifted.T.astype(np.float32))[None]
    )[0]
    assert torch.allclose(made[:88], wanted[:88], atol=1e-3)


def test_blur_and_mix_lead_from_the_input_to_free_music(generator):
    def with_(blur: float, mix: float) -> torch.Tensor:
        changes = [Change(None, "delay/blur", 0, blur), Change(None, "delay/mix", 0, mix)]
        return play(generator, noise(4), 64, *changes)[48:]

    itself, free = with_(0.0, 1.0), with_(1.0, 1.0)
    distance = [float((with_(b, 1.0) - itself).norm()) for b in (0.02, 0.3, 0.9)]
    assert distance == sorted(distance)
    assert torch.allclose(with_(0.0, 0.0), free, atol=1e-4)
    assert not torch.allclose(with_(0.0, 0.5), itself, atol=1e-2)


def test_a_switch_of_mode_lands_on_its_frame_and_ends_notes(generator):
    listener = Listener(generator.model.codec.analysis, Recorded(noise(4).astype(np.float32)))
    planner = Planner(generator.model.encoder, listener=listener)
    planner.receive([Change(None, "note", 0, [60, 1.0])], 0)
    planner.receive([Change(11 * FRAME, "mode", 0, "delay")], 0)
    planner.receive([Change(14 * FRAME, "mode", 0, "text")], 0)
    plans, at = [], 0
    while at < 24:
        plans.append(planner.plan(at, 48))
        at += plans[-1].frames
    assert [p.first for p in plans if p.delay is not None] == [11]
    assert [p.first for p in plans] == [0, 8, 11, 14, 22]
    assert planner.controls.notes is None


def test_a_switch_of_mode_does_not_click():
    """Differences of high order are small in tones and large at a joint: a leap shows as six times
    itself. Near the switches there is none of a fiftieth of the level."""
    model = load()
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(6 * RATE) / RATE)
    heard = np.stack([tone, tone], 1).astype(np.float32)
    listener = Listener(model.codec.analysis, Recorded(heard))
    turns = {40: "delay", 60: "text", 85: "delay", 100: "sketch"}
    values = {"delay/blur": 0.0, "delay/time": 0.5, "steps": 2, "guidance": 1.0, "block": 24}
    changes = [Change(None, key, 0, value) for key, value in values.items()]
    changes += [Change(frame * FRAME, "mode", 0, mode) for frame, mode in turns.items()]
    changes.append(Change(None, "prompt", 0, ["warm pad", 1.0]))
    sound = np.concatenate(list(blocks(Generator(model), changes, 120, 24, listener)))
    places = [frame * FRAME + DELAY for frame in turns]
    edges = np.abs(np.diff(sound, n=4, axis=0)).max(1)
    for place in places:
        before, after = sound[place - 4 * FRAME : place], sound[place + 2 * FRAME :][: 4 * FRAME]
        level = max(np.sqrt(np.square(part).mean()) for part in (before, after))
        assert np.sqrt(np.square(after).mean()) > 1e-3, "it goes on"
        assert edges[place - FRAME : place + FRAME].max() < 6 * level / 50


def test_repeats_end_with_the_mode(generator):
    state = generator.start()
    listener = Listener(generator.model.codec.analysis, Recorded(noise(4).astype(np.float32)))
    planner = Planner(generator.model.encoder, listener=listener)
    planner.receive([Change(None, "mode", 0, "delay")], 0)
    generator.latents(planner.plan(0, 8), state)
    assert state.line is not None
    fork = state.clone()
    planner.receive([Change(None, "mode", 0, "text")], 8)
    generator.latents(planner.plan(8, 8), state)
    assert state.line is None
    assert fork.line is not None
