"""`lmdm train STAGE`: studio, wide, codec, base, lmdm, distil, arc, and `export` into playable
weights.

Every stage works in `--runs`/STAGE and goes on where it was when it is started again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import click
import numpy as np
import torch
from safetensors.torch import load_file

from instrument.conditioning import CHANNELS, TextEncoder
from instrument.errors import UserError, did_you_mean
from instrument.model import (
    CODEC,
    FEW_STEPS,
    NETWORK,
    SHIPPED,
    TEMPO,
    load_codec,
    save_codec,
    save_few_steps,
    save_tempo,
)
from instrument.nn.analysis import Analysis
from instrument.nn.codec import Codec
from instrument.nn.dit import DiT
from instrument.nn.few_steps import FewSteps
from instrument.nn.weights import check_config, load_dit, save_dit, save_whole
from instrument.train import arc as arc_stage
from instrument.train import codec as codec_stage
from instrument.train import diffusion, latents, lora, pca, report, tempo, usual
from instrument.train import distil as distil_stage
from instrument.train import recipe as recipes
from instrument.train.calibrate import calibrate
from instrument.train.device import on_device
from instrument.train.diffusion import STAGE_1
from instrument.train.loop import load_averages
from instrument.train.recipe import Recipe
from instrument.train.shelf import Blend, Shelf
from instrument.train.stages import FAULTS, Stages, said
from instrument.train.world import here

ANALYSIS = "analysis.safetensors"
PCA_CROPS = 2500

_FEW_STEPS = {"distil": ("distil",), "arc": ("arc",), "mean": ("distil", "arc")}
"""Whose additions are to play few steps, and the stages that made them."""

_data = click.option(
    "--data", type=click.Path(path_type=Path), default=Path("studio"), show_default=True,
    help="The studio's folder.",
)  # fmt: skip
_runs = click.option(
    "--runs", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Where states, logs and encoded data are kept.",
)  # fmt: skip


_minutes = click.option(
    "--minutes", type=click.FloatRange(min=0),
    help="How long to train in all, interruptions not counted; else as the recipe says.",
)  # fmt: skip


@click.group("train", cls=Stages)
@click.option("--threads", type=click.IntRange(1, 256), help="Of the processor  [all cores]")
@click.option(
    "--recipe", "name", default="default", show_default=True,
    help="A recipe's name (default, tiny) or its file.",
)  # fmt: skip
@click.pass_context
def command(context: click.Context, threads: int | None, name: str) -> None:
    """Train the models: studio, wide, codec, base, lmdm, distil, arc, lora, export.

    On several processors or machines: torchrun --nproc-per-node N -m instrument.cli train ...
    """
    if threads is not None:
        torch.set_num_threads(threads)
    context.obj = recipes.load(name)


@command.command()
@_data
@click.option("--hours", type=click.FloatRange(min=0), help="Else as the recipe says.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option(
    "--held-out", type=click.IntRange(1), metavar="COUNT",
    help="Make no music to train on, but COUNT pieces of each family to compare with.",
)  # fmt: skip
@click.option("--family", "families", multiple=True, help="Only of these.")
@click.pass_obj
def studio(
    recipe: Recipe, data: Path, hours: float | None, seed: int, workers: int,
    held_out: int | None, families: tuple[str, ...],
) -> None:  # fmt: skip
    """Compose and render the training music."""
    from instrument.studio.build import build, hold_out
    from instrument.studio.captions import FAMILY_WORDS
    from instrument.studio.progress import Progress

    for name in families:
        if name not in FAMILY_WORDS:
            raise UserError(f'no family "{name}"' + did_you_mean(name, FAMILY_WORDS))
    if held_out is None:
        hours = recipe.studio.hours if hours is None else hours
        build(data, hours, seed, workers, families, Progress("studio", hours, "hours"))
    else:
        each = set(families or FAMILY_WORDS)
        told = Progress("studio", held_out * len(each), "pieces")
        click.echo(f"made {hold_out(data, held_out, each, told)} pieces")
    _report(lambda: report.of_studio(data))


_wide = click.option(
    "--wide", type=click.Path(path_type=Path), default=Path("wide"), show_default=True,
    help="The folder of sounds that are not music.",
)  # fmt: skip
_start = click.option(
    "--start", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Weights to go on from, such as the shipped ones.",
)  # fmt: skip


@command.command("wide")
@_wide
@click.option("--minutes", type=click.FloatRange(min=0), help="Else as the recipe says.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.pass_obj
def wide_sounds(recipe: Recipe, wide: Path, minutes: float | None, seed: int) -> None:
    """Make speech, noise and other sounds that the vocoder should know."""
    from instrument.studio.progress import Progress
    from instrument.studio.wide import count, fill

    minutes = recipe.wide.minutes if minutes is None else minutes
    told = Progress("wide", count(minutes), "sounds")
    click.echo(f"made {fill(wide, minutes, seed, told)} sounds")


@command.command()
@_data
@_wide
@_runs
@_minutes
@_start
@on_device
@click.pass_obj
def codec(
    recipe: Recipe, data: Path, wide: Path, runs: Path, minutes: float | None, start: Path | None,
    device: torch.device,
) -> None:  # fmt: skip
    """Train the vocoder, on the shipped analysis."""
    shelf = _shelf(data)
    if start is None:
        made = Codec(recipe.vocoder)
        made.analysis.load_state_dict(_analysis(runs, shelf).state_dict())
    else:
        made = load_codec(start)
        check_config(made.vocoder.config, recipe.vocoder, start.name)
    made.train().requires_grad_(True)
    heard = Blend([(shelf, 0.7), (Shelf([wide]), 0.3)])
    stage = recipe.codec
    codec_stage.fit(runs / "codec", heard, stage.over(minutes), stage.recipe, made, device)
    rng = np.random.default_rng(0)
    _report(lambda: report.of_codec(runs / "codec", made, [shelf.crop(rng, 400_000)]))


@command.command()
@_data
@_runs
@_minutes
@on_device
@click.pass_obj
def base(
    recipe: Recipe, data: Path, runs: Path, minutes: float | None, device: torch.device
) -> None:
    """Train the bidirectional diffusion."""
    out, net = runs / "base", DiT(recipe.network)
    stage, data_set = recipe.base, _latents(data, runs)
    diffusion.train(out, data_set, stage.over(minutes), stage.recipe, net, device)
    load_averages(net, out / "state.safetensors")
    _report(lambda: report.of_base(out, net))


@command.command()
@_data
@_runs
@_minutes
@_start
@on_device
@click.pass_obj
def lmdm(
    recipe: Recipe, data: Path, runs: Path, minutes: float | None, start: Path | None,
    device: torch.device,
) -> None:  # fmt: skip
    """Train the block-causal live model, from `base` or from other weights."""
    net = _network(recipe, runs, "base", start)
    if start is None:
        diffusion.give_context(net)
    out, stage = runs / "lmdm", recipe.lmdm
    diffusion.train(out, _latents(data, runs), stage.over(minutes), stage.recipe, net, device)
    load_averages(net, out / "state.safetensors")
    _report(lambda: report.of_network(out, "lmdm", net, STAGE_1))


@command.command("distil")
@_data
@_runs
@_minutes
@_start
@on_device
@click.pass_obj
def distil(
    recipe: Recipe, data: Path, runs: Path, minutes: float | None, start: Path | None,
    device: torch.device,
) -> None:  # fmt: skip
    """Teach additions to the live model to make a block in one step or two, from `lmdm`."""
    net = _network(recipe, runs, "lmdm", start)
    out, stage, config = runs / "distil", recipe.distil, recipe.few_steps
    music = _latents(data, runs, distil_stage.PRESENCE)
    distil_stage.train(out, music, stage.over(minutes), stage.recipe, config, net, device)
    _report(lambda: _few_steps_report(recipe, net, out))


@command.command("arc")
@_data
@_runs
@_minutes
@_start
@click.option("--rate", type=float, help="Of the generator; else as the recipe says.")
@on_device
@click.pass_obj
def arc(
    recipe: Recipe, data: Path, runs: Path, minutes: float | None, start: Path | None,
    rate: float | None, device: torch.device,
) -> None:  # fmt: skip
    """Train what `distil` made against a discriminator of what it plays by itself."""
    net, config = _network(recipe, runs, "lmdm", start), recipe.few_steps
    out, stage, before = runs / "arc", recipe.arc, runs / "distil"
    if not (before / "state.safetensors").exists():
        raise UserError(f"{before} holds no trained state: run `lmdm train distil` first")
    pupil = distil_stage.taught(before, config, net)
    schedule = stage.over(minutes)
    schedule = schedule if rate is None else replace(schedule, rate=rate)
    music, lessons = _latents(data, runs, distil_stage.PRESENCE), recipe.distil.recipe
    arc_stage.train(out, music, schedule, stage.recipe, pupil, lessons, config, device)
    _report(lambda: _few_steps_report(recipe, net, out))


def _few_steps_report(recipe: Recipe, net: DiT, out: Path) -> Path:
    """Of additions to `net` that were trained in `out`."""
    pupil = distil_stage.taught(out, recipe.few_steps, net)
    few = FewSteps(pupil.few.eval(), recipe.few_steps, distil_stage.FEW_STEPS)
    return report.of_network(out, out.name, net, STAGE_1, few)


command.add_command(lora.command)


@command.command()
@_data
@_runs
@click.option(
    "--few-steps", type=click.Choice([*_FEW_STEPS]),
    help="Whose additions are to play few steps; `mean`: halfway between those of both  "
    "[mean if arc was trained, else distil]",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("weights"), show_default=True,
    help="A folder.",
)  # fmt: skip
@click.option("--note", default="", help="Provenance, kept in the files.")
@click.pass_obj
def export(
    recipe: Recipe, data: Path, runs: Path, few_steps: str | None, out: Path, note: str
) -> None:
    """Write the averaged weights of codec and network as float16, what tempi prompts mean, and what
    plays few steps. `serve --model weights/small.safetensors` plays all of it: what lies beside a
    network belongs to it."""

    def trained(name: str) -> bool:
        return (runs / name / "state.safetensors").exists()

    if few_steps is None:
        few_steps = "mean" if trained("arc") else "distil" if trained("distil") else None
    taught = () if few_steps is None else _FEW_STEPS[few_steps]
    for name in ("codec", "lmdm", *taught):
        if not trained(name):
            raise UserError(f"{runs / name} holds no trained state: run `lmdm train {name}` first")
    out.mkdir(parents=True, exist_ok=True)
    made = Codec(recipe.vocoder)
    load_averages(made, runs / "codec" / "state.safetensors")
    short = calibrate(made, _shelf(data))
    save_codec(out / CODEC, made, {"stage": "codec", "note": note, "raised_db": round(short, 2)})
    net = DiT(recipe.network)
    load_averages(net, runs / "lmdm" / "state.safetensors")
    data_set = latents.LatentSet(runs / "latents", TextEncoder())
    how = {
        "sampling": asdict(STAGE_1),
        "sight": recipe.lmdm.recipe.sight,
        "usual": usual.measured(made.analysis, data_set),
    }
    save_dit(out / NETWORK, net, {"stage": "lmdm", "note": note} | how)
    load_dit(out / NETWORK, recipe.network)
    save_tempo(out / TEMPO, tempo.taught(data_set), {"note": note})
    files = [out / CODEC, out / NETWORK, out / TEMPO]
    if few_steps is not None:
        about = {"stage": few_steps, "note": note}
        added = distil_stage.mean_of([runs / name for name in taught], recipe.few_steps, net)
        save_few_steps(out / FEW_STEPS, net, recipe.few_steps, added, distil_stage.FEW_STEPS, about)
        files.append(out / FEW_STEPS)
    click.echo(" ".join(map(str, files)))


def _network(recipe: Recipe, runs: Path, before: str, start: Path | None) -> DiT:
    """What a stage goes on from: `start`, else the averages of the stage `before` it."""
    if start is not None:
        return load_dit(start, recipe.network, CHANNELS.count)[0]
    state = runs / before / "state.safetensors"
    if not state.exists():
        raise UserError(f"{state} is not there: run `lmdm train {before}` first, or give --start")
    net = DiT(recipe.network)
    load_averages(net, state)
    return net


def _report(make: Callable[[], Path]) -> None:
    """Make a stage's page, in the first process, and say where it is."""
    if not here().first:
        return
    try:
        click.echo(f"report: {make()}")
    except ImportError as error:
        click.echo(f"no report: {error}; pip install 'lmdm[train]'", err=True)
    except FAULTS as error:
        raise UserError(f"no report: {said(error)}") from None


