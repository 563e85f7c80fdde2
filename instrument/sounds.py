"""Sounds that a player keeps: files by name, and what is in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from instrument.errors import Refused, UserError, did_you_mean
from instrument.places import named, state_dir
from instrument.units import Rates

FOLDERS = ("sounds", "captures")
"""Of the state's folder, in this order."""
SUFFIXES = (".wav", ".flac", ".ogg", ".aiff")
LONGEST_S = 3600.0


def find(name: str) -> Path:
    """The sound of that name; raises Refused("path") for none, or for what is no plain name."""
    for folder in FOLDERS:
        for suffix in SUFFIXES:
            if (path := named(folder, name, suffix)).is_file():
                return path
    places = [state_dir() / folder for folder in FOLDERS]
    names = [path.stem for place in places for path in place.glob("*")]
    raise Refused(
        "path", f'no sound "{name}" in {" or ".join(map(str, places))}' + did_you_mean(name, names)
    )


def read_sound(path: Path) -> np.ndarray:
    """A sound file as float32 [N, 2] at the model's rate; raises UserError."""
    import soundfile
    import soxr

    rate = Rates().sample_rate
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > LONGEST_S * file.samplerate:
                raise UserError(f"{path}: longer than {LONGEST_S:g} s")
            sound = file.read(dtype="float32", always_2d=True)
            own_rate = file.samplerate
    except (OSError, RuntimeError) as error:
        raise UserError(f"cannot read {path}: {error}") from None
    if not len(sound):
        raise UserError(f"{path}: there is no sound in it")
    if own_rate != rate:
        sound = soxr.resample(sound, own_rate, rate)
    return sound[:, [0, min(1, sound.shape[1] - 1)]]
