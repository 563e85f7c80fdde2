"""The level of music that nobody asks a loudness of, and its place between the channels: kept where
music is.

A network that goes on from what it has just played, block after block for minutes, strays: a little
softer or louder each time, most of all in few steps, in the end silent or a roar. Where the last
seconds leave the levels that music has, or those of the prompt's own (`Home`), what comes next is
turned back, slowly, before the network hears it as its past. Between those levels, nothing is
changed. It strays sideways, too: pads were
20 dB louder on the left after six minutes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from instrument.nn.analysis import FRAME, HOPS, SAMPLE_RATE, Analysis
from instrument.nn.blend import latents_of, leans, levels, powers

SOFTEST, LOUDEST = -27.0, -12.0
"""Mean level (dB, see `blend.levels`) of eight seconds of music: of a hundred of the studio's
pieces, 96 lie between."""
AWAY = 6.0
"""dB by which eight seconds may be softer or louder than the prompt's home: of the studio's pieces,
breaks and all, half have none that are 4 dB from the piece's median, and nine of ten begin within
5 dB of it."""
SETTLED = round(8.0 * SAMPLE_RATE / FRAME)
REST = -50.0
"""A block softer than this is a rest, not music that fades; it stays one, unless all that a network
goes on from is (see `gone`)."""
TURN = 2.0
"""dB by which each second may be louder or softer than it was made; as many as it is astray, if
those are more: with no more than two a network was heard to roar for minutes, 10 dB beyond."""
BURST = -4.0
"""No block, short as they are, is louder; drums that strayed came to 8 dB, peaks to 10 dB beyond
full scale."""
LEAN = 0.5
"""Eight seconds of music stand no farther to one side: 5 dB between the channels, as balance."""


@dataclass(frozen=True)
class Home:
    """Where the level of a prompt's music lies: at that of the first eight seconds that the network
    plays for it, as it has not strayed by then. `text` [S, 256]: what was told; `power`: the mean
    of `frames` latent frames so far. Between the levels of music it strays, too: a drum loop's
    second minute was 11 dB softer than its first seconds."""

    text: Tensor
    power: float = 0.0
    frames: int = 0

    def told(self, text: Tensor) -> Home:
        """The home of `text`: this one, if that is still what is told."""
        return self if torch.equal(text, self.text) else Home(text)

    def after(self, analysis: Analysis, made: Tensor) -> Home:
        """With the level of `made` [1, T, C], until there are eight seconds."""
        if self.frames >= SETTLED:
            return self
        own = float(levels(analysis, powers(analysis, made)).mean())
        frames = self.frames + made.shape[1]
        power = (self.power * self.frames + own * made.shape[1]) / frames
        return Home(self.text, power, frames)

    @property
    def limits(self) -> tuple[float, float]:
        """Softest and loudest level of eight seconds."""
        if self.frames < SETTLED:
            return SOFTEST, LOUDEST
        level = min(max(_db(self.power), SOFTEST), LOUDEST)
        return max(SOFTEST, level - AWAY), min(LOUDEST, level + AWAY)


def held(
    analysis: Analysis,
    past: Tensor,
    made: Tensor,
    limits: tuple[float, float] = (SOFTEST, LOUDEST),
) -> Tensor:
    """`made` [1, T, C], what follows `past` [1, P, C], turned towards the levels of music if both
    together are beyond `limits`: latents [1, T, C], the same ones if there is nothing to do."""
    both = powers(analysis, torch.cat([past, made], 1))
    whole = levels(analysis, both)
    own = whole[:, -made.shape[1] * HOPS :]
    level, block = (_db(float(x.mean())) for x in (whole, own))
    turn = min(max(level, limits[0]), limits[1]) - level
    most = max(TURN, abs(turn)) * made.shape[1] * FRAME / SAMPLE_RATE
    turn = min(max(turn, -most), most, BURST - block)
    if turn > 0.0 and block < REST:
        turn = 0.0
    lean = abs(float(leans(analysis, both).sum() / (whole.sum() + 1e-12)))
    if turn == 0.0 and lean <= LEAN:
        return made
    sound = powers(analysis, made).nearer(LEAN / max(lean, LEAN))
    return latents_of(analysis, sound * 10.0 ** (turn / 10.0))


def gone(analysis: Analysis, past: Tensor) -> bool:
    """Whether `past` [1, P, C] is a rest from end to end. A network that sees only that plays no
    more; without a past it begins something new."""
    return _db(float(levels(analysis, powers(analysis, past)).mean())) < REST


def _db(power: float) -> float:
    return 10.0 * math.log10(power + 1e-12)