def _shelf(data: Path) -> Shelf:
    shelf = Shelf([data])
    if not shelf.scan():
        raise UserError(f"{data} holds no pieces: run `lmdm train studio --data {data}` first")
    return shelf


def _analysis(runs: Path, shelf: Shelf) -> Analysis:
    """The shipped analysis, so that what is trained here can be played there. Only where none is
    shipped it is fitted anew, once, which voids every checkpoint of another."""
    analysis, path = Analysis(), runs / ANALYSIS
    if path.exists():
        analysis.load_state_dict(load_file(path))
        return analysis
    runs.mkdir(parents=True, exist_ok=True)
    if (SHIPPED / CODEC).exists():
        analysis = load_codec().analysis
    else:
        explained = pca.fit(analysis, shelf, PCA_CROPS)
        mel, stereo = explained["mel"], explained["stereo"]
        click.echo(f"fitted the analysis: it keeps {mel:.1%} of mel, {stereo:.1%} of stereo")
    save_whole(path, analysis.state_dict(), {})
    return analysis


def _latents(
    data: Path, runs: Path, presence: latents.Presence = latents.PRESENCE
) -> latents.LatentSet:
    shelf, folder = _shelf(data), runs / "latents"
    if here().first:
        made = latents.encode(_analysis(runs, shelf), Shelf([data], split=None), folder)
        click.echo(f"encoded {made} new pieces")
    here().wait()
    return latents.LatentSet(folder, TextEncoder(), presence=presence)
