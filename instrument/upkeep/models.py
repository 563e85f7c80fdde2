"""`lmdm models`: which models can be played."""

from __future__ import annotations

import json

import click

from instrument.model import load, path_of
from instrument.nn.dit import DiTConfig
from instrument.nn.weights import WeightsError, kind_of, read
from instrument.places import models


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    """List the models: the shipped one, and those in the state's folder `models`."""
    rows = [_about(name) for name in models()]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        about = row.get("error") or f"width {row['width']}, {row['depth']} layers, {row['stage']}"
        click.echo(f"{row['name']:20} {row['mib']:6.1f} MiB  {about}")


def _about(name: str) -> dict:
    path = path_of(name)
    row = {"name": name, "path": str(path), "mib": round(path.stat().st_size / 2**20, 1)}
    try:
        if kind_of(path) == "lora":
            return row | _addition(name)
        weights = read(path, "dit")
    except WeightsError as error:
        return row | {"error": str(error)}
    config = DiTConfig(**weights.config)
    stage = weights.provenance.get("stage", "unknown stage")
    return row | {"width": config.width, "depth": config.depth, "stage": stage}


def _addition(name: str) -> dict:
    """A LoRA is loaded to the end: only then it is known whether its base is the one here."""
    model = load(name)
    about = model.provenance["lora"]
    config = model.dit.config
    stage = f"LoRA on {about['base']}, from {about['sounds']} sounds, {about['minutes']:g} min"
    return {"width": config.width, "depth": config.depth, "stage": stage, "base": about["base"]}
