"""A player's own folder of sounds, as training data: any rate, mono or stereo, any length.

Files are streamed, so that one of three hours takes no more memory than its latents. What cannot
be read is left out and named.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
import torch
from torch import Tensor

from instrument.errors import UserError
from instrument.nn.analysis import FRAME, LOOKAHEAD, SAMPLE_RATE, Analysis
from instrument.nn.weights import save_whole
from instrument.places import write_whole
from instrument.train import labels

SUFFIXES = {
    ".wav", ".flac", ".ogg", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".w64", ".caf", ".au",
}  # fmt: skip
CHUNK = 240
"""Latent frames analysed at a time: 10 s."""
SILENCE_DB = -59.0
LEAST_S = 1.0
"""Least sound in all, in seconds: less is no music to learn from."""
INDEX = "index.json"
NO_SOUND = {1, 7}
"""libsndfile's codes for what is in no format that it knows, and for what its MP3 reader finds no
frame of."""

_NO_FOLDER = {
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "a file: give the folder that it lies in",
}


@dataclass(frozen=True)
class Found:
    """What a folder gave: `sounds` that were read, their `seconds` in all, and a line on each file
    that was left out."""

    sounds: int
    seconds: float
    left_out: tuple[str, ...]


def find(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[Path]:
    """The sound files in a folder and those below it; `tell` has a line on each file and folder
    that cannot be looked at. UserError when there are none."""
    unseen: list[str] = []
    paths: list[Path] = []

    def unread(error: OSError) -> None:
        if Path(error.filename) == folder:
            why = _NO_FOLDER.get(error.errno or 0, error.strerror or str(error))
            raise UserError(f"{folder}: {why}") from None
        unseen.append(f"{error.filename}: {error.strerror}")

    for where, _, names in os.walk(folder, onerror=unread):
        for path in (Path(where, n) for n in names if Path(n).suffix.lower() in SUFFIXES):
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    paths.append(path)
            except OSError as error:
                unread(error)
    if not paths:
        kinds = " ".join(sorted(SUFFIXES))
        why = f": {'; '.join(unseen[:3])}" if unseen else ""
        raise UserError(f"{folder}: no sound files in it ({kinds}){why}")
    for line in unseen:
        tell(line)
    return sorted(paths)


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
    when nothing is left; OSError where `out` cannot be written."""
    left_out: list[str] = []
    paths, seconds, count = find(folder, left_out.append), 0.0, 0
    now = _index(paths, caption, left_out)
    if (before := _before(out)) is not None and before["of"] == now:
        return _found(before)
    short: dict[tuple[str, ...], list[dict[str, Tensor]]] = {}
    out.mkdir(parents=True, exist_ok=True)
    for old in (out / INDEX, *out.glob("*.safetensors")):
        old.unlink(missing_ok=True)
    for place, path in enumerate(paths):
        tell(f"reading {place + 1} of {len(paths)}: {path.name}")
        try:
            with path.open("rb"), _hushed():  # libsndfile does not say why it may not read one
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
    write_whole(out / INDEX, json.dumps({"of": now, **vars(found)}))
    return found


def kept(out: Path) -> Found | None:
    """What was encoded into `out`; None where that was not ended."""
    return None if (before := _before(out)) is None else _found(before)


def _before(out: Path) -> dict[str, Any] | None:
    try:
        return json.loads((out / INDEX).read_text())
    except (FileNotFoundError, ValueError):
        return None


def _found(index: dict[str, Any]) -> Found:
    return Found(index["sounds"], index["seconds"], tuple(index["left_out"]))


def _index(paths: list[Path], caption: str | None, left_out: Sequence[str]) -> list:
    """What an encoded folder was made from, so that it is not encoded twice."""
    files = ([str(p), p.stat().st_size, p.stat().st_mtime_ns] for p in paths)
    return [caption, *files, *left_out]


def _put(path: Path, tensors: dict[str, Tensor], captions: tuple[str, ...]) -> None:
    about = {"captions": captions, "family": "own", "split": "train", "beats_per_bar": 4}
    save_whole(path, tensors, {k: json.dumps(v) for k, v in about.items()})


@contextmanager
def _hushed() -> Iterator[None]:
    """Standard error goes nowhere meanwhile: libsndfile's MP3 reader writes to it of each frame
    that is none."""
    before, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(nowhere)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, soundfile.LibsndfileError) and error.code in NO_SOUND:
        return "not a sound file"
    text = str(error).strip().rstrip(".")
    return text.split(": ")[-1] if isinstance(error, RuntimeError) else text
