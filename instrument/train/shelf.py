"""A growing folder of sounds: `<id>.wav` with, written last, its label `<id>.json`."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

RESCAN_S = 60.0


@dataclass
class Shelf:
    """Pieces of `split` in `folders`; found anew every minute, so that training can start before
    the studio has finished. A wav without a label counts when `labels` is off."""

    folders: list[Path]
    split: str | None = "train"
    labels: bool = True
    pieces: list[Path] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)
    _scanned: float = -RESCAN_S

    def scan(self) -> list[Path]:
        """The wavs found by now."""
        if time.monotonic() - self._scanned < RESCAN_S:
            return self.pieces
        self._scanned = time.monotonic()
        pattern = "*.json" if self.labels else "*"
        for folder in self.folders:
            for path in sorted(folder.rglob(pattern)):
                if path in self._seen:
                    continue
                self._seen.add(path)
                if not self.labels:
                    if path.suffix in {".wav", ".flac"}:
                        self.pieces.append(path)
                elif self.split in (None, label(path).get("split")):
                    self.pieces.append(path.with_suffix(".wav"))
        return self.pieces

    def crop(self, rng: np.random.Generator, samples: int) -> np.ndarray:
        """A random stretch of a random piece, float32 [2, samples], silence after a short one."""
        pieces = self.scan()
        path = pieces[rng.integers(len(pieces))]
        with soundfile.SoundFile(path) as sound:
            start = int(rng.integers(max(1, sound.frames - samples)))
            sound.seek(start)
            heard = sound.read(samples, dtype="float32", always_2d=True).T
        heard = heard[[0, -1]]
        return np.pad(heard, ((0, 0), (0, samples - heard.shape[1])))


def label(path: Path) -> dict[str, Any]:
    """The label of a piece, given its wav or its json."""
    return json.loads(path.with_suffix(".json").read_text())


@dataclass
class Blend:
    """Several shelves, each drawn from by its weight; one that is still empty waits."""

    shelves: list[tuple[Shelf, float]]

    def crop(self, rng: np.random.Generator, samples: int) -> np.ndarray:
        """As `Shelf.crop`."""
        weights = np.array([w if s.scan() else 0.0 for s, w in self.shelves])
        shelf = self.shelves[rng.choice(len(weights), p=weights / weights.sum())][0]
        return shelf.crop(rng, samples)
