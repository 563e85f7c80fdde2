"""How far what is played has gone from what its prompt's music is, and when it is to begin anew.

A network that goes on from what it has just played can leave the music it was asked for, by and by:
rests between drums fill until there is only their noise, a loop becomes darker in each round. It
stays there for minutes, as nothing in its past leads back. What begins without a past is the
prompt's music again.

While it is there, guidance may go: music that begins needs it to be what the prompt says, but what
goes on from such music is that anyway, and guided for minutes it comes to the same few figures,
whatever it began with.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

from torch import Tensor

from instrument.nn.analysis import FRAME, SAMPLE_RATE, Analysis
from instrument.nn.portrait import SPAN, Portrait, figures

EVERY = SPAN // 2
"""Latent frames after which it is heard anew: blocks are not to wait for it."""
ALLOWED, MOST = 1.25, 2.5
"""How far music may be (see `Portrait.apart`) as long as it likes, and how much of more counts."""
LIMIT = 6.0
"""Seconds times what is not allowed until it is lost: a roar takes 8 s, what is a fifth beyond it
24. In a minute it is said of 1 in 20 of the studio's own pieces."""
_FORGIVEN_S = 240.0
NEAR = 1.0
"""How far music may be that needs no guidance (about 0.8 is usual)."""
GUIDED_S, EASING_S, CALMEST_S = 8.0, 16.0, 60.0
"""Seconds near the prompt's music until guidance eases, in which it does, and that count."""


@dataclass(frozen=True)
class Astray:
    """Of one kind of `music`, in the `frames` since it is asked for, of which the last
    `unheard` are yet to be heard: how `far` it has gone (a cumulative sum, Page 1954), and whether
    it is `lost`. Where beginning anew does not help, it is how this network plays that prompt: the
    `patience` doubles each time. `calm`: seconds for which it has been near."""

    music: str = ""
    frames: int = 0
    unheard: int = 0
    far: float = 0.0
    patience: float = 1.0
    lost: bool = False
    calm: float = 0.0

    @property
    def need(self) -> float:
        """Of guidance by the text, 1 to 0."""
        return min(1.0, max(0.0, 1.0 - (self.calm - GUIDED_S) / EASING_S))

    def after(
        self, analysis: Analysis, past: Tensor, last: int, portrait: Portrait,
        asked: Collection[str] = (),
    ) -> Astray:  # fmt: skip
        """When the last frames of `past` [1, P, C] have been played, as music of that portrait,
        with controls that are asked for."""
        before = self if portrait.name == self.music else Astray(portrait.name)
        frames, unheard = before.frames + last, before.unheard + last
        if unheard < EVERY or past.shape[1] < SPAN or frames < 2 * SPAN:
            return replace(before, frames=frames, unheard=unheard, lost=False)
        seconds = min(unheard, SPAN) * FRAME / SAMPLE_RATE
        apart = min(portrait.apart(figures(analysis, past[:, -SPAN:]), asked), MOST)
        far = max(0.0, before.far + (apart - ALLOWED) * seconds)
        calm = before.calm + (seconds if apart <= NEAR else -2.0 * seconds)
        calm = 0.0 if apart > ALLOWED else min(max(calm, 0.0), CALMEST_S)
        patience = 1.0 + (before.patience - 1.0) * math.exp(-seconds / _FORGIVEN_S)
        if far <= LIMIT * patience:
            return Astray(portrait.name, frames, 0, far, patience, calm=calm)
        return Astray(portrait.name, frames, 0, 0.0, 2.0 * patience, lost=True)
