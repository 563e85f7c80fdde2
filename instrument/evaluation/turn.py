"""Measure `turn`: when the prompt changes at once, how soon has the music changed?

Heard in windows of half a second, each placed on the way from what the old prompt sounds like (0)
to what the new one does (1), the takes in which it stays being the ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from instrument.controls import Change
from instrument.evaluation.embedding import BROAD, QUIET, log_mel
from instrument.evaluation.play import RATES, Ask
from instrument.hearing.onsets import RATE

PAIRS = (
    ("ambient pad", "drum loop"),
    ("string ensemble", "acid bass"),
    ("drums", "choir"),
    ("synth arpeggio", "noise texture"),
    ("bass groove", "mallets"),
    ("voices", "303 acid"),
)
SEEDS = 4
AT_S, SECONDS = 8.0, 16.0
"""The change, when the context is full; the end."""
WINDOW_S = 0.5
AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Ends of the windows that are told, counted from the change."""


@dataclass(frozen=True)
class Turn:
    """One case: from a prompt to another."""

    first: str
    second: str
    seed: int


def turns(seeds: int) -> list[Turn]:
    """`seeds` of each pair; pairs take turns, and every other time they go the other way."""
    return [
        Turn(*(pair if seed % 2 == 0 else pair[::-1]), seed)
        for seed in range(seeds)
        for pair in PAIRS
    ]


def asks(turn: Turn) -> tuple[Ask, Ask, Ask]:
    """The takes of a case: the first prompt alone, the second alone, and the turn."""
    at_once = Change(None, "morph", 0, 0.0)
    change = Change(RATES.samples(AT_S), "prompt", 0, [turn.second, 1.0])
    first, second = (Ask(prompt, SECONDS, seed=turn.seed) for prompt in (turn.first, turn.second))
    return first, second, Ask(turn.first, SECONDS, (at_once, change), turn.seed)


def features(sound: np.ndarray) -> np.ndarray:
    """Sound [N, 2] -> one row for each half second: the spectrum, how much it moves, how much it
    rises [W, D]."""
    size = int(WINDOW_S * RATE)
    rows = []
    for at in range(0, len(sound) - size + 1, size):
        mel, _ = log_mel(sound[at : at + size])
        broad = np.maximum(mel, QUIET).reshape(len(mel), BROAD, -1).mean(2)
        rise = np.maximum(np.diff(broad, axis=0), 0)
        rows.append(np.concatenate([broad.mean(0), broad.std(0), np.log10(rise.mean(0) + 1e-3)]))
    return np.array(rows)


def line(first: np.ndarray, second: np.ndarray, turned: np.ndarray) -> np.ndarray:
    """Where each window of a turn [W, D] lies between those of both takes [W, D] -> [W]. Each
    feature counts by how well it tells the two apart."""
    ends = np.stack([first.mean(0), second.mean(0)])
    spread = first.var(0) + second.var(0) + 1e-3
    axis = (ends[1] - ends[0]) / spread
    return (turned - ends[0]) @ axis / ((ends[1] - ends[0]) @ axis)


def soon(lines: Sequence[np.ndarray]) -> dict:
    """Median position of turns [W] in the windows that end so many seconds after the change, in the
    one that ends with it, and how much of them is half way within the first second."""
    change = round(AT_S / WINDOW_S)
    whole = np.array([each[: round(SECONDS / WINDOW_S)] for each in lines])
    told = {f"{s:g} s": change + round(s / WINDOW_S) - 1 for s in (0.0, *AFTER_S)}
    figures = {name: round(float(np.median(whole[:, at])), 2) for name, at in told.items()}
    early = whole[:, change : change + round(1.0 / WINDOW_S)].max(1) >= 0.5
    return figures | {"half_way_in_1_s": round(float(early.mean()), 2), "cases": len(lines)}
