"""`lmdm render`: the same generator, offline, into a wav."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import soundfile
import torch

from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.engine.listener import Listener, Recorded
from instrument.engine.planner import Planner
from instrument.errors import UserError
from instrument.model import DEFAULT, load_argument
from instrument.nn.vocoder import DELAY
from instrument.offline.retrace import retrace
from instrument.params import MODES, PROMPT_CHARS, SLOTS
from instrument.sounds import read_sound
from instrument.units import Rates, gain_of

LEVEL_DB = -3.0
"""Level of the file: the model's own loudness, a little below full scale."""
FADE_S = 0.05
HEARING = ("jam", "delay")
"""Modes that answer to an input."""
CEILING = 10 ** (-1 / 20)
_PROBE = 65_536


def blocks(
    generator: Generator,
    changes: list[Change],
    frames: int,
    longest: int,
    listener: Listener | None = None,
) -> Iterator:
    """Sound [N, 2] of each block in turn, until `frames` latent frames and the delay are out."""
    planner = Planner(generator.model.encoder, listener=listener, tempo=generator.model.tempo)
    planner.receive(changes, 0)
    state = generator.start()
    made = 0
    while made < frames:
        plan = planner.plan(made, min(longest, frames - made))
        yield generator.sound(generator.latents(plan, state), state)
        made += plan.frames


def limited(sound: np.ndarray) -> np.ndarray:
    """Softly bent above -3 dB, so that nothing exceeds -1 dB and nothing below is touched."""
    knee = 10 ** (-3 / 20)
    above = np.abs(sound) - knee
    room = CEILING - knee
    bent = np.sign(sound) * (knee + room * np.tanh(np.maximum(above, 0) / room))
    return np.where(above > 0, bent, sound).astype(np.float32)


def parse_prompts(texts: tuple[str, ...]) -> list[Change]:
    """`TEXT` or `TEXT:WEIGHT`, each in a slot of its own."""
    if len(texts) > SLOTS:
        raise UserError(f"at most {SLOTS} prompts can be mixed, not {len(texts)}")
    changes = []
    for slot, text in enumerate(texts):
        found = re.fullmatch(r"(.*):([0-9.]+)", text, re.DOTALL)
        words, weight = (found[1], float(found[2])) if found else (text, 1.0)
        if not words.strip():
            raise UserError("a prompt is empty: say what it is to sound like")
        if len(words) > PROMPT_CHARS:
            raise UserError(f"a prompt has at most {PROMPT_CHARS} characters, not {len(words)}")
        if not 0.0 <= weight <= 1.0:
            raise UserError(f"a prompt's weight is between 0 and 1, not {weight:g}")
        changes.append(Change(None, "prompt", slot, [words, weight]))
    return changes


