"""`lmdm bench`: how fast this machine makes music, as ratios where a ratio is possible.

Ratios compare runs that take turns within one process, so that a machine that is busy for a moment
slows both sides alike; of each, the median is kept. At one thread they compare what the processor
worked, which other programs beside it hardly lengthen.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import click
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS, with_context
from instrument.engine.generator import Generator
from instrument.engine.plan import Plan
from instrument.errors import UserError
from instrument.model import DEFAULT, check_argument, load_argument
from instrument.nn.analysis import FRAME, LATENTS
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.noise import SeededNoise
from instrument.nn.packed import has_bfloat16, packed
from instrument.nn.regimes import REGIMES, Layout, inpaint_layout
from instrument.nn.sampler import schedule
from instrument.params import LATENCY_MODES, PARAMS
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


OFF: Mapping[str, float] = {}
GUIDED = {"text": PARAMS["guidance"].default}
STEPS = (4, 2, 1)
"""Numbers of steps that are compared as the prompt guides them by default."""


class Took(NamedTuple):
    """Seconds: what passed, and what the processor worked, all threads together. On a machine of
    its own and at one thread they are the same."""

    passed: float
    worked: float

    @property
    def compared(self) -> float:
        """The one to compare with another work's."""
        return self.worked if torch.get_num_threads() == 1 else self.passed


def taking_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Took]:
    """The medians of each work over `rounds`, one after the other in each round."""
    for work in works.values():
        work()
    times: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            passed, worked = time.perf_counter(), time.process_time()
            work()
            took = Took(time.perf_counter() - passed, time.process_time() - worked)
            times[name].append(took)
    return {name: Took(*map(median, zip(*took, strict=True))) for name, took in times.items()}


def block_times(
    generator: Generator, steps: int, rounds: int, guidance: Mapping[str, float] = OFF
) -> dict[str, dict[str, float]]:
    """Network and decoder together, full context: ms a block and times real time, and ms of
    processor a block."""

    def block(frames: int) -> Callable[[], object]:
        # A stream of its own: the first step of a block also takes in the block before it.
        state = generator.resume(torch.zeros(1, generator.model.context, LATENTS))
        text = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS)
        text[0] = 1.0
        plan = Plan(0, frames, steps, 0, dict(guidance), text, torch.zeros(frames, CHANNELS.count))
        return lambda: generator.sound(generator.latents(plan, state), state)

    # One length after the other, as they are played: in turns, each would find its weights gone
    # from the processor's caches.
    took = {str(n): taking_turns({"block": block(n)}, rounds)["block"] for n in LENGTHS}
    return {
        n: {
            "ms": round(1e3 * t.passed, 2),
            "rtf": round(int(n) * RATES.hop / RATES.sample_rate / t.passed, 2),
            "cpu_ms": round(1e3 * t.worked, 2),
        }
        for n, t in took.items()
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
    return {f"{name}_rtf": round(seconds / t.passed, 2) for name, t in took.items()}


def regime_times(
    dit: DiT, tokens: int, layout: Layout, steps: int, rounds: int, context: int = 192
) -> dict[str, dict[str, float]]:
    """Seconds a block of 48 frames in each regime (what passed, and of processor), and the speed-up
    over naive outpainting."""
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
        "speedup": {
            n: round(took["naive"].compared / took[n].compared, 3)
            for n in ("encdec", "blockcausal")
        },
        "seconds": {n: round(t.passed, 4) for n, t in took.items()},
        "cpu_seconds": {n: round(t.worked, 4) for n, t in took.items()},
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
        "guided_blocks": {str(n): block_times(generator, n, rounds, GUIDED) for n in STEPS},
        "codec": codec_times(generator, rounds),
        "speedup_over_naive": ours["speedup"],
        "seconds_per_block": ours["seconds"],
        "cpu_seconds_per_block": ours["cpu_seconds"],
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
        "cpu_seconds_per_block": times["cpu_seconds"],
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
    check_argument(model)
    if mode is not None:
        from instrument.bench.reaction import reaction

        write(path, {"latency": reaction(model, mode, events)})
        return
    torch.set_num_threads(threads)
    result = bench(model, steps, rounds, full)
    if minutes:
        from instrument.bench.endurance import watch

        result["played"] = watch(minutes, model)
    write(path, result)
    if path is None:
        return
    if minutes:
        click.echo(f"played: {json.dumps(result['played'])}")
    for steps, rows in result["guided_blocks"].items():
        told = ", ".join(f"{n} frames {row['cpu_ms']:.1f}" for n, row in rows.items())
        click.echo(f"guided, {steps} steps, ms of processor a block: {told}")
    for frames, row in result["blocks"].items():
        said = f"{frames:>3} frames: {row['ms']:8.1f} ms a block, {row['rtf']:.1f} x real time"
        click.echo(f"{said}; {row['cpu_ms']:.1f} ms of processor")
