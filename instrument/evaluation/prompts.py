"""Measure `prompts`: is what is heard of the family that was asked for?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from instrument.config import Section
from instrument.evaluation.play import Ask
from instrument.evaluation.reference import Reference

FILE = Path(__file__).with_name("prompts.yaml")
SECONDS = 9.0
"""Three patches."""

MEANT = {
    "acid bass": "acid",
    "ambient pad": "pad",
    "bass line": "bass",
    "choir": "choir",
    "drum loop": "drums",
    "mallets": "mallet",
    "plucked melody": "pluck",
    "solo piano": "piano",
    "string ensemble": "strings",
    "synth arpeggio": "arp",
    "synth lead": "lead",
    "techno drums": "drums",
}
"""The families of the prompts that controls are asked of, and of those of streams."""


@dataclass(frozen=True)
class Wish:
    """A prompt and the family that it means; `other`: a paraphrase that is in no caption."""

    family: str
    text: str
    other: bool
    seed: int


def wishes(seeds: int) -> list[Wish]:
    """`seeds` takes of each family, plain phrases and paraphrases in turn; families take turns, so
    that the first of them are a fair part of all."""
    top = Section.parse(FILE.read_text(encoding="utf-8"), FILE.name)
    phrases = {}
    for family, kinds in top.items():
        phrases[family] = (kinds.texts("plain"), kinds.texts("other"))
        kinds.finish()
    out = []
    for seed in range(seeds):
        for family, kinds in phrases.items():
            texts = kinds[seed % 2]
            out.append(Wish(family, texts[seed // 2 % len(texts)], bool(seed % 2), seed))
    return out


def families() -> tuple[str, ...]:
    """The families that are asked for, by name, in order."""
    return tuple(sorted({w.family for w in wishes(1)}))


def asks(wanted: Iterable[Wish]) -> list[Ask]:
    """The takes of wishes."""
    return [Ask(w.text, SECONDS, seed=w.seed) for w in wanted]


def kept(asked: Iterable[str], heard: Iterable[str]) -> float | None:
    """The part of takes that are of the family that their prompts mean, whatever else is asked."""
    return _part(np.array([MEANT[a] == h for a, h in zip(asked, heard, strict=True)]))


def adherence(heard: list[str], wanted: list[Wish]) -> dict:
    """Families heard against wishes: the part that is right, in all and by kind, and what it would
    be with the wishes shuffled (exactly: over all pairs)."""
    right = np.array([h == w.family for h, w in zip(heard, wanted, strict=True)])
    other = np.array([w.other for w in wanted])
    taken: dict[str, list[str]] = defaultdict(list)
    for h, w in zip(heard, wanted, strict=True):
        taken[w.family].append(h)
    names = sorted(taken)
    chance = sum(
        (sum(h == n for h in heard) / len(heard)) * (len(taken[n]) / len(heard)) for n in names
    )
    return {
        "right": _part(right),
        "plain": _part(right[~other]),
        "paraphrase": _part(right[other]),
        "shuffled": round(float(chance), 3),
        "cases": len(heard),
        "families": {
            n: {"right": _part(np.array([h == n for h in taken[n]])), "heard": _counts(taken[n])}
            for n in names
        },
    }


def ceiling(reference: Reference) -> dict:
    """The same of real pieces: held-out ones, told by the centroids of the others."""
    names = families()
    held = [p for p in reference.held_out() if p.family in names]
    right = np.array([reference.family(p.places, names) == p.family for p in held])
    return {"right": _part(right), "cases": len(held)}


def _part(right: np.ndarray) -> float | None:
    return round(float(right.mean()), 3) if len(right) else None


def _counts(names: list[str]) -> dict[str, int]:
    return {n: names.count(n) for n in sorted(set(names), key=names.count, reverse=True)}
