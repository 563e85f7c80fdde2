"""What the pieces of a family are like, for the network's file to tell (`instrument.usual`)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from instrument.errors import UserError
from instrument.nn.analysis import Analysis
from instrument.nn.portrait import SPAN, figures
from instrument.studio.captions import FAMILY_WORDS
from instrument.train.latents import LatentSet


def measured(analysis: Analysis, data: LatentSet) -> dict[str, dict[str, Any]]:
    """Of each family of whole pieces in `data`: the words that mean it, and the median and the
    standard deviation of its figures; UserError where there are none."""
    data.scan()
    heard: dict[str, list[Tensor]] = {}
    for piece in data.pieces:
        if "partner" not in piece and piece["family"] in FAMILY_WORDS:  # no stem
            latents = piece["latents"].float()[None]
            heard.setdefault(piece["family"], []).extend(
                figures(analysis, latents[:, at : at + SPAN])
                for at in range(0, max(1, latents.shape[1] - SPAN + 1), SPAN // 2)
            )
    if not heard:
        raise UserError(f"{data.folder} holds no encoded pieces: run `lmdm train lmdm` first")
    return {family: _told(family, torch.stack(every)) for family, every in heard.items()}


def _told(family: str, every: Tensor) -> dict[str, Any]:
    """Of a family whose stretches of music have figures [N, F]."""
    return {
        "words": FAMILY_WORDS[family],
        "figures": [round(float(x), 2) for x in every.median(0).values],
        "spreads": [round(float(x), 2) for x in every.std(0, correction=0)],
    }
