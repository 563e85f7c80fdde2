"""How loud the pieces of a family are, for the network's file to tell (`instrument.levels`)."""

from __future__ import annotations

import numpy as np

from instrument.errors import UserError
from instrument.nn.analysis import Analysis
from instrument.nn.blend import levels, powers
from instrument.studio.captions import FAMILY_WORDS
from instrument.train.latents import LatentSet


def measured(analysis: Analysis, data: LatentSet) -> dict[str, float]:
    """Median level in dB of the whole pieces in `data`, for each word that means a family;
    UserError where there are none."""
    data.scan()
    heard: dict[str, list[float]] = {}
    for piece in data.pieces:
        if "partner" not in piece:  # else a stem
            latents = piece["latents"].float()[None]
            power = float(levels(analysis, powers(analysis, latents)).mean())
            heard.setdefault(piece["family"], []).append(10.0 * np.log10(max(power, 1e-6)))
    if not heard:
        raise UserError(f"{data.folder} holds no encoded pieces: run `lmdm train lmdm` first")
    return {
        word: round(float(np.median(heard[family])), 1)
        for family, words in FAMILY_WORDS.items()
        if family in heard
        for word in words
    }
