"""What generated sound is compared with: embeddings of the studio's pieces, and its families.

One comes with the package (`reference.safetensors`), so that an evaluation needs no studio;
`Reference.of` makes another from a studio's folder, in another embedding too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from instrument.errors import UserError
from instrument.nn.analysis import FRAME, SAMPLE_RATE

SHIPPED = Path(__file__).parent / "reference.safetensors"
SHRINK = 0.1
"""How far the spread within families is drawn towards an even one: few pieces, many values."""
KEPT = 24
"""Principal values in which distances are taken."""
STRETCH = 560
"""Latent frames of a piece that are heard: 24 s, from a seventh of it on."""

Embed = Callable[[np.ndarray], np.ndarray]
"""Sound [N, 2] at 48 kHz -> embeddings of its patches [P, D]."""


@dataclass(frozen=True)
class Piece:
    """A piece of the studio: where its patches lie [P, KEPT + F - 1] (see `Maps`), and one of its
    captions."""

    name: str
    family: str
    split: str
    places: np.ndarray
    caption: str


@dataclass(frozen=True)
class Maps:
    """From embeddings [P, D] to where they lie: `KEPT` principal values of unit variance, in which
    distances are taken, then as many values as there are families but one, in which families lie
    apart and each spreads alike (Fisher's discriminants)."""

    mean: np.ndarray
    scale: np.ndarray
    axes: np.ndarray

    @classmethod
    def fit(cls, patches: list[np.ndarray], families: list[str]) -> Maps:
        """From the embeddings of pieces and their families."""
        rows = np.concatenate(patches).astype(np.float64)
        mean, scale = rows.mean(0), rows.std(0) + 1e-6
        even = (rows - mean) / scale
        deviations, axes = _spectrum(np.cov(even.T))
        principal = axes[:, :KEPT] / deviations[:KEPT]
        whose = np.repeat(families, [len(p) for p in patches])
        groups = [even[whose == family] for family in sorted(set(families))]
        centres = np.stack([g.mean(0) for g in groups])
        centred = np.concatenate([g - g.mean(0) for g in groups])
        within = centred.T @ centred / len(centred)
        level = np.trace(within) / len(within)
        within = (1 - SHRINK) * within + SHRINK * level * np.eye(len(within))
        deviations, axes = _spectrum(within)
        white = axes / deviations
        # Only the span of the centroids matters to which of them is nearest.
        _, _, span = np.linalg.svd((centres - centres.mean(0)) @ white, full_matrices=False)
        apart = white @ span[: len(groups) - 1].T
        return cls(mean, scale, np.concatenate([principal, apart], 1))

    def __call__(self, patches: np.ndarray) -> np.ndarray:
        return ((patches - self.mean) / self.scale) @ self.axes


class Reference:
    """Pieces of a studio, the maps fitted to those of its training split, and the centroids
    of the families there."""

    def __init__(self, maps: Maps, pieces: list[Piece]) -> None:
        self.maps, self.pieces = maps, pieces
        self.kept = maps.axes.shape[1] - len({p.family for p in pieces}) + 1
        learned = _learned(pieces)
        self.centroids = {
            f: np.concatenate([p.places[:, self.kept :] for p in learned if p.family == f]).mean(0)
            for f in sorted({p.family for p in learned})
        }

    @classmethod
    def of(
        cls, studio: Path, embed: Embed, tell: Callable[[str], None] = lambda _: None
    ) -> Reference:
        """Embeds the pieces of a studio's folder."""
        labels = pieces(studio)
        found, patches = [], []
        for count, path in enumerate(labels, 1):
            found.append(json.loads(path.read_text()))
            patches.append(embed(stretch(path.with_suffix(".wav"))))
            if count % 50 == 0:
                tell(f"embedded {count} of {len(labels)} pieces")
        learned = [i for i, p in enumerate(found) if p["split"] == "train"] or range(len(found))
        maps = Maps.fit([patches[i] for i in learned], [found[i]["family"] for i in learned])
        return cls(maps, [
            Piece(label["id"], label["family"], label["split"], maps(rows), _caption(i, label))
            for i, (label, rows) in enumerate(zip(found, patches, strict=True))
        ])  # fmt: skip

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Reference:
        """From a file that `save` wrote; raises UserError."""
        try:
            with safe_open(path, "np") as file:
                about = json.loads(file.metadata()["pieces"])
                maps = Maps(*(file.get_tensor(key) for key in ("mean", "scale", "axes")))
                rows = file.get_tensor("places").astype(np.float32)
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise UserError(f"{path}: no reference of an evaluation ({error})") from None
        pieces, at = [], 0
        for name, family, split, count, caption in about:
            pieces.append(Piece(name, family, split, rows[at : at + count], caption))
            at += count
        return cls(maps, pieces)

    def save(self, path: Path) -> None:
        """Write it, places as float16."""
        about = [(p.name, p.family, p.split, len(p.places), p.caption) for p in self.pieces]
        tensors = {k: v.astype(np.float32) for k, v in vars(self.maps).items()}
        tensors["places"] = np.concatenate([p.places for p in self.pieces]).astype(np.float16)
        save_file(tensors, path, {"pieces": json.dumps(about)})

    def held_out(self) -> list[Piece]:
        """The pieces that nothing was trained on."""
        return [p for p in self.pieces if p.split != "train"]

    def family(self, places: np.ndarray, among: tuple[str, ...] | None = None) -> str:
        """The family whose centroid is nearest to the mean of a clip's places [P, ..]."""
        place = places[:, self.kept :].mean(0)
        names = [name for name in self.centroids if among is None or name in among]
        far = [np.square(self.centroids[name] - place).sum() for name in names]
        return names[int(np.argmin(far))]


def _caption(turn: int, label: dict) -> str:
    """Pieces take turns among the places in their lists, so that all ways of telling occur."""
    return label["captions"][turn % len(label["captions"])]


def _learned(pieces: list[Piece]) -> list[Piece]:
    return [p for p in pieces if p.split == "train"] or pieces


def stretch(path: Path, frames: int = STRETCH) -> np.ndarray:
    """The stretch of a piece that is compared [N, 2]."""
    with soundfile.SoundFile(path) as file:
        if file.samplerate != SAMPLE_RATE:
            raise UserError(f"{path}: {file.samplerate} Hz, a studio's pieces have {SAMPLE_RATE}")
        start = max(0, min(file.frames - frames * FRAME, file.frames // 7))
        file.seek(start)
        heard = file.read(frames * FRAME, dtype="float32", always_2d=True)
    return heard[:, [0, -1]]


def _spectrum(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Deviations, largest first, and their axes in columns."""
    values, axes = np.linalg.eigh(covariance)
    return np.sqrt(values[::-1].clip(1e-9)), axes[:, ::-1]


def pieces(studio: Path) -> list[Path]:
    """The labels of a studio's pieces; raises UserError if there are none."""
    labels = sorted(studio.glob("*.json"))
    if not labels:
        raise UserError(f"{studio} holds no pieces: run `lmdm train studio --data {studio}`")
    return labels


def sounds(studio: Path, split: str = "heldout") -> Iterator[tuple[dict, Path]]:
    """Labels and sounds of a split."""
    for path in sorted(studio.glob("*.json")):
        label = json.loads(path.read_text())
        if label["split"] == split:
            yield label, path.with_suffix(".wav")
