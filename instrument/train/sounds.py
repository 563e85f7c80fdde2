"""A player's own folder of sounds, as training data: any rate, mono or stereo, any length.

Files are streamed, so that one of three hours takes no more memory than its latents. What cannot
be read is left out and named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from instrument.errors import UserError
from instrument.nn.analysis import FRAME, LOOKAHEAD, SAMPLE_RATE, Analysis
from instrument.train import labels

SUFFIXES = {
    ".wav", ".flac", ".ogg", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".w64", ".caf", ".au",
}  # fmt: skip
CHUNK = 240
"""Latent frames analysed at a time: 10 s."""
SILENCE_DB = -59.0
LEAST_S = 1.0
"""Least sound in all, in seconds: less is no music to learn from."""


@dataclass(frozen=True)
class Found:
    """What a folder gave: `sounds` that were read, their `seconds` in all, and a line on each file
    that was left out."""

    sounds: int
    seconds: float
    left_out: tuple[str, ...]


def find(folder: Path) -> list[Path]:
    """The sound files in a folder and those below it; UserError when there are none."""
    try:
        if not folder.is_dir():
            raise UserError(f"{folder}: there is no such folder")
        next(folder.iterdir(), None)  # rglob passes over what it may not read
        paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    except OSError as error:
        raise UserError(f"{folder}: {error.strerror}") from None
    if not paths:
        kinds = " ".join(sorted(SUFFIXES))
        raise UserError(f"{folder}: no sound files in it ({kinds})")
    return paths


def captions_of(path: Path, folder: Path) -> tuple[str, ...]:
    """What a file is, by its name and those of the folders it lies in: kalimba/Slow_take-03.wav is
    "slow take", "kalimba" and "kalimba slow take"."""
    inner = [_words(part) for part in path.relative_to(folder).parent.parts]
    name, around = _words(path.stem), " ".join(filter(None, inner)) or _words(folder.resolve().name)
    both = f"{around} {name}" if name and around and name != around else ""
    return tuple(dict.fromkeys(filter(None, (name, around, both)))) or ("my sounds",)


def _words(name: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(w for w in re.findall(r"[^\W\d_]+", apart) if len(w) > 1).lower()


def stereo(path: Path) -> Iterator[np.ndarray]:
    """A file's sound in pieces [n, 2] at 48 kHz: mono on both sides, of more channels the first
    two. Raises ValueError or RuntimeError (soundfile's) for what is no sound."""
    with soundfile.SoundFile(path) as file:
        rate = file.samplerate
        change = None
        if rate != SAMPLE_RATE:
            change = soxr.ResampleStream(rate, SAMPLE_RATE, 2, dtype="float32")
        while True:
            heard = file.read(10 * rate, dtype="float32", always_2d=True)
            if not np.isfinite(heard).all():
                raise ValueError("it holds values that are no numbers")
            last = len(heard) < 10 * rate
            heard = np.ascontiguousarray(heard[:, [0, min(1, file.channels - 1)]])
            yield heard if change is None else change.resample_chunk(heard, last=last)
            if last:
                return


def encoded(analysis: Analysis, path: Path) -> dict[str, Tensor]:
    """Latents [T, C] (float16), loudness and brightness [T] of a file; raises as `stereo`."""
    rows: dict[str, list[Tensor]] = {"latents": [], "loudness": [], "brightness": []}
    waiting = np.zeros((LOOKAHEAD, 2), np.float32)

    def take(frames: int) -> None:
        heard = torch.from_numpy(waiting[: frames * FRAME + 2 * LOOKAHEAD].T.copy())[None]
        mel, sides = analysis.features(heard)
        inner = heard[0, :, LOOKAHEAD : LOOKAHEAD + frames * FRAME].numpy()
        rows["latents"].append(analysis.compress(mel, sides)[0].half())
        rows["brightness"].append(torch.from_numpy(labels.brightness(mel[0])))
        rows["loudness"].append(torch.from_numpy(labels.loudness(inner)))

    total = 0
    with torch.inference_mode():
        for piece in stereo(path):
            total += len(piece)
            waiting = np.concatenate([waiting, piece])
            while len(waiting) >= CHUNK * FRAME + 2 * LOOKAHEAD:
                take(CHUNK)
                waiting = waiting[CHUNK * FRAME :]
        frames = -(-(len(waiting) - LOOKAHEAD) // FRAME)
        if frames > 0:
            waiting = np.pad(waiting, ((0, frames * FRAME + 2 * LOOKAHEAD - len(waiting)), (0, 0)))
            take(frames)
    if total == 0:
        raise ValueError("it is empty")
    tensors = {name: torch.cat(parts) for name, parts in rows.items()}
    if float(tensors["loudness"].max()) < SILENCE_DB:
        raise ValueError("it is silent")
    return tensors


def encode(
    analysis: Analysis, folder: Path, out: Path, least: int, caption: str | None,
    tell: Callable[[str], None] = lambda _: None,
) -> Found:  # fmt: skip
    """Encode a folder into `out`, as `LatentSet` reads it. Sounds with the same captions that are
    shorter than `least` latent frames are joined and repeated until they are long enough. UserError
    when nothing is left, or when the disk is full."""
    paths, left_out, seconds, count = find(folder), [], 0.0, 0
    index, now = out / "index.json", _index(paths, caption)
    if index.exists() and (before := json.loads(index.read_text()))["of"] == now:
        return Found(before["sounds"], before["seconds"], tuple(before["left_out"]))
    short: dict[tuple[str, ...], list[dict[str, Tensor]]] = {}
    out.mkdir(parents=True, exist_ok=True)
    for old in (index, *out.glob("*.safetensors")):
        old.unlink(missing_ok=True)
    for place, path in enumerate(paths):
        tell(f"reading {place} of {len(paths)}: {path.name}")
        try:
            tensors = encoded(analysis, path)
        except (OSError, RuntimeError, ValueError) as error:
            left_out.append(f"{path}: {_reason(error)}")
            continue
        captions = (caption,) if caption else captions_of(path, folder)
        frames = len(tensors["latents"])
        seconds, count = seconds + frames * FRAME / SAMPLE_RATE, count + 1
        if frames < least:
            short.setdefault(captions, []).append(tensors)
        else:
            _put(out / f"{place:05d}.safetensors", tensors, captions)
    tell("")
    if seconds < LEAST_S:
        why = f": {'; '.join(left_out[:3])}" if left_out else ""
        raise UserError(f"{folder}: less than a second of sound could be read{why}")
    for place, (captions, sounds) in enumerate(short.items()):
        whole = {k: torch.cat([s[k] for s in sounds]) for k in sounds[0]}
        times = -(-least // len(whole["latents"]))
        whole = {k: torch.cat([v] * times) for k, v in whole.items()}
        _put(out / f"short-{place:05d}.safetensors", whole, captions)
    found = Found(count, seconds, tuple(left_out))
    index.write_text(json.dumps({"of": now, **vars(found)}))
    return found


def _index(paths: list[Path], caption: str | None) -> list:
    """What an encoded folder was made from, so that it is not encoded twice."""
    return [caption, *([str(p), p.stat().st_size, p.stat().st_mtime_ns] for p in paths)]


def _put(path: Path, tensors: dict[str, Tensor], captions: tuple[str, ...]) -> None:
    about = {"captions": captions, "family": "own", "split": "train", "beats_per_bar": 4}
    part = path.with_suffix(".part")
    try:
        save_file(
            {k: v.contiguous() for k, v in tensors.items()},
            part,
            {k: json.dumps(v) for k, v in about.items()},
        )
        part.replace(path)
    except (OSError, SafetensorError) as error:
        part.unlink(missing_ok=True)
        raise UserError(f"cannot write {path}: {error}") from None


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return text.split(": ")[-1] if isinstance(error, RuntimeError) else text
