"""How loud a prompt's music is as a rule, as a network's file tells of what it learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from instrument.conditioning import TextEncoder

_NEAR = 0.05
"""Cosine by which a prompt may be farther from one phrase than from another until that counts e
times as much. With it the levels of the studio's pieces, which differ by 3.7 dB, are told to 2.7 by
their captions; with half or twice as much to 2.8 and 2.9."""


@dataclass(frozen=True)
class Levels:
    """`phrases` [N, 256]: directions of their pooled texts; `db` [N]: mean levels of their music
    (see `nn.blend.levels`)."""

    phrases: Tensor
    db: Tensor

    @classmethod
    def told(cls, table: Mapping[str, float], encoder: TextEncoder) -> Levels:
        """From phrase -> dB."""
        texts = torch.stack([encoder.encode(phrase)[0] for phrase in table])
        return cls(normalize(texts, dim=1), torch.tensor([float(db) for db in table.values()]))

    def of(self, text: Tensor) -> float:
        """The level in dB of a text [S, 256] (mixed from several, too), by the phrases near it."""
        likeness = self.phrases @ normalize(text[0], dim=0)
        return float(torch.softmax(likeness / _NEAR, 0) @ self.db)
