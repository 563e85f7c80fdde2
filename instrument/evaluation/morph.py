"""Measure `morph`: on the way from one prompt to another, does the music go there step by step?

Heard in windows of three seconds, each placed between what the first prompt sounds like (0) and
what the second does (1). Music moves by itself too: how far it falls back is judged beside takes of
the same length and seeds in which nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from instrument.controls import Change
from instrument.evaluation.embedding import PATCH
from instrument.evaluation.play import RATES, Ask
from instrument.hearing.onsets import RATE
from instrument.nn.analysis import FRAME

MODES = ("text", "sketch", "jam", "delay")
PAIRS = (("ambient pad", "drum loop"), ("string ensemble", "acid bass"))
SEEDS = 4
BEGIN_S, OVER_S, AFTER_S = 6.0, 12.0, 4.0
"""The first prompt alone, the morph, the second alone."""
SECONDS = BEGIN_S + OVER_S + AFTER_S
WINDOW_S, HOP_S = PATCH * FRAME / RATE, 1.0
INPUT = "solo piano"
"""What is played in, in jam and delay mode: a take of this prompt."""
BLUR = 0.75
LINES = ("first alone", "second alone", "on the way")
JOINT = 512
"""Samples around the joint of two blocks."""
_CHORD = (48, 55, 60, 64)


@dataclass(frozen=True)
class Way:
    """One case: two prompts in a mode."""

    mode: str
    first: str
    second: str
    seed: int


def ways(seeds: int, modes: tuple[str, ...] = MODES) -> list[Way]:
    """`seeds` of each mode and pair; modes take turns."""
    return [
        Way(mode, *pair, seed) for seed in range(seeds) for pair in PAIRS for mode in modes
    ]  # fmt: skip


def controls(mode: str) -> list[Change]:
    """What else is asked for in a mode, all the time."""
    if mode == "delay":
        values = {"mode": "delay", "delay/time": 1.0, "delay/blur": BLUR, "delay/feedback": 0.5}
        return [Change(None, key, 0, value) for key, value in values.items()]
    if mode != "sketch":
        return []
    asked = [Change(0, "clock", 0, [120.0, 0.0, 4]), Change(None, "density", 0, 4.0)]
    for beat in range(int(2 * SECONDS)):
        at = RATES.samples(beat / 2)
        pitch = _CHORD[beat % len(_CHORD)]
        asked.append(Change(at, "note", 0, [pitch, 0.8]))
        asked.append(Change(at + RATES.samples(0.4), "note", 0, [pitch, 0.0]))
        asked.append(Change(at, "loudness", 0, -24.0 + 6.0 * (beat % 8) / 7, 0.5))
    return asked


def asks(way: Way, partner: Tensor, heard: np.ndarray) -> tuple[Ask, Ask, Ask]:
    """The takes of a case: the first prompt alone, the second alone, and the way between them.
    `partner` [T, LATENTS + 2] plays along in jam mode, `heard` [N, 2] goes into the delay."""
    plays, comes = partner if way.mode == "jam" else None, heard if way.mode == "delay" else None
    begin = RATES.samples(BEGIN_S)
    turn = [Change(None, "morph", 0, OVER_S), Change(begin, "prompt", 0, [way.second, 1.0])]
    common = controls(way.mode)
    first, second, way_between = (
        Ask(prompt, SECONDS, tuple(changes), way.seed, plays, comes)
        for prompt, changes in (
            (way.first, common), (way.second, common), (way.first, [*common, *turn]),
        )
    )  # fmt: skip
    return first, second, way_between


def windows(sound: np.ndarray) -> list[np.ndarray]:
    """The windows [N, 2] of a take, the first of which is the last before the morph is heard in it;
    the last ends with the take."""
    size, hop = PATCH * FRAME, round(HOP_S * RATE)
    begin = round(BEGIN_S * RATE) - size
    return [sound[at : at + size] for at in range(begin, len(sound) - size + 1, hop)]


def along(places: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How far windows at `places` [W, D] are from where windows of the first prompt lie [N, D] (0)
    to where those of the second do (1)."""
    start, axis = first.mean(0), second.mean(0) - first.mean(0)
    return (places - start) @ axis / np.square(axis).sum()


def fall(line: np.ndarray) -> float:
    """The farthest that a line [W] ever falls back behind where it has been."""
    return float((np.maximum.accumulate(line) - line).max())


def order(line: np.ndarray) -> float:
    """Spearman's rank correlation of a line [W] with time: 1 when it only rises."""
    ranks = np.argsort(np.argsort(line))
    return float(np.corrcoef(ranks, np.arange(len(line)))[0, 1])


def seams(pieces: Sequence[np.ndarray]) -> float:
    """How rough a take in blocks [n, 2] is where one block ends and the next begins, beside how
    rough it is at its other latent frames: 1 is the same, a click at each joint far more. Roughness
    is the largest fourth difference, which leaps make large and tones hardly."""
    sound = np.concatenate(pieces)
    rough = np.abs(np.diff(sound, n=4, axis=0)).max(1)
    joints = np.cumsum([len(piece) for piece in pieces])[:-1]
    between = [at - FRAME // 2 for at in joints if at > FRAME]

    def around(places: Sequence[int]) -> float:
        return float(np.median([rough[at - JOINT : at + JOINT].max(initial=0) for at in places]))

    return around([at for at in joints if at > FRAME]) / (around(between) + 1e-12)


def silence_ms(sound: np.ndarray) -> float:
    """The longest stretch of a take [N, 2] more than 80 dB below its level."""
    level = float(np.sqrt(np.square(sound).mean())) + 1e-9
    loud = np.flatnonzero(np.abs(sound).max(1) > 1e-4 * level)
    edges = np.concatenate(([-1], loud, [len(sound)]))
    return 1e3 * float(np.diff(edges).max() - 1) / RATE


@dataclass(frozen=True)
class Heard:
    """The three takes of a way, as `asks` gives them: where their windows lie [3, W, D], how rough
    the joints of their blocks are, and their longest silences."""

    way: Way
    places: np.ndarray
    seams: tuple[float, ...]
    silences: tuple[float, ...]


def lines(rows: Sequence[Heard]) -> np.ndarray:
    """How far each window is on the way of its own pair of prompts [3, cases, W], in the order of
    `LINES`."""
    out = []
    for row in rows:
        pair = np.concatenate([r.places for r in rows if r.way.first == row.way.first], 1)
        out.append([along(places, pair[0], pair[1]) for places in row.places])
    return np.array(out).swapaxes(0, 1)


def figures(rows: Sequence[Heard]) -> dict:
    """Of the ways of a mode: where their mean begins and ends, how strictly it rises and how far it
    falls back; `fall_still`: how far the takes fall back in which nothing is changed, averaged
    alike. `seams` is the median of all takes, `silence_ms` the longest."""
    first, second, way = lines(rows).mean(1)
    still = max(fall(first), fall(second))
    return {
        "begin": round(float(way[0]), 2),
        "end": round(float(way[-1]), 2),
        "order": round(order(way), 3),
        "fall": round(fall(way), 3),
        "fall_still": round(still, 3),
        "steady": bool(fall(way) <= still),
        "seams": round(float(np.median([r.seams[2] for r in rows])), 2),
        "seams_still": round(float(np.median([r.seams[:2] for r in rows])), 2),
        "silence_ms": round(max(r.silences[2] for r in rows), 1),
        "silence_ms_still": round(max(max(r.silences[:2]) for r in rows), 1),
        "cases": len(rows),
    }
