"""The generative delay: what came in some time ago comes back, and round again.

A delay line of latents. Its repeats are what the network made of them, so that they change with
every round; their level is not left to the network: it follows the feedback, as sound would. Nor is
their colour altogether: a network that makes one part of the spectrum a little stronger each time
would in the end leave nothing but that part. The more goes round, the more of its colour is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from instrument.nn.analysis import (
    BANDS,
    HOP,
    HOPS,
    LATENTS,
    SAMPLE_RATE,
    STEREO_BANDS,
    Analysis,
)
from instrument.nn.blend import Powers, colours, latents_of, levels, powers
from instrument.nn.stream import State

LONGEST_S = 20.0
WINDOW = 24
"""Latent frames over which the level of repeats is measured."""
MOST_GAIN = 2.0
"""By how much, in power, repeats that the network made too soft are raised."""
LEAST_TILT = 1 / 16
"""By how much, in power, a part of the spectrum that the network made too strong is lowered."""
CEILING = 0.5
"""Mean power of the line (see `blend.levels`), about 8 dB below full scale: at a feedback of 1 old
repeats make way for what is new."""
QUIET = 1e-6
"""Power of a coarse band, about 60 dB below full scale, beneath which its colour is none."""
_KEPT = round(LONGEST_S * SAMPLE_RATE / (HOP * HOPS)) + WINDOW + 2


@dataclass(frozen=True)
class Delay:
    """What a block in delay mode is made from, decided when it is planned.

    `heard` [frames, LATENTS]: the input of `seconds` ago. `blur` is the noise level that the
    parameter of that name means, `feedback` and `mix` 0 to 1 are as theirs. `frozen`: what is in
    the line goes round, nothing new enters.
    """

    heard: Tensor
    seconds: float
    blur: float
    feedback: float = 0.0
    mix: float = 1.0
    frozen: bool = False


def noise_level(blur: float) -> float:
    """What a blur of 0 to 1 means. What comes back hardly changes at half of the noise and quickly
    above three quarters: the cube root makes equal steps of blur about equally far apart in log
    mel (README)."""
    return blur ** (1 / 3)


def passes(steps: int, blur: float, mix: float) -> int:
    """Passes of the network for a block of so many steps; where none sounds, one takes in what was
    played."""
    echo = steps if mix > 0.0 and blur > 0.0 else 0
    return max(1, echo + (steps if mix < 1.0 else 0))


@dataclass
class Line(State):
    """The last LONGEST_S of what came back, up to stream frame `end`: `latents` [1, T, C] as they
    were made, and `asked` [T, STEREO_BANDS], the power in coarse bands that was asked of each."""

    latents: Tensor
    asked: Tensor
    end: int

    def cut(self, frames: int) -> None:
        """The last `frames` were not played."""
        kept = max(0, len(self.asked) - frames)
        self.latents, self.asked = self.latents[:, :kept], self.asked[:kept]
        self.end -= frames


def new_line(frame: int) -> Line:
    """Nothing has come back yet."""
    return Line(torch.zeros(1, 0, LATENTS), torch.zeros(0, STEREO_BANDS), frame)


def longest_block(seconds: float) -> int:
    """Frames of a block whose repeats are all there when it begins."""
    return max(1, int((seconds * SAMPLE_RATE / HOP - 1) // HOPS))


def begin(analysis: Analysis, line: Line, delay: Delay, first: int) -> tuple[Tensor, Tensor]:
    """What stream frames from `first` on start from: latents [1, frames, C], and the power that is
    asked of each in coarse bands. Where the stream went on without the line, that was silent."""
    if first != line.end:
        _skip(analysis, line, first - line.end)
    start = delay.heard[None]
    sound = powers(analysis, start) * (0.0 if delay.frozen else 1.0)
    feedback = round_again(delay)
    if feedback > 0.0:
        places = _places(first, start.shape[1], delay.seconds)
        mine = places - HOPS * (first - len(line.asked))
        sound += _repeats(analysis, line, mine, feedback, sound)
        start = latents_of(analysis, sound)
    return start, _of_frames(colours(analysis, sound))


def round_again(delay: Delay) -> float:
    """How much of what came back goes round once more, in amplitude."""
    return 1.0 if delay.frozen else delay.feedback


def _repeats(analysis: Analysis, line: Line, index: Tensor, feedback: float, new: Powers) -> Powers:
    """Those hops of the line at the level that the feedback gives them, beside `new`: never more in
    all than was asked for just there, so that nothing revives."""
    low, high = max(0, int(index.min()) // HOPS - WINDOW), int(index.max()) // HOPS + 1
    if not low < high <= len(line.asked):
        return new * 0.0  # nothing has come back so long ago
    there = powers(analysis, line.latents[:, low:high])
    asked, given = line.asked[low:high], _of_frames(colours(analysis, there))
    gains = _gains(asked.mean(0), given.mean(0), feedback, least=0.0)
    own = slice(max(0, int(index.min()) // HOPS) - low, None)
    wanted = asked[own].sum() / (given[own] * gains).sum().clamp(min=1e-12)
    back = there.hops(index - HOPS * low).tilted(gains * wanted.clamp(max=1.0)) * feedback**2
    room = CEILING - levels(analysis, new).mean()
    return back * float((room / levels(analysis, back).mean().clamp(min=1e-12)).clamp(0.0, 1.0))


def _gains(asked: Tensor, given: Tensor, feedback: float, least: float) -> Tensor:
    """What brings power in coarse bands [STEREO_BANDS] from `given` to `asked`: in all by at least
    `least` and at most MOST_GAIN, from band to band by as much of the rest as goes round."""
    whole = asked.sum() / given.sum().clamp(min=1e-12)
    share = [(x + QUIET) / (x + QUIET).sum() for x in (asked, given)]
    tilt = ((share[0] / share[1]) ** feedback**2).clamp(LEAST_TILT, MOST_GAIN)
    tilt = tilt * given.sum() / (given * tilt).sum().clamp(min=1e-12)
    return tilt * whole.clamp(least, MOST_GAIN)


def _of_frames(hops: Tensor) -> Tensor:
    return hops[0].unflatten(0, (-1, HOPS)).mean(1)


def remember(line: Line, latents: Tensor, asked: Tensor) -> None:
    """Append what came back [1, T, C], of which `asked` [T, STEREO_BANDS] was asked."""
    line.latents = torch.cat([line.latents, latents], 1)[:, -_KEPT:]
    line.asked = torch.cat([line.asked, asked])[-_KEPT:]
    line.end += latents.shape[1]


def levelled(analysis: Analysis, line: Line, frames: int, feedback: float) -> Tensor:
    """The last `frames` of the line with the power that was asked of them, as far as a gain of
    MOST_GAIN may change it: latents [1, frames, C]."""
    near = max(WINDOW, frames)
    given = _of_frames(colours(analysis, powers(analysis, line.latents[:, -near:])))
    gains = _gains(line.asked[-near:].mean(0), given.mean(0), feedback, least=1.0 / MOST_GAIN**2)
    return latents_of(analysis, powers(analysis, line.latents[:, -frames:]).tilted(gains))


def _skip(analysis: Analysis, line: Line, frames: int) -> None:
    """The stream went on without the line (or, if frames are negative, is another one)."""
    if 0 < frames < _KEPT:
        hops = HOPS * frames
        silence = Powers(torch.zeros(1, hops, BANDS), torch.zeros(1, hops, 2 * STEREO_BANDS))
        remember(line, latents_of(analysis, silence), torch.zeros(frames, STEREO_BANDS))
    else:
        line.latents, line.asked = line.latents[:, :0], line.asked[:0]
        line.end += frames


def _places(first: int, frames: int, seconds: float) -> Tensor:
    """Where each hop of those frames is repeated from: numbers of hops of the stream.

    The way back is a whole number of hops that changes from round to round, so that any delay time
    is kept exactly in the long run, with no repeat blurred by reading between hops.
    """
    way = seconds * SAMPLE_RATE / HOP
    at = HOPS * (first + torch.arange(frames, dtype=torch.float64))
    turn = torch.floor(at / way)
    back = torch.round((turn + 1) * way) - torch.round(turn * way)
    return ((at - back)[:, None] + torch.arange(HOPS)).flatten().long()
