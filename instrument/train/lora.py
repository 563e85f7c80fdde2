"""Stage `lora`: teach a model a player's own sounds, in low-rank additions to its layers.

So that prompts keep meaning what they meant, a part of the steps rehearses what the model itself
plays for the studio's families (as DreamBooth does, Ruiz et al. 2022).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from instrument.conditioning import CHANNELS, TextEncoder
from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.engine.planner import Planner
from instrument.errors import Refused, UserError
from instrument.model import DEFAULT, SUFFIX, load, path_of
from instrument.nn.dit import DiT
from instrument.nn.lora import LoraConfig, attach, fingerprint, tensors_of
from instrument.nn.weights import WeightsError, kind_of, load_dit, save_whole, write
from instrument.places import named
from instrument.studio.captions import FAMILY_WORDS
from instrument.train import sounds
from instrument.train.ahead import Draws, ahead
from instrument.train.device import CPU, on_device
from instrument.train.diffusion import DiffusionRecipe, Task, draw, loss_of
from instrument.train.latents import LatentSet, Presence
from instrument.train.loop import Run, Schedule, agree, bind, ended
from instrument.train.recipe import Recipe

OWN = Presence(density=0.0, clock=0.0, notes=0.0, key=0.0, partner=0.0)
"""What can be told of sounds without a score."""
REHEARSED = Presence(bare=1.0)
PHRASES = 1
"""Phrases of each family that are rehearsed."""


@dataclass(frozen=True)
class LoraRecipe:
    """`rehearse`: the part of the steps that goes to what the model knows already."""

    lora: LoraConfig
    diffusion: DiffusionRecipe
    rehearse: float = 0.35


def rehearsal(base: str, out: Path, frames: int, tell: Callable[[str], None]) -> None:
    """Let the base play each family for `frames` latent frames, into `out` as `LatentSet` reads."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = [(f, text) for f, texts in FAMILY_WORDS.items() for text in texts[:PHRASES]]
    generator = None
    for seed, (family, text) in enumerate(wanted):
        path = out / f"{seed:03d}-{family}.safetensors"
        if path.exists():
            continue
        tell(f"rehearsing {seed + 1} of {len(wanted)}: {text}")
        generator = generator or Generator(load(base))
        planner, state = Planner(generator.model.encoder), generator.start()
        start = {"seed": seed, "block": 48}
        changes = [Change(None, key, 0, value) for key, value in start.items()]
        planner.receive([*changes, Change(None, "prompt", 0, [text, 1.0])], 0)
        made: list[torch.Tensor] = []
        while (done := sum(m.shape[1] for m in made)) < frames:
            made.append(generator.latents(planner.plan(done, min(48, frames - done)), state))
        about = {"captions": [text], "family": family, "split": "train", "beats_per_bar": 4}
        meta = {k: json.dumps(v) for k, v in about.items()}
        save_whole(path, {"latents": torch.cat(made, 1)[0].half()}, meta)
    tell("")


