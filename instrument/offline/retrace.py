"""`lmdm render --trace`: what was played on stage, as the model made it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
import torch

from instrument.engine.generator import Generator
from instrument.engine.keeping import KeepingError
from instrument.engine.keepsakes import TRACES
from instrument.engine.trace import SUFFIX, Trace, made_by
from instrument.errors import Refused, UserError
from instrument.model import load_argument
from instrument.places import named
from instrument.units import Rates


def retrace(out: Path, trace: str, model: str, steps: int | None, threads: int | None) -> str:
    """Write a trace's samples to `out`; returns what is to be said of it. They are the live run's
    before its output stage: no gain, no fade, no limiter; float32 in a wav, 24 bit in a flac."""
    try:
        found = Trace.open(_path_of(trace))
        about = found.about
        torch.set_num_threads(threads or int(about.get("threads", 1)))
        generator = Generator(load_argument(model))
        found.check(generator.model)
        seconds = _write(out, found.play(generator, steps)) / Rates().sample_rate
    except KeepingError as error:
        raise UserError(str(error)) from None
    here = made_by(generator.model)
    asked = ("threads", "torch", "bfloat16", "few_steps")
    unlike = [k for k in asked if about.get(k) != here[k]]
    said = f"{out}: {seconds:.1f} s"
    if unlike and steps is None:
        told = ", ".join(f"{k} {about.get(k)}, here {here[k]}" for k in unlike)
        said += f"; near the live run, not its very samples ({told})"
    return said


def _path_of(text: str) -> Path:
    """The trace's file: the path given, or that of a trace by name."""
    if text.endswith(SUFFIX) or Path(text).name != text:
        return Path(text)
    try:
        return named(TRACES, text, SUFFIX)
    except Refused as error:
        raise UserError(error.text) from None


def _write(out: Path, pieces: Iterable[np.ndarray]) -> int:
    """Sound [N, 2] in pieces -> a file; how many samples. UserError, and no file, if that fails."""
    part = out.with_name(out.name + ".part")
    try:
        count = (_wav if out.suffix.lower() == ".wav" else _flac)(part, pieces)
        part.replace(out)
    except (OSError, RuntimeError, struct.error) as error:
        raise UserError(f"cannot write {out}: {error}") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def _flac(path: Path, pieces: Iterable[np.ndarray]) -> int:
    with soundfile.SoundFile(path, "w", Rates().sample_rate, 2, "PCM_24", format="FLAC") as file:
        for sound in pieces:
            file.write(sound)
        return file.tell()


def _wav(path: Path, pieces: Iterable[np.ndarray]) -> int:
    """Float32; by hand, as libsndfile puts the time of day into such a file."""
    rate, wide, count = Rates().sample_rate, 8, 0
    with path.open("wb") as file:
        for final in (False, True):
            data = count * wide
            file.seek(0)
            file.write(struct.pack("<4sI4s", b"RIFF", 50 + data, b"WAVE"))
            shape = (3, 2, rate, rate * wide, wide, 32, 0)
            file.write(struct.pack("<4sIHHIIHHH", b"fmt ", 18, *shape))
            file.write(struct.pack("<4sII4sI", b"fact", 4, count, b"data", data))
            if not final:
                for sound in pieces:
                    file.write(np.ascontiguousarray(sound, "<f4").data)
                    count += len(sound)
    return count
