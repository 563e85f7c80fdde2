"""Captures: what was heard, as wav files."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np


def write_wav(path: Path, sound: np.ndarray, rate: int) -> None:
    """Writes [N, 2] floats as 24-bit stereo; a file that could not be finished is removed.

    Raises OSError, and FileExistsError rather than write over another one.
    """
    words = np.round(np.clip(sound, -1.0, 1.0) * (2**23 - 1)).astype("<i4")
    data = words.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()
    file = path.open("xb")
    try:
        with file, wave.open(file, "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(3)
            out.setframerate(rate)
            out.writeframes(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
