"""The level of music that nobody asks a loudness of, and its place between the channels: kept where
music is.

A network that goes on from what it has just played, block after block for minutes, strays: a little
softer or louder each time, most of all in few steps, in the end silent or a roar. Where the last
seconds leave the levels that music has, what comes next is turned back, slowly, before the network
hears it as its past. Between those levels, nothing is changed. It strays sideways, too: pads were
20 dB louder on the left after six minutes.
"""

from __future__ import annotations

import torch
from torch import Tensor

from instrument.nn.analysis import FRAME, HOPS, SAMPLE_RATE, Analysis
from instrument.nn.blend import latents_of, leans, levels, powers

SOFTEST, LOUDEST = -27.0, -12.0
"""Mean level (dB, see `blend.levels`) of eight seconds of music: of a hundred of the studio's
pieces, 96 lie between."""
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


def held(analysis: Analysis, past: Tensor, made: Tensor) -> Tensor:
    """`made` [1, T, C], what follows `past` [1, P, C], turned towards the levels of music if both
    together are beyond them: latents [1, T, C], the same ones if there is nothing to do."""
    both = powers(analysis, torch.cat([past, made], 1))
    whole = levels(analysis, both)
    own = whole[:, -made.shape[1] * HOPS :]
    level, block = (10.0 * float(torch.log10(x.mean() + 1e-12)) for x in (whole, own))
    turn = min(max(level, SOFTEST), LOUDEST) - level
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
    return 10.0 * float(torch.log10(levels(analysis, powers(analysis, past)).mean() + 1e-12)) < REST
