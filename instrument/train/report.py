"""The page at the end of a stage: how the loss went, and what the stage made sounds like."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile
import torch

from instrument.conditioning import TextEncoder
from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.engine.planner import Planner
from instrument.model import Model, load_codec, load_tempo
from instrument.nn.codec import Codec
from instrument.nn.dit import DiT
from instrument.nn.few_steps import FewSteps
from instrument.nn.noise import SeededNoise
from instrument.nn.sampler import Sampling
from instrument.pages import RATE, Page

PROMPTS = ("drum loop", "ambient pad", "synth arpeggio", "solo piano")
FRAMES = 192
LEFT_OUT = {"step", "step_s", "minutes", "blocks"}
EXCERPT_S = 10


def curves_of(folder: Path, page: Page, points: int = 300) -> None:
    """A run's log as pictures: means over stretches, so that noise does not hide the way."""
    path = folder / "log.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    rows = [r for r in rows if "loss" in r]
    if not rows:
        page.text("nothing was trained yet")
        return
    parts = np.array_split(np.arange(len(rows)), min(points, len(rows)))
    minutes = [rows[int(p[-1])]["minutes"] for p in parts]
    names = [k for k in rows[-1] if k not in LEFT_OUT]
    for name in names:
        line = [_mean([rows[i].get(name) for i in p]) for p in parts]
        page.curves(name, {name: line}, minutes)
    page.figures({"steps": rows[-1]["step"], "minutes": rows[-1]["minutes"]} | {
        f"last {name}": round(_mean([r.get(name) for r in rows[-50:]]), 4)
        for name in names
    })  # fmt: skip


def _mean(values: list[float | None]) -> float:
    """Of those that are there: a stage need not log the same at each step."""
    known = [v for v in values if v is not None and np.isfinite(v)]
    return float(np.mean(known)) if known else float("nan")


def of_studio(data: Path) -> Path:
    """What a studio's folder holds: hours of each family, tempi, and of each family the middle of
    its first piece, with its captions. The page lies in the folder, and labels nothing there."""
    page = Page(data / "report", "lmdm: studio")
    families: dict[str, list[Path]] = {}
    hours: dict[str, float] = {}
    pieces = {path: json.loads(path.read_text()) for path in sorted(data.glob("*.json"))}
    for path, piece in pieces.items():
        families.setdefault(piece["family"], []).append(path)
        hours[piece["family"]] = hours.get(piece["family"], 0.0) + piece["seconds"] / 3600
    held = sum(piece["split"] != "train" for piece in pieces.values())
    page.figures({"hours": round(sum(hours.values()), 2), "pieces": len(pieces), "held out": held})
    if not pieces:
        return page.write()
    page.bars("hours of each family", {name: hours[name] for name in sorted(hours)}, "hours")
    page.figures({"pieces": {name: len(families[name]) for name in sorted(families)}})
    counts, edges = np.histogram([piece["bpm"] for piece in pieces.values()], range(60, 190, 10))
    tempi = {f"{low} bpm": int(n) for low, n in zip(edges[:-1], counts, strict=True)}
    page.bars("tempi", tempi, "pieces")
    for name in sorted(families):
        first = families[name][0]
        with soundfile.SoundFile(first.with_suffix(".wav")) as sound:
            sound.seek(max(0, (sound.frames - EXCERPT_S * RATE) // 2))
            page.sound(name, sound.read(EXCERPT_S * RATE, always_2d=True))
        page.text(f"{first.stem}: {'; '.join(pieces[first]['captions'])}")
    return page.write()


def of_codec(folder: Path, codec: Codec, heard: list[np.ndarray]) -> Path:
    """Sounds [2, N], before and after the codec."""
    page = Page(folder / "report", "lmdm: codec")
    curves_of(folder, page)
    codec = codec.eval()
    for number, sound in enumerate(heard, 1):
        with torch.inference_mode():
            again = codec.decode_whole(codec.analysis.encode(torch.from_numpy(sound)[None]))
        page.sound(f"original {number}", sound.T)
        page.sound(f"decoded {number}", again[0].T.numpy())
    return page.write()


def of_network(
    folder: Path, title: str, net: DiT, sampling: Sampling, few: FewSteps | None = None
) -> Path:
    """Four prompts, as the generator plays them, through the codec that ships; in few steps, if
    that is what was trained."""
    page = Page(folder / "report", f"lmdm: {title}")
    curves_of(folder, page)
    generator = Generator(
        Model(
            title,
            net.eval(),
            load_codec(),
            TextEncoder(),
            {},
            sampling=sampling,
            tempo=load_tempo(),
            few_steps=few,
        )  # fmt: skip
    )
    asked: list[tuple[str, float]] = [("block", 48)]
    if few is not None:
        asked.append(("steps", few.config.steps))
    for prompt in PROMPTS:
        model = generator.model
        planner, state = Planner(model.encoder, tempo=model.tempo), generator.start()
        changes = [Change(None, key, 0, value) for key, value in asked]
        planner.receive([*changes, Change(None, "prompt", 0, [prompt, 1.0])], 0)
        plans = (planner.plan(first, 48) for first in range(0, FRAMES, 48))
        played = [generator.sound(generator.latents(plan, state), state) for plan in plans]
        page.sound(prompt, np.concatenate(played))
    return page.write()


def of_base(folder: Path, net: DiT, steps: int = 24) -> Path:
    """Four prompts, each a stretch denoised as a whole: this stage knows no blocks."""
    page = Page(folder / "report", "lmdm: base")
    curves_of(folder, page)
    codec, encoder, net = load_codec(), TextEncoder(), net.eval()
    text = torch.stack([encoder.encode(prompt) for prompt in PROMPTS])
    times = Sampling("euler", shift=2.0).times(steps)
    with torch.inference_mode():
        x = SeededNoise(range(len(PROMPTS)), net.config.io_channels)(0, FRAMES, 0)
        for t, after in zip(times, times[1:], strict=False):
            level = torch.full((len(x), 1), t)
            x = x + (after - t) * net(x, level, [FRAMES], text, text[:, 0])
        for prompt, latents in zip(PROMPTS, x, strict=True):
            page.sound(prompt, codec.decode_whole(latents[None])[0].T.numpy())
    return page.write()
