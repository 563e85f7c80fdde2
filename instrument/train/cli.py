"""`lmdm train STAGE`: studio, wide, codec, base, lmdm, arc, and `export` into playable weights.

Every stage works in `--runs`/STAGE and goes on where it was when it is started again.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
import torch
from safetensors.torch import load_file, save_file

from instrument.conditioning import TextEncoder
from instrument.errors import UserError
from instrument.model import CODEC, NETWORK, SHIPPED, load_codec, save_codec
from instrument.nn.analysis import Analysis
from instrument.nn.codec import Codec
from instrument.nn.sampler import Sampling
from instrument.nn.vocoder import VocoderConfig
from instrument.nn.weights import load_dit, save_dit
from instrument.train import arc as arc_stage
from instrument.train import codec as codec_stage
from instrument.train import diffusion, latents, lora, pca
from instrument.train.loop import Schedule, load_averages
from instrument.train.shelf import Blend, Shelf

ANALYSIS = "analysis.safetensors"
PCA_CROPS = 2500

_data = click.option(
    "--data", type=click.Path(path_type=Path), default=Path("studio"), show_default=True,
    help="The studio's folder.",
)  # fmt: skip
_runs = click.option(
    "--runs", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Where states, logs and encoded data are kept.",
)  # fmt: skip


def _minutes(default: float):  # noqa: ANN202 - click's decorator
    return click.option(
        "--minutes", type=click.FloatRange(min=0), default=default, show_default=True,
        help="How long to train in all, interruptions not counted.",
    )  # fmt: skip


@click.group("train")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True)
def command(threads: int) -> None:
    """Train the models: studio, wide, codec, base, lmdm, arc, lora, export."""
    torch.set_num_threads(threads)


@command.command()
@_data
@click.option("--hours", type=click.FloatRange(min=0), default=5.0, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def studio(data: Path, hours: float, seed: int, workers: int) -> None:
    """Compose and render the training music."""
    from instrument.studio.build import build

    build(data, hours, seed, workers)


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
@click.option("--minutes", type=click.FloatRange(min=0), default=30.0, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def wide_sounds(wide: Path, minutes: float, seed: int) -> None:
    """Make speech, noise and other sounds that the vocoder should know."""
    from instrument.studio.wide import fill

    click.echo(f"made {fill(wide, minutes, seed)} sounds")


@command.command()
@_data
@_wide
@_runs
@_minutes(60)
@_start
def codec(data: Path, wide: Path, runs: Path, minutes: float, start: Path | None) -> None:
    """Train the vocoder, on the shipped analysis."""
    shelf = _shelf(data)
    if start is None:
        made = Codec(VocoderConfig())
        made.analysis.load_state_dict(_analysis(runs, shelf).state_dict())
    else:
        made = load_codec(start)
    made.train().requires_grad_(True)
    heard = Blend([(shelf, 0.8), (Shelf([wide]), 0.2)])
    schedule = Schedule(minutes=minutes, rate=6e-4 if start is None else 4e-4)
    codec_stage.fit(runs / "codec", heard, schedule, codec_stage.CodecRecipe(), made)


@command.command()
@_data
@_runs
@_minutes(60)
def base(data: Path, runs: Path, minutes: float) -> None:
    """Train the bidirectional diffusion."""
    schedule = Schedule(minutes=minutes, rate=7e-4, warmup=150, floor=0.5)
    recipe = diffusion.DiffusionRecipe(base=True, batch=8)
    diffusion.train(runs / "base", _latents(data, runs), schedule, recipe, diffusion.new_network())


@command.command()
@_data
@_runs
@_minutes(60)
@_start
def lmdm(data: Path, runs: Path, minutes: float, start: Path | None) -> None:
    """Train the block-causal live model, from `base` or from other weights."""
    state = runs / "base" / "state.safetensors"
    if start is not None:
        net, _ = load_dit(start, diffusion.SMALL)
    elif state.exists():
        net = diffusion.new_network()
        load_averages(net, state)
        diffusion.give_context(net)
    else:
        raise UserError(f"{state} is not there: run `lmdm train base` first, or give --start")
    schedule = Schedule(minutes=minutes, rate=5e-4, warmup=60, floor=0.04)
    recipe = diffusion.DiffusionRecipe(batch=8)
    diffusion.train(runs / "lmdm", _latents(data, runs), schedule, recipe, net)


@command.command("arc")
@_data
@_runs
@_minutes(60)
@_start
@click.option("--rate", type=float, default=1e-5, show_default=True, help="Of the generator.")
def arc(data: Path, runs: Path, minutes: float, start: Path | None, rate: float) -> None:
    """Train against a discriminator on what the model plays by itself, from `lmdm`."""
    state = runs / "lmdm" / "state.safetensors"
    if start is not None:
        net, _ = load_dit(start, diffusion.SMALL)
    elif state.exists():
        net = diffusion.new_network()
        load_averages(net, state)
    else:
        raise UserError(f"{state} is not there: run `lmdm train lmdm` first, or give --start")
    schedule = Schedule(minutes=minutes, rate=rate, warmup=20, floor=0.3, average=0.99)
    arc_stage.train(runs / "arc", _latents(data, runs), schedule, arc_stage.ArcRecipe(), net)


command.add_command(lora.command)


@command.command()
@_data
@_runs
@click.option(
    "--stage", type=click.Choice(["base", "lmdm", "arc"]), default="lmdm", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, help="A folder.")
@click.option("--note", default="", help="Provenance, kept in the files.")
def export(data: Path, runs: Path, stage: str, out: Path, note: str) -> None:
    """Write the averaged weights of codec and network as float16."""
    for name in ("codec", stage):
        if not (runs / name / "state.safetensors").exists():
            raise UserError(f"{runs / name} holds no trained state: run `lmdm train {name}` first")
    out.mkdir(parents=True, exist_ok=True)
    made = Codec(VocoderConfig())
    load_averages(made, runs / "codec" / "state.safetensors")
    short = codec_stage.calibrate(made, _shelf(data))
    save_codec(out / CODEC, made, {"stage": "codec", "note": note, "raised_db": round(short, 2)})
    net = diffusion.new_network()
    load_averages(net, runs / stage / "state.safetensors")
    sampling = asdict(arc_stage.SAMPLING if stage == "arc" else Sampling("adams", shift=2.0))
    save_dit(out / NETWORK, net, {"stage": stage, "note": note, "sampling": sampling})
    load_dit(out / NETWORK, diffusion.SMALL)
    click.echo(f"{out / CODEC} {out / NETWORK}")


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
    save_file({k: v.contiguous() for k, v in analysis.state_dict().items()}, path)
    return analysis


def _latents(data: Path, runs: Path) -> latents.LatentSet:
    shelf = _shelf(data)
    folder = runs / "latents"
    made = latents.encode(_analysis(runs, shelf), Shelf([data], split=None), folder)
    click.echo(f"encoded {made} new pieces")
    return latents.LatentSet(folder, TextEncoder())
