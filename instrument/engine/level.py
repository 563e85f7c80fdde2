"""The level of music that nobody asks a loudness of, and its place between the channels: kept where
music is.

A network that goes on from what it has just played, block after block for minutes, strays: a little
softer or louder each time, most of all in few steps, in the end silent or a roar. Where the last
seconds leave the levels that music has, or those that the prompt's music has as a rule (`Home`),
what comes next is turned back, slowly, before the network hears it as its past. Between those
levels, nothing is changed. It strays sideways, too: pads were 20 dB louder on the left after six
minutes, and drum loops, whose rests filled, had half of their power in the sides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from instrument.engine.plan import TEXTS
from instrument.nn.analysis import FRAME, HOPS, SAMPLE_RATE, Analysis
from instrument.nn.blend import latents_of, leans, levels, powers, widths

SOFTEST, LOUDEST = -27.0, -12.0
"""Mean level (dB, see `blend.levels`) of eight seconds of music: of a hundred of the studio's
pieces, 96 lie between."""
AWAY = 6.0
"""dB by which eight seconds may be softer or louder than the prompt's music usually is: of the
studio's pieces, breaks and all, half have none that are 4 dB from the piece's median."""
NEAR = 2.5
"""dB by which the music may be so for long: pieces of one family differ by as much."""
WEAKENED, SILENCED = -15.0, -25.0
"""dB by which the last `LONGEST_REST` may be softer until the controls' guidance gives way, and
until nothing is left of it."""
MEMORY = round(12.0 * SAMPLE_RATE / FRAME)
RETURN = round(8.0 * SAMPLE_RATE / FRAME)
"""Latent frames in which it is brought back: a break is over before that is heard."""
REST = -50.0
"""A block softer than this is a rest, not music that fades; it stays one, unless it lasts for
`LONGEST_REST` latent frames (see `gone`): of the studio's pieces hardly one has as long a rest."""
LONGEST_REST = round(4.0 * SAMPLE_RATE / FRAME)
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
    """How loud a stream has been of late, beside what its prompts usually are: `ratio` of powers,
    over `frames` latent frames and at most `MEMORY`. Where nobody watches, the network turns softer
    by and by while it obeys a density or a prompt that walks. `heed`, 0 to 1: how much of the
    controls' guidance it bears. What is far from anything the network has heard (a pad as bright as
    cymbals) it answers with silence, for minutes, even without a past."""

    ratio: float = 1.0
    frames: int = 0
    heed: float = 1.0

    def after(self, analysis: Analysis, past: Tensor, made: Tensor, usual: float) -> Home:
        """When `made` [1, T, C] was played after `past`, where `usual` dB are."""
        count = made.shape[1]
        own = levels(analysis, powers(analysis, torch.cat((past, made), 1)[:, -LONGEST_REST:]))
        power = 10.0 ** (usual / 10.0)
        frames = min(self.frames + count, MEMORY)
        new = min(1.0, count / frames)
        last = float(own[:, -count * HOPS :].mean()) / power
        heard = _db(float(own.mean()) / power)
        bears = min(max((heard - SILENCED) / (WEAKENED - SILENCED), 0.0), 1.0)
        return Home(
            (1.0 - new) * self.ratio + new * last, frames, min(bears, self.heed + count / RETURN)
        )

    def pull(self, frames: int) -> float:
        """dB by which so many frames are to be louder, to be home in `RETURN` frames."""
        away = _db(self.ratio)
        return (min(max(away, -NEAR), NEAR) - away) * min(1.0, frames / RETURN)

    def borne(self, guidance: Mapping[str, float]) -> dict[str, float]:
        """Of the strengths of text and controls what the stream bears."""
        return {k: s if k in TEXTS else 1.0 + self.heed * (s - 1.0) for k, s in guidance.items()}


def limits(usual: float) -> tuple[float, float]:
    """Softest and loudest level of eight seconds, where `usual` dB are."""
    level = min(max(usual, SOFTEST), LOUDEST)
    return max(SOFTEST, level - AWAY), min(LOUDEST, level + AWAY)


def held(
    analysis: Analysis,
    past: Tensor,
    made: Tensor,
    limits: tuple[float, float] = (SOFTEST, LOUDEST),
    pull: float = 0.0,
) -> Tensor:
    """`made` [1, T, C], what follows `past` [1, P, C], turned towards the levels of music if both
    together are beyond `limits`, and by `pull` dB: latents [1, T, C], the same ones if there is
    nothing to do (see also `placed`)."""
    both = powers(analysis, torch.cat([past, made], 1))
    whole = levels(analysis, both)
    own = whole[:, -made.shape[1] * HOPS :]
    level, block = (_db(float(x.mean())) for x in (whole, own))
    turn = min(max(level, limits[0]), limits[1]) - level
    most = max(TURN, abs(turn)) * made.shape[1] * FRAME / SAMPLE_RATE
    turn = min(max(turn + pull, -most), most, BURST - block)
    if turn > 0.0 and block < REST:
        turn = 0.0
    if turn == 0.0:
        return made
    return latents_of(analysis, powers(analysis, made) * 10.0 ** (turn / 10.0))


def placed(analysis: Analysis, past: Tensor, made: Tensor, widest: float = 1.0) -> Tensor:
    """`made` [1, T, C], what follows `past` [1, P, C], between the channels: both together no
    farther to one side than `LEAN`, and with no more than `widest` of their power in the sides.
    Latents [1, T, C], the same ones if there is nothing to do."""
    both = powers(analysis, torch.cat([past, made], 1))
    whole = float(levels(analysis, both).sum()) + 1e-12
    lean = abs(float(leans(analysis, both).sum())) / whole
    wide = float(widths(analysis, both).sum()) / whole
    if lean <= LEAN and wide <= widest:
        return made
    most = TURN * made.shape[1] * FRAME / SAMPLE_RATE
    part = max(widest / max(wide, widest), 10.0 ** (-most / 10.0))
    return latents_of(
        analysis, powers(analysis, made).nearer(LEAN / max(lean, LEAN)).narrower(part)
    )


def gone(analysis: Analysis, past: Tensor) -> bool:
    """Whether `past` [1, P, C] ends with a rest of `LONGEST_REST`, or is one and was cut there. A
    network that sees only that plays no more; without a past it begins something new."""
    end = past[:, -LONGEST_REST:]
    return _db(float(levels(analysis, powers(analysis, end)).mean())) < REST


def _db(power: float) -> float:
    return 10.0 * math.log10(power + 1e-12)