def train(
    folder: Path, out: Path, runs: Path, base: str, schedule: Schedule, recipe: LoraRecipe,
    caption: str | None, tell: Callable[[str], None], device: torch.device = CPU,
) -> sounds.Found:  # fmt: skip
    """Train (or go on training) additions to the model `base` in `runs`; write them to `out`, with
    the sounds that they were taught: those of a run that is at its end are not looked for anew."""
    path = path_of(base)
    dit, provenance = load_dit(path, channels=CHANNELS.count)
    about: dict[str, Any] = {
        "base": base,
        "base_fingerprint": fingerprint(dit.state_dict()),
        "base_config": asdict(dit.config),
        "base_stage": provenance.get("stage", "unknown stage"),
    }
    bound = {"folder": str(folder.resolve()), "caption": caption, "rank": recipe.lora.rank}
    agree(runs, about | bound)
    model = load(base)
    frames, place = recipe.diffusion.frames, runs / "sounds"
    found = sounds.kept(place) if ended(runs, schedule) else None
    if found is None:
        found = sounds.encode(model.codec.analysis, folder, place, frames, caption, tell)
    bind(runs, about | bound)
    for line in found.left_out:
        tell(f"left out {line}\n")
    rehearsal(base, runs / "rehearsal", frames + frames // 8, tell)
    encoder = TextEncoder()
    own = LatentSet(place, encoder, presence=OWN)
    known = LatentSet(runs / "rehearsal", encoder, presence=REHEARSED)
    torch.manual_seed(0)
    added = attach(dit, recipe.lora)
    dit.train().to(device)
    run = Run(dit, runs, schedule)
    before = run.step
    tasks = ahead(Draws(partial(_task, own, known, recipe), run.seed), run.step, device)
    run.train(lambda step, rng: loss_of(dit, next(tasks).to(device), recipe.diffusion))
    if run.step == before:
        tell(
            f"nothing was trained: the run in {runs} is at its end ({run.step} steps, "
            f"{run.elapsed / 60:.1f} min); give more --minutes to go on, with the sounds that are "
            "in the folder then, or another -o\n"
        )
    _take_averages(run, dit)
    dit.cpu()
    own.scan()
    write(
        out, "lora", recipe.lora, tensors_of(added),
        about | {
            "sounds": found.sounds, "seconds": round(found.seconds, 1), "steps": run.step,
            "minutes": round(run.elapsed / 60, 2), "folder": folder.resolve().name,
            "captions": sorted({c for p in own.pieces for c in p["captions"]})[:40],
        },
    )  # fmt: skip
    return found


def _task(own: LatentSet, known: LatentSet, recipe: LoraRecipe, rng: np.random.Generator) -> Task:
    return draw(known if rng.random() < recipe.rehearse else own, recipe.diffusion, rng)


def _take_averages(run: Run, dit: DiT) -> None:
    with torch.no_grad():
        for name, parameter in run.named:
            parameter.copy_(run.averages[name])


def place_of(out: str) -> Path:
    """Where `--out` leads: a plain name to the models' folder, where `/lmdm/load` looks; anything
    with a folder in it is a path. UserError for what is neither, and for a file that is there and
    is no LoRA: a model is not written over."""
    path = Path(out)
    plain = path.name.removesuffix(SUFFIX)
    if path.name == out:
        if plain == DEFAULT:
            raise UserError(f'--out: "{DEFAULT}" is the model that ships: choose another name')
        try:
            place = named("models", plain, SUFFIX)
        except Refused as error:
            raise UserError(f"--out: {error.text}") from None
    elif path.parent.is_dir():
        place = path.with_name(plain + SUFFIX)
    else:
        raise UserError(f"{out}: there is no folder {path.parent}")
    if place.exists() and not _is_lora(place):
        raise UserError(f"--out: {place} is there already, and is no LoRA: choose another name")
    return place


def _is_lora(path: Path) -> bool:
    try:
        return kind_of(path) == "lora"
    except WeightsError:
        return False


@click.command("lora")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, help="A name for /lmdm/load, or a path.")
@click.option("--minutes", type=click.FloatRange(min=0), help="How long to train in all  [30]")
@click.option("--caption", help="What all of the sounds are, instead of their files' names.")
@click.option("--base", default=DEFAULT, show_default=True, help="The model that learns them.")
@click.option("--rank", type=click.IntRange(1, 128), help="Of the additions  [16]")
@click.option(
    "--runs", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Where states, logs and encoded sounds are kept.",
)  # fmt: skip
@on_device
@click.pass_obj
def command(
    recipe: Recipe, folder: Path, out: str, minutes: float | None, caption: str | None, base: str,
    rank: int | None, runs: Path, device: torch.device,
) -> None:  # fmt: skip
    """Teach a model the sounds in FOLDER, in a small file that is loaded on top of it."""
    place = place_of(out)
    addition = recipe.addition if rank is None else LoraConfig(rank)
    own = LoraRecipe(addition, recipe.lora.recipe)
    here = runs / "lora" / place.stem

    def tell(line: str) -> None:
        click.echo(line if line.endswith("\n") else f"\r\033[K{line}", nl=False, err=True)

    schedule = recipe.lora.over(minutes)
    try:
        found = train(folder, place, here, base, schedule, own, caption, tell, device)
    finally:
        tell("")  # what it was at is no part of what went wrong
    click.echo(f"{place}: from {found.sounds} sounds, {found.seconds / 60:.1f} min")
    if place.parent == named("models", "x", SUFFIX).parent:
        click.echo(f"play it: lmdm serve --model {place.stem}, or /lmdm/load {place.stem}")
