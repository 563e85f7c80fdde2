"""`lmdm eval`: how well a model does what it is asked to, in figures."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click
import torch

from instrument import presets
from instrument.config import Section
from instrument.engine.generator import Generator
from instrument.errors import UserError, did_you_mean
from instrument.evaluation.embedding import embed
from instrument.evaluation.measures import MEASURES
from instrument.evaluation.play import Stage
from instrument.evaluation.reference import Reference, pieces
from instrument.evaluation.report import TAKES, write
from instrument.evaluation.session import Session, run
from instrument.model import DEFAULT, load_argument
from instrument.train.sounds import find as find_sounds

QUICK = 0.3
"""The part of the cases that `--quick` does."""


@click.command("eval")
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures here.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a page into this folder.")
@click.option("--model", default=DEFAULT, help="A model's name, or the path of its weights.")
@click.option("--only", "only", multiple=True, help=f"One of {', '.join(MEASURES)}; repeatable.")
@click.option(
    "--data", type=click.Path(path_type=Path),
    help="A studio's folder, to compare with its pieces instead of those that ship.",
)  # fmt: skip
@click.option(
    "--sounds", type=click.Path(path_type=Path),
    help="The folder that a LoRA learned, or another of its kind.",
)  # fmt: skip
@click.option(
    "--keep", type=click.Path(path_type=Path),
    help="Write what --data has to compare with to this file, and evaluate nothing.",
)  # fmt: skip
@click.option(
    "--set", "settings", metavar="NAME=VALUE", multiple=True,
    help="A parameter that all takes begin with, such as guidance/clock=2; repeatable.",
)  # fmt: skip
@click.option("--steps", type=click.IntRange(1, 100), default=4, show_default=True)
@click.option("--block", type=click.IntRange(1, 48), default=48, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**30), default=0, show_default=True)
@click.option("--minutes", type=click.FloatRange(0.1), help="Stop after about so long.")
@click.option("--quick", is_flag=True, help="The first third of the cases.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True)
def command(
    path: Path | None, report: Path | None, model: str, only: tuple[str, ...], data: Path | None,
    sounds: Path | None, keep: Path | None, settings: tuple[str, ...], steps: int, block: int,
    seed: int, minutes: float | None, quick: bool, threads: int,
) -> None:  # fmt: skip
    """Evaluate a model: what was asked for against what is heard."""
    torch.set_num_threads(threads)
    for name in only:
        if name not in MEASURES:
            raise UserError(f'no measure "{name}"' + did_you_mean(name, MEASURES))
    if keep is not None:
        if data is None:
            raise UserError("--keep needs the --data of a studio")
        Reference.of(data, embed, click.echo).save(keep)
        return
    if data is not None:
        pieces(data)
    if sounds is not None:
        find_sounds(sounds)
    if path is not None and not path.absolute().parent.is_dir():
        raise UserError(f"{path}: there is no folder {path.parent}")
    lines = "\n".join(text.replace("=", ": ", 1) for text in settings)
    begin = tuple(presets.changes_of(Section.parse(lines, "--set")))
    chosen = {name: MEASURES[name] for name in only or MEASURES}
    stage = Stage(Generator(load_argument(model)), steps, block, seed, begin)
    stage.keep = 0 if report is None else TAKES
    find = Reference.load if data is None else partial(Reference.of, data, embed)
    session = Session(stage, find, embed, data, QUICK if quick else 1.0, sounds)
    told = stage.generator.model.provenance
    figures = {
        "model": model,
        "provenance": {k: v for k, v in told.items() if k != "levels"},
        "steps": steps,
        "block": block,
        "seed": seed,
        "set": list(settings),
        "reference": "shipped" if data is None else str(data),
        "measures": run(session, chosen, minutes),
        "played_s": round(stage.played_s),
    }
    text = json.dumps(figures, indent=1)
    click.echo(text)
    try:
        if report is not None:
            click.echo(f"report: {write(report, figures, MEASURES, session)}", err=True)
    except OSError as error:
        raise UserError(f"cannot write {report}: {error.strerror}") from None
    except ImportError as error:
        raise UserError(f"no report: {error}; pip install 'lmdm[train]'") from None
    if path is not None:
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError(f"cannot write {path}: {error.strerror}") from None