def render(
    out: Path,
    generator: Generator,
    changes: list[Change],
    seconds: float,
    longest: int,
    listener: Listener | None = None,
) -> float:
    """Write `seconds` of sound to `out` (48 kHz stereo, 16 bit); returns its peak. A disk that runs
    full leaves no half file and is a UserError."""
    rates = Rates()
    total = rates.samples(seconds)
    frames = rates.frame_after(total + DELAY)
    part = out.with_name(out.name + ".part")
    skip, peak = DELAY, 0.0
    left: int = total
    fade = min(rates.samples(FADE_S), total // 2)
    try:
        with soundfile.SoundFile(
            part, "w", rates.sample_rate, 2, "PCM_16", format=out.suffix[1:] or "WAV"
        ) as file:
            for sound in blocks(generator, changes, frames, longest, listener):
                sound = limited(sound[skip:][:left] * gain_of(LEVEL_DB))
                skip = max(0, skip - len(sound)) if not len(sound) else 0
                place = np.arange(total - left, total - left + len(sound))[:, None]
                edge = np.minimum(place, total - 1 - place) / max(1, fade)
                sound = sound * np.minimum(1.0, edge)
                file.write(sound)
                left -= len(sound)
                peak = max(peak, float(np.abs(sound).max(initial=0.0)))
        part.replace(out)
    except (OSError, RuntimeError) as error:
        why = _why(part, error)
        part.unlink(missing_ok=True)
        raise UserError(f"cannot write {out}: {why}") from None
    return peak


def check_place(out: Path) -> None:
    """Whether a sound can be written there, by its name."""
    if out.suffix.lower() not in {".wav", ".flac"}:
        raise UserError(f"{out}: the file's name must end in .wav or .flac")
    if not out.parent.is_dir():
        raise UserError(f"{out}: there is no folder {out.parent}")


def refuse_besides(context: click.Context, allowed: set[str]) -> None:
    """Options that a trace leaves no room for."""
    for option in context.command.params:
        given = context.get_parameter_source(str(option.name))
        if option.name not in allowed and given is click.core.ParameterSource.COMMANDLINE:
            raise UserError(f"{option.opts[0]}: what a trace played is in the trace")


def _why(part: Path, error: Exception) -> str:
    """What kept a file from being written; libsndfile says of a full disk "System error"."""
    try:
        with part.open("ab", buffering=0) as file:
            while file.write(bytes(_PROBE)) < _PROBE:
                pass
    except OSError as reason:
        return reason.strerror or str(reason)
    return str(error)


@click.command("render")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--prompt", "prompts", multiple=True, help="TEXT or TEXT:WEIGHT; up to six.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=20.0, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@click.option("--steps", type=click.IntRange(1, 8), help="Denoising steps; 4, or the trace's.")
@click.option("--block", type=click.IntRange(1, 48), default=48, show_default=True)
@click.option("--guidance", type=click.FloatRange(0, 10), help="Strength of the text.")
@click.option("--loudness", type=click.FloatRange(-60, 0), help="dB; the model's own if not given.")
@click.option("--brightness", type=click.FloatRange(0, 1), help="The model's own if not given.")
@click.option("--density", type=click.FloatRange(0, 16), help="Onsets per second.")
@click.option("--bpm", type=click.FloatRange(20, 400), help="A tempo, from a first beat at 0.")
@click.option(
    "--input", "heard", type=click.Path(path_type=Path), help="A sound file, as live input."
)
@click.option("--mode", type=click.Choice(MODES), help="What the input is for: jam or delay.")
@click.option(
    "--behind",
    type=click.FloatRange(0, 2.6),
    default=0.0,
    show_default=True,
    help="Seconds by which jam hears the input late, as it does live.",
)
@click.option("--time", "delay_time", type=click.FloatRange(0.1, 20), help="Delay: seconds.")
@click.option("--blur", "delay_blur", type=click.FloatRange(0, 1), help="Delay: how changed.")
@click.option("--feedback", "delay_feedback", type=click.FloatRange(0, 1), help="Delay: repeats.")
@click.option("--mix", "delay_mix", type=click.FloatRange(0, 1), help="Delay: against free music.")
@click.option("--model", default=DEFAULT, help="A model's name, or the path of its weights.")
@click.option("--threads", type=click.IntRange(1, 256), help="1, or the trace's.")
@click.option("--trace", help="Render what was played: a trace's file, or its name.")
@click.pass_context
def command(
    context: click.Context, out: Path, prompts: tuple[str, ...], seconds: float, seed: int,
    steps: int | None, block: int, bpm: float | None, heard: Path | None, mode: str | None,
    behind: float, model: str, threads: int | None, trace: str | None, **curves: float | None,
) -> None:  # fmt: skip
    """Render music into OUT.wav; the same arguments give the same bytes."""
    check_place(out)
    if trace is not None:
        refuse_besides(context, {"out", "trace", "model", "steps", "threads"})
        click.echo(retrace(out, trace, model, steps, threads))
        return
    torch.set_num_threads(threads or 1)
    steps = steps or 4
    changes = parse_prompts(prompts or ("warm slow pad with soft piano",))
    curves = {key.replace("_", "/"): value for key, value in curves.items()}
    values = {"seed": seed, "steps": steps, "block": block, **curves}
    changes += [Change(None, k, 0, v) for k, v in values.items() if v is not None]
    if bpm is not None:
        changes.append(Change(0, "clock", 0, [bpm, 0.0, 4]))
    if not np.isfinite(seconds):
        raise UserError(f"--seconds wants a finite number, not {seconds}")
    if (heard is not None) != (mode in HEARING):
        raise UserError("--input goes with --mode jam or delay, and they with it")
    sound = None if heard is None else read_sound(heard)
    loaded = load_argument(model)
    if mode not in (None, *loaded.modes):
        raise UserError(f"{loaded.name} does not play {mode}; it plays {' '.join(loaded.modes)}")
    if mode is not None:
        changes.append(Change(None, "mode", 0, mode))
    listener = None
    if sound is not None:
        gap = Rates().frames(behind)
        listener = Listener(loaded.codec.analysis, Recorded(sound), least=gap)
    peak = render(out, Generator(loaded), changes, seconds, block, listener)
    click.echo(f"{out}: {seconds:g} s, peak {20 * np.log10(max(peak, 1e-6)):.1f} dB")
