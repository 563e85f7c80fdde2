"""Measure `taught`: has a LoRA brought the model to the sounds that it learned, and do the other
prompts still mean what they meant? Both beside the model that it lies on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from instrument.engine.generator import Generator
from instrument.evaluation import prompts
from instrument.evaluation.distances import Clips, distances
from instrument.evaluation.play import RATES, Ask
from instrument.evaluation.session import Session
from instrument.model import load
from instrument.train import sounds

TAKES = 24
"""Takes of what was taught, and at most as many stretches of the sounds themselves."""
FAMILY_SEEDS = 4
EACH_S = 60.0
"""So much of a file is compared with at most, so that no long one is all there is."""


def asks(captions: list[str], takes: int) -> list[Ask]:
    """Takes of the prompts that mean the sounds, in turn."""
    return [Ask(captions[i % len(captions)], prompts.SECONDS, seed=i) for i in range(takes)]


def stretches(folder: Path, most: int = TAKES) -> list[np.ndarray]:
    """The sounds of a folder, joined and cut into pieces [N, 2] as long as a take; `most` of them,
    evenly from all. What cannot be read is passed over; UserError where there is nothing."""
    length = RATES.samples(prompts.SECONDS)
    whole = np.concatenate([np.zeros((0, 2), np.float32), *_read(folder)])
    whole = np.tile(whole, (max(1, -(-length // max(1, len(whole)))), 1))
    count = len(whole) // length
    chosen = np.unique(np.linspace(0, count - 1, min(most, count)).astype(int))
    return [whole[i * length : (i + 1) * length] for i in chosen]


def _read(folder: Path) -> Iterator[np.ndarray]:
    for path in sounds.find(folder):
        left: int = RATES.samples(EACH_S)
        try:
            for piece in sounds.stereo(path):
                yield piece[:left]
                left -= len(piece)
                if left <= 0:
                    break
        except (ValueError, RuntimeError):
            continue


def moved(real: Clips, made: Clips, plain: Clips) -> dict:
    """Distances from the sounds of what the taught model makes, and of what the model below it
    does with the same prompts (`base`)."""
    keys = ("frechet", "kernel", "p", "cases")
    rows = {"": distances(made, real), "base_": distances(plain, real)}
    return {name + key: row.get(key) for name, row in rows.items() for key in keys}


def measure(session: Session) -> dict:
    """A LoRA beside its base: distance to the sounds that it learned, and families by prompt;
    needs those sounds."""
    taught = session.stage
    about = taught.generator.model.provenance.get("lora")
    if about is None:
        return {"left_out": "it needs a model that learned sounds: give --model"}
    if session.sounds is None:
        return {"left_out": "it needs the sounds that were learned: give --sounds"}
    plain = replace(taught, generator=Generator(load(str(about["base"]))), keep=0)
    kept, names = session.reference.kept, prompts.families()
    real = [session.places(sound)[:, :kept] for sound in stretches(session.sounds)]
    wanted = prompts.wishes(session.count(FAMILY_SEEDS))
    others, own = prompts.asks(wanted), asks(about["captions"], session.count(TAKES))
    places = [
        [session.places(stage.play(ask)) for stage in (taught, plain)]
        for ask in session.each([*own, *others])
    ]
    near, far = places[: len(own)], places[len(own) :]
    figures = moved(real, *([row[i][:, :kept] for row in near] for i in range(2)))
    for name, i in ("families", 0), ("base_families", 1):
        heard = [session.reference.family(row[i], names) for row in far]
        figures[name] = prompts.adherence(heard, wanted[: len(heard)])["right"] if heard else None
    return figures | {"prompts": about["captions"]}
