"""The data set of the diffusion: every piece encoded once, beside its labels.

`encode` follows the growing studio folder; a file `<id>.safetensors` holds latents (float16),
curves, beat, roll, and the captions in its metadata.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from instrument.conditioning import CHANNELS, CURVES, TextEncoder, curve_input, phases
from instrument.nn.analysis import FRAME, LOOKAHEAD, Analysis
from instrument.train import labels
from instrument.train.shelf import RESCAN_S, Shelf, label


def encode(analysis: Analysis, shelf: Shelf, out: Path) -> int:
    """Encode the pieces of `shelf` that `out` does not hold yet; returns how many."""
    out.mkdir(parents=True, exist_ok=True)
    made = 0
    for path in list(shelf.scan()):
        target = out / f"{path.stem}.safetensors"
        if target.exists():
            continue
        sound, _ = soundfile.read(path, dtype="float32", always_2d=True)
        sound = np.ascontiguousarray(sound.T)
        frames = sound.shape[1] // FRAME
        heard = torch.from_numpy(sound[:, : frames * FRAME])
        padded = torch.nn.functional.pad(heard, (LOOKAHEAD, LOOKAHEAD))[None]
        mel, stereo = analysis.features(padded)
        piece = label(path)
        notes = piece["notes"]
        tensors = {
            "latents": analysis.compress(mel, stereo)[0].half(),
            "loudness": torch.from_numpy(labels.loudness(sound[:, : frames * FRAME])),
            "brightness": torch.from_numpy(labels.brightness(mel[0])),
            "density": torch.from_numpy(labels.density(notes, frames)),
            "beat": torch.from_numpy(labels.beat(piece, frames)),
            "roll": torch.from_numpy(labels.roll(notes, frames)),
        }
        meta = {k: json.dumps(piece[k]) for k in ("captions", "family", "split", "beats_per_bar")}
        part = target.with_suffix(".part")
        save_file({k: v.contiguous() for k, v in tensors.items()}, part, meta)
        part.replace(target)
        made += 1
    return made


@dataclass
class Batch:
    """latents [B, T, C]; conditions [B, T, A] (without the context's own channels); text
    [B, S, 256]."""

    latents: Tensor
    conditions: Tensor
    text: Tensor


@dataclass(frozen=True)
class Presence:
    """How often each condition is given. `bare`: the part of the examples with text alone."""

    text: float = 0.88
    bare: float = 0.35
    loudness: float = 0.5
    brightness: float = 0.4
    density: float = 0.4
    clock: float = 0.6
    notes: float = 0.35


@dataclass
class LatentSet:
    """Encoded pieces of one split, all in memory; grows with the folder."""

    folder: Path
    encoder: TextEncoder
    split: str = "train"
    presence: Presence = field(default_factory=Presence)
    pieces: list[dict] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _scanned: float = -RESCAN_S

    def scan(self) -> None:
        """Take in what has been encoded since the last scan."""
        if time.monotonic() - self._scanned < RESCAN_S:
            return
        self._scanned = time.monotonic()
        for path in sorted(self.folder.glob("*.safetensors")):
            if path.name in self._seen:
                continue
            self._seen.add(path.name)
            with safe_open(path, "pt") as file:
                meta = {k: json.loads(v) for k, v in file.metadata().items()}
                if meta["split"] == self.split:
                    self.pieces.append(meta | {k: file.get_tensor(k) for k in file.keys()})  # noqa: SIM118

    def batch(self, rng: np.random.Generator, size: int, frames: int) -> Batch:
        """Random stretches of random pieces."""
        self.scan()
        rows = [self._example(rng, frames) for _ in range(size)]
        return Batch(*(torch.stack(parts) for parts in zip(*rows, strict=True)))

    def _example(self, rng: np.random.Generator, frames: int) -> tuple[Tensor, Tensor, Tensor]:
        long_enough = [p for p in self.pieces if len(p["latents"]) >= frames]
        piece = long_enough[rng.integers(len(long_enough))]
        start = int(rng.integers(len(piece["latents"]) - frames + 1))
        cut = slice(start, start + frames)
        caption = ""
        if rng.random() < self.presence.text:
            captions: Sequence[str] = piece["captions"]
            caption = captions[rng.integers(len(captions))]
        conditions = conditions_of(piece, cut, rng, self.presence)
        return piece["latents"][cut].float(), conditions, self.encoder.encode(caption)


def conditions_of(piece: dict, cut: slice, rng: np.random.Generator, presence: Presence) -> Tensor:
    """The additive channels [T, A] of a stretch, each condition there by its own chance."""
    frames = cut.stop - cut.start
    out = torch.zeros(frames, CHANNELS.count)
    if rng.random() < presence.bare:
        return out
    for name in CURVES:
        if rng.random() < getattr(presence, name):
            value, flag = out[:, getattr(CHANNELS, name)].unbind(1)
            value.copy_(curve_input(name, piece[name][cut]))
            flag.fill_(1.0)
    if rng.random() < presence.clock:
        out[:, CHANNELS.clock] = phases(piece["beat"][cut], piece["beats_per_bar"])
    if rng.random() < presence.notes and bool(piece["roll"].any()):
        out[:, CHANNELS.notes.start : CHANNELS.notes.stop - 1] = piece["roll"][cut].float() / 255
        out[:, CHANNELS.notes.stop - 1] = 1.0
    return out
