"""From noise to latents, block by block: schedules, guidance, and `sample_block`, the only rollout.

Stage and training both call `sample_block`; what differs is who asks for a gradient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch
from torch import Tensor

from instrument.nn.attention import KVCache, Spans
from instrument.nn.dit import Condition, DiT
from instrument.nn.noise import Noise
from instrument.nn.stream import State

METHODS = ("pingpong", "euler", "adams")


def schedule(steps: int, noise_level: float = 1.0) -> tuple[float, ...]:
    """steps + 1 noise levels from `noise_level` to 0, even in log signal-to-noise from -6 to 2.

    A noise level under 1 starts from latents that exist (delay mode).
    """
    if steps < 1 or not 0.0 < noise_level <= 1.0:
        raise ValueError(f"no schedule of {steps} steps from noise level {noise_level}")
    low = -6.0 if noise_level == 1.0 else math.log((1.0 - noise_level) / noise_level)
    high = max(2.0, low + 2.0)
    middle = [low + (high - low) * i / steps for i in range(1, steps)]
    return (noise_level, *(1.0 / (1.0 + math.exp(x)) for x in middle), 0.0)


def shifted_schedule(steps: int, shift: float, noise_level: float = 1.0) -> tuple[float, ...]:
    """steps + 1 noise levels from `noise_level` to 0, even but for a shift towards noise (1: none);
    t' = shift t / (1 + (shift - 1) t). For a model that no adversarial stage has taught few steps.
    """
    if steps < 1 or not 0.0 < noise_level <= 1.0:
        raise ValueError(f"no schedule of {steps} steps from noise level {noise_level}")
    even = (1.0 - i / steps for i in range(steps + 1))
    return tuple(noise_level * (shift * t / (1.0 + (shift - 1.0) * t)) for t in even)


@dataclass(frozen=True)
class Sampling:
    """How a checkpoint wants to be sampled; it says so in its file. `shift` None: the schedule that
    is even in log signal-to-noise, as the reference's few-step models are trained with. `swell`:
    how far its noise's slowest part spreads beside white noise's (`swelled` in nn/noise.py)."""

    method: str = "pingpong"
    shift: float | None = None
    swell: float = 1.0

    def __post_init__(self) -> None:
        if not self.swell >= 1.0:
            raise ValueError(f"a swell of {self.swell}, not 1 or more")

    def times(self, steps: int, noise_level: float = 1.0) -> tuple[float, ...]:
        """The noise levels of `steps` steps."""
        if self.shift is None:
            return schedule(steps, noise_level)
        return shifted_schedule(steps, self.shift, noise_level)


@dataclass(frozen=True)
class Guidance:
    """Classifier-free guidance, on one condition (as a rule the prompt) or on several at once.

    The condition and the cache then hold 1 + n times the rows: with everything, then for each scale
    the same without one condition. The velocity moves away from each of those by its scale:
    v = all + sum (scale - 1) (all - without). `plus_plus` is CFG++, for one scale in (0, 1].

    `along` is how much is kept of what guidance adds in the direction of the clean latents
    themselves (adaptive projected guidance, Sadat et al. 2024, where it is eta; 1: all of it, plain
    guidance). That part only makes them more of what they are, and in a stream, which is its own
    past, it does so again and again until music has become a roar.
    """

    scale: float
    plus_plus: bool = False
    more: tuple[float, ...] = ()
    along: float = 1.0

    @property
    def rows(self) -> int:
        """Rows of the batch for each row of the stream."""
        return 2 + len(self.more)


@dataclass(frozen=True)
class Compat:
    """Habits of the reference that ours mends; tests turn them on, nothing else does.

    global_at_window    the global token stands one frame before the oldest frame in sight, so its
                        distance to the block changes with the cache
    first_step_context  frames of context in the step that also takes in the pending block, when
                        it is another than in the steps after it
    """

    global_at_window: bool = False
    first_step_context: int | None = None


OURS = Compat()


@dataclass
class StreamState(State):
    """A stream between two blocks. Owned by the caller; `sample_block` and `commit` change it.

    cache    keys of the frames already taken in, at most `context` frames
    frame    number of the next frame to be made
    context  frames of the past that a block sees
    pending  additive channels [B, P, A] of frames that are finished but not yet in the cache
    blocks   lengths of the blocks that `pending` is made of
    """

    cache: KVCache
    frame: int
    context: int
    pending: Tensor | None = None
    blocks: tuple[int, ...] = ()

    def append(self, add_context: Tensor) -> None:
        """A block is finished: its context channels [B, T, A], clean latents among them.

        T may be less than was sampled: a block that was cut, whose rest will be made again.
        """
        frames = add_context.shape[1]
        if frames == 0:
            return
        old = self.pending
        self.pending = add_context if old is None else torch.cat((old, add_context), 1)
        self.blocks = (*self.blocks, frames)
        self.frame += frames

    def cut(self, frames: int) -> None:
        """Of the block appended last, pending still, only the first `frames` were played."""
        assert self.pending is not None
        drop = self.blocks[-1] - frames
        assert frames > 0
        assert drop >= 0
        self.pending = self.pending[:, : self.pending.shape[1] - drop]
        self.blocks = (*self.blocks[:-1], frames)
        self.frame -= drop

    def rows(self, index: Sequence[int]) -> StreamState:
        """A copy with these rows of the batch: [0, 0] when guidance starts, [0] when it stops."""
        pending = None if self.pending is None else self.pending[list(index)]
        cache = self.cache.rows(index)
        return StreamState(cache, self.frame, self.context, pending, self.blocks)


def new_stream(dit: DiT, batch: int = 1, *, frame: int = 0, context: int = 192) -> StreamState:
    """A stream without a past, whose first frame is `frame`. Guidance needs twice the rows."""
    return StreamState(dit.new_cache(batch, 2 * context + 128), frame, context)


def commit(dit: DiT, state: StreamState, condition: Condition) -> None:
    """Take the pending blocks into the cache now, in a pass of their own.

    `sample_block` does it on the way otherwise; the result is the same.
    """
    if state.pending is None:
        return
    with torch.no_grad():
        pass_ = _Pass.of(state, 0, None)
        tokens = dit.added(_as_rows(state.pending, condition))
        dit.body(tokens, dit.rope(pass_.places(state)), condition, pass_.spans, state.cache)
    _settle(state)


def sample_block(
    dit: DiT,
    state: StreamState,
    condition: Condition,
    frames: int,
    *,
    times: Sequence[float],
    noise: Noise,
    add: Tensor | None = None,
    guidance: Guidance | None = None,
    method: str = "pingpong",
    start: Tensor | None = None,
    grad: int = 0,
    compat: Compat = OURS,
) -> Tensor:
    """Make frames [state.frame, state.frame + frames) -> latents [B, frames, C].

    The first step also takes the pending blocks into the cache. The new block isn't appended: the
    caller does that (`StreamState.append`) once it knows how much of the block is played.

    times   noise levels, from `schedule`; the last is 0. Fewer steps than trained:
            (*schedule(S)[:k], 0.0)
    add     additive channels of the block [B, frames, A]
    start   latents [B, frames, C] to start from, noised to times[0]; needed when that is under 1
    grad    keep the gradient of so many of the last steps (those before them, and the cache, are
            constants)
    """
    if method not in METHODS:
        raise ValueError(f"no sampling method {method!r}, only {', '.join(METHODS)}")
    if start is None and times[0] < 1.0:
        raise ValueError(f"noise level {times[0]} needs latents to start from")
    x = noise(state.frame, frames, 0)
    if start is not None:
        x = (1.0 - times[0]) * start + times[0] * x
    if grad > 1:  # later: one of several steps with a gradient would change the others' cache
        commit(dit, state, condition)
    rope = extra = before = None
    steps = len(times) - 1
    for index, (t, after) in enumerate(pairwise(times)):
        last, learns = index == steps - 1, index >= steps - grad
        if learns:
            # PyTorch before 2.11 would go on with weights that it has cast without a gradient.
            torch.clear_autocast_cache()
        with torch.set_grad_enabled(learns):
            both = x if guidance is None else x.repeat(guidance.rows, 1, 1)
            if add is not None and (extra is None or learns):
                extra = dit.added(_as_rows(add, condition))
            target = dit.noised(both) if extra is None else dit.noised(both) + extra
            level = torch.full((len(target), 1), t, device=target.device)
            tokens = [target, dit.global_tokens(level, condition)]
            pass_ = _Pass.of(state, frames, compat)
            fresh = pass_.pending
            if rope is None:
                rope = dit.rope(pass_.places(state))
            if fresh:
                assert state.pending is not None
                tokens.insert(0, dit.added(_as_rows(state.pending, condition)))
            rows, spans = torch.cat(tokens, 1), pass_.spans
            hidden = dit.body(rows, rope, condition, spans, state.cache, first=fresh)
            v = dit.velocity(hidden[:, :-1])
            if fresh:
                _settle(state)
                rope = None if compat.global_at_window else rope[fresh:]
            if method == "adams":
                v, _ = guide(v, guidance, x, t)
                x = x + (after - t) * extrapolated(v, after - t, before)
                before = v, after - t
                continue
            renoise = None if last or method == "euler" else noise(state.frame, frames, index + 1)
            x = advance(x, v, t, after, renoise, guidance)
    return x


def _as_rows(add: Tensor, condition: Condition) -> Tensor:
    """Repeat additive channels for the half of the batch without a prompt."""
    repeats = len(condition.cross.k[0]) // len(add)
    return add if repeats == 1 else add.repeat(repeats, 1, 1)


def _settle(state: StreamState) -> None:
    """The pending blocks' keys lie behind the cache's past: make them past."""
    state.cache.keep(sum(state.blocks), state.context)
    state.pending, state.blocks = None, ()


@dataclass(frozen=True)
class _Pass:
    """One pass over [pending | target | global]: what each part sees, and where it stands."""

    pending: int
    target: int
    spans: Spans | None
    global_at: int

    @classmethod
    def of(cls, state: StreamState, target: int, compat: Compat | None) -> _Pass:
        """Without target (`compat` None) there is no global token either."""
        past, pending = state.cache.length, sum(state.blocks)
        oldest = state.frame - pending - past
        window = compat is not None and compat.global_at_window
        at = oldest - 1 if window else state.frame
        if not pending:
            return cls(0, target, None, at)
        context = state.context
        if compat is not None and compat.first_step_context is not None:
            context = compat.first_step_context
        spans = []
        for end, length in zip(accumulate(state.blocks), state.blocks, strict=True):
            first = max(0, past + end - length - context)
            spans.append((end - length, end, first, past + end))
        if compat is not None:
            end = pending + target + 1
            spans.append((pending, end, max(0, past + pending - context), past + end))
        return cls(pending, target, tuple(spans), at)

    def places(self, state: StreamState) -> list[int]:
        """Positions of the tokens: frame numbers, and the global token's place."""
        frames = [*range(state.frame - self.pending, state.frame + self.target)]
        return [*frames, self.global_at] if self.target else frames


