"""Words for a sound, by the ear of the model: `lmdm describe`.

For each kind of sound it has words for, the network is asked to clean the sound of noise, told that
it is of that kind; the words with which it succeeds best are the ones that it would make this sound
from (a diffusion classifier, arXiv 2303.16203). A prompt that is a sound is found so.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import click
import numpy as np
import torch
from torch import Tensor

from instrument.errors import UserError
from instrument.model import DEFAULT, Model, load_argument
from instrument.nn.analysis import LATENTS, SAMPLE_RATE
from instrument.nn.noise import SeededNoise
from instrument.sounds import read_sound
from instrument.studio.captions import FAMILY_WORDS

KINDS = tuple(words[0] for family, words in FAMILY_WORDS.items() if family != "arrangement")
WINDOW = 96
"""Latent frames that are listened to at a time."""
WINDOWS = 3
LEVELS = (0.7, 0.85, 0.95)
"""Noise levels at which it matters what one is told."""
SHORTEST_S = 0.5
SILENT = 1e-3
CLOSE = 0.8
"""A second kind that helps so much of what the first helps is named with it."""
NICENESS = 5


def gains(model: Model, latents: Tensor) -> dict[str, float]:
    """Kind -> by how much being told it lowers the network's error on latents [T, LATENTS]; the
    best first."""
    told = torch.stack([model.encoder.encode(text) for text in ("", *KINDS)])
    total = torch.zeros(len(told))
    starts = np.linspace(0, max(0, len(latents) - WINDOW), WINDOWS).round().astype(int)
    with torch.inference_mode():
        condition = model.dit.condition(told, told[:, 0])
        for start in sorted(set(starts.tolist())):
            clean = latents[None, start : start + WINDOW]
            frames = clean.shape[1]
            rope = model.dit.rope([*range(frames), 0])
            for turn, level in enumerate(LEVELS):
                noise = SeededNoise(turn, LATENTS)(int(start), frames, 0)
                noisy = ((1.0 - level) * clean + level * noise).expand(len(told), -1, -1)
                at = torch.full((len(told), 1), level)
                tokens = [model.dit.noised(noisy), model.dit.global_tokens(at, condition)]
                hidden = model.dit.body(torch.cat(tokens, 1), rope, condition)
                error = model.dit.velocity(hidden[:, :frames]) - (noise - clean)
                total += error.square().mean((1, 2))
    helped = (total[0] - total[1:]).tolist()
    pairs = sorted(zip(KINDS, helped, strict=True), key=lambda pair: -pair[1])
    return dict(pairs)


def words(found: dict[str, float]) -> str:
    """The kind that fits best, and the second if it fits nearly as well."""
    (first, most), (second, more) = list(found.items())[:2]
    return f"{first} and {second}" if more > CLOSE * most > 0.0 else first


def describe(model: Model, sound: np.ndarray) -> dict[str, float]:
    """The `gains` of a sound [N, 2]; raises UserError for one that tells nothing."""
    if len(sound) < SHORTEST_S * SAMPLE_RATE:
        raise UserError(f"the sound is shorter than {SHORTEST_S} s")
    if not np.abs(sound).max() > SILENT:
        raise UserError("the sound is silent")
    with torch.inference_mode():
        latents = model.codec.analysis.encode(torch.from_numpy(sound.T.copy())[None])[0]
    return gains(model, latents)


@click.command("describe")
@click.argument("sound", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--model", default=DEFAULT, help="A model's name, or the path of its weights.")
def command(sound: Path, as_json: bool, model: str) -> None:
    """Find words for a sound: the prompt that the model would make it from."""
    torch.set_num_threads(1)
    with suppress(OSError, AttributeError):
        os.nice(NICENESS)  # somebody may be playing meanwhile
    heard = read_sound(sound)
    found = describe(load_argument(model), heard)
    if as_json:
        click.echo(json.dumps({"text": words(found), "kinds": found}))
        return
    click.echo(words(found))
