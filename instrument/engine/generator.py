"""The generator: plans in, sound out. No threads, no clock, no sockets; the stage, the offline
renderer and the tests all call it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS, with_context
from instrument.controls import Clock
from instrument.engine.astray import Astray
from instrument.engine.delay import Delay, Line, begin, levelled, new_line, remember, round_again
from instrument.engine.freeze import Held
from instrument.engine.level import LONGEST_REST, Home, gone, held, limits, placed
from instrument.engine.plan import TEXTS, Plan
from instrument.engine.pulse import moved
from instrument.model import Model
from instrument.nn.analysis import FRAME, LATENTS
from instrument.nn.blend import added
from instrument.nn.dit import Condition
from instrument.nn.few_steps import FewSteps
from instrument.nn.noise import SeededNoise
from instrument.nn.sampler import Guidance, StreamState, commit, new_stream, sample_block
from instrument.nn.stream import State
from instrument.nn.vocoder import VocoderState
from instrument.params import PARAMS

ALONG = 0.2
"""How much guidance adds of what the music is already (`Guidance.along`)."""
USUAL = float(PARAMS["guidance"].default)
"""Strength of the text by default."""
CONTROLS = ("loudness", "brightness", "density", "notes", "key", "partner")
"""What music can be asked to be, or to go with, beside its prompt and its beat (`CHANNELS`)."""
WARM_UP = 16
"""Latent frames that a decoder hears before its sound is right (its convolutions' past)."""


@dataclass
class GeneratorState(State):
    """Everything that the next block depends on. `past`: the last context of latents [1, T, C];
    frames are the model's own, counted without gaps. `line`: what the delay mode repeats, if that
    plays. `home`: how far from its prompts' usual level it has been; `astray`: from all that their
    music is. `pulse`: its beat, in samples of the model's own."""

    stream: StreamState
    decode: VocoderState
    past: Tensor
    line: Line | None = None
    held: Held | None = None
    home: Home | None = None
    astray: Astray | None = None
    pulse: Clock | None = None


@dataclass
class Generator:
    """Plays `model`. Owns no stream: states are handed in and changed in place."""

    model: Model
    _told: Tensor | None = field(default=None, repr=False)
    _condition: Condition | None = field(default=None, repr=False)

    def start(self, frame: int = 0) -> GeneratorState:
        """A stream without a past."""
        sight = min(self.model.sight, self.model.context)
        stream = new_stream(self.model.dit, 1, frame=frame, context=sight)
        decode = self.model.codec.vocoder.init_state(1, frame)
        return GeneratorState(stream, decode, torch.zeros(1, 0, LATENTS))

    def resume(self, past: Tensor, frame: int = 0) -> GeneratorState:
        """A stream that goes on from latents [1, T, C], its next frame being `frame`."""
        past = past[:, -self.model.context :]
        seen = past[:, -self.model.sight :]
        state = self.start(frame - seen.shape[1])
        state.stream.append(with_context(torch.zeros(1, seen.shape[1], CHANNELS.count), seen))
        state.past = past
        warm = past[:, -WARM_UP:]
        state.decode.frame = frame - warm.shape[1]
        with torch.inference_mode():
            self.model.codec.decode(warm, state.decode)
        return state

    def forget(self, state: GeneratorState) -> None:
        """Drop the past, so that the next block begins something new; the sound goes on."""
        stream = state.stream
        cache = replace(stream.cache)  # in the same room: marks share it, and it need not grow
        cache.drop(cache.length)
        state.stream = StreamState(cache, stream.frame, stream.context)
        state.past = state.past[:, :0]
        if state.astray is not None:  # what begins needs all guidance
            state.astray = replace(state.astray, calm=0.0)

    def latents(self, plan: Plan, state: GeneratorState) -> Tensor:
        """Make the plan's block [1, frames, C] and append it to the stream."""
        with torch.inference_mode():
            if plan.reset:
                self.forget(state)
            behind = (state.stream.frame - plan.first) * FRAME
            state.pulse = None if plan.pulse is None else moved(plan.pulse, behind)
            asked = [x for x in CONTROLS if plan.add[:, getattr(CHANNELS, x)].any()]
            few, guidance = self._few(plan), plan.guidance
            if few is not None:
                guidance = few.strengths(guidance)
            elif plan.delay is None and not asked:
                guidance = _eased(guidance, state.astray)
            bare = tuple(sorted(guidance))
            rows = 1 + len(bare)
            self._fit_rows(state.stream, rows)
            add = _rows(plan, bare)
            condition = self._conditioned(plan, bare)
            dit, sampling = self.model.dit, self.model.sampling
            if few is not None:
                commit(dit, state.stream, condition)
                dit, sampling = few.dit, few.sampling
            # Its level is the network's own: nobody asks one, or has something played again.
            free = plan.hold is None and plan.delay is None and "loudness" not in asked
            usual = self.model.usual
            level = None if usual is None or not free else usual.level(plan.text)
            if free and state.home is not None:
                guidance = state.home.borne(guidance)

            def sampled(noise_level: float = 1.0, start: Tensor | None = None) -> Tensor:
                # Controls say what music it is to be, and so does what there is to start from.
                swell = 1.0 if asked or start is not None else sampling.swell
                return sample_block(
                    dit,
                    state.stream,
                    condition,
                    plan.frames,
                    times=sampling.times(plan.steps, noise_level),
                    method=sampling.method,
                    noise=SeededNoise(plan.seed, LATENTS, swell=swell),
                    add=add,
                    guidance=_guidance([guidance[name] for name in bare]),
                    start=start,
                )

            if plan.hold is None:
                state.held = None
            elif state.held is None or state.held.start != plan.hold.start:
                state.held = Held(state.past, plan.hold.start) if state.past.shape[1] else None
            if plan.hold is not None and state.held is not None:
                made = state.held.frames(plan.hold)
                commit(self.model.dit, state.stream, condition)
            elif plan.delay is None:
                state.line, made = None, sampled()
                if free:
                    made = self._held(made, level, state)
                widest = 1.0 if usual is None else usual.widest(plan.text)
                made = placed(self.model.codec.analysis, state.past, made, widest)
            else:
                state.line = state.line or new_line(plan.first)
                made = self._delayed(plan.delay, plan.first, state.line, sampled)
                commit(self.model.dit, state.stream, condition)  # if no step has
            state.stream.append(with_context(add, made.expand(rows, -1, -1)))
            state.past = torch.cat([state.past, made], 1)[:, -self.model.context :]
            if free and (
                self._has_faded(state.past, made.shape[1]) or self._is_lost(plan, asked, state)
            ):
                self.forget(state)
        return made

    def _few(self, plan: Plan) -> FewSteps | None:
        """What makes the plan's block in so few steps, if anything does."""
        few = self.model.few_steps
        return few if few is not None and plan.steps <= few.config.steps else None

    def _held(self, made: Tensor, level: float | None, state: GeneratorState) -> Tensor:
        """A block with its level kept where the prompt's music is, `level` dB if that is known."""
        analysis, home = self.model.codec.analysis, state.home or Home()
        if level is None:
            return held(analysis, state.past, made)
        made = held(analysis, state.past, made, limits(level), home.pull(made.shape[1]))
        state.home = home.after(analysis, state.past, made, level)
        return made

    def _has_faded(self, past: Tensor, last: int) -> bool:
        """Whether for long there was nothing that is worth going on from. The `last` frames are
        looked at first: mostly they are music, and more of the past takes longer."""
        analysis = self.model.codec.analysis
        enough = past.shape[1] >= min(LONGEST_REST, self.model.context)
        return enough and gone(analysis, past[:, -last:]) and gone(analysis, past)

    def _is_lost(self, plan: Plan, asked: Sequence[str], state: GeneratorState) -> bool:
        """Whether for some time there was no music that the prompts and controls ask for."""
        usual = self.model.usual
        portrait = None if usual is None else usual.portrait(plan.text)
        if portrait is None:
            state.astray = None
            return False
        before = state.astray or Astray()
        if "leaving" in plan.guidance:  # for another text of that music, perhaps
            before = replace(before, calm=0.0)
        state.astray = before.after(
            self.model.codec.analysis, state.past, plan.frames, portrait, asked
        )
        return state.astray.lost

    def _delayed(
        self, delay: Delay, first: int, line: Line, sampled: Callable[..., Tensor]
    ) -> Tensor:
        """What came in some time ago, made anew from its blurred latents, beside free music."""
        analysis = self.model.codec.analysis
        made, asked = begin(analysis, line, delay, first)
        if delay.blur > 0.0 and delay.mix > 0.0:
            made = sampled(delay.blur, made)
        remember(line, made, asked)
        if delay.blur > 0.0 and (feedback := round_again(delay)) > 0.0:
            made = levelled(analysis, line, made.shape[1], feedback)
        if delay.mix == 1.0:
            return made
        free = sampled()
        if delay.mix == 0.0:
            return free
        return added(analysis, [(made, delay.mix**0.5), (free, (1.0 - delay.mix) ** 0.5)])

    def sound(self, latents: Tensor, state: GeneratorState) -> np.ndarray:
        """Latents [1, T, C] -> float32 [T * FRAME, 2], DELAY samples behind their frames."""
        with torch.inference_mode():
            return self.model.codec.decode(latents, state.decode)[0].T.contiguous().numpy()

    def _fit_rows(self, stream: StreamState, rows: int) -> None:
        """Guidance keeps a cache for each of its rows; one that is new starts as the first's."""
        have = stream.cache.k.shape[1]
        if have != rows:
            index = [0] * rows if rows > have else list(range(rows))
            fitted = stream.rows(index)
            stream.cache, stream.pending, stream.blocks = (
                fitted.cache,
                fitted.pending,
                fitted.blocks,
            )

    def _conditioned(self, plan: Plan, bare: tuple[str, ...]) -> Condition:
        rows = plan.text.expand(1 + len(bare), TEXT_TOKENS, TEXT_CHANNELS).clone()
        if "text" in bare:
            rows[1 + bare.index("text")] = 0.0
        if "leaving" in bare:
            assert plan.leaving is not None
            rows[1 + bare.index("leaving")] = plan.leaving
        if self._told is None or self._condition is None or not torch.equal(self._told, rows):
            self._condition = self.model.dit.condition(rows, rows[:, 0])
            self._told = rows
        return self._condition


def _eased(guidance: dict[str, float], astray: Astray | None) -> dict[str, float]:
    """Strengths where music needs no more guidance by its text than its distance says: at most as
    much goes as the usual strength has. Away from another text it is led as before."""
    text = guidance.get("text", 1.0)
    if astray is None or "leaving" in guidance or text <= 1.0:
        return guidance
    text -= (1.0 - astray.need) * (min(text, USUAL) - 1.0)
    return {name: s for name, s in (guidance | {"text": text}).items() if s != 1.0}


def _guidance(scales: list[float]) -> Guidance | None:
    return Guidance(scales[0], more=tuple(scales[1:]), along=ALONG) if scales else None


def _rows(plan: Plan, bare: tuple[str, ...]) -> Tensor:
    """Additive channels for each row of guidance: each bare row lacks one condition."""
    add = plan.add.expand(1 + len(bare), -1, -1).clone()
    for row, name in enumerate(bare, 1):
        if name not in TEXTS:
            add[row, :, getattr(CHANNELS, name)] = 0.0
    return add
