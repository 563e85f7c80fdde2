"""What the pieces of a family are like, for the network's file to tell (`instrument.usual`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from instrument.errors import UserError
from instrument.nn.analysis import Analysis
from instrument.nn.portrait import SPAN, figures, width
from instrument.studio.captions import FAMILY_WORDS
from instrument.train.latents import LatentSet

WIDEST = 0.9
"""The quantile of widths that counts as the widest: the rest is effects."""


def measured(analysis: Analysis, data: LatentSet) -> dict[str, dict[str, Any]]:
    """Of each family of whole pieces in `data`: the words that mean it, the median and the standard
    deviation of its figures, and the width that all but a tenth of its stretches keep below;
    UserError where there are none."""
    data.scan()
    heard: dict[str, list[tuple[Tensor, float]]] = {}
    for piece in data.pieces:
        if "partner" not in piece and piece["family"] in FAMILY_WORDS:  # no stem
            latents = piece["latents"].float()[None]
            for at in range(0, max(1, latents.shape[1] - SPAN + 1), SPAN // 2):
                stretch = latents[:, at : at + SPAN]
                told = figures(analysis, stretch), width(analysis, stretch)
                heard.setdefault(piece["family"], []).append(told)
    if not heard:
        raise UserError(f"{data.folder} holds no encoded pieces: run `lmdm train lmdm` first")
    return {family: _told(family, *zip(*every, strict=True)) for family, every in heard.items()}


def _told(family: str, heard: Sequence[Tensor], wide: Sequence[float]) -> dict[str, Any]:
    """Of a family whose stretches of music have these figures [F] and widths."""
    every = torch.stack(tuple(heard))
    return {
        "words": FAMILY_WORDS[family],
        "figures": [round(float(x), 2) for x in every.median(0).values],
        "spreads": [round(float(x), 2) for x in every.std(0, correction=0)],
        "widest": round(float(torch.tensor(wide).quantile(WIDEST).clamp(0.0, 1.0)), 3),
    }