def guide(
    v: Tensor, guidance: Guidance | None, x: Tensor, t: float
) -> tuple[Tensor, Tensor | None]:
    """Rows of velocities at x [B, T, C] of noise level t -> the guided velocity, and the bare one
    if CFG++ is to use it."""
    if guidance is None:
        return v, None
    whole, bare, *others = v.chunk(guidance.rows)
    push = (guidance.scale - 1.0) * (whole - bare)
    for scale, other in zip(guidance.more, others, strict=True):
        push = push + (scale - 1.0) * (whole - other)
    if guidance.along != 1.0:
        clean = x - t * whole
        part = (push * clean).sum((1, 2), keepdim=True) / clean.square().sum((1, 2), keepdim=True)
        push = push - (1.0 - guidance.along) * part * clean
    return whole + push, bare if guidance.plus_plus and guidance.scale != 1.0 else None


LONG = 1.9
"""A step so many times as long as the one before it is not to be judged from that one alone."""


def extrapolated(v: Tensor, step: float, before: tuple[Tensor, float] | None) -> Tensor:
    """The mean velocity over a step, from this one's and the last step's (Adams and Bashforth, of
    second order, steps of any size): what Euler needs twice the steps for, at no cost.

    Over a long step, as the second of two is, only half of that: all of it makes latents twice as
    strong as music's within minutes (power 2.2 beside 1.2), where Euler's are washed out (0.6).
    """
    if before is None:
        return v
    last, size = before
    reach = step / size
    return v + 0.5 * (reach if reach < LONG else 0.5 * reach) * (v - last)


def advance(
    x: Tensor,
    v: Tensor,
    t: float,
    after: float,
    renoise: Tensor | None,
    guidance: Guidance | None,
) -> Tensor:
    """One step from noise level t to `after`: ping-pong if given new noise, else Euler."""
    v, bare = guide(v, guidance, x, t)
    clean = x - t * v
    if after == 0.0:
        return clean
    if renoise is None:
        return clean + after * (v if bare is None else bare)
    if bare is None:
        return (1.0 - after) * clean + after * renoise
    return clean + after * (renoise - (x - t * bare))
