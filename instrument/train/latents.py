"""The data set of the diffusion: every piece and every stem encoded once, beside its labels.

`encode` follows the growing studio folder; a file `<id>.safetensors`, or `<id>.<stem>.safetensors`,
holds latents (float16), curves, beat, roll, a stem's `partner` (the latents of the other stem), and
the captions in its metadata.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import torch
from safetensors import safe_open
from torch import Tensor

from instrument.conditioning import (
    CHANNELS,
    CURVES,
    LONGEST_GAP,
    TextEncoder,
    accompaniment,
    curve_input,
    key_input,
    phases,
)
from instrument.errors import UserError
from instrument.keys import TONICS
from instrument.nn.analysis import FRAME, LATENTS, LOOKAHEAD, SAMPLE_RATE, Analysis
from instrument.nn.weights import save_whole
from instrument.studio.captions import FAMILY_WORDS, phrases
from instrument.studio.mixer import RHYTHM
from instrument.studio.theory import SCALES
from instrument.train import labels
from instrument.train.ahead import Carried
from instrument.train.shelf import RESCAN_S, Shelf, label


def encode(analysis: Analysis, shelf: Shelf, out: Path) -> int:
    """Encode the pieces of `shelf` that `out` does not hold yet; returns how many."""
    out.mkdir(parents=True, exist_ok=True)
    made = 0
    for path in list(shelf.scan()):
        if (out / f"{path.stem}.safetensors").exists():
            continue
        piece = label(path)
        stems = {name: _encoded(analysis, stem, part) for name, stem, part in _stems(path, piece)}
        for name, (tensors, meta) in stems.items():
            (other,) = stems.keys() - {name}
            tensors["partner"] = stems[other][0]["latents"].clone()
            save_whole(out / f"{path.stem}.{name}.safetensors", tensors, meta)
        save_whole(out / f"{path.stem}.safetensors", *_encoded(analysis, path, piece))
        made += 1
    return made


def _stems(path: Path, piece: dict) -> Iterator[tuple[str, Path, dict]]:
    """The stems of a piece, each with the label of its own tracks and plain captions of them."""
    for name in piece.get("stems", ()):
        tracks = [t for t in piece["tracks"] if (t["family"] in RHYTHM) == (name == "rhythm")]
        families = list(dict.fromkeys(t["family"] for t in tracks if t["family"] in FAMILY_WORDS))
        if not families:
            families = [piece["family"]]
        names = {t["name"] for t in tracks}
        count = max(len(FAMILY_WORDS[family]) for family in families)
        own = {
            "captions": [*(_plain(families, i) for i in range(count)), *_said(families)],
            "notes": [n for n in piece["notes"] if n[4] in names],
            "family": families[0],
        }
        yield name, path.with_name(f"{path.stem}.{name}.wav"), piece | own


def _plain(families: list[str], turn: int) -> str:
    return " and ".join(FAMILY_WORDS[f][turn % len(FAMILY_WORDS[f])] for f in families)


def _said(families: list[str]) -> tuple[str, ...]:
    """Everyday phrases, where there is one family to speak of."""
    return phrases()[families[0]] if len(families) == 1 else ()


def _encoded(analysis: Analysis, path: Path, piece: dict) -> tuple[dict[str, Tensor], dict]:
    sound, _ = soundfile.read(path, dtype="float32", always_2d=True)
    sound = np.ascontiguousarray(sound.T)
    frames = sound.shape[1] // FRAME
    heard = torch.from_numpy(sound[:, : frames * FRAME])
    padded = torch.nn.functional.pad(heard, (LOOKAHEAD, LOOKAHEAD))[None]
    mel, stereo = analysis.features(padded)
    notes = piece["notes"]
    tensors = {
        "latents": analysis.compress(mel, stereo)[0].half(),
        "loudness": torch.from_numpy(labels.loudness(sound[:, : frames * FRAME])),
        "brightness": torch.from_numpy(labels.brightness(mel[0])),
        "density": torch.from_numpy(labels.density(notes, frames)),
        "beat": torch.from_numpy(labels.beat(piece, frames)),
        "roll": torch.from_numpy(labels.roll(notes, frames)),
    }
    keys = ("captions", "family", "split", "beats_per_bar", "key", "scale")
    return tensors, {key: json.dumps(piece[key]) for key in keys}


@dataclass(frozen=True)
class Batch(Carried):
    """latents [B, T, C]; conditions [B, T, A] (without the context's own channels); text
    [B, 2, S, 256], of which the second is told from frame `joins` [B] on (T: never)."""

    latents: Tensor
    conditions: Tensor
    text: Tensor
    joins: Tensor


@dataclass(frozen=True)
class Presence:
    """How often each condition is given. `bare`: the part of the examples with text alone.
    `stems`: the part of the examples that are a stem, which has a partner; `accompanied`: by what
    the chances of clock and notes fall where a partner is heard. Without both there would be
    nothing to learn from the partner."""

    text: float = 0.9
    bare: float = 0.15
    loudness: float = 0.5
    brightness: float = 0.45
    density: float = 0.55
    clock: float = 0.75
    notes: float = 0.55
    key: float = 0.75
    partner: float = 0.85
    stems: float = 0.25
    accompanied: float = 0.4


PRESENCE = Presence()
"""Of the stages `base` and `lmdm`."""


FADE = 12
"""Longest fade, in frames, from one piece into the next where two are joined."""


@dataclass
class LatentSet:
    """Encoded pieces of one split, all in memory; grows with the folder."""

    folder: Path
    encoder: TextEncoder
    split: str = "train"
    presence: Presence = PRESENCE
    pieces: list[dict] = field(default_factory=list)
    _lengths: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    _stems: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
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
        self._lengths = np.array([len(piece["latents"]) for piece in self.pieces], int)
        self._stems = np.array(["partner" in piece for piece in self.pieces], bool)

    def batch(
        self, rng: np.random.Generator, size: int, frames: int, joins: Sequence[int] = ()
    ) -> Batch:
        """Random stretches of random pieces; where `joins` [size] is less than `frames`, another
        piece goes on from that frame, as when a player asks for something else."""
        self.scan()
        joins = joins or [frames] * size
        rows = [self._joined(rng, frames, join) for join in joins]
        latents, conditions, text = (torch.stack(part) for part in zip(*rows, strict=True))
        return Batch(latents, conditions, text, torch.tensor(joins))

    def _joined(
        self, rng: np.random.Generator, frames: int, join: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        latents, conditions, text = self._example(rng, frames)
        if not 0 < join < frames:
            return latents, conditions, torch.stack((text, text))
        after, conditions_after, text_after = self._example(rng, frames)
        # In latents, which are spectra in dB, this is a fade that is even to the ear.
        fade = int(rng.integers(FADE + 1)) * int(rng.integers(2))
        rising = (torch.arange(frames) - join + 1).clamp(min=0) / (fade + 1)
        latents = torch.lerp(latents, after, rising.clamp(max=1.0)[:, None])
        conditions = torch.cat((conditions[:join], conditions_after[join:]))
        return latents, conditions, torch.stack((text, text_after))

    def _example(self, rng: np.random.Generator, frames: int) -> tuple[Tensor, Tensor, Tensor]:
        fits = self._lengths >= frames
        if not fits.any():
            raise UserError(
                f"{self.folder}: no piece is as long as the recipe's {frames} frames "
                f"({frames * FRAME / SAMPLE_RATE:.1f} s)"
            )
        if rng.random() < self.presence.stems and (fits & self._stems).any():
            fits &= self._stems
        choice = np.flatnonzero(fits)
        piece = self.pieces[choice[rng.integers(len(choice))]]
        start = int(rng.integers(len(piece["latents"]) - frames + 1))
        cut = slice(start, start + frames)
        caption = ""
        if rng.random() < self.presence.text:
            captions: Sequence[str] = piece["captions"]
            caption = captions[int(rng.integers(len(captions)))]
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
    partner = "partner" in piece and rng.random() < presence.partner
    told = presence.accompanied if partner else 1.0
    if rng.random() < told * presence.clock:
        out[:, CHANNELS.clock] = phases(piece["beat"][cut], piece["beats_per_bar"])
    if rng.random() < told * presence.notes and _pitched(piece):
        out[:, CHANNELS.notes.start : CHANNELS.notes.stop - 1] = piece["roll"][cut].float() / 255
        out[:, CHANNELS.notes.stop - 1] = 1.0
    if rng.random() < presence.key and _pitched(piece):
        out[:, CHANNELS.key] = key_input(TONICS.index(piece["key"]), SCALES[piece["scale"]])
    if partner:
        gap = int(LONGEST_GAP * rng.random() ** 2)
        out[:, CHANNELS.partner] = heard(piece["partner"], cut, gap)
    return out


def _pitched(piece: dict) -> bool:
    if "pitched" not in piece:
        piece["pitched"] = bool(piece["roll"].any())
    return piece["pitched"]


def heard(partner: Tensor, cut: slice, gap: int) -> Tensor:
    """Accompaniment as it is known `gap` frames late: channels [T, LATENTS + 2]. A frame tells
    what was played `gap` frames before it, so that it never has to be told again."""
    frames = cut.stop - cut.start
    out = torch.zeros(frames, LATENTS + 2)
    first = max(0, cut.start - gap)
    there = partner[first : max(0, cut.stop - gap)].float()
    if len(there):
        out[-len(there) :] = accompaniment(there, gap)
    return out
