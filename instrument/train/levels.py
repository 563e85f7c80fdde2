"""How loud the pieces of a family are, for the network's file to tell (`instrument.levels`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open

from instrument.errors import UserError
from instrument.nn.analysis import Analysis
from instrument.nn.blend import levels, powers
from instrument.studio.captions import FAMILY_WORDS


def measured(analysis: Analysis, folder: Path) -> dict[str, float]:
    """Median level in dB of the encoded pieces in `folder`, for each word that means a family;
    UserError where there are none."""
    heard: dict[str, list[float]] = {}
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, "pt") as file:
            meta = {key: json.loads(value) for key, value in file.metadata().items()}
            latents = file.get_tensor("latents").float()[None]
        stem = "." in path.stem
        if meta["split"] == "train" and not stem:
            power = float(levels(analysis, powers(analysis, latents)).mean())
            heard.setdefault(meta["family"], []).append(10.0 * np.log10(max(power, 1e-6)))
    if not heard:
        raise UserError(f"{folder} holds no encoded pieces: run `lmdm train lmdm` first")
    return {
        word: round(float(np.median(heard[family])), 1)
        for family, words in FAMILY_WORDS.items()
        if family in heard
        for word in words
    }
