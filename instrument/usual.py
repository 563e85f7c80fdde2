"""What a prompt's music is like as a rule, as a network's file tells of what it learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import normalize

from instrument.conditioning import TextEncoder
from instrument.nn.portrait import FIGURES, Portrait

_NEAR = 0.05
"""Cosine by which a prompt may be farther from one phrase than from another until that counts e
times as much. With it the levels of the studio's pieces, which differ by 3.7 dB, are told to 2.7 by
their captions; with half or twice as much to 2.8 and 2.9."""
_LIKE, _SURE = 0.5, 0.9
"""Cosine to a phrase, and its kind's part of what all say, from which on a prompt means one kind of
music: of the studio's captions 72 of 100 do, and 96 of 100 of these mean what was composed."""


@dataclass(frozen=True)
class Usual:
    """`phrases` [N, 256]: directions of their pooled texts; `kinds` [N]: which of the `portraits`
    is theirs."""

    phrases: Tensor
    kinds: Tensor
    portraits: tuple[Portrait, ...]

    @classmethod
    def told(cls, table: Mapping[str, Mapping[str, Any]], encoder: TextEncoder) -> Usual:
        """From what a file tells of each kind: `words` (its phrases), `figures` and `spreads`
        (numbers, see `Portrait`), and, if it does, how wide it is at most, `widest`. Raises
        ValueError for what is none of these."""
        words, kinds, portraits = [], [], []
        for name, kind in table.items():
            try:
                own = [str(word) for word in kind["words"]]
                figures, spreads = (
                    torch.tensor([float(x) for x in kind[key]]) for key in ("figures", "spreads")
                )
                widest = float(kind.get("widest", 1.0))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{name!r:.40} lacks words, figures or spreads") from error
            portrait = Portrait(name, figures, spreads, widest)
            if not own or not portrait.sane():
                raise ValueError(f"{name!r:.40} is to have words and {len(FIGURES)} sane figures")
            words += own
            kinds += [len(portraits)] * len(own)
            portraits.append(portrait)
        if not words:
            raise ValueError("there are none")
        texts = torch.stack([encoder.encode(word)[0] for word in words])
        return cls(normalize(texts, dim=1), torch.tensor(kinds), tuple(portraits))

    def level(self, text: Tensor) -> float:
        """The level in dB of a text [S, 256] (mixed from several, too), by the phrases near it."""
        levels = torch.stack([portrait.figures[0] for portrait in self.portraits])
        return float(self._say(text)[1] @ levels[self.kinds])

    def widest(self, text: Tensor) -> float:
        """The part of its power that a text's music [S, 256] has in the sides at most, as `level`
        is told."""
        each = torch.tensor([portrait.widest for portrait in self.portraits])
        return float(self._say(text)[1] @ each[self.kinds])

    def portrait(self, text: Tensor) -> Portrait | None:
        """Of the one kind of music that a text [S, 256] means, if it surely means one."""
        likeness, say = self._say(text)
        each = say.new_zeros(len(self.portraits)).index_add(0, self.kinds, say)
        sure = float(likeness.max()) >= _LIKE and float(each.max()) >= _SURE
        return self.portraits[int(each.argmax())] if sure else None

    def _say(self, text: Tensor) -> tuple[Tensor, Tensor]:
        likeness = self.phrases @ normalize(text[0], dim=0)
        return likeness, torch.softmax(likeness / _NEAR, 0)
