"""The `lmdm` command. What a command needs is imported when it runs, and not before."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from instrument import __version__
from instrument.errors import UserError

_ELSEWHERE = {
    "render": ("instrument.offline.render", "Renders to a wav file, faster than real time."),
    "bench": ("instrument.bench.speed", "Measures how fast the model is here."),
    "describe": ("instrument.offline.describe", "Finds words for a sound, by the model's ear."),
    "doctor": ("instrument.upkeep.doctor", "Checks what it needs, and says how to mend it."),
    "models": ("instrument.upkeep.models", "Lists the models."),
    "train": ("instrument.train.cli", "Trains a stage."),
    "eval": ("instrument.evaluation.cli", "Measures how well a model does what it is asked."),
    "live": ("instrument.live.cli", "Measures through JACK what a player can count on."),
    "soak": ("instrument.soak.cli", "Plays while everything fails, and says how it held out."),
    "service": ("instrument.upkeep.service", "Starts it with the machine, and keeps it alive."),
    "support-bundle": ("instrument.upkeep.support", "Gathers what helps to find what is wrong."),
    "scene": ("instrument.offline.preview", "Checks a scene file, and draws its day."),
}
"""Command -> the module whose `command` it is, and its line of help."""

_EXTRA = {"scipy": "train", "matplotlib": "train"}
"""What a plain installation does not bring, and the extra that does."""


class _Lazy(click.Group):
    """A group whose commands may live in modules that are imported only when they are run.

    A module that this version does not have is no command of this version.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        there = [name for name, (module, _) in _ELSEWHERE.items() if _exists(module)]
        return sorted({*super().list_commands(ctx), *there})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE and _exists(_ELSEWHERE[name][0]):
            return importlib.import_module(_ELSEWHERE[name][0]).command
        return super().get_command(ctx, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            if name in _ELSEWHERE:  # the page of help imports nothing
                rows.append((name, _ELSEWHERE[name][1]))
            elif (command := self.get_command(ctx, name)) is not None:
                rows.append((name, command.get_short_help_str(80)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from instrument.errors import did_you_mean

        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            raise UserError(f'no command "{name}"' + did_you_mean(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def _exists(module: str) -> bool:
    path = Path(__file__).parent.joinpath(*module.split(".")[1:])
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lmdm")
def group() -> None:
    """A generative instrument: endless stereo music, played by OSC."""


@group.command()
@click.option("--audio", help="auto, jack, portaudio, null or file:PATH  [auto]")
@click.option("--device", help="A sound device, by a part of its name.")
@click.option("--input-device", help="Another device for the live input, by a part of its name.")
@click.option("--connect", help="JACK: auto, none, or a pattern of port names  [auto]")
@click.option("--list-devices", is_flag=True, help="Lists the sound devices, and ends.")
@click.option("--model", help="A model's name, or the path of its weights  [default]")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads of the engine  [1]")
@click.option("--prompt", help="What it plays at first.")
@click.option("--scene", help="A scene file (YAML): what it plays when; taken up when edited.")
@click.option("--resume", is_flag=True, default=None, help="Goes on with what was saved last.")
@click.option("--spare", is_flag=True, default=None, help="Another engine waits, to take over.")
@click.option("--log", help="A file for what is said besides, rotated at 1 MiB.")
@click.option("--port", type=click.IntRange(0, 65_535), help="OSC on UDP and TCP  [57140]")
@click.option("--bind", help="The address to listen on  [127.0.0.1]")
@click.option("--http-port", type=click.IntRange(0, 65_535), help="OSCQuery and page  [57141]")
@click.option("--midi", metavar="PORT", help="A MIDI input, by a part of its name, or virtual.")
@click.option("--link", is_flag=True, default=None, help="Follows the Ableton Link session.")
@click.option("--no-http", is_flag=True, help="Neither OSCQuery nor the page.")
@click.option("--allow", multiple=True, help="An address or network that may play it too.")
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path), help="A configuration file (YAML)."
)
def serve(
    config_file: Path | None,
    list_devices: bool,
    http_port: int | None,
    no_http: bool,
    **options: Any,
) -> None:
    """Plays, and listens to OSC. Options go before the configuration file's keys."""
    if list_devices:
        from instrument.audio.backend import BackendError
        from instrument.audio.portaudio import list_devices as lines

        try:
            devices = lines()
        except BackendError as error:
            raise UserError(str(error)) from None
        for line in devices or ["there is no sound device, or other programs hold it"]:
            click.echo(line)
        return
    from instrument.config import Config, load
    from instrument.front.daemon import serve as run

    config = load(config_file) if config_file is not None else Config()
    given = {key: value for key, value in options.items() if value not in (None, ())}
    if http_port is not None:
        config = replace(config, http=replace(config.http, port=http_port))
    if no_http:
        config = replace(config, http=replace(config.http, enabled=False))
    if "prompt" in given:
        given["prompt"] = _prompt(given["prompt"])
    run(replace(config, **given))


def _prompt(text: str) -> str:
    from instrument.errors import Refused
    from instrument.osc.prompts import joined

    try:
        return joined([text])
    except Refused as error:
        raise UserError(f"--prompt: {error.text}") from None


@group.command()
@click.option("--json", "as_json", is_flag=True, help="The whole table, for programs.")
def params(as_json: bool) -> None:
    """Lists the parameters."""
    if as_json:
        from instrument.emit.table import table

        click.echo(json.dumps(table(), indent=1))
        return
    from instrument.params import PARAMS

    for p in PARAMS.values():
        default = "free" if p.default is None else int(p.default) if p.type == "bool" else p.default
        span = f"{p.lo:.10g} to {p.hi:.10g} {p.unit}".rstrip()
        span = {"choice": " ".join(p.choices), "bool": "0 or 1"}.get(p.type, span)
        click.echo(f"{p.key:20} {span:24} ({default}) {p.doc}")


@group.command()
@click.option("--check", is_flag=True, help="Only compare; status 1 when something is not current.")
def generate(check: bool) -> None:
    """Writes what is made from the parameter table (in a checkout)."""
    from instrument.generate import run

    sys.exit(run(check))


def main() -> None:
    """The entry point: what the user got wrong is one line and status 2."""
    try:
        status = group.main(standalone_mode=False)
    except UserError as error:
        click.echo(f"lmdm: {error}", err=True)
        sys.exit(2)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"lmdm: {error.format_message()}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _EXTRA:
            raise
        mend = f"pip install 'lmdm[{_EXTRA[package]}]'"
        click.echo(f"lmdm: {package} is not installed: {mend}", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
