"""`lmdm bench`: how fast this machine makes music, as ratios where a ratio is possible.

Ratios compare runs that take turns within one process, so that a machine that is busy for a moment
slows both sides alike; of each, the median is kept.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import click
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS, with_context
from instrument.errors import UserError
from instrument.generator import Generator
from instrument.model import DEFAULT, load_argument
from instrument.nn.analysis import FRAME, LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.noise import SeededNoise
from instrument.nn.packed import has_bfloat16, packed
from instrument.nn.regimes import REGIMES, Layout, inpaint_layout
from instrument.nn.sampler import schedule
from instrument.params import LATENCY_MODES
from instrument.plan import Plan
from instrument.units import Rates

LENGTHS = (4, 8, 16, 48)
RATES = Rates()
PAPER = DiTConfig(
    io_channels=64,
    width=1024,
    depth=16,
    heads=8,
    cond_channels=768,
    global_channels=768,
    add_channels=65,
)
"""SAO-small (LMDM.md section 1)."""


def taking_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each work over `rounds`, one after the other in each round."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: median(values) for name, values in times.items()}


def block_times(generator: Generator, steps: int, rounds: int) -> dict[str, dict[str, float]]:
    """Network and decoder together, guidance off, full context: ms a block and times real time."""

    def block(frames: int) -> Callable[[], object]:
        # A stream of its own: the first step of a block also takes in the block before it.
        state = generator.resume(torch.zeros(1, generator.model.context, LATENTS))
        text = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS)
        text[0] = 1.0
        plan = Plan(0, frames, steps, 0, {}, text, torch.zeros(frames, CHANNELS.count))
        return lambda: generator.sound(generator.latents(plan, state), state)

    # One length after the other, as they are played: in turns, each would find its weights gone
    # from the processor's caches.
    took = {str(n): taking_turns({"block": block(n)}, rounds)["block"] for n in LENGTHS}
    return {
        n: {"ms": round(1e3 * s, 2), "rtf": round(int(n) * RATES.hop / RATES.sample_rate / s, 2)}
        for n, s in took.items()
    }


def codec_times(generator: Generator, rounds: int) -> dict[str, float]:
    """Times real time of the codec alone, 48 frames at a time, and a core's share of decoding."""
    codec, frames = generator.model.codec, 48
    state = codec.init_state()
    sound, latents = torch.randn(1, 2, frames * FRAME) * 0.1, torch.zeros(1, frames, LATENTS)
    with torch.inference_mode():
        took = taking_turns(
            {
                "decode": lambda: codec.decode(latents, state.decode),
                "encode": lambda: codec.encode(sound, state.encode),
            },
            rounds,
        )
    seconds = frames * RATES.hop / RATES.sample_rate
    return {f"{name}_rtf": round(seconds / s, 2) for name, s in took.items()}


def regime_times(
    dit: DiT, tokens: int, layout: Layout, steps: int, rounds: int, context: int = 192
) -> dict[str, dict[str, float]]:
    """Seconds a block of 48 frames in each regime, and the speed-up over naive outpainting."""
    config = dit.config
    cross = torch.randn(1, tokens, config.cond_channels)
    with torch.inference_mode():
        condition = dit.condition(cross, torch.randn(1, config.global_channels))
        regimes = {
            name: kind(
                dit=dit,
                condition=condition,
                past=torch.randn(1, context, config.io_channels),
                times=schedule(steps),
                layout=layout,
            )
            for name, kind in REGIMES.items()
        }
        noise = SeededNoise(0, config.io_channels)
        works = {n: (lambda r=r: r.next_block(noise)) for n, r in regimes.items()}
        took = taking_turns(works, rounds)
    return {
        "speedup": {n: round(took["naive"] / took[n], 3) for n in ("encdec", "blockcausal")},
        "seconds": {n: round(s, 4) for n, s in took.items()},
    }


def our_layout(latents: torch.Tensor) -> torch.Tensor:
    """Context channels of the default model, nothing but the latents given."""
    return with_context(torch.zeros(*latents.shape[:2], CHANNELS.count), latents)


def bench(model: str, steps: int, rounds: int, full: bool) -> dict[str, Any]:
    """All figures, as `--json` writes them."""
    generator = Generator(load_argument(model))
    ours = regime_times(generator.model.dit, TEXT_TOKENS, our_layout, steps, rounds)
    result: dict[str, Any] = {
        "threads": torch.get_num_threads(),
        "model": model,
        "torch": torch.__version__,
        "processor": platform.processor() or platform.machine(),
        "bfloat16": has_bfloat16(),
        "steps": steps,
        "blocks": block_times(generator, steps, rounds),
        "codec": codec_times(generator, rounds),
        "speedup_over_naive": ours["speedup"],
        "seconds_per_block": ours["seconds"],
    }
    if full:
        result["full"] = {"steps": 8, **paper_times(8, max(3, rounds // 4))}
    return result


def paper_times(steps: int, rounds: int) -> dict[str, Any]:
    """The same at the paper's size, random weights."""
    torch.manual_seed(0)
    dit = packed(DiT(PAPER).eval())
    times = regime_times(dit, 65, inpaint_layout, steps, rounds)
    seconds = 48 * 2048 / 44_100
    return {
        "parameters": sum(p.numel() for p in DiT(PAPER).parameters()),
        "speedup_over_naive": times["speedup"],
        "seconds_per_block": times["seconds"],
        "rtf": {n: round(seconds / s, 2) for n, s in times["seconds"].items()},
    }


def write(path: Path | None, result: dict[str, Any]) -> None:
    """The figures into a file, or for the person at the terminal."""
    text = json.dumps(result, indent=1)
    if path is None:
        click.echo(text)
        return
    try:
        path.write_text(text + "\n")
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None


@click.command("bench")
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures here.")
@click.option("--model", default=DEFAULT, help="A model's name, or the path of its weights.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True)
@click.option("--steps", type=click.IntRange(1, 8), default=4, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--full", is_flag=True, help="Also the paper's size (341 M, random weights).")
@click.option(
    "--latency",
    "mode",
    type=click.Choice(list(LATENCY_MODES)),
    help="Only: how soon a control is heard through JACK, in a latency mode.",
)
@click.option("--events", type=click.IntRange(2, 1000), default=40, show_default=True)
@click.option("--minutes", type=click.FloatRange(0, 1440), help="Also play, beside a busy core.")
def command(
    path: Path | None,
    model: str,
    threads: int,
    steps: int,
    rounds: int,
    full: bool,
    mode: str | None,
    events: int,
    minutes: float | None,
) -> None:
    """Measure how fast this machine makes music."""
    if mode is not None:
        from instrument.reaction import reaction

        write(path, {"latency": reaction(model, mode, events)})
        return
    torch.set_num_threads(threads)
    result = bench(model, steps, rounds, full)
    if minutes:
        from instrument.endurance import watch

        result["played"] = watch(minutes, model)
    write(path, result)
    if path is None:
        return
    if minutes:
        click.echo(f"played: {json.dumps(result['played'])}")
    for frames, row in result["blocks"].items():
        click.echo(f"{frames:>3} frames: {row['ms']:8.1f} ms a block, {row['rtf']:.1f} x real time")
