"""How much the music moves, so that a roar is known for what it is.

A network that goes on from what it has just played can fill the rests between drums with ever more
of them, until there is only their noise, a few dB louder than drums are; it stays in that for
minutes (a drum loop did from its third minute on, with hops of 1.5 dB about their mean, 6 before).
Nothing in that past leads back to drums. What begins without a past is drums again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from torch import Tensor

from instrument.engine.level import NEAR
from instrument.nn.analysis import FRAME, SAMPLE_RATE, Analysis
from instrument.nn.blend import levels, powers

SPAN = round(8.0 * SAMPLE_RATE / FRAME)
"""Latent frames whose levels are compared: breaks and swells are shorter, or softer."""
_RISE, _FALL = (round(s * SAMPLE_RATE / FRAME) for s in (60.0, 240.0))
EVERY = SPAN // 2
"""Latent frames after which it is heard anew: blocks are not to wait for it."""
STILL = 0.45
"""Part of a stream's usual movement below which it stands still."""
LIVELY = 4.0
"""dB about their mean by which the levels of hops lie where music has attacks: drums have 5 to 7,
pads 1 to 3. What never was lively does not roar."""
_SOFTEST = 1e-5


@dataclass(frozen=True)
class Movement:
    """How far the levels of hops lie about their mean as a rule, `usual` dB (0: not known yet), in
    the `frames` since a prompt's music has had that `level`, of which the last `unheard` are yet to
    be heard; and whether it `roars`: it has stood still for `SPAN`, louder than its prompt's music
    usually is."""

    level: float = 0.0
    frames: int = 0
    usual: float = 0.0
    unheard: int = 0
    roars: bool = False

    def after(self, analysis: Analysis, past: Tensor, last: int, level: float) -> Movement:
        """When the last frames of `past` [1, P, C] have been played, by prompts whose music has
        that level in dB."""
        before = self if abs(level - self.level) < 0.1 else Movement(level)
        frames, unheard = before.frames + last, before.unheard + last
        if unheard < EVERY or past.shape[1] < SPAN or frames < 2 * SPAN:
            return replace(before, frames=frames, unheard=unheard, roars=False)
        heard = levels(analysis, powers(analysis, past[:, -SPAN:])).clamp(min=_SOFTEST).log10() * 10
        spread, usual = float(heard.std()), before.usual
        if not usual:
            return Movement(level, frames, spread)
        still = spread < STILL * usual
        loud = float((10 ** (heard / 10)).mean().log10() * 10) > level + NEAR
        usual += (spread - usual) * min(1.0, unheard / (_FALL if still else _RISE))
        return Movement(level, frames, usual, roars=still and loud and before.usual >= LIVELY)
