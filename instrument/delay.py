"""The generative delay: what came in some time ago comes back, and round again.

A delay line of latents. Its repeats are what the network made of them, so that they change with
every round; their level is not left to the network: it follows the feedback, as sound would.
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
from instrument.nn.blend import Powers, latents_of, levels, powers
from instrument.nn.stream import State

LONGEST_S = 20.0
WINDOW = 24
"""Latent frames over which the level of repeats is measured."""
MOST_GAIN = 2.0
"""By how much, in power, repeats that the network made too soft are raised."""
CEILING = 0.5
"""Mean power of the line (see `blend.levels`), about 8 dB below full scale: at a feedback of 1 old
repeats make way for what is new."""
_KEPT = round(LONGEST_S * SAMPLE_RATE / (HOP * HOPS)) + WINDOW + 2


@dataclass(frozen=True)
class Delay:
    """What a block in delay mode is made from, decided when it is planned.

    `heard` [frames, LATENTS]: the input of `seconds` ago. `blur`, `feedback`, `mix` 0 to 1 are as
    the parameters of those names. `frozen`: what is in the line goes round, nothing new enters.
    """

    heard: Tensor
    seconds: float
    blur: float
    feedback: float = 0.0
    mix: float = 1.0
    frozen: bool = False


def passes(steps: int, blur: float, mix: float) -> int:
    """Passes of the network for a block of so many steps; where none sounds, one takes in what was
    played."""
    echo = steps if mix > 0.0 and blur > 0.0 else 0
    return max(1, echo + (steps if mix < 1.0 else 0))


@dataclass
class Line(State):
    """The last LONGEST_S of what came back, up to stream frame `end`: `latents` [1, T, C] as they
    were made, and the level that was asked of each frame, `asked` [T]."""

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
    return Line(torch.zeros(1, 0, LATENTS), torch.zeros(0), frame)


def longest_block(seconds: float) -> int:
    """Frames of a block whose repeats are all there when it begins."""
    return max(1, int((seconds * SAMPLE_RATE / HOP - 1) // HOPS))


def begin(analysis: Analysis, line: Line, delay: Delay, first: int) -> tuple[Tensor, Tensor]:
    """What stream frames from `first` on start from: latents [1, frames, C], and the level asked of
    each frame. Where the stream went on without the line, that was silent."""
    if first != line.end:
        _skip(analysis, line, first - line.end)
    start = delay.heard[None]
    sound = powers(analysis, start) * (0.0 if delay.frozen else 1.0)
    feedback = 1.0 if delay.frozen else delay.feedback
    if feedback > 0.0:
        places = _places(first, start.shape[1], delay.seconds)
        mine = places - HOPS * (first - len(line.asked))
        sound += _repeats(analysis, line, mine, feedback, sound)
        start = latents_of(analysis, sound)
    return start, _of_frames(levels(analysis, sound))


def _repeats(analysis: Analysis, line: Line, index: Tensor, feedback: float, new: Powers) -> Powers:
    """Those hops of the line at the level that the feedback gives them, beside `new`."""
    low, high = max(0, int(index.min()) // HOPS - WINDOW), int(index.max()) // HOPS + 1
    if not low < high <= len(line.asked):
        return new * 0.0  # nothing has come back so long ago
    there = powers(analysis, line.latents[:, low:high])
    given = _of_frames(levels(analysis, there))
    fit = float(line.asked[low:high].mean() / given.mean().clamp(min=1e-12))
    back = there.hops(index - HOPS * low) * (feedback**2 * min(fit, MOST_GAIN))
    room = CEILING - levels(analysis, new).mean()
    return back * float((room / levels(analysis, back).mean().clamp(min=1e-12)).clamp(0.0, 1.0))


def _of_frames(hops: Tensor) -> Tensor:
    return hops[0].unflatten(0, (-1, HOPS)).mean(1)


def remember(line: Line, latents: Tensor, asked: Tensor) -> None:
    """Append what came back [1, T, C], of which level `asked` [T] was asked."""
    line.latents = torch.cat([line.latents, latents], 1)[:, -_KEPT:]
    line.asked = torch.cat([line.asked, asked])[-_KEPT:]
    line.end += latents.shape[1]


def levelled(analysis: Analysis, line: Line, frames: int) -> Tensor:
    """The last `frames` of the line at the level that was asked of them, as far as a gain of
    MOST_GAIN may change it: latents [1, frames, C]."""
    near = max(WINDOW, frames)
    given = _of_frames(levels(analysis, powers(analysis, line.latents[:, -near:])))
    fit = float(line.asked[-near:].mean() / given.mean().clamp(min=1e-12))
    made = powers(analysis, line.latents[:, -frames:])
    return latents_of(analysis, made * min(max(fit, 1.0 / MOST_GAIN**2), MOST_GAIN))


def _skip(analysis: Analysis, line: Line, frames: int) -> None:
    """The stream went on without the line (or, if frames are negative, is another one)."""
    if 0 < frames < _KEPT:
        hops = HOPS * frames
        silence = Powers(torch.zeros(1, hops, BANDS), torch.zeros(1, hops, 2 * STEREO_BANDS))
        remember(line, latents_of(analysis, silence), torch.zeros(frames))
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
